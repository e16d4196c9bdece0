"""The canonical rows of a batch as the tables `k_KIND` that an engine loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from compliance.compiler.plan import Plan
from compliance.compiler.relation import key_column, physical_columns
from compliance.compiler.text_key import text_keys
from compliance.engine.earlier import BEFORE
from compliance.model.catalogue import GroupKind

_ARROW: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal(38, 9)": pa.decimal128(38, 9),
    "array<string>": pa.list_(pa.string()),
}


def canonical_tables(plan: Plan, tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    """Give each kind that a plan reads, or that references resolve to, with its rows."""
    for name in loaded_kinds(plan):
        yield name, canonical(plan, name, tables.get(name))


def loaded_kinds(plan: Plan) -> list[str]:
    """Give the kinds whose rows a plan reads, or that references resolve to."""
    catalogue = plan.world.catalogue
    wanted = {step.name.split("_", 1)[1] for step in plan.steps if step.name.startswith("w_")}
    wanted |= {kind.of for kind in catalogue if isinstance(kind, GroupKind)}
    return sorted(wanted | set(plan.targets))


def column_types(plan: Plan, name: str) -> dict[str, str]:
    """Give the columns of a kind that a plan reads, with their types: identity, then fields."""
    kind = plan.world.catalogue.kinds[name]
    types = {"_key": "string", "_row_hash": "string"}
    for field in sorted(plan.fields[name]):
        types.update(physical_columns(field, kind.fields[field].type))
    return types


def canonical(plan: Plan, name: str, table: pa.Table | None) -> pa.Table:
    """Give the rows with every column that is read: `_i`, identity, fields and text keys."""
    count = 0 if table is None else table.num_rows
    columns: dict[str, Any] = {"_i": pa.array(range(count), pa.int64())}
    for own, type_name in column_types(plan, name).items():
        arrow = _ARROW[type_name]
        if table is not None and own in table.column_names:
            columns[own] = _whole(table[own].cast(arrow))
        else:
            columns[own] = _whole(pa.chunked_array([pa.nulls(count, arrow)]))
    before = table[BEFORE] if table is not None and BEFORE in table.column_names else None
    columns["_order"] = _ranks(columns["_key"], columns["_row_hash"], before)
    for field_name, function in plan.text_keys.get(name, ()):
        columns[key_column(field_name, function)] = text_key_column(columns[field_name], function)
    return pa.table(columns)


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Read decimals as the whole numbers that they are, times 10^-9: queries know no fractions."""
    if not pa.types.is_decimal(column.type):
        return column
    whole = pa.decimal128(38, 0)
    parts = [
        pa.Array.from_buffers(whole, len(part), part.buffers(), part.null_count, part.offset)
        for part in column.chunks
    ]
    return pa.chunked_array(parts, whole)


def _ranks(keys: Any, hashes: Any, before: Any = None) -> pa.Array:
    """Rank the rows by key (UTF-8 bytes) and row hash: sorting integers is cheaper than texts.

    What earlier batches hold comes first: of two acts of one day the one that was known is before.
    """
    columns = {"key": keys, "hash": hashes}
    if before is not None:
        columns = {"later": pc.invert(pc.fill_null(before, fill_value=False)), **columns}
    order = pc.sort_indices(pa.table(columns), sort_keys=[(name, "ascending") for name in columns])
    return pc.sort_indices(order).cast(pa.int64())  # the inverse: each row's place in the order


def text_key_column(column: Any, function: str) -> pa.Array:
    """Compute a text key once for each distinct text, or number the distinct texts (or keys)."""
    made = function.removesuffix("number").strip()
    encoded = _encoded(column)
    if made:
        keys = pa.array(text_keys(made, encoded.dictionary.to_pylist()), pa.string())
        column = keys.take(encoded.indices)
        encoded = _encoded(column) if made != function else encoded
    return column if made == function else encoded.indices.cast(pa.int64())


def _encoded(column: Any) -> pa.DictionaryArray:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
