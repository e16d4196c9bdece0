"""Seals of rows and roots of sets: what makes a changed value, a lost row or a cut tail visible.

A row's seal is SHA-256 over its table, its key and its other values, written as one line of JSON.
A set's root is the tree hash of RFC 6962, section 2.1: a leaf is hashed after the byte 0, a pair
of hashes after the byte 1, so that no leaf can be taken for a pair.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def canonical(value: Any) -> str:
    """Give a value as one line of JSON: keys sorted, ASCII, no spaces."""
    return _ENCODER.encode(value)


def digest(data: bytes) -> str:
    """Give SHA-256 in 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def row_seal(table: str, values: Mapping[str, Any]) -> str:
    """Give the seal of a row: of its table and all its values but `seal`; bytes by their hash."""
    plain = {
        name: digest(value) if isinstance(value, bytes) else value for name, value in values.items()
    }
    return digest(canonical([table, plain]).encode())


def root(leaves: Iterable[str]) -> str:
    """Give the tree hash of texts in their order; of none, SHA-256 of nothing."""
    hashes = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    if not hashes:
        return digest(b"")
    while len(hashes) > 1:
        hashes = _paired(hashes)
    return hashes[0].hex()


def _paired(hashes: Sequence[bytes]) -> list[bytes]:
    """Give the next level; an odd last hash rises as it is, as in the tree of RFC 6962."""
    pairs = zip(hashes[::2], hashes[1::2], strict=False)
    level = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
    return level + ([hashes[-1]] if len(hashes) % 2 else [])
