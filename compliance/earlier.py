"""A check beside the earlier one of the same records: what became of each finding, and why.

Where the rulebook is another one, the records are judged by the earlier rulebook too: what that
shows as well moved by the records, what it does not show moved by the rules alone.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.beside import Read, judge
from compliance.errors import ComplianceError
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.history import STATES, Changed, Earlier, Prior, Why

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from compliance.model.finding import Finding
    from compliance.model.result import Result
    from compliance.register import Register
    from compliance.register.tables import StoredRun

_NEW, _OUTSTANDING, _SETTLED, _SUPERSEDED = STATES
RESTRICTED: Final = "restricted"


@dataclass(frozen=True)
class _Told:
    """A finding of an earlier run, as its line tells it."""

    finding: str
    rule: str
    outcome: str
    audience: str
    record_kind: str
    record: str

    @classmethod
    def of(cls, line: bytes) -> _Told:
        """Read it from a line of `findings.jsonl`."""
        item = json.loads(line)
        return cls(**{name: item[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class _Before:
    """The earlier runs that one is compared with, and what they found."""

    runs: tuple[StoredRun, ...]
    findings: Mapping[str, _Told]
    rules: Mapping[str, Mapping[str, Any]]  # what their summaries say of each rule
    files: Mapping[str, bytes]  # the one other rulebook by which they judged


def compared(
    store: Register, rulebook: Rulebook, read: Read, result: Result, before: int | None
) -> Earlier:
    """Compare a run with the latest earlier one of its records; `before` is its own number."""
    with store.reading() as session:
        found = _before(session, read, before)
    if not found.runs:
        return Earlier()
    moved = _Moved(rulebook, read, result, found)
    states: dict[str, list[Prior]] = {state: [] for state in STATES}
    hidden = _restricted(rulebook, [*result.findings, *found.findings.values()])
    withheld = 0
    for state, prior in moved.all():
        if prior.rule in hidden:
            withheld += 1
        else:
            states[state].append(prior)
    return Earlier(
        tuple(run.run_id for run in found.runs),
        tuple(_changed(found.runs, read)),
        tuple((state, tuple(items)) for state, items in states.items()),
        withheld,
    )


def _before(session: Session, read: Read, number: int | None) -> _Before:
    from compliance import register
    from compliance.register.related import compared_with

    runs = tuple(compared_with(session, read.basis.batch_id, number))
    findings: dict[str, _Told] = {}
    rules: dict[str, Mapping[str, Any]] = {}
    for run in runs:
        lines = register.outputs_of(session, run.run_id)["findings.jsonl"].splitlines()
        findings |= {told.finding: told for told in map(_Told.of, lines)}
        rules |= register.summary_of(session, run.run_id)["rules"]
    others = {run.rulebook for run in runs} - {read.basis.rulebook}
    one = len({run.rulebook for run in runs}) == 1
    files = register.rulebook_files(session, others.pop()) if others and one else {}
    return _Before(runs, findings, rules, files)


def _restricted(rulebook: Rulebook, findings: Sequence[Finding | _Told]) -> frozenset[str]:
    """Give the rules of which nothing is told, by today's word or by that of their findings."""
    named = {item.rule for item in findings if item.audience == RESTRICTED}
    own = (rule for rule in rulebook.rules.values() if rule.file.audience == RESTRICTED)
    return frozenset(named | {rule.id for rule in own})


def _changed(runs: Sequence[StoredRun], read: Read) -> Iterator[str]:
    """Say what is not the same as it was for the earlier runs."""
    basis = read.basis
    if any(run.rulebook != basis.rulebook for run in runs):
        yield Changed.RULEBOOK
    if any(run.batch_id != basis.batch_id for run in runs):
        yield Changed.BATCH
    elif any(run.known_at != basis.known_at for run in runs):
        yield Changed.REGISTER
    if any(run.as_of != basis.as_of for run in runs):
        yield Changed.DAY
    if any(run.waivers != basis.waivers for run in runs):
        yield Changed.WAIVERS


class _Moved:
    """Sorts the findings of a check and of those before it by what became of them."""

    def __init__(self, rulebook: Rulebook, read: Read, result: Result, before: _Before) -> None:
        self.rulebook = rulebook
        self.read = read
        self.before = before
        self.now = {item.finding: item for item in result.findings}
        self.rules = result.summary["rules"]
        self.same = all(run.batch_id == read.basis.batch_id for run in before.runs)
        self.keys: dict[str, frozenset[str]] = {}
        self.counted = Counter(item.rule for item in result.findings)
        self.ruled = any(run.rulebook != read.basis.rulebook for run in before.runs)

    def all(self) -> Iterator[tuple[str, Prior]]:
        """Give each finding with its state: those of this check, then those that it has no more."""
        for item in self.now.values():
            yield self._found(item)
        for told in self.before.findings.values():
            if told.finding not in self.now:
                yield self._gone(told)

    def _found(self, item: Finding) -> tuple[str, Prior]:
        told = self.before.findings.get(item.finding)
        if told is None:
            return _NEW, self._why_new(item)
        if told.outcome == item.outcome:
            return _OUTSTANDING, _prior(item, Why.FOUND_AGAIN)
        if item.outcome == "fail":
            return _NEW, _prior(item, Why.UNKNOWN_THEN)
        return _SUPERSEDED, _prior(item, Why.UNKNOWN)

    def _gone(self, told: _Told) -> tuple[str, Prior]:
        account = self.rules.get(told.rule)
        if account is None:
            return _SUPERSEDED, _prior(told, Why.RULE_GONE, by_rules=True)
        if "not_run" in account:
            return _SUPERSEDED, _prior(told, Why.NOT_RUN)
        if account["undetermined"] > self.counted[told.rule] - account["fail"]:
            return _SUPERSEDED, _prior(told, Why.NOT_EVERY)
        return _SETTLED, self._why_settled(told)

    def _why_new(self, item: Finding) -> Prior:
        account = self.before.rules.get(item.rule)
        if account is None:
            return _prior(item, Why.RULE_NEW, by_rules=True)
        if "not_run" in account:
            return _prior(item, Why.NOT_RUN_THEN)
        if self.ruled:
            if self.by_old is None:
                return _prior(item, Why.EITHER)
            if item.finding not in self.by_old:
                return _prior(item, self._rule_words(item.rule), by_rules=True)
        return _prior(item, self._record_words())

    def _why_settled(self, told: _Told) -> Prior:
        if self.ruled:
            if self.by_old is None:
                return _prior(told, Why.EITHER)
            if told.finding in self.by_old:
                return _prior(told, self._rule_words(told.rule), by_rules=True)
        if self._absent(told):
            return _prior(told, Why.RECORD_GONE)
        return _prior(told, self._record_words())

    def _rule_words(self, rule: str) -> str:
        then, now = (rules[rule]["version"] for rules in (self.before.rules, self.rules))
        return Why.RULE_CHANGED if then != now else Why.LIMIT_CHANGED

    def _record_words(self) -> str:
        if self.same:
            return Why.AROUND
        return Why.RECORDS

    def _absent(self, told: _Told) -> bool:
        rule = self.rulebook.rules.get(told.rule)
        if told.record_kind not in self.read.batch.tables or rule is None:
            return False
        return isinstance(rule.file.on, str) and told.record not in self._keys(told.record_kind)

    def _keys(self, kind: str) -> frozenset[str]:
        if kind not in self.keys:
            self.keys[kind] = frozenset(self.read.batch.tables[kind]["_key"].to_pylist())
        return self.keys[kind]

    @cached_property
    def by_old(self) -> frozenset[str] | None:
        """Give what the same records show by the earlier rulebook; None where it is not known."""
        if not self.before.files:
            return None
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for path, data in self.before.files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            try:
                old = judge(load_rulebook(folder), self.read)
            except ComplianceError:  # a rulebook that this version of the program reads no more
                return None
        return frozenset(item.finding for item in old.findings)


def _prior(item: Finding | _Told, why: str, *, by_rules: bool = False) -> Prior:
    return Prior(item.finding, item.rule, item.record_kind, item.record, why, by_rules)
