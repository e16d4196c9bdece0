"""Waivers: asked for by one person, approved by another whose role the rule names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from compliance.errors import ComplianceError
from compliance.model.money import Money
from compliance.register.rights import acting, acting_as, next_number
from compliance.register.store import Register
from compliance.register.tables import Waiver, WaiverApproval
from compliance.register.trail import change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REQUEST: Final = "request waiver"
APPROVE: Final = "approve waiver"


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the scope, why, up to what amount, and for acts of which days."""

    rule: str
    finding: str | None  # or `condition`: records of the rule that meet it
    condition: str | None
    reason: str
    cap: Money | None
    valid_from: date
    valid_until: date
    waivable_by: str  # the role that the rule names


def request(register: Register, actor: str, wanted: Wanted) -> int:
    """Record that a waiver is asked for; it has no force until another person approves it."""
    if not wanted.reason.strip():
        raise ComplianceError("no reason is given for the waiver", None, "say why by --reason")
    if wanted.valid_until < wanted.valid_from:
        raise ComplianceError(
            f"the waiver ends on {wanted.valid_until}, before it begins on {wanted.valid_from}",
            None,
            "both days are inclusive: --until is not before --from",
        )
    with change(register, actor, REQUEST, wanted.finding or wanted.rule) as writing:
        acting(writing, "ask for a waiver")
        number = next_number(writing.session, Waiver.waiver_id)
        cap = wanted.cap
        writing.add(
            Waiver(
                waiver_id=number, rule=wanted.rule, finding=wanted.finding,
                condition=wanted.condition, reason=wanted.reason,
                cap_minor=None if cap is None else int(cap.minor),
                currency=None if cap is None else cap.currency,
                valid_from=wanted.valid_from.isoformat(),
                valid_until=wanted.valid_until.isoformat(), waivable_by=wanted.waivable_by,
                person_id=writing.actor,
            )
        )  # fmt: skip
    return number


def approve(register: Register, actor: str, number: int) -> str:
    """Approve a waiver as of today; give the role by which it was done.

    Refused to the one who asked for it, and to whoever lacks the role that the rule names.
    """
    today = datetime.now(UTC).date().isoformat()
    with change(register, actor, APPROVE, f"waiver {number}") as writing:
        asked = writing.session.get(Waiver, number)
        if asked is None:
            raise ComplianceError(
                f"nobody asked for a waiver {number}", None, "`compliance waiver list` shows them"
            )
        if writing.session.get(WaiverApproval, number) is not None:
            raise ComplianceError(f"waiver {number} is approved already")
        if asked.person_id == writing.actor:
            raise ComplianceError(
                f"waiver {number} was asked for by the same person",
                None,
                f"another person with the role {asked.waivable_by} approves it",
            )
        role = acting_as(writing, asked.waivable_by, f"waive findings of {asked.rule}")
        if asked.valid_until < today:
            raise ComplianceError(
                f"waiver {number} would have ended on {asked.valid_until}",
                None,
                "an approval after the act is regularisation, and no waiver",
            )
        writing.add(
            WaiverApproval(waiver_id=number, person_id=writing.actor, role=role, approved_on=today)
        )
    return role


def waivers(session: Session) -> list[tuple[Waiver, WaiverApproval | None]]:
    """Give every waiver with its approval, None while it waits."""
    rows = session.execute(
        select(Waiver, WaiverApproval)
        .outerjoin(WaiverApproval, Waiver.waiver_id == WaiverApproval.waiver_id)
        .order_by(Waiver.waiver_id)
    )
    return [(row[0], row[1]) for row in rows]
