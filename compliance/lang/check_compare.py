"""Comparisons: of two values, within a range, in a list; a division is multiplied across."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from compliance.lang import types as t
from compliance.lang.check_arith import arith
from compliance.lang.check_fit import need, same, through
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import (
    And,
    Call,
    Compare,
    IfElse,
    ListOf,
    Literal,
    Node,
    NullTest,
    Or,
    Span,
)
from compliance.model.money import Money

FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def compared(op: str, left: Node, right: Node, span: Span) -> Node:
    """Give a comparison of two values; with the word `null`, a test of whether one is known."""
    for one, other in ((left, right), (right, left)):
        if one.type == t.NULL:
            if op not in {"=", "!="}:
                raise ExpressionError(
                    f"`{op} null` is always null", span, "write `= null` or `!= null`"
                )
            return NullTest(t.BOOLEAN, span, other, op == "!=")
    same(left, right)
    if op not in {"=", "!="} and left.type.name not in t.ORDERED:
        raise ExpressionError(f"`{op}` has no meaning for {left.type}", span, "use = or !=")
    return Compare(t.BOOLEAN, span, op, left, right)


def ratio(op: str, top: Node, bottom: Node, other: Node, span: Span) -> Node:
    """`a / b op c` as `a op c * b` for b > 0, turned round for b < 0, null for b = 0."""
    need(bottom, {"money", "number"}, "money or a number")
    product = arith("*", other, bottom, span)
    nought = Decimal(0) if bottom.type.name == "number" else Money(0, None, 0)
    zero = Literal(bottom.type.scaled(0), span, nought)
    negative = IfElse(
        t.BOOLEAN,
        span,
        Compare(t.BOOLEAN, span, "<", bottom, zero),
        compared(FLIPPED[op], top, product, span),
        Literal(t.BOOLEAN, span, None),
    )
    positive = Compare(t.BOOLEAN, span, ">", bottom, zero)
    return IfElse(t.BOOLEAN, span, positive, compared(op, top, product, span), negative)


def within(value: Node, low: Node, high: Node, ops: tuple[str, str], span: Span) -> Node:
    """Give `low <= value <= high`; `ops` are the two comparisons of the value."""
    parts = (compared(ops[0], value, low, span), compared(ops[1], value, high, span))
    return And(t.BOOLEAN, span, parts)


def listed(value: Node, options: Node, span: Span) -> Node:
    """Give whether a value is one of a list: written out, or held by a field or parameter."""
    written = through(options)
    if isinstance(written, ListOf):
        if not written.items:
            raise ExpressionError("the list is empty, so nothing is in it", span)
        return any_of(tuple(compared("=", value, one, one.span) for one in written.items), span)
    if options.type.name != "list":
        raise ExpressionError(
            f"`in` needs a list here; this is {options.type}", options.span, "write `=`"
        )
    need(value, t.TEXTUAL, "text")
    return Call(t.BOOLEAN, span, "list contains", (options, value))


def any_of(parts: tuple[Node, ...], span: Span) -> Node:
    """Join conditions by `or`; one stays as it is."""
    return parts[0] if len(parts) == 1 else Or(t.BOOLEAN, span, parts)
