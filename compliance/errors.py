"""The one error class: what is wrong, where it stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from unicodedata import category

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of Unicode
_SHOWN: Final = 160  # signs of a line that are shown
_BEFORE: Final = 100  # of a longer line, those before the caret


@dataclass(frozen=True)
class Place:
    """Where a fault stands: a line and column of a text file, or a cell of a sheet."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    text: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Give `file:line:column`, or `file [sheet] cell`."""
        if self.line is not None:
            tail = f":{self.column}" if self.column is not None else ""
            return f"{self.file}:{self.line}{tail}"
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"[{self.sheet}]")
        if self.cell is not None:
            parts.append(self.cell)
        return " ".join(parts)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: message, place and hint.

    `sought` is a name that was sought in vain, `unsaid` are names that the fault leaves without
    meaning: a name sought in vain that another fault leaves so is no fault of its own.
    """

    message: str
    place: Place | None = None
    hint: str | None = None
    sought: str | None = field(default=None, compare=False)
    unsaid: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        """Give the message with its place, the line with a caret, and the hint."""
        message = _seen(self.message)
        lines = [f"{self.place}: {message}" if self.place else message]
        if self.place and self.place.text is not None:
            lines += _shown(self.place.text, self.place.column)
        if self.hint:
            lines.append(f"  hint: {_seen(self.hint)}")
        return "\n".join(lines)


def _seen(text: str) -> str:
    """Write out the signs of a text that a screen would hide or obey, such as an escape."""
    hidden = {sign for sign in text if sign != "\n" and category(sign) in _HIDDEN}
    for sign in hidden:
        text = text.replace(sign, f"\\u{{{ord(sign):X}}}")
    return text


def _shown(text: str, column: int | None) -> list[str]:
    """Give a line of a file as a screen can show it, of a long line the part about the caret."""
    start = max(0, (column or 1) - _BEFORE) if len(text) > _SHOWN else 0
    row = "".join(sign if sign.isprintable() else " " for sign in text[start : start + _SHOWN])
    ahead = "…" if start else ""
    lines = [f"    {ahead}{row}{'…' if start + _SHOWN < len(text) else ''}"]
    if column is not None:
        lines.append(" " * (4 + len(ahead) + column - 1 - start) + "^")
    return lines


class ComplianceError(Exception):
    """Bad input, rule, option or use: one or more faults, never a traceback for the user."""

    def __init__(
        self,
        message: str | None = None,
        place: Place | None = None,
        hint: str | None = None,
        *,
        faults: tuple[Fault, ...] = (),
    ) -> None:
        """Take one fault as message, place and hint, or several as `faults`."""
        self.faults = faults or (Fault(message or "", place, hint),)
        super().__init__("\n".join(str(fault) for fault in self.faults))
