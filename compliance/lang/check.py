"""Untyped syntax → typed tree: names are resolved, types and units are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import cast

from compliance.lang import types as t
from compliance.lang.functions import FUNCTIONS
from compliance.lang.parameters import Parameter
from compliance.lang.regex import refuse_unsafe
from compliance.lang.syntax import ExpressionError, Syntax, parse
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    DerivedRef,
    FieldRef,
    IfElse,
    LetRef,
    ListOf,
    Literal,
    Negate,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
    Step,
    TextKey,
)
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.money import parse_money
from compliance.model.yaml_file import did_you_mean

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_TEXT_KEYS = frozenset({"upper case", "lower case", "trim", "normal key"})
_WEEKDAYS = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)


@dataclass(frozen=True)
class Scope:
    """The names that an expression may use."""

    catalogue: Catalogue
    kind: Kind
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    derived: Mapping[str, t.Type] = field(default_factory=dict)
    lets: Mapping[str, Node] = field(default_factory=dict)
    this: Kind | None = None

    def names(self) -> list[str]:
        """Give every name that may begin an expression here."""
        return [*self.kind.fields, *self.derived, *self.lets, *self.parameters, "as_of"]


def check(text: str, scope: Scope, expected: t.Type | None = None) -> Node:
    """Parse and type one expression; raise ExpressionError at its place."""
    node = _Checker(scope).visit(parse(text))
    if expected is not None and node.type.name not in {expected.name, "null"}:
        raise ExpressionError(
            f"this is {node.type}, where {expected} is needed", node.span, _mend(expected)
        )
    return node


def _mend(expected: t.Type) -> str | None:
    if expected == t.BOOLEAN:
        return "write a comparison, such as `amount > limit.single_source`"
    if expected == t.MONEY:
        return 'write an amount field, or money("500 EUR")'
    return None


class _Checker:
    """Walks the syntax of one expression; holds nothing but its scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit(self, item: Syntax) -> Node:
        method: Callable[[Syntax], Node] = getattr(self, f"_{item.op}")
        return method(item)

    # literals -------------------------------------------------------------------------------

    def _number(self, item: Syntax) -> Node:
        text = item.args[0].args[0]
        if len(text) > 38:
            raise ExpressionError("a number has at most 38 digits", item.span)
        value = Decimal(text)
        return Literal(t.NUMBER.scaled(_places(value)), item.span, value)

    def _percent(self, item: Syntax) -> Node:
        value = Decimal(f"{item.args[0].args[0]}E-2")
        return Literal(t.NUMBER.scaled(_places(value)), item.span, value)

    def _string(self, item: Syntax) -> Node:
        return Literal(t.TEXT, item.span, _unquote(item.args[0].args[0]))

    def _true(self, item: Syntax) -> Node:
        return Literal(t.BOOLEAN, item.span, value=True)

    def _false(self, item: Syntax) -> Node:
        return Literal(t.BOOLEAN, item.span, value=False)

    def _null(self, item: Syntax) -> Node:
        return Literal(t.NULL, item.span, None)

    def _list(self, item: Syntax) -> Node:
        items = tuple(self.visit(arg) for arg in item.args if arg.op != "absent")
        element = items[0].type if items else t.TEXT
        for other in items[1:]:
            self._same(items[0], other)
        return ListOf(t.list_of(element), item.span, items)

    def _group(self, item: Syntax) -> Node:
        return self.visit(item.args[0])

    # names ----------------------------------------------------------------------------------

    def _name(self, item: Syntax) -> Node:  # noqa: PLR0911 - one return for each kind of name
        text = item.args[0].args[0]
        first, *rest = text.split(".")
        scope = self.scope
        if first == "this" and scope.this is not None:
            if not rest:
                raise ExpressionError("`this` needs a field: `this.amount`", item.span)
            return self._path(rest, scope.this, item.span, "this")
        if not rest and first in scope.lets:
            value = scope.lets[first]
            return LetRef(value.type, item.span, first, value)
        if not rest and first in scope.derived:
            return DerivedRef(scope.derived[first], item.span, first)
        if first in scope.kind.fields:
            return self._path([first, *rest], scope.kind, item.span, "own")
        if text == scope.kind.kind:
            return self._path([scope.kind.key_text], scope.kind, item.span, "own")
        if text in scope.parameters:
            return ParameterRef(scope.parameters[text].type, item.span, text)
        if text != "as_of":
            raise self._unknown(text, item.span)
        return AsOf(t.DATE, item.span)

    def _unknown(self, text: str, span: tuple[int, int]) -> ExpressionError:
        scope = self.scope
        return ExpressionError(
            f"`{text}` is neither a field of {scope.kind.kind} nor a parameter",
            span,
            did_you_mean(text, scope.names()),
        )

    def _path(self, parts: list[str], kind: Kind, span: tuple[int, int], side: str) -> Node:
        steps: list[Step] = []
        current = kind
        for number, part in enumerate(parts):
            known = current.fields.get(part)
            if known is None:
                raise ExpressionError(
                    f"`{part}` is not a field of {current.kind}",
                    span,
                    did_you_mean(part, current.fields),
                )
            steps.append(Step(current.kind, part))
            if number < len(parts) - 1:
                if known.type != "reference" or known.to is None:
                    raise ExpressionError(
                        f"`{part}` is {t.field_type(known)}, so nothing can follow its dot", span
                    )
                current = self.scope.catalogue.kind(known.to)
        return FieldRef(t.field_type(current.fields[parts[-1]]), span, tuple(steps), side)

    def _on_date(self, item: Syntax) -> Node:
        target, when = (self.visit(arg) for arg in item.args)
        if not isinstance(target, ParameterRef):
            raise ExpressionError("`on` follows a parameter: `limit.x on launched_on`", item.span)
        self._need(when, {"date"}, "a date")
        return replace(target, on=when, span=item.span)

    # logic ----------------------------------------------------------------------------------

    def _all_of(self, item: Syntax) -> Node:
        return And(t.BOOLEAN, item.span, self._booleans(item))

    def _any_of(self, item: Syntax) -> Node:
        return Or(t.BOOLEAN, item.span, self._booleans(item))

    def _booleans(self, item: Syntax) -> tuple[Node, ...]:
        parts = tuple(self.visit(arg) for arg in item.args)
        for part in parts:
            self._need(part, {"boolean"}, "a yes/no value")
        return parts

    def _if_else(self, item: Syntax) -> Node:
        condition, then, otherwise = (self.visit(arg) for arg in item.args)
        self._need(condition, {"boolean"}, "a yes/no value")
        result = self._joined((then, otherwise))
        return IfElse(result, item.span, condition, then, otherwise)

    def _joined(self, nodes: tuple[Node, ...]) -> t.Type:
        """Give the one type of several branches; the larger scale wins, null takes the other."""
        known = [node for node in nodes if node.type != t.NULL]
        if not known:
            return t.NULL
        for other in known[1:]:
            self._same(known[0], other)
        first = known[0].type
        if first.name in t.TEXTUAL and any(n.type != first for n in known):
            return t.TEXT
        return first.scaled(max(n.type.scale for n in known))

    # comparison -----------------------------------------------------------------------------

    def _compare(self, item: Syntax) -> Node:
        left, token, right = item.args
        return self._comparison(token.args[0], left, right, item.span)

    def _comparison(self, op: str, left: Syntax, right: Syntax, span: tuple[int, int]) -> Node:
        if left.op == "arith" and left.args[1].args[0] == "/":
            return self._ratio(op, left, self.visit(right), span)
        if right.op == "arith" and right.args[1].args[0] == "/":
            return self._ratio(_FLIPPED[op], right, self.visit(left), span)
        return self._compared(op, self.visit(left), self.visit(right), span)

    def _compared(self, op: str, left: Node, right: Node, span: tuple[int, int]) -> Node:
        for one, other in ((left, right), (right, left)):
            if one.type == t.NULL:
                if op not in {"=", "!="}:
                    raise ExpressionError(
                        f"`{op} null` is always null", span, "write `= null` or `!= null`"
                    )
                return NullTest(t.BOOLEAN, span, other, op == "!=")
        self._same(left, right)
        if op not in {"=", "!="} and left.type.name not in t.ORDERED:
            raise ExpressionError(f"`{op}` has no meaning for {left.type}", span, "use = or !=")
        return Compare(t.BOOLEAN, span, op, left, right)

    def _ratio(self, op: str, division: Syntax, other: Node, span: tuple[int, int]) -> Node:
        """`a / b op c` as `a op c * b` for b > 0, turned round for b < 0, null for b = 0."""
        top, bottom = self.visit(division.args[0]), self.visit(division.args[2])
        self._need(bottom, {"money", "number"}, "money or a number")
        product = self._arith_of("*", other, bottom, span)
        zero = Literal(
            bottom.type.scaled(0),
            span,
            Decimal(0) if bottom.type.name == "number" else parse_money("0"),
        )
        flipped = self._compared(_FLIPPED[op], top, product, span)
        negative = IfElse(
            t.BOOLEAN,
            span,
            Compare(t.BOOLEAN, span, "<", bottom, zero),
            flipped,
            Literal(t.BOOLEAN, span, None),
        )
        positive = Compare(t.BOOLEAN, span, ">", bottom, zero)
        return IfElse(t.BOOLEAN, span, positive, self._compared(op, top, product, span), negative)

    def _between(self, item: Syntax) -> Node:
        value, low, high = (self.visit(arg) for arg in item.args)
        parts = (
            self._compared(">=", value, low, item.span),
            self._compared("<=", value, high, item.span),
        )
        return And(t.BOOLEAN, item.span, parts)

    def _in_tests(self, item: Syntax) -> Node:
        value = self.visit(item.args[0])
        parts = tuple(self._test(value, test) for test in item.args[1:])
        return parts[0] if len(parts) == 1 else Or(t.BOOLEAN, item.span, parts)

    def _in_value(self, item: Syntax) -> Node:
        value, options = self.visit(item.args[0]), cast("ListOf", self.visit(item.args[1]))
        if not options.items:
            raise ExpressionError("the list is empty, so nothing is in it", item.span)
        parts = tuple(self._compared("=", value, one, one.span) for one in options.items)
        return parts[0] if len(parts) == 1 else Or(t.BOOLEAN, item.span, parts)

    def _in_name(self, item: Syntax) -> Node:
        value = self.visit(item.args[0])
        options = self._name(replace(item, op="name", args=(item.args[1],), span=item.args[1].span))
        if options.type.name != "list":
            raise ExpressionError(
                f"`in` needs a list here; this is {options.type}", options.span, "write `=`"
            )
        self._need(value, t.TEXTUAL, "text")
        return Call(t.BOOLEAN, item.span, "list contains", (options, value))

    def _test(self, value: Node, test: Syntax) -> Node:
        if test.op == "test_compare":
            return self._compared(test.args[0].args[0], value, self.visit(test.args[1]), test.span)
        if test.op.startswith("range"):
            low, high = (self.visit(arg) for arg in test.args)
            above = ">" if test.op in {"range_open", "range_open_start"} else ">="
            below = "<" if test.op in {"range_open", "range_open_end"} else "<="
            parts = (
                self._compared(above, value, low, test.span),
                self._compared(below, value, high, test.span),
            )
            return And(t.BOOLEAN, test.span, parts)
        inner = test.args[0] if test.op == "test_equal" else test
        one = self.visit(inner)
        if one.type.name == "list":
            self._need(value, t.TEXTUAL, "text")
            return Call(t.BOOLEAN, test.span, "list contains", (one, value))
        return self._compared("=", value, one, test.span)

    # arithmetic -----------------------------------------------------------------------------

    def _arith(self, item: Syntax) -> Node:
        left, token, right = item.args
        op = token.args[0]
        if op == "/":
            raise ExpressionError(
                "a division stands alone on one side of a comparison",
                token.span,
                "multiply across: write `a > b * c` for `a / b > c`",
            )
        return self._arith_of(op, self.visit(left), self.visit(right), item.span)

    def _arith_of(self, op: str, left: Node, right: Node, span: tuple[int, int]) -> Node:
        if op == "**":
            return self._power(left, right, span)
        names = (left.type.name, right.type.name)
        if op == "*":
            scale = left.type.scale + right.type.scale
            if scale > t.MAX_SCALE:
                raise ExpressionError(f"the product has {scale} decimals, too many", span)
            if names == ("number", "number"):
                return Arith(t.NUMBER.scaled(scale), span, op, left, right)
            if names in {("money", "number"), ("number", "money")}:
                if right.type.name == "money":
                    left, right = right, left
                return Arith(t.MONEY.scaled(scale), span, op, left, right)
        elif names in {("number", "number"), ("money", "money"), ("days", "days")}:
            scale = max(left.type.scale, right.type.scale)
            return Arith(left.type.scaled(scale), span, op, left, right)
        elif names in {("date", "days"), ("date", "months")}:
            return Arith(t.DATE, span, op, left, right)
        elif names == ("date", "date") and op == "-":
            return Arith(t.DAYS, span, op, left, right)
        raise ExpressionError(
            f"`{op}` has no meaning between {left.type} and {right.type}", span, _units(names)
        )

    def _power(self, left: Node, right: Node, span: tuple[int, int]) -> Node:
        power = right.value if isinstance(right, Literal) else None
        if not isinstance(power, Decimal) or power not in set(range(10)):
            raise ExpressionError("`**` takes a whole number from 0 to 9", right.span)
        self._need(left, {"number"}, "a number")
        one = Literal(t.NUMBER, span, Decimal(1))
        node: Node = one if power == 0 else left
        for _ in range(int(power) - 1):
            node = self._arith_of("*", node, left, span)
        return node

    def _negate(self, item: Syntax) -> Node:
        value = self.visit(item.args[-1])
        self._need(value, {"number", "money", "days"}, "a number or money")
        return Negate(value.type, item.span, value)

    # functions ------------------------------------------------------------------------------

    def _call(self, item: Syntax) -> Node:
        name = re.sub(r"\s+", " ", item.args[0].args[0].strip())
        if name not in FUNCTIONS:
            raise ExpressionError(
                f"there is no function `{name}`", item.args[0].span, did_you_mean(name, FUNCTIONS)
            )
        args = tuple(self.visit(arg) for arg in item.args[1:] if arg.op != "absent")
        self._arity(name, args, item)
        special = getattr(self, "_call_" + name.replace(" ", "_"), None)
        if special is not None:
            node: Node = special(args, item)
            return node
        if name in _TEXT_KEYS:
            return self._text_key(name, args[0], item)
        result = FUNCTIONS[name].result or self._joined(args)
        return Call(result, item.span, name, args)

    def _arity(self, name: str, args: tuple[Node, ...], item: Syntax) -> None:
        takes = FUNCTIONS[name].takes
        repeated = takes[-1] == "..."
        words = takes[:-1] if repeated else takes
        least = sum(not word.endswith("?") for word in words)
        if len(args) < least or (len(args) > len(words) and not repeated):
            raise ExpressionError(
                f"`{name}` takes {', '.join(takes)}; {len(args)} given", item.span
            )
        for number, arg in enumerate(args):
            word = words[min(number, len(words) - 1)].rstrip("?")
            self._need(arg, _ARGUMENTS[word], _ARGUMENT_WORDS[word])
            if word == "literal" and not isinstance(arg, Literal):
                raise ExpressionError(f"`{name}` takes a text in quotes here", arg.span)

    def _call_not(self, args: tuple[Node, ...], item: Syntax) -> Node:
        return Not(t.BOOLEAN, item.span, args[0])

    def _call_is_defined(self, args: tuple[Node, ...], item: Syntax) -> Node:
        return NullTest(t.BOOLEAN, item.span, args[0], present=True)

    def _call_date(self, args: tuple[Node, ...], item: Syntax) -> Node:
        text = _literal_text(args[0])
        try:
            value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
        except ValueError:
            value = None
        if value is None:
            raise ExpressionError(
                f"{text!r} is not a date", args[0].span, 'write date("2026-01-31")'
            )
        return Literal(t.DATE, item.span, value)

    def _call_duration(self, args: tuple[Node, ...], item: Syntax) -> Node:
        text = _literal_text(args[0])
        duration = parse_duration(text)
        if duration is None:
            raise ExpressionError(
                f"{text!r} is not a duration", args[0].span, 'write duration("P30D") or ("P2M")'
            )
        return Literal(t.DAYS if duration[0] == "days" else t.MONTHS, item.span, duration[1])

    def _call_money(self, args: tuple[Node, ...], item: Syntax) -> Node:
        try:
            value = parse_money(_literal_text(args[0]))
        except ValueError as error:
            raise ExpressionError(str(error), args[0].span) from None
        if value.base_minor is None:
            raise ExpressionError(
                f"an amount in {value.currency} needs a date for its rate in euro",
                args[0].span,
                "put it into rules/parameters, where it has a date, or write it in EUR",
            )
        return Literal(t.MONEY, item.span, value)

    def _call_in_euro(self, args: tuple[Node, ...], item: Syntax) -> Node:
        return Call(args[0].type, item.span, "in euro", args)

    def _call_list_contains(self, args: tuple[Node, ...], item: Syntax) -> Node:
        element = args[0].type.element or t.TEXT
        codes = element.codes
        if codes and isinstance(args[1], Literal) and args[1].value not in codes:
            raise _unknown_code(str(args[1].value), codes, args[1].span)
        return Call(t.BOOLEAN, item.span, "list contains", args)

    def _call_matches(self, args: tuple[Node, ...], item: Syntax) -> Node:
        refuse_unsafe(_literal_text(args[1]), args[1].span)
        return Call(t.BOOLEAN, item.span, "matches", args)

    def _call_day_of_week(self, args: tuple[Node, ...], item: Syntax) -> Node:
        return Call(t.Type("code", codes=_WEEKDAYS), item.span, "day of week", args)

    def _call_substring(self, args: tuple[Node, ...], item: Syntax) -> Node:
        for arg in args[1:]:
            if arg.type.scale:
                raise ExpressionError(
                    "a position is a whole number", arg.span, "write floor(…) around it"
                )
        return Call(t.TEXT, item.span, "substring", args)

    def _call_modulo(self, args: tuple[Node, ...], item: Syntax) -> Node:
        scale = max(arg.type.scale for arg in args)
        if args[0].type.name == "money":
            if scale:
                raise ExpressionError("money is divided by whole units of its currency", item.span)
            return Call(t.MONEY, item.span, "modulo", args)
        return Call(t.NUMBER.scaled(scale), item.span, "modulo", args)

    def _text_key(self, name: str, value: Node, item: Syntax) -> Node:
        if isinstance(value, LetRef):
            value = value.value
        if not isinstance(value, FieldRef):
            raise ExpressionError(
                f"`{name}` takes a field", value.span, "it is computed once, when the file is read"
            )
        return TextKey(t.TEXT, item.span, name, value)

    # helpers --------------------------------------------------------------------------------

    def _need(self, node: Node, names: frozenset[str] | set[str], words: str) -> None:
        if names and node.type.name not in names:
            raise ExpressionError(f"this is {node.type}, where {words} is needed", node.span)

    def _same(self, left: Node, right: Node) -> None:
        if not t.comparable(left.type, right.type):
            raise ExpressionError(
                f"{left.type} is compared with {right.type}",
                (left.span[0], right.span[1]) if left.span < right.span else right.span,
                _units((left.type.name, right.type.name)),
            )
        for one, other in ((left, right), (right, left)):
            if one.type.codes and isinstance(other, Literal) and other.value not in one.type.codes:
                raise _unknown_code(str(other.value), one.type.codes, other.span)


_ARGUMENTS: Mapping[str, frozenset[str]] = {
    "text": t.TEXTUAL,
    "number": frozenset({"number"}),
    "amount": frozenset({"number", "money"}),
    "signed": frozenset({"number", "money", "days"}),
    "ordered": frozenset({"number", "money", "date", "days"}),
    "date": frozenset({"date"}),
    "money": frozenset({"money"}),
    "boolean": frozenset({"boolean"}),
    "list": frozenset({"list"}),
    "literal": frozenset({"text"}),
    "any": frozenset(),
}
_ARGUMENT_WORDS: Mapping[str, str] = {
    "text": "text",
    "number": "a number",
    "amount": "a number or money",
    "signed": "a number, an amount or a duration",
    "ordered": "a number, an amount, a duration or a date",
    "date": "a date",
    "money": "money",
    "boolean": "a yes/no value",
    "list": "a list",
    "literal": "a text in quotes",
    "any": "a value",
}


def parse_duration(text: str) -> tuple[str, int] | None:
    """Read `P30D`, `P4W` (days) or `P2M`, `P1Y` (months): the unit's name and the count."""
    match = re.fullmatch(r"P(?:(\d{1,5})D|(\d{1,4})W|(?:(\d{1,3})Y)?(?:(\d{1,4})M)?)", text)
    if match is None or text == "P":
        return None
    days, weeks, years, months = (int(part) if part else 0 for part in match.groups())
    if match[3] or match[4]:
        return "months", years * 12 + months
    return "days", days + weeks * 7


def _unknown_code(word: str, codes: frozenset[str], span: tuple[int, int]) -> ExpressionError:
    return ExpressionError(
        f"{word!r} is not one of the codes of this field", span, did_you_mean(word, codes)
    )


def _units(names: tuple[str, str]) -> str | None:
    pair = set(names)
    if pair == {"money", "number"}:
        return 'an amount needs its currency: money("500 EUR")'
    if "date" in pair and "text" in pair:
        return 'write a date as date("2026-01-31")'
    if pair == {"money", "text"}:
        return 'write an amount as money("500 EUR")'
    if "date" in pair and "number" in pair:
        return 'write a number of days as duration("P30D")'
    if pair == {"days", "number"}:
        return 'write a number of days as duration("P30D"), or use `days between`'
    return None


def _places(value: Decimal) -> int:
    places = value.as_tuple().exponent
    return max(0, -places) if isinstance(places, int) else 0


def _unquote(text: str) -> str:
    escapes = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
    return re.sub(r"\\(.)", lambda m: escapes.get(m[1], "\\" + m[1]), text[1:-1])


def _literal_text(node: Node) -> str:
    return str(node.value) if isinstance(node, Literal) else ""
