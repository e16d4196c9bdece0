"""Personal data: a name is erased and the trail stays whole; batches are kept until a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from compliance.errors import ComplianceError
from compliance.register.rights import acting, person, withdraw_all
from compliance.register.store import Register
from compliance.register.tables import ImportedBatch, Person
from compliance.register.trail import change
from compliance.register.verify import ERASURE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def erase(register: Register, actor: str, name: str) -> str:
    """Erase the name of a person and withdraw their roles; give the id, which stays.

    The id is what other rows hold, and no hash covers the name: every seal stays valid.
    """
    with change(register, actor, ERASURE, "") as writing:
        acting(writing, "erase a person")
        found = person(writing.session, name)
        if found.name is None:
            raise ComplianceError(f"the name of {found.person_id} is erased already")
        withdraw_all(writing, found)
        writing.subject = found.person_id
        writing.session.execute(
            update(Person)
            .where(Person.person_id == found.person_id)
            .values(name=None, salt=None, name_check=None)
        )
        return found.person_id


def due(session: Session, day: date) -> list[ImportedBatch]:
    """Give the batches that are kept no longer than until a day, the earliest first."""
    return list(
        session.scalars(
            select(ImportedBatch)
            .where(ImportedBatch.retention_until <= day.isoformat())
            .order_by(ImportedBatch.retention_until, ImportedBatch.batch_id)
        )
    )
