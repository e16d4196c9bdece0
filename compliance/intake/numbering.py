"""Document numbers that a batch should hold without a gap: the ends, and what lies between."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from compliance.intake.batch_file import NumberRange
    from compliance.intake.records import Piece

NAMED: Final = 20  # numbers of a gap that are named; the others are only counted
_NUMBERED: Final = re.compile(r"(.*?)([0-9]{1,15})([^0-9]*)", re.DOTALL)


class _Number(NamedTuple):
    """A document number taken apart: `INV-007/A` is `INV-`, 7 of width 3, `/A`."""

    before: str
    value: int
    after: str
    width: int


def missing_numbers(
    span: NumberRange | None, pieces: Mapping[str, Sequence[Piece]]
) -> list[Mapping[str, Any]]:
    """Give the ends that no record has, and one entry for all missing numbers between them."""
    if span is None:
        return []
    columns = [p.columns[span.field] for p in pieces.get(span.kind, ()) if span.field in p.columns]
    present = {text for column in columns for text in column.unique().to_pylist() if text}
    named = {"kind": span.kind, "field": span.field}
    ends: list[Mapping[str, Any]] = [
        {**named, "number": number, "found": False}
        for number in (span.first, span.last)
        if number not in present
    ]
    missing, some = _between(span.first, span.last, present)
    if not missing:
        return ends
    return [
        *ends,
        {**named, "first": span.first, "last": span.last, "missing": missing, "some": some},
    ]


def _between(first: str, last: str, present: set[str]) -> tuple[int, list[str]]:
    """Count the numbers between two that are missing, and name some; 0 where they do not count up.

    Two numbers count up where they differ in one run of digits, the last one in them.
    """
    low, high = _taken_apart(first), _taken_apart(last)
    if low is None or high is None or (low.before, low.after) != (high.before, high.after):
        return 0, []
    inner = {
        number.value
        for number in map(_taken_apart, present)
        if number and (number.before, number.after) == (low.before, low.after)
        and low.value < number.value < high.value
    }  # fmt: skip
    missing = high.value - low.value - 1 - len(inner)
    if missing <= 0:
        return 0, []
    holes = (
        f"{low.before}{value:0{low.width}}{low.after}"
        for start, end in pairwise([low.value, *sorted(inner), high.value])
        for value in range(start + 1, end)
    )
    return missing, list(islice(holes, NAMED))


def _taken_apart(text: str) -> _Number | None:
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    width = len(match[2]) if match[2].startswith("0") else 1
    return _Number(match[1], int(match[2]), match[3], width)
