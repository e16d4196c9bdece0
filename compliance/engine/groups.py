"""The rows of kinds that rules make: one for each group, with its first record's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from compliance.compiler.shown import show
from compliance.lang.rule import Rule
from compliance.model.catalogue import GroupKind

_NEVER = pa.array(["cancelled", "superseded"])


def group_tables(
    rules: Iterable[Rule], tables: Mapping[str, pa.Table], own: Mapping[str, int]
) -> dict[str, tuple[pa.Table, int]]:
    """Give a table for each kind of group that rules judge, and how many of its rows are judged.

    `own` says, of a kind that holds records of earlier batches, how many rows come before these:
    a group without any of them is not judged, and stands behind those that are.
    """
    kinds = {rule.kind.kind: rule.kind for rule in rules if isinstance(rule.kind, GroupKind)}
    return {
        name: _groups(kind, tables[kind.of], own.get(kind.of, tables[kind.of].num_rows))
        for name, kind in kinds.items()
        if kind.of in tables
    }


def _groups(kind: GroupKind, rows: pa.Table, own: int) -> tuple[pa.Table, int]:
    """Give the distinct keys of rows that count, in the order of their texts."""
    keys = list(kind.key)
    held = [name for name in keys if name in rows.column_names]
    if len(held) < len(keys):
        return _table(kind, rows.slice(0, 0), []), 0
    numbered = rows.select(keys).append_column("_n", pa.array(range(rows.num_rows), pa.int64()))
    numbered = numbered.filter(_counted(rows, keys))
    first = numbered.group_by(keys, use_threads=False).aggregate([("_n", "min")])
    found = rows.take(first["_n_min"])
    later = [place >= own for place in first["_n_min"].to_pylist()]
    parts = list(zip(*(found[name].to_pylist() for name in keys), strict=True))
    texts = ["+".join(map(show, part)) for part in parts]
    order = sorted(range(len(texts)), key=lambda n: (later[n], texts[n].encode(), repr(parts[n])))
    table = _table(kind, found.take(pa.array(order, pa.int64())), [texts[n] for n in order])
    return table, later.count(False)


def _counted(rows: pa.Table, keys: Iterable[str]) -> Any:
    tests = [pc.is_valid(rows[name]) for name in keys]
    if "status" in rows.column_names:
        tests.append(pc.invert(pc.is_in(rows["status"].cast(pa.string()), _NEVER)))
    whole = tests[0]
    for test in tests[1:]:
        whole = pc.and_(whole, test)
    return whole


def _table(kind: GroupKind, rows: pa.Table, texts: list[str]) -> pa.Table:
    origin = [n for n in ("_file", "_sheet", "_row", "_layout") if n in rows.column_names]
    columns: dict[str, Any] = {
        "_key": pa.array(texts, pa.string()),
        "_row_hash": pa.array([sha256(text.encode()).hexdigest() for text in texts], pa.string()),
    }
    for name in (*kind.key, *origin):
        if name in rows.column_names:
            columns[name] = rows[name]
    return pa.table(columns)
