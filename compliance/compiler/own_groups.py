"""Facts about groups of a record's own kind: over a frame of dates, or a row and its group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from compliance.compiler import sql
from compliance.compiler.aggregate import Aggregate
from compliance.compiler.form import Fact, Form, group_by
from compliance.compiler.sql import Shared, all_of, big, either, known, name, when

_OF_DAYS: Final = frozenset({"sum", "min", "max"})  # the same over days as over their rows


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
        self.rows = shared.select(columns, made.own_rows)
        self.group = ", ".join(map(name, self.keys))
        self.kept = {key: name(key) for key in ("_j", "_taken", "_known", *self.keys)}


class Frame(_OwnGroups):
    """Groups of our own kind, reduced over the frame of each row."""

    def query(self) -> str:
        """Give the query of the fact."""
        if self.by_day():
            return self.finished(self.reduce, self._days(), with_undated=False)
        return self.finished(self.reduce, self._rows(), with_undated=True)

    def by_day(self) -> bool:
        """Say whether the days of a group are reduced, not its rows; undated ones stand apart."""
        return not self.derivation.through and all(
            part.how in _OF_DAYS for part in self.reduce.parts().values()
        )

    def _days(self) -> str:
        """Reduce each day of a group before the frames: a busy vendor has many rows in a day."""
        parts, keys = self.reduce.parts(), [*self.keys, "_day"]
        daily = {own: self.reduce.reduced(own, part.how) for own, part in parts.items()}
        days = group_by(keys, daily, f"({self.rows})")
        framed, found = {key: name(key) for key in keys}, dict[str, str]()
        for own, part in parts.items():
            cases: list[tuple[str | None, str]] = []
            for number, (condition, window) in enumerate(self._windows()):
                framed[f"{own}_{number}"] = self.reduce.reduced(own, part.how, f" OVER ({window})")
                cases.append((condition, f"b.{name(f'{own}_{number}')}"))
            found[own] = _first_of(cases)
        columns = {own: f"a.{name(own)}" for own in self.kept} | found
        frames = sql.select(framed, f"({days})")
        same = all_of(f"(a.{name(key)} = b.{name(key)})" for key in keys)
        return sql.select(columns, f"({self.rows}) AS a LEFT JOIN ({frames}) AS b ON {same}")

    def _rows(self) -> str:
        columns = dict(self.kept)
        for own, part in self.reduce.parts().items():
            columns[own] = self._framed(own, part.how)
        columns["undated"] = self.reduce.reduced(
            "undated", "sum", f" OVER (PARTITION BY {self.group})"
        )
        return sql.select(columns, f"({self.rows})")

    def _framed(self, own: str, how: str) -> str:
        """Reduce over the frame of a row; with `through` without the later rows of its day."""
        by, order = f"PARTITION BY {self.group}", f"{name('_day')}, {name('_order')}"
        through = self.derivation.through
        if through and not self.spans:
            frame = f"{by} ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
            return self.reduce.reduced(own, how, f" OVER ({frame})")
        later = (
            f" OVER ({by}, {name('_day')} ORDER BY {name('_order')} "
            "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
        )
        after = f" - coalesce({self.reduce.reduced(own, how, later)}, 0)" if through else ""
        return _first_of(
            (condition, f"({self.reduce.reduced(own, how, f' OVER ({window})')}{after})")
            for condition, window in self._windows()
        )

    def _windows(self) -> list[tuple[str | None, str]]:
        """Give each frame of days, with the condition under which it is a row's."""
        by = f"PARTITION BY {self.group} ORDER BY {name('_day')} RANGE BETWEEN"
        if not self.spans:
            return [(None, f"{by} UNBOUNDED PRECEDING AND CURRENT ROW")]
        return [(test, f"{by} {count} PRECEDING AND CURRENT ROW") for test, count in self.spans]

    def undated(self) -> str:
        """Count, for the rows of each group, those that have no date: seldom any, so joined."""
        lost = f"(SELECT * FROM ({self.rows}) WHERE {name('undated')} = 1)"  # noqa: S608
        found = group_by(list(self.keys), {"_undated": "count(*)"}, lost)
        same = all_of(f"(a.{name(key)} = b.{name(key)})" for key in self.keys)
        return (
            f"SELECT a.{name('_j')}, b.{name('_undated')} FROM ({self.rows}) AS a "  # noqa: S608
            f"JOIN ({found}) AS b ON {same} WHERE a.{name('_known')}"
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


def _first_of(cases: Iterable[tuple[str | None, str]]) -> str:
    """Give the value of the first condition that is true, or of the one that needs none."""
    tested: list[tuple[str, str]] = []
    for condition, value in cases:
        if condition is None:
            return value
        tested.append((condition, value))
    return when(tested)


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
