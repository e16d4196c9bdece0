"""Document numbers that a batch should hold without a gap: the ends, and what lies between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from compliance.model.series import taken_apart

if TYPE_CHECKING:
    from compliance.intake.batch_file import NumberRange
    from compliance.intake.records import Piece

NAMED: Final = 20  # numbers of a gap that are named; the others are only counted


def stated_numbers(
    span: NumberRange | None, pieces: Mapping[str, Sequence[Piece]]
) -> tuple[Mapping[str, Any], ...]:
    """Give the range of numbers that the sender states, with what no record has of it.

    `ends` are the first and the last number where no record has them. `between` is how many are
    missing between the two, None where they do not count up; `some` names the first of these.
    """
    if span is None:
        return ()
    columns = [p.columns[span.field] for p in pieces.get(span.kind, ()) if span.field in p.columns]
    present = {text for column in columns for text in column.unique().to_pylist() if text}
    between, some = _between(span.first, span.last, present)
    ends = [text for text in dict.fromkeys((span.first, span.last)) if text not in present]
    return (
        {
            "kind": span.kind, "field": span.field, "first": span.first, "last": span.last,
            "ends": ends, "between": between, "some": some,
        },
    )  # fmt: skip


def missing_numbers(stated: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give the ends that no record has, and one entry for all missing numbers between them."""
    for item in stated:
        named = {"kind": item["kind"], "field": item["field"]}
        yield from ({**named, "number": number, "found": False} for number in item["ends"])
        if item["between"]:
            yield {
                **named, "first": item["first"], "last": item["last"],
                "missing": item["between"], "some": item["some"],
            }  # fmt: skip


def _between(first: str, last: str, present: set[str]) -> tuple[int | None, list[str]]:
    """Count the numbers between two that are missing, and name some; None where none lie between.

    Two numbers count up where they differ in one run of digits, the last one in them.
    """
    low, high = taken_apart(first), taken_apart(last)
    if low is None or high is None or low.series != high.series or low.value > high.value:
        return None, []
    inner = {
        number.value
        for number in map(taken_apart, present)
        if number and number.series == low.series and low.value < number.value < high.value
    }
    missing = max(high.value - low.value - 1, 0) - len(inner)
    holes = (
        f"{low.before}{value:0{low.width}}{low.after}"
        for start, end in pairwise([low.value, *sorted(inner), high.value])
        for value in range(start + 1, end)
    )
    return missing, list(islice(holes, NAMED))
