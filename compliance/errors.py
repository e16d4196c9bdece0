"""The one error class: what is wrong, where it stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    """One thing that is wrong: message, place and hint."""

    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """Give the message with its place, the line with a caret, and the hint."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        lines = [head]
        if self.place and self.place.text is not None:
            shown = self.place.text.expandtabs(1)
            lines.append(f"    {shown[:200]}")
            if self.place.column is not None and self.place.column <= 200:
                lines.append("    " + " " * (self.place.column - 1) + "^")
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


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
