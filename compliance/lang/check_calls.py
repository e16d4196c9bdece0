"""Function calls: their arguments are counted and typed, and each gets its result type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from types import MappingProxyType
from typing import Final

from compliance.lang import types as t
from compliance.lang.check_arith import arith, divide
from compliance.lang.check_fit import joined, need, through, unknown_code
from compliance.lang.check_names import date_literal, duration_literal, money_literal
from compliance.lang.functions import FUNCTIONS
from compliance.lang.regex import refuse_unsafe
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import (
    Call,
    FieldRef,
    ListOf,
    Literal,
    Node,
    Not,
    NullTest,
    Span,
    TextKey,
)
from compliance.model.yaml_file import did_you_mean

Args = tuple[Node, ...]
_WEEKDAYS: Final = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)


@dataclass(frozen=True)
class _Word:
    """What one parameter word takes: types (none: any) and how a message says it."""

    types: frozenset[str]
    words: str


_WORDS: Final[Mapping[str, _Word]] = MappingProxyType(
    {
        "text": _Word(t.TEXTUAL, "text"),
        "number": _Word(frozenset({"number"}), "a number"),
        "amount": _Word(frozenset({"number", "money"}), "a number or money"),
        "signed": _Word(
            frozenset({"number", "money", "days"}), "a number, an amount or a duration"
        ),
        "ordered": _Word(
            frozenset({"number", "money", "date", "days"}),
            "a number, an amount, a duration or a date",
        ),
        "date": _Word(frozenset({"date"}), "a date"),
        "time": _Word(frozenset({"timestamp"}), "a time stamp"),
        "money": _Word(frozenset({"money"}), "money"),
        "boolean": _Word(frozenset({"boolean"}), "a yes/no value"),
        "list": _Word(frozenset({"list"}), "a list"),
        "literal": _Word(frozenset({"text"}), "a text in quotes"),
        "places": _Word(frozenset({"number"}), "a whole number from 0 to 9"),
        "any": _Word(frozenset(), "a value"),
    }
)


def refuse_unknown(name: str, span: Span) -> None:
    """Refuse a function that there is not."""
    if name not in FUNCTIONS:
        hint = did_you_mean(name, FUNCTIONS)
        raise ExpressionError(f"there is no function `{name}`", span, hint)


def call(name: str, args: Args, span: Span) -> Node:
    """Give the node of a function of values."""
    args = _gathered(name, args, span)
    _check_arguments(name, args, span)
    special = _SPECIAL.get(name)
    if special is not None:
        return special(name, args, span)
    return Call(FUNCTIONS[name].result or joined(args), span, name, args)


def _gathered(name: str, args: Args, span: Span) -> Args:
    """Take one list for several arguments where a function repeats them, and the other way."""
    takes = FUNCTIONS[name].takes
    if takes == ("list",) and len(args) > 1:
        return (ListOf(t.list_of(joined(args)), span, args),)
    only = through(args[0]) if len(args) == 1 else None
    return only.items if takes[-1] == "..." and isinstance(only, ListOf) else args


def _check_arguments(name: str, args: Args, span: Span) -> None:
    takes = FUNCTIONS[name].takes
    repeated = takes[-1] == "..."
    words = takes[:-1] if repeated else takes
    least = sum(not word.endswith("?") for word in words)
    if len(args) < least or (len(args) > len(words) and not repeated):
        wanted = ", ".join(_WORDS[word.rstrip("?")].words for word in words)
        message = f"`{name}` takes {wanted}; {len(args)} given"
        raise ExpressionError(message, span, f"write {name}({', '.join(takes)})")
    for number, arg in enumerate(args):
        word = words[min(number, len(words) - 1)].rstrip("?")
        need(arg, _WORDS[word].types, _WORDS[word].words)
        if word == "literal" and not isinstance(arg, Literal):
            raise ExpressionError(f"`{name}` takes a text in quotes here", arg.span)
        if word == "places" and not (isinstance(arg, Literal) and arg.value in set(range(10))):
            message = f"`{name}` takes {_WORDS[word].words} here"
            raise ExpressionError(message, arg.span, f"write {name}(x, 2)")


def _not(_name: str, args: Args, span: Span) -> Node:
    return Not(t.BOOLEAN, span, args[0])


def _is_defined(_name: str, args: Args, span: Span) -> Node:
    return NullTest(t.BOOLEAN, span, args[0], present=True)


def _date(_name: str, args: Args, span: Span) -> Node:
    return date_literal(_text(args[0]), args[0].span, span)


def _duration(_name: str, args: Args, span: Span) -> Node:
    return duration_literal(_text(args[0]), args[0].span, span)


def _money(_name: str, args: Args, span: Span) -> Node:
    return money_literal(_text(args[0]), args[0].span, span)


def _in_euro(name: str, args: Args, span: Span) -> Node:
    return Call(args[0].type, span, name, args)


def _list_contains(name: str, args: Args, span: Span) -> Node:
    codes = (args[0].type.element or t.TEXT).codes
    if codes and isinstance(args[1], Literal) and args[1].value not in codes:
        raise unknown_code(str(args[1].value), codes, args[1].span)
    return Call(t.BOOLEAN, span, name, args)


def _matches(name: str, args: Args, span: Span) -> Node:
    refuse_unsafe(_text(args[1]), args[1].span)
    return Call(t.BOOLEAN, span, name, args)


def _day_of_week(name: str, args: Args, span: Span) -> Node:
    return Call(t.Type("code", codes=_WEEKDAYS), span, name, args)


def _substring(name: str, args: Args, span: Span) -> Node:
    for arg in args[1:]:
        if arg.type.scale:
            raise ExpressionError(
                "a position is a whole number", arg.span, "write floor(…) around it"
            )
    return Call(t.TEXT, span, name, args)


def _split(name: str, args: Args, span: Span) -> Node:
    if not _text(args[1]):
        raise ExpressionError("the delimiter is empty", args[1].span, 'write split(x, ";")')
    return Call(t.list_of(t.TEXT), span, name, args)


def _modulo(name: str, args: Args, span: Span) -> Node:
    scale = max(arg.type.scale for arg in args)
    if args[0].type.name == "money":
        if scale:
            raise ExpressionError("money is divided by whole units of its currency", span)
        return Call(t.MONEY, span, name, args)
    return Call(t.NUMBER.scaled(scale), span, name, args)


def _rounded(name: str, args: Args, span: Span) -> Node:
    places = args[1].value if isinstance(args[1], Literal) else 0
    return Call(t.NUMBER.scaled(int(places)), span, name, args)


def _sum(_name: str, args: Args, span: Span) -> Node:
    return reduce(lambda total, arg: arith("+", total, arg, span), args)


def _mean(name: str, args: Args, span: Span) -> Node:
    return divide(_sum(name, args, span), Literal(t.NUMBER, span, Decimal(len(args))), span)


def _text_key(name: str, args: Args, span: Span) -> Node:
    """Give the key of a field, which is computed at load; of another text, its ASCII letters."""
    value = through(args[0])
    if isinstance(value, FieldRef):
        return TextKey(t.TEXT, span, name, value)
    if name.endswith(" key"):
        raise ExpressionError(
            f"`{name}` takes a field", value.span, "it is computed once, when the file is read"
        )
    return Call(t.TEXT, span, name, args)


def _text(node: Node) -> str:
    return str(node.value) if isinstance(node, Literal) else ""


_SPECIAL: Final[Mapping[str, Callable[[str, Args, Span], Node]]] = MappingProxyType(
    {
        "not": _not,
        "is defined": _is_defined,
        "date": _date,
        "duration": _duration,
        "money": _money,
        "in euro": _in_euro,
        "list contains": _list_contains,
        "matches": _matches,
        "day of week": _day_of_week,
        "substring": _substring,
        "split": _split,
        "modulo": _modulo,
        "sum": _sum,
        "mean": _mean,
        **dict.fromkeys(("decimal", *(n for n in FUNCTIONS if n.startswith("round "))), _rounded),
        **dict.fromkeys(
            ("upper case", "lower case", "trim", "normal key", "number key", "check key"), _text_key
        ),
    }
)
