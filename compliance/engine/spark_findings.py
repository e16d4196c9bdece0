"""The findings of a plan that has run in Spark, as one data frame: nothing is collected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING

from compliance.compiler.plan import Plan
from compliance.compiler.rule_plan import RulePlan, flagged
from compliance.engine.related import group_members
from compliance.engine.spark_functions import written_out
from compliance.engine.spark_tables import PLACE
from compliance.engine.spark_worker import Book, FindingsOf, columns, names_of
from compliance.engine.write import RowReader

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def findings(
    session: SparkSession,
    plan: Plan,
    book: Book,
    layouts: tuple[Mapping[str, str], ...],
    ran: Collection[str],
) -> DataFrame | None:
    """Give the findings of the rules that count as run, unsorted; None where no rule does."""
    schema = ", ".join(f"`{name}` {type_}" for name, type_ in columns().items())
    parts = []
    for kind in plan.kinds():
        own = [item for item in plan.rules if item.rule.kind.kind == kind and item.rule.id in ran]
        if own:
            made = FindingsOf(book, kind, frozenset(ran), layouts, names_of(plan, kind))
            # Rows of one key come to one worker, in the order in which they count.
            rows = _flagged(session, plan, kind, own).repartition("_key")
            rows = rows.sortWithinPartitions("_key", "_row_hash", "_i")
            parts.append(rows.mapInArrow(made, schema))
    return reduce(lambda one, other: one.unionByName(other), parts) if parts else None


def _flagged(session: SparkSession, plan: Plan, kind: str, own: list[RulePlan]) -> DataFrame:
    """Give the rows that any rule flags: outcomes, leaves, place, and the records of their groups.

    The leaves are only those that one of the rules reads.
    """
    names = plan.columns[kind].names
    read = [RowReader.of(item, names, plan.world.as_of).columns() for item in own]
    leaves = "".join(f', x."{column}"' for column in sorted({c for part in read for c in part}))
    codes = "".join(f', o."{item.column}" AS "o_{item.column}"' for item in own)
    place = ", ".join(f'k."{name}"' for name in PLACE)
    tests = " OR ".join(
        f'o."{item.column}" IN ({", ".join(str(int(code)) for code in flagged(item))})'
        for item in own
    )
    related = " UNION ALL ".join(_groups(session, plan, own))
    groups = (
        f"SELECT _j, collect_list(named_struct('rule', rule, 'names', names, 'count', count)) "  # noqa: S608
        f"AS _related FROM ({related or _NONE}) GROUP BY _j"
    )
    return session.sql(
        written_out(
            f'SELECT x."_key", x."_row_hash", x."_i"{codes}{leaves}, {place}, g._related '  # noqa: S608
            f'FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i JOIN "k_{kind}" k ON k._i = x._i '
            f"LEFT JOIN ({groups}) g ON g._j = x._i WHERE {tests}"
        )
    )


_NONE = (
    "SELECT CAST(NULL AS STRING) AS rule, CAST(NULL AS BIGINT) AS _j, "
    "CAST(NULL AS ARRAY<STRING>) AS names, CAST(NULL AS BIGINT) AS count WHERE false"
)


def _groups(session: SparkSession, plan: Plan, own: list[RulePlan]) -> Iterator[str]:
    """Give, for each rule that reads groups, the query of its failing records' groups."""
    for item in own:
        members = group_members(plan, item)
        if members is None:
            continue
        if members.pairs is not None and not members.few(_number(session, members.pairs)):
            continue
        yield (
            f"SELECT '{item.rule.id}' AS rule, _j, names, count "  # noqa: S608 - an id is letters
            f"FROM ({members.query}) AS found(_j, names, count)"
        )


def _number(session: SparkSession, query: str) -> int:
    return int(session.sql(query).collect()[0][0])
