"""Arithmetic: what `+ - * / **` and the minus sign give, and of what."""

from __future__ import annotations

from decimal import Decimal

from compliance.lang import types as t
from compliance.lang.check_fit import need, units
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import Arith, Divide, Literal, Negate, Node, Span

_ACROSS = "multiply across: write `a > b * c` for `a / b > c`"
_BEFORE = "multiply first and divide last: write `a * 100 / b` for `a / b * 100`"


def arith(op: str, left: Node, right: Node, span: Span) -> Node:
    """Give a sum, a difference, a product or a power; a date may take a duration."""
    if op == "**":
        return _power(left, right, span)
    names = (left.type.name, right.type.name)
    if op == "*":
        scale = left.type.scale + right.type.scale
        if scale > t.MAX_SCALE:
            message = f"the product has {scale} decimals, at most {t.MAX_SCALE} are kept"
            raise ExpressionError(message, span, "round a factor first: `decimal(x, 2)`")
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
        f"`{op}` has no meaning between {left.type} and {right.type}", span, units(names)
    )


def _power(left: Node, right: Node, span: Span) -> Node:
    power = right.value if isinstance(right, Literal) else None
    if not isinstance(power, Decimal) or power not in set(range(10)):
        message, hint = "`**` takes a whole number from 0 to 9", "multiply it out: `x * x`"
        raise ExpressionError(message, right.span, hint)
    need(left, {"number"}, "a number")
    one = Literal(t.NUMBER, span, Decimal(1))
    node: Node = one if power == 0 else left
    for _ in range(int(power) - 1):
        node = arith("*", node, left, span)
    return node


def divide(left: Node, right: Node, span: Span) -> Node:
    """Give a quotient of six places: of numbers, of money by a number, of money by money."""
    names = (left.type.name, right.type.name)
    if names in {("number", "number"), ("money", "money")}:
        return Divide(t.NUMBER.scaled(t.QUOTIENT_SCALE), span, left, right)
    if names == ("money", "number"):
        return Divide(t.MONEY.scaled(t.QUOTIENT_SCALE), span, left, right)
    raise ExpressionError(
        f"`/` has no meaning between {left.type} and {right.type}", span, units(names)
    )


def misplaced_division(span: Span, *, last: bool) -> ExpressionError:
    """Give the fault of a division that is neither in a comparison nor, where it may be, last."""
    if last:
        return ExpressionError("a division is the last step of this expression", span, _BEFORE)
    return ExpressionError("a division stands alone on one side of a comparison", span, _ACROSS)


def negated(value: Node, span: Span) -> Node:
    """Give the value with its sign turned."""
    need(value, {"number", "money", "days"}, "a number or money")
    return Negate(value.type, span, value)
