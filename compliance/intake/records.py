"""From the accepted rows of all sheets to one canonical table a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.errors import Place
from compliance.intake import dates, numbers
from compliance.intake.convert import ARROW
from compliance.intake.identity import fill_keys, row_hashes
from compliance.model.catalogue import AS_OF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from compliance.intake.grid import Rows
    from compliance.intake.rates import Rates
    from compliance.model.catalogue import Field, Kind

_NOWHERE: Final = Place("catalogue")


@dataclass(frozen=True)
class Piece:
    """The accepted records of one kind from one sheet: typed columns, keys, signs and place.

    `apart`: equal records are several, as in the rows of a sheet; otherwise they are one.
    """

    columns: Mapping[str, pa.Array]
    key: tuple[str, ...]
    file: str
    sheet: str | None
    rows: Rows
    layout: int
    apart: bool
    as_read: Mapping[str, pa.Array]


def build_table(
    kind: Kind, pieces: Sequence[Piece], rates: Rates, entity: str | None, as_of: date | None
) -> pa.Table:
    """Join the records of one kind: keys, hashes, defaults, computed fields and euro values."""
    columns = _joined(kind, pieces)
    count = sum(len(piece.rows) for piece in pieces)
    hashes = row_hashes(columns, kind, count)
    keys = fill_keys(pa.concat_arrays([_key(piece) for piece in pieces]), hashes)
    own = _own_key(kind, columns, keys)
    columns = {**_nulls(kind, count), **columns, **own}
    _fill_defaults(kind, columns, entity)
    _compute(kind, columns)
    _add_base(kind, columns, rates, as_of)
    table = pa.table({"_key": keys, "_row_hash": hashes, **_places(pieces), **columns})
    return _without_repeats(table, pieces)


def supplied(kind: Kind, pieces: Sequence[Piece], entity: str | None) -> frozenset[str]:
    """Give the fields of a kind that the batch supplies: a column, a constant or a default."""
    names = {name for piece in pieces for name in piece.columns if name in kind.fields}
    names |= {name for name, field in kind.fields.items() if field.default is not None}
    names |= set(kind.key) if len(kind.key) == 1 else set()
    names |= {"entity"} if entity is not None else set()
    for name, field in kind.fields.items():
        if field.computed is not None and {field.computed.from_field, field.computed.by} <= names:
            names.add(name)
    return frozenset(names)


def _joined(kind: Kind, pieces: Sequence[Piece]) -> dict[str, pa.Array]:
    """Put the pieces below each other; a column that a piece lacks is null there."""
    types = _types(kind)
    names = [n for n in types if any(n in piece.columns for piece in pieces)]
    raws = sorted({n for piece in pieces for n in piece.columns if n.endswith("__raw")})
    types.update(dict.fromkeys(raws, pa.string()))
    return {
        name: pa.concat_arrays(
            [piece.columns.get(name, pa.nulls(len(piece.rows), types[name])) for piece in pieces]
        )
        for name in [*names, *raws]
    }


def _types(kind: Kind) -> dict[str, pa.DataType]:
    types: dict[str, pa.DataType] = {}
    for name, field in kind.fields.items():
        types[name] = ARROW[field.type]
        if field.type == "money":
            types[f"{name}__currency"] = pa.string()
            types[f"{name}__base"] = pa.int64()
    return types


def _nulls(kind: Kind, count: int) -> dict[str, pa.Array]:
    return {name: pa.nulls(count, type_) for name, type_ in _types(kind).items()}


def _key(piece: Piece) -> pa.Array:
    """Give the keys that the source states; null where a part of one is missing."""
    if not piece.key or any(name not in piece.columns for name in piece.key):
        return pa.nulls(len(piece.rows), pa.string())
    parts = [piece.columns[name].cast(pa.string()) for name in piece.key]
    return pc.binary_join_element_wise(*parts, "/")


def _own_key(kind: Kind, columns: Mapping[str, pa.Array], keys: pa.Array) -> dict[str, pa.Array]:
    """Give the key field its value also where the source has none."""
    if len(kind.key) != 1 or kind.fields[kind.key_text].type not in {"text", "reference"}:
        return {}
    name = kind.key_text
    return {name: pc.coalesce(columns[name], keys) if name in columns else keys}


def _fill_defaults(kind: Kind, columns: dict[str, pa.Array], entity: str | None) -> None:
    for name, field in kind.fields.items():
        text = entity if name == "entity" and entity is not None else field.default
        if text is not None and field.type not in {"money", "list"}:
            value = pa.scalar(_default(field, text), ARROW[field.type])
            columns[name] = columns[name].fill_null(value)


def _default(field: Field, text: str) -> Any:
    """Read a default of the catalogue as the type of its field."""
    if field.type == "boolean":
        return text == "true"
    if field.type == "integer":
        return numbers.read_integer(text, ".")
    if field.type in {"decimal", "ratio"}:
        return numbers.read_ratio(text, ".")
    if field.type == "date":
        return dates.choose([text], ["yyyy-mm-dd"], _NOWHERE, "default").read(text)
    return text


def _compute(kind: Kind, columns: dict[str, pa.Array]) -> None:
    """Give each computed field the amount with the sign that its code gives it."""
    for name, field in kind.fields.items():
        if field.computed is None:
            continue
        how = field.computed
        minor, code = columns[how.from_field], columns[how.by]
        plus = pc.is_in(code, value_set=pa.array(how.plus, pa.string()))
        minus = pc.is_in(code, value_set=pa.array(how.minus, pa.string()))
        nothing = pa.scalar(None, pa.int64())
        columns[name] = pc.if_else(plus, minor, pc.if_else(minus, pc.negate(minor), nothing))
        known = columns[name].is_valid()
        currency = columns[f"{how.from_field}__currency"]
        columns[f"{name}__currency"] = pc.if_else(known, currency, pa.scalar(None, pa.string()))


def _add_base(kind: Kind, columns: dict[str, pa.Array], rates: Rates, as_of: date | None) -> None:
    """Give each amount its euro cents, at the rate of the first of its dates that is set."""
    for name, field in kind.fields.items():
        if field.type == "money" and columns[name].null_count < len(columns[name]):
            day = _rate_day(field, columns, len(columns[name]), as_of)
            columns[f"{name}__base"] = rates.to_base(
                columns[name], columns[f"{name}__currency"], day
            )


def _rate_day(
    field: Field, columns: Mapping[str, pa.Array], count: int, as_of: date | None
) -> pa.Array:
    day = pa.nulls(count, pa.date32())
    for name in field.rate_date:
        if name == AS_OF:
            day = day if as_of is None else day.fill_null(pa.scalar(as_of, pa.date32()))
        else:
            day = pc.coalesce(day, columns[name].cast(pa.date32()))
    return day


def _places(pieces: Sequence[Piece]) -> dict[str, pa.Array]:
    """Give each record its file, sheet, row and layout."""
    counts = [len(piece.rows) for piece in pieces]

    def spread(values: list[Any], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind).take(pa.array(np.repeat(np.arange(len(pieces)), counts)))

    return {
        "_file": spread([piece.file for piece in pieces], pa.string()),
        "_sheet": spread([piece.sheet for piece in pieces], pa.string()),
        "_row": pa.array(np.concatenate([piece.rows for piece in pieces]), pa.int64()),
        "_layout": spread([piece.layout for piece in pieces], pa.int64()),
    }


def _without_repeats(table: pa.Table, pieces: Sequence[Piece]) -> pa.Table:
    """Keep one of several equal records that were made beside others (a vendor a row, say)."""
    if all(piece.apart for piece in pieces):
        return table
    seen: set[str] = set()
    keep: list[bool] = []
    apart = np.repeat([piece.apart for piece in pieces], [len(p.rows) for p in pieces])
    for own, content in zip(apart, table["_row_hash"].to_pylist(), strict=True):
        keep.append(bool(own) or content not in seen)
        seen.add(content)
    return table.filter(pa.array(keep, pa.bool_()))
