"""The linter of tolerances: how far apart two values may lie is policy, and so a parameter."""

from __future__ import annotations

from typing import Final

from compliance.lang.check_fit import through
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import (
    And,
    Arith,
    Call,
    Compare,
    LetRef,
    Literal,
    Negate,
    Node,
    ParameterRef,
    TableRef,
)
from compliance.model.money import Money

_DIFFERENCES: Final = frozenset({"days between", "whole days between", "workdays between"})
_MEASURED: Final = frozenset({"number", "money", "days", "months"})


def refuse_tolerances(node: Node) -> None:
    """Refuse `abs(a - b) < 1`, `a - b between -1 and 1` and `a between b - 1 and b + 1`.

    What a name stands for was looked at when it was named.
    """
    _Linter().visit(node)


class _Linter:
    """Looks at each node once, however often names repeat it."""

    def __init__(self) -> None:
        self.bare: dict[int, tuple[bool, bool]] = {}
        self.seen: set[int] = set()

    def visit(self, node: Node) -> None:
        if id(node) in self.seen or isinstance(node, (LetRef, TableRef)):
            return
        self.seen.add(id(node))
        if self._is_tolerance(node):
            raise ExpressionError(
                "a tolerance is written into the rule",
                node.span,
                "name it: put it into rules/parameters with its source, and compare with that",
            )
        for child in node.children():
            self.visit(child)

    def _is_tolerance(self, node: Node) -> bool:
        if isinstance(node, Compare):
            sides = ((node.left, node.right), (node.right, node.left))
            return any(_is_distance(one) and self._is_bare(other) for one, other in sides)
        if isinstance(node, And) and len(node.parts) == 2:
            low, high = node.parts
            return (
                isinstance(low, Compare) and isinstance(high, Compare) and self._is_near(low, high)
            )
        return False

    def _is_near(self, low: Compare, high: Compare) -> bool:
        """Say whether the two ends of one range lie a constant below and above something.

        A range is written once, so both comparisons hold the very same node on their left.
        """
        if low.left is not high.left:
            return False
        around_zero = self._is_below_zero(low.right) and self._is_bare(high.right)
        shifted = self._is_shifted(low.right, "-") and self._is_shifted(high.right, "+")
        return (around_zero and _is_difference(low.left)) or shifted

    def _is_shifted(self, node: Node, op: str) -> bool:
        inner = through(node)
        return isinstance(inner, Arith) and inner.op == op and self._is_bare(inner.right)

    def _is_below_zero(self, node: Node) -> bool:
        inner = through(node)
        if isinstance(inner, Negate):
            return self._is_bare(inner.value)
        value = inner.value if isinstance(inner, Literal) else None
        return isinstance(value, Money) and value.minor < 0

    def _is_bare(self, node: Node) -> bool:
        """Say whether a limit is written into the rule: a constant other than 0, no parameter."""
        constant, parameter = self._holds(node)
        return constant and not parameter

    def _holds(self, node: Node) -> tuple[bool, bool]:
        """Say whether a constant, and whether a parameter, stands in an expression."""
        if id(node) not in self.bare:
            inner = [self._holds(child) for child in node.children()]
            constant = _is_constant(node) or any(one for one, _ in inner)
            parameter = isinstance(node, ParameterRef) or any(other for _, other in inner)
            self.bare[id(node)] = constant, parameter
        return self.bare[id(node)]


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


def _is_constant(node: Node) -> bool:
    if not isinstance(node, Literal) or node.type.name not in _MEASURED or node.value is None:
        return False
    return bool(node.value.minor if isinstance(node.value, Money) else node.value)
