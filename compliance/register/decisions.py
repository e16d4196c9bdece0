"""What people decide on cases, beside what a run proposed. Nothing is executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from compliance.errors import ComplianceError
from compliance.register.rights import acting, next_number
from compliance.register.runs import get_run, summary_of
from compliance.register.seal import canonical
from compliance.register.store import Register
from compliance.register.tables import AuditEntry, Decision, ImportedBatch, StoredRun
from compliance.register.trail import change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DECIDE: Final = "decide case"
ANSWERS: Final = ("accept", "change", "reject")


def decide(
    register: Register, actor: str, case: str, decided: str, reason: str, run: int | None = None
) -> tuple[int, Mapping[str, Any]]:
    """Record a decision on what a run proposed for a case; give its number and the proposal.

    `run` is the latest that proposes something for the case where none is named. The one who
    brought the batch does not decide on it.
    """
    if not reason.strip():
        raise ComplianceError("no reason is given", None, "say why by --reason")
    with change(register, actor, DECIDE, case) as writing:
        session = writing.session
        role = acting(writing, "decide on a case")
        found = _proposing(session, case) if run is None else get_run(session, run)
        proposed = {} if found is None else summary_of(session, found.run_id)["proposals"]
        if found is None or case not in proposed:
            where = "no run proposes" if run is None else f"run {run} does not propose"
            raise ComplianceError(
                f"{where} anything for {case}",
                None,
                "cases are named like procurement:P-1; summary.json lists them under `proposals`",
            )
        if brought(session, found) == writing.actor:
            raise ComplianceError(
                f"{case} is of a batch that you brought", None, "another person decides on it"
            )
        number = next_number(session, Decision.decision_id)
        writing.add(
            Decision(
                decision_id=number, run_id=found.run_id, case_id=case,
                proposed=canonical(proposed[case]), decided=decided, person_id=writing.actor,
                role=role, reason=reason,
            )
        )  # fmt: skip
        return number, proposed[case]


def decisions(session: Session, case: str | None = None) -> list[tuple[Decision, AuditEntry]]:
    """Give the decisions, of one case or of all, with their entries."""
    query = select(Decision, AuditEntry).join(AuditEntry, Decision.entry == AuditEntry.seq)
    if case is not None:
        query = query.where(Decision.case_id == case)
    rows = session.execute(query.order_by(Decision.decision_id))
    return [(row[0], row[1]) for row in rows]


def _proposing(session: Session, case: str) -> StoredRun | None:
    for run in session.scalars(select(StoredRun).order_by(StoredRun.run_id.desc())):
        if case in summary_of(session, run.run_id)["proposals"]:
            return run
    return None


def brought(session: Session, run: StoredRun) -> str | None:
    """Give who imported the batch of a run; None where it judged all batches."""
    return session.scalar(
        select(AuditEntry.actor)
        .join(ImportedBatch, ImportedBatch.entry == AuditEntry.seq)
        .where(ImportedBatch.batch_id == run.batch_id)
    )
