"""One input of a decision table: the values between which its entries tell a difference."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any, Final

from compliance.lang import types as t
from compliance.lang.tree import (
    And,
    Call,
    Compare,
    ListOf,
    Literal,
    Negate,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
)
from compliance.model.money import BASE, Money

Env = Mapping[str, Any]
_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Tested(Node):
    """The value that an entry tests."""


class OpaqueError(Exception):
    """An entry compares its input with something that is neither constant nor parameter."""


class _AnyOther:
    """A text that no entry names."""


@dataclass(frozen=True)
class Cell:
    """One value that stands for all of its cell; None stands for an unknown input."""

    value: Any

    def __str__(self) -> str:  # noqa: PLR0911 - one return for each type
        """Give the value as an owner would write it."""
        value = self.value
        if value is None:
            return "null"
        if isinstance(value, _AnyOther):
            return "any other text"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return f'"{value}"'
        if isinstance(value, Money) and isinstance(value.minor, Decimal):
            return f"{value.currency} {value.minor.scaleb(-2):f}"
        if isinstance(value, Decimal):
            return f"{value:f}"
        return f"{value} days" if isinstance(value, int) else str(value)


def cells(kind: t.Type, compared: Sequence[Any]) -> tuple[Cell, ...]:
    """Give one value for each cell of an input, the unknown value last.

    Amounts, numbers and dates go by steps: minor units, the decimals of the type, days.
    """
    if kind.name == "boolean":
        found: list[Any] = [True, False]
    elif kind.codes:
        found = sorted(kind.codes)
    elif kind.name in t.TEXTUAL:
        found = [*sorted(set(compared)), _AnyOther()]
    else:
        points = sorted({_units(value, kind.scale) for value in compared})
        found = [_value(unit, kind) for unit in _steps(points) if _exists(unit, kind)]
    return tuple(Cell(value) for value in [*found, None])


def _steps(points: Sequence[Fraction]) -> list[int]:
    """Give a whole number below all points, each whole point, one between each two, one above."""
    if not points:
        return [0]
    found = {ceil(points[0]) - 1, floor(points[-1]) + 1}
    found |= {int(point) for point in points if point.denominator == 1}
    found |= {floor(low) + 1 for low, high in pairwise(points) if floor(low) + 1 < high}
    return sorted(found)


def _units(value: Any, scale: int) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    number = Fraction(value.minor if isinstance(value, Money) else value)
    return number * Fraction(10**scale)


def _exists(unit: int, kind: t.Type) -> bool:
    return kind.name != "date" or 1 <= unit <= date.max.toordinal()


def _value(unit: int, kind: t.Type) -> Any:
    if kind.name == "date":
        return date.fromordinal(max(unit, 1))
    if kind.name == "number":
        return Decimal(unit).scaleb(-kind.scale)
    if kind.name == "money":
        minor: Any = Decimal(unit).scaleb(-kind.scale) if kind.scale else unit
        return Money(minor, BASE, minor)
    return unit


def constants(node: Node, values: Env) -> Iterator[Any]:
    """Give the known values with which an entry compares its input."""
    for part in node.walk():
        if isinstance(part, Compare):
            sides = [side for side in (part.left, part.right) if not isinstance(side, Tested)]
            found = [_operand(side, None, values) for side in sides]
        elif isinstance(part, Call) and part.function == "list contains":
            found = list(_operand(part.args[0], None, values) or ())
        else:
            continue
        yield from (value for value in found if value is not None)


def holds(node: Node, value: Any, values: Env) -> bool | None:
    """Say whether an entry holds for a value of its input; null where that is unknown."""
    if isinstance(node, (And, Or)):
        parts = [holds(part, value, values) for part in node.parts]
        return _joined(parts, decisive=isinstance(node, Or))
    if isinstance(node, Not):
        inner = holds(node.value, value, values)
        return None if inner is None else not inner
    if isinstance(node, NullTest):
        return (_operand(node.value, value, values) is not None) == node.present
    if isinstance(node, Compare):
        return _compared(node, value, values)
    found = _operand(node, value, values)
    if found is None or isinstance(found, bool):
        return found
    raise OpaqueError


def _joined(parts: Sequence[bool | None], *, decisive: bool) -> bool | None:
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _compared(node: Compare, value: Any, values: Env) -> bool | None:
    left, right = (_operand(side, value, values) for side in (node.left, node.right))
    if left is None or right is None:
        return None
    if isinstance(left, Money):
        left, right = left.minor, right.minor  # constants and limits are all in euro
    return _TESTS[node.op](left, right)


def _operand(node: Node, value: Any, values: Env) -> Any:
    if isinstance(node, Tested):
        return value
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, ParameterRef):
        return values[node.id]
    if isinstance(node, ListOf):
        items = tuple(_operand(item, value, values) for item in node.items)
        return None if None in items else items
    if isinstance(node, Call) and node.function == "list contains":
        options, one = (_operand(arg, value, values) for arg in node.args)
        return None if options is None or one is None else one in options
    if isinstance(node, Negate):
        return _negated(_operand(node.value, value, values))
    raise OpaqueError


def _negated(value: Any) -> Any:
    if isinstance(value, Money):
        return Money(-value.minor, value.currency, value.base_minor and -value.base_minor)
    return None if value is None else -value
