"""Leaves → tables: references joined, facts about sets derived, each in one Ibis query.

Tables by name: `k_KIND` the canonical rows (with `_i`, a dense row number), `r_KIND` one row for
each key (and validity) that references resolve to, `w_KIND` the paths that rules read, `j_KIND_n`
one derivation over a join, `x_KIND` all leaves of a kind side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis

from compliance.compiler.availability import Keys, Supply
from compliance.compiler.leaf import (
    DerivedLeaf,
    Leaf,
    Reader,
    number_leaf,
    reduces_own_groups,
)
from compliance.compiler.scalar import SetCompiler, SetValue, constant
from compliance.lang import types as t
from compliance.lang.parameters import Parameter
from compliance.model.catalogue import Catalogue

_META_TYPES = {"_i": "int64", "_key": "string", "_row_hash": "string", "_order": "int64"}
META = tuple(_META_TYPES)


@dataclass(frozen=True)
class TableStep:
    """One table to make: its name and the query that fills it."""

    name: str
    query: Any

    def sql(self, dialect: str) -> str:
        """Give the query as SQL of a backend."""
        if isinstance(self.query, SideBySide):
            return self.query.sql(dialect)
        return str(ibis.to_sql(self.query, dialect=dialect, pretty=False))


@dataclass(frozen=True)
class SideBySide:
    """A table beside others, joined by row number: SQL of its own, since it has no expression.

    Ibis resolves every column anew at each join, which a chain of thirty makes slow.
    """

    left: str
    columns: tuple[str, ...]
    derived: tuple[tuple[str, tuple[str, ...]], ...]  # table → its columns
    undated: tuple[tuple[str, str], ...]  # table → the column of skipped rows that it adds to

    def sql(self, dialect: str) -> str:
        """Give the query in a backend's quotes."""
        quote = "`" if dialect == "pyspark" else '"'

        def named(table: str, column: str) -> str:
            return f"{quote}{table}{quote}.{quote}{column}{quote}"

        added = {column: named(table, "_undated") for table, column in self.undated}
        picked = [named(self.left, column) for column in self.columns]
        for table, columns in self.derived:
            for column in columns:
                one = named(table, column)
                more = f" + coalesce({added[column]}, 0)" if column in added else ""
                picked.append(f"{one}{more} AS {quote}{column}{quote}")
        others = [table for table, _ in (*self.derived, *self.undated)]
        joins = "".join(
            f" LEFT JOIN {quote}{table}{quote} ON {named(self.left, '_i')} = {named(table, '_j')}"
            for table in others
        )
        return f"SELECT {', '.join(picked)} FROM {quote}{self.left}{quote}{joins}"  # noqa: S608


@dataclass
class Columns:
    """The columns of one kind's leaf table, by leaf; filled while the plan is made."""

    kind: str
    names: dict[Leaf, str] = field(default_factory=dict)

    def name(self, leaf: Leaf) -> str:
        """Give the column of a leaf, making one where there is none."""
        return self.names.setdefault(leaf, f"c{len(self.names)}")


@dataclass(frozen=True)
class World:
    """What every query of a plan is compiled against."""

    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    supply: Supply
    keys: Keys
    as_of: date


NUMBER_OF = "_number"


def key_column(step_field: str, function: str) -> str:
    """Give the name of the column that holds a text key of a field."""
    return f"{step_field}__{function.replace(' ', '_')}"


def base_table(catalogue: Catalogue, kind: str, prefix: str, text_keys: Sequence[str]) -> Any:
    """Give the unbound Ibis table of a kind's canonical rows."""
    schema: dict[str, str] = dict(_META_TYPES)
    for name, item in catalogue.kinds[kind].fields.items():
        schema.update(physical_columns(name, item.type))
    schema.update({name: "int64" if name.endswith(NUMBER_OF) else "string" for name in text_keys})
    return ibis.table(schema, name=f"{prefix}_{kind}")


def physical_columns(name: str, field_type: str) -> dict[str, str]:
    """Give the columns, with their Ibis types, that hold a field of a catalogue type."""
    if field_type == "money":
        return {name: "int64", f"{name}__currency": "string", f"{name}__base": "int64"}
    kinds = {
        "decimal": "decimal(38, 9)", "ratio": "decimal(38, 9)", "integer": "int64",
        "boolean": "boolean", "date": "date", "timestamp": "timestamp", "list": "array<string>",
    }  # fmt: skip
    return {name: kinds.get(field_type, "string")}


def leaf_columns(name: str, leaf: Leaf) -> list[str]:
    """Give the physical columns of a leaf in its kind's leaf table."""
    columns = [name]
    if leaf.type.name == "money":
        columns += [f"{name}__currency", f"{name}__base"]
    if isinstance(leaf, DerivedLeaf):
        columns.append(f"{name}__ignored")
    return columns


def value_of(table: Any, name: str, leaf: Leaf) -> SetValue:
    """Give a leaf's value from the columns of a table."""
    if leaf.type.name == "money":
        return SetValue(
            leaf.type,
            table[name],
            table[f"{name}__currency"],
            table[f"{name}__base"],
            loose=isinstance(leaf, DerivedLeaf),
        )
    return SetValue(leaf.type, table[name])


def flat(name: str, value: SetValue) -> dict[str, Any]:
    """Give the columns under which a value is kept."""
    if value.type.name == "money":
        return {name: value.value, f"{name}__currency": value.currency, f"{name}__base": value.base}
    return {name: value.value}


def set_compiler(world: World, reader: Reader, columns: Columns, table: Any) -> SetCompiler:
    """Give a compiler that reads leaves from a kind's leaf table; what is not there is null."""

    def column(leaf: Leaf) -> SetValue:
        name = columns.names.get(leaf)
        return constant(leaf.type, None) if name is None else value_of(table, name, leaf)

    return SetCompiler(reader, column, world.parameters, world.as_of)


def leaf_table(columns: Columns, prefix: str) -> Any:
    """Give the unbound Ibis table of a kind's leaves (`w_`: paths only, `x_`: all)."""
    schema: dict[str, str] = dict(_META_TYPES)
    for leaf, name in columns.names.items():
        if prefix == "x" or not isinstance(leaf, DerivedLeaf):
            schema.update(leaf_schema(name, leaf))
    return ibis.table(schema, name=f"{prefix}_{columns.kind}")


def leaf_schema(name: str, leaf: Leaf) -> dict[str, str]:
    """Give the columns, with their Ibis types, that hold a leaf in its kind's leaf table."""
    derived = isinstance(leaf, DerivedLeaf)
    schema = {name: _leaf_type(leaf.type, derived=derived)}
    if leaf.type.name == "money":
        wide = "decimal(38, 0)" if derived else "int64"
        schema = {name: wide, f"{name}__currency": "string", f"{name}__base": wide}
    if isinstance(leaf, DerivedLeaf):
        schema[f"{name}__ignored"] = "int64"
        if reduces_own_groups(leaf):
            schema[f"{name}__taken"] = "boolean"
    return schema


def _leaf_type(kind: t.Type, *, derived: bool) -> str:
    if kind.name == "number":
        return "decimal(38, 0)" if kind.scale or derived else "int64"
    names = {"boolean": "boolean", "date": "date", "timestamp": "timestamp", "days": "int64",
             "months": "int64", "list": "array<string>", "null": "boolean"}  # fmt: skip
    return names.get(kind.name, "string")


def group_columns(leaf: DerivedLeaf, reader: Reader, columns: Columns) -> list[str]:
    """Give the columns of the leaf table by which a derivation groups rows of its own kind."""
    found: list[str] = []
    for node, _ in leaf.derivation.match:
        key = reader.leaf(node)
        number = None if key is None else number_leaf(key)
        chosen = number if number in columns.names else key
        if chosen is None or chosen not in columns.names:
            return []
        name = columns.names[chosen]
        found += [name, f"{name}__currency"] if chosen.type.name == "money" else [name]
    return found
