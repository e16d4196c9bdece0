"""Dates, times and durations of FEEL: values, their text forms and their arithmetic.

FEEL's years run from -999,999,999 to 999,999,999, its times carry fractions of a second, an
offset or the name of a zone; Python's own dates hold none of this, so days are counted here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MAX_YEAR: Final = 999_999_999
SECOND: Final = 1_000_000_000
DAY: Final = 86_400 * SECOND
_MAX_OFFSET: Final = 18 * 3600


@dataclass(frozen=True)
class Day:
    """A date of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    def number(self) -> int:
        """Count the days since 1970-01-01."""
        year, month = (
            (self.year, self.month) if self.month > 2 else (self.year - 1, self.month + 12)
        )
        days = 365 * year + year // 4 - year // 100 + year // 400
        return days + (153 * (month - 3) + 2) // 5 + self.day - 1 - 719_468

    def __str__(self) -> str:
        """Give the date as ISO 8601 writes it."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True)
class Clock:
    """A time of day in nanoseconds, with an offset in seconds, a zone by name, or neither."""

    nanos: int
    offset: int | None = None
    zone: str | None = None

    def __str__(self) -> str:
        """Give the time as FEEL writes it."""
        if self.zone is not None:
            return f"{_hours(self.nanos)}@{self.zone}"
        return f"{_hours(self.nanos)}{'' if self.offset is None else _offset_text(self.offset)}"


@dataclass(frozen=True)
class Moment:
    """A date and time."""

    day: Day
    clock: Clock

    def __str__(self) -> str:
        """Give the date and time as FEEL writes it."""
        return f"{self.day}T{self.clock}"


@dataclass(frozen=True)
class Months:
    """A duration of years and months."""

    count: int

    def __str__(self) -> str:
        """Give the duration as ISO 8601 writes it."""
        years, months = divmod(abs(self.count), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.count < 0 else ''}P{parts or '0M'}"


@dataclass(frozen=True)
class Span:
    """A duration of days and time, in nanoseconds."""

    nanos: int

    def __str__(self) -> str:
        """Give the duration as ISO 8601 writes it."""
        days, rest = divmod(abs(self.nanos), DAY)
        hours, rest = divmod(rest, 3600 * SECOND)
        minutes, rest = divmod(rest, 60 * SECOND)
        seconds = f"{_seconds(rest)}S" if rest else ""
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + seconds
        date = f"{days}D" if days else ""
        body = date + (f"T{time}" if time else "") or "T0S"
        return f"{'-' if self.nanos < 0 else ''}P{body}"


STANDARD_DAY: Final = Day(2000, 1, 1)  # on which a zone's standard offset is read


# making and reading ---------------------------------------------------------------------------


def make_day(year: int, month: int, day: int) -> Day | None:
    """Give the date, or None where the calendar has no such day."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return Day(year, month, day)


def month_length(year: int, month: int) -> int:
    """Count the days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def day_of_number(number: int) -> Day | None:
    """Give the date that lies `number` days after 1970-01-01, where FEEL has such a year."""
    era, rest = divmod(number + 719_468, 146_097)
    year_of_era = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (month <= 2)
    return make_day(year, month, day_of_year - (153 * shifted + 2) // 5 + 1)


_DATE: Final = r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)"
_TIME: Final = (
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,40}))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]+)?"
)
_DAY_FORM: Final = re.compile(_DATE, re.ASCII)
_CLOCK_FORM: Final = re.compile(_TIME, re.ASCII)
_MOMENT_FORM: Final = re.compile(rf"({_DATE})T({_TIME})", re.ASCII)
_MONTHS_FORM: Final = re.compile(r"(-)?P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_SPAN_FORM: Final = re.compile(
    r"(-)?P(?:(\d{1,18})D)?(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?"
    r"(?:(\d{1,18})(?:\.(\d{0,40}))?S)?)?",
    re.ASCII,
)


def read_day(text: str) -> Day | None:
    """Read `2026-01-31`; None where the text is no date."""
    found = _DAY_FORM.fullmatch(text)
    return make_day(*(int(part) for part in found.groups())) if found else None


def read_clock(text: str) -> Clock | None:
    """Read `10:30:00`, with a fraction, an offset or a zone; None where the text is no time."""
    found = _CLOCK_FORM.fullmatch(text)
    if found is None:
        return None
    hour, minute, second, fraction, zone = found.groups()
    clock = make_clock(int(hour), int(minute), int(second) * SECOND + _fraction(fraction))
    if clock is None or zone is None:
        return clock
    if zone.startswith("@"):
        return replace(clock, zone=zone[1:]) if known_zone(zone[1:]) else None
    offset = _read_offset(zone)
    return None if offset is None else replace(clock, offset=offset)


def make_clock(hour: int, minute: int, nanos: int) -> Clock | None:
    """Give the time of an hour, a minute and nanoseconds of it, where there is such a time."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= nanos < 60 * SECOND):
        return None
    return Clock((hour * 60 + minute) * 60 * SECOND + nanos)


def read_moment(text: str) -> Moment | None:
    """Read a date and time, or a date alone as its midnight."""
    found = _MOMENT_FORM.fullmatch(text)
    if found is None:
        day = read_day(text)
        return None if day is None else Moment(day, Clock(0))
    day, clock = read_day(found[1]), read_clock(found[5])
    return None if day is None or clock is None else Moment(day, clock)


def read_duration(text: str) -> Months | Span | None:
    """Read `P1Y6M` or `P1DT12H`; None where the text is neither."""
    found = _MONTHS_FORM.fullmatch(text)
    if found and (found[2] or found[3]):
        count = int(found[2] or 0) * 12 + int(found[3] or 0)
        return Months(-count if found[1] else count)
    found = _SPAN_FORM.fullmatch(text)
    if not found or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    nanos = total * SECOND + _fraction(found[6])
    return Span(-nanos if found[1] else nanos)


def known_zone(name: str) -> bool:
    """Say whether the zone is one of the tz database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _read_offset(text: str) -> int | None:
    if text in {"Z", "z"}:
        return 0
    hours, minutes, *rest = (int(part) for part in text[1:].split(":"))
    seconds = (hours * 60 + minutes) * 60 + sum(rest)
    if minutes > 59 or sum(rest) > 59 or seconds > _MAX_OFFSET:
        return None
    return -seconds if text[0] == "-" else seconds


def _fraction(digits: str | None) -> int:
    return int((digits or "0")[:9].ljust(9, "0"))


def _hours(nanos: int) -> str:
    minutes, rest = divmod(nanos, 60 * SECOND)
    whole, _, fraction = _seconds(rest).partition(".")
    return f"{minutes // 60:02}:{minutes % 60:02}:{int(whole):02}" + (
        f".{fraction}" if fraction else ""
    )


def _seconds(nanos: int) -> str:
    whole, rest = divmod(nanos, SECOND)
    return f"{whole}.{rest:09}".rstrip("0").rstrip(".")


def _offset_text(offset: int) -> str:
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


# counting -------------------------------------------------------------------------------------


def instant(value: Moment | Clock) -> tuple[int, bool] | None:
    """Give nanoseconds since 1970 (of a time: since midnight), and whether of universal time.

    None where the zone is not known on that date.
    """
    clock, days = (value, 0) if isinstance(value, Clock) else (value.clock, value.day.number())
    local = days * DAY + clock.nanos
    if clock.zone is None and clock.offset is None:
        return local, False
    offset = offset_of(value)
    return None if offset is None else (local - offset * SECOND, True)


def offset_of(value: Moment | Clock) -> int | None:
    """Give the offset from universal time in seconds; of a time in a zone, its standard offset."""
    clock = value if isinstance(value, Clock) else value.clock
    if clock.zone is None:
        return clock.offset
    day = STANDARD_DAY if isinstance(value, Clock) else value.day
    if not 1 < day.year < 9999:
        return None
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(clock.zone))
    local += timedelta(microseconds=clock.nanos // 1000)
    summer = (local.dst() or timedelta()) if isinstance(value, Clock) else timedelta()
    return int(((local.utcoffset() or timedelta()) - summer).total_seconds())


def at_midnight(value: Day) -> Moment:
    """Give the date's midnight, which FEEL takes to be of universal time."""
    return Moment(value, Clock(0, 0))


def add_months(day: Day, count: int) -> Day | None:
    """Give the same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return make_day(year, month + 1, min(day.day, month_length(year, month + 1)))


def add_span(moment: Moment, nanos: int) -> Moment | None:
    """Give the moment that lies so much later; in a named zone by universal time."""
    clock = moment.clock
    if clock.zone is not None:
        return _add_in_zone(moment, nanos)
    days, rest = divmod(clock.nanos + nanos, DAY)
    day = day_of_number(moment.day.number() + days)
    return None if day is None else Moment(day, replace(clock, nanos=rest))


def _add_in_zone(moment: Moment, nanos: int) -> Moment | None:
    zone, start = moment.clock.zone, instant(moment)
    if zone is None or start is None:
        return None
    days, rest = divmod(start[0] + nanos, DAY)
    day = day_of_number(days)
    if day is None or not 1 < day.year < 9999:
        return None
    utc = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC"))
    offset = (utc + timedelta(microseconds=rest // 1000)).astimezone(ZoneInfo(zone)).utcoffset()
    days, rest = divmod(
        days * DAY + rest + int((offset or timedelta()).total_seconds()) * SECOND, DAY
    )
    day = day_of_number(days)
    return None if day is None else Moment(day, Clock(rest, zone=zone))


def months_between(first: Day, second: Day) -> int:
    """Count whole months from the first to the second, towards zero."""
    months = (second.year - first.year) * 12 + second.month - first.month
    if months > 0 and second.day < first.day:
        return months - 1
    return months + 1 if months < 0 and second.day > first.day else months


def weekday(day: Day) -> int:
    """Give 1 for Monday to 7 for Sunday."""
    return (day.number() + 3) % 7 + 1


def day_of_year(day: Day) -> int:
    """Count the days of the year up to this one; the first of January is 1."""
    return day.number() - Day(day.year, 1, 1).number() + 1


def week_of_year(day: Day) -> int:
    """Give the week of ISO 8601: the one that holds the year's first Thursday is 1."""
    thursday = day_of_number(day.number() + 4 - weekday(day))
    return 0 if thursday is None else (day_of_year(thursday) - 1) // 7 + 1
