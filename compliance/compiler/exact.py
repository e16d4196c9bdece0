"""Exact arithmetic on single values: numbers, money, dates and durations. Nothing is a float.

A number is a Decimal or an int, a duration an int (of days or months), money is Money, whose
minor units may have decimals below the unit until a result is rounded.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from compliance.lang.types import QUOTIENT_SCALE
from compliance.model.money import BASE, Money

EXACT: Final = Context(prec=100)
_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPS: Final[Mapping[str, Callable[[Any, Any], Decimal]]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
}


def compare(op: str, left: Any, right: Any) -> bool | None:
    """Compare two values; money in its own currency where both have one, else in euro."""
    if left is None or right is None:
        return None
    if isinstance(left, Money):
        return _compare_money(op, left, right)
    return _TESTS[op](left, right)


def same_currency(left: Money, right: Money) -> bool:
    """Say whether two amounts compare as they stand; an amount without currency fits any."""
    return left.currency == right.currency or None in {left.currency, right.currency}


def _compare_money(op: str, left: Money, right: Money) -> bool | None:
    if same_currency(left, right):
        return _TESTS[op](left.minor, right.minor)
    if left.base_minor is None or right.base_minor is None:
        return None
    return _TESTS[op](left.base_minor, right.base_minor)


def extreme(op: str, values: Sequence[Any]) -> Any:
    """Give the first of the values than which none is less (`<`) or greater (`>`).

    Amounts of one currency compare in it; of several, all compare in euro.
    """
    sizes = [_size(value, values) for value in values]
    if None in sizes:
        return None
    best = 0
    for place, size in enumerate(sizes):
        best = place if _TESTS[op](size, sizes[best]) else best
    return values[best]


def _size(value: Any, among: Sequence[Any]) -> Any:
    if not isinstance(value, Money):
        return value
    one_currency = len({other.currency for other in among} - {None}) <= 1
    return value.minor if one_currency else value.base_minor


def combine(op: str, left: Any, right: Any) -> Any:
    """Give `left op right` for `+ - *`, of numbers or of amounts; whole days stay whole."""
    if isinstance(left, Money):
        return _combine_money(op, left, right)
    result = _OPS[op](Decimal(left), Decimal(right))
    return int(result) if isinstance(left, int) and isinstance(right, int) else result


def _combine_money(op: str, left: Money, right: Any) -> Money | None:
    apply = _OPS[op]
    if not isinstance(right, Money):
        base = None if left.base_minor is None else whole(apply(Decimal(left.base_minor), right))
        return Money(whole(apply(Decimal(left.minor), Decimal(right))), left.currency, base)
    base = None
    if left.base_minor is not None and right.base_minor is not None:
        base = whole(apply(Decimal(left.base_minor), Decimal(right.base_minor)))
    if same_currency(left, right):
        minor = whole(apply(Decimal(left.minor), Decimal(right.minor)))
        return Money(minor, left.currency or right.currency, base)
    return None if base is None else Money(base, BASE, base)


def divide(left: Any, right: Any) -> Any:
    """Divide numbers or money, half-even at six places; null where the divisor is 0."""
    if isinstance(right, Money):
        if same_currency(left, right):
            return quotient(left.minor, right.minor)
        if left.base_minor is None or right.base_minor is None:
            return None
        return quotient(left.base_minor, right.base_minor)
    if isinstance(left, Money):
        minor = quotient(left.minor, right)
        if minor is None:
            return None
        base = None if left.base_minor is None else quotient(left.base_minor, right)
        return Money(whole(minor), left.currency, None if base is None else whole(base))
    return quotient(left, right)


def quotient(top: Decimal | int, bottom: Decimal | int) -> Decimal | None:
    """Give the exact quotient of two numbers, rounded half-even to six places; null for n/0."""
    if bottom == 0:
        return None
    places = round(Fraction(top) / Fraction(bottom) * 10**QUOTIENT_SCALE)
    return Decimal(places).scaleb(-QUOTIENT_SCALE, EXACT)


def whole(value: Decimal) -> Any:
    """Give an int where the value is whole; parts of a minor unit stay exact decimals."""
    return int(value) if value == value.to_integral_value() else value


def signed(value: Any, sign: Callable[[Decimal], Decimal]) -> Any:
    """Change the sign of a number of days, a number or an amount, without rounding."""
    if isinstance(value, Money):
        base = None if value.base_minor is None else signed(value.base_minor, sign)
        return Money(signed(value.minor, sign), value.currency, base)
    changed = sign(Decimal(value))
    return int(changed) if isinstance(value, int) else changed


def rounded(value: Any, places: Any, rounding: str) -> Decimal:
    """Give a number of so many decimals, rounded as one of the ways of `decimal` says."""
    return Decimal(value).quantize(Decimal(1).scaleb(-int(places)), rounding, EXACT)


def floor(value: Any) -> Decimal:
    """Give the whole number at or below."""
    return Decimal(value).to_integral_value(rounding="ROUND_FLOOR")


def move_date(op: str, day: date, count: int, unit: str) -> date | None:
    """Give the date a number of days or months later (`+`) or earlier (`-`)."""
    steps = count if op == "+" else -count
    return add_days(day, steps) if unit == "days" else add_months(day, steps)


def add_days(day: date, count: int) -> date | None:
    """Give the day `count` days later; null before the year 1 and after the year 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """Give the same day of a later month, or its last day where the month is shorter.

    Null before the year 1 and after the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def workdays_between(first: date, second: date) -> int:
    """Count Mondays to Fridays after the first date up to the second; negative when reversed."""
    if second < first:
        return -workdays_between(second, first)
    weeks, rest = divmod((second - first).days, 7)
    extra = sum((first.weekday() + step) % 7 < 5 for step in range(1, rest + 1))
    return weeks * 5 + extra


def months_between(first: date, second: date) -> int:
    """Count whole months from the first date to the second; negative when reversed."""
    if second < first:
        return -months_between(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (second.day < first.day)
