"""The audit trail: every transaction that writes appends one entry that seals what it wrote."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, inspect, select

from compliance.register.seal import digest, root, row_seal
from compliance.register.store import Register
from compliance.register.tables import AuditEntry, Base, Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FIRST: Final = "0" * 64  # what stands for the hash before the first entry
_ERASABLE: Final = frozenset({"name", "salt", "name_check"})
_PART: Final = 4 * 1024 * 1024  # bytes of a file in one row


@dataclass
class Writing:
    """One change in the making: the rows that it adds, and what its entry will say."""

    session: Session
    seq: int
    actor: str
    act: str
    subject: str
    before: str | None = None
    after: str | None = None
    rows: list[Any] = field(default_factory=list)

    def add(self, *rows: Any) -> None:
        """Add rows; their entry and seal are set when the change is complete."""
        self.rows += rows


@contextmanager
def change(register: Register, actor: str, act: str, subject: str) -> Iterator[Writing]:
    """Make one change: its rows and its entry are recorded together, or nothing is.

    `actor` is a name as given; only the id of the person enters the entry.
    """
    with register.writing() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
        seq = 1 if last is None else last.seq + 1
        writing = Writing(session, seq, "", act, subject)
        writing.actor = person_of(writing, actor)
        yield writing
        _close(writing, FIRST if last is None else last.hash)


def head(session: Session) -> tuple[int, str]:
    """Give number and hash of the last entry; 0 and zeros where there is none."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    return (0, FIRST) if last is None else (last.seq, last.hash)


def last_entry(session: Session, day: date | None = None) -> int:
    """Give the number of the last entry of a day, in universal time, or of all; 0 for none."""
    query = select(func.max(AuditEntry.seq))
    if day is not None:
        query = query.where(AuditEntry.at < (day + timedelta(days=1)).isoformat())
    return session.scalar(query) or 0


def entry_hash(values: Mapping[str, Any]) -> str:
    """Give the hash of an entry: of all its values but `hash`."""
    return row_seal(
        AuditEntry.__tablename__, {name: values[name] for name in values if name != "hash"}
    )


def sealed_values(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the seal of a row covers: everything but the seal and a person's name."""
    left_out = {"seal"} | (_ERASABLE if table == Person.__tablename__ else frozenset())
    return {name: value for name, value in values.items() if name not in left_out}


def name_check(salt: str, name: str) -> str:
    """Give what shows that a person's name was changed, and nothing once the salt is erased."""
    return digest(f"{salt}\0{name}".encode())


def parts(data: bytes) -> Iterable[bytes]:
    """Give a file in the parts that are kept as rows; an empty file has one empty part."""
    return (data[at : at + _PART] for at in range(0, max(len(data), 1), _PART))


def person_of(writing: Writing, name: str) -> str:
    """Give the id of the person of a name, a new one where the name is new."""
    found = writing.session.scalars(select(Person.person_id).where(Person.name == name)).first()
    if found is not None:
        return found
    made = [row for row in writing.rows if isinstance(row, Person)]
    for row in made:
        if row.name == name:
            return row.person_id
    count = (writing.session.scalar(select(func.count()).select_from(Person)) or 0) + len(made)
    salt = secrets.token_hex(16)
    person = Person(
        person_id=f"person-{count + 1}", name=name, salt=salt, name_check=name_check(salt, name)
    )
    writing.add(person)
    return person.person_id


def _close(writing: Writing, previous: str) -> None:
    for row in writing.rows:
        row.entry = writing.seq
        row.seal = row_seal(row.__tablename__, sealed_values(row.__tablename__, _values(row)))
    entry = AuditEntry(
        seq=writing.seq, at=datetime.now(UTC).isoformat(timespec="microseconds"),
        actor=writing.actor, act=writing.act, subject=writing.subject, before=writing.before,
        after=writing.after, row_count=len(writing.rows),
        rows_root=root(sorted(row.seal for row in writing.rows)), previous=previous,
    )  # fmt: skip
    entry.hash = entry_hash(_values(entry))
    by_table: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in (entry, *writing.rows):
        by_table[row.__tablename__].append(_values(row))
    # A row comes after the rows that it refers to: tables in the order of their references.
    for table in Base.metadata.sorted_tables:
        if table.name in by_table:
            writing.session.execute(insert(table), by_table[table.name])


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
