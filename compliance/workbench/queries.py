"""How one rule is evaluated over a batch: the tables that are made, in order, and their SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from compliance.compiler.leaf import DerivedLeaf
from compliance.compiler.plan import Plan, make_plan
from compliance.compiler.sql import DUCKDB, SPARK
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.finding import Outcome

DIALECTS: Final = {dialect.name: dialect for dialect in (DUCKDB, SPARK)}

_PIECE: Final = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|[A-Za-z_]\w*|\s+|.""")
_READ: Final = re.compile(r'(?:FROM|JOIN) "([^"]+)"')
_CLAUSE: Final = re.compile(
    r"(FROM|(LEFT |INNER |CROSS )?JOIN|WHERE|GROUP BY|ORDER BY|HAVING|QUALIFY|UNION ALL)\b"
)


def plan_of(rulebook: Rulebook, rule: Rule, as_of: date, dialect: str = DUCKDB.name) -> Plan:
    """Plan one rule over a batch that supplies every field of every kind."""
    fields = {kind.kind: frozenset(kind.fields) for kind in rulebook.catalogue}
    return make_plan(rulebook, [rule], fields, as_of, DIALECTS[dialect])


def plan_text(plan: Plan) -> str:
    """Give the tables of a plan in order: what each holds, and what it is made from."""
    lines = ["plan       each line is a table; k_… are the rows of the batch, r_… one row a key"]
    for number, step in enumerate(plan.steps, 1):
        read = ", ".join(dict.fromkeys(_READ.findall(step.query)))
        lines.append(f"  {number}  {step.name}: {_holds(step.name, plan)}; from {read}")
    lines += [f"  not run: {', '.join(lacks)}" for lacks in plan.not_run.values()]
    return "\n".join(lines)


def sql_text(plan: Plan) -> str:
    """Give the query of every table of a plan, laid out for a reader."""
    parts = [
        f"-- {step.name}: {_holds(step.name, plan, columns=True)}\n{sql_layout(step.query)};"
        for step in plan.steps
    ]
    parts += [f"-- not run: {', '.join(lacks)}" for lacks in plan.not_run.values()]
    return "\n\n".join(parts)


def _holds(table: str, plan: Plan, *, columns: bool = False) -> str:
    """Say what a table of a plan holds, by the way in which plans name their tables."""
    prefix, _, rest = table.partition("_")
    if prefix in {"j", "u"}:
        kind, _, column = rest.rpartition("_")
        fact = next(
            leaf
            for leaf in plan.columns[kind].derived()
            if plan.columns[kind].names[leaf] == column
        )
        one = f"“{fact.name}” of each {kind}" + (f" ({column})" if columns else "")
        return one if prefix == "j" else f"rows that {one} skips for want of a date"
    if prefix[0] == "g":
        return f"each {rest} that shares its group with another"
    names = plan.columns[rest].names
    if prefix == "w":
        read = {
            f"{leaf.name} ({column})" if columns else leaf.name: None
            for leaf, column in names.items()
            if not isinstance(leaf, DerivedLeaf)
        }
        return f"each {rest} with {', '.join(read)}"
    if prefix == "o":
        codes = ", ".join(f"{int(code)} {code.word.replace('_', ' ')}" for code in Outcome)
        return f"the outcome of each {rest} ({codes})"
    return (
        f"each {rest} with its facts" if plan.columns[rest].derived() else f"each {rest} as it is"
    )


def sql_layout(query: str) -> str:
    """Break a query into lines: each select, each of its columns, each clause on its own."""
    lines = [""]
    selects: list[bool] = []  # for each open bracket: whether it holds a select
    for piece, following in _pieces(query):
        depth, selecting = sum(selects), not selects or selects[-1]
        if piece == ")" and selects.pop():
            lines.append("  " * (depth - 1))
        elif selecting and _CLAUSE.fullmatch(piece):
            lines.append("  " * depth)
        if piece != " " or lines[-1].strip():
            lines[-1] += piece
        if piece == "(":
            selects.append(following == "SELECT")
            if selects[-1]:
                lines.append("  " * (depth + 1))
        elif piece == "," and selecting:
            lines.append("  " * (depth + 1))
    return "\n".join(line.rstrip() for line in lines)


def _pieces(query: str) -> Iterator[tuple[str, str]]:
    """Give each word or sign with what follows it; the words of a clause are one piece."""
    place = 0
    while place < len(query):
        found = _CLAUSE.match(query, place) or _PIECE.match(query, place)
        piece = found[0] if found else query[place]
        place += len(piece)
        yield " " if piece.isspace() else piece, query[place : place + 6]
