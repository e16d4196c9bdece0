"""The canonical tables of a prepared batch in Spark: typed, numbered, with text keys.

Nothing of them passes through the driver but the size of each part, by which rows are numbered,
and the few records that the program itself makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from compliance.compiler.loaded import target_columns
from compliance.compiler.plan import Plan
from compliance.compiler.relation import key_column
from compliance.compiler.shown import show
from compliance.engine.tables import canonical, column_types, loaded_kinds, text_key_column
from compliance.engine.versions import overlap_query, refuse_overlap
from compliance.model.catalogue import GroupKind, Kind

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

PLACE: Final[Mapping[str, str]] = {
    "_file": "STRING", "_sheet": "STRING", "_row": "BIGINT", "_layout": "BIGINT",
}  # fmt: skip
_TYPES: Final[Mapping[str, str]] = {
    "string": "STRING", "int64": "BIGINT", "boolean": "BOOLEAN", "date": "DATE",
    "timestamp": "TIMESTAMP_NTZ", "array<string>": "ARRAY<STRING>",
}  # fmt: skip
_LIVE: Final = "coalesce(status NOT IN ('cancelled', 'superseded'), true)"
_ROW_BITS: Final = 33  # of Spark's own row number; the bits above them number the part


@dataclass
class Tables:
    """Opens the tables of a batch as the views that a plan reads."""

    session: SparkSession
    plan: Plan
    prepared: Mapping[str, Path]  # kind → Parquet files of its rows
    own: Mapping[str, pa.Table]  # kinds whose records the program makes
    opened: dict[str, DataFrame] = field(default_factory=dict)

    def open(self) -> None:
        """Make `k_KIND` for every kind that the plan reads, and `r_KIND` for its references."""
        kinds = self.plan.world.catalogue.kinds
        names = loaded_kinds(self.plan)
        for name in sorted(names, key=lambda own: isinstance(kinds[own], GroupKind)):
            frame = self._frame(name)
            frame.createOrReplaceTempView(f"`k_{name}`")
            self.opened[name] = frame
        for name in self.plan.targets:
            _make_targets(self.session, kinds[name])

    def _frame(self, name: str) -> DataFrame:
        kind = self.plan.world.catalogue.kinds[name]
        if isinstance(kind, GroupKind):
            return self._groups(kind)
        if name not in self.prepared:
            return self._made(name)
        rows = self.session.read.parquet(str(self.prepared[name]))
        if not {"_i", "_order"} <= set(rows.columns):
            rows = _numbered(self.session, rows)
        return self._keyed(name, rows.selectExpr(*self._columns(name, rows)))

    def _made(self, name: str) -> DataFrame:
        """Give the records that the program makes; of a kind that the batch lacks, none."""
        table = self.own.get(name)
        rows = canonical(self.plan, name, table)
        for own, type_ in (("_file", pa.string()), ("_sheet", pa.string()), ("_row", pa.int64()),
                           ("_layout", pa.int64())):  # fmt: skip
            held = table is not None and own in table.column_names
            column = table[own].cast(type_) if table is not None and held else None
            rows = rows.append_column(own, column or pa.nulls(rows.num_rows, type_))
        return self.session.createDataFrame(rows)

    def _columns(self, name: str, rows: DataFrame) -> Iterator[str]:
        """Give the select of identity, fields and place; a column that is not there is null."""
        held = set(rows.columns)
        yield from ('"_i"', '"_order"')
        for own, type_name in column_types(self.plan, name).items():
            if type_name.startswith("decimal"):  # as the whole number of 10^-9 that it is
                text = f"replace(CAST(\"{own}\" AS STRING), '.', '')" if own in held else "NULL"
                yield f'CAST({text} AS DECIMAL(38, 0)) AS "{own}"'
            else:
                text = f'"{own}"' if own in held else "NULL"
                yield f'CAST({text} AS {_TYPES[type_name]}) AS "{own}"'
        for own, type_ in PLACE.items():
            text = f'"{own}"' if own in held else "NULL"
            yield f'CAST({text} AS {type_}) AS "{own}"'

    def _keyed(self, name: str, rows: DataFrame) -> DataFrame:
        """Add the text keys; what numbers texts elsewhere is here the text (or key) itself."""
        pairs = self.plan.text_keys.get(name, ())
        if not pairs:
            return rows
        schema = _with_texts(rows, [key_column(own, function) for own, function in pairs])
        return rows.mapInArrow(TextKeys(pairs), schema).localCheckpoint()

    def _groups(self, kind: GroupKind) -> DataFrame:
        """Give the distinct keys of rows that count, each with the place of its first row."""
        base = self.opened[kind.of]
        keys = ", ".join(f'"{name}"' for name in kind.key)
        place = ", ".join(f'"{name}"' for name in PLACE)
        known = " AND ".join(f'"{name}" IS NOT NULL' for name in kind.key)
        live = f" AND {_LIVE}" if "status" in base.columns else ""
        first = self.session.sql(
            f'SELECT {keys}, first.* FROM (SELECT {keys}, min_by(struct({place}), "_i") AS first '  # noqa: S608
            f'FROM "k_{kind.of}" WHERE {known}{live} GROUP BY {keys})'
        )
        schema = _with_texts(first, ["_key", "_row_hash"])
        named = first.mapInArrow(GroupNames(kind.key), schema)
        numbered = _numbered(self.session, named)
        return numbered.selectExpr(*self._columns(kind.kind, numbered))


@dataclass(frozen=True)
class TextKeys:
    """Adds text keys to rows, a batch of them at a time."""

    pairs: tuple[tuple[str, str], ...]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give the rows with their keys."""
        for batch in batches:
            columns = {name: batch[name] for name in batch.schema.names}
            for own, function in self.pairs:
                made = function.removesuffix("number").strip()
                column = batch[own]
                columns[key_column(own, function)] = (
                    text_key_column(column, made) if made else column
                )
            yield pa.RecordBatch.from_pydict(columns)


@dataclass(frozen=True)
class GroupNames:
    """Names each group by its key, as `engine.groups` does."""

    key: tuple[str, ...]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give the groups with their names and hashes."""
        for batch in batches:
            columns: dict[str, Any] = {name: batch[name] for name in batch.schema.names}
            parts = zip(*(batch[name].to_pylist() for name in self.key), strict=True)
            texts = ["+".join(map(show, part)) for part in parts]
            columns["_key"] = pa.array(texts, pa.string())
            hashes = [sha256(text.encode()).hexdigest() for text in texts]
            columns["_row_hash"] = pa.array(hashes, pa.string())
            yield pa.RecordBatch.from_pydict(columns)


def _with_texts(rows: DataFrame, names: Iterable[str]) -> StructType:
    """Give the columns of a frame, and text columns after them."""
    from pyspark.sql.types import StringType, StructField, StructType

    return StructType([*rows.schema.fields, *(StructField(name, StringType()) for name in names)])


def _numbered(session: SparkSession, rows: DataFrame) -> DataFrame:
    """Number rows by key and row hash: sorted in parts, each part counted on from those before.

    The number serves as row number and as place; of rows that are equal in both, the file and row
    from which they were read decide.
    """
    by = [name for name in ("_key", "_row_hash", "_file", "_sheet", "_row") if name in rows.columns]
    own = [name for name in rows.columns if name not in {"_i", "_order"}]
    placed = (
        rows.select(*own)
        .orderBy(*by)
        .selectExpr("*", "monotonically_increasing_id() AS _at")
        .selectExpr(
            "*", f"shiftright(_at, {_ROW_BITS}) AS _part", f"_at % {2**_ROW_BITS} AS _within"
        )
        .localCheckpoint()
    )
    sizes = sorted((row[0], row[1]) for row in placed.groupBy("_part").count().collect())
    starts, total = [], 0
    for part, size in sizes:
        starts.append((part, total))
        total += size
    first = session.createDataFrame(starts or [(0, 0)], "_part BIGINT, _start BIGINT")
    first.createOrReplaceTempView("starts")
    columns = ", ".join(f'p."{name}"' for name in own)
    placed.createOrReplaceTempView("placed")
    return session.sql(
        f'SELECT {columns}, _start + _within AS "_i", _start + _within AS "_order" '  # noqa: S608
        "FROM placed p JOIN starts USING (_part)"
    ).localCheckpoint()


def _make_targets(session: SparkSession, kind: Kind) -> None:
    """Keep one row for each key (and validity): the one of the lowest row hash."""
    parts = ", ".join(f'"{name}"' for name in target_columns(kind))
    session.sql(
        f'CREATE OR REPLACE TEMP VIEW "r_{kind.kind}" AS SELECT * FROM (SELECT *, row_number() '  # noqa: S608
        f'OVER (PARTITION BY {parts} ORDER BY "_row_hash", "_i") AS "_place" '
        f'FROM "k_{kind.kind}") WHERE "_place" = 1'
    )
    if kind.dated:
        refuse_overlap(kind, [tuple(row) for row in session.sql(overlap_query(kind)).collect()])
