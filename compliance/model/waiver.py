"""Waivers as a check reads them: approved, with what other batches used of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

WAIVER: Final = "waiver"  # the kind of record that the program makes of each


@dataclass(frozen=True)
class Granted:
    """A waiver that is approved: its scope, days and cap, and by what authority it was given.

    Money is minor units of the cap's currency. `holder` is the person of the records by whose
    delegation it was approved, `funding_line` the one line to which that delegation extends.
    """

    waiver: int
    rule: str
    finding: str | None  # or `condition`
    condition: str | None
    reason: str
    cap: int | None  # none: whatever the amount
    currency: str | None
    valid_from: date
    valid_until: date
    waivable_by: str  # the role that the rule named
    role: str
    requested_by: str
    approved_by: str
    approved_on: date
    holder: str | None = None
    delegation: str | None = None
    funding_line: str | None = None
    used_elsewhere: int = 0  # by other batches
    waived_elsewhere: int = 0  # findings of other batches

    def plain(self) -> dict[str, Any]:
        """Give it as it is written in JSON."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


def granted(items: Iterable[Mapping[str, Any]]) -> tuple[Granted, ...]:
    """Read waivers from what `plain` gave."""
    days = [item.name for item in fields(Granted) if item.type == "date"]
    return tuple(
        Granted(**{**item, **{name: date.fromisoformat(item[name]) for name in days}})
        for item in items
    )
