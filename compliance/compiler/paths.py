"""`w_KIND`: the record's own fields, and those of the records that it refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import ibis

from compliance.compiler.leaf import (
    Context,
    DateLeaf,
    DerivedLeaf,
    Leaf,
    PathLeaf,
)
from compliance.compiler.relation import (
    META,
    Columns,
    World,
    base_table,
    flat,
    key_column,
)
from compliance.compiler.scalar import BIG, SetValue, unknown
from compliance.lang.tree import Step
from compliance.model.catalogue import Kind


class PathTable:
    """Builds `w_KIND`: the record's own fields, and those of the records that it refers to."""

    def __init__(self, world: World, kind: Kind, text_keys: Mapping[str, Sequence[str]]) -> None:
        self.world, self.kind, self.text_keys = world, kind, text_keys
        self.base = base_table(world.catalogue, kind.kind, "k", text_keys.get(kind.kind, ()))
        self.joined: Any = self.base
        self.prefixes: dict[tuple[Context, tuple[Step, ...]], str] = {}

    def query(self, columns: Columns) -> Any:
        """Give the query: one row for each record, one column (or three) for each leaf."""
        leaves = [leaf for leaf in columns.names if not isinstance(leaf, DerivedLeaf)]
        for leaf in leaves:
            if isinstance(leaf, PathLeaf):
                for end in range(1, len(leaf.steps)):
                    self._join(leaf.context, leaf.steps[:end])
        selected: dict[str, Any] = {name: self.joined[name] for name in META}
        for leaf in leaves:
            selected.update(flat(columns.names[leaf], self._value(leaf)))
        return self.joined.select(**selected)

    def _join(self, context: Context, steps: tuple[Step, ...]) -> None:
        """Join the kind that the path's last step refers to, once."""
        if (context, steps) in self.prefixes:
            return
        prefix = f"p{len(self.prefixes)}"
        source = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field]
        target = self.world.catalogue.kinds[source.to or ""]
        right = base_table(
            self.world.catalogue, target.kind, "r", self.text_keys.get(target.kind, ())
        )
        renamed = right.select(**{f"{prefix}__{name}": right[name] for name in right.columns})
        key = self._field(context, steps)
        tests = [key == renamed[f"{prefix}__{target.key[0]}"]]
        if len(target.key) == 1:
            tests = [key == renamed[f"{prefix}___key"]]
        tests += self._rest_of_key(context, steps, target, renamed, prefix)
        if target.dated:
            tests += self._valid(context, renamed, prefix)
        self.joined = self.joined.left_join(renamed, tests)
        self.prefixes[(context, steps)] = prefix

    def _rest_of_key(
        self, context: Context, steps: tuple[Step, ...], target: Kind, right: Any, prefix: str
    ) -> list[Any]:
        """Match the further fields of a composite key: ours where named, else the date's year."""
        also = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field].also
        tests = []
        for name in target.key[1:]:
            column = right[f"{prefix}__{name}"]
            if name in also:
                own = (*steps[:-1], Step(steps[-1].kind, also[name]))
                tests.append(self._field(context, own) == column)
            else:
                day = self._date(context)
                tests.append(day.year().cast("int64") == column)
        return tests

    def _valid(self, context: Context, right: Any, prefix: str) -> list[Any]:
        day = self._date(context)
        start, end = right[f"{prefix}__valid_from"], right[f"{prefix}__valid_until"]
        return [start.isnull() | (start <= day), end.isnull() | (day <= end)]

    def _date(self, context: Context) -> Any:
        names = [
            n for n in context.dated_by if self.world.supply.missing(self.kind.kind, n) is None
        ]
        if not names:
            return unknown("date")
        return ibis.coalesce(*(self.joined[name] for name in names))

    def _field(self, context: Context, steps: tuple[Step, ...]) -> Any:
        name = steps[-1].field
        if len(steps) == 1:
            return self.joined[name]
        return self.joined[f"{self.prefixes[(context, steps[:-1])]}__{name}"]

    def _value(self, leaf: Leaf) -> SetValue:
        if isinstance(leaf, DateLeaf):
            return SetValue(leaf.type, self._date(leaf.context))
        leaf = cast("PathLeaf", leaf)
        last = leaf.steps[-1].field
        name = key_column(last, leaf.function) if leaf.function else last
        prefix = ""
        if len(leaf.steps) > 1:
            prefix = f"{self.prefixes[(leaf.context, leaf.steps[:-1])]}__"
        column = self.joined[prefix + name]
        if leaf.type.name == "money":
            currency, base = (self.joined[f"{prefix}{name}__{end}"] for end in ("currency", "base"))
            return SetValue(leaf.type, column, currency, base)
        if leaf.type.name == "number" and leaf.type.scale:
            unit = ibis.literal(Decimal(10**leaf.type.scale), BIG)
            return SetValue(leaf.type, (column * unit).cast(BIG))
        return SetValue(leaf.type, column)
