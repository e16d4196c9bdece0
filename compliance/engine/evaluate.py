"""A batch under a rulebook → a result: plan, run, collect, account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from compliance.compiler.plan import Plan, make_plan
from compliance.engine import duck, overflow
from compliance.engine.account import rule_accounts, undetermined_money
from compliance.engine.books import books
from compliance.engine.collect import Collector
from compliance.engine.earlier import with_earlier
from compliance.engine.groups import group_tables
from compliance.engine.lines import line_positions
from compliance.engine.summary import summarise
from compliance.engine.system import with_system_tables
from compliance.engine.unpaid import extents_at_issue
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.words import rule_card
from compliance.model.batch import Batch, Earlier
from compliance.model.finding import Finding, Outcome
from compliance.model.result import ExceptionUsed, Result

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int], None]


def evaluate(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    rules: Sequence[str] | None = None,
    progress: Progress | None = None,
    earlier: Earlier | None = None,
    known_at: int | None = None,
) -> Result:
    """Check a batch: every rule (or those named) on every record, as of a day.

    Records of `earlier` batches are counted and referred to; those of the batch alone are judged.
    `known_at` is the entry of the register's trail up to which these were read.
    """
    rulebook = rulebook.of_profile(batch.context.profile)
    run = _run(rulebook, batch, as_of, _chosen(rulebook, rules), earlier)
    try:
        result = _result(run, rulebook, batch, progress, known_at)
        return replace(result, books=books(run.connection, run.tables, rulebook, batch, as_of))
    finally:
        run.connection.close()


def examine(
    rulebook: Rulebook, batch: Batch, as_of: date, rule_id: str
) -> tuple[Result, dict[str, str]]:
    """Check a batch by one rule; give the result, and the outcome word of each record key.

    The outcomes are {} where the rule is not run.
    """
    rulebook = rulebook.of_profile(batch.context.profile)
    run = _run(rulebook, batch, as_of, [rulebook.rule(rule_id)])
    try:
        return _result(run, rulebook, batch, None), _outcomes(run)
    finally:
        run.connection.close()


@dataclass(frozen=True)
class _Run:
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


def _run(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    rules: Sequence[Rule],
    earlier: Earlier | None = None,
) -> _Run:
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
    plan = _planned(wanted)
    try:
        connection = _filled(plan, tables)
        duck.keep_first(connection, plan, own)
    except duck.DigitsError as error:

        def trial(rule: Rule, some: Mapping[str, Any]) -> None:
            _filled(_planned(replace(wanted, rules=(rule.id,))), some).close()

        raise overflow.named(error, rules, tables, trial) from None
    return _Run(rules, tables, plan, connection, as_of)


def _filled(plan: Plan, tables: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open a database in which the tables of a plan stand."""
    connection = duck.connect()
    try:
        duck.load(connection, plan, tables)
        duck.run(connection, plan.steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _result(
    run: _Run,
    rulebook: Rulebook,
    batch: Batch,
    progress: Progress | None,
    known_at: int | None = None,
) -> Result:
    collector = Collector(run.connection, run.plan, rulebook, batch, run.tables)
    accounts = rule_accounts(run.fetch, run.plan, run.rules)
    findings: list[Finding] = []
    exceptions: list[ExceptionUsed] = []
    for number, rule_plan in enumerate(run.plan.rules):
        if "not_run" not in accounts[rule_plan.rule.id]:
            findings += collector.findings(rule_plan)
            exceptions += collector.exceptions(rule_plan)
        if progress is not None:
            progress("rules", number + 1, len(run.plan.rules))
    findings.sort(key=_order)
    undecided = undetermined_money(run.fetch, run.plan)
    extents = extents_at_issue(run.connection, run.tables, findings)
    summary = summarise(
        rulebook, batch, run.as_of, known_at, accounts, findings, undecided, extents
    )
    return Result(
        summary=summary,
        findings=tuple(findings),
        rejects=batch.rejects,
        rules=tuple(rule_card(rule, rulebook) for rule in run.rules),
        lines=tuple(line_positions(run.tables, findings)),
        exceptions=tuple(exceptions),
        parameters=tuple(summary["parameters"]),
    )


def _outcomes(run: _Run) -> dict[str, str]:
    if not run.plan.rules:
        return {}
    rule_plan = run.plan.rules[0]
    kind = rule_plan.rule.kind.kind
    found = run.connection.execute(
        f'SELECT x._key, o."{rule_plan.column}" FROM "o_{kind}" o '  # noqa: S608
        f'JOIN "x_{kind}" x ON o._i = x._i'
    ).fetchall()
    return {key: Outcome(code).word for key, code in found}


def _chosen(rulebook: Rulebook, rules: Sequence[str] | None) -> list[Rule]:
    return rulebook.live() if rules is None else [rulebook.rule(name) for name in rules]


def _order(finding: Finding) -> tuple[bytes, ...]:
    """Order by rule, kind and record; within these the row hashes are in order already."""
    parts = (finding.rule, finding.record_kind, finding.record)
    return tuple(part.encode() for part in parts)
