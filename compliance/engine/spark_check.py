"""A prepared batch under a rulebook, on Spark: findings stay there, the summary comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.compiler.plan import make_plan
from compliance.compiler.sql import SPARK
from compliance.engine import spark, spark_totals
from compliance.engine.account import rule_accounts, undetermined_money
from compliance.engine.spark_findings import findings
from compliance.engine.spark_functions import written_out
from compliance.engine.spark_tables import Tables
from compliance.engine.spark_worker import Book, columns
from compliance.engine.summary import hash_of, summary_of, totals
from compliance.engine.system import with_system_tables
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.finding import KEYS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Counted:
    """Findings of one rule that share severity and outcome."""

    rule: str
    kind: str
    severity: str
    outcome: str


@dataclass(frozen=True)
class SparkResult:
    """What comes back: the summary, and which findings there are."""

    summary: Mapping[str, Any]
    counted: tuple[Counted, ...]


def check(
    session: SparkSession,
    rulebook: Rulebook,
    batch: Batch,
    tables: Mapping[str, Path],
    as_of: date,
    out: Path,
) -> SparkResult:
    """Check a batch whose tables lie as Parquet; write its findings into `out`, sorted.

    `batch` is the account without tables. The parts of `out`, in the order of their names, hold
    the findings in the order of `findings.jsonl`.
    """
    profile = batch.context.profile
    own = rulebook.of_profile(profile)
    rules = own.live()
    made, fields = with_system_tables(own, batch, rules)
    plan = make_plan(own, rules, fields, as_of, SPARK)
    Tables(session, plan, tables, made).open()
    spark.run(session, plan.steps)

    def fetch(query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.sql(written_out(query)).collect()]

    accounts = rule_accounts(fetch, plan, rules)
    ran = [rule for rule, account in accounts.items() if "not_run" not in account]
    book = Book.of(rulebook, profile, [rule.id for rule in rules], fields, as_of)
    found = findings(session, plan, book, batch.layouts, ran)
    if found is None:
        found = session.createDataFrame([], ", ".join(f"`{n}` {t}" for n, t in columns().items()))
    found = found.localCheckpoint()
    found.createOrReplaceTempView("findings")
    ordered = found.orderBy("rule", "record_kind", "record", "_row_hash")
    ordered.select(*KEYS).write.parquet(str(out))
    counts = spark_totals.counts(session)
    at_issue = spark_totals.at_issue(session, accounts, tables)
    undecided = undetermined_money(fetch, plan)
    summary = summary_of(
        own, batch, as_of, None, accounts, totals(counts, at_issue, accounts, undecided)
    )
    versions = {**summary["engine"]["versions"], "pyspark": version("pyspark")}
    summary["engine"] = {**summary["engine"], "versions": versions}
    summary["content_hash"] = hash_of(summary, spark_totals.hashes(session), batch)
    return SparkResult(summary, tuple(Counted(*key[:4]) for key in counts))
