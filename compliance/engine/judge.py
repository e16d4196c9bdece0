"""A plan that runs on a batch, and what its rules say of the records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from compliance.compiler.plan import Plan, make_plan
from compliance.engine import duck, overflow
from compliance.engine.account import rule_accounts
from compliance.engine.collect import Collector
from compliance.engine.earlier import with_earlier
from compliance.engine.groups import group_tables
from compliance.engine.system import with_system_tables
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch, Earlier
from compliance.model.finding import Finding
from compliance.model.meter import spending
from compliance.model.result import ExceptionUsed

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int], None]
_FEW = 20_000  # rows that one thread has judged before two have shared them out


@dataclass(frozen=True)
class Run:
    """A plan that has run: its tables stand in the connection."""

    rules: Sequence[Rule]
    tables: Mapping[str, Any]
    plan: Plan
    connection: duckdb.DuckDBPyConnection
    as_of: date

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return self.connection.execute(query).fetchall()


@dataclass(frozen=True)
class _Wanted:
    """What a plan depends on, comparable, so that the same plan is made once in a process."""

    digest: str
    changes: tuple[tuple[str, str, date | None], ...]
    profile: str  # by which rules have their status
    rules: tuple[str, ...]
    fields: tuple[tuple[str, frozenset[str]], ...]
    as_of: date
    rulebook: Rulebook = field(compare=False)


@lru_cache(maxsize=256)
def _planned(wanted: _Wanted) -> Plan:
    rules = [wanted.rulebook.rules[name] for name in wanted.rules]
    return make_plan(wanted.rulebook, rules, dict(wanted.fields), wanted.as_of)


def start(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    rules: Sequence[Rule],
    earlier: Earlier | None = None,
) -> Run:
    """Plan rules and run them on a batch; the connection in which they ran is the caller's."""
    own: dict[str, int] = {}
    if earlier is not None:
        batch, own = with_earlier(batch, earlier)
    tables, fields = with_system_tables(rulebook, batch, rules)
    for name, (table, count) in group_tables(rules, tables, own).items():
        tables[name] = table
        if count < table.num_rows:
            own[name] = count
    names = tuple(rule.id for rule in rules)
    wanted = _Wanted(
        rulebook.digest, rulebook.changes, batch.context.profile, names,
        tuple(sorted(fields.items())), as_of, rulebook,
    )  # fmt: skip
    with spending("plan") as planned:
        plan = _planned(wanted)
        planned.rows = len(plan.rules)
    try:
        connection = _filled(plan, tables)
        duck.keep_first(connection, plan, own)
    except duck.DigitsError as error:

        def trial(rule: Rule, some: Mapping[str, Any]) -> None:
            _filled(_planned(replace(wanted, rules=(rule.id,))), some).close()

        raise overflow.named(error, rules, tables, trial) from None
    return Run(rules, tables, plan, connection, as_of)


def _filled(plan: Plan, tables: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open a database in which the tables of a plan stand."""
    rows = sum(table.num_rows for table in tables.values())
    connection = duck.connect(1 if rows < _FEW else None)
    try:
        with spending("load") as count:
            duck.load(connection, plan, tables)
            count.rows = rows
        duck.run(connection, plan.steps)
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True)
class Judged:
    """What the rules of a plan say: their accounts, findings in order, and exceptions used."""

    accounts: Mapping[str, Mapping[str, Any]]
    findings: tuple[Finding, ...]
    exceptions: tuple[ExceptionUsed, ...]
    rules: tuple[Rule, ...]

    def beside(self, other: Judged) -> Judged:
        """Give what the rules of two plans say together."""
        return Judged(
            dict(sorted({**self.accounts, **other.accounts}.items())),
            tuple(sorted((*self.findings, *other.findings), key=_order)),
            (*self.exceptions, *other.exceptions),
            tuple(sorted((*self.rules, *other.rules), key=lambda rule: rule.id)),
        )


def judge(run: Run, rulebook: Rulebook, batch: Batch, progress: Progress | None = None) -> Judged:
    """Collect what the rules of a run say."""
    collector = Collector(run.connection, run.plan, rulebook, batch, run.tables)
    accounts = rule_accounts(run.fetch, run.plan, run.rules)
    findings: list[Finding] = []
    exceptions: list[ExceptionUsed] = []
    with spending("rules", parts=len(run.plan.rules)) as all_rules:
        for number, rule_plan in enumerate(run.plan.rules):
            if "not_run" not in accounts[rule_plan.rule.id]:
                with spending("rules", rule_plan.rule.id) as count:
                    found, excused = collector.collect(rule_plan)
                    count.rows = len(found)
                    duck.note_query(run.connection, count)
                findings += found
                exceptions += excused
            if progress is not None:
                progress("rules", number + 1, len(run.plan.rules))
        all_rules.rows = len(findings)
    findings.sort(key=_order)
    return Judged(accounts, tuple(findings), tuple(exceptions), tuple(run.rules))


def _order(finding: Finding) -> tuple[bytes, ...]:
    """Order by rule, kind and record; within these the row hashes are in order already."""
    parts = (finding.rule, finding.record_kind, finding.record)
    return tuple(part.encode() for part in parts)
