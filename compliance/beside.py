"""What a check reads beside a register: the batch, what stood before it, what else is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from compliance import run
from compliance.model.wanted import ENGLISH

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from compliance.lang.rulebook import Rulebook
    from compliance.model.batch import Batch, Earlier
    from compliance.model.result import Result
    from compliance.register import Basis, Imported, Register


@dataclass(frozen=True)
class Read:
    """What one check reads: the batch, what stood before it, and the basis of the run."""

    batch: Batch
    earlier: Earlier | None
    basis: Basis
    day: date
    new: bool
    stood: Mapping[str, int]  # on how many earlier days a finding stood


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Register]:
    """Open a register for the length of one command."""
    from compliance import register

    store = register.open_register(url, create=create)
    try:
        yield store
    finally:
        store.close()


def judge(
    rulebook: Rulebook,
    read: Read,
    *,
    progress: run.Progress | None = None,
    language: str = ENGLISH,
) -> Result:
    """Judge what was read."""
    return run.evaluate(
        rulebook, read.batch, read.day, progress=progress, earlier=read.earlier,
        known_at=read.basis.known_at, waivers=read.basis.granted, stood=read.stood,
        language=language,
    )  # fmt: skip


def read_register(
    store: Register,
    rulebook: Rulebook,
    imported: Imported | None,
    batch: Batch | None,
    day: date | None,
) -> Read:
    """Read the register at one state: that of a new import, else the latest."""
    from compliance import register

    with store.reading() as session:
        at, head = register.known_at(
            session, imported.entry if imported is not None and imported.new else None
        )
        day = day or datetime.now(UTC).date()
        number = None if imported is None else imported.batch_id
        waivers = register.granted(session, number)
        basis = register.Basis(number, rulebook.digest, day.isoformat(), at, head, waivers)
        judged, earlier = records_beside(session, rulebook, number, at, batch)
        new = imported is not None and imported.new
        stood = register.days_stood(session, basis.as_of)
        return Read(judged, earlier, basis, day, new, stood)


def read_again(session: Session, rulebook: Rulebook, number: int) -> Read:
    """Read what a recorded run read, as the register knew it then."""
    from compliance import register

    stored = register.get_run(session, number)
    batch, earlier = records_beside(session, rulebook, stored.batch_id, stored.known_at)
    basis = register.Basis(
        stored.batch_id, stored.rulebook, stored.as_of, stored.known_at, stored.head,
        register.waivers_of(session, stored.waivers),
    )  # fmt: skip
    stood = register.days_stood(session, stored.as_of, number)
    return Read(batch, earlier, basis, date.fromisoformat(stored.as_of), new=False, stood=stood)


def records_beside(
    session: Session, rulebook: Rulebook, number: int | None, at: int, batch: Batch | None = None
) -> tuple[Batch, Earlier | None]:
    """Give a batch, or all batches, with what the register knows at an entry, and what was before.

    `batch` is the batch of that number where it was read from its files just now.
    """
    from compliance import engine, register

    known = register.known_records(session, at)
    if number is None:
        whole = register.everything(session, at, rulebook.catalogue)
        return engine.with_known(whole, known), None
    batch = batch or register.read_batch(session, number)
    earlier = register.earlier_records(
        session, at, number, batch, rulebook.catalogue, set(known.tables)
    )
    return engine.with_known(batch, known), earlier
