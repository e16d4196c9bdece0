"""The totals of findings that lie in Spark: added up there, a few rows come to the driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.engine import unpaid
from compliance.engine.spark_functions import written_out
from compliance.engine.summary import AtIssue, Counts
from compliance.model.finding import CONFIRMED, SEVERITIES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES: Final = {"string": "STRING", "date32[day]": "DATE", "int64": "BIGINT"}


def counts(session: SparkSession) -> Counts:
    """Count the findings by rule, kind, severity, outcome and standing."""
    rows = session.sql(
        "SELECT rule, kind, severity, outcome, standing, count(*) FROM findings GROUP BY ALL"
    )
    return {tuple(row[:5]): row[5] for row in rows.collect()}


def at_issue(
    session: SparkSession,
    accounts: Mapping[str, Mapping[str, Any]],
    prepared: Mapping[str, Path],
) -> list[AtIssue]:
    """Add up the money of confirmed breaches: of each record and stage the gravest and largest."""
    live = [rule for rule, account in accounts.items() if account["status"] == "live"]
    if not live:
        return []
    session.sql(_CHOSEN.format(
        rules=_listed(live), standings=_listed(sorted(CONFIRMED)),
        severity=" ".join(f"WHEN '{word}' THEN {n}" for n, word in enumerate(SEVERITIES)),
    )).localCheckpoint().createOrReplaceTempView("chosen")  # fmt: skip
    _extents(session, prepared)
    rows = session.sql(written_out(_ADDED)).collect()
    return [_item(*row) for row in rows]


def _item(
    stage: str, basis: str, currency: str | None, minor: Any, base: Any, rest: Any, rest_base: Any
) -> AtIssue:
    return AtIssue(stage, basis, _money(currency, minor, base), _money(currency, rest, rest_base))


def _money(currency: str | None, minor: Any, base: Any) -> dict[str, Any]:
    base_minor = None if base is None else int(base)
    return {"minor": int(minor), "currency": currency, "base_minor": base_minor}


def hashes(session: SparkSession) -> Iterator[str]:
    """Give the sorted hashes of the findings' lines, one part after the other."""
    for row in session.sql("SELECT _hash FROM findings ORDER BY _hash").toLocalIterator():
        yield row[0]


def _extents(session: SparkSession, prepared: Mapping[str, Path]) -> None:
    """Make `extents`: where the money of records with a commitment at issue lies."""
    for kind, types in unpaid.READ.items():
        rows = session.range(0) if kind not in prepared else _rows(session, prepared[kind])
        rows.selectExpr(*(
            f'CAST({name if name in rows.columns else "NULL"} AS {_TYPES[str(type_)]}) AS "{name}"'
            for name, type_ in types.items()
        )).createOrReplaceTempView(f"unpaid_{kind}")  # fmt: skip
    wanted = (
        "SELECT DISTINCT record_kind AS kind, record FROM chosen "  # noqa: S608 - a constant
        f"WHERE _stage = '{unpaid.STAGE}'"
    )
    session.sql(wanted).createOrReplaceTempView("unpaid_wanted")
    session.sql(unpaid.SUBJECTS).createOrReplaceTempView("subjects")
    session.sql(
        f"SELECT kind, record FROM ({wanted}) UNION SELECT subject_kind, subject FROM subjects"  # noqa: S608
    ).localCheckpoint().createOrReplaceTempView("unpaid_wanted")
    session.sql(
        f"SELECT * FROM ({unpaid.LINES}) AS l(kind, record, currency, top, paid, bound) UNION ALL "  # noqa: S608
        f"SELECT * FROM ({unpaid.CONTRACTS}) AS c(kind, record, currency, top, paid, bound)"
    ).localCheckpoint().createOrReplaceTempView("placed_money")
    session.sql(_EXTENTS).createOrReplaceTempView("extents")


def _rows(session: SparkSession, path: Path) -> DataFrame:
    return session.read.parquet(str(path))


def _listed(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


# The first of equal ones in the order of the findings' file, as `summary` chooses.
_CHOSEN: Final = """
SELECT record_kind, record, _stage, _basis, _currency, _minor, _base
FROM (
    SELECT *, CASE severity {severity} END AS grave,
        CASE WHEN coalesce(_base, 0) <> 0 THEN _base ELSE coalesce(_minor, 0) END AS weight
    FROM findings
    WHERE outcome = 'fail' AND kind = 'breach' AND standing IN ({standings}) AND rule IN ({rules})
        AND _stage IS NOT NULL AND _basis <> 'none'
)
QUALIFY row_number() OVER (
    PARTITION BY record_kind, record, _stage ORDER BY grave DESC, weight DESC, rule, _row_hash
) = 1
"""
# An approval stands as what it approves.
_EXTENTS: Final = """
SELECT kind, record, currency, top, paid, bound FROM placed_money
UNION ALL
SELECT 'approval', s._key, p.currency, p.top, p.paid, p.bound
FROM subjects s JOIN placed_money p ON p.kind = s.subject_kind AND p.record = s.subject
"""
# What is neither paid nor released of the last `_minor` units; its euro shrink in proportion.
_ADDED: Final = """
SELECT _stage, _basis, _currency, sum(_minor),
    CASE WHEN count(_base) = count(*) THEN sum(_base) END, sum(rest),
    CASE WHEN count(_base) = count(*) THEN sum(
        CASE WHEN rest = _minor OR _minor = 0 THEN _base
        ELSE c_half_even(_base * rest, _minor) END) END
FROM (
    SELECT c.*, CASE WHEN e.record IS NULL THEN c._minor ELSE CAST(
        greatest(0, least(e.top, e.bound) - greatest(e.top - c._minor, e.paid))
        AS DECIMAL(38, 0)) END AS rest
    FROM chosen c LEFT JOIN extents e ON c._stage = 'commitment' AND e.kind = c.record_kind
        AND e.record = c.record AND e.currency = c._currency
)
GROUP BY _stage, _basis, _currency
"""
