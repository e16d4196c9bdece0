"""`j_KIND_n`: one fact about sets for every record of a kind, each in a table of its own.

A derivation takes one of five forms. *Frame*: groups of its own kind, reduced over a frame of
dates. *Own row*: each row of a group against the others (rank, share, the row before). *Lookup*:
every group reduced once, its result joined to our records. *Pairs*: each record beside the rows
that it counts, where those hang on the record itself. *Whole*: one result over the batch for all.
"""

from __future__ import annotations

from compliance.compiler.aggregate import OWN_ROW
from compliance.compiler.form import Fact
from compliance.compiler.joins import Lookup, Pairs, Whole
from compliance.compiler.leaf import reads_this, reduces_own_groups
from compliance.compiler.own_groups import Frame, OwnRow
from compliance.compiler.relation import TableStep


def fact_steps(fact: Fact) -> list[TableStep]:
    """Give the table of a fact, and that of the rows that it skips for want of a date."""
    tail = f"{fact.own.kind}_{fact.column}"
    made = [TableStep(f"j_{tail}", fact_query(fact))]
    if reduces_own_groups(fact.leaf) and fact.leaf.derivation.date is not None:
        frame = Frame(fact)
        if frame.by_day():
            made.append(TableStep(f"u_{tail}", frame.undated()))
    return made


def fact_query(fact: Fact) -> str:
    """Give the query of a fact: `_j` our row, and the derivation's columns."""
    d = fact.leaf.derivation
    if reduces_own_groups(fact.leaf):
        if d.function in OWN_ROW:
            return OwnRow(fact).query()
        return Lookup(fact).query() if d.date is None else Frame(fact).query()
    if not d.match:
        return Whole(fact).query()
    hangs = d.date is not None or reads_this(d) or d.function in OWN_ROW
    return Pairs(fact).query() if hangs else Lookup(fact).query()
