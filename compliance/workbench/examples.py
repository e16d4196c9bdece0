"""Examples of a rule, taken from its specification: a scenario is run, and its records are shown.

Of the subject the fields that the rule reads are shown, of each set the rows that it takes, of
each parameter the value on the record's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError
from compliance.lang.rule import Derivation, Rule
from compliance.lang.tree import FieldRef, Node
from compliance.model.catalogue import GroupKind
from compliance.workbench.features import Scenario, perform
from compliance.workbench.records import Row, find, follow, key_of
from compliance.workbench.steps import form_of
from compliance.workbench.wording import Reader

if TYPE_CHECKING:
    from compliance.model.catalogue import Kind
    from compliance.model.finding import Finding
    from compliance.workbench.scenario import Case, Program

_WANTED: Final = {
    "fail": r"it fails for (?P<key>\S+)|exactly these fail: (?P<keys>.+)",
    "pass": r"it passes for (?P<key>\S+)|exactly these pass: (?P<keys>.+)",
}


@dataclass(frozen=True)
class Grid:
    """A table of records: what they are, its headings, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Example:
    """One record of a scenario: its fields, the sets and parameters it is held to, the finding."""

    scenario: Scenario
    key: str
    fields: tuple[tuple[str, str], ...]
    sets: tuple[Grid, ...]
    parameters: tuple[tuple[str, str], ...]
    finding: Finding | None


def example(
    rule: Rule, outcome: str, scenarios: Sequence[Scenario], program: Program
) -> Example | None:
    """Give the first scenario that shows the outcome (`fail` or `pass`); None where none does."""
    for scenario in scenarios:
        key = _shown(scenario, outcome) if scenario.rules == (rule.id,) else None
        if key is None:
            continue
        done = perform(scenario, program)
        if done.fault is not None:
            raise ComplianceError(faults=(done.fault,))
        run = done.told.run
        return _example(rule, scenario, key, run.case, run.verdict.findings.get(key))
    return None


def _shown(scenario: Scenario, outcome: str) -> str | None:
    """Give the record of which a scenario expects the outcome, the first where it names several."""
    for sentence in scenario.sentences:
        match = re.fullmatch(_WANTED[outcome], sentence.text)
        if match is not None:
            form_of(sentence.keyword, sentence.text, sentence.table)
            return str(match["key"] or match["keys"].split(",")[0].strip())
    return None


def _example(
    rule: Rule, scenario: Scenario, key: str, case: Case, finding: Finding | None
) -> Example:
    rule = case.rulebook.rule(rule.id)  # with the parameters that the scenario states
    if isinstance(rule.kind, GroupKind):
        return Example(scenario, key, (), (_group(rule, rule.kind, key, case),), (), finding)
    if rule.kind.system:  # made by the program: the words of the scenario tell more
        return Example(scenario, key, (), (), (), finding)
    kind, row = find(case.rows, case.rulebook.catalogue, key)
    reader = Reader(case.rulebook, rule, case.rows, kind, row)
    theirs = [node for item in rule.used_derivations() for node in item.their_nodes()]
    paths = [
        *_paths((*kind.key, *rule.dated_by), [*rule.nodes(), *_ours(rule)], "own", kind),
        *_paths((), theirs, "this", kind),
    ]
    fields = {path: _cell(reader, kind, row, path) for path in paths}
    facts = (item for item in rule.used_derivations() if item.on == kind.kind)
    sets = tuple(_grid(item, reader) for item in facts)
    limits = tuple(_parameters(rule, reader))
    return Example(scenario, key, tuple(fields.items()), sets, limits, finding)


def _ours(rule: Rule) -> Iterator[Node]:
    """Give what the sets of a rule read of its subject."""
    for item in rule.used_derivations():
        yield from item.our_nodes()


def _paths(first: Iterable[str], nodes: Iterable[Node], side: str, kind: Kind) -> list[str]:
    """Give the paths that expressions read on one side, a computed field by what it is made of."""
    found = dict.fromkeys(first)
    for node in nodes:
        for part in node.walk():
            if isinstance(part, FieldRef) and part.side == side:
                found |= dict.fromkeys(_stored(part.name, kind))
    return list(found)


def _stored(path: str, kind: Kind) -> Iterator[str]:
    field = kind.fields.get(path)
    if field is not None and field.computed is not None:
        yield from (field.computed.by, field.computed.from_field)
    else:
        yield path


def _cell(reader: Reader, kind: Kind, row: Row, path: str) -> str:
    """Give what stands in a field, or what an empty one means."""
    try:
        cell = follow(reader.rows, reader.rulebook.catalogue, kind, row, path.split("."))
    except ComplianceError:  # no such record: what it would hold is not known
        return ""
    return cell.text or cell.kind.fields[cell.field].default or ""


def _grid(item: Derivation, reader: Reader) -> Grid:
    """Give the rows that a fact about a set takes for the subject, each with what it reads."""
    kind = reader.rulebook.catalogue.kind(item.of)
    nodes = [theirs for theirs, _ in item.match]
    nodes += [node for node in (item.value, item.where, item.among) if node is not None]
    first = (*kind.key, *([item.date] if item.date else []))
    paths = _paths(first, nodes, "own", kind)
    rows = [row for row in reader.rows.get(item.of, []) if _matches(item, kind, row, reader)]
    rows.sort(key=lambda row: (row.get(item.date or "") or "", key_of(kind, row)))
    shown = tuple(tuple(_cell(reader, kind, row, path) for path in paths) for row in rows)
    title = f"Rows that “{item.name.replace('_', ' ')}” looks at"
    return Grid(title, tuple(paths), shown)


def _group(rule: Rule, kind: GroupKind, key: str, case: Case) -> Grid:
    """Give the rows that make a group, each with what the facts about it read."""
    member = case.rulebook.catalogue.kind(kind.of)
    nodes = [node for item in rule.used_derivations() for node in item.their_nodes()]
    paths = _paths((*member.key, *kind.key), nodes, "own", member)
    rows = [
        row
        for row in case.rows.get(kind.of, [])
        if "/".join(row.get(name) or "" for name in kind.key) == key
    ]
    reader = Reader(case.rulebook, rule, case.rows, member, {})
    shown = tuple(tuple(_cell(reader, member, row, path) for path in paths) for row in rows)
    return Grid("Rows of the group", tuple(paths), shown)


def _matches(item: Derivation, kind: Kind, row: Row, reader: Reader) -> bool:
    """Say whether a row has our values, as far as plain fields tell."""
    for theirs, ours in item.match:
        if isinstance(theirs, FieldRef) and isinstance(ours, FieldRef):
            ours_text = _cell(reader, reader.kind, reader.row, ours.name)
            if _cell(reader, kind, row, theirs.name) != ours_text:
                return False
    return True


def _parameters(rule: Rule, reader: Reader) -> Iterator[tuple[str, str]]:
    """Give each parameter with its value for the subject; empty where it has none."""
    for name in rule.parameters():
        try:
            yield name, reader.held(name).text
        except ComplianceError:
            yield name, ""
