"""The layout of a sheet: preamble, heading, blank and repeated lines, footer; all are counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.intake.grid import column_letter, plain_name, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compliance.intake.cells import Mask
    from compliance.intake.grid import Grid, Rows

LOOK: Final = 60  # the heading stands within the first lines, or the file is no table
_TAIL: Final = 50
_TOTAL: Final = re.compile(r"(grand |sub[- ]?|overall )?totals?\b.{0,60}", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table with headings: its columns, the number of each row, and the lines that are none.

    `surplus` holds, for each row that has more cells than the heading, the first of them.
    """

    heading: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    rows: Rows
    lines: int
    structural: dict[str, int]
    name: str | None = None
    notes: tuple[str, ...] = ()
    surplus: dict[int, str] = field(default_factory=dict)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Give the column numbers of each plain heading."""
        found: dict[str, list[int]] = {}
        for number, heading in enumerate(self.heading):
            if plain_name(heading):
                found.setdefault(plain_name(heading), []).append(number)
        return found


def find_heading(grid: Grid, fits: Callable[[list[str]], bool]) -> int | None:
    """Give the first line that `fits`; where the format names the columns it is line -1."""
    if grid.header is not None:
        return -1 if fits(list(grid.header)) else None
    for number, row in enumerate(grid.first(LOOK)):
        if fits(row):
            return number
    return None


def widest_heading(grid: Grid) -> int:
    """Give the line that looks most like a heading: most cells filled with words."""
    if grid.header is not None:
        return -1
    scores = [sum(1 for cell in row if re.search(r"[^\W\d_]", cell)) for row in grid.first(LOOK)]
    return scores.index(max(scores)) if scores else 0


def lay_out(
    grid: Grid,
    heading: int,
    aliases: Callable[[Sequence[str]], dict[int, set[str]]] | None = None,
    footers: Sequence[str] = (),
    keys: Callable[[Sequence[str]], set[int]] | None = None,
) -> Sheet:
    """Split a grid into heading, rows and structural lines, given the line of the heading.

    `aliases` gives, for the columns that are read, the names that a repeated heading may show;
    `keys` gives the columns whose cell alone already makes a row.
    """
    if grid.header is not None:
        names: tuple[str, ...] = tuple(name.strip() for name in grid.header)
    else:
        names = tuple(cell.strip() for cell in grid.row(heading))
    body = tuple(column.slice(heading + 1) for column in grid.columns)
    blank = _blank(body, len(grid.rows) - heading - 1)
    counts = Counter(grid.structural)
    _count_preamble(grid, heading, counts)
    counts["blank"] += int(blank.sum())
    drop, notes = blank, list(grid.notes)
    if grid.header is None:
        repeated = _repeated(body, aliases(names) if aliases else {}, names, blank)
        counts["repeated_header"] += int(repeated.sum())
        footer = _footer(body, blank | repeated, footers, names, keys(names) if keys else set())
        counts["footer"] += len(footer)
        notes += [
            f"footer, not a row: line {grid.rows[heading + 1 + n]}: {text[:80]}"
            for n, text in footer
        ]
        drop = blank | repeated
        drop[[number for number, _ in footer]] = True
    kept = pa.array(~drop)
    columns = tuple(column.filter(kept) for column in body)
    rows = grid.rows[heading + 1 :][~drop]
    surplus, surplus_notes = _surplus(names, columns, named=grid.sheet is not None)
    return Sheet(
        names, columns, rows, grid.lines, {k: v for k, v in counts.items() if v}, grid.sheet,
        tuple(notes + surplus_notes), surplus,
    )  # fmt: skip


def _count_preamble(grid: Grid, heading: int, counts: Counter[str]) -> None:
    if heading < 0:
        return
    counts["header"] += 1
    for row in grid.first(heading):
        counts["preamble" if any(cell.strip() for cell in row) else "blank"] += 1


def _filled(column: pa.Array) -> Mask:
    filled = pc.not_equal(trim(column), "").fill_null(False)  # noqa: FBT003
    mask: Mask = filled.to_numpy(zero_copy_only=False)
    return mask


def _blank(columns: Sequence[pa.Array], count: int) -> Mask:
    """Tell which rows hold nothing: only delimiters, or cells without a value."""
    blank = np.ones(count, dtype=bool)
    for column in columns:
        if not blank.any():
            break
        blank &= ~_filled(column)
    return blank


def _repeated(
    columns: Sequence[pa.Array], aliases: dict[int, set[str]], names: Sequence[str], blank: Mask
) -> Mask:
    """Tell which rows show the heading again: half of their cells, and at least two of them."""
    count = len(columns[0]) if columns else len(blank)
    wanted = aliases or {n: {name.lower()} for n, name in enumerate(names) if name}
    same, filled = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for number, words in wanted.items():
        known = pa.array(sorted(words), pa.string())
        cells = columns[number].dictionary_encode()  # each distinct text is looked at once
        shown = pc.is_in(pc.utf8_lower(trim(cells.dictionary)), value_set=known)
        same += shown.take(cells.indices).fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    candidates = np.flatnonzero(same >= 2)
    for number in wanted:
        taken = columns[number].take(pa.array(candidates))
        filled[candidates] += _filled(taken)
    return (same >= 2) & (same * 2 >= filled) & ~blank


def _footer(
    columns: Sequence[pa.Array],
    skip: Mask,
    patterns: Sequence[str],
    names: Sequence[str],
    keys: set[int],
) -> list[tuple[int, str]]:
    """Give the lines at the end that are notes or totals, with their text."""
    footer: list[tuple[int, str]] = []
    read = np.flatnonzero(~skip)[::-1][:_TAIL]
    for number in read:
        cells = [(column[int(number)].as_py() or "").strip() for column in columns]
        text = " ".join(cell for cell in cells if cell)
        if not _is_footer(cells, text, patterns, names, keys):
            break
        footer.append((int(number), text))
    return footer[::-1]


def _is_footer(
    cells: list[str], text: str, patterns: Sequence[str], names: Sequence[str], keys: set[int]
) -> bool:
    filled = [number for number, cell in enumerate(cells) if cell]
    if any(fnmatchcase(text.casefold(), pattern.casefold()) for pattern in patterns):
        return True
    if _TOTAL.fullmatch(cells[filled[0]]) and len(filled) < max(3, len(names) // 2):
        return True
    return len(filled) == 1 and len([n for n in names if n]) >= 3 and filled[0] not in keys


def _surplus(
    names: Sequence[str], columns: Sequence[pa.Array], *, named: bool
) -> tuple[dict[int, str], list[str]]:
    """Find cells under no heading: beside a sheet they are noted, in a text file they shift."""
    rows: dict[int, str] = {}
    notes: list[str] = []
    for number, column in enumerate(columns):
        if number < len(names) and names[number]:
            continue
        found = np.flatnonzero(_filled(column))
        if named and len(found):
            notes.append(f"column {column_letter(number)} has no heading; {len(found)} cells in it")
        for row in [] if named else found:
            rows.setdefault(int(row), column[int(row)].as_py())
    return dict(sorted(rows.items())), notes
