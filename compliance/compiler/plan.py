"""A plan: the tables to make, and one outcome column for every rule of a kind."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import ibis

from compliance.compiler.availability import Supply, parameter_keys, why_not_run
from compliance.compiler.derived import DerivedTable
from compliance.compiler.leaf import (
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    Reader,
    number_leaf,
    reduces_own_groups,
    rule_reader,
    side,
    their_reader,
)
from compliance.compiler.paths import PathTable
from compliance.compiler.relation import (
    Columns,
    TableStep,
    World,
    key_column,
    leaf_table,
    set_compiler,
)
from compliance.compiler.rule_plan import (
    RulePlan,
    case_leaves,
    deciding_derivations,
    scope_leaves,
)
from compliance.compiler.scalar import FALSE, TRUE, unknown
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.tree import FieldRef, Node
from compliance.model.finding import Outcome


@dataclass(frozen=True)
class Plan:
    """Everything that a backend runs: table steps in order, by kind; rules not run, with why."""

    world: World
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
    rulebook: Rulebook, rules: Sequence[Rule], fields: Mapping[str, frozenset[str]], as_of: date
) -> Plan:
    """Plan the rules over a batch that supplies `fields` by kind."""
    keys = parameter_keys(rulebook)
    supply = Supply(rulebook.catalogue, fields)
    world = World(rulebook.catalogue, rulebook.parameters, supply, keys, as_of)
    columns = {kind: Columns(kind) for kind in rulebook.catalogue.kinds}
    plans: list[RulePlan] = []
    not_run: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        lacks = why_not_run(rule, supply, keys)
        if lacks:
            not_run[rule.id] = lacks
            continue
        reader = rule_reader(rule, rulebook.catalogue, keys)
        leaves = tuple(_rule_leaves(rule, reader, supply, keys))
        for leaf in leaves:
            _note(leaf, columns, world)
        plans.append(RulePlan(rule, reader, leaves, rule.id.replace("-", "_").lower()))
    steps, targets = _steps(world, columns, plans)
    return Plan(
        world, _text_keys(columns), tuple(sorted(targets)), tuple(steps), columns,
        tuple(plans), not_run,
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
    for inner in (*_their_leaves(leaf, world), *_our_leaves(leaf, world)):
        if world.supply.has(inner, world.keys):
            columns[inner.context.kind].name(inner)


def _their_leaves(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
    """Give what a derivation reads from the rows that it aggregates."""
    derivation = leaf.derivation
    theirs = their_reader(derivation, world.catalogue, world.keys)
    for node in derivation.their_nodes():
        yield from (inner for inner in theirs.leaves(node) if not _through_this(inner, node))
    if derivation.date is not None:
        yield theirs.path(derivation.date)
    if "status" in world.catalogue.kinds[derivation.of].fields:
        yield theirs.path("status")
    if reduces_own_groups(leaf):
        tops = (theirs.leaf(node) for node, _ in derivation.match)
        numbers = (number_leaf(top) for top in tops if top is not None)
        yield from (number for number in numbers if number is not None)


def _our_leaves(leaf: DerivedLeaf, world: World) -> Iterator[Leaf]:
    """Give what a derivation reads from its subject: its side of `match`, `this`, its dates."""
    derivation = leaf.derivation
    ours = Reader(world.catalogue, leaf.context, (), world.keys)
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
    text_keys = {
        kind: tuple(key_column(f, fn) for f, fn in pairs)
        for kind, pairs in _text_keys(columns).items()
    }
    steps: list[TableStep] = []
    targets: set[str] = set()
    used = [name for name, found in columns.items() if found.names]
    for name in used:
        table = PathTable(world, world.catalogue.kinds[name], text_keys)
        steps.append(TableStep(f"w_{name}", table.query(columns[name])))
        targets |= _targets(world, columns[name].names)
    subjects = sorted({plan.rule.kind.kind for plan in plans})
    for name in subjects:
        steps += DerivedTable(world, world.catalogue.kinds[name], columns).steps()
    for name in subjects:
        own = [plan for plan in plans if plan.rule.kind.kind == name]
        steps.append(TableStep(f"o_{name}", _outcomes(world, columns[name], own)))
    return steps, targets


def _targets(world: World, leaves: Iterable[Leaf]) -> set[str]:
    return {
        world.catalogue.kinds[step.kind].fields[step.field].to or ""
        for leaf in leaves
        if isinstance(leaf, PathLeaf)
        for step in leaf.steps[:-1]
    }


def _text_keys(columns: Mapping[str, Columns]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give the text keys that must be computed when the rows are loaded."""
    found: dict[str, set[tuple[str, str]]] = {}
    for columns_of in columns.values():
        for leaf in columns_of.names:
            if isinstance(leaf, PathLeaf) and leaf.function is not None:
                last = leaf.steps[-1]
                found.setdefault(last.kind, set()).add((last.field, leaf.function))
    return {kind: tuple(sorted(pairs)) for kind, pairs in found.items()}


def _outcomes(world: World, columns: Columns, plans: Sequence[RulePlan]) -> Any:
    """Give the query of one outcome column for every rule of a kind, in one scan."""
    table = leaf_table(columns, "x")
    selected = {plan.column: _outcome(world, columns, plan, table) for plan in plans}
    return table.select(_i=table["_i"], **selected)


def _outcome(world: World, columns: Columns, plan: RulePlan, table: Any) -> Any:
    compiler = set_compiler(world, plan.reader, columns, table)
    rule = plan.rule
    scope = _scope(compiler, columns, plan) & compiler.boolean(rule.when).cast("boolean")
    required = compiler.boolean(rule.require).cast("boolean")
    unsure = _ignored(columns, plan, table)
    passed = _code(Outcome.PASS) if unsure is None else _either(unsure, Outcome.PASS)
    cases = [
        (~scope, _code(Outcome.NOT_APPLICABLE)),
        (scope.isnull(), _code(Outcome.UNDETERMINED)),
        (required, passed),
    ]
    if rule.exceptions:
        excused = reduce(
            operator.or_, (_true(compiler.boolean(e.condition)) for e in rule.exceptions)
        )
        by = (
            _code(Outcome.BY_EXCEPTION) if unsure is None else _either(unsure, Outcome.BY_EXCEPTION)
        )
        cases.append((excused, by))
    cases.append((~required, _code(Outcome.FAIL)))
    return ibis.cases(*cases, else_=_code(Outcome.UNDETERMINED))


def _code(outcome: Outcome) -> Any:
    return ibis.literal(int(outcome), "int8")


def _either(unsure: Any, outcome: Outcome) -> Any:
    return ibis.ifelse(unsure, _code(Outcome.UNDETERMINED), _code(outcome))


def _true(condition: Any) -> Any:
    return ibis.coalesce(condition.cast("boolean"), FALSE)


def _scope(compiler: Any, columns: Columns, plan: RulePlan) -> Any:
    """Give the condition that a record is in scope by status, entity, source and date."""
    rule, reader = plan.rule, plan.reader
    applies = rule.file.applies_to
    tests: list[Any] = [TRUE]
    allowed = {"entity": applies.entity, rule.kind.source or "": applies.source}
    for leaf in scope_leaves(rule, reader):
        value = compiler.column(leaf).value
        if leaf.name == "status":
            if leaf in columns.names:
                tests.append(value.notin(["cancelled", "superseded"]))
        else:
            tests.append(value.isin(list(allowed[leaf.name])))
    force = rule.file.in_force
    if rule.needs_date:
        value = compiler.column(DateLeaf(reader.context)).value
        tests.append(ibis.ifelse(value.notnull(), TRUE, unknown("boolean")))
        if force.from_date is not None:
            tests.append(value >= ibis.literal(force.from_date))
        if force.until is not None:
            tests.append(value <= ibis.literal(force.until))
    return reduce(operator.and_, tests)


def _ignored(columns: Columns, plan: RulePlan, table: Any) -> Any:
    """Give whether any derivation on which the outcome hangs had to skip rows; None without."""
    counts = [
        table[f"{columns.names[leaf]}__ignored"]
        for leaf in deciding_derivations(plan.rule, plan.reader)
        if leaf in columns.names
    ]
    return reduce(operator.or_, (count > 0 for count in counts)) if counts else None
