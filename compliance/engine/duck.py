"""DuckDB, in process: loads canonical tables and runs the queries of a plan."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from compliance.compiler.loaded import target_columns
from compliance.compiler.plan import Plan
from compliance.compiler.relation import TableStep
from compliance.engine.duck_functions import FUNCTIONS
from compliance.engine.means import Means, means
from compliance.engine.tables import canonical_tables
from compliance.engine.versions import overlap_query, refuse_overlap
from compliance.errors import ComplianceError
from compliance.model.catalogue import Kind
from compliance.model.meter import Count, spending

if TYPE_CHECKING:
    import pyarrow as pa


class DigitsError(ComplianceError):
    """A number passes 38 digits while a plan runs, of a rule and record that are not known yet."""


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open a connection to an in-memory database that can read no file and load no extension.

    Connections share what never changes, the functions; temporary tables are each one's own. One
    whose memory is bounded, or that is profiled, has a database of its own.
    """
    given = means()
    own = given.profile or given.memory is not None
    return _database(threads, given) if own else _shared(threads).cursor()


@cache
def _shared(threads: int | None) -> duckdb.DuckDBPyConnection:
    return _database(threads, Means())


def _database(threads: int | None, given: Means) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    for macro in FUNCTIONS:
        connection.execute(f"CREATE MACRO {macro}")
    connection.execute("SET preserve_insertion_order = true")
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    if given.memory is not None:
        connection.execute(f"SET memory_limit = '{int(given.memory)}B'")
        connection.execute("SET temp_directory = ?", [given.folder])
    if given.profile:
        connection.execute("PRAGMA enable_profiling = 'no_output'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def load(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    tables: Mapping[str, pa.Table],
) -> None:
    """Load the canonical rows of every kind that the plan reads, and what references resolve to."""
    for name, rows in canonical_tables(plan, tables):
        connection.register("incoming", rows)
        connection.execute(
            f'CREATE TEMP TABLE "k_{name}" AS SELECT * FROM incoming'  # noqa: S608
        )
        connection.unregister("incoming")
    for name in plan.targets:
        _make_targets(connection, plan.world.catalogue.kinds[name])


def run(connection: duckdb.DuckDBPyConnection, steps: Sequence[TableStep]) -> None:
    """Make every table of a plan, in order."""
    with spending("tables", parts=len(steps)):
        for step in steps:
            with spending("tables", step.name) as count:
                count.rows = _make(connection, step)
                note_query(connection, count)


def note_query(connection: duckdb.DuckDBPyConnection, count: Count) -> None:
    """Note what the last query of a profiled connection scanned and held."""
    if not means().profile:
        return
    told = json.loads(connection.get_profiling_information())
    if "query" in told:  # a view computes nothing
        count.scanned = told["query"]["total_rows_scanned"]
        count.memory = told["system"]["peak_buffer_memory"]


def _make(connection: duckdb.DuckDBPyConnection, step: TableStep) -> int | None:
    """Make one table of a plan; give its rows, None for a view."""
    made = "VIEW" if step.view else "TABLE"
    try:
        done = connection.execute(f'CREATE TEMP {made} "{step.name}" AS {step.query}')
        return None if step.view else int(done.fetchall()[0][0])
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        first = str(error).splitlines()[0]
        raise DigitsError(
            f"a number passes 38 digits while {step.name[2:]} is evaluated: {first}",
            None,
            "look for an amount with too many digits in the batch",
        ) from None


def keep_first(connection: duckdb.DuckDBPyConnection, plan: Plan, own: Mapping[str, int]) -> None:
    """Drop the outcomes of a kind's rows from the number given on: others judged them before."""
    made = {step.name for step in plan.steps}
    for kind, count in own.items():
        if f"o_{kind}" in made:
            connection.execute(f'DELETE FROM "o_{kind}" WHERE _i >= {int(count)}')  # noqa: S608


def _make_targets(connection: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Keep one row for each key (and validity): the one of the lowest row hash."""
    parts = ", ".join(f'"{name}"' for name in target_columns(kind))
    connection.execute(
        f'CREATE TEMP TABLE "r_{kind.kind}" AS SELECT * FROM "k_{kind.kind}" '  # noqa: S608
        f"QUALIFY row_number() OVER (PARTITION BY {parts} ORDER BY _row_hash, _i) = 1"
    )
    if kind.dated:
        refuse_overlap(kind, connection.execute(overlap_query(kind)).fetchall())
