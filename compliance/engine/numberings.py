"""The numbers on each vendor's invoices, as rows of the kind `numbering`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from compliance.model.ledger import WITHDRAWN
from compliance.model.series import taken_apart

_INVOICE: Final = "invoice"
_NEEDED: Final = ("kind", "vendor", "document_number")


def numbering_rows(tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give a row for each vendor of whom invoices with a number are known."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for row in _invoices(tables.get("spending")):
        numbers[row["vendor"]].add(row["document_number"])
    return [_row(vendor, numbers[vendor]) for vendor in sorted(numbers, key=str.encode)]


def _invoices(spending: Any) -> list[Mapping[str, Any]]:
    if spending is None or not set(_NEEDED) <= set(spending.column_names):
        return []
    keep = pc.equal(spending["kind"], _INVOICE)
    for name in ("vendor", "document_number"):
        keep = pc.and_(keep, pc.is_valid(spending[name]))
    if "status" in spending.column_names:
        gone = pc.is_in(spending["status"], value_set=pa.array(sorted(WITHDRAWN)))
        keep = pc.and_(keep, pc.invert(gone))
    rows: list[Mapping[str, Any]] = spending.filter(keep).select(_NEEDED).to_pylist()
    return rows


def _row(vendor: str, texts: set[str]) -> dict[str, Any]:
    """Count the numbers, and those that follow directly on another of the same series."""
    found = [number for number in map(taken_apart, texts) if number is not None]
    values: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number in found:
        values[number.series].add(number.value)
    following = sum(value - 1 in own for own in values.values() for value in own)
    return {
        "vendor": vendor,
        "numbers": len(texts),
        "following": following if found else None,
    }
