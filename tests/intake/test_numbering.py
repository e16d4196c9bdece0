"""Document numbers between the first and the last that the sender states."""

from __future__ import annotations

import pytest

from compliance.intake.numbering import _between


@pytest.mark.parametrize(
    ("first", "last", "present", "missing", "some"),
    [
        ("D-1", "D-4", {"D-1", "D-2", "D-4"}, 1, ["D-3"]),
        ("007", "010", {"007", "010", "9", "xx"}, 1, ["008"]),
        ("A/5", "A/6", set(), 0, []),
        ("A-1", "B-9", {"A-1"}, None, []),
        ("9", "1", {"5"}, None, []),
        ("INV-1/26", "INV-3/26", {"INV-1/26"}, None, []),
        ("x", "y", set(), None, []),
        ("D-1", "D-1", {"D-1"}, 0, []),
    ],
)
def test_gaps_are_counted_and_named(first, last, present, missing, some) -> None:
    assert _between(first, last, present) == (missing, some)


def test_only_the_first_holes_are_named() -> None:
    missing, some = _between("1", "1000000000", {"1", "4"})
    assert missing == 1_000_000_000 - 2 - 1
    assert some[:4] == ["2", "3", "5", "6"]
    assert len(some) == 20
