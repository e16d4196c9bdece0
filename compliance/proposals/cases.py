"""A checked batch → its cases: every procurement, contract, funding line and pilot, and the batch.

A case is one whether it has findings or not; a finding belongs to every case that it touches, and
to the batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.case import CASE_KINDS, CaseFact
from compliance.model.result import Result
from compliance.proposals.acts import closed, last_acts, next_act
from compliance.proposals.count import Seen, tally
from compliance.proposals.paths import first_of, follow

BATCH: Final = "batch"
_STATED: Final = frozenset({"control_total", "number_range"})  # what the sender states of a batch


@dataclass(frozen=True)
class History:
    """What a register tells of findings, by id: which are waived, on how many days they stood."""

    waived: AbstractSet[str] = frozenset()
    earlier_runs: Mapping[str, int] = field(default_factory=dict)


def case_facts(
    rulebook: Rulebook, batch: Batch, result: Result, as_of: date, history: History
) -> list[CaseFact]:
    """Give the fact of every case of a batch, in the order of their names."""
    seen = list(_seen(rulebook, batch, result, history))
    by_case: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        for case in {*one.finding.cases, BATCH}:
            by_case[case].append(one)
    records = _records(rulebook, batch)
    cases = sorted({*by_case, *records, BATCH}, key=str.encode)
    rules = _ByKind(rulebook, result.summary["rules"])
    sources = _sources(rulebook, batch)
    acts, over = last_acts(batch), closed(batch, as_of)
    still = sum(one.state == "open" for one in seen)
    facts = []
    for case in cases:
        own, counted = by_case.get(case, []), records.get(case, {})
        kind = case.partition(":")[0]
        if kind not in CASE_KINDS:
            continue
        not_run, critical = rules.not_run(kind)
        last = acts.get(case, "none")
        values = {
            **tally(tuple(rulebook.sets), own, still).values,
            "records": Decimal(sum(counted.values())),
            "not_run": Decimal(len(not_run)),
            "not_run_critical": Decimal(len(critical)),
            "totals_that_differ": Decimal(_differing(own) if case == BATCH else 0),
            "rejected": Decimal(len(batch.rejects) if case == BATCH else 0),
            "case_kind": kind,
            "last_act": last,
            "next_act": next_act(case, last, is_closed=case in over),
            "source": sources.get(case),
            "entity": batch.context.entity,
        }
        facts.append(
            CaseFact(
                case,
                values,
                rules=_ids(one for one in own if one.state in {"open", "waived"}),
                undetermined=_ids(one for one in own if one.state == "undetermined"),
                not_run=critical,
                checked={
                    name: {"records": count, "rules": rules.ran(name)}
                    for name, count in sorted(counted.items())
                },
            )
        )
    return facts


def _differing(seen: Iterable[Seen]) -> int:
    """Count what the sender states and some rule found to be otherwise, and nobody waived."""
    return sum(one.state == "open" and one.finding.record_kind in _STATED for one in seen)


def _ids(seen: Iterable[Seen]) -> tuple[str, ...]:
    """Name the rules of some findings; those for a restricted circle are counted, never named."""
    return tuple(sorted({s.finding.rule for s in seen if s.finding.audience != "restricted"}))


def _seen(rulebook: Rulebook, batch: Batch, result: Result, history: History) -> Iterable[Seen]:
    accounts = result.summary["rules"]
    kinds = {finding.record_kind for finding in result.findings}
    vendors, days = _vendors(rulebook, batch, kinds), _days(rulebook, batch, kinds)
    for finding in result.findings:
        yield Seen(
            finding,
            accounts[finding.rule]["set"],
            accounts[finding.rule]["status"],
            finding.finding in history.waived,
            vendors.get((finding.record_kind, finding.record)),
            history.earlier_runs.get(finding.finding, 0),
            days.get((finding.record_kind, finding.record)),
        )


@dataclass(frozen=True)
class _ByKind:
    """Which rules ran, and which did not, by kinds of record and of case."""

    rulebook: Rulebook
    accounts: Mapping[str, Mapping[str, Any]]

    def ran(self, kind: str) -> int:
        """Count the live rules that ran on a kind of record."""
        return sum(
            "not_run" not in self.accounts[rule.id] and rule.kind.base_kind == kind
            for rule in self._live()
        )

    def not_run(self, case_kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the rules that speak of a kind of case and did not run, and the critical of these.

        A critical rule that only counts what it could not decide says not of which case; it
        stands among those not run for all.
        """
        missed, critical = [], []
        for rule in self._live():
            account = self.accounts[rule.id]
            lost = "not_run" in account
            silent = not lost and account["undetermined"] and not rule.file.flags_missing
            if (lost or silent) and (case_kind == BATCH or case_kind in rule.kind.cases):
                missed += [rule.id] if lost else []
                critical += [rule.id] if rule.file.severity == "critical" else []
        return tuple(missed), tuple(critical)

    def _live(self) -> list[Rule]:
        return [
            rule
            for name, rule in sorted(self.rulebook.rules.items())
            if name in self.accounts and self.accounts[name]["status"] == "live"
        ]


def _records(rulebook: Rulebook, batch: Batch) -> dict[str, dict[str, int]]:
    """Count, for every case, the records of each kind that belong to it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for kind in rulebook.catalogue:
        table = batch.tables.get(kind.kind)
        if table is None or not table.num_rows:
            continue
        found[BATCH][kind.kind] = table.num_rows
        for name, paths in kind.cases.items():
            column = first_of(batch.tables, rulebook.catalogue, kind, paths)
            for item in [] if column is None else pc.value_counts(column).to_pylist():
                if item["values"] is not None:
                    found[f"{name}:{item['values']}"][kind.kind] = item["counts"]
    return found


def _sources(rulebook: Rulebook, batch: Batch) -> dict[str, str]:
    """Give the source of the money of every case that has one only."""
    found: dict[str, set[str]] = defaultdict(set)
    catalogue = rulebook.catalogue
    for kind in catalogue:
        if kind.source is None or kind.kind not in batch.tables:
            continue
        source = follow(batch.tables, catalogue, kind, kind.source)
        for name, paths in kind.cases.items() if source is not None else ():
            case = first_of(batch.tables, catalogue, kind, paths)
            if case is not None:
                pairs = pa.table({"case": case, "source": source}).group_by(["case", "source"])
                for row in pairs.aggregate([]).to_pylist():
                    if row["source"] is not None:
                        found[f"{name}:{row['case']}"].add(row["source"])
                        found[BATCH].add(row["source"])
    return {case: next(iter(sources)) for case, sources in found.items() if len(sources) == 1}


def _days(rulebook: Rulebook, batch: Batch, kinds: AbstractSet[str]) -> dict[tuple[str, str], date]:
    """Give the day of a record, for the kinds of record that have findings."""
    found: dict[tuple[str, str], date] = {}
    for kind in rulebook.catalogue:
        table = batch.tables.get(kind.kind)
        if kind.kind not in kinds or table is None or kind.date not in table.column_names:
            continue
        pairs = zip(table["_key"].to_pylist(), table[kind.date].to_pylist(), strict=True)
        found |= {(kind.kind, key): day for key, day in pairs if day is not None}
    return found


def _vendors(
    rulebook: Rulebook, batch: Batch, kinds: AbstractSet[str]
) -> dict[tuple[str, str], str]:
    """Give the vendor to whom a record leads, for the kinds of record that have findings."""
    found: dict[tuple[str, str], str] = {}
    for kind in rulebook.catalogue:
        if kind.kind not in kinds or kind.kind not in batch.tables:
            continue
        paths = [
            path
            for path, field in (("vendor", "vendor"), ("contract.vendor", "contract"))
            if field in kind.fields
        ]
        column = first_of(batch.tables, rulebook.catalogue, kind, paths)
        keys = batch.tables[kind.kind]["_key"].to_pylist()
        for key, vendor in zip(keys, [] if column is None else column.to_pylist(), strict=False):
            if vendor is not None:
                found[kind.kind, key] = vendor
    return found
