"""Facts about sets beside the leaves of their kind: a stratum after those that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from compliance.compiler.alone import Alone, can_be_alone
from compliance.compiler.derived import fact_steps
from compliance.compiler.form import Fact
from compliance.compiler.inner import inner_leaves
from compliance.compiler.leaf import DerivedLeaf, Leaf
from compliance.compiler.relation import META, Columns, TableStep, World, leaf_columns
from compliance.compiler.sql import Shared, known, listed, name, when

MOST_JOINED: Final = 24  # the time that an engine plans for grows with the square of the tables


@dataclass
class FactTables:
    """The tables of the facts of a plan, and how they are put beside the leaves of a kind."""

    world: World
    columns: Mapping[str, Columns]
    alone: dict[DerivedLeaf, Fact] = field(default_factory=dict)
    undated: set[DerivedLeaf] = field(default_factory=set)  # rows without a date stand apart
    held: dict[DerivedLeaf, str] = field(default_factory=dict)  # where many stand together
    _strata: dict[DerivedLeaf, int] = field(default_factory=dict)
    _made: dict[str, str] = field(default_factory=dict)  # query → its table

    def steps(self) -> Iterator[TableStep]:
        """Give the tables of all facts, in order."""
        leaves = [leaf for found in self.columns.values() for leaf in found.derived()]
        for leaf in sorted(leaves, key=self._stratum):
            yield from self._steps_of(leaf)

    def _steps_of(self, leaf: DerivedLeaf) -> Iterator[TableStep]:
        own, other = leaf.context.kind, leaf.derivation.of
        read = [lf for lf in inner_leaves(leaf, self.world) if isinstance(lf, DerivedLeaf)]
        tables: dict[str, str] = {}
        for kind in dict.fromkeys((own, other)):
            facts = [lf for lf in dict.fromkeys(read) if lf.context.kind == kind]
            tables[kind] = f"w_{kind}"
            if facts:
                query = self.beside(kind, [*self._paths(kind), *facts])
                yield from self._shared("x", kind, query, view=True)
                tables[kind] = self._made[query]
        both = self.columns[own], self.columns[other]
        several = None
        if not read and can_be_alone(leaf):
            fact = Fact(self.world, leaf, *both, tables[own], tables[other])
            query = Alone(fact).several()
            yield from self._shared("g", own, query)
            several = self._made[query]
            self.alone[leaf] = fact
        made = fact_steps(Fact(self.world, leaf, *both, tables[own], tables[other], several))
        if len(made) > 1:
            self.undated.add(leaf)
        yield from made

    def _shared(
        self, prefix: str, kind: str, query: str, *, view: bool = False
    ) -> Iterator[TableStep]:
        """Make a table that several facts read, once."""
        if query not in self._made:
            number = 1 + sum(
                made.endswith(f"_{kind}") and made[0] == prefix for made in self._made.values()
            )
            self._made[query] = f"{prefix}{number}_{kind}"
            yield TableStep(self._made[query], query, view=view)

    def _paths(self, kind: str) -> list[Leaf]:
        """Give the leaves of a kind that are no facts about sets."""
        return [lf for lf in self.columns[kind].names if not isinstance(lf, DerivedLeaf)]

    def _stratum(self, leaf: DerivedLeaf) -> int:
        """Give 1 for a fact that reads no other, else one more than the last that it reads."""
        if leaf not in self._strata:
            inner = (lf for lf in inner_leaves(leaf, self.world) if isinstance(lf, DerivedLeaf))
            self._strata[leaf] = 1 + max(map(self._stratum, inner), default=0)
        return self._strata[leaf]

    def whole(self, kind: str) -> Iterator[TableStep]:
        """Give `x_KIND`, all leaves of a kind; where facts are many, a few are joined at a time."""
        facts = self.columns[kind].derived()
        starts = range(0, len(facts), MOST_JOINED) if len(facts) > MOST_JOINED else ()
        for start in starts:
            part, table = facts[start : start + MOST_JOINED], f"x_{kind}_p{start // MOST_JOINED}"
            yield TableStep(table, self._part(kind, part))
            self.held |= dict.fromkeys(part, table)
        yield TableStep(f"x_{kind}", self.beside(kind, self.columns[kind].names), view=True)

    def _part(self, kind: str, leaves: Sequence[DerivedLeaf]) -> str:
        """Give the columns of some facts by row number, null where a row is alone."""
        columns = {"_j": f"w.{name('_i')}"}
        for leaf in leaves:
            columns |= self._columns(leaf)
        joins = "".join(self._joins(leaf) for leaf in leaves)
        return f"SELECT {listed(columns)} FROM {name(f'w_{kind}')} AS w{joins}"  # noqa: S608

    def beside(self, kind: str, leaves: Iterable[Leaf], source: str | None = None) -> str:
        """Give leaves of a kind side by side, of all its rows or of those of a source."""
        names, shared = self.columns[kind].names, Shared()
        picked = {own: f"w.{name(own)}" for own in META}
        facts: list[DerivedLeaf] = []
        for leaf in leaves:
            if isinstance(leaf, DerivedLeaf):
                facts.append(leaf)
            else:
                picked |= {own: f"w.{name(own)}" for own in leaf_columns(names[leaf], leaf)}
        held = self.held if len(facts) > MOST_JOINED else {}
        for leaf in facts:
            picked |= self._or_alone(leaf, held.get(leaf), shared)
        together = dict.fromkeys(held[leaf] for leaf in facts if leaf in held)
        alone = (leaf for leaf in facts if leaf not in held)
        joins = "".join([*map(_joined, together), *map(self._joins, alone)])
        rows = shared.over(source or name(f"w_{kind}"))
        return f"SELECT {listed(picked)} FROM {rows} AS w{joins}"  # noqa: S608

    def _or_alone(self, leaf: DerivedLeaf, part: str | None, shared: Shared) -> dict[str, str]:
        """Give a fact's columns; a row that stands in no group has its own."""
        own = self.columns[leaf.context.kind].names[leaf]
        found = self._columns(leaf)
        if part is not None:
            found = {column: f"{name(part)}.{name(column)}" for column in found}
        if leaf not in self.alone:
            return found
        grouped = known(found[f"{own}__ignored"])
        alone = Alone(self.alone[leaf]).columns_of(shared)
        return {column: when([(grouped, text)], alone[column]) for column, text in found.items()}

    def _columns(self, leaf: DerivedLeaf) -> dict[str, str]:
        """Give the columns of a fact's own tables."""
        own = self.columns[leaf.context.kind].names[leaf]
        table = name(f"j_{leaf.context.kind}_{own}")
        found = {column: f"{table}.{name(column)}" for column in leaf_columns(own, leaf)}
        if leaf in self.undated:
            undated = f"{name(f'u_{leaf.context.kind}_{own}')}.{name('_undated')}"
            found[f"{own}__ignored"] = f"({found[f'{own}__ignored']} + coalesce({undated}, 0))"
        return found

    def _joins(self, leaf: DerivedLeaf) -> str:
        tail = f"{leaf.context.kind}_{self.columns[leaf.context.kind].names[leaf]}"
        tables = [f"j_{tail}", *([f"u_{tail}"] if leaf in self.undated else [])]
        return "".join(map(_joined, tables))


def _joined(table: str) -> str:
    return f" LEFT JOIN {name(table)} ON w.{name('_i')} = {name(table)}.{name('_j')}"
