"""A world of records in memory, from which every rule's outcome follows by plain loops.

It is the second opinion on the set compiler: written from the meaning of the language alone,
without tables or queries, one record and one other record at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from compliance.compiler.leaf import (
    Context,
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    Reader,
    our_reader,
    rule_reader,
    their_reader,
)
from compliance.compiler.reduce import Taken, aggregate, identity
from compliance.compiler.reference import Record, Reference
from compliance.compiler.rule_plan import RulePlan, deciding_derivations, scope_leaves
from compliance.compiler.shown import show
from compliance.compiler.text_key import TEXT_KEYS
from compliance.compiler.verdict import Judge
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation, Rule
from compliance.lang.tree import Node, ParameterRef
from compliance.model.catalogue import AS_OF, Catalogue, GroupKind, Kind
from compliance.model.finding import Outcome

NEVER_COUNTED: Final = frozenset({"cancelled", "superseded"})


@dataclass(frozen=True)
class Row:
    """One record: its kind and key, its hash, its place in reading order, its fields."""

    kind: str
    key: str
    row_hash: str
    index: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Derived:
    """The value of a derivation for one record, and how many rows had to be skipped."""

    value: Any
    ignored: int = 0


@dataclass(frozen=True, eq=False)
class RecordWorld:
    """Every record of a batch, by kind, with what rules read beside them."""

    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    as_of: date
    rows: Mapping[str, Sequence[Row]]
    facts: dict[tuple[DerivedLeaf, int], tuple[Row, Derived]] = field(default_factory=dict)
    read: dict[tuple[int, bool], _Values] = field(default_factory=dict)  # by row identity

    @property
    def keys(self) -> tuple[tuple[str, str | None], ...]:
        """Give, for each parameter, what it is keyed by."""
        return tuple((name, item.by) for name, item in sorted(self.parameters.items()))

    def judge(self, rule: Rule) -> Judge:
        """Give the reference judge of a rule over these records."""
        reader = rule_reader(rule, self.catalogue, self.keys)
        plan = RulePlan(rule, reader, tuple(scope_leaves(rule, reader)), rule.id)
        return Judge(plan, self.reference(reader), self.catalogue, self.parameters)

    def outcome(self, judge: Judge, row: Row) -> Outcome:
        """Give the outcome of a judge's rule for one record."""
        leaves = deciding_derivations(judge.plan.rule, judge.plan.reader)
        unsure = frozenset[Leaf](leaf for leaf in leaves if self.derived(leaf, row).ignored)
        return judge.outcome(replace(self.record(row), unsure=unsure))

    def record(
        self, row: Row, this: Callable[[Node], Any] | None = None, *, certain: bool = False
    ) -> Record:
        """Give a record as the reference evaluator reads it: a leaf is found when it is asked."""
        known = (id(row), certain)
        if known not in self.read:
            self.read[known] = _Values(self, row, certain)
        return Record(self.read[known], self.as_of, this)

    def reference(self, reader: Reader) -> Reference:
        """Give the evaluator of a context."""
        return Reference(reader, self.parameters)

    def value(self, leaf: Leaf, row: Row) -> Any:
        """Give the value of a leaf for a record; None is null."""
        if isinstance(leaf, PathLeaf):
            return self._path(leaf, row)
        if isinstance(leaf, DateLeaf):
            return self.day(leaf.context, row)
        return self.derived(leaf, row).value

    def day(self, context: Context, row: Row) -> date | None:
        """Give the first date of the context's fields that is set; of a group, the as-of date."""
        if context.dated_by == (AS_OF,):
            return self.as_of
        days = (row.values.get(name) for name in context.dated_by)
        return next((day for day in days if day is not None), None)

    # paths ----------------------------------------------------------------------------------

    def _path(self, leaf: PathLeaf, row: Row) -> Any:
        """Follow the references of a path, as they stood on the date of the first record."""
        day = self.day(leaf.context, row)
        current = row
        for step in leaf.steps[:-1]:
            found = self.target(current, step.field, day)
            if found is None:
                return None
            current = found
        value = current.values.get(leaf.steps[-1].field)
        if value is None:
            return None
        if leaf.function is not None:
            return TEXT_KEYS[leaf.function](value)
        return Decimal(value) if leaf.type.name == "number" else value

    def target(self, row: Row, name: str, day: date | None) -> Row | None:
        """Give the record that a reference means on a day: of several, that of the lowest hash."""
        source = self.catalogue.kinds[row.kind].fields[name]
        kind = self.catalogue.kinds[source.to or ""]
        wanted = [row.values.get(name)]
        for part in kind.key[1:]:
            own = None if day is None else day.year
            wanted.append(row.values.get(source.also[part]) if part in source.also else own)
        if any(part is None for part in wanted):
            return None
        found = [
            other
            for other in self.rows.get(kind.kind, ())
            if self._key(other) == wanted and (not kind.dated or valid(other, day))
        ]
        return min(found, key=lambda other: (other.row_hash, other.index), default=None)

    def _key(self, row: Row) -> list[Any]:
        names = self.catalogue.kinds[row.kind].key
        return [row.key] if len(names) == 1 else [row.values.get(name) for name in names]

    # facts about sets -----------------------------------------------------------------------

    def derived(self, leaf: DerivedLeaf, row: Row) -> Derived:
        """Give a derivation by looking at every row of its kind in turn; each fact once."""
        known = (leaf, id(row))
        if known not in self.facts:
            self.facts[known] = (row, self._derived(leaf, row))
        return self.facts[known][1]

    def _derived(self, leaf: DerivedLeaf, row: Row) -> Derived:
        seen = self._seen(leaf, row)
        if seen is None:
            return Derived(None)
        taken = [item for item in seen if item is not None]
        return Derived(aggregate(leaf.derivation, taken), len(seen) - len(taken))

    def _seen(self, leaf: DerivedLeaf, row: Row) -> list[Taken | None] | None:
        """Give each row of the set that is not surely out of it; None for one to be skipped.

        None where the set itself is unknown: a match value, the date or the window is null.
        """
        d = leaf.derivation
        own = self.reference(our_reader(leaf, self.catalogue, self.keys))
        record = self.record(row, certain=True)
        match = [own.value(node, record) for _, node in d.match]
        frame = self._frame(leaf, row, own, record)
        if frame is None or any(value is None for value in match):
            return None
        theirs = self.reference(their_reader(d, self.catalogue, self.keys))
        wanted = [identity(value) for value in match]
        found: list[Taken | None] = []
        for other in self.rows.get(d.of, ()):
            seen = self.record(other, lambda node: own.value(node, record), certain=True)
            if [identity(theirs.value(node, seen)) for node, _ in d.match] != wanted:
                continue
            counted = _all(self._live(other), _where(d, theirs, seen))
            inside = frame(other)
            if counted is False or inside is False:
                continue
            taken = _taken(d, theirs, seen, other, row)
            found.append(taken if counted and inside else None)
        return found

    def _live(self, row: Row) -> bool | None:
        if "status" not in self.catalogue.kinds[row.kind].fields:
            return True
        status = row.values.get("status")
        return None if status is None else status not in NEVER_COUNTED

    def _frame(
        self, leaf: DerivedLeaf, row: Row, own: Reference, record: Record
    ) -> Callable[[Row], bool | None] | None:
        """Give the test whether a row lies in the frame of time; null for a row without a date."""
        d = leaf.derivation
        if d.function == "previous":
            return _before(d, row)
        name = d.date
        if name is None:
            return lambda other: True if d.order is None or _day(other, d.order) else None
        limit = own.value(d.until, record) if d.until is not None else self._limit(leaf, row)
        days = self._days(d, own, record)
        if limit is None or (d.within and days is None):
            return None

        def inside(other: Row) -> bool | None:
            day = _day(other, name)
            if day is None:
                return None
            if days is not None and (limit - day).days > days:
                return False
            return position(other, day) <= position(row, limit) if d.through else bool(day <= limit)

        return inside

    def _limit(self, leaf: DerivedLeaf, row: Row) -> date | None:
        """Give our date: the same field on our own kind, else the date of the rule."""
        d = leaf.derivation
        return _day(row, d.date or "") if d.of == row.kind else self.day(leaf.context, row)

    def _days(self, d: Derivation, own: Reference, record: Record) -> int | None:
        """Give the length of the window in days; None where there is none or it is unknown."""
        if d.within_parameter is None:
            return d.within[0] if d.within else None
        parameter = self.parameters[d.within_parameter]
        found = own.parameter(ParameterRef(parameter.type, (0, 0), parameter.id), record)
        return None if found is None else found.value

    # groups ---------------------------------------------------------------------------------

    def with_groups(self, kinds: Iterable[Kind]) -> RecordWorld:
        """Give the world with the groups that rules judge, one row for each."""
        made = [kind for kind in kinds if isinstance(kind, GroupKind)]
        rows = {kind.kind: groups(kind, self.rows.get(kind.of, ())) for kind in made}
        catalogue = self.catalogue.with_kinds(made)
        return replace(self, catalogue=catalogue, rows={**self.rows, **rows}, facts={}, read={})


@dataclass(frozen=True)
class _Values(Mapping[Leaf, Any]):
    """The leaves of one record, each found once, when it is first asked.

    Where they must be `certain`, as inside another fact, a fact that skipped rows is null.
    """

    world: RecordWorld
    row: Row
    certain: bool = False
    known: dict[Leaf, Any] = field(default_factory=dict)

    def __getitem__(self, leaf: Leaf) -> Any:
        if leaf not in self.known:
            self.known[leaf] = self._value(leaf)
        return self.known[leaf]

    def _value(self, leaf: Leaf) -> Any:
        if self.certain and isinstance(leaf, DerivedLeaf):
            fact = self.world.derived(leaf, self.row)
            return None if fact.ignored else fact.value
        return self.world.value(leaf, self.row)

    def __iter__(self) -> Iterator[Leaf]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def groups(kind: GroupKind, rows: Iterable[Row]) -> list[Row]:
    """Give one row for each distinct key among rows that were not withdrawn, in order of keys."""
    found: dict[tuple[Any, ...], str] = {}
    for row in rows:
        parts = tuple(row.values.get(name) for name in kind.key)
        if row.values.get("status") not in NEVER_COUNTED and None not in parts:
            found[parts] = "+".join(map(show, parts))
    ordered = sorted(found.items(), key=lambda item: (item[1].encode(), repr(item[0])))
    return [
        Row(
            kind.kind,
            key,
            sha256(key.encode()).hexdigest(),
            index,
            dict(zip(kind.key, parts, strict=True)),
        )
        for index, (parts, key) in enumerate(ordered)
    ]


def _day(row: Row, name: str) -> date | None:
    return row.values.get(name)


def valid(row: Row, day: date | None) -> bool:
    """Say whether a version holds on a day; on an unknown day only one without bounds does."""
    start, end = row.values.get("valid_from"), row.values.get("valid_until")
    if day is None:
        return start is None and end is None
    return (start is None or start <= day) and (end is None or day <= end)


def position(row: Row, day: date) -> tuple[date, bytes, str, int]:
    """Give a row's place in the order in which `through` runs."""
    return day, row.key.encode(), row.row_hash, row.index


def _before(d: Derivation, row: Row) -> Callable[[Row], bool | None] | None:
    """Give the test whether a row comes before ours; null for one without a date."""
    name = d.order or ""
    limit = _day(row, name)
    if limit is None:
        return None

    def before(other: Row) -> bool | None:
        day = _day(other, name)
        return None if day is None else position(other, day) < position(row, limit)

    return before


def _taken(d: Derivation, theirs: Reference, seen: Record, other: Row, row: Row) -> Taken | None:
    """Give what a row counts for; None where its value, or whose part it is, is null."""
    value = True if d.value is None else theirs.value(d.value, seen)
    among = None if d.among is None else theirs.value(d.among, seen)
    if value is None or (d.among is not None and among is None):
        return None
    day = _day(other, d.order) if d.order is not None else None
    return Taken(value, among, day and position(other, day), other is row)


def _where(derivation: Derivation, theirs: Reference, record: Record) -> bool | None:
    found: bool | None = True
    if derivation.where is not None:
        found = theirs.value(derivation.where, record)
    return found


def _all(*tests: bool | None) -> bool | None:
    if False in tests:
        return False
    return None if None in tests else True
