"""A plan: the tables to make, and one outcome column for every rule of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from compliance.compiler import sql
from compliance.compiler.availability import Supply, parameter_keys, why_not_run
from compliance.compiler.derived import fact_steps, framed
from compliance.compiler.form import Fact
from compliance.compiler.leaf import (
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    Reader,
    number_leaf,
    our_reader,
    reduces_own_groups,
    rule_reader,
    side,
    their_reader,
)
from compliance.compiler.loaded import fields_read, references_of, text_keys
from compliance.compiler.paths import PathTable
from compliance.compiler.relation import (
    Columns,
    TableStep,
    World,
    leaf_columns,
    set_compiler,
    side_by_side,
)
from compliance.compiler.rule_plan import (
    RulePlan,
    case_leaves,
    deciding_derivations,
    scope_leaves,
)
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import DUCKDB, Dialect, Shared, all_of, any_of, either, holds, name
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.tree import FieldRef, Node
from compliance.model.catalogue import GroupKind
from compliance.model.finding import Outcome

MOST_JOINED: Final = 12  # tables of facts in one query


@dataclass(frozen=True)
class Plan:
    """Everything that a backend runs: table steps in order, by kind; rules not run, with why."""

    world: World
    fields: Mapping[str, frozenset[str]]  # kind → those of its fields that are read
    text_keys: Mapping[str, tuple[tuple[str, str], ...]]  # kind → (field, function)
    targets: tuple[str, ...]  # kinds that references resolve to
    steps: tuple[TableStep, ...]
    columns: Mapping[str, Columns]
    rules: tuple[RulePlan, ...]
    not_run: Mapping[str, tuple[str, ...]]

    def kinds(self) -> list[str]:
        """Give the kinds on which rules run."""
        return sorted({plan.rule.kind.kind for plan in self.rules})


def make_plan(
    rulebook: Rulebook,
    rules: Sequence[Rule],
    fields: Mapping[str, frozenset[str]],
    as_of: date,
    dialect: Dialect = DUCKDB,
) -> Plan:
    """Plan the rules over a batch that supplies `fields` by kind, for one engine."""
    keys = parameter_keys(rulebook)
    catalogue = rulebook.catalogue.with_kinds(
        rule.kind for rule in rules if isinstance(rule.kind, GroupKind)
    )
    supply = Supply(catalogue, fields)
    world = World(catalogue, rulebook.parameters, supply, keys, as_of, dialect)
    columns = {kind: Columns(kind) for kind in catalogue.kinds}
    plans: list[RulePlan] = []
    not_run: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        lacks = why_not_run(rule, supply, keys)
        if lacks:
            not_run[rule.id] = lacks
            continue
        reader = rule_reader(rule, catalogue, keys)
        leaves = tuple(_rule_leaves(rule, reader, supply, keys))
        for leaf in leaves:
            _note(leaf, columns, world)
        plans.append(RulePlan(rule, reader, leaves, rule.id.replace("-", "_").lower()))
    steps, targets = _steps(world, columns, plans)
    return Plan(
        world, fields_read(world, columns, targets), text_keys(columns), tuple(sorted(targets)),
        tuple(steps), columns, tuple(plans), not_run,
    )  # fmt: skip


def _rule_leaves(rule: Rule, reader: Reader, supply: Supply, keys: Any) -> Iterator[Leaf]:
    """Give every leaf of a rule that the batch can supply, each once."""
    wanted: list[Leaf] = list(scope_leaves(rule, reader))
    date_leaf = reader.date()
    if date_leaf is not None:
        wanted.append(date_leaf)
    for node in rule.nodes():
        wanted += reader.leaves(node)
        wanted += _cells(reader, node)
    for derivation in rule.used_derivations(deciding=True):
        for node in derivation.our_nodes():
            wanted += _cells(reader, node)
    for paths in case_leaves(reader, rule.kind).values():
        wanted += paths
    if rule.kind.money is not None:
        wanted.append(reader.path(rule.kind.money))
    for leaf in dict.fromkeys(wanted):
        if supply.has(leaf, keys):
            yield leaf


def _cells(reader: Reader, node: Node) -> Iterator[Leaf]:
    """Give the fields that an expression reads, under text keys too: what evidence shows."""
    for part in node.walk():
        own = reader.leaf(part) if isinstance(part, FieldRef) and part.side == "own" else None
        if own is not None:
            yield own


def _note(leaf: Leaf, columns: Mapping[str, Columns], world: World) -> None:
    """Give a leaf its column, and the leaves that its derivation reads theirs."""
    columns[leaf.context.kind].name(leaf)
    if not isinstance(leaf, DerivedLeaf):
        return
    for inner in _inner(leaf, world):
        if world.supply.has(inner, world.keys):
            _note(inner, columns, world)


def _inner(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
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
    if reduces_own_groups(leaf):
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


def _steps(
    world: World, columns: Mapping[str, Columns], plans: Sequence[RulePlan]
) -> tuple[list[TableStep], set[str]]:
    steps: list[TableStep] = []
    targets: set[str] = set()
    for kind, found in columns.items():
        if found.names:
            table = PathTable(world, world.catalogue.kinds[kind])
            steps.append(TableStep(f"w_{kind}", table.query(found)))
            targets |= references_of(world, found.names)
    subjects = sorted({plan.rule.kind.kind for plan in plans})
    steps += _facts(world, columns, subjects)
    for kind in subjects:
        own = [plan for plan in plans if plan.rule.kind.kind == kind]
        steps.append(TableStep(f"o_{kind}", _outcomes(world, columns[kind], own)))
    return steps, targets


def _facts(
    world: World, columns: Mapping[str, Columns], subjects: Sequence[str]
) -> Iterator[TableStep]:
    """Give the tables of facts about sets, a stratum after those that it reads."""
    tables = {kind: f"w_{kind}" for kind in columns}
    last: dict[str, int] = {}
    strata: dict[int, dict[str, list[DerivedLeaf]]] = {}
    for kind, found in columns.items():
        for leaf in found.derived():
            number = _stratum(leaf, world)
            last[kind] = max(number, last.get(kind, 0))
            strata.setdefault(number, {}).setdefault(kind, []).append(leaf)
    for number, by_kind in sorted(strata.items()):
        made: dict[str, str] = {}
        for kind, leaves in by_kind.items():
            for leaf in leaves:
                yield from fact_steps(_fact(world, columns, leaf, tables))
            made[kind] = f"x_{kind}" if number == last[kind] else f"x{number}_{kind}"
            yield from _beside(made[kind], columns[kind], leaves, tables[kind])
        tables |= made
    for kind in subjects:
        if kind not in last:
            yield TableStep(f"x_{kind}", f"SELECT * FROM {name(tables[kind])}", view=True)  # noqa: S608


def _fact(
    world: World, columns: Mapping[str, Columns], leaf: DerivedLeaf, tables: Mapping[str, str]
) -> Fact:
    own, other = leaf.context.kind, leaf.derivation.of
    return Fact(world, leaf, columns[own], columns[other], tables[own], tables[other])


def _stratum(leaf: DerivedLeaf, world: World) -> int:
    """Give 1 for a fact that reads no other, else one more than the last that it reads."""
    read = [inner for inner in _inner(leaf, world) if isinstance(inner, DerivedLeaf)]
    return 1 + max((_stratum(inner, world) for inner in read), default=0)


def _beside(
    made: str, columns: Columns, leaves: Sequence[DerivedLeaf], table: str
) -> Iterator[TableStep]:
    """Put the facts of one stratum beside the leaves that stand already, a few at a time.

    The time that an engine plans for grows with the square of the tables that a query joins.
    """
    parts = [leaves[start : start + MOST_JOINED] for start in range(0, len(leaves), MOST_JOINED)]
    if len(parts) == 1:
        yield TableStep(made, side_by_side(table, *_tables(columns, leaves)))
        return
    whole: list[tuple[str, list[str]]] = []
    for number, part in enumerate(parts):
        derived, undated = _tables(columns, part)
        step = f"{made}_p{number}"
        yield TableStep(step, side_by_side(table, derived, undated, alone=True))
        whole.append((step, [column for _, found in derived for column in found]))
    between = made != f"x_{columns.kind}"  # the facts that read it take a few of its columns each
    yield TableStep(made, side_by_side(table, whole), view=between)


def _tables(
    columns: Columns, leaves: Sequence[DerivedLeaf]
) -> tuple[list[tuple[str, list[str]]], list[tuple[str, str]]]:
    """Give the tables of facts with their columns, and those that count rows without a date."""
    derived: list[tuple[str, list[str]]] = []
    undated: list[tuple[str, str]] = []
    for leaf in leaves:
        own = columns.names[leaf]
        derived.append((f"j_{columns.kind}_{own}", leaf_columns(own, leaf)))
        if framed(leaf):
            undated.append((f"u_{columns.kind}_{own}", f"{own}__ignored"))
    return derived, undated


def _outcomes(world: World, columns: Columns, plans: Sequence[RulePlan]) -> str:
    """Give the query of one outcome column for every rule of a kind, in one scan."""
    shared = Shared()
    selected = {"_i": name("_i")}
    for plan in plans:
        selected[plan.column] = _Outcome(world, columns, plan, shared).column()
    return shared.select(selected, name(f"x_{columns.kind}"))


class _Outcome:
    """The outcome of one rule, as a column."""

    def __init__(self, world: World, columns: Columns, plan: RulePlan, shared: Shared) -> None:
        self.columns, self.plan, self.rule = columns, plan, plan.rule
        self.compiler: SetCompiler = set_compiler(world, plan.reader, columns, shared)

    def column(self) -> str:
        """Give the code of the first outcome whose condition holds."""
        boolean, part = self.compiler.boolean, self.compiler.shared.part
        scope = part(all_of([*self._scope(), boolean(self.rule.when)]))
        required = part(boolean(self.rule.require))
        unsure = self._unsure()
        cases = [
            (f"(NOT {scope})", _code(Outcome.NOT_APPLICABLE)),
            (f"({scope} IS NULL)", _code(Outcome.UNDETERMINED)),
            (required, _either(unsure, Outcome.PASS)),
        ]
        if self.rule.exceptions:
            excused = any_of(holds(boolean(e.condition)) for e in self.rule.exceptions)
            cases.append((excused, _either(unsure, Outcome.BY_EXCEPTION)))
        cases.append((f"(NOT {required})", _code(Outcome.FAIL)))
        return sql.when(cases, _code(Outcome.UNDETERMINED))

    def _scope(self) -> Iterator[str]:
        """Give the conditions that a record is in scope by status, entity, source and date."""
        rule, reader = self.rule, self.plan.reader
        applies = rule.file.applies_to
        allowed = {"entity": applies.entity, rule.kind.source or "": applies.source}
        for leaf in scope_leaves(rule, reader):
            value = self.compiler.column(leaf).value
            if leaf.name != "status":
                listed = ", ".join(map(self.compiler.dialect.text, allowed[leaf.name]))
                yield f"({value} IN ({listed}))"
            elif leaf in self.columns.names:
                yield f"({value} NOT IN ('cancelled', 'superseded'))"
        force = rule.file.in_force
        if rule.needs_date:
            day = self.compiler.column(DateLeaf(reader.context)).value
            yield either(f"({day} IS NOT NULL)", sql.TRUE, "CAST(NULL AS BOOLEAN)")
            if force.from_date is not None:
                yield f"({day} >= {sql.day(force.from_date)})"
            if force.until is not None:
                yield f"({day} <= {sql.day(force.until)})"

    def _unsure(self) -> str:
        """Give whether any derivation on which the outcome hangs had to skip rows."""
        return any_of(
            f"({name(f'{self.columns.names[leaf]}__ignored')} > 0)"
            for leaf in deciding_derivations(self.rule, self.plan.reader)
            if leaf in self.columns.names
        )


def _code(outcome: Outcome) -> str:
    return f"CAST({int(outcome)} AS TINYINT)"


def _either(unsure: str, outcome: Outcome) -> str:
    if unsure == sql.FALSE:
        return _code(outcome)
    return either(unsure, _code(Outcome.UNDETERMINED), _code(outcome))
