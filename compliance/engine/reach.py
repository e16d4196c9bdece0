"""What waivers reach in a batch that was judged, and the judgement of the waivers themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from compliance.engine.judge import Judged, Run, judge, start
from compliance.engine.waive import Applied, Facts, Reach, apply, records
from compliance.errors import ComplianceError
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch, Earlier
from compliance.model.catalogue import Kind
from compliance.model.finding import Finding, Outcome
from compliance.model.waiver import WAIVER, Granted


@dataclass(frozen=True)
class Asked:
    """What was judged: a batch under a rulebook as of a day, beside earlier records."""

    rulebook: Rulebook
    batch: Batch
    as_of: date
    earlier: Earlier | None


def applied(asked: Asked, run: Run, judged: Judged, waivers: Sequence[Granted]) -> list[Applied]:
    """Give what each waiver does to the findings of a batch."""
    rules = {waiver.rule for waiver in waivers}
    own = [
        item
        for item in judged.findings
        if item.rule in rules and judged.accounts[item.rule]["status"] == "live"
    ]
    reached = [(waiver, _reach(asked, judged, own, waiver)) for waiver in waivers]
    return apply(own, reached, _facts(asked.rulebook, run, own))


def on_waivers(asked: Asked, rules: Sequence[Rule], done: Sequence[Applied]) -> Judged:
    """Judge the waivers by the rules on waivers, as records of a batch of their own."""
    batch = replace(asked.batch, tables={WAIVER: records(done)}, supplied={})
    run = start(asked.rulebook, batch, asked.as_of, rules)
    try:
        return judge(run, asked.rulebook, batch)
    finally:
        run.connection.close()


def _reach(asked: Asked, judged: Judged, own: Iterable[Finding], waiver: Granted) -> Reach:
    rulebook, rule = asked.rulebook, asked.rulebook.rules.get(waiver.rule)
    waivable = "no" if rule is None else rule.file.waivable
    if rule is None or waivable == "no" or waivable.by != waiver.waivable_by:
        return Reach(None)
    account = judged.accounts.get(waiver.rule, {"not_run": ""})
    if "not_run" in account:
        return Reach(frozenset())
    of_records = _applicable(account)
    if waiver.condition is None:
        return Reach(frozenset([waiver.finding or ""]), None, of_records)
    try:
        narrowed = rulebook.narrowed(waiver.rule, waiver.condition)
    except ComplianceError:  # the rulebook has changed since it was asked for
        return Reach(None)
    digest = sha256(f"{rulebook.digest}\0{waiver.condition}".encode()).hexdigest()
    book = replace(rulebook, rules={**rulebook.rules, rule.id: narrowed}, digest=digest)
    run = start(book, asked.batch, asked.as_of, [narrowed], asked.earlier)
    try:
        within = judge(run, book, asked.batch)
    finally:
        run.connection.close()
    # Found by their place: of records that bear one key, fewer may be numbered otherwise.
    places = {_place(item) for item in within.findings if item.outcome == "fail"}
    found = frozenset(
        item.finding for item in own if item.rule == rule.id and _place(item) in places
    )
    return Reach(found, _applicable(within.accounts[rule.id]), of_records)


def _applicable(account: Mapping[str, Any]) -> int:
    words = (item.word for item in Outcome if item is not Outcome.NOT_APPLICABLE)
    return sum(account[word] for word in words)


def _place(finding: Finding) -> tuple[Any, ...]:
    return (finding.record, *(finding.source[name] for name in ("file", "sheet", "row")))


def _facts(rulebook: Rulebook, run: Run, findings: Sequence[Finding]) -> dict[str, Facts]:
    """Give the day of each finding's act, and the people whom the record or an approval names.

    Of rows that bear one key the earliest day counts, and the people of all.
    """
    days: dict[tuple[str, str], date] = {}
    people: dict[str, set[str]] = {}
    for rule in {item.rule: rulebook.rules[item.rule] for item in findings}.values():
        own = {item.record for item in findings if item.rule == rule.id}
        for row in _rows(run.tables, rule.kind.kind, "_key", own):
            dated = [row[name] for name in rule.dated_by if row.get(name) is not None]
            key = (rule.id, row["_key"])
            if dated:
                days[key] = min(days.get(key, dated[0]), dated[0])
        for record, named in people_on(run.tables, rule.kind, own).items():
            people.setdefault(record, set()).update(named)
    return {
        item.finding: Facts(days.get((item.rule, item.record)), people.get(item.record, set()))
        for item in findings
    }


def people_on(tables: Mapping[str, Any], kind: Kind, records: set[str]) -> dict[str, set[str]]:
    """Give the people whom records of a kind, or approvals of them, name as having acted."""
    people: dict[str, set[str]] = {record: set() for record in records}
    for row in _rows(tables, kind.kind, "_key", records):
        people[row["_key"]].update(_named(kind, row))
    for row in _rows(tables, "approval", "subject", records):
        if row.get("act") != "waive" and row.get("person") is not None:
            people[row["subject"]].add(row["person"])
    return people


def _rows(
    tables: Mapping[str, Any], kind: str, field: str, wanted: set[str]
) -> list[Mapping[str, Any]]:
    table = tables.get(kind)
    if table is None or field not in table.column_names or not wanted:
        return []
    places = [n for n, key in enumerate(table[field].to_pylist()) if key in wanted]
    rows: list[Mapping[str, Any]] = table.take(places).to_pylist() if places else []
    return rows


def _named(kind: Kind, row: Mapping[str, Any]) -> Iterable[str]:
    for name, field in kind.fields.items():
        value = row.get(name)
        if field.to == "person" and value is not None:
            yield from value if isinstance(value, list) else [value]
