"""The findings as the report groups them: by what they count as, then severity, then rule.

Every finding belongs to exactly one class, so the classes add up to all findings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from compliance.model.finding import CONFIRMED, SEVERITIES
from compliance.report.figures import Figure, traced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from compliance.model.finding import Finding
    from compliance.model.result import ExceptionUsed, Result, RuleCard

WORST_FIRST: Final = tuple(reversed(SEVERITIES))
CLASSES: Final = (
    "breach", "quality", "unconfirmed", "indicator", "trial", "undetermined", "waived",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The findings of one class under one rule; `shown` are the rows that are printed."""

    number: str
    name: str
    card: RuleCard
    counts: Mapping[str, Any]
    findings: tuple[Finding, ...]
    shown: tuple[Finding, ...]

    @property
    def count(self) -> Figure:
        """Count the findings."""
        return Figure(len(self.findings), f"/derived/groups/{self.name}/{self.card.id}/findings")

    @property
    def hidden(self) -> int:
        """Count the findings that are not printed here."""
        return len(self.findings) - len(self.shown)

    @property
    def tested(self) -> int:
        """Count the records that the rule could judge."""
        return sum(self.counts.get(key, 0) for key in ("pass", "by_exception", "fail"))

    @property
    def amounts(self) -> dict[tuple[str, str], dict[str, int | None]]:
        """Add up the money at issue by stage and basis; within one rule each record is once."""
        totals: dict[tuple[str, str], dict[str, int | None]] = {}
        for finding in self.findings:
            at_issue = finding.amount_at_issue
            if at_issue and at_issue["basis"] != "none":
                add_up(totals.setdefault((at_issue["stage"], at_issue["basis"]), {}), at_issue)
        place = f"/derived/groups/{self.name}/{self.card.id}/amounts"
        return {
            key: traced(total, f"{place}/{key[0]}/{key[1]}")
            for key, total in sorted(totals.items())
        }


def add_up(total: dict[str, int | None], amount: Mapping[str, Any]) -> None:
    """Add one amount to a sum by currency; an unknown EUR equivalent makes that sum unknown."""
    currency, base = amount["currency"], amount["base_minor"]
    total[currency] = (total.get(currency) or 0) + amount["minor"]
    known = total.get("base_minor", 0)
    total["base_minor"] = None if base is None or known is None else known + base


def class_of(finding: Finding, card: RuleCard, waived: Collection[str] = ()) -> str:
    """Name the one class in which a finding counts."""
    if finding.finding in waived:
        return "waived"
    if card.status == "trial":
        return "trial"
    if finding.outcome == "undetermined":
        return "undetermined"
    if finding.kind == "indicator":
        return "indicator"
    if finding.standing not in CONFIRMED:
        return "unconfirmed"
    return "quality" if finding.kind == "quality" else "breach"


def may_print(finding: Finding) -> bool:
    """Tell whether a finding may stand in the report: not when its audience is restricted."""
    return finding.audience != "restricted"


def groups_of(
    result: Result, findings: Iterable[Finding], rows: int
) -> dict[str, tuple[Group, ...]]:
    """Group the printable findings by class; each group shows at most `rows` of them."""
    cards, waived = {card.id: card for card in result.rules}, result.waived
    sorted_in: dict[str, dict[str, list[Finding]]] = {name: defaultdict(list) for name in CLASSES}
    for finding in filter(may_print, findings):
        card = cards[finding.rule]
        sorted_in[class_of(finding, card, waived)][finding.rule].append(finding)
    numbers = iter(range(1, 1_000_000))
    return {
        name: tuple(
            _group(f"F{next(numbers):02d}", name, cards[rule], own, result.summary["rules"], rows)
            for rule, own in sorted(by_rule.items(), key=lambda item: _rank(cards[item[0]]))
        )
        for name, by_rule in sorted_in.items()
    }


def severity_table(
    result: Result, findings: Sequence[Finding]
) -> tuple[tuple[str, dict[str, int]], ...]:
    """Give one row per severity and a total: the findings in each class, restricted ones too.

    `confirmed` is breaches and data quality together, as the summary counts them by severity.
    """
    cards, waived = {card.id: card for card in result.rules}, result.waived
    cells = Counter((f.severity, class_of(f, cards[f.rule], waived)) for f in findings)
    rows = [
        (severity, {name: cells[severity, name] for name in CLASSES}) for severity in WORST_FIRST
    ]
    rows.append(("total", {name: sum(row[name] for _, row in rows) for name in CLASSES}))
    totals = {
        word: row | {"confirmed": row["breach"] + row["quality"], "all": sum(row.values())}
        for word, row in rows
    }
    return tuple(traced(totals, "/derived/by_class").items())


def exceptions_of(result: Result) -> dict[tuple[str, str], list[ExceptionUsed]]:
    """Group the exceptions used by rule and name."""
    used: dict[tuple[str, str], list[ExceptionUsed]] = defaultdict(list)
    for item in result.exceptions:
        used[item.rule, item.exception].append(item)
    return dict(sorted(used.items()))


@dataclass(frozen=True)
class TieOut:
    """One total that the sender declared, beside what was found; minor units of `currency`."""

    what: str
    source: str | None
    currency: str
    declared: int
    found: int
    rows: int | None
    rows_found: int | None

    @property
    def agrees(self) -> bool:
        """Tell whether sum and rows are as declared; rows not declared are not compared."""
        return self.declared == self.found and self.rows in {None, self.rows_found}


def tie_outs(totals: Mapping[str, Any]) -> list[TieOut]:
    """Put each declared total beside the difference that was found for it, if any."""
    return [_tie_out(item, totals["differences"]) for item in totals["declared"]]


def missing_numbers(totals: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the first and last numbers that the sender named and no record has."""
    return [item for item in totals["differences"] if "number" in item]


def number_gaps(totals: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the gaps between the first and last numbers that the sender named."""
    return [item for item in totals["differences"] if "missing" in item]


def _tie_out(item: Mapping[str, Any], differences: Sequence[Mapping[str, Any]]) -> TieOut:
    gap = next((d for d in differences if all(d.get(k) == v for k, v in item.items())), item)
    named = [item["kind"], item.get("field"), item.get("code"), item.get("line")]
    return TieOut(
        what=", ".join(str(part) for part in named if part),
        source=item.get("source"),
        currency=item["currency"],
        declared=item["total"],
        found=gap.get("found", item["total"]),
        rows=item.get("rows"),
        rows_found=gap.get("rows_found", item.get("rows")),
    )


def _group(
    number: str,
    name: str,
    card: RuleCard,
    findings: Sequence[Finding],
    counts: Mapping[str, Mapping[str, Any]],
    rows: int,
) -> Group:
    ordered = tuple(sorted(findings, key=_most_money_first))
    return Group(number, name, card, counts.get(card.id, {}), ordered, ordered[:rows])


def _rank(card: RuleCard) -> tuple[int, str]:
    return WORST_FIRST.index(card.severity), card.id


def _most_money_first(finding: Finding) -> tuple[int, bytes, str]:
    base = (finding.amount_at_issue or {}).get("base_minor") or 0
    return -base, finding.record.encode("utf-8", "backslashreplace"), finding.finding
