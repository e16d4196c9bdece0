"""A rule as the compiler reads it: typed, frozen, with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from compliance.lang.files import RuleFile
from compliance.lang.table import Table
from compliance.lang.tree import DerivedRef, Node, ParameterRef, TableRef
from compliance.lang.types import Type
from compliance.model.catalogue import Kind

STEPS: Final = 40  # of a trace; those after them are counted
ARROW: Final = " → "  # between its steps


@dataclass(frozen=True)
class Derivation:
    """One fact about a set, as `derive` states it.

    Rows of `of` whose `match` equals ours are aggregated; an empty `match` (`per: [batch]`) takes
    them all. `through` (own kind) takes rows up to this one by (date, key, row hash); `until`
    takes rows whose date is at most ours; `within` takes the trailing number of days, same-day
    rows included.

    Expressions may read other derivations: `theirs` are those of the aggregated kind, found for
    each aggregated row on its own date; `ours` are those of the subject. Read so, a fact that had
    to skip rows is null, since it is not known for certain.
    """

    name: str
    function: str
    on: str
    of: str
    value: Node | None  # None: `count: rows`
    match: tuple[tuple[Node, Node], ...]  # (theirs, ours)
    where: Node | None
    date: str | None  # the aggregated kind's date field for within, through, until
    through: bool
    until: Node | None
    within: tuple[int, ...]  # numbers of days; several where a parameter gives them
    within_parameter: str | None
    type: Type
    order: str | None = None  # the date field by which first, last, previous, trace order
    among: Node | None = None  # hhi: whose parts of the total
    at: tuple[int, int] | None = None  # quartile: (numerator, denominator) of the part below it
    digits: int = 1  # first_digit: how many leading digits
    theirs: tuple[tuple[str, Derivation], ...] = ()
    ours: tuple[tuple[str, Derivation], ...] = ()
    at_parameter: str | None = None  # that states `at`

    def their_nodes(self) -> Iterator[Node]:
        """Give the expressions over the aggregated kind."""
        yield from (theirs for theirs, _ in self.match)
        yield from (n for n in (self.value, self.where, self.among) if n is not None)

    def our_nodes(self) -> Iterator[Node]:
        """Give the expressions over the subject."""
        yield from (ours for _, ours in self.match)
        if self.until is not None:
            yield self.until

    def read(self) -> Iterator[Derivation]:
        """Give this derivation and every one that its expressions read, each once."""
        found: dict[int, Derivation] = {}
        waiting = [self]
        while waiting:
            fact = waiting.pop()
            if id(fact) not in found:
                found[id(fact)] = fact
                waiting += [inner for _, inner in (*fact.theirs, *fact.ours)]
        yield from found.values()

    def parameters(self) -> Iterator[str]:
        """Give the ids of the parameters that its own expressions and times read."""
        yield from filter(None, (self.within_parameter, self.at_parameter))
        for node in (*self.their_nodes(), *self.our_nodes()):
            yield from (part.id for part in node.walk() if isinstance(part, ParameterRef))


@dataclass(frozen=True)
class ExceptionClause:
    """A stated exception of a rule."""

    name: str
    condition: Node
    reference: Node | None


@dataclass(frozen=True)
class Rule:
    """One rule: what was written (`file`) and what it means (typed expressions)."""

    file: RuleFile
    set: str
    path: str
    kind: Kind
    standing: str
    criteria: str
    dated_by: tuple[str, ...]
    derivations: Mapping[str, Derivation]
    when: Node | None
    require: Node
    measure: Node | None
    exceptions: tuple[ExceptionClause, ...]
    effect: Node | None
    message: tuple[str | Node, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)  # by name, those that it can ask
    # By language; they read nothing that the message does not read.
    translated: Mapping[str, tuple[str | Node, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Give the rule's id."""
        return self.file.id

    @property
    def record_kind(self) -> str:
        """Name the kind of the subject as findings do: of a group, the fields that make it."""
        return self.kind.record_kind

    @property
    def needs_date(self) -> bool:
        """Say whether an unknown date leaves the rule undecided.

        It does where the rule states `dated_by`, or is in force on some days only; the
        catalogue's date of the kind, taken where a rule is silent, is no more than a default.
        """
        force = self.file.in_force
        return bool(self.dated_by) and bool(self.file.dated_by or force.from_date or force.until)

    def deciding(self) -> Iterator[Node]:
        """Give the expressions whose names the rule cannot run without."""
        yield from (
            n for n in (self.when, self.require, self.effect, self.measure) if n is not None
        )

    def nodes(self) -> Iterator[Node]:
        """Give every expression of the rule, those of its message included."""
        yield from self.deciding()
        for clause in self.exceptions:
            yield clause.condition
            if clause.reference is not None:
                yield clause.reference
        yield from (part for part in self.message if isinstance(part, Node))

    def used_derivations(self, *, deciding: bool = False) -> list[Derivation]:
        """Give the derivations that the rule reads, in the order of their names."""
        nodes = self.deciding() if deciding else self.nodes()
        names = {n.name for node in nodes for n in node.walk() if isinstance(n, DerivedRef)}
        return [self.derivations[name] for name in sorted(names)]

    def facts(self) -> list[Derivation]:
        """Give the derivations that the rule reads and those that they read, each once."""
        read = (inner for fact in self.used_derivations() for inner in fact.read())
        return list({id(fact): fact for fact in read}.values())

    def used_tables(self, *, deciding: bool = False) -> list[Table]:
        """Give the tables that the rule asks, in the order of their names."""
        nodes = self.deciding() if deciding else self.nodes()
        names = {n.table for node in nodes for n in node.walk() if isinstance(n, TableRef)}
        return [self.tables[name] for name in sorted(names)]

    def parameters(self) -> list[str]:
        """Give the ids of the parameters that the rule reads, its derivations included."""
        return list(self._parameters)

    @cached_property  # asked of every rule whenever one parameter changes
    def _parameters(self) -> tuple[str, ...]:
        own = {n.id for node in self.nodes() for n in node.walk() if isinstance(n, ParameterRef)}
        return tuple(sorted(own.union(*(fact.parameters() for fact in self.facts()))))
