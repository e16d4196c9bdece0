"""Cells as text, before they mean anything: what every format is read into."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

LIST_MARKS: Final = (";", "\n")  # between the items of a list in one cell
LIST_MARK: Final = "\x1d"  # before each item of a list that came as one, where an item holds those
_BLOCK: Final = 1 << 20  # bytes
BLANKS: Final = " \t\r\n\u00a0\u2007\u202f\ufeff"


@dataclass(frozen=True)
class Grid:
    """One sheet of text cells: `columns` (null where a row is shorter) and each row's number.

    `rows` holds the number that the sheet shows, or the physical line on which the record starts.
    `lines` counts everything that must be accounted for: physical lines, sheet rows or elements.
    `header` is set where the format itself names the columns (JSON, Parquet).
    """

    columns: tuple[pa.Array, ...]
    rows: Rows
    lines: int
    sheet: str | None = None
    header: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    structural: dict[str, int] = field(default_factory=dict)

    def first(self, count: int) -> list[list[str]]:
        """Give the first `count` rows as lists of text, for a look at the layout."""
        columns = [column.slice(0, count).to_pylist() for column in self.columns]
        return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]

    def row(self, index: int) -> list[str]:
        """Give one row as text."""
        return [column[index].as_py() or "" for column in self.columns]

    def take(self, keep: pa.Array) -> Grid:
        """Give the grid with only the rows where `keep` is true."""
        mask = pa.array(keep)
        kept = tuple(column.filter(mask) for column in self.columns)
        rows = self.rows[mask.to_numpy(zero_copy_only=False)]
        return Grid(
            kept, rows, self.lines, self.sheet, self.header, self.notes, dict(self.structural)
        )


def text_columns(rows: Sequence[Sequence[str | None]]) -> tuple[pa.Array, ...]:
    """Turn rows of text into columns; short rows are filled with null."""
    width = max((len(row) for row in rows), default=0)
    filled = [tuple(row) + (None,) * (width - len(row)) for row in rows]
    return tuple(pa.array(column, pa.string()) for column in zip(*filled, strict=True))


def one_array(column: Any) -> pa.Array:
    """Join the chunks of a column into one array of text."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def text_bytes(column: pa.Array) -> NDArray[np.uint8]:
    """Give the bytes of a text column, perhaps with those of the rows around a slice of it."""
    buffer = column.buffers()[2]
    return np.frombuffer(buffer, np.uint8) if buffer is not None else np.empty(0, np.uint8)


def blocks(data: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Give bytes a piece at a time: what is computed of a piece stays in the processor's cache."""
    return (data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK))


def places(data: NDArray[np.uint8], code: int) -> Rows:
    """Give where a byte stands."""
    found = [np.flatnonzero(block == code) for block in blocks(data)]
    starts = range(0, len(data), _BLOCK)
    return np.concatenate([np.empty(0, np.int64), *map(np.add, found, starts)])


def has_byte(column: pa.Array, marks: Sequence[str]) -> bool:
    """Tell whether one of some ASCII characters may stand in a text column; no is certain."""
    codes = [ord(mark) for mark in marks]
    return any((block == code).any() for block in blocks(text_bytes(column)) for code in codes)


def longest(column: pa.Array) -> int:
    """Give the number of bytes in the longest cell of a text column."""
    if not len(column):
        return 0
    ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset :][: len(column) + 1]
    return int(np.diff(ends).max())


def normalised(column: pa.Array) -> pa.Array:
    """Give text in Unicode form NFC; ASCII is in it already."""
    if any((block > 127).any() for block in blocks(text_bytes(column))):
        return pc.utf8_normalize(column, form="NFC")
    return column


def trim(column: pa.Array) -> pa.Array:
    """Drop blanks at both ends of each cell; control characters inside are kept."""
    return pc.utf8_trim(column, characters=BLANKS)


def column_letter(index: int) -> str:
    """Give the spreadsheet letter of a column: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def plain_name(heading: str) -> str:
    """Give a heading without case, space, underscore and remarks in brackets.

    `Amount (including VAT)` and `amount` are one name; so are `Paid Date` and `paid_date`.
    """
    text = unicodedata.normalize("NFKC", heading).casefold()
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    return _letters(bare) or _letters(text)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
