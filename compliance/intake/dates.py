"""Dates: one reading for a whole column, as the mapping states or as its cells prove."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError, Place
from compliance.intake.cells import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier januar", "feb february fev fevrier februar", "mar march mars",
            "apr april avr avril", "may mai", "jun june juin juni", "jul july juillet juli",
            "aug august aout", "sep sept september septembre", "oct october octobre okt oktober",
            "nov november novembre", "dec december decembre dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TIME: Final = (
    r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_NUMERIC: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_WORDS: Final = re.compile(
    rf"(\d{{1,2}})[-/. ]\s*([A-Za-z]{{3,9}})[-/. ,]\s*(\d{{4}}|\d{{2}}){_TIME}"
)
_COMPACT: Final = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL: Final = date(1899, 12, 30)
_SERIALS: Final = range(18_264, 73_051)  # 1950 to 2099
_HINT: Final = "write the date as 2026-03-02"
DAY_FIRST: Final = "dd/mm/yyyy"
MONTH_FIRST: Final = "mm/dd/yyyy"


@dataclass(frozen=True)
class Reading:
    """How the dates of one column are read, and what a person should know about the choice."""

    read: Callable[[str], date]
    note: str | None = None


def choose(texts: Sequence[str], stated: Sequence[str], place: Place, column: str) -> Reading:
    """Choose one order of day and month for a whole column.

    Of the stated orders the one is taken that reads most of the column, the earlier one where they
    read equally many. Where none is stated, the cells must prove the order, else the column is
    refused with both readings shown.
    """
    numeric = [match for text in texts if (match := _NUMERIC.fullmatch(text.strip()))]
    orders = _orders(stated)
    if not numeric:
        return Reading(_reader(day_first=orders[:1] != [False]))
    counts = Counter(_fits(match) for match in numeric)
    if orders:
        return _stated(orders, counts, len(numeric), column)
    day, month = counts["day"], counts["month"]
    if bool(day) != bool(month) or not (day or counts["both"]):
        return Reading(_reader(day_first=not month))
    raise _ambiguous(numeric, place, column, mixed=bool(day))


def _stated(orders: list[bool], counts: Counter[str], total: int, column: str) -> Reading:
    score = {
        True: total - counts["month"] - counts["none"],
        False: total - counts["day"] - counts["none"],
    }
    best = max(orders, key=lambda order: score[order])
    note = None
    if best != orders[0]:
        shape = DAY_FIRST if best else MONTH_FIRST
        note = f"dates in column `{column}` were read as {shape}: the whole column says so"
    return Reading(_reader(day_first=best), note)


def _orders(stated: Sequence[str]) -> list[bool]:
    """Give the stated orders of day and month: True is day first."""
    orders: list[bool] = []
    for shape in stated:
        plain = re.sub(r"[^dmy]", "", shape.lower())
        if plain.startswith("d") and "mmm" not in plain:
            orders.append(True)
        elif plain.startswith("m") and "mmm" not in plain:
            orders.append(False)
    return list(dict.fromkeys(orders))


def _fits(match: re.Match[str]) -> str:
    """Tell by which order a date can be read: day, month, both or none."""
    first, second = int(match[1]), int(match[3])
    day = 1 <= first <= 31 and 1 <= second <= 12
    month = 1 <= first <= 12 and 1 <= second <= 31
    if day and month:
        return "both" if first != second else "same"
    return "day" if day else "month" if month else "none"


def _ambiguous(
    numeric: list[re.Match[str]], place: Place, column: str, *, mixed: bool
) -> ComplianceError:
    """Show both readings of a date, or the two dates that contradict each other."""
    hint = f"write the dates as 2026-03-02, or state `dates: [{DAY_FIRST}]` in a mapping file"
    first = {order: match[0] for match in reversed(numeric) for order in [_fits(match)]}
    if mixed:
        return ComplianceError(
            f"column `{column}` has dates of both orders: `{first['day']}` can only be"
            f" {DAY_FIRST}, `{first['month']}` only {MONTH_FIRST}",
            place,
            hint,
        )
    shown = next(match for match in numeric if _fits(match) == "both")
    day, month = (_numeric(shown, day_first=order) for order in (True, False))
    return ComplianceError(
        f"column `{column}` does not say which number is the day: `{shown[0]}` is {day}"
        f" ({DAY_FIRST}) or {month} ({MONTH_FIRST})",
        place,
        hint,
    )


def _reader(*, day_first: bool) -> Callable[[str], date]:
    def read(text: str) -> date:
        text = text.strip()
        if match := _NUMERIC.fullmatch(text):
            return _numeric(match, day_first=day_first)
        if match := _ISO.fullmatch(text):
            return _date(int(match[1]), int(match[3]), int(match[4]))
        if match := _WORDS.fullmatch(text):
            return _date(_year(match[3]), _month(match[2]), int(match[1]))
        if match := _COMPACT.fullmatch(text):
            return _date(int(match[1] + match[2]), int(match[3]), int(match[4]))
        if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIALS:
            return _FIRST_SERIAL + timedelta(days=int(match[1]))
        raise UnreadableError("this is not a date", _HINT)

    return read


def _numeric(match: re.Match[str], *, day_first: bool) -> date:
    first, second = int(match[1]), int(match[3])
    day, month = (first, second) if day_first else (second, first)
    return _date(_year(match[4]), month, day)


def _year(text: str) -> int:
    """Give the year; two digits from 70 on belong to the twentieth century."""
    number = int(text)
    if len(text) == 4:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _month(text: str) -> int:
    number = _MONTHS.get(text.casefold())
    if number is None:
        raise UnreadableError(f"`{text}` is not a month", _HINT)
    return number


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableError(
            f"{year:04d}-{month:02d}-{day:02d} is not a day of the calendar", _HINT
        ) from None


def read_timestamp(text: str) -> datetime:
    """Read an ISO timestamp; without a zone it is taken as written."""
    try:
        stamp = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UnreadableError("this is not a time", "write 2026-03-02T14:30:00") from None
    return stamp.replace(tzinfo=None) - (stamp.utcoffset() or timedelta())
