"""Functions on dates, times and durations. There is no clock: no `now`, no `today`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from compliance.lang.dmn import calendar
from compliance.lang.dmn.calendar import Clock, Day, Moment, Months, Span
from compliance.lang.dmn.signatures import Builtin, form
from compliance.lang.dmn.values import equal, kind

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_of(value: Day | Moment) -> Day:
    """Give the date of a date or of a date and time."""
    return value if isinstance(value, Day) else value.day


def _whole(*values: Decimal) -> list[int] | None:
    """Give whole numbers of a size that a date can have."""
    fits = all(value == value.to_integral_value() and abs(value) < 10**10 for value in values)
    return [int(value) for value in values] if fits else None


def _date(year: Decimal, month: Decimal, day: Decimal) -> Day | None:
    parts = _whole(year, month, day)
    return None if parts is None else calendar.make_day(*parts)


def _time(hour: Decimal, minute: Decimal, second: Decimal, offset: Span | None) -> Clock | None:
    parts = _whole(hour, minute)
    if parts is None or not 0 <= second < 60:
        return None
    clock = calendar.make_clock(parts[0], parts[1], int(second * calendar.SECOND))
    if clock is None or offset is None:
        return clock
    seconds = offset.nanos // calendar.SECOND
    return replace(clock, offset=seconds) if abs(seconds) <= 18 * 3600 else None


def _time_of(value: Clock | Moment | Day) -> Clock:
    """Give the time of a value; a date is its midnight of universal time."""
    if isinstance(value, Day):
        return Clock(0, 0)
    return value.clock if isinstance(value, Moment) else value


def _moment(day: Day | Moment, clock: Clock) -> Moment:
    return Moment(day_of(day), clock)


def _moment_of(value: Day | Moment) -> Moment:
    return Moment(value, Clock(0)) if isinstance(value, Day) else value


def _months_between(first: Day | Moment, second: Day | Moment) -> Months:
    """Count whole months by the dates; FEEL does not look at the times."""
    return Months(calendar.months_between(day_of(first), day_of(second)))


def _is(one: Any, other: Any) -> bool:
    """Say whether two values are the same in kind and value, times also in their offset."""
    if kind(one) != kind(other):
        return False
    if isinstance(one, Clock | Moment) and calendar.offset_of(one) != calendar.offset_of(other):
        return False
    return equal(one, other) is True


def at_literal(text: str) -> Any:
    """Read the text of a literal `@"…"`: a date, a time, both or a duration."""
    readers = (
        calendar.read_day,
        calendar.read_clock,
        calendar.read_moment,
        calendar.read_duration,
    )
    return next((value for value in (read(text) for read in readers) if value is not None), None)


FUNCTIONS: Final[Mapping[str, tuple[Builtin, ...]]] = {
    "date": (
        form(calendar.read_day, "from: text"),
        form(day_of, "from: date"),
        form(_date, "year: number", "month: number", "day: number"),
    ),
    "time": (
        form(calendar.read_clock, "from: text"),
        form(_time_of, "from: time"),
        form(_time, "hour: number", "minute: number", "second: number", "offset?: span or null"),
    ),
    "date and time": (
        form(calendar.read_moment, "from: text"),
        form(_moment_of, "from: date"),
        form(_moment, "date: date", "time: clock"),
    ),
    "duration": (form(calendar.read_duration, "from: text"), form(lambda d: d, "from: duration")),
    "years and months duration": (form(_months_between, "from: date", "to: date"),),
    "day of year": (form(lambda d: Decimal(calendar.day_of_year(day_of(d))), "date: date"),),
    "day of week": (form(lambda d: _WEEKDAYS[calendar.weekday(day_of(d)) - 1], "date: date"),),
    "month of year": (form(lambda d: _MONTHS[day_of(d).month - 1], "date: date"),),
    "week of year": (form(lambda d: Decimal(calendar.week_of_year(day_of(d))), "date: date"),),
    "is": (form(_is, "value1: any or null", "value2: any or null"),),
}
