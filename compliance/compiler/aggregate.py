"""Aggregates of derivations: exact, with the rows that had to be skipped counted beside them.

A row is taken where its condition is true and its value (and date) known; it is skipped where
one of them is null, unless the condition is false all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis

from compliance.compiler.scalar import BIG, FALSE, TRUE, SetValue, is_known, unknown
from compliance.lang.rule import Derivation
from compliance.model.money import BASE

Part = tuple[str, Any]  # how to reduce ("sum", "min", "max", "distinct"), and over what


@dataclass(frozen=True)
class AggregateInputs:
    """What one derivation reads from each row: value, condition, date, rank."""

    value: SetValue | None
    counted: Any
    day: Any
    order: Any


class Aggregate:
    """One derivation's aggregate, as windows over rows or as groups of a join."""

    def __init__(self, derivation: Derivation, inputs: AggregateInputs) -> None:
        """Take the derivation and what it reads from each row."""
        self.derivation, self.inputs = derivation, inputs

    def over_window(
        self, rows: Any, keys: Sequence[str], days: Sequence[tuple[Any, int]]
    ) -> tuple[SetValue, Any]:
        """Give (value, ignored) for every row of `rows`, over the rows with equal keys.

        `rows` has the keys, `_day`, `_order` and the columns of `row_columns`, and nothing else:
        a window carries every column of its input. Rows without a date lie in no frame; who
        skips them counts them apart (`undated`).
        """
        hows = {name: how for name, (how, _) in self._parts().items()}

        def reduced(name: str) -> Any:
            return self._framed(hows[name], rows[name], rows, keys, days)

        return self._finish(reduced, with_undated=False)

    def undated(self) -> Any:
        """Give 1 for a row that every frame of its group skips for want of a date, else 0."""
        return self._parts()["undated"][1]

    def row_columns(self) -> dict[str, Any]:
        """Give the columns that a join keeps of each row, by part."""
        return {name: column for name, (_, column) in self._parts().items()}

    def grouped(self, grouped: Any) -> Any:
        """Reduce the rows of each group."""
        hows = {name: how for name, (how, _) in self._parts().items()}
        return grouped.agg(
            **{name: (lambda t, n=name, h=how: _reduce(h, t[n])) for name, how in hows.items()}
        )

    def from_group(self, rows: Any) -> tuple[SetValue, Any]:
        """Give (value, ignored) from the reduced columns of a join."""
        return self._finish(lambda name: rows[name])

    def _framed(
        self, how: str, column: Any, rows: Any, keys: Sequence[str], days: Sequence[tuple[Any, int]]
    ) -> Any:
        """Reduce over the frame that `through`, `until` and `within` state."""
        day, order = rows["_day"], rows["_order"]
        group = [rows[key] for key in keys]
        if not days and self.derivation.until is not None:
            frame = ibis.range_window(following=0, group_by=group, order_by=day)
            return _reduce(how, column).over(frame)
        if not days:
            frame = ibis.cumulative_window(group_by=group, order_by=[day, order])
            return _reduce(how, column).over(frame)
        after = None
        if self.derivation.through:
            later = ibis.rows_window(following=(1, None), group_by=[*group, day], order_by=order)
            after = ibis.coalesce(_reduce(how, column).over(later), _zero(column))
        cases = []
        for condition, count in days:
            frame = ibis.range_window(
                preceding=ibis.interval(days=count),
                following=ibis.interval(days=0),
                group_by=group,
                order_by=day,
            )
            total = _reduce(how, column).over(frame)
            total = total if after is None else total - after
            if condition is None:
                return total
            cases.append((condition, total))
        return ibis.cases(*cases)

    def taken(self) -> Any:
        """Give whether a row counts: its condition is true, its value and date are known."""
        value, day = self.inputs.value, self.inputs.day
        taken = self.inputs.counted
        if value is not None:
            taken = taken & is_known(value.value)
        if day is not None:
            taken = taken & day.notnull()
        return ibis.coalesce(taken, FALSE)

    def _parts(self) -> dict[str, Part]:
        """Give each reduction that the function needs, over the rows that are taken."""
        value, counted, day = self.inputs.value, self.inputs.counted, self.inputs.day
        dated = TRUE if day is None else day.notnull()
        take = self.taken()
        skip = ibis.coalesce(counted, TRUE) & ~take
        one, none = ibis.literal(1, "int64"), ibis.literal(0, "int64")
        parts: dict[str, Part] = {"skipped": ("sum", ibis.ifelse(skip & dated, one, none))}
        if day is not None:
            parts["undated"] = ("sum", ibis.ifelse(skip & ~dated, one, none))
        if value is None or self.derivation.function == "count":
            return {**parts, "rows": ("sum", ibis.ifelse(take, one, none))}
        return {**parts, **self._value_parts(value, take)}

    def _value_parts(self, value: SetValue, take: Any) -> dict[str, Part]:
        def taken(column: Any) -> Any:
            return ibis.ifelse(take, column, unknown(column.type()))

        function = self.derivation.function
        money = value.type.name == "money"
        currency = unknown("string") if value.currency is None else value.currency
        if function == "distinct":
            identity = value.value
            if money:  # an amount without currency is the amount zero
                identity = identity.cast("string") + ibis.coalesce(currency, ibis.literal(""))
            return {"value": ("distinct", taken(identity))}
        parts: dict[str, Part] = {"value": (function, taken(value.value))}
        if money:
            one = ibis.literal(1, "int64")
            rateless = take & value.base.isnull()
            parts["base"] = (function, taken(value.base))
            parts["unbased"] = ("sum", ibis.ifelse(rateless, one, ibis.literal(0, "int64")))
            parts["low"] = ("min", taken(currency))
            parts["high"] = ("max", taken(currency))
        return parts

    def _finish(
        self, get: Callable[[str], Any], *, with_undated: bool = True
    ) -> tuple[SetValue, Any]:
        ignored = get("skipped")
        if self.inputs.day is not None and with_undated:
            ignored = ignored + ibis.coalesce(get("undated"), ibis.literal(0, "int64"))
        kind, function = self.derivation.type, self.derivation.function
        if function == "count":
            return SetValue(kind, _whole(get("rows"))), ignored
        if function == "distinct":
            return SetValue(kind, _whole(get("value"))), ignored
        if kind.name == "money":
            return self._money(get), ignored
        value = get("value")
        if function == "sum":
            value = _whole(value)
        elif kind.name == "number":
            value = value.cast(BIG)
        return SetValue(kind, value), ignored

    def _money(self, get: Callable[[str], Any]) -> SetValue:
        """One currency stays; several convert, each row at its own date; no row fits any."""
        zero = ibis.literal(Decimal(0), BIG)
        empty = zero if self.derivation.function == "sum" else unknown(BIG)
        own = ibis.coalesce(get("value").cast(BIG), empty)
        whole = ibis.coalesce(get("unbased"), ibis.literal(0, "int64")) == 0
        base = ibis.ifelse(whole, ibis.coalesce(get("base").cast(BIG), empty), unknown(BIG))
        mixed = ibis.coalesce(get("low") != get("high"), FALSE)
        currency = ibis.ifelse(mixed, ibis.literal(BASE), get("low"))
        return SetValue(
            self.derivation.type, ibis.ifelse(mixed, base, own), currency, base, loose=True
        )


def _reduce(how: str, column: Any) -> Any:
    methods: Mapping[str, Callable[[Any], Any]] = {
        "sum": lambda c: c.sum(),
        "min": lambda c: c.min(),
        "max": lambda c: c.max(),
        "distinct": lambda c: c.nunique(),
    }
    return methods[how](column)


def _zero(column: Any) -> Any:
    return ibis.literal(0).cast(column.type())


def _whole(column: Any) -> Any:
    return ibis.coalesce(column.cast(BIG), ibis.literal(Decimal(0), BIG))
