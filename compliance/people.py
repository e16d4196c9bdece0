"""What people do in a register: roles, answers to findings, decisions, and their own data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from compliance import run
from compliance.beside import opened
from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook
from compliance.model.yaml_file import did_you_mean

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def begin(url: str, actor: str) -> list[str]:
    """Make a register, or bring one up to date; whoever makes it is its first administrator."""
    from compliance.register import rights

    with opened(url, create=True) as store:
        first = rights.first_administrator(store, actor)
        told = [f"the register at {store.shown} is ready"]
        return [*told, f"{actor} is its administrator"] if first else told


def grant(url: str, actor: str, name: str, role: str, rules: Path | None) -> None:
    """Give a role: one of the program's, or one that a rule names as who may waive it."""
    from compliance.register import rights

    if role not in rights.RIGHTS:
        files = (rule.file for rule in load_rulebook(rules or run.home("rules")).rules.values())
        office = {file.waivable.by for file in files if file.waivable != "no"}
        if role not in office:
            known = sorted({*rights.RIGHTS, *office})
            hint = did_you_mean(role, known) or f"roles: {', '.join(known)}"
            raise ComplianceError(f"there is no role {role}", None, hint)
    with opened(url) as store:
        rights.grant(store, actor, name, role)


def revoke(url: str, actor: str, name: str, role: str) -> None:
    """Withdraw a role."""
    from compliance.register import rights

    with opened(url) as store:
        rights.revoke(store, actor, name, role)


def holders(url: str) -> list[str]:
    """Give one line for each person: id, name, roles."""
    from compliance.register import rights

    with opened(url) as store, store.reading() as session:
        return [
            f"{item.person_id:<10}  {item.name or '(erased)':<24}  {', '.join(item.roles) or '-'}"
            for item in rights.people(session)
        ]


def answer(url: str, actor: str, finding: str, said: str, evidence: str) -> None:
    """Answer a finding."""
    from compliance.register import answers

    with opened(url) as store:
        answers.answer(store, actor, finding, said, evidence)


def accept(url: str, actor: str, finding: str, said: str) -> None:
    """Accept the answer to a finding."""
    from compliance.register import answers

    with opened(url) as store:
        answers.accept(store, actor, finding, said)


def reopen(url: str, actor: str, finding: str, said: str) -> None:
    """Open a finding again."""
    from compliance.register import answers

    with opened(url) as store:
        answers.reopen(store, actor, finding, said)


def life(url: str, finding: str) -> list[str]:
    """Give a finding's rule and record, its state, and every change of it."""
    from compliance.register import answers

    with opened(url) as store, store.reading() as session:
        last = answers.seen(session, finding)
        steps = answers.history(session, finding)
        names = dict(_names(session))
        return [
            f"{finding}  {last.rule}  {last.severity}  {last.record_kind} {last.record}",
            f"state: {steps[-1].state}",
            *(
                f"  {step.at[:19]}  {step.state:<9} run {step.run_id}  by {names[step.person_id]}"
                + (f": {step.said}" if step.said else "")
                + (f" [{step.evidence}]" if step.evidence else "")
                for step in steps
            ),
        ]


def decide(
    url: str, actor: str, case: str, decided: str, reason: str, number: int | None
) -> list[str]:
    """Record a decision on a case."""
    from compliance.register import decisions

    with opened(url) as store:
        kept, proposed = decisions.decide(store, actor, case, decided, reason, number)
        return [
            f"proposed for {case}: {proposed['proposal']}",
            f"decision {kept}: {decided}, recorded and not executed",
        ]


def sign_off(url: str, actor: str, number: int, act: str) -> str:
    """Record that somebody prepared, reviewed or approved the report of a run; give their role."""
    from compliance.register import sign_offs

    with opened(url) as store:
        return sign_offs.sign_off(store, actor, number, act)


def erase(url: str, actor: str, name: str) -> str:
    """Erase a person's name; give the id that stays."""
    from compliance.register import privacy

    with opened(url) as store:
        return privacy.erase(store, actor, name)


def due(url: str, day: date) -> list[str]:
    """Give one line for each batch whose time of keeping ends by a day."""
    from compliance.register import privacy

    with opened(url) as store, store.reading() as session:
        return [
            f"batch {row.batch_id}  {row.name}  kept until {row.retention_until}"
            for row in privacy.due(session, day)
        ]


def _names(session: Session) -> Iterator[tuple[str, str]]:
    from compliance.register import rights

    for item in rights.people(session):
        yield item.person_id, item.name or item.person_id
