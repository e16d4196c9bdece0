"""A batch under a rulebook → a result: plan, run, collect, account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from compliance.compiler.plan import Plan, make_plan
from compliance.engine import duck
from compliance.engine.account import rule_accounts
from compliance.engine.collect import Collector
from compliance.engine.lines import line_positions
from compliance.engine.summary import summarise
from compliance.engine.system import with_system_tables
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.words import rule_card
from compliance.model.batch import Batch
from compliance.model.finding import Finding, Outcome
from compliance.model.result import Result

Progress = Callable[[str, int, int], None]


def evaluate(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    rules: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Check a batch: every rule (or those named) on every record, as of a day."""
    chosen = _chosen(rulebook, rules)
    tables, plan, connection = _run(rulebook, batch, as_of, chosen)
    try:
        collector = Collector(connection, plan, rulebook, batch, tables)
        accounts = rule_accounts(connection, plan, rulebook, chosen)
        findings: list[Finding] = []
        exceptions = []
        for number, rule_plan in enumerate(plan.rules):
            if "not_run" in accounts[rule_plan.rule.id]:
                continue
            findings += collector.findings(rule_plan)
            exceptions += collector.exceptions(rule_plan)
            if progress is not None:
                progress("rules", number + 1, len(plan.rules))
    finally:
        connection.close()
    findings.sort(key=_order)
    positions = line_positions(tables, findings)
    summary = summarise(rulebook, batch, as_of, accounts, findings)
    cards = tuple(rule_card(rule, rulebook) for rule in chosen)
    return Result(
        summary=summary,
        findings=tuple(findings),
        rejects=batch.rejects,
        rules=cards,
        lines=tuple(positions),
        exceptions=tuple(exceptions),
        parameters=tuple(summary["parameters"]),
    )


def outcomes(rulebook: Rulebook, batch: Batch, as_of: date, rule_id: str) -> dict[str, str]:
    """Give the outcome word of one rule for each record key; {} where the rule is not run."""
    rule = rulebook.rule(rule_id)
    _, plan, connection = _run(rulebook, batch, as_of, [rule])
    try:
        if not plan.rules:
            return {}
        kind, column = rule.kind.kind, plan.rules[0].column
        found = connection.execute(
            f'SELECT x._key, o."{column}" FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i'  # noqa: S608
        ).fetchall()
    finally:
        connection.close()
    return {key: Outcome(code).word for key, code in found}


def _chosen(rulebook: Rulebook, rules: Sequence[str] | None) -> list[Rule]:
    return rulebook.live() if rules is None else [rulebook.rule(name) for name in rules]


def _run(
    rulebook: Rulebook, batch: Batch, as_of: date, rules: Sequence[Rule]
) -> tuple[Mapping[str, Any], Plan, duckdb.DuckDBPyConnection]:
    tables, fields = with_system_tables(rulebook, batch, rulebook.live())
    plan = make_plan(rulebook, rules, fields, as_of)
    connection = duck.connect()
    duck.load(connection, plan, tables, rulebook.catalogue)
    duck.run(connection, plan)
    return tables, plan, connection


def _order(finding: Finding) -> tuple[bytes, ...]:
    parts = (finding.rule, finding.record_kind, finding.record, finding.finding)
    return tuple(part.encode() for part in parts)
