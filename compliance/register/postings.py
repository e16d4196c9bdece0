"""The records of a batch that move a funding line, each with its column, sign and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError
from compliance.model.ledger import AUTHORITY, SPENDING, WITHDRAWN
from compliance.register.tables import Posting

if TYPE_CHECKING:
    import pyarrow as pa

_MOST = 2**63 - 1  # what a column of either database holds
_READ = ("_key", "_row_hash", "kind", "funding_line", "budget_year", "status")


def postings(batch_id: int, tables: Mapping[str, pa.Table]) -> list[Posting]:
    """Give the movements of credit, commitments, invoices and payments, in reading order."""
    found = [*credit(tables.get("budget_movement")), *_spending(tables.get("spending"))]
    return [
        Posting(batch_id=batch_id, number=number, **values)
        for number, values in enumerate(found, start=1)
    ]


def credit(table: pa.Table | None) -> Iterator[dict[str, Any]]:
    """Give the movements of credit among records, with the values of a posting."""
    for row in _rows(table, "signed_amount", "effective_on"):
        if row["kind"] not in AUTHORITY:
            yield _values("budget_movement", row, "appropriation", 1)


def _spending(table: pa.Table | None) -> Iterator[dict[str, Any]]:
    for row in _rows(table, "amount", "booked_on"):
        if row["kind"] in SPENDING:
            yield _values("spending", row, *SPENDING[row["kind"]])


def _rows(table: pa.Table | None, amount: str, day: str) -> Iterable[Mapping[str, Any]]:
    """Give the rows that stand, with a line and an amount; `_minor`, `_currency` and `_day`."""
    if table is None:
        return []
    renamed = {amount: "_minor", f"{amount}__currency": "_currency", day: "_day"}
    names = [name for name in (*_READ, *renamed) if name in table.column_names]
    picked = table.select(names).rename_columns([renamed.get(name, name) for name in names])
    needed = ("funding_line", "_minor", "_currency")
    return [
        row
        for row in picked.to_pylist()
        if row.get("status") not in WITHDRAWN and all(row.get(n) is not None for n in needed)
    ]


def _values(kind: str, row: Mapping[str, Any], column: str, sign: int) -> dict[str, Any]:
    day: date | None = row.get("_day")
    year = row.get("budget_year")
    minor = sign * row["_minor"]
    if abs(minor) > _MOST:
        raise ComplianceError(
            f"the amount of {kind} {row['_key']} is too large to be booked",
            None,
            "look whether the amount is right",
        )
    return {
        "line_id": row["funding_line"],
        "budget_year": "" if year is None else str(year),
        "column": column,
        "movement": row["kind"],
        "on_date": None if day is None else day.isoformat(),
        "minor": minor,
        "currency": row["_currency"],
        "record_kind": kind,
        "record": row["_key"],
        "row_hash": row["_row_hash"],
    }
