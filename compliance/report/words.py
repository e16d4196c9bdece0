"""How figures, amounts, dates and long texts are written in the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from compliance.model.money import BASE, format_money

MINUS: Final = "\u2212"
SPACE: Final = "\u00a0"
NOTHING: Final = "\u2014"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def count(number: int | None) -> str:
    """Write a whole number with thousands commas."""
    return NOTHING if number is None else f"{number:,}".replace("-", MINUS)


def amount(minor: int | None, currency: str | None = BASE) -> str:
    """Write an amount without its currency, for a column that names it: `−1,234.50`."""
    if minor is None:
        return NOTHING
    return format_money(minor, currency).rpartition(" ")[2].replace("-", MINUS)


def money(minor: int | None, currency: str | None = BASE) -> str:
    """Write an amount with its currency, never broken across lines: `EUR 1,234.50`."""
    return NOTHING if minor is None else f"{currency}{SPACE}{amount(minor, currency)}"


def sums(by_currency: Mapping[str, int | None]) -> str:
    """Write sums by currency in the order of the codes; the EUR equivalent is left out."""
    parts = [money(by_currency[c], c) for c in sorted(by_currency) if c != "base_minor"]
    return "; ".join(parts) or NOTHING


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write `1 finding`, `2 findings`."""
    return f"{count(number)}{SPACE}{one if number == 1 else many or one + 's'}"


def as_date(text: str | date | None) -> date | None:
    """Give the date that a text is, None where it is none."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def day(text: str | date | None) -> str:
    """Write a date as `2 October 2026`; other text stays as it is."""
    value = as_date(text)
    if value is None:
        return NOTHING if text is None else str(text)
    return f"{value.day}{SPACE}{_MONTHS[value.month - 1]}{SPACE}{value.year}"


def period(value: Any) -> str:
    """Write a period given as text or as {from, to}."""
    if isinstance(value, Mapping):
        first, last = value.get("from"), value.get("to")
        return f"{day(first)} to {day(last)}" if first or last else "not stated"
    return str(value) if value else "not stated"


def cut(value: Any, length: int = 300) -> str:
    """Shorten a long text and say by how much; the files hold it whole."""
    text = NOTHING if value is None else str(value)
    if len(text) <= length:
        return text
    return f"{text[:length]}… [{count(len(text))} characters]"


def unmet(explanation: str, length: int) -> str:
    """Keep of an explanation too long to print what was not met; the expression stands above it."""
    _, mark, failed = explanation.rpartition(" — not met: ")
    return f"not met: {failed}" if mark and len(explanation) > length else explanation


def file(source: Mapping[str, Any] | None) -> str:
    """Write the name of the file in which a record stands."""
    name = (source or {}).get("file")
    return _middle(str(name)) if name else NOTHING


def cells(source: Mapping[str, Any] | None) -> str:
    """Write where in its file a record stands: sheet, row and cells."""
    if not source or source.get("row") is None:
        return ""
    named = ", ".join(dict.fromkeys(map(str, (source.get("cells") or {}).values())))
    sheet = f"{source['sheet']}, " if source.get("sheet") else ""
    return f"{cut(sheet, 60)}row{SPACE}{source['row']}" + (f": {cut(named, 60)}" if named else "")


def _middle(name: str, length: int = 48) -> str:
    """Shorten a file name in the middle, so that folder and ending stay readable."""
    return name if len(name) <= length else f"{name[: length // 2]}…{name[-length // 2 :]}"
