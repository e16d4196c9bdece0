"""`w_KIND`: the record's own fields, and those of the records that it refers to."""

from __future__ import annotations

from typing import Any, cast

from compliance.compiler.leaf import Context, DateLeaf, DerivedLeaf, PathLeaf
from compliance.compiler.loaded import key_columns
from compliance.compiler.relation import META, Columns, World, flat, key_column
from compliance.compiler.sql import all_of, any_of, day, name, select
from compliance.compiler.value import SetValue
from compliance.lang.tree import Step
from compliance.model.catalogue import AS_OF, Kind


class PathTable:
    """Builds `w_KIND`: a join for each reference that the paths follow."""

    def __init__(self, world: World, kind: Kind) -> None:
        """Take the kind whose records are the rows."""
        self.world, self.kind = world, kind
        self.source = f"{name(f'k_{kind.kind}')} AS k"
        self.prefixes: dict[tuple[Context, tuple[Step, ...]], str] = {}

    def query(self, columns: Columns) -> str:
        """Give the query: one row for each record, one column (or three) for each leaf."""
        leaves = [leaf for leaf in columns.names if not isinstance(leaf, DerivedLeaf)]
        for leaf in leaves:
            if isinstance(leaf, PathLeaf):
                for end in range(1, len(leaf.steps)):
                    self._join(leaf.context, leaf.steps[:end])
        selected = {own: f"k.{name(own)}" for own in META}
        for leaf in leaves:
            selected |= flat(columns.names[leaf], self._value(leaf))
        return select(selected, self.source)

    def _join(self, context: Context, steps: tuple[Step, ...]) -> None:
        """Join the kind that the path's last step refers to, once."""
        if (context, steps) in self.prefixes:
            return
        prefix = f"p{len(self.prefixes)}"
        source = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field]
        target = self.world.catalogue.kinds[source.to or ""]
        key = self._field(context, steps)
        main = key_columns(target)[0]
        tests = [f"({key} = {prefix}.{name(main)})"]
        tests += self._rest_of_key(context, steps, target, prefix)
        if target.dated:
            tests += self._valid(context, prefix)
        self.source += f" LEFT JOIN {name(f'r_{target.kind}')} AS {prefix} ON {all_of(tests)}"
        self.prefixes[(context, steps)] = prefix

    def _rest_of_key(
        self, context: Context, steps: tuple[Step, ...], target: Kind, prefix: str
    ) -> list[str]:
        """Match the further fields of a composite key: ours where named, else the date's year."""
        also = self.world.catalogue.kinds[steps[-1].kind].fields[steps[-1].field].also
        tests = []
        for own in target.key[1:]:
            column = f"{prefix}.{name(own)}"
            if own in also:
                other = (*steps[:-1], Step(steps[-1].kind, also[own]))
                tests.append(f"({self._field(context, other)} = {column})")
            else:
                tests.append(f"(c_year({self._date(context)}) = {column})")
        return tests

    def _valid(self, context: Context, prefix: str) -> list[str]:
        on = self._date(context)
        start, end = f"{prefix}.{name('valid_from')}", f"{prefix}.{name('valid_until')}"
        return [
            any_of([f"({start} IS NULL)", f"({start} <= {on})"]),
            any_of([f"({end} IS NULL)", f"({on} <= {end})"]),
        ]

    def _date(self, context: Context) -> str:
        if context.dated_by == (AS_OF,):
            return day(self.world.as_of)
        supplied = [n for n in context.dated_by if not self.world.supply.missing(self.kind.kind, n)]
        if not supplied:
            return "CAST(NULL AS DATE)"
        return f"coalesce({', '.join(f'k.{name(own)}' for own in supplied)})"

    def _field(self, context: Context, steps: tuple[Step, ...]) -> str:
        prefix = "k" if len(steps) == 1 else self.prefixes[(context, steps[:-1])]
        return f"{prefix}.{name(steps[-1].field)}"

    def _value(self, leaf: Any) -> SetValue:
        if isinstance(leaf, DateLeaf):
            return SetValue(leaf.type, self._date(leaf.context))
        path = cast("PathLeaf", leaf)
        last = path.steps[-1].field
        own = key_column(last, path.function) if path.function else last
        prefix = "k" if len(path.steps) == 1 else self.prefixes[(path.context, path.steps[:-1])]
        column = f"{prefix}.{name(own)}"
        if path.type.name == "money":
            currency, base = (f"{prefix}.{name(f'{own}__{end}')}" for end in ("currency", "base"))
            return SetValue(path.type, column, currency, base)
        return SetValue(path.type, column)
