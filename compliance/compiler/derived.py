"""`j_KIND_n` and `x_KIND`: facts about sets, each derived in a table as narrow as can be."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import ibis

from compliance.compiler.aggregate import Aggregate, AggregateInputs
from compliance.compiler.leaf import (
    DerivedLeaf,
    Reader,
    number_leaf,
    reduces_own_groups,
    their_reader,
)
from compliance.compiler.relation import (
    Columns,
    SideBySide,
    TableStep,
    World,
    flat,
    leaf_schema,
    leaf_table,
    set_compiler,
)
from compliance.compiler.scalar import (
    TRUE,
    SetCompiler,
    SetValue,
    days_between,
    is_known,
    rescale,
    unknown,
)
from compliance.lang.tree import Node, ParameterRef
from compliance.model.catalogue import Kind


class DerivedTable:
    """Builds `x_KIND`: the leaf table with every derivation that rules on the kind read."""

    def __init__(self, world: World, kind: Kind, all_columns: Mapping[str, Columns]) -> None:
        self.world, self.kind, self.all_columns = world, kind, all_columns
        self.columns = all_columns[kind.kind]
        self.table = leaf_table(self.columns, "w")

    def steps(self) -> list[TableStep]:
        """Give the queries: one for each derivation, then the table itself."""
        made: list[TableStep] = []
        derived: list[tuple[str, tuple[str, ...]]] = []
        undated: list[tuple[str, str]] = []
        for leaf, name in self.columns.names.items():
            if not isinstance(leaf, DerivedLeaf):
                continue
            step = f"j_{self.kind.kind}_{name}"
            made.append(TableStep(step, self._query(leaf, name)))
            derived.append((step, tuple(leaf_schema(name, leaf))))
            if _framed(leaf):
                step = f"u_{self.kind.kind}_{name}"
                made.append(TableStep(step, self._undated(leaf)))
                undated.append((step, f"{name}__ignored"))
        left = f"w_{self.kind.kind}"
        whole = SideBySide(left, tuple(self.table.columns), tuple(derived), tuple(undated))
        return [*made, TableStep(f"x_{self.kind.kind}", whole)]

    def _query(self, leaf: DerivedLeaf, name: str) -> Any:
        if _framed(leaf):
            return self._window(leaf, name)
        return (self._group if reduces_own_groups(leaf) else self._join)(leaf, name)

    def _undated(self, leaf: DerivedLeaf) -> Any:
        """Count, for the rows of each group, those that have no date: seldom any, so joined."""
        theirs, ours = self._compilers(leaf, self.table, self.table)
        inputs = self._inputs(leaf, theirs, self.table)
        aggregate = Aggregate(leaf.derivation, inputs)
        keys = self._group_keys(leaf, theirs)
        known = _all_known([inputs.day, *self._span(leaf, ours)])
        rows = self.table.select(_j="_i", _u=aggregate.undated(), _known=known, **keys)
        found = rows.filter(rows["_u"] == 1).group_by(list(keys)).agg(_undated=lambda t: t.count())
        found = found.rename({f"s{n}": f"g{n}" for n in range(len(keys))})
        same = [rows[f"g{n}"] == found[f"s{n}"] for n in range(len(keys))]
        pairs = rows.inner_join(found, [rows["_known"], *same])
        return pairs.select("_j", "_undated")

    def _group_keys(self, leaf: DerivedLeaf, theirs: SetCompiler) -> dict[str, Any]:
        """Give what the rows are grouped by, as columns g0, g1 and so on."""
        parts = [
            value
            for node, _ in leaf.derivation.match
            for value in _group_parts(theirs, self.columns, node)
        ]
        return {f"g{n}": part for n, part in enumerate(parts)}

    def _compilers(
        self, leaf: DerivedLeaf, theirs: Any, ours: Any
    ) -> tuple[SetCompiler, SetCompiler]:
        world = self.world
        own = set_compiler(
            world, Reader(world.catalogue, leaf.context, (), world.keys), self.columns, ours
        )
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
            _j="_i", _day=inputs.day, _order="_order", _taken=aggregate.taken(),
            _known=_all_known([inputs.day, *self._span(leaf, ours)]), **keys, **tests,
            **aggregate.row_columns(),
        )  # fmt: skip
        spans = [(rows[f"t{n}"] if test is not None else None, count)
                 for n, (test, count) in enumerate(days)]  # fmt: skip
        value, ignored = aggregate.over_window(rows, list(keys), spans)
        known = _all_known([rows[key] for key in keys]) & rows["_known"]
        taken = {f"{name}__taken": rows["_taken"]}
        return rows.select(_j=rows["_j"], **_columns(name, value, ignored, known), **taken)

    def _group(self, leaf: DerivedLeaf, name: str) -> Any:
        """Reduce each group once and give its result to every row of the group."""
        theirs, _ = self._compilers(leaf, self.table, self.table)
        inputs = self._inputs(leaf, theirs, self.table)
        aggregate = Aggregate(leaf.derivation, inputs)
        keys = self._group_keys(leaf, theirs)
        rows = self.table.select(
            _j="_i", _taken=aggregate.taken(), **keys, **aggregate.row_columns()
        )
        sums = aggregate.grouped(rows.drop_null(list(keys)).group_by(list(keys)))
        sums = sums.rename({f"s{n}": f"g{n}" for n in range(len(keys))})
        own = rows.select("_j", "_taken", *keys)
        whole = own.left_join(sums, [own[f"g{n}"] == sums[f"s{n}"] for n in range(len(keys))])
        value, ignored = aggregate.from_group(whole)
        known = _all_known([whole[key] for key in keys])
        taken = {f"{name}__taken": whole["_taken"]}
        return whole.select(_j=whole["_j"], **_columns(name, value, ignored, known), **taken)

    def _join(self, leaf: DerivedLeaf, name: str) -> Any:
        d = leaf.derivation
        ours_table = self.table
        other = leaf_table(self.all_columns[d.of], "w")
        theirs_table = other.view() if d.of == self.kind.kind else other
        theirs, ours = self._compilers(leaf, theirs_table, ours_table)
        pairs_of = [_same_scale(theirs.compile(a), ours.compile(b)) for a, b in d.match]
        our_keys = [part for _, value in pairs_of for part in _parts(value)]
        their_keys = [part for value, _ in pairs_of for part in _parts(value)]
        tests = [a == b for a, b in zip(their_keys, our_keys, strict=True)]
        inputs = self._inputs(leaf, theirs, theirs_table)
        known = list(our_keys)
        tests += self._timed(leaf, inputs, ours, known)
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
        (current,) = self._span(leaf, ours)
        return [(current == days, days) for days in d.within]

    def _span(self, leaf: DerivedLeaf, ours: SetCompiler) -> list[Any]:
        """Give the number of days of `within` where a parameter states it: null is unknown."""
        name = leaf.derivation.within_parameter
        if name is None:
            return []
        parameter = self.world.parameters[name]
        return [ours.compile(ParameterRef(parameter.type, (0, 0), parameter.id)).value]

    def _timed(
        self, leaf: DerivedLeaf, inputs: AggregateInputs, ours: SetCompiler,
        known: list[Any],
    ) -> list[Any]:  # fmt: skip
        """Give the tests on dates of a joined derivation; rows without one stay, to be counted."""
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
            limit = unknown("date") if own is None else ours.column(own).value
        known += [limit, *self._span(leaf, ours)]
        tests = inputs.day <= limit
        for condition, days in self._days(leaf, ours):
            inside = days_between(inputs.day, limit) <= days
            tests = tests & (inside if condition is None else (~condition | inside))
        if d.through:
            tests = tests & _not_after(inputs, limit, self.table)
        return [inputs.day.isnull() | tests]


def _not_after(inputs: AggregateInputs, limit: Any, ours: Any) -> Any:
    """Say whether a row of the same day comes no later, by key and row hash."""
    return (inputs.day < limit) | (inputs.order <= ours["_order"])


def _framed(leaf: DerivedLeaf) -> bool:
    """Say whether a derivation reduces a frame of dates within groups of its own kind."""
    return reduces_own_groups(leaf) and leaf.derivation.date is not None


def _group_parts(compiler: SetCompiler, columns: Columns, node: Node) -> list[Any]:
    """Give what rows of one kind are grouped by: the number of a text rather than the text."""
    leaf = compiler.reader.leaf(node)
    number = None if leaf is None else number_leaf(leaf)
    if number is not None and number in columns.names:
        return [compiler.column(number).value]
    return _match_parts(compiler, node)


def _match_parts(compiler: SetCompiler, node: Node) -> list[Any]:
    """Give what an equality of groups compares: money by minor units and currency."""
    return _parts(compiler.compile(node))


def _parts(value: SetValue) -> list[Any]:
    return [value.value, value.currency] if value.type.name == "money" else [value.value]


def _same_scale(left: SetValue, right: SetValue) -> tuple[SetValue, SetValue]:
    scale = max(left.type.scale, right.type.scale)
    return rescale(left, left.type.scaled(scale)), rescale(right, right.type.scaled(scale))


def _all_known(values: Sequence[Any]) -> Any:
    return reduce(operator.and_, map(is_known, values), TRUE)


def _columns(name: str, value: SetValue, ignored: Any, known: Any) -> dict[str, Any]:
    """Give the columns of a derivation; null where a match value (or the date) is null."""
    columns = {
        key: ibis.ifelse(known, column, unknown(column.type()))
        for key, column in flat(name, value).items()
    }
    none = ibis.literal(0, "int64")
    skipped = ibis.ifelse(known, ibis.coalesce(ignored, none), none)
    return {**columns, f"{name}__ignored": skipped}
