"""The account of each rule: four counts that add up to the records, and money tested and not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from compliance.compiler.leaf import PathLeaf
from compliance.compiler.plan import Plan
from compliance.compiler.rule_plan import RulePlan
from compliance.lang.rule import Rule
from compliance.model.finding import Outcome

Fetch = Callable[[str], Sequence[tuple[Any, ...]]]  # the rows of a query

_TESTED = (Outcome.PASS, Outcome.BY_EXCEPTION, Outcome.FAIL)


def rule_accounts(fetch: Fetch, plan: Plan, rules: Sequence[Rule]) -> dict[str, dict[str, Any]]:
    """Give, by rule id, the rule's words and counts, or the reason why it was not run."""
    planned = {item.rule.id: item for item in plan.rules}
    counts = {
        name: count for kind in plan.kinds() for name, count in _counts(fetch, plan, kind).items()
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


def undetermined_money(fetch: Fetch, plan: Plan) -> dict[str, int | None]:
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
        total_of = plan.world.dialect.total
        minor, base = f'x."{money}"', f'x."{money}__base"'
        rows = fetch(
            f'SELECT x."{money}__currency", {total_of(minor)}, CASE WHEN '  # noqa: S608
            f"count({base}) = count({minor}) THEN {total_of(base)} END "
            f'FROM "o_{kind}" o JOIN "w_{kind}" x ON o._i = x._i WHERE {tests} '
            "GROUP BY 1 ORDER BY 1"
        )
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


def _counts(fetch: Fetch, plan: Plan, kind: str) -> dict[str, dict[str, Any]]:
    """Count the outcomes of every rule on a kind, and its money by currency, in one scan.

    The outcomes of a record are laid under one another: an aggregate for each rule and outcome
    takes an engine longer to plan than to compute.
    """
    own = [item for item in plan.rules if item.rule.kind.kind == kind]
    money, dialect = _money_column(plan, own), plan.world.dialect
    amounts = [f'x."{money}{end}"' if money else "NULL" for end in ("__currency", "", "__base")]
    currency, minor, base = amounts
    stacked = dialect.stacked(
        [f'o."{item.column}"' for item in own],
        f"{currency} AS currency, {minor} AS minor, {base} AS base",
        f'"o_{kind}" o JOIN "w_{kind}" x ON o._i = x._i',
    )
    found = fetch(
        f"SELECT rule, outcome, currency, count(*), {dialect.total('minor')}, "  # noqa: S608
        f"{dialect.total('base')} FROM ({stacked}) GROUP BY ALL ORDER BY ALL"
    )
    counted = [_nothing_counted(with_money=money is not None) for _ in own]
    for number, code, *amount in found:
        _count(counted[number], Outcome(code), *amount)
    return {item.rule.id: counts for item, counts in zip(own, counted, strict=True)}


def _nothing_counted(*, with_money: bool) -> dict[str, Any]:
    counts: dict[str, Any] = {outcome.word: 0 for outcome in Outcome}
    for name in ("money_tested", "money_not_tested"):
        counts[name] = {"base_minor": 0} if with_money else {}
    return counts


def _count(
    counted: dict[str, Any],
    outcome: Outcome,
    currency: str | None,
    rows: int,
    minor: int | None,
    base: int | None,
) -> None:
    """Add the rows of one outcome and currency to what is counted of a rule."""
    counted[outcome.word] += rows
    money = counted["money_tested" if outcome in _TESTED else "money_not_tested"]
    if currency is not None and minor is not None:
        money[currency] = money.get(currency, 0) + int(minor)
        money["base_minor"] += int(base or 0)


def _money_column(plan: Plan, own: Sequence[RulePlan]) -> str | None:
    """Give the column of the kind's own money in its leaf table."""
    kind = own[0].rule.kind
    if kind.money is None:
        return None
    for leaf, name in plan.columns[kind.kind].names.items():
        if isinstance(leaf, PathLeaf) and leaf.name == kind.money and leaf.function is None:
            return name
    return None
