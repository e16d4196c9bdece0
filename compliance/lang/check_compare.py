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
    Arith,
    Call,
    Compare,
    IfElse,
    ListOf,
    Literal,
    Negate,
    Node,
    NullTest,
    Or,
    ParameterRef,
    Span,
)
from compliance.model.money import Money

FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_DIFFERENCES: Final = frozenset({"days between", "workdays between"})
_MEASURED: Final = frozenset({"number", "money", "days", "months"})


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
    if (_is_distance(left) and _is_bare(right)) or (_is_distance(right) and _is_bare(left)):
        raise _tolerance(span)
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
    if _is_difference(value) and _is_below_zero(low) and _is_bare(high):
        raise _tolerance(span)
    if _is_shifted(low, "-") and _is_shifted(high, "+"):
        raise _tolerance(span)
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


def _is_difference(node: Node) -> bool:
    inner = through(node)
    if isinstance(inner, Negate):
        return _is_difference(inner.value)
    minus = isinstance(inner, Arith) and inner.op == "-"
    return minus or (isinstance(inner, Call) and inner.function in _DIFFERENCES)


def _is_distance(node: Node) -> bool:
    """Say whether this is how far two values lie apart: `abs(a - b)`."""
    inner = through(node)
    return isinstance(inner, Call) and inner.function == "abs" and _is_difference(inner.args[0])


def _is_shifted(node: Node, op: str) -> bool:
    """Say whether this is a value less, or plus, a bare number."""
    inner = through(node)
    return isinstance(inner, Arith) and inner.op == op and _is_bare(inner.right)


def _is_bare(node: Node) -> bool:
    """Say whether a limit is written into the rule: a constant other than 0, no parameter."""
    parts = list(node.walk())
    if any(isinstance(part, ParameterRef) for part in parts):
        return False
    constants = [part for part in parts if isinstance(part, Literal)]
    return any(part.type.name in _MEASURED and not _is_zero(part.value) for part in constants)


def _is_below_zero(node: Node) -> bool:
    inner = through(node)
    if isinstance(inner, Negate):
        return _is_bare(inner.value)
    value = inner.value if isinstance(inner, Literal) else None
    return isinstance(value, Money) and value.minor < 0


def _is_zero(value: object) -> bool:
    return value.minor == 0 if isinstance(value, Money) else value in {0, None}


def _tolerance(span: Span) -> ExpressionError:
    return ExpressionError(
        "a tolerance is written into the rule",
        span,
        "name it: put it into rules/parameters with its source, such as `tolerance.rounding`",
    )
