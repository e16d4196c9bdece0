"""Aggregates of derivations: exact, with the rows that had to be skipped counted beside them.

A row is taken where its condition is true and its value (and date) known; it is skipped where
one of them is null, unless the condition is false all the same. Each function is made of a few
reductions over the rows (`parts`), from which its value follows (`finish`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from compliance.compiler import sql
from compliance.compiler.sql import BIG, Dialect, big, either, holds, known, name, when
from compliance.compiler.value import EURO, SetValue, power
from compliance.compiler.whole import PLACES, divided
from compliance.lang import types as t
from compliance.lang.benford import BENFORD
from compliance.lang.rule import ARROW, STEPS, Derivation

ORDERED: Final = frozenset({"median", "quartile"})
PLACED: Final = frozenset({"first", "last", "previous"})
_IN_ORDER: Final = PLACED | {"trace"}
OWN_ROW: Final = frozenset({"rank", "share", "previous"})  # functions that read the row itself
_EXTREMES: Final = frozenset({"min", "max"})
_PLAIN: Final = _EXTREMES | {"sum"}


@dataclass(frozen=True)
class Part:
    """One reduction over rows: how, and over which column."""

    how: str  # sum, min, max, distinct, ordered, first, last, traced
    column: str


@dataclass(frozen=True)
class AggregateInputs:
    """What one derivation reads from each row: value, condition, date, place in the order."""

    value: SetValue | None
    counted: str
    day: str | None
    place: str | None
    among: SetValue | None


@dataclass(frozen=True)
class Aggregate:
    """One derivation's aggregate."""

    derivation: Derivation
    inputs: AggregateInputs
    dialect: Dialect
    prefix: str = ""  # of the columns of its parts, where several aggregates stand in one select

    def at(self, own: str) -> str:
        """Give the column of a part; `_taken` and `_lead` are computed once, in a select below."""
        return name(f"{self.prefix}{own}")

    @property
    def function(self) -> str:
        """Name the function."""
        return self.derivation.function

    def taken(self) -> str:
        """Give whether a row counts: its condition is true, its value and date are known."""
        inputs = self.inputs
        needed = [v.value for v in (inputs.value, inputs.among) if v is not None]
        needed += [inputs.day] if inputs.day is not None else []
        return holds(sql.all_of([inputs.counted, *map(known, needed)]))

    def undated(self) -> str:
        """Give 1 for a row that every frame of its group skips for want of a date, else 0."""
        return self.parts()["undated"].column

    def parts(self) -> dict[str, Part]:
        """Give each reduction that the function needs."""
        dated = sql.TRUE if self.inputs.day is None else known(self.inputs.day)
        skip = sql.all_of([_not_false(self.inputs.counted), f"(NOT {self.at('_taken')})"])
        parts = {"skipped": Part("sum", _one(sql.all_of([skip, dated])))}
        if self.inputs.day is not None:
            parts["undated"] = Part("sum", _one(sql.all_of([skip, f"(NOT {dated})"])))
        value = self.inputs.value
        if value is None or self.function == "count":
            return {**parts, "rows": Part("sum", _one(self.at("_taken")))}
        if self.function in PLACED:
            return {**parts, "value": self._placed(value)}
        if self.function == "trace":
            step = f"concat({value.value}, ' ', CAST({self.inputs.day} AS STRING))"
            rows = Part("sum", _one(self.at("_taken")))
            return {**parts, "rows": rows, "value": Part("traced", self._taken(step))}
        if self.function == "distinct":
            return {**parts, "value": Part("distinct", self._taken(_identity(value)))}
        if self.function == "first_digit":
            return {**parts, **self.leading()}
        return {**parts, **self._amounts(value)}

    def _placed(self, value: SetValue) -> Part:
        """Keep the parts of an amount together: its euro cents may be null beside it."""
        fields = {"v": value.value}
        if value.base is not None:
            fields |= {"c": value.currency or "CAST(NULL AS STRING)", "b": value.base}
        how = "first" if self.function == "first" else "last"
        return Part(how, self._taken(self.dialect.struct(fields)))

    def beside(self) -> dict[str, str]:
        """Give what a reduction needs beside its column: places in an order, parties."""
        if self.function in _IN_ORDER:
            return {"_place": self._taken(str(self.inputs.place))}
        if self.function == "first_digit":
            return {"_lead": self.at("_lead")}
        among = self.inputs.among
        return {} if among is None else dict(zip(self.parties(), among.texts(), strict=True))

    def parties(self) -> list[str]:
        """Name the columns that tell whose part of a total a row is."""
        among = self.inputs.among
        return [] if among is None else [f"a{n}" for n, _ in enumerate(among.texts())]

    def result(self) -> list[str]:
        """Name the reduced columns from which the value follows."""
        found = list(self.parts())
        if self.inputs.among is not None:
            found += [f"{own}_squares" for own in ("value", "base") if own in found]
        return [*found, *self.own_columns()]

    def own_columns(self) -> list[str]:
        """Name the columns that a row has of its own, beside what its group comes to."""
        return ["rank"] if self.function == "rank" else self._own_parts()

    def _own_parts(self) -> list[str]:
        if self.function != "share":
            return []
        return [f"own_{own}" for own in ("value", "base") if own in self.parts()]

    def _amounts(self, value: SetValue) -> dict[str, Part]:
        if value.type.name != "money":
            return self._reductions("value", value.value)
        if self.function in _EXTREMES:
            parts = {"value": Part(self.function, self._taken(self._pair(value)))}
        else:
            parts = self._reductions("value", value.value)
        currency = value.currency or "CAST(NULL AS STRING)"
        lost = sql.all_of([self.at("_taken"), f"({value.euro} IS NULL)"])
        return {
            **parts,
            **self._reductions("base", value.euro),
            "unbased": Part("sum", _one(lost)),
            "low": Part("min", self._taken(currency)),
            "high": Part("max", self._taken(currency)),
        }

    def _pair(self, value: SetValue) -> str:
        """Give what extremes compare: the amount, then what it is in euro, unknown before all."""
        fits = known(value.euro)
        last = f"(NOT {fits})" if self.function == "max" else fits
        return self.dialect.struct({"v": value.value, "k": last, "b": value.euro})

    def _reductions(self, own: str, column: str) -> dict[str, Part]:
        """Give what a function needs of one column of numbers."""
        function = self.function
        if function in ORDERED:
            return {own: Part("ordered", self._taken(big(column)))}
        if function in _PLAIN:
            return {own: Part(function, self._taken(column))}
        if function == "rank":  # each row's own value is what counts; dates have no sum
            return {own: Part("max", self._taken(column))}
        parts = {own: Part("sum", self._taken(column))}
        if function in {"mean", "stddev"}:
            parts["rows"] = Part("sum", _one(self.at("_taken")))
        if function == "stddev":
            square = f"({big(column)} * {big(column)})"
            parts[f"{own}_squares"] = Part("sum", self._taken(square))
        return parts

    def _taken(self, column: str) -> str:
        """Give a column of the rows that count; null for the others."""
        return when([(self.at("_taken"), column)])

    def lead(self) -> str | None:
        """Give the leading digits of a row that counts; an amount of zero has none."""
        value = self.inputs.value
        if self.function != "first_digit" or value is None:
            return None
        digits = self.derivation.digits
        whole = f"CAST(abs({big(value.value)}) AS STRING)"
        text = f"rpad(substring({whole}, 1, {digits}), {digits}, '0')"
        some = sql.all_of([self.at("_taken"), f"({value.value} <> 0)"])
        return when([(some, f"CAST({text} AS INTEGER)")])

    def leading(self, times: str = "CAST(1 AS BIGINT)") -> dict[str, Part]:
        """Count the rows by leading digits; a row may stand for several."""
        digits = self.derivation.digits
        first = 10 ** (digits - 1)
        return {
            "rows": Part("sum", _one(known(self.at("_lead")), times)),
            **{
                f"d{first + n}": Part("sum", _one(f"({self.at('_lead')} = {first + n})", times))
                for n in range(len(BENFORD[digits]))
            },
        }

    # reducing -------------------------------------------------------------------------------

    def reduced(self, part: str, how: str, over: str = "") -> str:
        """Reduce one column of parts over a group or a frame."""
        column, place = self.at(part), self.at("_place")
        if how == "sum":
            return self.dialect.total(column) + over
        if how == "distinct":
            return self.dialect.distinct(column, over)
        if how == "ordered":
            return self.dialect.ordered(column)
        if how == "traced":
            return self.dialect.traced(column, place, STEPS, ARROW)
        if how in {"first", "last"}:
            at = self.dialect.at_least if how == "first" else self.dialect.at_most
            return at(column, place, over)
        return f"{how}({column}){over}"

    def alone(self) -> dict[str, str]:
        """Give the reduced columns of a group that is one row: they need no group."""
        found: dict[str, str] = {}
        for own, part in self.parts().items():
            column = part.column
            if part.how == "distinct":
                column = _one(known(column))
            elif part.how == "ordered":
                column = when([(known(column), self.dialect.array([column]))])
            elif self.function == "previous" and own != "undated":  # no row stands before it
                column = when([(sql.FALSE, column)])
            found[own] = column
        for own in ("value", "base"):
            if own in found and self.inputs.among is not None:
                found[f"{own}_squares"] = f"({big(found[own])} * {big(found[own])})"
        if self.function == "first_digit":
            found["_off"] = self.off()
        if self.function == "rank":
            found["rank"] = when([(known(found["value"]), big("1"))])
        return found | {own: found[own.removeprefix("own_")] for own in self._own_parts()}

    # finishing ------------------------------------------------------------------------------

    def finish(self, *, with_undated: bool) -> tuple[SetValue, str]:
        """Give (value, ignored) from the columns of reduced parts."""
        ignored = _count(self.at("skipped"))
        if self.inputs.day is not None and with_undated:
            ignored = f"({ignored} + {_count(self.at('undated'))})"
        return self._value(), ignored

    def _value(self) -> SetValue:  # noqa: PLR0911 - by function
        kind, function = self.derivation.type, self.function
        if function == "count":
            return SetValue(kind, _whole(self.at("rows")))
        if function == "distinct":
            return SetValue(kind, _whole(self.at("value")))
        if function in PLACED:
            return self._from_place(kind)
        if function == "trace":
            return SetValue(kind, _cut(self.at("value"), self.at("rows")))
        if function == "first_digit":
            return SetValue(kind, self._benford())
        if function == "rank":
            return SetValue(kind, self.at("rank"))
        money = self.inputs.value is not None and self.inputs.value.type.name == "money"
        if not money:
            return SetValue(kind, self._number())
        return self._money(kind)

    def _from_place(self, kind: t.Type) -> SetValue:
        found = self.at("value")
        if kind.name != "money":
            return SetValue(kind, f"{found}.v")
        return SetValue(kind, f"{found}.v", f"{found}.c", f"{found}.b", loose=True)

    def _number(self, own: str = "value") -> str:  # noqa: PLR0911 - by function
        """Give a function's value from the reductions of one column."""
        column, function, rows = self.at(own), self.function, self.at("rows")
        up, down = self._factors()
        if function == "sum":
            return _whole(column)
        if function == "mean":
            return divided(f"({big(column)} * {up})", f"({big(rows)} * {down})")
        if function == "median":
            return f"c_median({column}, {up}, {down})"
        if function == "quartile":
            top, bottom = self.derivation.at or (1, 2)
            return f"c_quantile({column}, {top}, {bottom}, {up}, {down})"
        if function == "stddev":
            squares = big(self.at(f"{own}_squares"))
            return f"c_stddev({big(rows)}, {big(column)}, {squares}, {up}, {down})"
        if function == "share":
            return _part_of(self.at(f"own_{own}"), column, column)
        if function == "hhi":
            return _part_of(self.at(f"{own}_squares"), f"({big(column)} * {big(column)})", column)
        return big(column) if self.derivation.type.name in {"number", "money"} else column

    def _factors(self) -> tuple[str, str]:
        """Give what brings a column to the decimals of a quotient: times one, by the other."""
        value = self.inputs.value
        scale = 0 if value is None else value.type.scale
        return power(max(PLACES - scale, 0)), power(max(scale - PLACES, 0))

    def _money(self, kind: t.Type) -> SetValue:
        """One currency stays; several convert, each row at its own date; no row fits any."""
        every = f"({_count(self.at('unbased'))} = 0)"
        base = when([(every, self._number("base"))])
        mixed = holds(f"({self.at('low')} <> {self.at('high')})")
        if self.function in _EXTREMES:
            own = big(f"{self.at('value')}.v")
            value, base = either(mixed, base, own), either(mixed, base, f"{self.at('value')}.b")
        else:
            value = either(mixed, base, self._number())
        if kind.name != "money":
            return SetValue(kind, value)
        return SetValue(kind, value, either(mixed, EURO, self.at("low")), base, loose=True)

    def off(self) -> str:
        """Give how far the leading digits are from Benford's law, to be divided by `_benford`."""
        digits = self.derivation.digits
        first, rows = 10 ** (digits - 1), big(self.at("rows"))
        parts = " + ".join(
            f"abs({big(self.at(f'd{first + n}'))} * {power(12)} - CAST('{cell}' AS {BIG}) * {rows})"
            for n, cell in enumerate(BENFORD[digits])
        )
        return f"({parts})"

    def _benford(self) -> str:
        """Give the mean absolute deviation from Benford's law, in `PLACES` decimals."""
        cells = len(BENFORD[self.derivation.digits])
        unit = f"CAST('{cells * 10 ** (12 - PLACES)}' AS {BIG})"
        return divided(self.at("_off"), f"({big(self.at('rows'))} * {unit})")


def _part_of(part: str, whole: str, total: str) -> str:
    """Give a part of a whole in `PLACES` decimals; null where the total is not above zero."""
    return when([(f"({total} > 0)", divided(f"({big(part)} * {power(PLACES)})", whole))])


def _cut(steps: str, rows: str) -> str:
    """Say how many steps of a long trace are left out."""
    more = f"concat({steps}, '{ARROW}… and ', CAST({rows} - {STEPS} AS STRING), ' more')"
    return either(f"({rows} > {STEPS})", more, steps)


def _identity(value: SetValue) -> str:
    """Give what makes two values one: of money, minor units and currency."""
    if value.type.name != "money":
        return value.value
    currency = "''" if value.currency is None else f"coalesce({value.currency}, '')"
    return f"concat(CAST({value.value} AS STRING), {currency})"


def _not_false(condition: str) -> str:
    return condition if condition == sql.TRUE else f"coalesce({condition}, TRUE)"


def _one(condition: str, times: str = "CAST(1 AS BIGINT)") -> str:
    """Give 1 where a condition is true (or what a row stands for), else 0."""
    return either(condition, times, "CAST(0 AS BIGINT)")


def _count(column: str) -> str:
    return f"coalesce(CAST({column} AS BIGINT), CAST(0 AS BIGINT))"


def _whole(column: str) -> str:
    return f"coalesce({big(column)}, CAST(0 AS {BIG}))"
