"""Waivers as people ask for them: checked against the rulebook before they are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from compliance import run
from compliance.beside import opened
from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook
from compliance.model.money import format_money, parse_money

if TYPE_CHECKING:
    from compliance.model.batch import Batch


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


def approve(url: str, actor: str, number: int, rules: Path | None = None) -> str:
    """Approve a waiver; give the role by which it was done.

    Refused to whoever acted on the record of the finding that it is of. A waiver of the records
    that meet a condition is held against each of them when a check applies it.
    """
    from compliance import register
    from compliance.register import answers, waivers

    with opened(url) as store:
        with store.reading() as session:
            asked = waivers.asked_for(session, number)
            found = None if asked.finding is None else answers.seen(session, asked.finding)
            batch = None if found is None else register.get_run(session, found.run_id).batch_id
            held = None if batch is None else register.read_batch(session, batch)
        if found is not None and held is not None:
            _refuse_own_act(actor, found.record_kind, found.record, held, rules)
        return waivers.approve(store, actor, number)


def _refuse_own_act(actor: str, kind: str, record: str, batch: Batch, rules: Path | None) -> None:
    from compliance import engine

    known = load_rulebook(rules or run.home("rules")).catalogue.kinds.get(kind)
    if known is not None and actor in engine.people_on(batch.tables, known, {record})[record]:
        raise ComplianceError(
            f"{actor} acted on {kind} {record}",
            None,
            "another person with the right to it approves the waiver",
        )


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
