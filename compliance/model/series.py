"""Document numbers that count up: what stands before the number, the number, what stands after."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NUMBERED: Final = re.compile(r"(.*?)([0-9]{1,15})([^0-9]*)", re.DOTALL)


class Numbered(NamedTuple):
    """A document number taken apart: `INV-007/A` is `INV-`, 7 of width 3, `/A`."""

    before: str
    value: int
    after: str
    width: int

    @property
    def series(self) -> tuple[str, str]:
        """Give what is the same in all numbers of one series."""
        return self.before, self.after


def taken_apart(text: str) -> Numbered | None:
    """Take a document number apart at its last run of digits; None where it has none."""
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    width = len(match[2]) if match[2].startswith("0") else 1
    return Numbered(match[1], int(match[2]), match[3], width)
