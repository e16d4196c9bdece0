"""What makes a row the same row: its hash, and the key of a record that has none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.intake.grid import has_byte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compliance.model.catalogue import Kind

_SLICE: Final = 100_000  # rows joined at once, so that no string buffer grows past two gigabytes
_END: Final = (1 << 31) - 1  # beyond the last byte of any cell
_UNIT, _RECORD, _ITEM, _ESCAPE = "\x1f", "\x1e", "\x1d", "\x1b"
_MARKS: Final = (_ESCAPE, _ITEM, _RECORD, _UNIT)  # in this order: the escape itself comes first


def row_hashes(columns: Mapping[str, pa.Array], kind: Kind, count: int) -> pa.Array:
    """Give the SHA-256 of each row over its mapped, non-personal, non-null fields.

    The hashed text is, for each field in the order of the names, the name, U+001F, the value and
    U+001E. Values: text as stored (NFC), money as minor units, a space and the currency, decimals
    with nine places, dates as ISO 8601, booleans as `true` and `false`, list items parted by
    U+001D. In text, U+001B, U+001D, U+001E and U+001F are written as U+001B followed by 0, 1, 2
    and 3, so that no two different rows give the same text. Defaults, computed fields, euro values
    and the place of the row are no part of it; names of persons neither.
    """
    names = [name for name in sorted(kind.fields) if name in columns and _counts(kind, name)]
    pieces = [_piece(name, columns) for name in names if columns[name].null_count < count]
    hashes: list[str] = []
    for start in range(0, count, _SLICE):
        size = min(_SLICE, count - start)
        texts = _joined([piece.slice(start, size) for piece in pieces], size)
        hashes += [hashlib.sha256(text).hexdigest() for text in texts.to_pylist()]
    return pa.array(hashes, pa.string())


def _joined(pieces: Sequence[pa.Array], size: int) -> pa.Array:
    """Join the pieces of each row to one text; a null piece is nothing."""
    if not pieces:
        return pa.repeat(pa.scalar(b""), size)
    how = {"null_handling": "replace", "null_replacement": ""}
    return pc.binary_join_element_wise(*pieces, "", **how).cast(pa.binary())


def _counts(kind: Kind, name: str) -> bool:
    field = kind.fields[name]
    return not field.personal and field.computed is None


def _piece(name: str, columns: Mapping[str, pa.Array]) -> pa.Array:
    text = _text(columns[name])
    if f"{name}__currency" in columns:
        text = pc.binary_join_element_wise(text, columns[f"{name}__currency"], " ")
    # Quicker than a join: put the name before the first byte and the mark after the last.
    named = pc.binary_replace_slice(text, 0, 0, name + _UNIT)
    return pc.binary_replace_slice(named, _END, _END, _RECORD)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type):
        return _escaped(column)
    if pa.types.is_list(column.type):
        return _list_text(column)
    return column.cast(pa.string())


def _list_text(column: pa.Array) -> pa.Array:
    items = [None if row is None else map(_escape, row) for row in column.to_pylist()]
    return pa.array([None if row is None else _ITEM.join(row) for row in items], pa.string())


def _escape(text: str) -> str:
    for number, mark in enumerate(_MARKS):
        text = text.replace(mark, f"{_ESCAPE}{number}")
    return text


def _escaped(column: pa.Array) -> pa.Array:
    if not has_byte(column, _MARKS):
        return column
    for number, mark in enumerate(_MARKS):
        column = pc.replace_substring(column, mark, f"{_ESCAPE}{number}")
    return column


def fill_keys(keys: pa.Array, hashes: pa.Array) -> pa.Array:
    """Give each row without a key the key `h:` + 16 hex digits + `#n`.

    n counts the rows of equal content in reading order, so that equal rows keep apart.
    """
    if keys.null_count == 0:
        return keys
    missing = np.flatnonzero(keys.is_null().to_numpy(zero_copy_only=False))
    own = hashes.take(pa.array(missing))
    starts = pc.utf8_slice_codeunits(own, 0, 16)
    numbers = pa.array(_occurrences(own), pa.int64()).cast(pa.string())
    made = pc.binary_join_element_wise(pa.scalar("h:"), starts, pa.scalar("#"), numbers, "")
    return pc.replace_with_mask(keys, keys.is_null(), made)


def _occurrences(texts: pa.Array) -> np.ndarray:
    """Number equal texts from 1 in the order in which they stand."""
    codes = texts.dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    counts = np.bincount(codes)
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    numbers = np.empty(len(codes), dtype=np.int64)
    numbers[order] = np.arange(len(codes)) - firsts + 1
    return numbers
