"""The engines on which the tests run a plan, each as a function that answers queries."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from compliance.compiler.sql import DUCKDB, SPARK, Dialect
from compliance.engine import duck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from pyspark.sql import SparkSession

    from compliance.compiler.plan import Plan

    Fetch = Callable[[str], list[tuple[Any, ...]]]

# Small queries are planned and started, hardly run: no code is made for them, one task is enough.
SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.driver.memory": "3g",
}


@dataclass(frozen=True)
class Duck:
    """DuckDB, in this process."""

    dialect: Dialect = DUCKDB

    @contextmanager
    def made(self, plan: Plan, tables: Mapping[str, pa.Table]) -> Iterator[Fetch]:
        """Make the tables of a plan, and answer queries over them."""
        connection = duck.connect(threads=2)
        try:
            duck.load(connection, plan, tables)
            duck.run(connection, plan.steps)
            yield lambda query: connection.execute(query).fetchall()
        finally:
            connection.close()


@dataclass(frozen=True)
class Spark:
    """Spark, in a Java beside this process."""

    session: SparkSession
    dialect: Dialect = SPARK

    @contextmanager
    def made(self, plan: Plan, tables: Mapping[str, pa.Table]) -> Iterator[Fetch]:
        """Make the tables of a plan, and answer queries over them."""
        from compliance.engine import spark

        with TemporaryDirectory() as folder:
            spark.load(self.session, plan, tables, Path(folder))
            spark.run(self.session, plan.steps)
            yield lambda query: [
                tuple(row) for row in self.session.sql(spark.written_out(query)).collect()
            ]


Engine = Duck | Spark
