"""What both evaluators know of one rule: its reader, its leaves, and what decides its scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compliance.compiler.leaf import DerivedLeaf, Leaf, PathLeaf, Reader
from compliance.lang.rule import Rule
from compliance.lang.tree import DerivedRef
from compliance.model.catalogue import Kind
from compliance.model.finding import Outcome


@dataclass(frozen=True)
class RulePlan:
    """One rule of a plan: its reader, the leaves that it can read, and its outcome column."""

    rule: Rule
    reader: Reader
    leaves: tuple[Leaf, ...]
    column: str


def case_leaves(reader: Reader, kind: Kind) -> dict[str, list[PathLeaf]]:
    """Give, for each case kind, the leaves of the paths that may name the record's case."""
    return {name: [reader.path(path) for path in paths] for name, paths in kind.cases.items()}


def scope_leaves(rule: Rule, reader: Reader) -> Iterator[PathLeaf]:
    """Give the leaves that say whether a record is in a rule's scope."""
    if "status" in rule.kind.fields:
        yield reader.path("status")
    if rule.file.applies_to.entity != "all" and "entity" in rule.kind.fields:
        yield reader.path("entity")
    if rule.file.applies_to.source != "all" and rule.kind.source is not None:
        yield reader.path(rule.kind.source)


def deciding_derivations(rule: Rule, reader: Reader) -> tuple[DerivedLeaf, ...]:
    """Give the derivations on which a rule's outcome hangs; what is only printed has no say."""
    nodes = [node for node in (rule.when, rule.require) if node is not None]
    nodes += [clause.condition for clause in rule.exceptions]
    names = {part.name for node in nodes for part in node.walk() if isinstance(part, DerivedRef)}
    return tuple(DerivedLeaf(reader.context, rule.derivations[name]) for name in sorted(names))


def flagged(rule_plan: RulePlan) -> list[Outcome]:
    """Give the outcomes of which a rule makes findings."""
    missing = [Outcome.UNDETERMINED] if rule_plan.rule.file.flags_missing else []
    return [Outcome.FAIL, *missing]
