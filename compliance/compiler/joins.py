"""Facts about rows that are looked for: whole groups, pairs of records, or the whole batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compliance.compiler import sql
from compliance.compiler.aggregate import OWN_ROW, Aggregate
from compliance.compiler.form import Form, group_by
from compliance.compiler.leaf import reduces_own_groups
from compliance.compiler.own_groups import against_group
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import Shared, all_of, any_of, known, name, when


class Lookup(Form):
    """Every group of their rows reduced once, its result given to our rows that look for it."""

    def query(self) -> str:
        """Give the query of the fact."""
        own = reduces_own_groups(self.leaf)
        shared = Shared()
        theirs = self.theirs(shared)
        aggregate = self.aggregate(theirs)
        keys = self.group_keys(theirs) if own else self.their_keys(theirs)
        beside = {"_j": name("_i"), "_taken": name("_taken"), **keys}
        rows = shared.select({**beside, **self.columns(aggregate)}, self.made.other_rows)
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
        return shared.select({"_j": name("_i"), **keys}, self.made.own_rows)


class Whole(Form):
    """All their rows reduced once, the result given to every row of ours."""

    def query(self) -> str:
        """Give the query of the fact."""
        shared = Shared()
        aggregate = self.aggregate(self.theirs(shared))
        rows = shared.select(self.columns(aggregate), self.made.other_rows)
        sums = self.grouped(aggregate, f"({rows})", [])
        left = sql.select({"_j": name("_i"), "_known": sql.TRUE}, self.made.own_rows)
        joined = f"SELECT * FROM ({left}) CROSS JOIN ({sums})"  # noqa: S608
        return self.finished(aggregate, joined, with_undated=True)


class Pairs(Form):
    """Each of our records beside the rows that it counts.

    Records that look for the same rows by the same values (a vendor's payments of one day) find
    the same: only the first of them is paired, and the others take what it found. Without this
    the pairs grow with the square of a group.
    """

    def query(self) -> str:
        """Give the query of the fact."""
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
            f"ON a.{name('_first')} = b.{name('_j')}"
        )
        return self.finished(aggregate, joined, with_undated=True)

    def _sums(self, aggregate: Aggregate, rows: str) -> str:
        """Reduce the rows beside each record; of a rank or a share, keep the record's own row."""
        if not aggregate.own_columns():
            return self.grouped(aggregate, f"({rows})", ["_j"])
        kept = {own: name(own) for own in ("_j", "_self")}
        found = against_group(aggregate, rows, name("_j"), kept)
        columns = {own: f"max({name(own)})" for own in aggregate.parts()}
        for own in aggregate.own_columns():
            columns[own] = f"max({when([(name('_self'), name(own))])})"
        return group_by(["_j"], columns, f"({found})")

    def _joined(self) -> str:
        left, right = Shared(), Shared()
        our_keys = _renamed("k", self.our_keys(self.ours(left)))
        their_keys = self.their_keys(self.theirs(right))
        first = {"_first": self._first(our_keys.values())}
        a = left.select({**self._side("o_"), **our_keys, **first}, self.made.own_rows)
        b = right.select({**self._side("t_"), **their_keys}, self.made.other_rows)
        pairs = zip(our_keys, their_keys, strict=True)
        same = all_of(f"({name(one)} = {name(other)})" for one, other in pairs)
        firsts = f"SELECT * FROM ({a}) WHERE {name('o__i')} = {name('_first')}"  # noqa: S608
        return f"SELECT * FROM ({firsts}) JOIN ({b}) ON {same}"  # noqa: S608

    def _first(self, keys: Iterable[str]) -> str:
        """Give the first of our rows that look for the same by the same values."""
        d = self.derivation
        if d.through or d.function in OWN_ROW:  # what a record finds hangs on its own place
            return name("_i")
        read = [*keys, *map(name, self.sides.get("o_", ()))]
        return f"min({name('_i')}) OVER (PARTITION BY {', '.join(dict.fromkeys(read))})"

    def _side(self, prefix: str) -> dict[str, str]:
        """Give the columns that are read of one side, under its prefix."""
        return {prefix + own: name(own) for own in ("_i", "_order", *self.sides.get(prefix, ()))}

    def _our_rows(self) -> str:
        """Give our rows, and whether all that the set hangs on is known."""
        shared = Shared()
        ours = self.ours(shared)
        keys = self.our_keys(ours).values()
        needed = [*keys, *self.span(ours)]
        if self._dated():
            needed.append(self._limit(ours))
        columns = {"_j": name("_i"), "_known": all_of(map(known, needed))}
        columns["_first"] = self._first(keys)
        return shared.select(columns, self.made.own_rows)

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


def _renamed(prefix: str, keys: Mapping[str, str]) -> dict[str, str]:
    return {prefix + own: text for own, text in keys.items()}


def _reduced_columns(aggregate: Aggregate) -> str:
    return ", ".join(f"b.{name(own)}" for own in aggregate.result())
