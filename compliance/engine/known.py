"""The reference data of the register take the place of the batch's; differences are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from compliance.model.batch import Batch, Earlier
from compliance.model.cells import cell_text, fields_of, stated

_PLACE: Final = {
    "_file": pa.string(), "_sheet": pa.string(), "_row": pa.int64(), "_layout": pa.int64(),
}  # fmt: skip


def with_known(batch: Batch, known: Earlier) -> Batch:
    """Give the batch with the register's records, of the kinds that it holds, for its own.

    A row that agrees with a version of the register wherever it says something lends that version
    its place in the batch. Of every other row each value that differs is a conflict, and nothing of
    it counts. An empty cell says nothing.
    """
    tables, supplied = dict(batch.tables), dict(batch.supplied)
    conflicts: list[Mapping[str, Any]] = []
    for kind, rows in sorted(known.tables.items()):
        own = tables.get(kind)
        places: dict[int, Mapping[str, Any]] = {}
        if own is not None:
            places, found = _met(kind, own, rows)
            conflicts += found
        tables[kind] = _at(rows, places)
        supplied[kind] = known.supplied[kind]
    return replace(batch, tables=tables, supplied=supplied, conflicts=tuple(conflicts))


def _met(
    kind: str, own: pa.Table, known: pa.Table
) -> tuple[dict[int, Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Give the place of the batch for each version that it agrees with, and what differs."""
    by_key: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, version in enumerate(known.to_pylist()):
        by_key.setdefault(version["_key"], []).append((number, version))
    places: dict[int, Mapping[str, Any]] = {}
    conflicts: list[Mapping[str, Any]] = []
    for row in own.to_pylist():
        versions = by_key.get(row["_key"], [])
        agreeing = [number for number, version in versions if not _differing(row, version)]
        for number in agreeing[:1]:
            places.setdefault(number, {name: row.get(name) for name in _PLACE})
        if not agreeing:
            # Of several versions the last is what the row is held against.
            conflicts += _conflicts(kind, row, versions[-1][1] if versions else None)
    return places, conflicts


def _differing(row: Mapping[str, Any], version: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, value in row.items()
        if value is not None and stated(name) and version.get(name) != value
    ]


def _conflicts(
    kind: str, row: Mapping[str, Any], version: Mapping[str, Any] | None
) -> Iterator[Mapping[str, Any]]:
    record, place = row["_key"], {name: row.get(name) for name in _PLACE}
    own = {"kind": kind, "record": record, **place}
    if version is None:
        yield {"conflict_id": f"{kind}:{record}", "held": False, **own}
        return
    for name in fields_of(_differing(row, version)):
        yield {
            "conflict_id": f"{kind}:{record}:{name}",
            "held": True,
            "field": name,
            "in_batch": cell_text(row, name),
            "in_register": cell_text(version, name),
            **own,
        }


def _at(rows: pa.Table, places: Mapping[int, Mapping[str, Any]]) -> pa.Table:
    """Give the register's rows with the places that rows of the batch lend them."""
    for name, type_ in _PLACE.items():
        held = name in rows.column_names
        values: Sequence[Any] = rows[name].to_pylist() if held else [None] * rows.num_rows
        lent = [places.get(number, {}).get(name, value) for number, value in enumerate(values)]
        column = pa.array(lent, type_)
        if held:
            rows = rows.set_column(rows.column_names.index(name), name, column)
        else:
            rows = rows.append_column(name, column)
    return rows
