"""Runs that are remembered: what each read and gave, what changed between two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from compliance.errors import ComplianceError
from compliance.model.batch import Batch
from compliance.model.finding import Finding
from compliance.model.result import waived_in
from compliance.model.waiver import Granted, granted
from compliance.register.contents import keep, kept
from compliance.register.reference import ASK
from compliance.register.seal import canonical, digest, root
from compliance.register.store import Register
from compliance.register.tables import (
    AuditEntry,
    ImportedBatch,
    RulebookFile,
    RunFinding,
    RunOutput,
    StoredRun,
)
from compliance.register.trail import FIRST, change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RUN: Final = "run"
# Entries that change nothing of what a check reads.
_SILENT: Final = (
    RUN, ASK, "erase person", "reserve", "grant role", "revoke role", "answer finding",
    "accept finding", "reopen finding", "request waiver", "approve waiver", "decide case",
    "sign off report",
)  # fmt: skip


@dataclass(frozen=True)
class Basis:
    """What a run reads beside the batch: one that differs in any of these is another run."""

    batch_id: int | None  # None: all that the register holds
    rulebook: str
    as_of: str
    known_at: int
    head: str
    granted: tuple[Granted, ...] = ()

    @property
    def waivers(self) -> str:
        """Give the digest of the waivers, by which they are kept."""
        return digest(waivers_text(self.granted))


@dataclass(frozen=True)
class Comparison:
    """Findings of two runs by fingerprint: only in the later, in both, only in the earlier.

    Those that the later run has waived stand apart.
    """

    new: tuple[RunFinding, ...]
    persisting: tuple[RunFinding, ...]
    resolved: tuple[RunFinding, ...]
    waived: tuple[RunFinding, ...]


class OvertakenError(Exception):
    """The waivers that a run read are no longer what they were."""


class _QuickerRun(Exception):  # noqa: N818
    """Another recorded the same run meanwhile."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def known_at(session: Session, wanted: int | None = None) -> tuple[int, str]:
    """Give number and hash of the last entry that changes what a check reads, up to one wanted."""
    query = select(AuditEntry).where(AuditEntry.act.not_in(_SILENT))
    if wanted is not None:
        query = query.where(AuditEntry.seq <= wanted)
    last = session.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (0, FIRST) if last is None else (last.seq, last.hash)


def run_root(basis: Basis, batch: Batch, findings: Iterable[Finding]) -> str:
    """Give the tree hash over inputs, rulebook, waivers, findings and the trail that was known."""
    inputs = sorted(f"{item.file}\0{item.sha256}\0{item.mapping}" for item in batch.files)
    lines = (_line(finding) for finding in findings)
    return root([root(inputs), basis.rulebook, basis.waivers, root(lines), basis.head])


def find_run(session: Session, basis: Basis) -> StoredRun | None:
    """Give the run of the same basis, where there is one."""
    return session.scalars(
        select(StoredRun).where(
            StoredRun.batch_id.is_(None)
            if basis.batch_id is None
            else StoredRun.batch_id == basis.batch_id,
            StoredRun.rulebook == basis.rulebook,
            StoredRun.as_of == basis.as_of,
            StoredRun.known_at == basis.known_at,
            StoredRun.waivers == basis.waivers,
        )
    ).one_or_none()


def store_run(
    register: Register,
    actor: str,
    basis: Basis,
    made: str,
    findings: Sequence[Finding],
    outputs: Mapping[str, bytes],
    rules: Path,
    versions: Mapping[str, str],
) -> int:
    """Record a run in one transaction; `made` is its root. Give its number.

    Where the same run was recorded meanwhile, that is the run. Where the waivers that it read are
    no longer what they were, since another check used them, it is refused and has to be made anew.
    """
    try:
        return _store(register, actor, basis, made, findings, outputs, rules, versions)
    except _QuickerRun as quicker:
        return quicker.number


def _store(
    register: Register,
    actor: str,
    basis: Basis,
    made: str,
    findings: Sequence[Finding],
    outputs: Mapping[str, bytes],
    rules: Path,
    versions: Mapping[str, str],
) -> int:
    from compliance.register.waivers import granted as granted_now  # which reads runs itself

    found = {path.relative_to(rules).as_posix(): path for path in rules.rglob("*.yaml")}
    files = {name: path.read_bytes() for name, path in found.items()}
    read = [waivers_text(basis.granted)] if basis.granted else []
    name = "the whole register" if basis.batch_id is None else f"batch {basis.batch_id}"
    with change(register, actor, RUN, name) as writing:
        session = writing.session
        held = find_run(session, basis)
        if held is not None:
            raise _QuickerRun(held.run_id)  # the transaction is given up
        if basis.granted != granted_now(session, basis.batch_id):
            raise OvertakenError
        number = (session.scalar(select(func.max(StoredRun.run_id))) or 0) + 1
        writing.after = made
        kept_before = session.scalars(
            select(RulebookFile.path).where(RulebookFile.rulebook == basis.rulebook)
        ).first()
        if kept_before is None:
            keep(writing, [*outputs.values(), *files.values(), *read])
            writing.add(
                *(
                    RulebookFile(rulebook=basis.rulebook, path=path, digest=digest(data))
                    for path, data in sorted(files.items())
                )
            )
        else:
            keep(writing, [*outputs.values(), *read])
        writing.add(
            StoredRun(
                run_id=number, batch_id=basis.batch_id, rulebook=basis.rulebook,
                as_of=basis.as_of, known_at=basis.known_at, head=basis.head,
                versions=canonical(dict(versions)), waivers=basis.waivers, root=made,
            ),
            *(
                RunOutput(run_id=number, name=name, digest=digest(data))
                for name, data in sorted(outputs.items())
            ),
            *(
                RunFinding(
                    run_id=number, number=place, finding=item.finding, rule=item.rule,
                    severity=item.severity, kind=item.kind, outcome=item.outcome,
                    record_kind=item.record_kind, record=item.record, line=_line(item),
                )
                for place, item in enumerate(findings, start=1)
            ),
        )  # fmt: skip
    return number


def runs(session: Session) -> list[tuple[StoredRun, AuditEntry, ImportedBatch | None, int]]:
    """Give every run with its entry, its batch and the number of its findings."""
    counted = (
        select(RunFinding.run_id, func.count().label("n")).group_by(RunFinding.run_id).subquery()
    )
    rows = session.execute(
        select(StoredRun, AuditEntry, ImportedBatch, func.coalesce(counted.c.n, 0))
        .join(AuditEntry, StoredRun.entry == AuditEntry.seq)
        .outerjoin(ImportedBatch, StoredRun.batch_id == ImportedBatch.batch_id)
        .outerjoin(counted, StoredRun.run_id == counted.c.run_id)
        .order_by(StoredRun.run_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def days_stood(session: Session, day: str, before: int | None = None) -> dict[str, int]:
    """Say on how many days before `day` each finding stood, by the runs that were asked for them.

    Several runs of one day count once, so that a check that is repeated proves nothing. `before`
    is a run, of which and of later ones nothing was known.
    """
    query = (
        select(RunFinding.finding, func.count(StoredRun.as_of.distinct()))
        .join(StoredRun, RunFinding.run_id == StoredRun.run_id)
        .where(RunFinding.outcome == "fail", StoredRun.as_of < day)
        .group_by(RunFinding.finding)
    )
    if before is not None:
        query = query.where(StoredRun.run_id < before)
    return {row[0]: row[1] for row in session.execute(query)}


def latest_runs(session: Session) -> dict[int, int]:
    """Give the latest run of each batch, by their numbers."""
    rows = session.execute(
        select(StoredRun.batch_id, func.max(StoredRun.run_id))
        .where(StoredRun.batch_id.is_not(None))
        .group_by(StoredRun.batch_id)
    )
    return {batch: run for batch, run in rows if batch is not None}


def get_run(session: Session, number: int) -> StoredRun:
    """Give a run by its number."""
    found = session.get(StoredRun, number)
    if found is None:
        raise ComplianceError(
            f"the register holds no run {number}", None, "`compliance runs list` shows them"
        )
    return found


def findings_of(session: Session, number: int) -> list[RunFinding]:
    """Give the findings of a run, in their order."""
    return list(
        session.scalars(
            select(RunFinding).where(RunFinding.run_id == number).order_by(RunFinding.number)
        )
    )


def outputs_of(session: Session, number: int) -> dict[str, bytes]:
    """Give the files that a run gave, by name."""
    rows = session.scalars(
        select(RunOutput).where(RunOutput.run_id == number).order_by(RunOutput.name)
    )
    return {row.name: kept(session, row.digest) for row in rows}


def summary_of(session: Session, number: int) -> Mapping[str, Any]:
    """Give the summary of a run."""
    found: Mapping[str, Any] = json.loads(outputs_of(session, number)["summary.json"])
    return found


def rulebook_files(session: Session, rulebook: str) -> dict[str, bytes]:
    """Give the files of a rulebook that a run used, by path."""
    rows = session.scalars(
        select(RulebookFile).where(RulebookFile.rulebook == rulebook).order_by(RulebookFile.path)
    )
    return {row.path: kept(session, row.digest) for row in rows}


def compare(session: Session, earlier: int, later: int) -> Comparison:
    """Compare the findings of two runs by rule, record and occurrence."""
    old, new = (
        {item.finding: item for item in findings_of(session, get_run(session, number).run_id)}
        for number in (earlier, later)
    )
    waived = waived_in(summary_of(session, later))
    open_ = {key: item for key, item in new.items() if key not in waived}
    return Comparison(
        tuple(item for key, item in open_.items() if key not in old),
        tuple(item for key, item in open_.items() if key in old),
        tuple(item for key, item in old.items() if key not in new),
        tuple(item for key, item in new.items() if key in waived),
    )


def waivers_text(waivers: Sequence[Granted]) -> bytes:
    """Give the waivers that a run reads, as the file by which they are kept."""
    return canonical([item.plain() for item in waivers]).encode() if waivers else b""


def waivers_of(session: Session, name: str) -> tuple[Granted, ...]:
    """Give the waivers that a run read, by their digest."""
    return () if name == digest(b"") else granted(json.loads(kept(session, name)))


def _line(finding: Finding) -> str:
    return sha256(finding.line.encode("utf-8", "backslashreplace")).hexdigest()
