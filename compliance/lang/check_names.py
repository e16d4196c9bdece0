"""Literals and names: what a constant is, and what a name stands for in a scope."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from compliance.lang import types as t
from compliance.lang.parameters import Parameter
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import (
    AsOf,
    DerivedRef,
    FieldRef,
    LetRef,
    Literal,
    Node,
    ParameterRef,
    Span,
    Step,
    TableRef,
)
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.money import parse_money
from compliance.model.yaml_file import did_you_mean

MAX_DIGITS: Final = 38
_MAX_AMOUNT: Final = 30  # signs of a written amount
_CONSTANTS: Final = {
    "yes": "true",
    "no": "false",
    "true": "true",
    "false": "false",
} | dict.fromkeys(("null", "none", "nil", "empty"), "null")


@dataclass(frozen=True)
class Scope:
    """The names that an expression may use.

    `this` and `this_derived` are the kind and the derivations of the rule's subject, where the
    expression is about another record that is compared with it.
    """

    catalogue: Catalogue
    kind: Kind
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    derived: Mapping[str, t.Type] = field(default_factory=dict)
    lets: Mapping[str, Node] = field(default_factory=dict)
    this: Kind | None = None
    tables: Mapping[str, TableRef] = field(default_factory=dict)
    this_derived: Mapping[str, t.Type] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Give every name that may begin an expression here."""
        own = [*self.kind.fields, *self.derived, *self.tables, *self.lets, *self.parameters]
        return [*own, "as_of"]


def name(text: str, span: Span, scope: Scope) -> Node:
    """Give the node of a name, dotted or not."""
    first, *rest = text.split(".")
    if first == "this" and scope.this is not None:
        return _this(rest, span, scope, scope.this)
    if not rest:
        given = _given(first, span, scope)
        if given is not None:
            return given
    if first in scope.kind.fields:
        return _path([first, *rest], scope.kind, span, "own", scope.catalogue)
    if text == scope.kind.kind:
        return _path([scope.kind.key_text], scope.kind, span, "own", scope.catalogue)
    if text in scope.parameters:
        known = scope.parameters[text]
        return ParameterRef(known.type, span, text, dated=known.dated)
    if text != "as_of":
        raise ExpressionError(
            f"`{text}` is neither a field of {scope.kind.kind} nor a parameter",
            span,
            _meant(text, scope),
            text,
        )
    return AsOf(t.DATE, span)


def _meant(word: str, scope: Scope) -> str | None:
    """Say what was likely meant by a name that there is not."""
    if word.lower() in _CONSTANTS:
        return f"write `{_CONSTANTS[word.lower()]}`"
    if any(word in (item.values or ()) for item in scope.kind.fields.values()):
        return f'a text stands in double quotes: "{word}"'
    return did_you_mean(word, scope.names())


def _given(word: str, span: Span, scope: Scope) -> Node | None:
    """Give the node of a name that the rule itself has given, by `let` or `derive`."""
    if word in scope.lets:
        value = scope.lets[word]
        return LetRef(value.type, span, word, value)
    if word in scope.derived:
        return DerivedRef(scope.derived[word], span, word)
    table = scope.tables.get(word)
    return None if table is None else replace(table, span=span)


def _this(rest: list[str], span: Span, scope: Scope, kind: Kind) -> Node:
    if not rest:
        raise ExpressionError("`this` needs a field: `this.amount`", span)
    if len(rest) == 1 and rest[0] in scope.this_derived:
        return DerivedRef(scope.this_derived[rest[0]], span, rest[0], "this")
    return _path(rest, kind, span, "this", scope.catalogue)


def _path(parts: list[str], kind: Kind, span: Span, side: str, catalogue: Catalogue) -> Node:
    steps: list[Step] = []
    current = kind
    for number, part in enumerate(parts):
        known = current.fields.get(part)
        if known is None:
            raise ExpressionError(
                f"`{part}` is not a field of {current.kind}",
                (span[1] - len(".".join(parts[number:])), span[1]),
                did_you_mean(part, current.fields),
                part,
            )
        steps.append(Step(current.kind, part))
        if number < len(parts) - 1:
            if known.type != "reference" or known.to is None:
                raise ExpressionError(
                    f"`{part}` is {t.field_type(known)}, so nothing can follow its dot",
                    (span[1] - len(".".join(parts[number + 1 :])), span[1]),
                    f"write `{part}` alone",
                )
            current = catalogue.kind(known.to)
    return FieldRef(t.field_type(current.fields[parts[-1]]), span, tuple(steps), side)


def number_literal(text: str, span: Span) -> Literal:
    """Read a number, or a percentage with its sign."""
    digits = text.rstrip("%")
    if len(digits) > MAX_DIGITS:
        message = f"a number has at most {MAX_DIGITS} digits"
        raise ExpressionError(message, span, "write it with fewer digits")
    value = Decimal(f"{digits}E-2") if text.endswith("%") else Decimal(digits)
    places = value.as_tuple().exponent
    scale = max(0, -places) if isinstance(places, int) else 0
    return Literal(t.NUMBER.scaled(scale), span, value)


def text_literal(text: str, span: Span) -> Literal:
    """Read a text in double quotes."""
    escapes = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
    value = re.sub(r"\\(.)", lambda m: escapes.get(m[1], "\\" + m[1]), text[1:-1])
    return Literal(t.TEXT, span, value)


def date_literal(text: str, inner: Span, span: Span) -> Literal:
    """Read the text of `date("…")`."""
    try:
        value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        value = None
    if value is None:
        raise ExpressionError(f"{text!r} is not a date", inner, 'write date("2026-01-31")')
    return Literal(t.DATE, span, value)


def duration_literal(text: str, inner: Span, span: Span) -> Literal:
    """Read the text of `duration("…")`: days or months."""
    found = parse_duration(text)
    if found is None:
        raise ExpressionError(
            f"{text!r} is not a duration", inner, 'write duration("P30D") or ("P2M")'
        )
    return Literal(t.DAYS if found[0] == "days" else t.MONTHS, span, found[1])


def money_literal(text: str, inner: Span, span: Span) -> Literal:
    """Read the text of `money("…")`; only euro needs no date for its rate."""
    if len(text) > _MAX_AMOUNT:
        raise ExpressionError(f"an amount is written with at most {_MAX_AMOUNT} signs", inner)
    try:
        value = parse_money(text)
    except ValueError as error:
        raise ExpressionError(str(error), inner) from None
    if value.base_minor is None:
        raise ExpressionError(
            f"an amount in {value.currency} needs a date for its rate in euro",
            inner,
            "write it in EUR: a limit does not move with a rate",
        )
    return Literal(t.MONEY, span, value)


def parse_duration(text: str) -> tuple[str, int] | None:
    """Read `P30D`, `P4W` (days) or `P2M`, `P1Y` (months): the unit's name and the count."""
    match = re.fullmatch(r"P(?:(\d{1,5})D|(\d{1,4})W|(?:(\d{1,3})Y)?(?:(\d{1,4})M)?)", text)
    if match is None or text == "P":
        return None
    days, weeks, years, months = (int(part) if part else 0 for part in match.groups())
    if match[3] or match[4]:
        return "months", years * 12 + months
    return "days", days + weeks * 7
