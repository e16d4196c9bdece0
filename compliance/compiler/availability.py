"""Which rules can run on a batch: every kind and column that they need is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compliance.compiler.leaf import (
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    our_reader,
    rule_reader,
    side,
    their_reader,
)
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.catalogue import AS_OF, Catalogue, GroupKind

Keys = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Supply:
    """What a batch (with its register) holds: the kinds, and the fields that were supplied."""

    catalogue: Catalogue
    fields: Mapping[str, frozenset[str]]

    def missing(self, kind: str, field: str) -> str | None:
        """Give the name of what is missing, `kind` or `kind.field`, or None."""
        source = self.catalogue.kinds.get(kind)
        if isinstance(source, GroupKind):
            return self.missing(source.of, field)
        if kind not in self.fields:
            return kind
        known = self.catalogue.kinds[kind].fields[field]
        if known.computed is not None:
            sources = (known.computed.from_field, known.computed.by)
            return next((m for s in sources if (m := self.missing(kind, s))), None)
        if field in self.fields[kind] or known.default is not None:
            return None
        return f"{kind}.{field}"

    def leaf_missing(self, leaf: Leaf, keys: Keys) -> Iterator[str]:
        """Give what a leaf needs and the batch does not hold."""
        if isinstance(leaf, PathLeaf):
            for step in leaf.steps:
                lack = self.missing(step.kind, step.field)
                if lack is not None:
                    yield lack
                    return
        elif isinstance(leaf, DateLeaf):
            if leaf.context.dated_by == (AS_OF,):
                return
            lacks = [self.missing(leaf.context.kind, name) for name in leaf.context.dated_by]
            if all(lacks):
                yield str(lacks[0])
        else:
            yield from self._derivation_missing(leaf, keys)

    def has(self, leaf: Leaf, keys: Keys) -> bool:
        """Say whether a leaf can be read at all."""
        return next(self.leaf_missing(leaf, keys), None) is None

    def _derivation_missing(self, leaf: DerivedLeaf, keys: Keys) -> Iterator[str]:
        derivation = leaf.derivation
        theirs = their_reader(derivation, self.catalogue, keys)
        ours = our_reader(leaf, self.catalogue, keys)
        if derivation.of not in self.fields:
            yield derivation.of
            return
        for date in filter(None, dict.fromkeys((derivation.date, derivation.order))):
            lack = self.missing(derivation.of, date)
            if lack is not None:
                yield lack
        for node in derivation.their_nodes():
            for inner in theirs.leaves(node):
                yield from self.leaf_missing(inner, keys)
            for own in (ours.leaf(part) for part in node.walk() if side(part) == "this"):
                if own is not None:
                    yield from self.leaf_missing(own, keys)
        for node in derivation.our_nodes():
            for inner in ours.leaves(node):
                yield from self.leaf_missing(inner, keys)


def parameter_keys(rulebook: Rulebook) -> Keys:
    """Give, for each parameter, what it is keyed by."""
    return tuple((name, item.by) for name, item in sorted(rulebook.parameters.items()))


def why_not_run(rule: Rule, supply: Supply, keys: Keys) -> tuple[str, ...]:
    """Give what the rule needs and the batch does not hold, in the order in which it reads."""
    source = rule.kind.base_kind
    if source not in supply.fields:
        return (source,)
    reader = rule_reader(rule, supply.catalogue, keys)
    found: dict[str, None] = {}
    if isinstance(rule.kind, GroupKind):
        lacks = (supply.missing(source, name) for name in rule.kind.key)
        found.update(dict.fromkeys(lack for lack in lacks if lack is not None))
    for node in rule.deciding():
        for leaf in reader.leaves(node):
            found.update(dict.fromkeys(supply.leaf_missing(leaf, keys)))
    date = reader.date()
    if date is not None and rule.needs_date:
        found.update(dict.fromkeys(supply.leaf_missing(date, keys)))
    return tuple(found)
