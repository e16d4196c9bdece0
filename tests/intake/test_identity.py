"""The hash of a row is the one that its documentation defines, and equal rows are numbered."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.intake.identity import fill_keys, row_hashes
from compliance.model.catalogue import read_catalogue

KIND = read_catalogue(Path(__file__).parents[2] / "rules/catalogue").kinds["bid"]
text = st.none() | st.text(alphabet="ab\x1b\x1c\x1d\x1e\x1fé東;", max_size=5)
row = st.tuples(text, text, st.none() | st.lists(text.filter(bool), max_size=3), st.integers(-9, 9))


def _escape(value: str) -> str:
    marks = {"\x1b": "0", "\x1d": "1", "\x1e": "2", "\x1f": "3"}
    return "".join(f"\x1b{marks[c]}" if c in marks else c for c in value)


def _by_definition(note: str | None, lot: str | None, members: list[str] | None, cents: int) -> str:
    values = {
        "amount": f"{cents} EUR",
        "lot": None if lot is None else _escape(lot),
        "members": None if members is None else "\x1d".join(map(_escape, members)),
        "note": None if note is None else _escape(note),
    }
    parts = [f"{name}\x1f{value}\x1e" for name, value in values.items() if value is not None]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=6), offset=st.integers(0, 3))
def test_the_hash_is_that_of_its_definition(
    rows: list[tuple[str | None, str | None, list[str] | None, int]], offset: int
) -> None:
    padded = [("x", "y", ["z"], 1)] * offset + rows
    notes, lots, members, cents = (list(column) for column in zip(*padded, strict=True))
    columns = {
        "note": pa.array(notes, pa.string()),
        "lot": pa.array(lots, pa.string()),
        "members": pa.array(members, pa.list_(pa.string())),
        "amount": pa.array(cents, pa.int64()),
        "amount__currency": pa.array(["EUR"] * len(padded), pa.string()),
    }
    sliced = {name: column.slice(offset) for name, column in columns.items()}
    assert row_hashes(sliced, KIND, len(rows)).to_pylist() == [_by_definition(*r) for r in rows]


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(st.none() | st.just("K-1"), st.sampled_from("abc")), max_size=8))
def test_rows_without_a_key_are_numbered_in_reading_order(
    rows: list[tuple[str | None, str]],
) -> None:
    keys = pa.array([key for key, _ in rows], pa.string())
    hashes = pa.array([letter * 64 for _, letter in rows], pa.string())
    expected, seen = [], []
    for key, letter in rows:
        seen += [letter] if key is None else []
        expected.append(key or f"h:{letter * 16}#{seen.count(letter)}")
    assert fill_keys(keys, hashes).to_pylist() == expected
