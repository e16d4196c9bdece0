"""A plan: the tables to make, and one outcome column for every rule of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.compiler import sql
from compliance.compiler.availability import Supply, parameter_keys, why_not_run
from compliance.compiler.beside import FactTables
from compliance.compiler.inner import inner_leaves
from compliance.compiler.leaf import (
    DateLeaf,
    DerivedLeaf,
    Leaf,
    Reader,
    rule_reader,
)
from compliance.compiler.loaded import fields_read, references_of, text_keys
from compliance.compiler.paths import PathTable
from compliance.compiler.relation import (
    Columns,
    TableStep,
    World,
    set_compiler,
)
from compliance.compiler.rule_plan import (
    RulePlan,
    case_leaves,
    deciding_derivations,
    flagged,
    scope_leaves,
)
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import DUCKDB, Dialect, Shared, all_of, any_of, either, holds, name
from compliance.compiler.sure import Sure
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.tree import FieldRef, Node
from compliance.model.catalogue import GroupKind
from compliance.model.finding import Outcome


@dataclass(frozen=True)
class Plan:
    """Everything that a backend runs: table steps in order, by kind; rules not run, with why."""

    world: World
    fields: Mapping[str, frozenset[str]]  # kind → those of its fields that are read
    text_keys: Mapping[str, tuple[tuple[str, str], ...]]  # kind → (field, function)
    targets: tuple[str, ...]  # kinds that references resolve to
    steps: tuple[TableStep, ...]
    rows: Mapping[str, str]  # rule id → the query of the records of which it speaks
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
    steps, targets, rows = _steps(world, columns, plans)
    return Plan(
        world, fields_read(world, columns, targets), text_keys(columns), tuple(sorted(targets)),
        tuple(steps), rows, columns, tuple(plans), not_run,
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
    for inner in inner_leaves(leaf, world):
        if world.supply.has(inner, world.keys):
            _note(inner, columns, world)


def _steps(
    world: World, columns: Mapping[str, Columns], plans: Sequence[RulePlan]
) -> tuple[list[TableStep], set[str], dict[str, str]]:
    steps: list[TableStep] = []
    rows: dict[str, str] = {}
    targets: set[str] = set()
    for kind, found in columns.items():
        if found.names:
            table = PathTable(world, world.catalogue.kinds[kind])
            query = table.query(found)
            steps.append(TableStep(f"w_{kind}", query, view=not table.prefixes))
            targets |= references_of(world, found.names)
    facts = FactTables(world, columns)
    steps += facts.steps()
    for kind in sorted({plan.rule.kind.kind for plan in plans}):
        own = [plan for plan in plans if plan.rule.kind.kind == kind]
        steps += facts.whole(kind)
        steps.append(TableStep(f"o_{kind}", _outcomes(world, columns[kind], own)))
        rows |= {plan.rule.id: _rows_spoken_of(facts, plan) for plan in own}
    return steps, targets, rows


def _rows_spoken_of(facts: FactTables, plan: RulePlan) -> str:
    """Give the query of the records that a rule fails, flags or excuses, with what it read."""
    kind = plan.rule.kind.kind
    wanted = [*flagged(plan), *([Outcome.BY_EXCEPTION] if plan.rule.exceptions else [])]
    codes = ", ".join(str(int(outcome)) for outcome in wanted)
    outcome, row = name(plan.column), name("_i")
    spoken = f"SELECT {row} FROM {name(f'o_{kind}')} WHERE {outcome} IN ({codes})"  # noqa: S608
    source = f"(SELECT * FROM {name(f'w_{kind}')} WHERE {row} IN ({spoken}))"  # noqa: S608
    leaves = [leaf for leaf in plan.leaves if leaf in facts.columns[kind].names]
    order = ", ".join(f"x.{name(own)}" for own in ("_key", "_row_hash", "_i"))
    return (
        f"SELECT o.{outcome} AS {name('_o')}, x.* FROM {name(f'o_{kind}')} AS o "  # noqa: S608
        f"JOIN ({facts.beside(kind, leaves, source)}) AS x ON o.{row} = x.{row} ORDER BY {order}"
    )


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
        excused = any_of(holds(boolean(e.condition)) for e in self.rule.exceptions)
        cases = [
            (f"(NOT {scope})", _code(Outcome.NOT_APPLICABLE)),
            (f"({scope} IS NULL)", _code(Outcome.UNDETERMINED)),
            *self._passes(required, excused),
            (f"(NOT {required})", _code(Outcome.FAIL)),
        ]
        return sql.when(cases, _code(Outcome.UNDETERMINED))

    def _passes(self, required: str, excused: str) -> Iterator[tuple[str, str]]:
        """Give the conditions of a pass; where sets had to skip rows, one that is certain."""
        if not deciding_derivations(self.rule, self.plan.reader):
            yield required, _code(Outcome.PASS)
            if self.rule.exceptions:
                yield excused, _code(Outcome.BY_EXCEPTION)
            return
        sure = Sure(self.compiler, self.columns)
        within = sql.TRUE if self.rule.when is None else sure.true(self.rule.when)
        yield all_of([within, sure.true(self.rule.require)]), _code(Outcome.PASS)
        if self.rule.exceptions:
            clauses = any_of(sure.true(e.condition) for e in self.rule.exceptions)
            yield all_of([within, clauses]), _code(Outcome.BY_EXCEPTION)
        yield any_of([required, excused]), _code(Outcome.UNDETERMINED)

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


def _code(outcome: Outcome) -> str:
    return f"CAST({int(outcome)} AS TINYINT)"
