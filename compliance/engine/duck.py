"""DuckDB, in process: loads canonical tables and runs the queries of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from compliance.compiler.plan import Plan
from compliance.compiler.relation import TableStep, key_column, physical_columns
from compliance.compiler.text_key import TEXT_KEYS
from compliance.engine.duck_functions import FUNCTIONS
from compliance.errors import ComplianceError
from compliance.model.catalogue import GroupKind, Kind

_ARROW: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal(38, 9)": pa.decimal128(38, 9),
    "array<string>": pa.list_(pa.string()),
}


class DigitsError(ComplianceError):
    """A number passes 38 digits while a plan runs, of a rule and record that are not known yet."""


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that can read no file and load no extension."""
    connection = duckdb.connect(":memory:")
    for macro in FUNCTIONS:
        connection.execute(f"CREATE MACRO {macro}")
    connection.execute("SET preserve_insertion_order = true")
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def load(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    tables: Mapping[str, pa.Table],
) -> None:
    """Load the canonical rows of every kind that the plan reads, and what references resolve to."""
    wanted = {step.name.split("_", 1)[1] for step in plan.steps if step.name.startswith("w_")}
    catalogue = plan.world.catalogue
    wanted |= {kind.of for kind in catalogue if isinstance(kind, GroupKind)}
    for name in sorted(wanted | set(plan.targets)):
        kind = catalogue.kinds[name]
        rows = _canonical(kind, tables.get(name), plan.text_keys.get(name, ()))
        connection.register("incoming", rows)
        connection.execute(
            f'CREATE TEMP TABLE "k_{name}" AS SELECT * FROM incoming'  # noqa: S608
        )
        connection.unregister("incoming")
    for name in plan.targets:
        _make_targets(connection, catalogue.kinds[name])


def run(connection: duckdb.DuckDBPyConnection, steps: Sequence[TableStep]) -> None:
    """Make every table of a plan, in order."""
    for step in steps:
        made = "VIEW" if step.view else "TABLE"
        try:
            connection.execute(f'CREATE TEMP {made} "{step.name}" AS {step.query}')
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            first = str(error).splitlines()[0]
            raise DigitsError(
                f"a number passes 38 digits while {step.name[2:]} is evaluated: {first}",
                None,
                "look for an amount with too many digits in the batch",
            ) from None


def _canonical(
    kind: Kind, table: pa.Table | None, text_keys: Sequence[tuple[str, str]]
) -> pa.Table:
    """Give the rows with every column of the kind: `_i`, identity, fields and text keys."""
    count = 0 if table is None else table.num_rows
    columns: dict[str, Any] = {"_i": pa.array(range(count), pa.int64())}
    types = {"_key": "string", "_row_hash": "string"}
    for name, field in kind.fields.items():
        types.update(physical_columns(name, field.type))
    for name, type_name in types.items():
        arrow = _ARROW[type_name]
        if table is not None and name in table.column_names:
            columns[name] = _whole(table[name].cast(arrow))
        else:
            columns[name] = _whole(pa.chunked_array([pa.nulls(count, arrow)]))
    columns["_order"] = _ranks(columns["_key"], columns["_row_hash"])
    for field_name, function in text_keys:
        columns[key_column(field_name, function)] = _text_keys(columns[field_name], function)
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


def _ranks(keys: Any, hashes: Any) -> pa.Array:
    """Rank the rows by key (UTF-8 bytes) and row hash: sorting integers is cheaper than texts."""
    order = pc.sort_indices(
        pa.table({"key": keys, "hash": hashes}),
        sort_keys=[("key", "ascending"), ("hash", "ascending")],
    )
    return pc.sort_indices(order).cast(pa.int64())  # the inverse: each row's place in the order


def _text_keys(column: Any, function: str) -> pa.Array:
    """Compute a text key once for each distinct text, or number the distinct texts (or keys)."""
    made = function.removesuffix("number").strip()
    encoded = _encoded(column)
    if made:
        make = TEXT_KEYS[made]
        texts = encoded.dictionary.to_pylist()
        keys = pa.array([None if text is None else make(text) for text in texts], pa.string())
        column = keys.take(encoded.indices)
        encoded = _encoded(column) if made != function else encoded
    return column if made == function else encoded.indices.cast(pa.int64())


def _encoded(column: Any) -> pa.DictionaryArray:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _make_targets(connection: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Keep one row for each key (and validity): the one of the lowest row hash."""
    keys = list(kind.key) if len(kind.key) > 1 else ["_key"]
    validity = ["valid_from", "valid_until"] if kind.dated else []
    parts = ", ".join(f'"{name}"' for name in [*keys, *validity])
    connection.execute(
        f'CREATE TEMP TABLE "r_{kind.kind}" AS SELECT * FROM "k_{kind.kind}" '  # noqa: S608
        f"QUALIFY row_number() OVER (PARTITION BY {parts} ORDER BY _row_hash, _i) = 1"
    )
    if kind.dated:
        _refuse_overlap(connection, kind, keys)


def _refuse_overlap(connection: duckdb.DuckDBPyConnection, kind: Kind, keys: Sequence[str]) -> None:
    """Refuse two versions of one key that are valid on the same day."""
    same = " AND ".join(f'a."{name}" = b."{name}"' for name in keys)
    found = connection.execute(
        f'SELECT a._key, greatest(a.valid_from, b.valid_from) FROM "r_{kind.kind}" a '  # noqa: S608
        f'JOIN "r_{kind.kind}" b ON {same} AND a._i < b._i '
        "WHERE coalesce(a.valid_from <= b.valid_until, true) "
        "AND coalesce(b.valid_from <= a.valid_until, true) ORDER BY 1 LIMIT 1"
    ).fetchone()
    if found is not None:
        day = f" on {found[1]}" if found[1] else ""
        raise ComplianceError(
            f"{kind.kind} {found[0]} has two versions that are both valid{day}",
            None,
            "end the earlier one (valid_until) on the day before the later one begins",
        )
