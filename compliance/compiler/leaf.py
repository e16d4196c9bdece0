"""Leaves: the values that an expression reads from the record, from others and from sets.

A leaf is what the set compiler makes a column of, and what the reference evaluator is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from compliance.lang import types as t
from compliance.lang.rule import Derivation, Rule
from compliance.lang.tree import (
    DateTest,
    DerivedRef,
    FieldRef,
    Node,
    ParameterRef,
    Step,
    TextKey,
)
from compliance.model.catalogue import Catalogue, Kind


@dataclass(frozen=True)
class Context:
    """Whose values an expression reads, and the fields whose first set date is its date."""

    kind: str
    dated_by: tuple[str, ...]


@dataclass(frozen=True)
class PathLeaf:
    """A field of the record, or of one that it refers to, as it stood on the context's date."""

    context: Context
    steps: tuple[Step, ...]
    type: t.Type
    function: str | None = None  # a text key of the field

    @cached_property
    def _hash(self) -> int:
        return hash((self.context, self.steps, self.function))

    def __hash__(self) -> int:
        """Give the hash, computed once: leaves are the keys of every record's values."""
        return self._hash

    @property
    def name(self) -> str:
        """Give the path as a rule writes it."""
        path = ".".join(step.field for step in self.steps)
        return f"{self.function}({path})" if self.function else path


@dataclass(frozen=True)
class DateLeaf:
    """The date of the context: the first of its fields that is set."""

    context: Context
    type: t.Type = t.DATE
    name: str = "rule date"


@dataclass(frozen=True)
class DerivedLeaf:
    """The value of a derivation, and the number of rows that it had to skip."""

    context: Context
    derivation: Derivation

    @cached_property
    def _hash(self) -> int:
        return hash((self.context, self.derivation.name, self.derivation.function))

    def __hash__(self) -> int:
        """Give the hash, computed once."""
        return self._hash

    @property
    def type(self) -> t.Type:
        """Give the type of the value."""
        return self.derivation.type

    @property
    def name(self) -> str:
        """Give the name under which rules read it."""
        return self.derivation.name


Leaf = PathLeaf | DateLeaf | DerivedLeaf


@dataclass(frozen=True)
class Reader:
    """Knows which leaves an expression reads in one context."""

    catalogue: Catalogue
    context: Context
    derivations: tuple[tuple[str, Derivation], ...] = ()
    parameter_keys: tuple[tuple[str, str | None], ...] = ()  # parameter id → entity, source, pilot
    aggregated: bool = False  # of the rows that a derivation aggregates: `this.` is another's

    def leaf(self, node: Node) -> Leaf | None:
        """Give the leaf of a node, or None where it is not one."""
        if isinstance(node, FieldRef):
            return PathLeaf(self._context(node.steps), node.steps, node.type)
        if isinstance(node, TextKey):
            steps = node.field.steps
            return PathLeaf(self._context(steps), steps, t.TEXT, node.function)
        if isinstance(node, DerivedRef) and not (self.aggregated and node.side == "this"):
            return DerivedLeaf(self.context, dict(self.derivations)[node.name])
        return None

    def leaves(self, node: Node | None) -> Iterator[Leaf]:
        """Give every leaf below a node, those that its parameters are keyed and dated by too."""
        if node is None:
            return
        own = self.leaf(node)
        if own is not None:
            yield own
            return
        if isinstance(node, ParameterRef):
            yield from self._parameter_leaves(node)
        if isinstance(node, DateTest) and node.on is None and self.context.dated_by:
            yield DateLeaf(self.context)
        for child in node.children():
            yield from self.leaves(child)

    def date(self) -> DateLeaf | None:
        """Give the date of the context, None where the kind has no date."""
        return DateLeaf(self.context) if self.context.dated_by else None

    def key_leaf(self, by: str | None) -> PathLeaf | None:
        """Give the leaf by which a parameter is keyed: entity, source, pilot, money (by band)."""
        kind = self.catalogue.kinds[self.context.kind]
        paths = {"entity": "entity", "source": kind.source, "pilot": "pilot", "band": kind.money}
        path = paths.get(by or "")
        if path is None or path.split(".")[0] not in kind.fields:
            return None
        return self.path(path)

    def path(self, path: str) -> PathLeaf:
        """Give the leaf of a dotted path of the catalogue."""
        steps, leaf_type = resolve(self.catalogue, self.context.kind, path)
        return PathLeaf(self._context(steps), steps, leaf_type)

    def _parameter_leaves(self, node: ParameterRef) -> Iterator[Leaf]:
        if node.on is None and node.dated and self.context.dated_by:
            yield DateLeaf(self.context)
        key = self.key_leaf(dict(self.parameter_keys).get(node.id))
        if key is not None:
            yield key

    def _context(self, steps: tuple[Step, ...]) -> Context:
        """Drop the date from the leaf where no step of its path depends on it."""
        for step in steps[:-1]:
            target = self.catalogue.kinds[
                self.catalogue.kinds[step.kind].fields[step.field].to or ""
            ]
            if target.dated or len(target.key) > 1:
                return self.context
        return Context(self.context.kind, ())


def resolve(catalogue: Catalogue, kind: str, path: str) -> tuple[tuple[Step, ...], t.Type]:
    """Turn a dotted path of the catalogue into steps and the type of its end."""
    steps: list[Step] = []
    current: Kind = catalogue.kinds[kind]
    parts = path.split(".")
    for part in parts[:-1]:
        steps.append(Step(current.kind, part))
        current = catalogue.kinds[current.fields[part].to or ""]
    steps.append(Step(current.kind, parts[-1]))
    return tuple(steps), t.field_type(current.fields[parts[-1]])


def number_leaf(leaf: Leaf) -> PathLeaf | None:
    """Give the leaf that numbers the distinct texts of one of the record's own text fields."""
    if not isinstance(leaf, PathLeaf) or len(leaf.steps) > 1 or leaf.type.name not in t.TEXTUAL:
        return None
    return PathLeaf(leaf.context, leaf.steps, t.NUMBER, f"{leaf.function or ''} number".strip())


def reduces_own_groups(leaf: DerivedLeaf) -> bool:
    """Say whether the rows are groups of the subject's own kind that one pass can reduce."""
    d = leaf.derivation
    additive = d.function in {"sum", "count"} and d.type.name != "money"
    simple = additive or not (d.through and d.within)
    own_date = d.until is None or _is_field(d.until, d.date)
    return same_keys(leaf) and own_date and not reads_this(d) and simple


def same_keys(leaf: DerivedLeaf) -> bool:
    """Say whether a derivation looks for rows of the subject's own kind by the subject's keys."""
    d = leaf.derivation
    same = all(theirs == ours and not _dated(ours) for theirs, ours in d.match)
    return d.of == leaf.context.kind and same


def reads_this(derivation: Derivation) -> bool:
    """Say whether what is read from the aggregated rows hangs on the subject: `this.…`."""
    tops = derivation.their_nodes()
    return any(side(node) == "this" for top in tops for node in top.walk())


def side(node: Node) -> str | None:
    """Give the side on which a name is read: "own", "this", or None for other nodes."""
    own = node.field if isinstance(node, TextKey) else node
    return own.side if isinstance(own, (FieldRef, DerivedRef)) else None


def _dated(node: Node) -> bool:
    """Say whether a value may hang on a date: their row's own is not the date of our rule."""
    return any(
        isinstance(part, (ParameterRef, DateTest, DerivedRef))
        or (isinstance(part, FieldRef) and len(part.steps) > 1)
        for part in node.walk()
    )


def _is_field(node: Node, name: str | None) -> bool:
    return isinstance(node, FieldRef) and len(node.steps) == 1 and node.steps[0].field == name


def rule_reader(
    rule: Rule, catalogue: Catalogue, keys: tuple[tuple[str, str | None], ...]
) -> Reader:
    """Give the reader of a rule's own expressions."""
    return Reader(
        catalogue,
        Context(rule.kind.kind, rule.dated_by),
        tuple(sorted(rule.derivations.items())),
        keys,
    )


def their_reader(
    derivation: Derivation, catalogue: Catalogue, keys: tuple[tuple[str, str | None], ...]
) -> Reader:
    """Give the reader of a derivation's expressions over the aggregated kind."""
    date = derivation.date or derivation.order or catalogue.kinds[derivation.of].date
    context = Context(derivation.of, (date,) if date else ())
    return Reader(catalogue, context, derivation.theirs, keys, aggregated=True)


def our_reader(
    leaf: DerivedLeaf, catalogue: Catalogue, keys: tuple[tuple[str, str | None], ...]
) -> Reader:
    """Give the reader of a derivation's expressions over its subject."""
    return Reader(catalogue, leaf.context, leaf.derivation.ours, keys)
