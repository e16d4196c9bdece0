"""What makes a row the same row: its hash, and the key of a record that has none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compliance.model.catalogue import Kind

_SLICE: Final = 100_000  # rows joined at once, so that no string buffer grows past two gigabytes
_UNIT, _RECORD, _ITEM, _ESCAPE = "\x1f", "\x1e", "\x1d", "\x1b"


def row_hashes(columns: Mapping[str, pa.Array], kind: Kind, count: int) -> list[str]:
    """Give the SHA-256 of each row over its mapped, non-personal, non-null fields.

    The hashed text is, for each field in the order of the names, the name, U+001F, the value and
    U+001E. Values: text as stored (NFC), money as minor units, a space and the currency, decimals
    with nine places, dates as ISO 8601, booleans as `true` and `false`, list items parted by
    U+001D. In text, U+001B, U+001D, U+001E and U+001F are written as U+001B followed by 0, 1, 2
    and 3, so that no two different rows give the same text. Defaults, computed fields, euro values
    and the place of the row are no part of it; names of persons neither.
    """
    names = [name for name in sorted(kind.fields) if name in columns and _counts(kind, name)]
    hashes: list[str] = []
    for start in range(0, count, _SLICE):
        size = min(_SLICE, count - start)
        pieces = [_piece(name, columns, start, size) for name in names]
        joined = (
            pc.binary_join_element_wise(*pieces, "") if pieces else pa.repeat(pa.scalar(""), size)
        )
        texts = joined.cast(pa.binary()).to_pylist()
        hashes += [hashlib.sha256(text).hexdigest() for text in texts]
    return hashes


def _counts(kind: Kind, name: str) -> bool:
    field = kind.fields[name]
    return not field.personal and field.computed is None


def _piece(name: str, columns: Mapping[str, pa.Array], start: int, size: int) -> pa.Array:
    text = _text(columns[name].slice(start, size))
    if f"{name}__currency" in columns:
        currency = columns[f"{name}__currency"].slice(start, size)
        text = pc.binary_join_element_wise(text, currency, " ")
    filled = pc.binary_join_element_wise(pa.scalar(name + _UNIT), text, pa.scalar(_RECORD), "")
    return filled.fill_null("")


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type):
        return _escaped(column)
    if pa.types.is_list(column.type):
        return _list_text(column)
    return column.cast(pa.string())


def _list_text(column: pa.Array) -> pa.Array:
    items = [None if row is None else [_escape(item) for item in row] for row in column.to_pylist()]
    return pa.array([None if row is None else _ITEM.join(row) for row in items], pa.string())


def _escape(text: str) -> str:
    return str(_escaped(pa.array([text], pa.string()))[0].as_py())


def _escaped(column: pa.Array) -> pa.Array:
    if not pc.any(pc.match_substring_regex(column, "[\\x1b-\\x1f]")).as_py():
        return column
    for number, mark in enumerate((_ESCAPE, _ITEM, _RECORD, _UNIT)):
        column = pc.replace_substring(column, mark, f"{_ESCAPE}{number}")
    return column


def fill_keys(keys: pa.Array, hashes: list[str]) -> pa.Array:
    """Give each row without a key the key `h:` + 16 hex digits + `#n`.

    n counts the rows of equal content in reading order, so that equal rows keep apart.
    """
    if keys.null_count == 0:
        return keys
    counts: dict[str, int] = {}
    filled: list[str | None] = []
    for missing, content in zip(keys.is_null().to_pylist(), hashes, strict=True):
        if missing:
            counts[content] = counts.get(content, 0) + 1
        filled.append(f"h:{content[:16]}#{counts[content]}" if missing else None)
    return pc.coalesce(keys, pa.array(filled, pa.string()))
