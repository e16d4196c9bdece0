"""A scenario of a feature: the records it gives, the changes it makes, and the rule it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from compliance.errors import ComplianceError, Place
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.tree import FieldRef
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.finding import Finding
from compliance.model.yaml_file import did_you_mean, read_document
from compliance.workbench.case_story import CaseStory
from compliance.workbench.records import Row, Rows, find, follow, merge
from compliance.workbench.wording import Reader


@dataclass(frozen=True)
class Change:
    """One field of one record that is to hold what the words state."""

    key: str
    path: str
    words: str


@dataclass(frozen=True)
class FileFacts:
    """The account of one file, as a scenario states it."""

    file: str
    rows_read: int
    rows_rejected: int
    unreadable_amounts: int


@dataclass(frozen=True)
class Story:
    """What a scenario has given so far. Words are read when the rule runs, in their order."""

    rows: Rows = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    named: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str, date | None], ...] = ()
    profile: str = "pilot"
    withheld: tuple[str, ...] = ()
    files: tuple[FileFacts, ...] = ()
    known: tuple[Change, ...] = ()  # what the register says; of an empty path: that it says nothing

    @property
    def subject(self) -> str:
        """Give the record that `its` speaks of: the one named last."""
        if not self.named:
            raise ComplianceError("`its` needs a record", None, "begin with: Given a clean …")
        return self.named[-1]

    def change(self, key: str, path: str, words: str) -> Story:
        """Add a change of one field."""
        return replace(self, changes=(*self.changes, Change(key, path, words)))


@dataclass(frozen=True)
class Case:
    """A story with every word read: what the program is to check."""

    rulebook: Rulebook
    rows: Rows
    rule: str
    as_of: date
    profile: str
    files: tuple[FileFacts, ...]
    known: Rows  # what the register holds of the kinds that it holds


@dataclass(frozen=True)
class Verdict:
    """What the program said: outcome words, findings and exceptions, by record key."""

    outcomes: Mapping[str, str]
    findings: Mapping[str, Finding]
    exceptions: Mapping[str, str]


class Program(Protocol):
    """The program under test, and where the clean records lie."""

    @property
    def rulebook(self) -> Rulebook:
        """Give the rulebook."""

    @property
    def worlds(self) -> Path:
        """Give the folder of clean records."""

    def run(self, case: Case) -> Verdict:
        """Check a case."""

    def propose(self, case: CaseStory, as_of: date) -> Mapping[str, Any]:
        """Draw the proposals for a case that is told by its findings."""


def clean(story: Story, catalogue: Catalogue, worlds: Path, name: str, key: str) -> Story:
    """Add the clean record `name` under `key`, with the records that it refers to."""
    kind, record, others = _world(worlds, name, key)
    rows = merge(story.rows, catalogue, {kind: [record]})
    return replace(story, rows=merge(rows, catalogue, others), named=(*story.named, key))


def table(
    story: Story, catalogue: Catalogue, worlds: Path, name: str, cells: Sequence[Sequence[str]]
) -> Story:
    """Add one record a row: the clean one under the row's key, with the cells that are given."""
    head, *body = cells
    for line in body:
        given = dict(zip(head, line, strict=True))
        kind = catalogue.kind(_kind_of(worlds, name))
        if kind.key_text not in given:
            raise ComplianceError(f"the table needs the column {kind.key_text}")
        key = given.pop(kind.key_text)
        story = clean(story, catalogue, worlds, name, key)
        for path, words in given.items():
            story = story.change(key, path, words or "empty")
    return story


def unnamed(story: Story, kind: str, key: str) -> Story:
    """Drop the records of `kind` in which any cell holds `key`."""
    kept = [row for row in story.rows.get(kind, []) if key not in row.values()]
    return replace(story, rows={**story.rows, kind: kept})


def twin(story: Story, kind: str, key: str) -> Story:
    """Add a second record of `kind` that bears the same key."""
    group = story.rows.get(kind, [])
    second = [dict(row, note="twin") for row in group if key in row.values()][:1]
    return replace(story, rows={**story.rows, kind: [*group, *second]})


def ready(story: Story, program: Program, rule_id: str, as_of: date) -> Case:
    """Read every word of the story and give the case to check."""
    rulebook = program.rulebook.with_parameters(story.parameters)
    rule = rulebook.rule(rule_id)
    rows: Rows = {kind: [dict(row) for row in group] for kind, group in story.rows.items()}
    for change in story.changes:
        kind, row = find(rows, rulebook.catalogue, change.key)
        reader = Reader(rulebook, rule, rows, kind, row)
        cell = follow(rows, rulebook.catalogue, kind, row, change.path.split("."))
        cell.row[cell.field] = reader.text(change.words)
    for name in story.withheld:
        kind_name, _, column = name.partition(".")
        for row in rows.get(kind_name, []):
            row.pop(column, None)
        if not column:
            rows.pop(kind_name, None)
    read = kinds_read(rulebook, rule)
    if not any(one.system for name, one in rulebook.catalogue.kinds.items() if name in read):
        rows = {kind: group for kind, group in rows.items() if kind in read}
    known = _known(story.known, rulebook, rule, rows)
    return Case(rulebook, rows, rule_id, as_of, story.profile, story.files, known)


def _known(said: Sequence[Change], rulebook: Rulebook, rule: Rule, rows: Rows) -> Rows:
    """Give what a register holds: of the kinds of which it says something, all but what it says."""
    known: Rows = {}
    for change in said:
        kind, _ = find(rows, rulebook.catalogue, change.key)
        known.setdefault(kind.kind, [dict(row) for row in rows[kind.kind]])
        kind, row = find(known, rulebook.catalogue, change.key)
        if change.path:
            reader = Reader(rulebook, rule, known, kind, row)
            row[change.path] = reader.text(change.words)
        else:
            known[kind.kind].remove(row)
    return known


def kinds_read(rulebook: Rulebook, rule: Rule) -> frozenset[str]:
    """Give the kinds of record on which the outcome of a rule can depend."""
    kind = rule.kind
    nodes = [node for top in rule.nodes() for node in top.walk()]
    facts = rule.facts()
    for derivation in facts:
        for top in (*derivation.their_nodes(), *derivation.our_nodes()):
            nodes.extend(top.walk())
    read = {step.kind for node in nodes if isinstance(node, FieldRef) for step in node.steps}
    read |= {fact.of for fact in facts}
    paths = [kind.source or "", *(path for group in kind.cases.values() for path in group)]
    for path in filter(None, paths):
        read |= _kinds_on(rulebook.catalogue, kind, path.split("."))
    return frozenset(read | {kind.kind})


def _kinds_on(catalogue: Catalogue, kind: Kind, path: Sequence[str]) -> set[str]:
    target = kind.fields[path[0]].to
    if target is None or len(path) == 1:
        return {kind.kind}
    return {kind.kind} | _kinds_on(catalogue, catalogue.kind(target), path[1:])


def reader_of(case: Case, key: str) -> Reader:
    """Give a reader of the words about one record of a case."""
    catalogue = case.rulebook.catalogue
    kind, row = find(case.rows, catalogue, key)
    return Reader(case.rulebook, case.rulebook.rule(case.rule), case.rows, kind, row)


def _world(worlds: Path, name: str, key: str) -> tuple[str, Row, Mapping[str, list[Row]]]:
    data = _read(worlds, name)
    others = {kind: [_named(row, key) for row in rows] for kind, rows in data["with"].items()}
    return data["kind"], _named(data["record"], key), others


def _kind_of(worlds: Path, name: str) -> str:
    kind: str = _read(worlds, name)["kind"]
    return kind


@lru_cache(maxsize=64)
def _read(worlds: Path, name: str) -> Any:
    """Read a clean record once in a process: every scenario begins with one, most with several."""
    files = {path.stem: path for path in worlds.glob("*.yaml") if path.name != "batch.yaml"}
    if name not in files:
        raise ComplianceError(
            f"there is no clean {name}", Place(str(worlds)), did_you_mean(name, files)
        )
    return read_document(files[name]).data


def _named(row: Mapping[str, str | None], key: str) -> Row:
    return {name: (text or "").replace("@key", key) for name, text in row.items()}
