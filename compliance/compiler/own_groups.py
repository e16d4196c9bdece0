"""Facts about groups of a record's own kind: over a frame of dates, or a row and its group."""

from __future__ import annotations

from collections.abc import Mapping

from compliance.compiler import sql
from compliance.compiler.aggregate import Aggregate
from compliance.compiler.form import Fact, Form, group_by
from compliance.compiler.sql import Shared, all_of, big, either, known, name, when


class _OwnGroups(Form):
    """Rows of our own kind, with their group, day and order beside the columns to reduce."""

    def __init__(self, made: Fact) -> None:
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


class Frame(_OwnGroups):
    """Groups of our own kind, reduced over the frame of each row."""

    def query(self) -> str:
        """Give the query of the fact."""
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
        found = group_by(list(self.keys), lost, f"({self.rows})")
        same = all_of(f"(a.{name(key)} = b.{name(key)})" for key in self.keys)
        return (
            f"SELECT a.{name('_j')}, b.{name('_undated')} FROM ({self.rows}) AS a "  # noqa: S608
            f"JOIN (SELECT * FROM ({found}) WHERE {name('_undated')} > 0) AS b ON {same} "
            f"WHERE a.{name('_known')}"
        )


class OwnRow(_OwnGroups):
    """Each row of a group against the others: its rank, its share, the row before it."""

    def query(self) -> str:
        """Give the query of the fact."""
        source = against_group(self.reduce, self.rows, self.group, self.kept)
        return self.finished(self.reduce, source, with_undated=True)


def against_group(aggregate: Aggregate, rows: str, group: str, kept: Mapping[str, str]) -> str:
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
