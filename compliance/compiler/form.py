"""What every form of a fact about sets is made of: both sides compiled, keys, days, reductions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from compliance.compiler import sql
from compliance.compiler.aggregate import Aggregate, AggregateInputs
from compliance.compiler.leaf import (
    DerivedLeaf,
    Leaf,
    number_leaf,
    our_reader,
    reduces_own_groups,
    their_reader,
)
from compliance.compiler.relation import Columns, World, certain, flat, leaf_columns, set_compiler
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import Shared, all_of, big, either, name, when
from compliance.compiler.value import SetValue, rescale
from compliance.lang.tree import Node

_PLACES_A_DAY = f"CAST({2**40} AS BIGINT)"  # more than the rows of a batch: a place in the order


@dataclass(frozen=True)
class Fact:
    """One derivation to make: whose it is, under which column, and from which leaf tables."""

    world: World
    leaf: DerivedLeaf
    own: Columns
    other: Columns
    own_table: str
    other_table: str
    several: str | None = None  # the table of the rows that share their group with others

    @property
    def column(self) -> str:
        """Give the column of the leaf."""
        return self.own.names[self.leaf]

    @property
    def own_rows(self) -> str:
        """Give our rows that the fact is made for: all, or those that share their group."""
        return self._rows(self.own_table)

    @property
    def other_rows(self) -> str:
        """Give the rows that the fact aggregates."""
        return self._rows(self.other_table)

    def _rows(self, table: str) -> str:
        if self.several is None:
            return name(table)
        shared = f"SELECT {name('_i')} FROM {name(self.several)}"  # noqa: S608 - names are quoted
        return f"(SELECT * FROM {name(table)} WHERE {name('_i')} IN ({shared}))"  # noqa: S608


class Form:
    """What every form reads: both sides compiled, keys, days, the columns to reduce."""

    def __init__(self, made: Fact) -> None:
        self.made, self.world, self.dialect = made, made.world, made.world.dialect
        self.leaf, self.derivation = made.leaf, made.leaf.derivation
        self.sides: dict[str, dict[str, None]] = {}  # prefix → the columns that are read

    def ours(self, shared: Shared, prefix: str = "") -> SetCompiler:
        """Give the compiler of our side; under a prefix in a join."""
        reader = our_reader(self.leaf, self.world.catalogue, self.world.keys)
        return set_compiler(self.world, reader, self.made.own, shared, self._reader(prefix))

    def theirs(self, shared: Shared, prefix: str = "") -> SetCompiler:
        """Give the compiler of the aggregated side; under a prefix in a join."""
        reader = their_reader(self.derivation, self.world.catalogue, self.world.keys)
        return set_compiler(self.world, reader, self.made.other, shared, self._reader(prefix))

    def _reader(self, prefix: str) -> Callable[[str, Leaf], SetValue]:
        """Give how columns are read; those of a side of a join are noted."""

        def read(own: str, leaf: Leaf) -> SetValue:
            self.sides.setdefault(prefix, {}).update(dict.fromkeys(leaf_columns(own, leaf)))
            return certain(own, leaf, prefix)

        return read

    def aggregate(self, theirs: SetCompiler, order: str = "_order", prefix: str = "") -> Aggregate:
        """Give the aggregate, and let the select compute which rows are taken."""
        d = self.derivation
        value = None if d.value is None else theirs.compile(d.value)
        among = None if d.among is None else theirs.compile(d.among)
        counted = theirs.boolean(d.where)
        fields = self.world.catalogue.kinds[d.of].fields
        status = theirs.reader.path("status") if "status" in fields else None
        if status is not None and status in self.made.other.names:
            live = f"({theirs.column(status).value} NOT IN ('cancelled', 'superseded'))"
            counted = all_of([live, counted])
        own = d.date or d.order
        date = None if own is None else theirs.column(theirs.reader.path(own)).value
        place = f"(c_day_number({date}) * {_PLACES_A_DAY} + {name(order)})"
        inputs = AggregateInputs(value, counted, date, place, among)
        found = Aggregate(d, inputs, self.dialect, prefix)
        theirs.shared.keep(f"{prefix}_taken", found.taken())
        lead = found.lead()
        if lead is not None:
            theirs.shared.keep(f"{prefix}_lead", lead)
        return found

    def columns(self, aggregate: Aggregate) -> dict[str, str]:
        """Give the columns that are reduced."""
        return {own: part.column for own, part in aggregate.parts().items()} | aggregate.beside()

    def their_keys(self, theirs: SetCompiler) -> dict[str, str]:
        """Give what their rows are grouped by, as columns g0, g1 and so on."""
        return _numbered(
            part for one, other in self.derivation.match
            for part in self._scaled(theirs, one, other).texts()
        )  # fmt: skip

    def our_keys(self, ours: SetCompiler) -> dict[str, str]:
        """Give what our rows look for, as columns g0, g1 and so on."""
        return _numbered(
            part for one, other in self.derivation.match
            for part in self._scaled(ours, other, one).texts()
        )  # fmt: skip

    def _scaled(self, compiler: SetCompiler, node: Node, other: Node) -> SetValue:
        value = compiler.compile(node)
        scale = max(node.type.scale, other.type.scale)
        return rescale(value, value.type.scaled(scale), self.dialect)

    def group_keys(self, compiler: SetCompiler) -> dict[str, str]:
        """Give what rows of one kind are grouped by: the number of a text, not the text."""
        parts: list[str] = []
        for node, _ in self.derivation.match:
            leaf = compiler.reader.leaf(node)
            number = None if leaf is None else number_leaf(leaf)
            listed = number is not None and number in self.made.other.names
            value = compiler.column(number) if number and listed else compiler.compile(node)
            parts += value.texts()
        return _numbered(parts) or {"g0": "1"}  # no key: the whole batch is one group

    def span(self, ours: SetCompiler) -> list[str]:
        """Give the number of days of `within` where a parameter states it: null is unknown."""
        own = self.derivation.within_parameter
        if own is None:
            return []
        return [ours.parameter(self.world.parameters[own], ours.day()).value]

    def days(self, ours: SetCompiler) -> list[tuple[str | None, int]]:
        """Give (condition, days) for each number of days that `within` has had; [] for none."""
        spans = self.span(ours)
        return [(f"({spans[0]} = {n})" if spans else None, n) for n in self.derivation.within]

    def grouped(self, aggregate: Aggregate, rows: str, keys: Sequence[str]) -> str:
        """Reduce the rows of each group; of `hhi` first the rows of each party in it.

        Of leading digits first the rows that lead alike: there are at most ninety of these.
        """
        parts = aggregate.parts()
        if aggregate.function == "first_digit":
            return self._by_lead(aggregate, rows, keys)
        reduced = {own: aggregate.reduced(own, part.how) for own, part in parts.items()}
        if aggregate.inputs.among is None:
            return group_by(keys, reduced, rows)
        below = group_by([*keys, *aggregate.parties()], reduced, rows)
        for own in ("value", "base"):
            if own in parts:
                square = f"({big(name(own))} * {big(name(own))})"
                reduced[f"{own}_squares"] = self.dialect.total(square)
        return group_by(keys, reduced, f"({below})")

    def _by_lead(self, aggregate: Aggregate, rows: str, keys: Sequence[str]) -> str:
        total = self.dialect.total
        skips = {
            own: total(name(own)) for own in ("skipped", "undated") if own in aggregate.parts()
        }
        summed: dict[str, str] = {own: total(name(own)) for own in skips}
        below = group_by([*keys, "_lead"], {**summed, "_times": "count(*)"}, rows)
        counts = aggregate.leading(name("_times"))
        reduced = summed | {own: total(part.column) for own, part in counts.items()}
        return group_by(keys, reduced, f"({below})")

    def finished(self, aggregate: Aggregate, source: str, *, with_undated: bool) -> str:
        """Give the derivation's columns from reduced ones; null where `_known` is not true."""
        finished = self.finish(aggregate, name("_known"), with_undated=with_undated)
        if aggregate.function == "first_digit":  # a long sum, written once
            source = f"SELECT *, {aggregate.off()} AS {name('_off')} FROM ({source})"  # noqa: S608
        return sql.select({"_j": name("_j"), **finished}, f"({source})")

    def finish(self, aggregate: Aggregate, is_known: str, *, with_undated: bool) -> dict[str, str]:
        """Give the derivation's columns from reduced ones."""
        value, ignored = aggregate.finish(with_undated=with_undated)
        own = self.made.column
        columns = {key: when([(is_known, text)]) for key, text in flat(own, value).items()}
        columns[f"{own}__ignored"] = either(is_known, ignored, "CAST(0 AS BIGINT)")
        if reduces_own_groups(self.leaf):
            columns[f"{own}__taken"] = aggregate.at("_taken")
        return columns


def _numbered(parts: Iterable[str]) -> dict[str, str]:
    return {f"g{n}": part for n, part in enumerate(parts)}


def group_by(keys: Sequence[str], columns: Mapping[str, str], source: str) -> str:
    """Give columns reduced over the groups of a source; over all of it without keys."""
    if not keys:
        return sql.select(columns, source)
    group = ", ".join(map(name, keys))
    return f"SELECT {group}, {sql.listed(columns)} FROM {source} GROUP BY {group}"  # noqa: S608
