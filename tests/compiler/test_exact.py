"""Exact arithmetic on single values, held against counting by hand or day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from compliance.compiler.exact import (
    add_days,
    add_months,
    combine,
    compare,
    divide,
    extreme,
    months_between,
    quotient,
    rounded,
    workdays_between,
)
from compliance.model.money import Money

from .moves import eur

MONDAY = date(2026, 1, 5)
POUND = Money(100, "GBP", 115)
YEN = Money(900, "JPY")  # for which no rate is known
BARE = Money(100, None, None)  # of no currency, so that it fits any
HALF = Decimal("0.5")


@pytest.mark.parametrize("start", range(7))
@pytest.mark.parametrize("length", range(16))
def test_workdays_are_those_counted_day_by_day(start: int, length: int) -> None:
    first = MONDAY + timedelta(days=start)
    days = [first + timedelta(days=step) for step in range(1, length + 1)]
    counted = sum(day.strftime("%a") not in {"Sat", "Sun"} for day in days)
    last = first + timedelta(days=length)
    assert workdays_between(first, last) == counted
    assert workdays_between(last, first) == -counted


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 28), date(2026, 2, 28), 1),
        (date(2025, 12, 31), date(2026, 1, 30), 0),
        (date(2025, 12, 31), date(2026, 1, 31), 1),
        (date(2024, 3, 1), date(2026, 2, 28), 23),
        (date(2024, 3, 1), date(2026, 3, 1), 24),
        (date(2026, 3, 1), date(2024, 3, 2), -23),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
    ],
)
def test_months_are_counted_whole(first: date, second: date, months: int) -> None:
    assert months_between(first, second) == months


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, None),
        (date(1, 2, 1), -1, date(1, 1, 1)),
        (date(1, 1, 1), -1, None),
    ],
)
def test_a_date_moves_by_months_within_the_years_that_there_are(
    day: date, count: int, found: date | None
) -> None:
    assert add_months(day, count) == found


def test_a_date_moves_by_days_within_the_years_that_there_are() -> None:
    assert add_days(date(2024, 2, 28), 2) == date(2024, 3, 1)
    assert add_days(date.max, 0) == date.max
    assert add_days(date.max, 1) is None
    assert add_days(date.min, -1) is None


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        (1, Decimal("1.0"), 0),
        (Decimal("1.1"), 2, -1),
        (date(2026, 1, 2), date(2026, 1, 1), 1),
        (eur(99), eur(100), -1),
        (POUND, eur(115), 0),
        (POUND, eur(114), 1),
        (POUND, Money(99, "GBP"), 1),  # in pounds, so that no rate is needed
        (BARE, YEN, -1),
        (eur(100), BARE, 0),
        (YEN, eur(1), None),
        (None, 1, None),
        (eur(1), None, None),
    ],
)
def test_values_compare_by_every_sign_as_they_are_ordered(
    left: Any, right: Any, order: int | None
) -> None:
    signs = {
        "=": order == 0, "!=": order != 0, "<": order == -1, "<=": order != 1,
        ">": order == 1, ">=": order != -1,
    }  # fmt: skip
    wanted = signs if order is not None else dict.fromkeys(signs)
    assert {sign: compare(sign, left, right) for sign in signs} == wanted


def test_the_extreme_of_equals_is_the_first() -> None:
    assert extreme("<", [POUND, eur(115), eur(120)]) is POUND
    assert extreme(">", [eur(1), POUND, eur(115)]) is POUND
    assert extreme(">", [BARE, Money(99, "GBP"), Money(101, "GBP")]) == Money(101, "GBP")
    assert extreme(">", [YEN, eur(1)]) is None


@pytest.mark.parametrize(
    ("op", "left", "right", "found"),
    [
        ("+", 2, 3, 5),
        ("-", 2, 3, -1),
        ("*", Decimal("1.5"), 2, Decimal("3.0")),
        ("+", POUND, POUND, Money(200, "GBP", 230)),
        ("-", POUND, eur(15), eur(100)),
        ("+", POUND, Money(1, "GBP"), Money(101, "GBP")),
        ("+", BARE, Money(1, "GBP", 2), Money(101, "GBP")),
        ("+", POUND, YEN, None),
        ("*", POUND, HALF, Money(50, "GBP", Decimal("57.5"))),  # type: ignore[arg-type]
        ("*", YEN, HALF, Money(450, "JPY")),
    ],
)
def test_values_combine_exactly(op: str, left: Any, right: Any, found: Any) -> None:
    assert combine(op, left, right) == found


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (1, 3, Decimal("0.333333")),
        (2, 3, Decimal("0.666667")),
        (-2, 3, Decimal("-0.666667")),
        (1, 2_000_000, Decimal(0)),  # half of the last place goes to the even one
        (3, 2_000_000, Decimal("0.000002")),
        (1, 0, None),
        (POUND, eur(230), HALF),
        (POUND, Money(50, "GBP"), Decimal(2)),
        (POUND, YEN, None),
        (POUND, eur(0), None),
        (POUND, 2, Money(50, "GBP", Decimal("57.5"))),  # type: ignore[arg-type]
        (YEN, 2, Money(450, "JPY")),
        (POUND, 0, None),
    ],
)
def test_values_divide_half_even_at_six_places(left: Any, right: Any, found: Any) -> None:
    assert divide(left, right) == found


def test_a_quotient_has_six_places() -> None:
    places = quotient(1, 4)
    assert places is not None
    assert places.as_tuple().exponent == -6


def test_a_number_is_rounded_in_the_way_that_is_named() -> None:
    ways = ("ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_HALF_DOWN")
    assert [str(rounded("2.5", 0, way)) for way in ways] == ["2", "3", "2"]
    assert [str(rounded("-3.25", 1, way)) for way in ways] == ["-3.2", "-3.3", "-3.2"]
