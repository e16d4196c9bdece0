"""Which runs speak of the same records: of one batch, of one that it corrects, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from compliance.register.batches import standing
from compliance.register.tables import ImportedBatch, StoredRun
from compliance.register.trail import last_entry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def origins(session: Session) -> dict[int, int]:
    """Give for each batch the first of the chain of corrections that it belongs to."""
    found: dict[int, int] = {}
    for row in session.scalars(select(ImportedBatch).order_by(ImportedBatch.batch_id)):
        found[row.batch_id] = row.batch_id if row.supersedes is None else found[row.supersedes]
    return found


def overlapping(session: Session, batch: int | None) -> dict[int, bool]:
    """Give the runs that judged records of a batch (None: of all), and whether no others."""
    first = origins(session)
    own = None if batch is None else first[batch]
    found = {}
    for run in session.scalars(select(StoredRun)):
        its = None if run.batch_id is None else first[run.batch_id]
        if None in {own, its} or own == its:
            found[run.run_id] = own == its
    return found


def compared_with(session: Session, batch: int | None, before: int | None) -> list[StoredRun]:
    """Give the runs with which one of a batch is compared: the latest earlier one of its records.

    `before` is the number of the run, None where it is not recorded yet. The first check of all
    batches together is compared with the latest of each batch that stands.
    """
    query = select(StoredRun).order_by(StoredRun.run_id.desc())
    if before is not None:
        query = query.where(StoredRun.run_id < before)
    first = origins(session)
    latest: dict[int | None, StoredRun] = {}
    for run in session.scalars(query):
        latest.setdefault(None if run.batch_id is None else first[run.batch_id], run)
    own = None if batch is None else first[batch]
    if own in latest:
        return [latest[own]]
    if batch is not None:
        return []
    chains = {first[row.batch_id] for row in standing(session, last_entry(session))}
    return [latest[chain] for chain in sorted(chains) if chain in latest]
