"""Dated parameters: limits and terms of policy, each value with unit, source and standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field as Setting

from compliance.errors import ComplianceError, Fault
from compliance.lang import types as t
from compliance.model.finding import STANDINGS
from compliance.model.money import Money, parse_money
from compliance.model.yaml_file import Document, Frozen, read_document, validate

if TYPE_CHECKING:
    from pathlib import Path

_EXACT = Context(prec=60)  # wider than any number that is read
Unit = Literal[
    "money", "number", "ratio", "integer", "days", "months", "text", "list of text", "boolean"
]
Standing = Literal["binding", "house", "analogue", "illustrative"]


class _Value(Frozen):
    from_date: date | None = Setting(default=None, alias="from")
    until: date | None = None
    key: str | None = None
    value: Any
    source: str
    standing: Standing


class _Entry(Frozen):
    id: str = Setting(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
    title: str
    unit: Unit
    by: Literal["entity", "source", "pilot"] | None = None
    values: tuple[_Value, ...] = Setting(min_length=1)


class _File(Frozen):
    parameters: tuple[_Entry, ...]


@dataclass(frozen=True)
class ParameterValue:
    """One dated value; it holds from `start` to `end`, both inclusive (None: without bound)."""

    start: date | None
    end: date | None
    key: str | None
    value: Any
    text: str
    source: str
    standing: str

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

    def lookup(self, day: date | None, key: str | None = None) -> ParameterValue | None:
        """Give the value for `key` on `day`; keys that are not listed take the line without key."""
        if self.by is not None and key is None:
            return None
        listed = any(value.key == key for value in self.values if value.key is not None)
        wanted = key if listed else None
        return next((v for v in self.values if v.key == wanted and v.holds(day)), None)

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
        kept = (v for v in self.values if self.by is None or v.key is None)
        later = [v for v in kept if start is not None and (v.start is None or v.start < start)]
        values = tuple(_closed([*later, new]))
        return replace(self, values=values, type=_type(self.unit, [v.value for v in values]))


def read_parameters(folder: Path) -> tuple[Mapping[str, Parameter], list[Fault]]:
    """Read every file of `folder`; faults are returned, so that none hides another."""
    found: dict[str, Parameter] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = read_document(path)
            entries = validate(document, _File).parameters
        except ComplianceError as error:
            faults.extend(error.faults)
            continue
        for number, entry in enumerate(entries):
            place = ("parameters", number, "id")
            if entry.id in found:
                faults.append(Fault(f"the id `{entry.id}` stands twice", document.place(place)))
                continue
            parameter, wrong = _parameter(entry, document, number)
            faults.extend(wrong)
            if parameter is not None:
                found[entry.id] = parameter
    return found, faults


def _parameter(
    entry: _Entry, document: Document, number: int
) -> tuple[Parameter | None, list[Fault]]:
    values: list[ParameterValue] = []
    faults: list[Fault] = []
    seen: set[tuple[str | None, date | None]] = set()
    for row, item in enumerate(entry.values):
        place = document.place(("parameters", number, "values", row))
        if (item.key, item.from_date) in seen:
            faults.append(Fault("two values begin on the same day", place, "keep one of them"))
        seen.add((item.key, item.from_date))
        if item.key is not None and entry.by is None:
            faults.append(Fault("`key` needs `by:` (entity, source or pilot)", place))
        try:
            value = _read(entry.unit, item.value)
        except ValueError as error:
            faults.append(
                Fault(str(error), document.place(("parameters", number, "values", row, "value")))
            )
            continue
        values.append(
            ParameterValue(
                item.from_date,
                item.until,
                item.key,
                value,
                _show(value),
                item.source,
                item.standing,
            )
        )
    if faults:
        return None, faults
    kind = _type(entry.unit, [value.value for value in values])
    return (
        Parameter(entry.id, entry.title, entry.unit, entry.by, kind, tuple(_closed(values))),
        [],
    )


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
