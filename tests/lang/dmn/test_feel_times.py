"""Dates, times and durations of FEEL; each value was worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.lang.dmn.calendar import Day, add_months, day_of_number, week_of_year, weekday
from tests.lang.dmn.feel import value

VALUES = [
    # reading and writing
    ('date("2026-02-28")', "2026-02-28"),
    ('date("2026-02-29")', "null"),
    ('date("-999999999-12-31")', "-999999999-12-31"),
    ('date("01211-12-31")', "null"),
    ("date(2024, 2, 29)", "2024-02-29"),
    ("date(2024, 2.5, 1)", "null"),
    ('time("10:30:00.120Z")', "10:30:00.12Z"),
    ('time("24:00:00")', "null"),
    ('time("10:30:00+19:00")', "null"),
    ('time("10:30:00@Europe/Paris")', "10:30:00@Europe/Paris"),
    ('time("10:30:00@Nowhere/Town")', "null"),
    ('time(11, 59, 45, duration("PT2H45M55S"))', "11:59:45+02:45:55"),
    ('time(date("2026-01-01"))', "00:00:00Z"),
    ('date and time("2026-01-31")', "2026-01-31T00:00:00"),
    ('date and time(date("2026-01-31"), time("10:00:00Z"))', "2026-01-31T10:00:00Z"),
    ('date(date and time("2026-01-31T23:00:00-05:00"))', "2026-01-31"),
    ('duration("PT1000M0.5S")', "PT16H40M0.5S"),
    ('duration("P27M")', "P2Y3M"),
    ('duration("-P0D")', "PT0S"),
    ('duration("P1Y2D")', "null"),
    ('duration("P")', "null"),
    ('@"P1DT12H" = @"PT36H"', "true"),
    ('@"P12M" = @"P1Y"', "true"),
    ('@"P1Y" = @"P365D"', "null"),
    ('@"nothing"', "null"),
    # equality and order go by instants
    ('time("10:30:00+01:00") = time("09:30:00Z")', "true"),
    ('time("10:30:00") = time("10:30:00Z")', "false"),
    ('date("2026-01-31") = date and time("2026-01-31T00:00:00Z")', "true"),
    ('date("2026-01-31") < date and time("2026-01-31T00:00:01Z")', "true"),
    ('date and time("2026-01-31T00:00:00") < date and time("2026-01-31T00:00:01Z")', "null"),
    ('is(time("10:30:00+01:00"), time("09:30:00Z"))', "false"),
    ('is(date("2026-01-31"), date and time("2026-01-31T00:00:00Z"))', "false"),
    # arithmetic
    ('date("2024-01-31") + duration("P1M")', "2024-02-29"),
    ('date("2024-03-31") - duration("P1M")', "2024-02-29"),
    ('date("2026-01-01") + duration("PT36H")', "2026-01-02"),
    ('date("2026-01-02") - duration("PT1S")', "2026-01-01"),
    ('date("2026-03-01") - date("2024-02-29")', "P731D"),
    ('duration("P1D") + date("2026-12-31")', "2027-01-01"),
    ('duration("P1D") - date("2026-12-31")', "null"),
    ('date("2026-01-01") + date("2026-01-01")', "null"),
    ('date("999999999-12-31") + duration("P1D")', "null"),
    ('time("23:30:00") + duration("PT1H")', "00:30:00"),
    ('time("10:00:00") - time("11:30:00")', "-PT1H30M"),
    ('@"2026-01-02T10:00:00Z" - @"2026-01-01"', "P1DT10H"),
    ('@"2026-01-02T10:00:00" - @"2026-01-01"', "null"),
    ('@"2026-03-29T01:30:00@Europe/Paris" + @"PT1H"', "2026-03-29T03:30:00@Europe/Paris"),
    ('@"2026-03-29T03:30:00@Europe/Paris" - @"2026-03-29T01:30:00@Europe/Paris"', "PT1H"),
    ('duration("P1Y11M") * -2.5', "-P4Y9M"),
    ('2.5 * duration("PT23H")', "P2DT9H30M"),
    ('duration("P10Y11M") / 2.5', "P4Y4M"),
    ('duration("P10D") / duration("P4D")', "2.5"),
    ('duration("P1D") / 0', "null"),
    ('-duration("P1M")', "-P1M"),
    ('duration("P99999999Y") * 1E30', "null"),
    # parts
    ('date("2026-01-31").weekday', "6"),
    ('@"2026-01-31T10:20:30+05:00".time offset', "PT5H"),
    ('@"2026-07-01T10:20:30@Europe/Paris".time offset', "PT2H"),
    ('time("10:20:30@Europe/Paris").timezone', "Europe/Paris"),
    ('duration("-P1DT2H").hours', "-2"),
    ('duration("P1Y").days', "null"),
    # counting
    ('years and months duration(date("2024-02-29"), date("2025-02-28"))', "P11M"),
    ('years and months duration(date("2025-02-28"), date("2024-02-29"))', "-P11M"),
    ('years and months duration(@"2024-12-31T23:59:59", @"2026-12-31T00:00:01")', "P2Y"),
    ('day of year(date("2024-12-31"))', "366"),
    ('day of week(date("2026-11-22"))', "Sunday"),
    ('month of year(@"2026-11-22T10:00:00")', "November"),
    ('week of year(date("2005-01-01"))', "53"),
    ('week of year(date("2003-12-29"))', "1"),
    # relations of points and ranges
    ("before(1, [2..3])", "true"),
    ("before([1..2], (2..3])", "true"),
    ("after([2..3], [1..2])", "false"),
    ("meets([1..5], [5..8])", "true"),
    ("meets([1..5), [5..8])", "false"),
    ("met by((5..8], [1..5])", "false"),
    ("overlaps([1..5], (5..8])", "false"),
    ("overlaps before([1..5], [3..5])", "true"),
    ("overlaps before([1..5], [1..5])", "false"),
    ("overlaps after([3..6], [1..4])", "true"),
    ("finishes(5, [1..5])", "true"),
    ("finished by([1..5], (3..5])", "true"),
    ("includes([1..5), 5)", "false"),
    ("during([2..5], (2..5])", "false"),
    ("starts([1..3], [1..5])", "true"),
    ("started by([1..5], (1..3])", "false"),
    ("coincides([1..5], [1..5))", "false"),
    ("before(1, null)", "null"),
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text for text, _ in VALUES])
def test_times_are_read_and_counted_as_dmn_has_them(text: str, expected: str) -> None:
    assert value(text) == expected


def _own(day: date) -> Day:
    return Day(day.year, day.month, day.day)


@given(st.dates(), st.dates())
def test_days_are_counted_as_the_standard_library_counts_them(one: date, other: date) -> None:
    assert _own(one).number() - _own(other).number() == (one - other).days
    assert day_of_number(_own(one).number()) == _own(one)
    assert weekday(_own(one)) == one.isoweekday()
    assert week_of_year(_own(one)) == one.isocalendar().week


@given(st.integers(-360_000_000_000, 360_000_000_000))
def test_every_number_of_days_has_its_one_day(number: int) -> None:
    day = day_of_number(number)
    assert day is not None
    assert day.number() == number


def test_a_month_later_ends_where_the_month_does() -> None:
    assert add_months(Day(2023, 12, 31), 2) == Day(2024, 2, 29)
    assert add_months(Day(2024, 2, 29), -12) == Day(2023, 2, 28)
