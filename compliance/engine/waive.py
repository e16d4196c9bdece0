"""Waivers on the findings of a check: what each covers, what it leaves open, and why.

A waiver covers a fail of its rule, within its scope, where the act is dated on one of its days and
not before its approval, where its approver took no part in the record, and where the amount at
issue still fits its cap. Findings use a cap up in the order of their dates; one that does not fit
stays open and uses nothing. A finding is waived by one waiver, the one of the lowest number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from compliance.model.finding import Finding
from compliance.model.money import BASE
from compliance.model.waiver import Granted


@dataclass(frozen=True)
class Reach:
    """What a waiver reaches in a batch: findings by fingerprint, and how many records of how many.

    `findings` is None where the rulebook no longer knows the rule or the condition, or no longer
    lets that role waive it.
    """

    findings: Collection[str] | None
    in_scope: int | None = None
    of_records: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a finding beside itself: the day of the act, and who took part in it."""

    day: date | None
    people: Collection[str]


@dataclass(frozen=True)
class Applied:
    """A waiver and what it did: findings that it waives, and how many it leaves open, by reason."""

    waiver: Granted
    reach: Reach
    findings: tuple[str, ...] = ()
    used: int = 0  # in this batch, minor units of the cap's currency
    beyond_cap: int = 0
    before_approval: int = 0
    after_end: int = 0
    own_acts: int = 0

    def plain(self) -> dict[str, Any]:
        """Give it as `summary.json` has it."""
        own = self.waiver
        cap = None if own.cap is None else {"minor": own.cap, "currency": own.currency}
        return {
            "waiver": own.waiver, "rule": own.rule, "finding": own.finding,
            "condition": own.condition, "reason": own.reason,
            "valid_from": own.valid_from.isoformat(), "valid_until": own.valid_until.isoformat(),
            "approved_on": own.approved_on.isoformat(), "approved_by": own.approved_by,
            "role": own.role, "delegation": own.delegation, "cap": cap,
            "used_elsewhere": own.used_elsewhere, "used": self.used,
            "fits": self.reach.findings is not None, "findings": list(self.findings),
            "left_open": {
                "beyond_cap": self.beyond_cap, "before_approval": self.before_approval,
                "after_end": self.after_end, "own_acts": self.own_acts,
            },
        }  # fmt: skip


def apply(
    findings: Iterable[Finding],
    waivers: Sequence[tuple[Granted, Reach]],
    facts: Mapping[str, Facts],
) -> list[Applied]:
    """Give what each waiver does to the findings, in the order of the waivers."""
    fails = sorted(
        (item for item in findings if item.outcome == "fail" and item.finding in facts),
        key=lambda item: (facts[item.finding].day or date.min, item.record, item.finding),
    )
    taken: set[str] = set()
    done = []
    for waiver, reach in waivers:
        applied = Applied(waiver, reach)
        for finding in fails:
            if finding.finding in (reach.findings or ()) and finding.finding not in taken:
                applied = _on(applied, finding, facts[finding.finding])
        taken.update(applied.findings)
        done.append(applied)
    return done


def _on(applied: Applied, finding: Finding, facts: Facts) -> Applied:
    """Give what a waiver has done once it meets one finding of its scope."""
    waiver = applied.waiver
    another_line = waiver.funding_line not in {None, finding.funding_line}
    if another_line or (
        facts.day is not None and waiver.approved_on <= facts.day < waiver.valid_from
    ):
        return applied
    amount = _amount(finding, waiver)
    reason = _left_open(applied, amount, facts)
    if reason is not None:
        return replace(applied, **{reason: getattr(applied, reason) + 1})
    return replace(
        applied, findings=(*applied.findings, finding.finding), used=applied.used + (amount or 0)
    )


def _left_open(applied: Applied, amount: int | None, facts: Facts) -> str | None:
    """Name why a finding of its scope stays open; None where it is waived."""
    waiver = applied.waiver
    if facts.day is None or facts.day < waiver.approved_on:
        return "before_approval"
    if facts.day > waiver.valid_until:
        return "after_end"
    if waiver.holder is not None and waiver.holder in facts.people:
        return "own_acts"
    if waiver.cap is None:
        return None
    left = waiver.cap - waiver.used_elsewhere - applied.used
    return "beyond_cap" if amount is None or amount > left else None


def _amount(finding: Finding, waiver: Granted) -> int | None:
    """Give the amount at issue in the currency of the cap; None where no rate leads there."""
    amount = finding.amount_at_issue
    if amount is None or amount["basis"] == "none" or not amount["minor"]:
        return 0
    if waiver.currency in {None, amount["currency"]}:
        return int(amount["minor"])
    base: int | None = amount["base_minor"] if waiver.currency == BASE else None
    return base


def records(applied: Sequence[Applied]) -> pa.Table:
    """Give the waivers as records of the kind that rules on waivers judge."""
    rows = [_record(item) for item in applied]
    return pa.Table.from_pylist(rows)


def _record(item: Applied) -> dict[str, Any]:
    own = item.waiver
    used = None if own.cap is None else own.used_elsewhere + item.used
    key = f"waiver-{own.waiver}"
    return {
        "_key": key, "_row_hash": "", "waiver_id": key, "rule": own.rule,
        "scope": own.finding or own.condition, "broad": own.finding is None,
        "fits": item.reach.findings is not None, "valid_from": own.valid_from,
        "valid_until": own.valid_until, "approved_on": own.approved_on,
        "delegation": own.delegation,
        **_money("cap", own.cap, own.currency), **_money("used", used, own.currency),
        "waived": own.waived_elsewhere + len(item.findings), "beyond_cap": item.beyond_cap,
        "before_approval": item.before_approval, "after_end": item.after_end,
        "own_acts": item.own_acts, "in_scope": item.reach.in_scope,
        "of_records": item.reach.of_records,
    }  # fmt: skip


def _money(name: str, minor: int | None, currency: str | None) -> dict[str, Any]:
    base = minor if currency == BASE else None
    return {name: minor, f"{name}__currency": currency, f"{name}__base": base}
