"""Which rules can run on a batch: every kind and column that they need is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compliance.compiler.leaf import (
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    Reader,
    rule_reader,
    their_reader,
)
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.catalogue import Catalogue

Keys = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Supply:
    """What a batch (with its register) holds: the kinds, and the fields that were supplied."""

    catalogue: Catalogue
    fields: Mapping[str, frozenset[str]]

    def missing(self, kind: str, field: str) -> str | None:
        """Give the name of what is missing, `kind` or `kind.field`, or None."""
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
        ours = Reader(self.catalogue, leaf.context, (), keys)
        if derivation.of not in self.fields:
            yield derivation.of
            return
        if derivation.date is not None:
            lack = self.missing(derivation.of, derivation.date)
            if lack is not None:
                yield lack
        for node in derivation.their_nodes():
            for inner in theirs.leaves(node):
                yield from self.leaf_missing(inner, keys)
        for node in derivation.our_nodes():
            for inner in ours.leaves(node):
                yield from self.leaf_missing(inner, keys)


def parameter_keys(rulebook: Rulebook) -> Keys:
    """Give, for each parameter, what it is keyed by."""
    return tuple((name, item.by) for name, item in sorted(rulebook.parameters.items()))


def why_not_run(rule: Rule, supply: Supply, keys: Keys) -> tuple[str, ...]:
    """Give what the rule needs and the batch does not hold, in the order in which it reads."""
    if rule.kind.kind not in supply.fields:
        return (rule.kind.kind,)
    reader = rule_reader(rule, supply.catalogue, keys)
    found: dict[str, None] = {}
    for node in rule.deciding():
        for leaf in reader.leaves(node):
            found.update(dict.fromkeys(supply.leaf_missing(leaf, keys)))
    date = reader.date()
    if date is not None and rule.needs_date:
        found.update(dict.fromkeys(supply.leaf_missing(date, keys)))
    return tuple(found)
