"""FEEL's `+ - * / **` over numbers, texts, dates, times and durations; null for anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal, DecimalException
from typing import Any, Final

from compliance.lang.dmn import calendar
from compliance.lang.dmn.calendar import DAY, Clock, Day, Moment, Months, Span
from compliance.lang.dmn.values import FEEL

_LONGEST: Final = 10**30  # months or nanoseconds: past every date that FEEL has
_NUMBERS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": FEEL.add,
    "-": FEEL.subtract,
    "*": FEEL.multiply,
    "/": FEEL.divide,
    "**": FEEL.power,
}


def calculate(op: str, left: Any, right: Any) -> Any:
    """Give the result of an operation; null where the kinds do not fit or there is no result."""
    result = _result(op, left, right)
    too_long = (isinstance(result, Months) and abs(result.count) > _LONGEST) or (
        isinstance(result, Span) and abs(result.nanos) > _LONGEST
    )
    return None if too_long else result


def _result(op: str, left: Any, right: Any) -> Any:
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return _NUMBERS[op](left, right)
        if op == "+":
            return _add(left, right)
        if op == "-":
            return _subtract(left, right)
        if op == "*":
            return _times(right, left) if isinstance(left, Decimal) else _times(left, right)
        return _divide(left, right) if op == "/" else None
    except DecimalException:
        return None


def negate(value: Any) -> Any:
    """Change the sign of a number or a duration."""
    if isinstance(value, Decimal):
        return FEEL.minus(value)
    if isinstance(value, Months):
        return Months(-value.count)
    return Span(-value.nanos) if isinstance(value, Span) else None


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, Months | Span) and not isinstance(right, Months | Span):
        left, right = right, left
    return _later(left, right)


def _subtract(left: Any, right: Any) -> Any:
    if isinstance(right, Months | Span):
        return _later(left, negate(right))
    if isinstance(left, Clock) and isinstance(right, Clock):
        return _apart(left, right)
    if isinstance(left, Day) and isinstance(right, Day):
        return Span((left.number() - right.number()) * DAY)
    one, other = (calendar.at_midnight(v) if isinstance(v, Day) else v for v in (left, right))
    return _apart(one, other) if isinstance(one, Moment) and isinstance(other, Moment) else None


def _later(value: Any, duration: Any) -> Any:
    """Move a value by a duration; a date stays a date."""
    if isinstance(duration, Months):
        return _months_later(value, duration.count)
    return _nanos_later(value, duration.nanos) if isinstance(duration, Span) else None


def _months_later(value: Any, count: int) -> Any:
    if isinstance(value, Months):
        return Months(value.count + count)
    if isinstance(value, Day):
        return calendar.add_months(value, count)
    if isinstance(value, Moment):
        day = calendar.add_months(value.day, count)
        return None if day is None else replace(value, day=day)
    return None


def _nanos_later(value: Any, nanos: int) -> Any:
    if isinstance(value, Span):
        return Span(value.nanos + nanos)
    if isinstance(value, Clock):
        return replace(value, nanos=(value.nanos + nanos) % DAY)
    if isinstance(value, Moment):
        return calendar.add_span(value, nanos)
    return calendar.day_of_number(value.number() + nanos // DAY) if isinstance(value, Day) else None


def _apart(left: Moment | Clock, right: Moment | Clock) -> Span | None:
    later, earlier = calendar.instant(left), calendar.instant(right)
    if later is None or earlier is None or later[1] != earlier[1]:
        return None
    return Span(later[0] - earlier[0])


def _times(left: Any, right: Any) -> Months | Span | None:
    return _scaled(left, right, FEEL.multiply) if isinstance(right, Decimal) else None


def _divide(left: Any, right: Any) -> Decimal | Months | Span | None:
    if isinstance(right, Decimal):
        return _scaled(left, right, FEEL.divide)
    if isinstance(left, Months) and isinstance(right, Months):
        return FEEL.divide(Decimal(left.count), Decimal(right.count))
    if isinstance(left, Span) and isinstance(right, Span):
        return FEEL.divide(Decimal(left.nanos), Decimal(right.nanos))
    return None


def _scaled(
    value: Any, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]
) -> Months | Span | None:
    """Multiply or divide a duration; parts of a month and of a nanosecond are dropped."""
    if isinstance(value, Months):
        return Months(_whole(operation(Decimal(value.count), factor)))
    return (
        Span(_whole(operation(Decimal(value.nanos), factor))) if isinstance(value, Span) else None
    )


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_DOWN))
