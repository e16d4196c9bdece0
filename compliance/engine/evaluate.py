"""A batch under a rulebook → a result: plan, run, collect, account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from compliance.engine.account import undetermined_money
from compliance.engine.books import books
from compliance.engine.collect import Collector, Telling
from compliance.engine.judge import Judged, Progress, Run, judge, start
from compliance.engine.lines import line_positions
from compliance.engine.reach import Asked, applied, on_waivers
from compliance.engine.summary import Beside, summarise
from compliance.engine.unpaid import extents_at_issue
from compliance.engine.waive import Applied
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.words import rule_card
from compliance.model.batch import Batch, Earlier
from compliance.model.finding import Outcome
from compliance.model.meter import spending
from compliance.model.result import Result
from compliance.model.waiver import WAIVER, Granted


def evaluate(  # noqa: PLR0913 - all that a result depends on
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    rules: Sequence[str] | None = None,
    progress: Progress | None = None,
    earlier: Earlier | None = None,
    known_at: int | None = None,
    waivers: Sequence[Granted] = (),
    *,
    telling: Telling | None = None,
) -> Result:
    """Check a batch: every rule (or those named) on every record, as of a day.

    Records of `earlier` batches are counted and referred to; those of the batch alone are judged.
    `known_at` is the entry of the register's trail up to which these were read. `waivers` are
    applied to what the rules find, and then judged by the rules on waivers. `telling` asks for the
    messages in a second language; the findings stay as they are.
    """
    rulebook = rulebook.of_profile(batch.context.profile)
    chosen = _chosen(rulebook, rules)
    first = [rule for rule in chosen if not (waivers and rule.kind.kind == WAIVER)]
    run = start(rulebook, batch, as_of, first, earlier)
    try:
        judged = judge(run, rulebook, batch, progress)
        done: Sequence[Applied] = ()
        if waivers:
            asked = Asked(rulebook, batch, as_of, earlier)
            done = applied(asked, run, judged, waivers)
            last = [rule for rule in chosen if rule.kind.kind == WAIVER]
            judged = judged.beside(on_waivers(asked, last, done)) if last else judged
        with spending("summary"):
            result = _result(run, rulebook, batch, judged, done, known_at)
            facts = books(run.connection, run.tables, rulebook, batch, as_of)
        return replace(result, books=facts, messages=_messages(run, rulebook, batch, telling))
    finally:
        run.connection.close()


def examine(
    rulebook: Rulebook, batch: Batch, as_of: date, rule_id: str
) -> tuple[Result, dict[str, str]]:
    """Check a batch by one rule; give the result, and the outcome word of each record key.

    The outcomes are {} where the rule is not run.
    """
    rulebook = rulebook.of_profile(batch.context.profile)
    run = start(rulebook, batch, as_of, [rulebook.rule(rule_id)])
    try:
        return _result(run, rulebook, batch, judge(run, rulebook, batch)), _outcomes(run)
    finally:
        run.connection.close()


def _result(
    run: Run,
    rulebook: Rulebook,
    batch: Batch,
    judged: Judged,
    done: Sequence[Applied] = (),
    known_at: int | None = None,
) -> Result:
    findings = judged.findings
    waived = {name for item in done for name in item.findings}
    beside = Beside(
        undetermined_money(run.fetch, run.plan),
        extents_at_issue(run.connection, run.tables, findings),
        [item.plain() for item in done],
    )
    summary = summarise(rulebook, batch, run.as_of, known_at, judged.accounts, findings, beside)
    return Result(
        summary=summary,
        findings=findings,
        rejects=batch.rejects,
        rules=tuple(rule_card(rule, rulebook) for rule in judged.rules),
        lines=tuple(line_positions(run.tables, [f for f in findings if f.finding not in waived])),
        exceptions=judged.exceptions,
        parameters=tuple(summary["parameters"]),
    )


def _messages(
    run: Run, rulebook: Rulebook, batch: Batch, telling: Telling | None
) -> dict[str, dict[str, str]]:
    """Give the messages of all findings in a second language, where one is asked for."""
    if telling is None:
        return {}
    collector = Collector(run.connection, run.plan, rulebook, batch, run.tables)
    said: dict[str, str] = {}
    for rule_plan in run.plan.rules:
        said |= collector.translated(rule_plan, telling)
    return {telling.language: said}


def _outcomes(run: Run) -> dict[str, str]:
    if not run.plan.rules:
        return {}
    rule_plan = run.plan.rules[0]
    kind = rule_plan.rule.kind.kind
    found = run.connection.execute(
        f'SELECT x._key, o."{rule_plan.column}" FROM "o_{kind}" o '  # noqa: S608
        f'JOIN "w_{kind}" x ON o._i = x._i'
    ).fetchall()
    return {key: Outcome(code).word for key, code in found}


def _chosen(rulebook: Rulebook, rules: Sequence[str] | None) -> list[Rule]:
    return rulebook.live() if rules is None else [rulebook.rule(name) for name in rules]
