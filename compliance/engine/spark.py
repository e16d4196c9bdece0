"""Spark, on this machine or a cluster: loads canonical tables and runs the queries of a plan."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from compliance.compiler.loaded import target_columns
from compliance.compiler.relation import TableStep
from compliance.engine.spark_functions import written_out
from compliance.engine.tables import canonical_tables
from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from compliance.compiler.plan import Plan
    from compliance.model.catalogue import Kind

_SETTINGS: Final[Mapping[str, str]] = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, not a null
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    # What is known of a column is deduced for each of its names anew: without end for many rules.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
}


_OVERFLOWS: Final = ("ARITHMETIC_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE")
_LOCAL: Final = {"spark.sql.shuffle.partitions": "2"}  # a cluster has its own


@contextmanager
def connect(
    master: str = "local[2]", settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[SparkSession]:
    """Open a session in which an overflow is an error and names stand in double quotes."""
    need_spark()
    local = master.startswith("local")
    if local:  # the workers are children of this process, with the same packages
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with warnings.catch_warnings():
        # It speaks of conversions to pandas, of which there are none here.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master).appName("compliance")
        for key, value in {**_SETTINGS, **(_LOCAL if local else {}), **settings}.items():
            builder = builder.config(key, value)
        session = _started(builder, master)
        try:
            with _clear_errors():
                yield session
        finally:
            session.stop()


def _started(builder: Any, master: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        session: SparkSession = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    except (Py4JError, PySparkException) as error:
        told = [line.strip() for line in str(error).splitlines() if "Exception" in line]
        raise ComplianceError(
            f"Spark cannot be started at {master}: {(told or [type(error).__name__])[0][:200]}",
            None,
            "--master local[2], or spark://host:7077 of a cluster that runs",
        ) from None
    return session


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Say in plain words that a number passed 38 digits; Spark does not know for which record."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        if any(sign in str(error) for sign in _OVERFLOWS):
            raise ComplianceError(
                "a number passes 38 digits, or an amount 64 bits",
                None,
                "--engine duckdb names the rule and the record; check a part of the batch with it",
            ) from None
        raise


def load(session: SparkSession, plan: Plan, tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write the canonical rows of every kind that the plan reads as Parquet, and open them."""
    for number, (name, rows) in enumerate(canonical_tables(plan, tables)):
        path = folder / f"{number}.parquet"
        pq.write_table(rows, path)
        session.read.parquet(str(path)).createOrReplaceTempView(f"`k_{name}`")
    for name in plan.targets:
        _make_targets(session, plan.world.catalogue.kinds[name])


def run(session: SparkSession, steps: Sequence[TableStep]) -> None:
    """Make every table of a plan, in order; each is computed once, and planned from there on."""
    for step in steps:
        found = session.sql(written_out(step.query))
        made = found if step.view else found.localCheckpoint()
        made.createOrReplaceTempView(f"`{step.name}`")


def _make_targets(session: SparkSession, kind: Kind) -> None:
    """Keep one row for each key (and validity): the one of the lowest row hash."""
    parts = ", ".join(f'"{name}"' for name in target_columns(kind))
    session.sql(
        f'CREATE OR REPLACE TEMP VIEW "r_{kind.kind}" AS SELECT * FROM (SELECT *, row_number() '  # noqa: S608
        f'OVER (PARTITION BY {parts} ORDER BY "_row_hash", "_i") AS "_place" '
        f'FROM "k_{kind.kind}") WHERE "_place" = 1'
    )


def need_spark() -> None:
    """Say in plain words what the engine lacks, and the command that brings it."""
    if importlib.util.find_spec("pyspark") is None:
        clone = (Path(__file__).parents[2] / "setup").is_file()
        bring = "make setup-spark" if clone else "pip install 'compliance-engine[spark]'"
        raise ComplianceError("Spark is not installed", None, bring)
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise ComplianceError(
            "Spark needs Java, and this machine has none",
            None,
            "install Java 17 or 21, such as the Debian package openjdk-17-jre-headless",
        )
