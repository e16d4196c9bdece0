"""Checks that every test of intake may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.model.batch import Batch


def assert_ties_out(batch: Batch) -> None:
    """Hold the account of each file to its definition, and the tables to the accounts."""
    for item in batch.files:
        rows = item.rows
        assert item.lines == rows["read"] + sum(item.structural.values()), item.file
        assert rows["read"] == rows["accepted"] + rows["rejected"], item.file
        for currencies in item.money.values():
            for sums in currencies.values():
                assert sums["read"] == sums["accepted"] + sums["rejected"], item.file
    rejected = sum(item.rows["rejected"] for item in batch.files)
    assert rejected == len(batch.rejects)
    assert rejected == len({(r.file, r.sheet, r.row) for r in batch.rejects})
    records = sum(table.num_rows for table in batch.tables.values())
    derived = sum(sum(item.derived.values()) for item in batch.files)
    assert records == sum(item.rows["accepted"] for item in batch.files) + derived


def signed(batch: Batch, kind: str, field: str) -> dict[str, int]:
    """Add the signed amounts of a table by currency."""
    sums: dict[str, int] = {}
    table = batch.tables[kind].select([field, f"{field}__currency"])
    for row in table.to_pylist():
        if row[field] is not None:
            currency = row[f"{field}__currency"]
            sums[currency] = sums.get(currency, 0) + row[field]
    return sums
