"""Dated parameters: limits and terms of policy, each value with unit, source and standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field as Setting

from compliance.errors import Fault, Place
from compliance.lang import types as t
from compliance.lang.bands import band_faults, band_text, in_band
from compliance.model.finding import STANDINGS
from compliance.model.money import Money, parse_money
from compliance.model.reading import read_file
from compliance.model.yaml_file import Day, Document, Frozen

if TYPE_CHECKING:
    from pathlib import Path

_EXACT = Context(prec=60)  # wider than any number that is read
Unit = Literal[
    "money", "number", "ratio", "integer", "days", "months", "text", "list of text", "boolean"
]
_WRITTEN: Mapping[str, str] = {
    "money": "write an amount in euro, as EUR 5,000.00",
    "number": "write a number, as 2.5",
    "ratio": "write a part, as 10% or 0.1",
    "integer": "write a whole number, as 3",
}
Standing = Literal["binding", "house", "analogue", "illustrative"]


class _Value(Frozen):
    from_date: Day | None = Setting(default=None, alias="from")
    """The first day on which the value holds; without one, since ever."""
    until: Day | None = None
    """The last day on which it holds; without one, until the next value begins."""
    key: str | None = None
    """The body, source or pilot for which it holds; without one, for all that are not listed."""
    above: str | None = None
    """by band: for amounts above this one."""
    up_to: str | None = None
    """by band: for amounts up to this one, itself included."""
    value: Any
    """The value, in the unit of the parameter."""
    source: str
    """Where the figure was read."""
    standing: Standing
    """binding: somebody has read the clause; house: adopted by the office; analogue: borrowed from
    another body; illustrative: not confirmed.
    """


class _Entry(Frozen):
    id: str = Setting(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
    """The name by which rules read it, such as limit.single_source."""
    title: str
    """What it is, in words that fit into a sentence."""
    unit: Unit
    """What its values are."""
    by: Literal["entity", "source", "pilot", "band"] | None = None
    """What its values differ by, where they do."""
    values: tuple[_Value, ...] = Setting(min_length=1)
    """The dated values; an old one stays when a new one begins."""


class ParametersFile(Frozen):
    """One file of parameters."""

    parameters: tuple[_Entry, ...]
    """The parameters of this file."""


@dataclass(frozen=True)
class ParameterValue:
    """One dated value; it holds from `start` to `end`, both inclusive (None: without bound).

    By band it holds for amounts over `above` and up to `up_to`, limits in euro; `key` says so.
    """

    start: date | None
    end: date | None
    key: str | None
    value: Any
    text: str
    source: str
    standing: str
    above: Money | None = None
    up_to: Money | None = None

    def holds(self, day: date | None) -> bool:
        """Say whether the value holds on `day`; an unknown day fits only a value without bounds."""
        if day is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Parameter:
    """A parameter with all its values, the latest start first within each key."""

    id: str
    title: str
    unit: Unit
    by: str | None
    type: t.Type
    values: tuple[ParameterValue, ...]

    def lookup(self, day: date | None, key: str | Money | None = None) -> ParameterValue | None:
        """Give the value for `key` on `day`; keys that are not listed take the line without key.

        By band the key is an amount. It is compared in euro; without a rate nothing holds.
        """
        if self.by is not None and key is None:
            return None
        if isinstance(key, Money):
            return next((v for v in self.values if v.holds(day) and in_band(v, key)), None)
        listed = any(value.key == key for value in self.values if value.key is not None)
        wanted = key if listed else None
        return next((v for v in self.values if v.key == wanted and v.holds(day)), None)

    @property
    def dated(self) -> bool:
        """Say whether some value holds on some days only."""
        return any(value.start is not None or value.end is not None for value in self.values)

    @property
    def weakest(self) -> str:
        """Give the weakest standing of all values."""
        return min((value.standing for value in self.values), key=STANDINGS.index)

    def with_value(self, text: str, start: date | None) -> Parameter:
        """Give the parameter with one more value (for every key) from `start` on."""
        value = _read(self.unit, text)
        new = ParameterValue(
            start, None, None, value, _show(value), "stated in a scenario", "house"
        )
        if self.by == "band":
            return self._for_every_amount(new)
        kept = (v for v in self.values if self.by is None or v.key is None)
        later = [v for v in kept if start is not None and (v.start is None or v.start < start)]
        values = tuple(_closed([*later, new]))
        return replace(self, values=values, type=_type(self.unit, [v.value for v in values]))

    def _for_every_amount(self, new: ParameterValue) -> Parameter:
        """Give the parameter with one value instead of its bands from a day on."""
        values = [new]
        for value in self.values:
            if new.start is not None and (value.start is None or value.start < new.start):
                last = new.start - timedelta(days=1)
                values.append(replace(value, end=min(value.end or last, last)))
        kind = _type(self.unit, [v.value for v in values])
        return replace(self, values=tuple(values), type=kind)


def read_parameters(folder: Path) -> tuple[Mapping[str, Parameter], list[Fault]]:
    """Read every file of `folder`; faults are returned, so that none hides another."""
    found: dict[str, Parameter] = {}
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_file(path, ParametersFile)
        faults += reading.leaving(words=r"[a-z]\w*(?:\.\w+)+")
        document = reading.document
        for number, entry in enumerate(reading.value.parameters if reading.value else ()):
            place = document.place(("parameters", number, "id"))
            if entry.id in places:
                message = f"the id `{entry.id}` stands twice"
                faults.append(Fault(message, place, f"the other one is at {places[entry.id]}"))
                continue
            places[entry.id] = place
            parameter, wrong = _parameter(entry, document, number)
            faults += (replace(fault, unsaid=frozenset({entry.id})) for fault in wrong)
            if parameter is not None:
                found[entry.id] = parameter
    return found, faults


def _parameter(
    entry: _Entry, document: Document, number: int
) -> tuple[Parameter | None, list[Fault]]:
    values: list[ParameterValue] = []
    faults: list[Fault] = []
    rows: list[int] = []
    for row, item in enumerate(entry.values):
        path = ("parameters", number, "values", row)
        wrong = [Fault(text, document.place(path)) for text in _misplaced(entry, item)]
        value = None if wrong else _dated_value(entry.unit, item, document, path, wrong)
        faults += wrong
        if value is not None:
            values.append(value)
            rows.append(row)
    for value, row in zip(values, rows, strict=True):
        place = document.place(("parameters", number, "values", row))
        faults += [Fault(text, place, hint) for text, hint in _clashes(value, values)]
    kind = None if faults else _type(entry.unit, [value.value for value in values])
    closed = tuple(_closed(values))
    if kind is not None and entry.by == "band":
        place = document.place(("parameters", number, "values"))
        hint = "let each band begin where the one below ends; end old bands with `until`"
        faults += [Fault(text, place, hint) for text in band_faults(closed)]
    if faults or kind is None:
        return None, faults
    return Parameter(entry.id, entry.title, entry.unit, entry.by, kind, closed), []


def _clashes(value: ParameterValue, values: Sequence[ParameterValue]) -> Iterator[tuple[str, str]]:
    """Say which days of a value cannot be meant, and what to write instead."""
    start, end = value.start or date.min, value.end
    if end is not None and end < start:
        yield "the value ends before it begins", "put the earlier day under `from`"
    for other in values:
        if other is value or other.key != value.key:
            continue
        begun = other.start or date.min
        if begun == start:
            if values.index(other) < values.index(value):
                yield "two values begin on the same day", "keep one of them"
        elif end is not None and start < begun <= end:
            yield f"two values hold on {begun}", "end this one before that day, or drop `until`"


def _misplaced(entry: _Entry, item: _Value) -> Iterator[str]:
    """Say which of a value's keys do not fit what its parameter is `by`."""
    if item.key is not None and entry.by in {None, "band"}:
        yield "`key` needs `by:` (entity, source or pilot)"
    if (item.above or item.up_to) is not None and entry.by != "band":
        yield "`above` and `up_to` need `by: band`"


def _dated_value(
    unit: Unit, item: _Value, document: Document, path: tuple[str | int, ...], faults: list[Fault]
) -> ParameterValue | None:
    """Read one value and its band; what is wrong is added to `faults`, at its place."""
    found: dict[str, Any] = {}
    for name, own in (("value", unit), ("above", "money"), ("up_to", "money")):
        raw = getattr(item, name)
        try:
            found[name] = None if name != "value" and raw is None else _read(own, raw)
        except ValueError as error:
            faults.append(Fault(str(error), document.place((*path, name)), _WRITTEN.get(own)))
    if faults:
        return None
    value, above, up_to = found["value"], found["above"], found["up_to"]
    if above is not None and up_to is not None and above.minor >= up_to.minor:
        faults.append(Fault(f"no amount is over {above} and up to {up_to}", document.place(path)))
        return None
    return ParameterValue(
        item.from_date, item.until, item.key or band_text(above, up_to), value, _show(value),
        item.source, item.standing, above, up_to,
    )  # fmt: skip


def _closed(values: Iterable[ParameterValue]) -> Iterator[ParameterValue]:
    """End each value on the day before the next one of its key begins; latest first."""
    by_key: dict[str | None, list[ParameterValue]] = {}
    for value in values:
        by_key.setdefault(value.key, []).append(value)
    for group in by_key.values():
        group.sort(key=lambda v: v.start or date.min, reverse=True)
        next_start: date | None = None
        for value in group:
            end = value.end
            if next_start is not None:
                last = next_start - timedelta(days=1)
                end = last if end is None else min(end, last)
            yield replace(value, end=end)
            next_start = value.start


def _type(unit: Unit, values: list[Any]) -> t.Type:
    if unit in {"number", "ratio", "integer"}:
        return t.NUMBER.scaled(max(_places(value) for value in values))
    if unit == "list of text":
        return t.list_of(t.TEXT)
    return t.Type(unit)


def _places(value: Decimal) -> int:
    places = value.as_tuple().exponent
    return max(0, -places) if isinstance(places, int) else 0


def _read(unit: Unit, raw: Any) -> Any:
    """Read a value by its unit; raise ValueError in the owner's words."""
    if unit == "list of text":
        parts = raw if isinstance(raw, list) else str(raw).split(";")
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if not isinstance(raw, str):
        raise ValueError(f"the value should be one {unit}")  # noqa: TRY004 - a fault of the file
    text = raw.strip()
    if unit == "money":
        money = parse_money(text)
        if money.base_minor is None:
            raise ValueError(f"{text!r}: limits are stated in EUR")
        return money
    if unit in {"days", "months"}:
        return _duration(unit, text)
    if unit == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(f"{text!r} is neither true nor false")
        return text == "true"
    return _number(unit, text) if unit != "text" else text


def _duration(unit: str, text: str) -> int:
    iso, word = ("D", "days?") if unit == "days" else ("M", "months?")
    match = re.fullmatch(rf"P(\d{{1,5}}){iso}|(\d{{1,5}}) {word}", text)
    if match is None:
        raise ValueError(f"{text!r} is not a number of {unit}: write `30 {unit}` or `P30{iso}`")
    return int(match[1] or match[2])


def _number(unit: str, text: str) -> Decimal:
    percent = text.endswith("%")
    try:
        number = Decimal(text.rstrip("% ").replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not number.is_finite() or len(number.as_tuple().digits) > 30:
        raise ValueError(f"{text!r} is not a number of at most 30 digits")
    if unit == "integer" and number != number.to_integral_value():
        raise ValueError(f"{text!r} is not a whole number")
    return number.scaleb(-2, _EXACT) if percent else number


def _show(value: Any) -> str:
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(_EXACT), "f")
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
