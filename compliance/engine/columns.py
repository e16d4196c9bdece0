"""Columns of a record kind as a query needs them, whether or not the batch supplies them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

TEXT: Final = pa.string()
DAY: Final = pa.date32()
MINOR: Final = pa.int64()
KEY: Final = {"_key": TEXT, "_row_hash": TEXT, "status": TEXT}
ORIGIN: Final = {"_file": TEXT, "_sheet": TEXT, "_row": pa.int64()}
AMOUNT: Final = {"amount": MINOR, "amount__currency": TEXT, "amount__base": MINOR}
# Cancelled and superseded records never count.
COUNTS: Final = "coalesce(status NOT IN ('cancelled', 'superseded'), true)"


def columns(table: pa.Table | None, wanted: Mapping[str, pa.DataType]) -> pa.Table:
    """Give the named columns of a kind; those that the batch lacks are null."""
    if table is None:
        return pa.schema(wanted).empty_table()
    return pa.table({
        name: table[name] if name in table.column_names else pa.nulls(table.num_rows, kind)
        for name, kind in wanted.items()
    })  # fmt: skip


def source(file: str | None, sheet: str | None, row: int | None) -> dict[str, Any]:
    """Give where a record stands, as a finding cites it."""
    return {"file": file, "sheet": sheet, "row": row, "cells": {}}
