"""Leaves → tables: references joined, facts about sets derived, each in one Ibis query.

Tables by name: `k_KIND` the canonical rows (with `_i`, a dense row number), `r_KIND` one row for
each key (and validity) that references resolve to, `w_KIND` the paths that rules read, `j_KIND_n`
one derivation over a join, `x_KIND` all leaves of a kind side by side.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

import ibis

from compliance.compiler.aggregate import Aggregate, AggregateInputs
from compliance.compiler.availability import Keys, Supply
from compliance.compiler.leaf import (
    Context,
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
    Reader,
    number_leaf,
    reduces_own_groups,
    their_reader,
)
from compliance.compiler.scalar import BIG, SetCompiler, SetValue, add_days, constant
from compliance.lang import types as t
from compliance.lang.parameters import Parameter
from compliance.lang.tree import Node, ParameterRef, Step
from compliance.model.catalogue import Catalogue, Kind

_META_TYPES = {"_i": "int64", "_key": "string", "_row_hash": "string", "_order": "int64"}
META = tuple(_META_TYPES)


@dataclass(frozen=True)
class TableStep:
    """One table to make: its name and the query that fills it."""

    name: str
    query: Any

    def sql(self, dialect: str) -> str:
        """Give the query as SQL of a backend."""
        return str(ibis.to_sql(self.query, dialect=dialect, pretty=False))


@dataclass
class Columns:
    """The columns of one kind's leaf table, by leaf; filled while the plan is made."""

    kind: str
    names: dict[Leaf, str] = field(default_factory=dict)

    def name(self, leaf: Leaf) -> str:
        """Give the column of a leaf, making one where there is none."""
        return self.names.setdefault(leaf, f"c{len(self.names)}")


@dataclass(frozen=True)
class World:
    """What every query of a plan is compiled against."""

    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    supply: Supply
    keys: Keys
    as_of: date


NUMBER_OF = "_number"


def key_column(step_field: str, function: str) -> str:
    """Give the name of the column that holds a text key of a field."""
    return f"{step_field}__{function.replace(' ', '_')}"


def base_table(catalogue: Catalogue, kind: str, prefix: str, text_keys: Sequence[str]) -> Any:
    """Give the unbound Ibis table of a kind's canonical rows."""
    schema: dict[str, str] = dict(_META_TYPES)
    for name, item in catalogue.kinds[kind].fields.items():
        schema.update(physical_columns(name, item.type))
    schema.update(
        {name: "int64" if name.endswith(NUMBER_OF) else "string" for name in text_keys}
    )
    return ibis.table(schema, name=f"{prefix}_{kind}")


def physical_columns(name: str, field_type: str) -> dict[str, str]:
    """Give the columns, with their Ibis types, that hold a field of a catalogue type."""
    if field_type == "money":
        return {name: "int64", f"{name}__currency": "string", f"{name}__base": "int64"}
    kinds = {
        "decimal": "decimal(38, 9)", "ratio": "decimal(38, 9)", "integer": "int64",
        "boolean": "boolean", "date": "date", "timestamp": "timestamp", "list": "array<string>",
    }  # fmt: skip
    return {name: kinds.get(field_type, "string")}


def leaf_columns(name: str, leaf: Leaf) -> list[str]:
    """Give the physical columns of a leaf in its kind's leaf table."""
    columns = [name]
    if leaf.type.name == "money":
        columns += [f"{name}__currency", f"{name}__base"]
    if isinstance(leaf, DerivedLeaf):
        columns.append(f"{name}__ignored")
    return columns


def value_of(table: Any, name: str, leaf: Leaf) -> SetValue:
    """Give a leaf's value from the columns of a table."""
    if leaf.type.name == "money":
        return SetValue(
            leaf.type,
            table[name],
            table[f"{name}__currency"],
            table[f"{name}__base"],
            loose=isinstance(leaf, DerivedLeaf),
        )
    return SetValue(leaf.type, table[name])


def flat(name: str, value: SetValue) -> dict[str, Any]:
    """Give the columns under which a value is kept."""
    if value.type.name == "money":
        return {name: value.value, f"{name}__currency": value.currency, f"{name}__base": value.base}
    return {name: value.value}


def set_compiler(world: World, reader: Reader, columns: Columns, table: Any) -> SetCompiler:
    """Give a compiler that reads leaves from a kind's leaf table; what is not there is null."""

    def column(leaf: Leaf) -> SetValue:
        name = columns.names.get(leaf)
        return constant(leaf.type, None) if name is None else value_of(table, name, leaf)

    return SetCompiler(reader, column, world.parameters, world.as_of)


class PathTable:
    """Builds `w_KIND`: the record's own fields, and those of the records that it refers to."""

    def __init__(self, world: World, kind: Kind, text_keys: Mapping[str, Sequence[str]]) -> None:
        self.world, self.kind, self.text_keys = world, kind, text_keys
        self.base = base_table(world.catalogue, kind.kind, "k", text_keys.get(kind.kind, ()))
        self.joined: Any = self.base
        self.prefixes: dict[tuple[Context, tuple[Step, ...]], str] = {}

    def query(self, columns: Columns) -> Any:
        """Give the query: one row for each record, one column (or three) for each leaf."""
        leaves = [leaf for leaf in columns.names if not isinstance(leaf, DerivedLeaf)]
        for leaf in leaves:
            if isinstance(leaf, PathLeaf):
                for end in range(1, len(leaf.steps)):
                    self._join(leaf.context, leaf.steps[:end])
        selected: dict[str, Any] = {name: self.joined[name] for name in META}
        for leaf in leaves:
            selected.update(flat(columns.names[leaf], self._value(leaf)))
        return self.joined.select(**selected)

    def _join(self, context: Context, steps: tuple[Step, ...]) -> None:
        """Join the kind that the path's last step refers to, once."""
        if (context, steps) in self.prefixes:
            return
        prefix = f"p{len(self.prefixes)}"
        source = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field]
        target = self.world.catalogue.kinds[source.to or ""]
        right = base_table(
            self.world.catalogue, target.kind, "r", self.text_keys.get(target.kind, ())
        )
        renamed = right.select(**{f"{prefix}__{name}": right[name] for name in right.columns})
        key = self._field(context, steps)
        tests = [key == renamed[f"{prefix}__{target.key[0]}"]]
        if len(target.key) == 1:
            tests = [key == renamed[f"{prefix}___key"]]
        tests += self._rest_of_key(context, steps, target, renamed, prefix)
        if target.dated:
            tests += self._valid(context, renamed, prefix)
        self.joined = self.joined.left_join(renamed, tests)
        self.prefixes[(context, steps)] = prefix

    def _rest_of_key(
        self, context: Context, steps: tuple[Step, ...], target: Kind, right: Any, prefix: str
    ) -> list[Any]:
        """Match the further fields of a composite key: ours where named, else the date's year."""
        also = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field].also
        tests = []
        for name in target.key[1:]:
            column = right[f"{prefix}__{name}"]
            if name in also:
                own = (*steps[:-1], Step(steps[-1].kind, also[name]))
                tests.append(self._field(context, own) == column)
            else:
                day = self._date(context)
                tests.append(day.year().cast("int64") == column)
        return tests

    def _valid(self, context: Context, right: Any, prefix: str) -> list[Any]:
        day = self._date(context)
        start, end = right[f"{prefix}__valid_from"], right[f"{prefix}__valid_until"]
        return [start.isnull() | (start <= day), end.isnull() | (day <= end)]

    def _date(self, context: Context) -> Any:
        names = [n for n in context.dated_by if self.world.supply.missing(self.kind.kind, n) is None]
        if not names:
            return ibis.null("date")
        return ibis.coalesce(*(self.joined[name] for name in names))

    def _field(self, context: Context, steps: tuple[Step, ...]) -> Any:
        name = steps[-1].field
        if len(steps) == 1:
            return self.joined[name]
        return self.joined[f"{self.prefixes[(context, steps[:-1])]}__{name}"]

    def _value(self, leaf: Leaf) -> SetValue:
        if isinstance(leaf, DateLeaf):
            return SetValue(leaf.type, self._date(leaf.context))
        assert isinstance(leaf, PathLeaf)
        last = leaf.steps[-1].field
        name = key_column(last, leaf.function) if leaf.function else last
        prefix = ""
        if len(leaf.steps) > 1:
            prefix = f"{self.prefixes[(leaf.context, leaf.steps[:-1])]}__"
        column = self.joined[prefix + name]
        if leaf.type.name == "money":
            currency, base = (self.joined[f"{prefix}{name}__{end}"] for end in ("currency", "base"))
            return SetValue(leaf.type, column, currency, base)
        if leaf.type.name == "number" and leaf.type.scale:
            unit = ibis.literal(Decimal(10**leaf.type.scale), BIG)
            return SetValue(leaf.type, (column * unit).cast(BIG))
        return SetValue(leaf.type, column)


class DerivedTable:
    """Builds `x_KIND`: the leaf table with every derivation that rules on the kind read."""

    def __init__(self, world: World, kind: Kind, all_columns: Mapping[str, Columns]) -> None:
        self.world, self.kind, self.all_columns = world, kind, all_columns
        self.columns = all_columns[kind.kind]
        self.table = leaf_table(self.columns, "w")

    def steps(self) -> list[TableStep]:
        """Give the queries: one for each derivation, then the table itself."""
        made: list[TableStep] = []
        whole = self.table
        for leaf, name in self.columns.names.items():
            if not isinstance(leaf, DerivedLeaf):
                continue
            step = f"j_{self.kind.kind}_{name}"
            made.append(TableStep(step, self._query(leaf, name)))
            right = ibis.table({"_j": "int64", **_leaf_schema(name, leaf)}, name=step)
            whole = whole.left_join(right, [whole["_i"] == right["_j"]]).drop("_j")
            if _framed(leaf):
                step = f"u_{self.kind.kind}_{name}"
                made.append(TableStep(step, self._undated(leaf)))
                whole = _with_undated(whole, step, name)
        made.append(TableStep(f"x_{self.kind.kind}", whole))
        return made

    def _query(self, leaf: DerivedLeaf, name: str) -> Any:
        if _framed(leaf):
            return self._window(leaf, name)
        return (self._group if reduces_own_groups(leaf) else self._join)(leaf, name)

    def _undated(self, leaf: DerivedLeaf) -> Any:
        """Count, for the rows of each group, those that have no date: seldom any, so joined."""
        theirs, _ = self._compilers(leaf, self.table, self.table)
        aggregate = Aggregate(leaf.derivation, self._inputs(leaf, theirs, self.table))
        keys = self._group_keys(leaf, theirs)
        rows = self.table.select(_j="_i", _u=aggregate.undated(), **keys)
        found = rows.filter(rows["_u"] == 1).group_by(list(keys)).agg(_undated=lambda t: t.count())
        found = found.rename({f"s{n}": f"g{n}" for n in range(len(keys))})
        pairs = rows.inner_join(found, [rows[f"g{n}"] == found[f"s{n}"] for n in range(len(keys))])
        return pairs.select("_j", "_undated")

    def _group_keys(self, leaf: DerivedLeaf, theirs: SetCompiler) -> dict[str, Any]:
        """Give what the rows are grouped by, as columns g0, g1, …"""
        parts = [
            value
            for node, _ in leaf.derivation.match
            for value in _group_parts(theirs, self.columns, node)
        ]
        return {f"g{n}": part for n, part in enumerate(parts)}

    def _compilers(self, leaf: DerivedLeaf, theirs: Any, ours: Any) -> tuple[SetCompiler, SetCompiler]:
        world = self.world
        own = set_compiler(world, Reader(world.catalogue, leaf.context, (), world.keys),
                           self.columns, ours)
        reader = their_reader(leaf.derivation, world.catalogue, world.keys)
        other = set_compiler(world, reader, self.all_columns[leaf.derivation.of], theirs)
        other.this = own
        return other, own

    def _window(self, leaf: DerivedLeaf, name: str) -> Any:
        """Reduce over the frame of each row, in a table as narrow as can be."""
        theirs, ours = self._compilers(leaf, self.table, self.table)
        inputs = self._inputs(leaf, theirs, self.table)
        aggregate = Aggregate(leaf.derivation, inputs)
        keys = self._group_keys(leaf, theirs)
        days = self._days(leaf, ours)
        tests = {f"t{n}": test for n, (test, _) in enumerate(days) if test is not None}
        rows = self.table.select(
            _j="_i", _day=inputs.day, _order="_order", **keys, **tests, **aggregate.row_columns()
        )
        spans = [(rows[f"t{n}"] if test is not None else None, count)
                 for n, (test, count) in enumerate(days)]  # fmt: skip
        value, ignored = aggregate.over_window(rows, list(keys), spans)
        known = _all_known([*(rows[key] for key in keys), rows["_day"]])
        return rows.select(_j=rows["_j"], **_columns(name, value, ignored, known))

    def _group(self, leaf: DerivedLeaf, name: str) -> Any:
        """Reduce each group once and give its result to every row of the group."""
        theirs, _ = self._compilers(leaf, self.table, self.table)
        inputs = self._inputs(leaf, theirs, self.table)
        aggregate = Aggregate(leaf.derivation, inputs)
        keys = self._group_keys(leaf, theirs)
        rows = self.table.select(_j="_i", **keys, **aggregate.row_columns())
        sums = aggregate.grouped(rows.drop_null(list(keys)).group_by(list(keys)))
        sums = sums.rename({f"s{n}": f"g{n}" for n in range(len(keys))})
        own = rows.select("_j", *keys)
        whole = own.left_join(sums, [own[f"g{n}"] == sums[f"s{n}"] for n in range(len(keys))])
        value, ignored = aggregate.from_group(whole)
        known = _all_known([whole[key] for key in keys])
        return whole.select(_j=whole["_j"], **_columns(name, value, ignored, known))

    def _join(self, leaf: DerivedLeaf, name: str) -> Any:
        d = leaf.derivation
        ours_table = self.table
        other = leaf_table(self.all_columns[d.of], "w")
        theirs_table = other.view() if d.of == self.kind.kind else other
        theirs, ours = self._compilers(leaf, theirs_table, ours_table)
        our_keys = [v for _, node in d.match for v in _match_parts(ours, node)]
        their_keys = [v for node, _ in d.match for v in _match_parts(theirs, node)]
        tests = [a == b for a, b in zip(their_keys, our_keys, strict=True)]
        inputs = self._inputs(leaf, theirs, theirs_table)
        known = list(our_keys)
        tests += self._timed(leaf, inputs, ours, theirs_table, known)
        aggregate = Aggregate(d, inputs)
        pairs = ours_table.inner_join(theirs_table, tests)
        grouped = pairs.select(_j=ours_table["_i"], **aggregate.row_columns()).group_by("_j")
        sums = aggregate.grouped(grouped)
        whole = ours_table.select(_o="_i", _known=_all_known(known))
        rows = whole.left_join(sums, [whole["_o"] == sums["_j"]])
        value, ignored = aggregate.from_group(rows)
        return rows.select(_j=rows["_o"], **_columns(name, value, ignored, rows["_known"]))

    def _inputs(self, leaf: DerivedLeaf, theirs: SetCompiler, table: Any) -> AggregateInputs:
        d = leaf.derivation
        value = None if d.value is None else theirs.compile(d.value)
        counted = theirs.boolean(d.where)
        status = theirs.reader.path("status") if "status" in self._of(d.of).fields else None
        if status is not None and status in self.all_columns[d.of].names:
            live = theirs.column(status).value.notin(["cancelled", "superseded"])
            counted = live & counted
        day = None
        if d.date is not None:
            day = theirs.column(theirs.reader.path(d.date)).value
        return AggregateInputs(value, counted, day, table["_order"])

    def _of(self, kind: str) -> Kind:
        return self.world.catalogue.kinds[kind]

    def _days(self, leaf: DerivedLeaf, ours: SetCompiler) -> list[tuple[Any, int]]:
        """Give (condition, days) for each number of days that `within` has had; [] for none."""
        d = leaf.derivation
        if d.within_parameter is None:
            return [(None, days) for days in d.within]
        parameter = self.world.parameters[d.within_parameter]
        current = ours.compile(ParameterRef(parameter.type, (0, 0), parameter.id)).value
        return [(current == days, days) for days in d.within]

    def _timed(
        self, leaf: DerivedLeaf, inputs: AggregateInputs, ours: SetCompiler, theirs: Any,
        known: list[Any],
    ) -> list[Any]:  # fmt: skip
        """Give the tests on dates of a joined derivation; rows without a date stay, to be counted."""
        d = leaf.derivation
        if inputs.day is None:
            return []
        date_leaf = ours.reader.path(d.date) if d.of == self.kind.kind and d.date else None
        if d.until is not None:
            limit = ours.compile(d.until).value
        elif date_leaf is not None:
            limit = ours.column(date_leaf).value
        else:
            own = ours.reader.date()
            limit = ibis.null("date") if own is None else ours.column(own).value
        known.append(limit)
        tests = inputs.day <= limit
        for condition, days in self._days(leaf, ours):
            inside = inputs.day >= _minus_days(limit, days)
            tests = tests & (inside if condition is None else (~condition | inside))
        if d.through:
            tests = tests & _not_after(inputs, limit, self.table)
        return [inputs.day.isnull() | tests]


def _not_after(inputs: AggregateInputs, limit: Any, ours: Any) -> Any:
    """Say whether a row of the same day comes no later, by key and row hash."""
    return (inputs.day < limit) | (inputs.order <= ours["_order"])


def _minus_days(day: Any, days: int) -> Any:
    return add_days(day, ibis.literal(-days, "int64"))


def _framed(leaf: DerivedLeaf) -> bool:
    """Say whether a derivation reduces a frame of dates within groups of its own kind."""
    return reduces_own_groups(leaf) and leaf.derivation.date is not None


def _with_undated(whole: Any, step: str, name: str) -> Any:
    """Add the rows without a date to those that a derivation skipped."""
    right = ibis.table({"_j": "int64", "_undated": "int64"}, name=step)
    joined = whole.left_join(right, [whole["_i"] == right["_j"]])
    more = ibis.coalesce(joined["_undated"], ibis.literal(0, "int64"))
    count = {f"{name}__ignored": joined[f"{name}__ignored"] + more}
    return joined.mutate(**count).drop("_j", "_undated")


def _group_parts(compiler: SetCompiler, columns: Columns, node: Node) -> list[Any]:
    """Give what rows of one kind are grouped by: the number of a text rather than the text."""
    leaf = compiler.reader.leaf(node)
    number = None if leaf is None else number_leaf(leaf)
    if number is not None and number in columns.names:
        return [compiler.column(number).value]
    return _match_parts(compiler, node)


def _match_parts(compiler: SetCompiler, node: Node) -> list[Any]:
    """Give what an equality of groups compares: money by minor units and currency."""
    value = compiler.compile(node)
    return [value.value, value.currency] if value.type.name == "money" else [value.value]


def _all_known(values: Sequence[Any]) -> Any:
    return reduce(operator.and_, (value.notnull() for value in values), ibis.literal(True))


def _columns(name: str, value: SetValue, ignored: Any, known: Any) -> dict[str, Any]:
    """Give the columns of a derivation; null where a match value (or the date) is null."""
    columns = {
        key: ibis.ifelse(known, column, ibis.null(column.type()))
        for key, column in flat(name, value).items()
    }
    return {**columns, f"{name}__ignored": ibis.coalesce(ignored, ibis.literal(0, "int64"))}


def leaf_table(columns: Columns, prefix: str) -> Any:
    """Give the unbound Ibis table of a kind's leaves (`w_`: paths only, `x_`: all)."""
    schema: dict[str, str] = dict(_META_TYPES)
    for leaf, name in columns.names.items():
        if prefix == "x" or not isinstance(leaf, DerivedLeaf):
            schema.update(_leaf_schema(name, leaf))
    return ibis.table(schema, name=f"{prefix}_{columns.kind}")


def _leaf_schema(name: str, leaf: Leaf) -> dict[str, str]:
    derived = isinstance(leaf, DerivedLeaf)
    schema = {name: _leaf_type(leaf.type, derived=derived)}
    if leaf.type.name == "money":
        wide = "decimal(38, 0)" if derived else "int64"
        schema = {name: wide, f"{name}__currency": "string", f"{name}__base": wide}
    if derived:
        schema[f"{name}__ignored"] = "int64"
    return schema


def _leaf_type(kind: t.Type, *, derived: bool) -> str:
    if kind.name == "number":
        return "decimal(38, 0)" if kind.scale or derived else "int64"
    names = {"boolean": "boolean", "date": "date", "timestamp": "timestamp", "days": "int64",
             "months": "int64", "list": "array<string>", "null": "boolean"}  # fmt: skip
    return names.get(kind.name, "string")
