"""What the queries of a plan share: the columns of leaves, and the compilers that read them.

Tables by name: `k_KIND` the canonical rows (with `_i`, a dense row number), `r_KIND` one row for
each key (and validity) that references resolve to, `w_KIND` the paths that rules read, `g1_KIND`,
`g2_KIND` … the rows that share a group, `j_KIND_n` one derivation, `x1_KIND`, `x2_KIND` … the
leaves with the derivations that another one reads, `x_KIND` all leaves of a kind side by side,
`o_KIND` one outcome for every rule, `f_KIND` the leaves of the records of which rules speak.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from compliance.compiler.availability import Keys, Supply
from compliance.compiler.leaf import DerivedLeaf, Leaf, Reader, number_leaf, reduces_own_groups
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import Dialect, Shared, name, when
from compliance.compiler.value import SetValue, constant
from compliance.lang.parameters import Parameter
from compliance.model.catalogue import Catalogue

META = ("_i", "_key", "_row_hash", "_order")


@dataclass(frozen=True)
class TableStep:
    """One table to make: its name and the query that fills it."""

    name: str
    query: str
    view: bool = False  # another table under this name: nothing is computed


@dataclass
class Columns:
    """The columns of one kind's leaf table, by leaf; filled while the plan is made."""

    kind: str
    names: dict[Leaf, str] = field(default_factory=dict)

    def name(self, leaf: Leaf) -> str:
        """Give the column of a leaf, making one where there is none."""
        return self.names.setdefault(leaf, f"c{len(self.names)}")

    def derived(self) -> list[DerivedLeaf]:
        """Give the facts about sets among the leaves."""
        return [leaf for leaf in self.names if isinstance(leaf, DerivedLeaf)]


@dataclass(frozen=True)
class World:
    """What every query of a plan is compiled against."""

    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    supply: Supply
    keys: Keys
    as_of: date
    dialect: Dialect


def key_column(step_field: str, function: str) -> str:
    """Give the name of the column that holds a text key of a field."""
    return f"{step_field}__{function.replace(' ', '_')}"


def physical_columns(own: str, field_type: str) -> dict[str, str]:
    """Give the columns, with their types, that hold a field of a catalogue type."""
    if field_type == "money":
        return {own: "int64", f"{own}__currency": "string", f"{own}__base": "int64"}
    kinds = {
        "decimal": "decimal(38, 9)", "ratio": "decimal(38, 9)", "integer": "int64",
        "boolean": "boolean", "date": "date", "timestamp": "timestamp", "list": "array<string>",
    }  # fmt: skip
    return {own: kinds.get(field_type, "string")}


def leaf_columns(own: str, leaf: Leaf) -> list[str]:
    """Give the physical columns of a leaf in its kind's leaf table."""
    columns = [own]
    if leaf.type.name == "money":
        columns += [f"{own}__currency", f"{own}__base"]
    if isinstance(leaf, DerivedLeaf):
        columns.append(f"{own}__ignored")
        if reduces_own_groups(leaf):
            columns.append(f"{own}__taken")
    return columns


def value_of(own: str, leaf: Leaf, prefix: str = "") -> SetValue:
    """Give a leaf's value from its columns, under a prefix where two sides are joined."""
    column = name(prefix + own)
    if leaf.type.name != "money":
        return SetValue(leaf.type, column)
    currency, base = (name(f"{prefix}{own}__{end}") for end in ("currency", "base"))
    return SetValue(leaf.type, column, currency, base, loose=isinstance(leaf, DerivedLeaf))


def certain(own: str, leaf: Leaf, prefix: str = "") -> SetValue:
    """Give a leaf's value as another derivation reads it: null where rows had to be skipped."""
    value = value_of(own, leaf, prefix)
    if not isinstance(leaf, DerivedLeaf):
        return value
    none_skipped = f"({name(f'{prefix}{own}__ignored')} = 0)"
    parts = {key: when([(none_skipped, text)]) for key, text in flat(own, value).items()}
    if value.base is None:
        return replace(value, value=parts[own])
    currency, base = parts[f"{own}__currency"], parts[f"{own}__base"]
    return replace(value, value=parts[own], currency=currency, base=base)


def flat(own: str, value: SetValue) -> dict[str, str]:
    """Give the columns under which a value is kept."""
    if value.type.name != "money":
        return {own: value.value}
    currency = value.currency or "CAST(NULL AS STRING)"
    return {own: value.value, f"{own}__currency": currency, f"{own}__base": value.euro}


def set_compiler(
    world: World,
    reader: Reader,
    columns: Columns,
    shared: Shared,
    read: Callable[[str, Leaf], SetValue] = value_of,
) -> SetCompiler:
    """Give a compiler that reads leaves from a kind's leaf table; what is not there is null."""

    def column(leaf: Leaf) -> SetValue:
        own = columns.names.get(leaf)
        return constant(leaf.type, None, world.dialect) if own is None else read(own, leaf)

    return SetCompiler(reader, column, world.parameters, world.as_of, world.dialect, shared)


def group_columns(leaf: DerivedLeaf, reader: Reader, columns: Columns) -> list[str]:
    """Give the columns of the leaf table by which a derivation groups rows of its own kind."""
    found: list[str] = []
    for node, _ in leaf.derivation.match:
        key = reader.leaf(node)
        number = None if key is None else number_leaf(key)
        chosen = number if number in columns.names else key
        if chosen is None or chosen not in columns.names:
            return []
        own = columns.names[chosen]
        found += [own, f"{own}__currency"] if chosen.type.name == "money" else [own]
    return found
