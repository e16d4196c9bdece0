"""Paths over the tables of a batch: which case, vendor or source a record leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from compliance.model.catalogue import Catalogue, Kind


def first_of(
    tables: Mapping[str, Any], catalogue: Catalogue, kind: Kind, paths: Sequence[str]
) -> pa.ChunkedArray | pa.Array | None:
    """Give, a row each, the first of some paths that is set; None where the batch has none."""
    found = [column for path in paths if (column := follow(tables, catalogue, kind, path))]
    if not found:
        return None
    return found[0] if len(found) == 1 else pc.coalesce(*found)


def follow(
    tables: Mapping[str, Any], catalogue: Catalogue, kind: Kind, path: str
) -> pa.ChunkedArray | pa.Array | None:
    """Give the column at the end of a dotted path, a row for each record of the kind, as text."""
    head, *rest = path.split(".")
    table = tables.get(kind.base_kind)
    if table is None or head not in table.column_names:
        return None
    column = table[head].cast(pa.string())
    current = kind
    for name in rest:
        target = catalogue.kinds.get(current.fields[head].to or "")
        beyond = tables.get(target.kind) if target is not None else None
        if target is None or beyond is None or name not in beyond.column_names:
            return None
        if target.key_text not in beyond.column_names:
            return None
        place = pc.index_in(column, value_set=beyond[target.key_text].cast(pa.string()))
        column = pc.take(beyond[name].cast(pa.string()), place)
        head, current = name, target
    return column
