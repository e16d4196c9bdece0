"""Findings as they live: what runs and people did to one fingerprint, in the order of the trail.

States: open, answered, accepted, waived, resolved, reopened. None is stored: each follows from the
runs that have the finding, or have it no more, and from what people recorded about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from compliance.errors import ComplianceError
from compliance.model.result import waived_in
from compliance.register.related import origins
from compliance.register.rights import acting, next_number
from compliance.register.runs import summary_of
from compliance.register.store import Register
from compliance.register.tables import (
    AuditEntry,
    FindingAct,
    RunFinding,
    StoredRun,
)
from compliance.register.trail import Writing, change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Summaries = Callable[[int], Mapping[str, Any]]
_STATES: Final = {"answer": "answered", "accept": "accepted", "reopen": "reopened"}
_FROM: Final = {
    "answer": ("open", "reopened", "answered"),
    "accept": ("answered",),
    "reopen": ("answered", "accepted", "resolved"),
}
_RIGHTS: Final = {
    "answer": "answer a finding", "accept": "accept an answer", "reopen": "reopen a finding",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One change of a finding's state: by which entry, when and by whom, in or after which run."""

    state: str
    entry: int
    at: str
    person_id: str
    run_id: int
    said: str | None = None
    evidence: str | None = None


def history(session: Session, fingerprint: str, summaries: Summaries | None = None) -> list[Step]:
    """Give every change of a finding's state, the oldest first; the last is its state now.

    `summaries` gives the summary of a run by its number, where several findings are asked for.
    """
    of = summaries or partial(summary_of, session)
    steps: list[Step] = []
    for step in sorted(
        (*_by_runs(session, fingerprint, of), *_by_people(session, fingerprint)),
        key=lambda item: item.entry,
    ):
        state = _after(steps[-1].state if steps else None, step)
        if state is not None:
            steps.append(Step(state, *_rest(step)))
    return steps


def seen(session: Session, fingerprint: str) -> RunFinding:
    """Give a finding as the latest run that has it shows it."""
    found = session.scalars(
        select(RunFinding)
        .where(RunFinding.finding == fingerprint)
        .order_by(RunFinding.run_id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise ComplianceError(
            f"no run has the finding {fingerprint}",
            None,
            "its 16 digits stand in findings.csv under `finding`",
        )
    return found


def answer(register: Register, actor: str, fingerprint: str, said: str, evidence: str) -> None:
    """Record what staff answer to a finding, and the document that shows it."""
    _act(register, actor, "answer", fingerprint, said, evidence)


def accept(register: Register, actor: str, fingerprint: str, said: str) -> None:
    """Record that a reviewer accepts the answer; nobody accepts their own."""
    _act(register, actor, "accept", fingerprint, said, None)


def reopen(register: Register, actor: str, fingerprint: str, said: str) -> None:
    """Record that a finding is open again."""
    _act(register, actor, "reopen", fingerprint, said, None)


def _act(
    register: Register, actor: str, act: str, fingerprint: str, said: str, evidence: str | None
) -> None:
    if not said.strip():
        raise ComplianceError(f"no reason is given to {act} the finding", None, "say it by --text")
    with change(register, actor, f"{act} finding", fingerprint) as writing:
        acting(writing, _RIGHTS[act])
        run = seen(writing.session, fingerprint).run_id
        last = history(writing.session, fingerprint)[-1]
        if last.state not in _FROM[act]:
            raise ComplianceError(
                f"the finding {fingerprint} is {last.state}: there is nothing to {act}",
                None,
                f"only one that is {' or '.join(_FROM[act])} allows it",
            )
        if act == "accept" and last.person_id == writing.actor:
            raise ComplianceError(
                "nobody accepts their own answer", None, "another reviewer looks at it"
            )
        _add(writing, act, fingerprint, run, said, evidence)


def _add(
    writing: Writing, act: str, fingerprint: str, run: int, said: str, evidence: str | None
) -> None:
    number = next_number(writing.session, FindingAct.act_id)
    writing.add(
        FindingAct(
            act_id=number, finding=fingerprint, run_id=run, act=act, person_id=writing.actor,
            said=said, evidence=evidence,
        )
    )  # fmt: skip


def _by_people(session: Session, fingerprint: str) -> Iterator[Step]:
    rows = session.execute(
        select(FindingAct, AuditEntry.at)
        .join(AuditEntry, FindingAct.entry == AuditEntry.seq)
        .where(FindingAct.finding == fingerprint)
    )
    for row, at in rows:
        yield Step(
            _STATES[row.act], row.entry, at, row.person_id, row.run_id, row.said, row.evidence
        )


def _by_runs(session: Session, fingerprint: str, summaries: Summaries) -> Iterator[Step]:
    """Give what each run says: it has the finding, has it waived, or has it no more.

    A run says something of a finding where it judged the same batch, one that corrects it, or all
    that the register holds, and where it ran the rule.
    """
    rule = seen(session, fingerprint).rule
    has = set(session.scalars(select(RunFinding.run_id).where(RunFinding.finding == fingerprint)))
    origin = origins(session)
    rows = session.execute(
        select(StoredRun, AuditEntry)
        .join(AuditEntry, StoredRun.entry == AuditEntry.seq)
        .order_by(StoredRun.run_id)
    )
    own: set[int] = set()
    for run, entry in rows:
        first = None if run.batch_id is None else origin[run.batch_id]
        if run.run_id in has:
            own |= set() if first is None else {first}
            waived = fingerprint in waived_in(summaries(run.run_id))
            state = "waived" if waived else "open"
        elif (first is None or first in own) and _ran(summaries(run.run_id), rule):
            state = "resolved"
        else:
            continue
        yield Step(state, run.entry, entry.at, entry.actor, run.run_id)


def _after(now: str | None, step: Step) -> str | None:
    """Give the state after a step; None where it changes nothing."""
    if step.said is not None:
        return step.state
    if step.state == "open":
        return {None: "open", "resolved": "reopened", "waived": "reopened"}.get(now)
    if step.state == "resolved" and now is None:
        return None
    return None if step.state == now else step.state


def _rest(step: Step) -> tuple[int, str, str, int, str | None, str | None]:
    return step.entry, step.at, step.person_id, step.run_id, step.said, step.evidence


def _ran(summary: Mapping[str, Any], rule: str) -> bool:
    account = summary["rules"].get(rule)
    return account is not None and "not_run" not in account
