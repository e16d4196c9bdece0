"""The other records of a finding's group: those that the rule counted together with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compliance.compiler.leaf import DerivedLeaf, reduces_own_groups, their_reader
from compliance.compiler.plan import Plan
from compliance.compiler.relation import group_columns
from compliance.compiler.rule_plan import RulePlan
from compliance.model.catalogue import GroupKind
from compliance.model.finding import Outcome

if TYPE_CHECKING:
    import duckdb

MOST = 100
MOST_PAIRS = 50_000_000  # beyond this the groups are left out: the join would outlast the check

Related = Mapping[int, tuple[tuple[str, ...], int]]


@dataclass(frozen=True)
class Members:
    """How the groups of a rule's failing records are found; `pairs` counts what that would join.

    `query` gives the row number of each failing record, the keys of its group, and their count.
    """

    query: str
    pairs: str | None = None

    def few(self, pairs: int) -> bool:
        """Say whether the join is worth its time."""
        return pairs <= MOST_PAIRS


def related_records(
    connection: duckdb.DuckDBPyConnection, plan: Plan, rule_plan: RulePlan
) -> Related:
    """Give, by row number of each failing record, the keys of its group (at most 100) and a count.

    The group is that of the first derivation that the rule decides by over its own kind; its
    members are the rows that the derivation counted in the record's own frame of dates.
    """
    members = group_members(plan, rule_plan)
    if members is None:
        return {}
    if members.pairs is not None:
        row = connection.execute(members.pairs).fetchone()
        if row and not members.few(int(row[0])):
            return {}
    found = connection.execute(members.query).fetchall()
    return {row: (tuple(names), count) for row, names, count in found}


def group_members(plan: Plan, rule_plan: RulePlan) -> Members | None:
    """Give the queries of the groups of a rule's failing records; None where it has none."""
    subject, kind = rule_plan.rule.kind, rule_plan.rule.kind.kind
    if isinstance(subject, GroupKind):
        return _of_group(plan, subject, rule_plan)
    leaf = _group_leaf(rule_plan)
    if leaf is None:
        return None
    columns = plan.columns[kind]
    reader = their_reader(leaf.derivation, plan.world.catalogue, plan.world.keys)
    keys = group_columns(leaf, reader, columns)
    if not keys:
        return None
    day = None
    if leaf.derivation.date is not None:
        day = columns.names.get(reader.path(leaf.derivation.date))
    failing = f'SELECT _i FROM "o_{kind}" WHERE "{rule_plan.column}" = {int(Outcome.FAIL)}'  # noqa: S608
    same = " AND ".join(f'a."{key}" = b."{key}"' for key in keys)
    own, names = columns.names[leaf], plan.world.dialect.first_of("k", MOST)
    query = (
        f"SELECT i, {names}, count(*) FROM (SELECT a._i AS i, b._key AS k "  # noqa: S608
        f'FROM "w_{kind}" a JOIN "w_{kind}" b ON {same} AND a._i <> b._i '
        f'JOIN "j_{kind}_{own}" j ON b._i = j._j '
        f'WHERE a._i IN ({failing}) AND j."{own}__taken"{_frame(leaf, day)}) GROUP BY i'
    )
    return Members(query, _pairs(kind, keys, failing))


def _of_group(plan: Plan, kind: GroupKind, rule_plan: RulePlan) -> Members:
    """Find the records of each failing group."""
    same = " AND ".join(f'g."{name}" = b."{name}"' for name in kind.key)
    live = "coalesce(b.status NOT IN ('cancelled', 'superseded'), true)"  # as groups are made
    return Members(
        f"SELECT g._i, {plan.world.dialect.first_of('b._key', MOST)}, count(*) FROM "  # noqa: S608
        f'(SELECT k.* FROM "k_{kind.kind}" k JOIN "o_{kind.kind}" o ON k._i = o._i '
        f'WHERE o."{rule_plan.column}" = {int(Outcome.FAIL)}) g '
        f'JOIN "k_{kind.of}" b ON {same} AND {live} GROUP BY g._i'
    )


def _group_leaf(rule_plan: RulePlan) -> DerivedLeaf | None:
    names = {item.name for item in rule_plan.rule.used_derivations(deciding=True)}
    leaves = (leaf for leaf in rule_plan.leaves if isinstance(leaf, DerivedLeaf))
    return next((lf for lf in leaves if lf.name in names and reduces_own_groups(lf)), None)


def _pairs(kind: str, keys: list[str], failing: str) -> str:
    """Count the pairs that the join would make, from the sizes of the failing rows' groups."""
    group = ", ".join(f'"{key}"' for key in keys)
    return (
        f"SELECT coalesce(sum(a.f), 0) FROM (SELECT {group}, count(*) AS f "  # noqa: S608
        f'FROM "w_{kind}" WHERE _i IN ({failing}) GROUP BY {group}) a '
        f'JOIN "w_{kind}" b USING ({group})'
    )


def _frame(leaf: DerivedLeaf, day: str | None) -> str:
    """Give the test that a row lies in the frame of the failing one."""
    derivation = leaf.derivation
    if day is None:
        return ""
    tests = [f'b."{day}" <= a."{day}"']
    if derivation.within:
        tests.append(f'b."{day}" >= a."{day}" - {max(derivation.within)}')
    if derivation.through:
        tests.append(f'(b."{day}" < a."{day}" OR b._order < a._order)')
    return " AND " + " AND ".join(tests)
