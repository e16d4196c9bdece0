"""`j_KIND_n`: one fact about sets for every record of a kind, each in a table of its own.

A derivation takes one of five forms. *Frame*: groups of its own kind, reduced over a frame of
dates. *Own row*: each row of a group against the others (rank, share, the row before). *Lookup*:
every group reduced once, its result joined to our records. *Pairs*: each record beside the rows
that it counts, where those hang on the record itself. *Whole*: one result over the batch for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from compliance.compiler import sql
from compliance.compiler.aggregate import OWN_ROW, Aggregate, AggregateInputs
from compliance.compiler.leaf import (
    DerivedLeaf,
    Leaf,
    number_leaf,
    our_reader,
    reads_this,
    reduces_own_groups,
    their_reader,
)
from compliance.compiler.relation import (
    Columns,
    TableStep,
    World,
    certain,
    flat,
    leaf_columns,
    set_compiler,
)
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import Shared, all_of, any_of, big, either, known, name, when
from compliance.compiler.value import SetValue, rescale
from compliance.lang.tree import Node

_PLACES_A_DAY = f"CAST({2**40} AS BIGINT)"  # more than the rows of a batch: a place in the order


@dataclass(frozen=True)
class Derivation:
    """One derivation to make: whose it is, under which column, and from which leaf tables."""

    world: World
    leaf: DerivedLeaf
    own: Columns
    other: Columns
    own_table: str
    other_table: str

    @property
    def column(self) -> str:
        """Give the column of the leaf."""
        return self.own.names[self.leaf]

    def steps(self) -> list[TableStep]:
        """Give its table, and that of the rows that it skips for want of a date."""
        tail = f"{self.own.kind}_{self.column}"
        made = [TableStep(f"j_{tail}", self.query())]
        if framed(self.leaf):
            made.append(TableStep(f"u_{tail}", _Frame(self).undated()))
        return made

    def query(self) -> str:
        """Give the query: `_j` our row, and the derivation's columns."""
        d = self.leaf.derivation
        if reduces_own_groups(self.leaf):
            if d.function in OWN_ROW:
                return _OwnRow(self).query()
            return _Lookup(self).query() if d.date is None else _Frame(self).query()
        if not d.match:
            return _Whole(self).query()
        hangs = d.date is not None or reads_this(d) or d.function in OWN_ROW
        return _Pairs(self).query() if hangs else _Lookup(self).query()


def framed(leaf: DerivedLeaf) -> bool:
    """Say whether a derivation reduces a frame of dates within groups of its own kind."""
    return reduces_own_groups(leaf) and leaf.derivation.date is not None


class _Form:
    """What every form reads: both sides compiled, keys, days, the columns to reduce."""

    def __init__(self, made: Derivation) -> None:
        self.made, self.world, self.dialect = made, made.world, made.world.dialect
        self.leaf, self.derivation = made.leaf, made.leaf.derivation
        self.sides: dict[str, dict[str, None]] = {}  # prefix → the columns that are read

    def ours(self, shared: Shared, prefix: str = "") -> SetCompiler:
        reader = our_reader(self.leaf, self.world.catalogue, self.world.keys)
        return set_compiler(self.world, reader, self.made.own, shared, self._reader(prefix))

    def theirs(self, shared: Shared, prefix: str = "") -> SetCompiler:
        reader = their_reader(self.derivation, self.world.catalogue, self.world.keys)
        return set_compiler(self.world, reader, self.made.other, shared, self._reader(prefix))

    def _reader(self, prefix: str) -> Callable[[str, Leaf], SetValue]:
        """Give how columns are read; those of a side of a join are noted."""

        def read(own: str, leaf: Leaf) -> SetValue:
            self.sides.setdefault(prefix, {}).update(dict.fromkeys(leaf_columns(own, leaf)))
            return certain(own, leaf, prefix)

        return read

    def aggregate(self, theirs: SetCompiler, order: str = "_order") -> Aggregate:
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
        found = Aggregate(d, inputs, self.dialect)
        theirs.shared.keep("_taken", found.taken())
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
        """Reduce the rows of each group; of `hhi` first the rows of each party in it."""
        parts = aggregate.parts()
        reduced = {own: aggregate.reduced(own, part.how) for own, part in parts.items()}
        if aggregate.inputs.among is None:
            return _group_by(keys, reduced, rows)
        below = _group_by([*keys, *aggregate.parties()], reduced, rows)
        for own in ("value", "base"):
            if own in parts:
                square = f"({big(name(own))} * {big(name(own))})"
                reduced[f"{own}_squares"] = self.dialect.total(square)
        return _group_by(keys, reduced, f"({below})")

    def finished(self, aggregate: Aggregate, source: str, *, with_undated: bool) -> str:
        """Give the derivation's columns from reduced ones; null where `_known` is not true."""
        value, ignored = aggregate.finish(with_undated=with_undated)
        own, is_known, none = self.made.column, name("_known"), "CAST(0 AS BIGINT)"
        columns = {"_j": name("_j")}
        columns |= {key: when([(is_known, text)]) for key, text in flat(own, value).items()}
        columns[f"{own}__ignored"] = either(is_known, ignored, none)
        if reduces_own_groups(self.leaf):
            columns[f"{own}__taken"] = name("_taken")
        return sql.select(columns, f"({source})")


class _OwnGroups(_Form):
    """Rows of our own kind, with their group, day and order beside the columns to reduce."""

    def __init__(self, made: Derivation) -> None:
        super().__init__(made)
        shared = Shared()
        theirs, ours = self.theirs(shared), self.ours(shared)
        self.reduce = self.aggregate(theirs)
        self.keys = self.group_keys(theirs)
        days = self.days(ours)
        self.spans = [(None if t is None else name(f"t{n}"), d) for n, (t, d) in enumerate(days)]
        date = self.reduce.inputs.day
        needed = [*self.keys.values(), *self.span(ours), *([] if date is None else [date])]
        columns = {
            "_j": name("_i"), "_order": name("_order"), "_taken": name("_taken"),
            "_known": all_of(map(known, needed)), **self.keys,
            **({} if date is None else {"_day": f"c_day_number({date})"}),
            **{f"t{n}": test for n, (test, _) in enumerate(days) if test is not None},
            **self.columns(self.reduce),
        }  # fmt: skip
        self.rows = shared.select(columns, name(made.own_table))
        self.group = ", ".join(map(name, self.keys))
        self.kept = {key: name(key) for key in ("_j", "_taken", "_known", *self.keys)}


class _Frame(_OwnGroups):
    """Groups of our own kind, reduced over the frame of each row."""

    def query(self) -> str:
        columns = dict(self.kept)
        for own, part in self.reduce.parts().items():
            columns[own] = self._framed(own, part.how)
        return self.finished(self.reduce, sql.select(columns, f"({self.rows})"), with_undated=False)

    def _framed(self, own: str, how: str) -> str:
        """Reduce over the frame that `through`, `until` and `within` state."""
        through, by = self.derivation.through, f"PARTITION BY {self.group}"
        if not self.spans:
            order = f"{name('_day')}, {name('_order')} ROWS" if through else f"{name('_day')} RANGE"
            frame = f"{by} ORDER BY {order} BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
            return self.reduce.reduced(own, how, f" OVER ({frame})")
        later = (
            f" OVER ({by}, {name('_day')} ORDER BY {name('_order')} "
            "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
        )
        after = f" - coalesce({self.reduce.reduced(own, how, later)}, 0)" if through else ""
        cases: list[tuple[str, str]] = []
        for condition, count in self.spans:
            frame = f"{by} ORDER BY {name('_day')} RANGE BETWEEN {count} PRECEDING AND CURRENT ROW"
            total = f"({self.reduce.reduced(own, how, f' OVER ({frame})')}{after})"
            if condition is None:
                return total
            cases.append((condition, total))
        return when(cases)

    def undated(self) -> str:
        """Count, for the rows of each group, those that have no date: seldom any, so joined."""
        lost = {"_undated": f"count(*) FILTER (WHERE {name('undated')} = 1)"}
        found = _group_by(list(self.keys), lost, f"({self.rows})")
        same = all_of(f"(a.{name(key)} = b.{name(key)})" for key in self.keys)
        return (
            f"SELECT a.{name('_j')}, b.{name('_undated')} FROM ({self.rows}) AS a "  # noqa: S608
            f"JOIN (SELECT * FROM ({found}) WHERE {name('_undated')} > 0) AS b ON {same} "
            f"WHERE a.{name('_known')}"
        )


class _OwnRow(_OwnGroups):
    """Each row of a group against the others: its rank, its share, the row before it."""

    def query(self) -> str:
        source = _against_group(self.reduce, self.rows, self.group, self.kept)
        return self.finished(self.reduce, source, with_undated=True)


def _against_group(aggregate: Aggregate, rows: str, group: str, kept: Mapping[str, str]) -> str:
    """Put what a group comes to beside each of its rows."""
    by = f"PARTITION BY {group}"
    columns = dict(kept)
    for own, part in aggregate.parts().items():
        before = aggregate.function == "previous" and own != "undated"
        frame = f"{by} {_BEFORE}" if before else by
        columns[own] = aggregate.reduced(own, part.how, f" OVER ({frame})")
        if own in {"value", "base"} and not before:
            columns[f"own_{own}"] = name(own)
    source = sql.select(columns, f"({rows})")
    return source if aggregate.function != "rank" else _ranked(source, by, money="low" in columns)


def _ranked(source: str, by: str, *, money: bool) -> str:
    own = name("own_value")
    if money:
        mixed = sql.holds(f"({name('low')} <> {name('high')})")
        own = either(mixed, when([(f"({name('unbased')} = 0)", name("own_base"))]), own)
    keyed = f"SELECT *, {own} AS {name('_by')} FROM ({source})"  # noqa: S608
    order = f"{by} ORDER BY {name('_by')} DESC NULLS LAST"
    ranked = when([(known(name("_by")), big(f"rank() OVER ({order})"))])
    return f"SELECT *, {ranked} AS {name('rank')} FROM ({keyed})"  # noqa: S608


_BEFORE = (
    f"ORDER BY {name('_day')}, {name('_order')} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
)


class _Lookup(_Form):
    """Every group of their rows reduced once, its result given to our rows that look for it."""

    def query(self) -> str:
        own = reduces_own_groups(self.leaf)
        shared = Shared()
        theirs = self.theirs(shared)
        aggregate = self.aggregate(theirs)
        keys = self.group_keys(theirs) if own else self.their_keys(theirs)
        beside = {"_j": name("_i"), "_taken": name("_taken"), **keys}
        rows = shared.select({**beside, **self.columns(aggregate)}, name(self.made.other_table))
        sums = self.grouped(aggregate, f"({rows})", list(keys))
        left = rows if own else self._our_rows()
        tests = all_of(f"(a.{name(key)} = b.{name(key)})" for key in keys)
        whole = all_of(known(f"a.{name(key)}") for key in keys)
        taken = f", a.{name('_taken')}" if own else ""
        joined = (
            f"SELECT a.{name('_j')}{taken}, {whole} AS {name('_known')}, "  # noqa: S608
            f"{_reduced_columns(aggregate)} FROM ({left}) AS a LEFT JOIN ({sums}) AS b ON {tests}"
        )
        return self.finished(aggregate, joined, with_undated=True)

    def _our_rows(self) -> str:
        shared = Shared()
        keys = self.our_keys(self.ours(shared))
        return shared.select({"_j": name("_i"), **keys}, name(self.made.own_table))


class _Whole(_Form):
    """All their rows reduced once, the result given to every row of ours."""

    def query(self) -> str:
        shared = Shared()
        aggregate = self.aggregate(self.theirs(shared))
        rows = shared.select(self.columns(aggregate), name(self.made.other_table))
        sums = self.grouped(aggregate, f"({rows})", [])
        left = sql.select({"_j": name("_i"), "_known": sql.TRUE}, name(self.made.own_table))
        joined = f"SELECT * FROM ({left}) CROSS JOIN ({sums})"  # noqa: S608
        return self.finished(aggregate, joined, with_undated=True)


class _Pairs(_Form):
    """Each of our records beside the rows that it counts."""

    def query(self) -> str:
        shared = Shared()
        ours, theirs = self.ours(shared, "o_"), self.theirs(shared, "t_")
        theirs.this = ours
        aggregate = self.aggregate(theirs, "t__order")
        columns = {"_j": name("o__i"), **self.columns(aggregate)}
        inside = self._inside(aggregate, ours)
        source = f"(SELECT * FROM ({self._joined()}) WHERE {inside})"  # noqa: S608
        if aggregate.own_columns():
            columns["_self"] = f"({name('o__i')} = {name('t__i')})"
        rows = shared.select(columns, source)
        sums = self._sums(aggregate, rows)
        joined = (
            f"SELECT a.{name('_j')}, a.{name('_known')}, {_reduced_columns(aggregate)} "  # noqa: S608
            f"FROM ({self._our_rows()}) AS a LEFT JOIN ({sums}) AS b "
            f"ON a.{name('_j')} = b.{name('_j')}"
        )
        return self.finished(aggregate, joined, with_undated=True)

    def _sums(self, aggregate: Aggregate, rows: str) -> str:
        """Reduce the rows beside each record; of a rank or a share, keep the record's own row."""
        if not aggregate.own_columns():
            return self.grouped(aggregate, f"({rows})", ["_j"])
        kept = {own: name(own) for own in ("_j", "_self")}
        found = _against_group(aggregate, rows, name("_j"), kept)
        columns = {own: f"max({name(own)})" for own in aggregate.parts()}
        for own in aggregate.own_columns():
            columns[own] = f"max({when([(name('_self'), name(own))])})"
        return _group_by(["_j"], columns, f"({found})")

    def _joined(self) -> str:
        left, right = Shared(), Shared()
        our_keys = _renamed("k", self.our_keys(self.ours(left)))
        their_keys = self.their_keys(self.theirs(right))
        a = left.select({**self._side("o_"), **our_keys}, name(self.made.own_table))
        b = right.select({**self._side("t_"), **their_keys}, name(self.made.other_table))
        pairs = zip(our_keys, their_keys, strict=True)
        same = all_of(f"({name(one)} = {name(other)})" for one, other in pairs)
        return f"SELECT * FROM ({a}) JOIN ({b}) ON {same}"  # noqa: S608

    def _side(self, prefix: str) -> dict[str, str]:
        """Give the columns that are read of one side, under its prefix."""
        return {prefix + own: name(own) for own in ("_i", "_order", *self.sides.get(prefix, ()))}

    def _our_rows(self) -> str:
        """Give our rows, and whether all that the set hangs on is known."""
        shared = Shared()
        ours = self.ours(shared)
        needed = [*self.our_keys(ours).values(), *self.span(ours)]
        if self._dated():
            needed.append(self._limit(ours))
        columns = {"_j": name("_i"), "_known": all_of(map(known, needed))}
        return shared.select(columns, name(self.made.own_table))

    def _dated(self) -> bool:
        """Say whether the set hangs on our date."""
        return self.derivation.date is not None or self.derivation.function == "previous"

    def _limit(self, ours: SetCompiler) -> str:
        """Give our date: that of `until`, the same field of our own kind, or the rule's date."""
        d = self.derivation
        own = d.date or d.order
        if d.until is not None:
            return ours.compile(d.until).value
        if d.of == self.made.own.kind and own is not None:
            return ours.column(ours.reader.path(own)).value
        return ours.day() or "CAST(NULL AS DATE)"

    def _inside(self, aggregate: Aggregate, ours: SetCompiler) -> str:
        """Give the tests on dates; rows without one stay, to be counted."""
        date = aggregate.inputs.day
        if date is None or not self._dated():
            return sql.TRUE
        limit = self._limit(ours)
        if self.derivation.function == "previous":
            earlier = f"({name('t__order')} < {name('o__order')})"
            same_day = all_of([f"({date} = {limit})", earlier])
            return any_of([f"({date} IS NULL)", f"({date} < {limit})", same_day])
        tests = [f"({date} <= {limit})"]
        for condition, days in self.days(ours):
            inside = f"(c_days_between({date}, {limit}) <= {days})"
            tests.append(inside if condition is None else f"((NOT {condition}) OR {inside})")
        if self.derivation.through:
            not_after = f"({name('t__order')} <= {name('o__order')})"
            tests.append(f"(({date} < {limit}) OR {not_after})")
        return any_of([f"({date} IS NULL)", all_of(tests)])


def _numbered(parts: Iterable[str]) -> dict[str, str]:
    return {f"g{n}": part for n, part in enumerate(parts)}


def _renamed(prefix: str, keys: Mapping[str, str]) -> dict[str, str]:
    return {prefix + own: text for own, text in keys.items()}


def _group_by(keys: Sequence[str], columns: Mapping[str, str], source: str) -> str:
    if not keys:
        return sql.select(columns, source)
    group = ", ".join(map(name, keys))
    return f"SELECT {group}, {sql.listed(columns)} FROM {source} GROUP BY {group}"  # noqa: S608


def _reduced_columns(aggregate: Aggregate) -> str:
    return ", ".join(f"b.{name(own)}" for own in aggregate.result())
