"""Waivers: asked for by one person, approved by another whose role the rule names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from compliance.errors import ComplianceError
from compliance.model.money import Money
from compliance.model.waiver import Granted
from compliance.register.batches import corrected_by, standing
from compliance.register.reference import Version, known
from compliance.register.rights import acting, acting_as, next_number
from compliance.register.runs import latest_runs, summary_of
from compliance.register.store import Register
from compliance.register.tables import Waiver, WaiverApproval, WaiverAuthority
from compliance.register.trail import change, last_entry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_EVERY_LINE: Final = (None, "all")
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
        asked = asked_for(writing.session, number)
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
        held = _delegation(known(writing.session), actor, asked, today)
        if held is not None:
            line = held.values.get("funding_line")
            writing.add(
                WaiverAuthority(
                    waiver_id=number, holder=actor, delegation=held.key,
                    funding_line=None if line in _EVERY_LINE else line,
                )
            )  # fmt: skip
    return role


def asked_for(session: Session, number: int) -> Waiver:
    """Give a waiver by its number, approved or not."""
    asked = session.get(Waiver, number)
    if asked is None:
        raise ComplianceError(
            f"nobody asked for a waiver {number}", None, "`compliance waiver list` shows them"
        )
    return asked


def _delegation(versions: Iterable[Version], name: str, asked: Waiver, day: str) -> Version | None:
    """Give the delegation by which somebody may waive; None where the register holds none at all.

    A person is known in the records by the name under which they act here.
    """
    held = [item for item in versions if item.kind == "delegation"]
    if not held:
        return None
    own = [
        item
        for item in held
        if item.values.get("person") == name
        and item.values.get("act") == "waive"
        and item.days[0] <= day <= item.days[1]
    ]
    if not own:
        raise ComplianceError(
            f"no delegation lets {name} waive a rule on {day}",
            None,
            "load it into the register (`person` is the name by which you act, `act` is waive)",
        )
    enough = [item for item in own if _suffices(item, asked)]
    if not enough:
        raise ComplianceError(
            f"the delegation {own[0].key} does not extend to the amount of waiver"
            f" {asked.waiver_id}",
            None,
            "ask for the waiver with a --cap within the limit, or have another holder approve it",
        )
    return enough[0]


def _suffices(delegation: Version, asked: Waiver) -> bool:
    limit = delegation.values.get("limit")
    if limit is None:
        return True
    if asked.cap_minor is None:
        return False
    if delegation.values.get("limit__currency") == asked.currency:
        return bool(asked.cap_minor <= limit)
    return False


def granted(session: Session, batch: int | None) -> tuple[Granted, ...]:
    """Give the approved waivers as a check of a batch reads them, with what others used of them.

    What counts are the latest runs of the other batches that stand: whoever comes first uses a cap
    first. Of all batches at once nothing was used elsewhere.
    """
    approved = [(asked, done) for asked, done in waivers(session) if done is not None]
    if not approved:
        return ()
    used, waived = _elsewhere(session, batch)
    authorities = {row.waiver_id: row for row in session.scalars(select(WaiverAuthority))}
    return tuple(
        Granted(
            waiver=asked.waiver_id, rule=asked.rule, finding=asked.finding,
            condition=asked.condition, reason=asked.reason, cap=asked.cap_minor,
            currency=asked.currency, valid_from=date.fromisoformat(asked.valid_from),
            valid_until=date.fromisoformat(asked.valid_until), waivable_by=asked.waivable_by,
            role=done.role, requested_by=asked.person_id, approved_by=done.person_id,
            approved_on=date.fromisoformat(done.approved_on),
            holder=held.holder if held else None, delegation=held.delegation if held else None,
            funding_line=held.funding_line if held else None,
            used_elsewhere=used.get(asked.waiver_id, 0),
            waived_elsewhere=waived.get(asked.waiver_id, 0),
        )
        for asked, done in approved
        for held in [authorities.get(asked.waiver_id)]
    )  # fmt: skip


def _elsewhere(session: Session, batch: int | None) -> tuple[dict[int, int], dict[int, int]]:
    """Give the money that other batches used of each waiver, and how many findings it waived."""
    used: dict[int, int] = {}
    waived: dict[int, int] = {}
    if batch is None:
        return used, waived
    own = {batch, *corrected_by(session, batch)}
    others = {row.batch_id for row in standing(session, last_entry(session))} - own
    for number, run in latest_runs(session).items():
        found = summary_of(session, run)["findings"].get("waivers", ()) if number in others else ()
        for item in found:
            waiver = item["waiver"]
            used[waiver] = used.get(waiver, 0) + item["used"]
            waived[waiver] = waived.get(waiver, 0) + len(item["findings"])
    return used, waived


def waivers(session: Session) -> list[tuple[Waiver, WaiverApproval | None]]:
    """Give every waiver with its approval, None while it waits."""
    rows = session.execute(
        select(Waiver, WaiverApproval)
        .outerjoin(WaiverApproval, Waiver.waiver_id == WaiverApproval.waiver_id)
        .order_by(Waiver.waiver_id)
    )
    return [(row[0], row[1]) for row in rows]
