"""What the sender states of a batch, as records: totals of the books, and ranges of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from compliance.model.batch import Batch

Row = Mapping[str, Any]
_SAID: Final = ("kind", "field", "code", "line", "currency")
_LARGEST: Final = 2**63 - 1  # minor units that a column holds; a sum beyond it stays unknown
_NAMED: Final = 5


def control_totals(batch: Batch) -> list[dict[str, Any]]:
    """Give a row for each total that the sender states, with what was read beside it."""
    differing = [item for item in batch.differences if "total" in item]
    rows = []
    for item in batch.context.declared:
        gap = next((d for d in differing if all(d[name] == item[name] for name in item)), None)
        if gap is not None:
            differing.remove(gap)
        rows.append(_total(gap or {**item, "found": item["total"], "rows_found": item["rows"]}))
    return _numbered(rows, "total_id")


def _total(item: Row) -> dict[str, Any]:
    said = {name: item[name] for name in _SAID}
    return {
        **said,
        "total_id": " ".join(str(part) for part in said.values() if part),
        **_money("declared", item["total"], item["currency"]),
        **_money("found", item["found"], item["currency"]),
        "rows": item["rows"],
        "rows_found": item["rows_found"],
        "source": item["source"],
    }


def _money(name: str, minor: int, currency: str) -> dict[str, Any]:
    known = abs(minor) <= _LARGEST
    return {
        name: minor if known else None,
        f"{name}__currency": currency if known else None,
        f"{name}__base": None,
    }


def number_ranges(batch: Batch) -> list[dict[str, Any]]:
    """Give a row for each range of document numbers that the sender states."""
    return _numbered([_range(item) for item in batch.context.numbers], "range_id")


def _range(item: Row) -> dict[str, Any]:
    """Give the range; where its numbers do not count up, only the ends can be missed."""
    first, last, ends, between = item["first"], item["last"], item["ends"], item["between"]
    missing = None if between is None and not ends else len(ends) + (between or 0)
    named = [*(end for end in ends if end == first), *item["some"]]
    named = [*named[:_NAMED], *(end for end in ends if end != first)]
    return {
        "range_id": f"{item['kind']} {item['field']} {first} to {last}",
        "kind": item["kind"],
        "field": item["field"],
        "first": first,
        "last": last,
        "missing": missing,
        "some": ", ".join(named) or None,
    }


def _numbered(rows: Sequence[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Give the rows; of those that would share a key, the later ones are numbered."""
    seen: Counter[str] = Counter()

    def keyed(row: dict[str, Any]) -> dict[str, Any]:
        own = row[key]
        seen[own] += 1
        return row if seen[own] == 1 else {**row, key: f"{own} #{seen[own]}"}

    return [keyed(row) for row in rows]
