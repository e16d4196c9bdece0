"""What a fact about sets reads: the leaves of its subject and of the rows that it aggregates."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.compiler.leaf import (
    DerivedLeaf,
    Leaf,
    PathLeaf,
    number_leaf,
    our_reader,
    same_keys,
    side,
    their_reader,
)
from compliance.compiler.relation import World
from compliance.lang.tree import Node


def inner_leaves(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
    """Give what a derivation reads on either side."""
    yield from _their_leaves(leaf, world)
    yield from _our_leaves(leaf, world)


def _their_leaves(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
    """Give what a derivation reads from the rows that it aggregates."""
    derivation = leaf.derivation
    theirs = their_reader(derivation, world.catalogue, world.keys)
    for node in derivation.their_nodes():
        yield from (inner for inner in theirs.leaves(node) if not _through_this(inner, node))
    for own in filter(None, dict.fromkeys((derivation.date, derivation.order))):
        yield theirs.path(own)
    if "status" in world.catalogue.kinds[derivation.of].fields:
        yield theirs.path("status")
    if same_keys(leaf):
        tops = (theirs.leaf(node) for node, _ in derivation.match)
        numbers = (number_leaf(top) for top in tops if top is not None)
        yield from (number for number in numbers if number is not None)


def _our_leaves(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
    """Give what a derivation reads from its subject: its side of `match`, `this`, its dates."""
    derivation = leaf.derivation
    ours = our_reader(leaf, world.catalogue, world.keys)
    for node in derivation.their_nodes():
        for part in node.walk():
            own = ours.leaf(part) if side(part) == "this" else None
            if own is not None:
                yield own
    for node in derivation.our_nodes():
        yield from ours.leaves(node)
    if derivation.date is not None and derivation.of == leaf.context.kind:
        yield ours.path(derivation.date)
    own_date = ours.date()
    if own_date is not None:
        yield own_date
    if derivation.within_parameter is not None:
        key = ours.key_leaf(dict(world.keys).get(derivation.within_parameter))
        if key is not None:
            yield key


def _through_this(leaf: Leaf, node: Node) -> bool:
    """Say whether a leaf is read only as `this.…`, so that it belongs to the other side."""
    if not isinstance(leaf, PathLeaf):
        return False
    sides = {
        side(part) == "this"
        for part in node.walk()
        if getattr(part, "steps", None) == leaf.steps
        or getattr(getattr(part, "field", None), "steps", None) == leaf.steps
    }
    return sides == {True}
