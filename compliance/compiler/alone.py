"""Rows that are alone in their group: what they come to needs no group, no window and no join.

Of most sets few rows share a group: an invoice is seldom entered twice. Only those that do are
reduced (`g_KIND_n` holds their numbers); the facts of a row that is alone follow from itself.
"""

from __future__ import annotations

from compliance.compiler.aggregate import OWN_ROW
from compliance.compiler.form import Form, group_by
from compliance.compiler.leaf import DerivedLeaf, reads_this, reduces_own_groups, same_keys
from compliance.compiler.sql import Shared, all_of, known, name


def can_be_alone(leaf: DerivedLeaf) -> bool:
    """Say whether a record is itself of the group that it looks for, by the same keys."""
    d = leaf.derivation
    if not d.match:
        return False
    undated = d.date is None and d.order is None and d.until is None and d.function not in OWN_ROW
    paired = reads_this(d) and undated and not d.through and not d.within
    return reduces_own_groups(leaf) or (paired and same_keys(leaf))


def stands_in_time(leaf: DerivedLeaf) -> bool:
    """Say whether a fact of own groups needs the date of the row itself."""
    return leaf.derivation.date is not None or leaf.derivation.function in OWN_ROW


class Alone(Form):
    """The facts of a row whose group is itself, as columns of a select over its leaves."""

    def several(self) -> str:
        """Give the query of the rows that share their group with others."""
        shared = Shared()
        keys = self.group_keys(self.theirs(shared))
        rows = shared.select({"_i": name("_i"), **keys}, name(self.made.own_table))
        whole = all_of(known(name(key)) for key in keys)
        listed = f"(SELECT * FROM ({rows}) WHERE {whole})"  # noqa: S608 - names are quoted
        groups = f"{group_by(list(keys), {'_rows': 'count(*)'}, listed)} HAVING count(*) > 1"
        same = all_of(f"(a.{name(key)} = b.{name(key)})" for key in keys)
        return f"SELECT a.{name('_i')} FROM ({rows}) AS a JOIN ({groups}) AS b ON {same}"  # noqa: S608

    def columns_of(self, shared: Shared) -> dict[str, str]:
        """Give the fact's columns; what they share is kept under names that are the fact's own."""
        prefix = self.made.column
        theirs, ours = self.theirs(shared), self.ours(shared)
        theirs.this = ours
        aggregate = self.aggregate(theirs, prefix=prefix)
        for own, text in aggregate.alone().items():
            shared.keep(prefix + own, text)
        needed = [*self.group_keys(theirs).values(), *self.span(ours)]
        if aggregate.inputs.day is not None and stands_in_time(self.leaf):
            needed.append(aggregate.inputs.day)
        is_known = shared.part(all_of(map(known, needed)))
        return self.finish(aggregate, is_known, with_undated=True)
