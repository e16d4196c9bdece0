"""The account of each rule: four counts that add up to the records, and money tested and not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from compliance.compiler.leaf import PathLeaf
from compliance.compiler.plan import Plan
from compliance.compiler.rule_plan import RulePlan
from compliance.lang.rule import Rule
from compliance.model.finding import Outcome

if TYPE_CHECKING:
    import duckdb

_TESTED = (Outcome.PASS, Outcome.BY_EXCEPTION, Outcome.FAIL)


def rule_accounts(
    connection: duckdb.DuckDBPyConnection, plan: Plan, rules: Sequence[Rule]
) -> dict[str, dict[str, Any]]:
    """Give, by rule id, the rule's words and counts, or the reason why it was not run."""
    planned = {item.rule.id: item for item in plan.rules}
    counts = {
        name: count
        for kind in plan.kinds()
        for name, count in _counts(connection, plan, kind).items()
    }
    accounts: dict[str, dict[str, Any]] = {}
    for rule in rules:
        account = _words(rule)
        if rule.id in planned:
            account.update(_account(rule, counts[rule.id]))
        else:
            account["not_run"] = "not in the batch: " + ", ".join(plan.not_run[rule.id])
        accounts[rule.id] = account
    return accounts


def undetermined_money(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, int | None]:
    """Give the money of records that a live critical or major breach rule could not decide."""
    total: dict[str, int | None] = {"base_minor": 0}
    for kind in plan.kinds():
        own = [item for item in plan.rules if item.rule.kind.kind == kind]
        weighty = [item for item in own if _weighty(item.rule)]
        money = _money_column(plan, own)
        if money is None or not weighty:
            continue
        code = int(Outcome.UNDETERMINED)
        tests = " OR ".join(f'o."{item.column}" = {code}' for item in weighty)
        rows = connection.execute(
            f'SELECT x."{money}__currency", sum(x."{money}"), CASE WHEN '  # noqa: S608
            f'count(x."{money}__base") = count(x."{money}") THEN sum(x."{money}__base") END '
            f'FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i WHERE {tests} '
            "GROUP BY 1 ORDER BY 1"
        ).fetchall()
        for currency, minor, base in rows:
            if currency is not None:
                known = total["base_minor"]
                total[currency] = (total.get(currency) or 0) + int(minor)
                total["base_minor"] = None if known is None or base is None else known + int(base)
    return total


def _weighty(rule: Rule) -> bool:
    file = rule.file
    return (
        file.kind == "breach" and file.status == "live" and file.severity in {"critical", "major"}
    )


def _words(rule: Rule) -> dict[str, Any]:
    file = rule.file
    return {
        "title": file.title,
        "set": rule.set,
        "kind": file.kind,
        "severity": file.severity,
        "status": file.status,
        "standing": rule.standing,
        "version": file.version,
        "on": rule.kind.kind,
    }


def _account(rule: Rule, counted: Mapping[str, Any]) -> dict[str, Any]:
    population = rule.file.population
    total = sum(counted[outcome.word] for outcome in Outcome)
    applicable = total - counted[Outcome.NOT_APPLICABLE.word]
    if population is not None and applicable < population.at_least:
        return {"not_run": f"{applicable} of {population.at_least} records that the rule needs"}
    return dict(counted)


def _counts(
    connection: duckdb.DuckDBPyConnection, plan: Plan, kind: str
) -> dict[str, dict[str, Any]]:
    """Count the outcomes of every rule on a kind, and its money by currency, in one scan."""
    own = [item for item in plan.rules if item.rule.kind.kind == kind]
    money = _money_column(plan, own)
    selected = []
    for item in own:
        selected += [f'count(*) FILTER (o."{item.column}" = {int(outcome)})' for outcome in Outcome]
        if money is not None:
            codes = ", ".join(str(int(outcome)) for outcome in _TESTED)
            for test in ("IN", "NOT IN"):
                rows = f'FILTER (o."{item.column}" {test} ({codes}))'
                selected += [f'sum(x."{money}") {rows}', f'sum(x."{money}__base") {rows}']
    currency = f'x."{money}__currency"' if money else "NULL"
    found = connection.execute(
        f'SELECT {currency} AS currency, {", ".join(selected)} FROM "o_{kind}" o '  # noqa: S608
        f'JOIN "x_{kind}" x ON o._i = x._i GROUP BY 1 ORDER BY 1'
    ).fetchall()
    width = len(Outcome) + (4 if money else 0)
    return {
        item.rule.id: _one(found, 1 + n * width, with_money=money is not None)
        for n, item in enumerate(own)
    }


def _one(rows: Sequence[Sequence[Any]], start: int, *, with_money: bool) -> dict[str, Any]:
    counted: dict[str, Any] = {
        outcome.word: sum(row[start + n] for row in rows) for n, outcome in enumerate(Outcome)
    }
    counted["money_tested"] = {}
    counted["money_not_tested"] = {}
    if with_money:
        first = start + len(Outcome)
        for name, offset in (("money_tested", first), ("money_not_tested", first + 2)):
            sums = {row[0]: int(row[offset]) for row in rows if row[0] and row[offset] is not None}
            base = sum(int(row[offset + 1] or 0) for row in rows)
            counted[name] = {**sums, "base_minor": base}
    return counted


def _money_column(plan: Plan, own: Sequence[RulePlan]) -> str | None:
    """Give the column of the kind's own money in its leaf table."""
    kind = own[0].rule.kind
    if kind.money is None:
        return None
    for leaf, name in plan.columns[kind.kind].names.items():
        if isinstance(leaf, PathLeaf) and leaf.name == kind.money and leaf.function is None:
            return name
    return None
