"""Runs rules over records both ways: as sets on DuckDB, and one record at a time in Python."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from compliance.compiler import sql
from compliance.compiler.plan import Plan, make_plan
from compliance.compiler.relation import flat, physical_columns, set_compiler
from compliance.compiler.world import RecordWorld
from compliance.engine import duck
from compliance.engine.groups import group_tables
from compliance.lang.rulebook import Rulebook
from compliance.model.finding import Outcome
from compliance.model.money import Money

from .engines import Duck
from .small import small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from compliance.compiler.world import Row
    from compliance.lang.rule import Rule
    from compliance.lang.tree import Node

    from .engines import Engine, Fetch

AS_OF = date(2026, 2, 28)
_ARROW = {"decimal(38, 9)": pa.decimal128(38, 9), "array<string>": pa.list_(pa.string())}
_PLAIN = {"int64": pa.int64(), "boolean": pa.bool_(), "date": pa.date32(), "string": pa.string()}
DUCK = Duck()
_TYPES = {**_ARROW, **_PLAIN, "timestamp": pa.timestamp("us")}


@dataclass(frozen=True)
class Evaluated:
    """What the set evaluation gave: outcomes and values of measures, by rule and row index."""

    outcomes: Mapping[str, Sequence[Outcome]]
    measures: Mapping[str, Sequence[Any]]
    sql: tuple[str, ...]


def world_of(rows: Mapping[str, Sequence[Row]]) -> RecordWorld:
    """Give the world of the plain evaluation."""
    catalogue, parameters = small()
    return RecordWorld(catalogue, parameters, AS_OF, rows)


def evaluate(
    rules: Sequence[Rule],
    rows: Mapping[str, Sequence[Row]],
    *,
    measured: bool = True,
    engine: Engine = DUCK,
) -> Evaluated:
    """Run rules as sets."""
    plan = planned(rules, engine.dialect)
    with engine.made(plan, _tables(rules, rows)) as fetch:
        outcomes = dict(_outcomes(fetch, plan))
        measures = dict(_measures(fetch, plan)) if measured else {}
    return Evaluated(outcomes, measures, tuple(step.query for step in plan.steps))


def planned(rules: Sequence[Rule], dialect: sql.Dialect) -> Plan:
    """Give the plan of rules over a batch that supplies every field."""
    catalogue, parameters = small()
    book = Rulebook("", catalogue, parameters, {}, {}, {r.id: r for r in rules}, "", True, (), ())
    fields = {kind.kind: frozenset(kind.fields) for kind in catalogue}
    plan = make_plan(book, rules, fields, AS_OF, dialect)
    assert not plan.not_run, plan.not_run
    return plan


def _tables(rules: Sequence[Rule], rows: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    tables = {kind: table(kind, found) for kind, found in rows.items()}
    groups = group_tables(rules, tables, {})  # no record is of an earlier batch
    return tables | {kind: found for kind, (found, _) in groups.items()}


@contextmanager
def ran(
    rules: Sequence[Rule], rows: Mapping[str, Sequence[Row]]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Plan]]:
    """Give a connection in which the tables of the rules' plan stand, and the plan."""
    plan = planned(rules, sql.DUCKDB)
    connection = duck.connect(threads=2)
    try:
        duck.load(connection, plan, _tables(rules, rows))
        duck.run(connection, plan.steps)
        yield connection, plan
    finally:
        connection.close()


def table(kind: str, rows: Sequence[Row]) -> pa.Table:
    """Give rows as the canonical table that intake would make of them."""
    catalogue, _ = small()
    columns: dict[str, Any] = {
        "_key": pa.array([row.key for row in rows], pa.string()),
        "_row_hash": pa.array([row.row_hash for row in rows], pa.string()),
    }
    for name, item in catalogue.kinds[kind].fields.items():
        found = [row.values.get(name) for row in rows]
        for column, made in physical_columns(name, item.type).items():
            part = {name: "minor", f"{name}__currency": "currency"}.get(column, "base_minor")
            cells = found if item.type != "money" else [v and getattr(v, part) for v in found]
            columns[column] = pa.array(cells, _TYPES[made])
    return pa.table(columns)


def _outcomes(fetch: Fetch, plan: Plan) -> Iterator[tuple[str, list[Outcome]]]:
    for kind in plan.kinds():
        own = [item for item in plan.rules if item.rule.kind.kind == kind]
        columns = {"_i": sql.name("_i"), **{i.column: sql.name(i.column) for i in own}}
        found = fetch(f"{sql.select(columns, sql.name(f'o_{kind}'))} ORDER BY 1")
        for place, item in enumerate(own):
            yield item.rule.id, [Outcome(cells[place + 1]) for cells in found]


def _measures(fetch: Fetch, plan: Plan) -> Iterator[tuple[str, list[Any]]]:
    for kind in plan.kinds():
        own = [item for item in plan.rules if item.rule.kind.kind == kind and item.rule.measure]
        if not own:
            continue
        shared = sql.Shared()
        selected: dict[str, str] = {"_i": sql.name("_i")}
        for item in own:
            compiler = set_compiler(plan.world, item.reader, plan.columns[kind], shared)
            assert item.rule.measure is not None
            selected |= flat(item.column, compiler.compile(item.rule.measure))
        query = shared.select(selected, sql.name(f"x_{kind}"))
        found = fetch(f"SELECT * FROM ({query}) ORDER BY 1")  # noqa: S608
        names = list(selected)
        for item in own:
            assert item.rule.measure is not None
            at = names.index(item.column)
            yield item.rule.id, [_read(item.rule.measure, cells[at : at + 3]) for cells in found]


def _read(node: Node, cells: Sequence[Any]) -> Any:
    if cells[0] is None:
        return None
    if node.type.name == "money":
        minor, base = (
            None if v is None else _exact(v, node.type.scale) for v in (cells[0], cells[2])
        )
        return Money(minor, cells[1], base)  # type: ignore[arg-type]
    if node.type.name == "number":
        return _exact(cells[0], node.type.scale)
    if node.type.name == "timestamp":
        return cells[0].replace(tzinfo=None)
    return int(cells[0]) if node.type.name == "days" else cells[0]


def _exact(cell: Any, scale: int) -> Decimal:
    sign, digits, exponent = Decimal(cell).as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent - scale))


def disagreements(
    rules: Sequence[Rule], rows: Mapping[str, Sequence[Row]]
) -> tuple[int, list[str]]:
    """Give the number of pairs compared, and one account of each that differs."""
    found = evaluate(rules, rows)
    world = world_of(rows).with_groups(rule.kind for rule in rules)
    wrong: list[str] = []
    pairs = 0
    for rule in rules:
        judge = world.judge(rule)
        for row in world.rows[rule.kind.kind]:
            pairs += 1
            plain = world.outcome(judge, row)
            if found.outcomes[rule.id][row.index] is not plain:
                wrong.append(_account(rule, row, found.outcomes[rule.id][row.index], plain))
            if rule.measure is not None:
                value = judge.reference.value(rule.measure, world.record(row))
                if found.measures[rule.id][row.index] != value:
                    shown = found.measures[rule.id][row.index]
                    wrong.append(_account(rule, row, shown, value, rule.file.measure))
    return pairs, wrong


def _account(rule: Rule, row: Row, sets: Any, plain: Any, measure: str | None = None) -> str:
    file = rule.file
    parts = {
        "on": file.on,
        "derive": {k: v.model_dump(exclude_defaults=True) for k, v in file.derive.items()},
        "let": file.let, "dated_by": file.dated_by, "in_force": file.in_force,
        "applies_to": file.applies_to, "when": file.when, "require": file.require,
        "exceptions": [e.condition for e in file.exceptions],
    }  # fmt: skip
    shown = {k: v for k, v in parts.items() if v}
    if measure is not None:
        shown = {"measure": measure, "derive": shown.get("derive"), "let": shown.get("let")}
    return f"sets {sets!r}, plain {plain!r}\n  rule {shown}\n  row {row}"
