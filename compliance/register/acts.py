"""What people did about the findings and cases of a run, as its report tells it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from compliance.model.history import ACTS, Answered, Decided, Followed, SignedOff
from compliance.register.answers import history
from compliance.register.decisions import decisions
from compliance.register.related import overlapping
from compliance.register.runs import findings_of, get_run, summary_of
from compliance.register.tables import (
    AuditEntry,
    FindingAct,
    Person,
    SignOff,
    StoredRun,
    Waiver,
)
from compliance.register.trail import last_entry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_BATCH: Final = "batch"  # the case of a whole batch
_BECAME: Final = {"accept": "accepted", "reopen": "reopened"}


@dataclass(frozen=True)
class About:
    """What a report is about: its run, None until that is recorded, and what the run found."""

    run: StoredRun | None
    batch: int | None
    findings: Collection[str]
    cases: Collection[str]
    waivers: Collection[int]

    @classmethod
    def of(
        cls,
        run: StoredRun | None,
        batch: int | None,
        findings: Collection[str],
        summary: Mapping[str, Any],
    ) -> About:
        """Give what the report of a run is about that has these findings and this summary."""
        waivers = {item["waiver"] for item in summary["findings"].get("waivers", ())}
        return cls(run, batch, findings, set(summary["proposals"]), waivers)


def about_run(session: Session, number: int) -> About:
    """Give what the report of a recorded run is about."""
    run = get_run(session, number)
    findings = {item.finding for item in findings_of(session, number)}
    return About.of(run, run.batch_id, findings, summary_of(session, number))


def acted(session: Session, about: About, actor: str | None = None) -> Followed:
    """Give what people did; `actor` records the run, where that is still to come."""
    answers, answered = _answers(session, about)
    decided, last = _decided(session, about)
    signed, entries = _signed(session, about, max(answered, last), actor)
    asked = session.execute(select(Waiver.waiver_id, Waiver.person_id).order_by(Waiver.waiver_id))
    return Followed(
        known=True,
        entry=max(answered, last, entries) or None,
        decided=decided,
        answers=answers,
        requested={row[0]: row[1] for row in asked if row[0] in about.waivers},
        signed=signed,
    )


def last_act(session: Session, about: About) -> int:
    """Give the last entry by which somebody answered, accepted, reopened or decided; 0 for none."""
    return max(_answers(session, about)[1], _decided(session, about)[1])


def answerers(session: Session, about: About) -> set[str]:
    """Give who answered a finding of a run."""
    rows = session.execute(
        select(FindingAct.finding, FindingAct.person_id).where(FindingAct.act == "answer")
    )
    return {person for finding, person in rows if finding in about.findings}


def sign_offs(session: Session, number: int) -> list[tuple[SignOff, str]]:
    """Give the sign-offs of a run with their instants, the earliest first."""
    rows = session.execute(
        select(SignOff, AuditEntry.at)
        .join(AuditEntry, SignOff.entry == AuditEntry.seq)
        .where(SignOff.run_id == number)
        .order_by(SignOff.sign_off_id)
    )
    return [(row[0], row[1]) for row in rows]


def _answers(session: Session, about: About) -> tuple[dict[str, Answered], int]:
    """Give the latest answer to each finding and what became of it; and the last entry."""
    rows = session.execute(
        select(FindingAct, AuditEntry.at)
        .join(AuditEntry, FindingAct.entry == AuditEntry.seq)
        .order_by(FindingAct.act_id)
    )
    acts: dict[str, list[tuple[FindingAct, str]]] = defaultdict(list)
    for act, at in rows:
        if act.finding in about.findings:
            acts[act.finding].append((act, at))
    summaries = cache(lambda number: summary_of(session, number))
    until = last_entry(session) if about.run is None else about.run.entry
    found: dict[str, Answered] = {}
    last = 0
    for finding, own in sorted(acts.items()):
        last = max(last, own[-1][0].entry)
        given = max((n for n, (act, _) in enumerate(own) if act.act == "answer"), default=None)
        if given is None:
            continue
        act, at = own[given]
        told = Answered(finding, act.said, act.evidence, act.person_id, at[:10])
        then = own[-1] if given + 1 < len(own) else None
        steps = history(session, finding, summaries)
        # A run since the last act that found it again, or this one, which is not recorded yet.
        back = any(
            step.said is None
            and step.state == "reopened"
            and own[-1][0].entry < step.entry <= until
            for step in steps
        )
        if back or (about.run is None and steps[-1].state == "resolved"):
            told = replace(told, state="reopened")
        elif then is not None:
            act, at = then
            told = replace(
                told, state=_BECAME[act.act], then_by=act.person_id, then_on=at[:10],
                then_said=act.said,
            )  # fmt: skip
        found[finding] = told
    return found, last


def _decided(session: Session, about: About) -> tuple[dict[str, tuple[Decided, ...]], int]:
    """Give the decisions on each case of a run, the latest first; and the last entry."""
    runs = overlapping(session, about.batch)
    found: dict[str, tuple[Decided, ...]] = {}
    last = 0
    for row, entry in decisions(session):
        same = runs.get(row.run_id)
        if row.case_id not in about.cases or same is None or (row.case_id == _BATCH and not same):
            continue
        proposed = json.loads(row.proposed)
        one = Decided(
            row.decided, row.reason, row.role, row.person_id, entry.at[:10], row.run_id,
            {name: proposed.get(name) for name in ("proposal", "act", "to")},
        )  # fmt: skip
        found[row.case_id] = (one, *found.get(row.case_id, ()))
        last = max(last, row.entry)
    return dict(sorted(found.items())), last


def _signed(
    session: Session, about: About, last: int, actor: str | None
) -> tuple[tuple[SignedOff, ...], int]:
    """Give who signed off; what came before a later act of others counts no more."""
    run = about.run
    rows = [] if run is None else sign_offs(session, run.run_id)
    latest = {row.act: (row, at) for row, at in rows}
    found = {
        act: SignedOff(act, row.person_id, row.role, at[:10], act != ACTS[0] and row.entry < last)
        for act, (row, at) in latest.items()
    }
    recorded = (
        session.scalar(select(Person.person_id).where(Person.name == actor))
        if run is None
        else session.get_one(AuditEntry, run.entry).actor
    )
    if recorded is not None:
        found.setdefault(ACTS[0], SignedOff(ACTS[0], recorded))
    entries = max((row.entry for row, _ in rows), default=0)
    return tuple(found[act] for act in ACTS if act in found), entries
