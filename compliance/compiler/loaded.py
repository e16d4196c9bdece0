"""What of a batch an engine must load for a plan: kinds, their fields, and text keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compliance.compiler.leaf import DateLeaf, Leaf, PathLeaf
from compliance.compiler.relation import Columns, World
from compliance.model.catalogue import GroupKind, Kind


def key_columns(kind: Kind) -> list[str]:
    """Give the columns that hold the key of a kind."""
    return list(kind.key) if len(kind.key) > 1 else ["_key"]


def target_columns(kind: Kind) -> list[str]:
    """Give the columns by which references find a row of a kind: its key, and its validity."""
    return [*key_columns(kind), *(["valid_from", "valid_until"] if kind.dated else [])]


def references_of(world: World, leaves: Iterable[Leaf]) -> set[str]:
    """Give the kinds to which the references of leaves lead."""
    return {
        world.catalogue.kinds[step.kind].fields[step.field].to or ""
        for leaf in leaves
        if isinstance(leaf, PathLeaf)
        for step in leaf.steps[:-1]
    }


def fields_read(
    world: World, columns: Mapping[str, Columns], targets: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Give the fields that the plan reads of each kind: all that an engine need load."""
    kinds = world.catalogue.kinds
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    for leaf in (leaf for own in columns.values() for leaf in own.names):
        if isinstance(leaf, PathLeaf | DateLeaf):
            found[leaf.context.kind].update(leaf.context.dated_by)
        for step in leaf.steps if isinstance(leaf, PathLeaf) else ():
            found[step.kind] |= {step.field, *kinds[step.kind].fields[step.field].also.values()}
    for kind in targets:
        found[kind].update(target_columns(kinds[kind]))
    for group in kinds.values():
        if isinstance(group, GroupKind):
            found[group.kind].update(group.key)
            found[group.of].update(group.key, ["status"])
    return {kind: frozenset(names & kinds[kind].fields.keys()) for kind, names in found.items()}


def text_keys(columns: Mapping[str, Columns]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give the text keys that must be computed when the rows are loaded."""
    found: dict[str, set[tuple[str, str]]] = {}
    for columns_of in columns.values():
        for leaf in columns_of.names:
            if isinstance(leaf, PathLeaf) and leaf.function is not None:
                last = leaf.steps[-1]
                found.setdefault(last.kind, set()).add((last.field, leaf.function))
    return {kind: tuple(sorted(pairs)) for kind, pairs in found.items()}
