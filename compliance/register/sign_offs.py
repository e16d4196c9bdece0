"""Signing off a report: prepared, reviewed and approved by three different people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError
from compliance.model.history import ACTS
from compliance.register.acts import About, about_run, answerers, last_act, sign_offs
from compliance.register.decisions import brought
from compliance.register.rights import acting, next_number
from compliance.register.runs import get_run
from compliance.register.store import Register
from compliance.register.tables import AuditEntry, SignOff
from compliance.register.trail import Writing, change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SIGN: Final = "sign off report"
_PREPARED, _REVIEWED, _APPROVED = ACTS
_RIGHTS: Final = {
    _PREPARED: "prepare a report",
    _REVIEWED: "review a report",
    _APPROVED: "approve a report",
}
# Whoever did one of these acts on a report does not do the other.
_APART: Final = {
    _PREPARED: (_REVIEWED, _APPROVED),
    _REVIEWED: (_PREPARED,),
    _APPROVED: (_PREPARED, _REVIEWED),
}


def sign_off(register: Register, actor: str, number: int, act: str) -> str:
    """Record that somebody prepared, reviewed or approved the report of a run; give their role.

    A sign-off covers what stood when it was given: whoever answers, reopens or decides afterwards
    makes it void, and it is given anew. An approval follows a review that stands.
    """
    with change(register, actor, SIGN, f"run {number} {act}") as writing:
        session = writing.session
        about = about_run(session, number)
        role = acting(writing, _RIGHTS[act])
        _refuse_own(writing, about, number, act)
        stands = _standing(session, about, number)
        if act in stands:
            raise ComplianceError(
                f"the report of run {number} is {act} already, by {stands[act]}",
                None,
                "it is signed again once somebody has answered, reopened or decided after it",
            )
        if act == _APPROVED and _REVIEWED not in stands:
            raise ComplianceError(
                f"the report of run {number} has no review that stands",
                None,
                f"`compliance report sign-off {number} --act reviewed`, by another reviewer, "
                "comes first; a later answer or decision makes a review void",
            )
        writing.add(
            SignOff(
                sign_off_id=next_number(session, SignOff.sign_off_id), run_id=number, act=act,
                person_id=writing.actor, role=role,
            )
        )  # fmt: skip
        return role


def _refuse_own(writing: Writing, about: About, number: int, act: str) -> None:
    """Refuse whoever did another of the acts that one must not do beside this one.

    Prepared is a report by whoever brought the batch, recorded the run, or answered a finding.
    """
    session = writing.session
    run = get_run(session, number)
    did: dict[str, set[str | None]] = {name: set() for name in ACTS}
    for row, _ in sign_offs(session, number):
        did[row.act].add(row.person_id)
    did[_PREPARED] |= {
        session.get_one(AuditEntry, run.entry).actor,
        brought(session, run),
        *answerers(session, about),
    }
    for other in _APART[act]:
        if writing.actor in did[other]:
            raise ComplianceError(
                f"you {other} the report of run {number}, and so it is not {act} by you",
                None,
                "a report is prepared, reviewed and approved by three people; it is prepared by "
                "whoever brought the batch, ran the check or answered a finding",
            )


def _standing(session: Session, about: About, number: int) -> dict[str, str]:
    """Give who did each act that stands: nobody answered, reopened or decided after it."""
    last = last_act(session, about)
    return {
        row.act: row.person_id
        for row, _ in sign_offs(session, number)
        if row.act == _PREPARED or row.entry > last
    }
