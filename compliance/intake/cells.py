"""Reading one column: each distinct text once, faults kept by row, placeholders set apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.intake.grid import normalised, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

PLACEHOLDERS: Final = (
    "#n/a", "tbc", "tbd", "tba",
    "t.b.c.", "t.b.d.", "n/a", "n.a.", "n.a", "none", "null", "nil", "-", "--",
    "---", "–", "—", "?", "??", "???", "…", "...", "not applicable", "not available", "not known",
    "unknown",
)  # fmt: skip
SHEET_ERRORS: Final = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


class UnreadableError(ValueError):
    """A cell that cannot be read: the reason, and what to write instead."""

    def __init__(self, reason: str, hint: str) -> None:
        """Keep both texts."""
        super().__init__(reason)
        self.reason, self.hint = reason, hint


@dataclass(frozen=True)
class Fault:
    """One unreadable cell of a row."""

    field: str
    value: str | None
    reason: str
    hint: str
    amount: bool = False


@dataclass
class Faults:
    """The unreadable cells of a sheet by row index; a row with one of them is rejected."""

    rows: dict[int, list[Fault]] = field(default_factory=dict)

    def add(self, row: int, fault: Fault) -> None:
        """Note one unreadable cell."""
        self.rows.setdefault(row, []).append(fault)


@dataclass(frozen=True)
class Cells:
    """One column of trimmed NFC text; `raw` keeps the placeholders that became null."""

    text: pa.Array
    raw: pa.Array | None


def clean(column: pa.Array, placeholders: Sequence[str], keep: Sequence[str] = ()) -> Cells:
    """Trim and normalise a column; placeholders (but not the words in `keep`) become null."""
    text = trim(normalised(column))
    words = tuple(word for word in placeholders if word not in keep)
    empty = pc.is_in(pc.utf8_lower(text), value_set=_nothing(words))
    if not empty.true_count:
        return Cells(text, None)
    nothing = pa.scalar(None, pa.string())
    raw = pc.if_else(pc.and_(empty, pc.not_equal(text, "")), text, nothing)
    return Cells(pc.if_else(empty, nothing, text), raw if raw.null_count < len(raw) else None)


@lru_cache(maxsize=512)
def _nothing(words: tuple[str, ...]) -> pa.Array:
    """Give the texts that stand for no value."""
    return pa.array(["", *words], pa.string())


def parse(
    text: pa.Array, read: Callable[[str], Any], kind: pa.DataType, name: str, faults: Faults
) -> pa.Array:
    """Read each distinct text once; an unreadable one gives null and a fault on each row."""
    encoded = text.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    values, bad = read_all(words, read)
    if bad:
        note(encoded, words, bad, name, faults)
    return pa.array(values, kind).take(encoded.indices)


def read_all(
    words: Sequence[str], read: Callable[[str], Any]
) -> tuple[list[Any], dict[int, UnreadableError]]:
    """Read a list of texts; give the values and the errors by position."""
    values: list[Any] = []
    bad: dict[int, UnreadableError] = {}
    for position, word in enumerate(words):
        try:
            values.append(None if word in SHEET_ERRORS and _refuse(word) else read(word))
        except UnreadableError as error:
            values.append(None)
            bad[position] = error
    return values, bad


def note(
    encoded: pa.DictionaryArray,
    words: Sequence[str],
    bad: dict[int, UnreadableError],
    name: str,
    faults: Faults,
    *,
    amount: bool = False,
) -> None:
    """Put a fault on each row whose text is one of the unreadable ones."""
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(np.isin(indices, list(bad))):
        position = int(indices[row])
        error = bad[position]
        faults.add(int(row), Fault(name, words[position], error.reason, error.hint, amount))


def _refuse(word: str) -> bool:
    raise UnreadableError(
        f"the cell holds the spreadsheet error {word}", "mend the formula, or clear the cell"
    )
