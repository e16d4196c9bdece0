"""Waivers as people ask for them: checked against the rulebook before they are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance import run
from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook
from compliance.model.money import format_money, parse_money
from compliance.recorded import opened


@dataclass(frozen=True)
class Asked:
    """A waiver as it is asked for: of a finding, or of a rule's records that meet a condition."""

    reason: str
    valid_from: date
    valid_until: date
    finding: str | None = None
    rule: str | None = None
    condition: str | None = None
    cap: str | None = None  # such as EUR 40,000.00


def request(url: str, actor: str, asked: Asked, rules: Path | None) -> int:
    """Record that a waiver is asked for; give its number."""
    from compliance.register import answers, waivers

    if (asked.finding is None) == (asked.rule is None or asked.condition is None):
        raise ComplianceError(
            "a waiver is of one finding, or of a rule's records that meet a condition",
            None,
            "give --finding FINGERPRINT, or --rule ID and --where CONDITION",
        )
    rulebook = load_rulebook(rules or run.home("rules"))
    try:
        cap = None if asked.cap is None else parse_money(asked.cap)
    except ValueError as error:
        raise ComplianceError(str(error), None, 'write an amount like "EUR 40,000.00"') from None
    with opened(url) as store:
        name = asked.rule
        if name is None:
            with store.reading() as session:
                name = answers.seen(session, asked.finding or "").rule
        waivable = rulebook.rule(name).file.waivable
        if waivable == "no":
            raise ComplianceError(
                f"{name} cannot be waived", None, "the rule says `waivable: no`; mend the record"
            )
        if asked.condition is not None:
            rulebook.narrowed(name, asked.condition)
        wanted = waivers.Wanted(
            name, asked.finding, asked.condition, asked.reason, cap, asked.valid_from,
            asked.valid_until, waivable.by,
        )  # fmt: skip
        return waivers.request(store, actor, wanted)


def approve(url: str, actor: str, number: int) -> str:
    """Approve a waiver; give the role by which it was done."""
    from compliance.register import waivers

    with opened(url) as store:
        return waivers.approve(store, actor, number)


def listed(url: str) -> list[str]:
    """Give one line for each waiver: scope, days, cap, and whether it is approved."""
    from compliance.register import waivers

    with opened(url) as store, store.reading() as session:
        return [
            f"waiver {row.waiver_id}  {row.rule}  {row.finding or row.condition}  "
            f"{row.valid_from} to {row.valid_until}  "
            + (
                "any amount"
                if row.cap_minor is None
                else f"up to {format_money(row.cap_minor, row.currency)}"
            )
            + (f"  approved {done.approved_on}" if done else f"  waits for {row.waivable_by}")
            for row, done in waivers.waivers(session)
        ]
