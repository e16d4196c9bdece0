"""Does the register fit its own trail? One pass over entries and rows, in the order of entries."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from compliance.register import sql
from compliance.register.seal import root, row_seal
from compliance.register.store import Register
from compliance.register.tables import AuditEntry, Base, Content, Person
from compliance.register.trail import FIRST, entry_hash, name_check, sealed_values

ERASURE: Final = "erase person"
_AT_ONCE: Final = 5_000  # rows fetched together
_TRAIL: Final = AuditEntry.__tablename__


@dataclass(frozen=True)
class Misfit:
    """One place that does not fit: the table, the key of the row, and what is wrong."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.table} {self.key}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    """What a verification says: entries and rows read, the last hash, and what does not fit."""

    entries: int
    rows: int
    head: str
    misfits: tuple[Misfit, ...]
    anchored: bool  # a root printed earlier was given and found


@dataclass(frozen=True)
class Piece:
    """One sealed row as read: its table, key, values as stored, and whether it is what it was."""

    entry: Any
    table: str
    key: str
    values: Mapping[str, Any]

    @property
    def order(self) -> tuple[int, str]:
        """Give its place in the one pass; an entry that is no number comes first and fits none."""
        return (self.entry if isinstance(self.entry, int) else 0, self.table)


@dataclass
class _Pass:
    misfits: list[Misfit] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)
    entries: int = 0
    rows: int = 0
    last: int = 0
    head: str = FIRST


def verify(register: Register, anchor: str | None = None) -> Verdict:
    """Check every entry, row, file and name; `anchor` is a root that was printed earlier.

    Without an anchor, entries cut from the end, or a trail written anew as a whole, cannot be seen.
    """
    seen = _Pass()
    with register.reading() as session:
        connection = session.connection()
        for number, pieces in groupby(merged(connection), key=lambda piece: piece.order[0]):
            _entry(seen, number, list(pieces))
        seen.misfits += _contents(connection)
        seen.misfits += [Misfit("the file", "its pages", line) for line in sql.damage(connection)]
        seen.misfits += _people(connection, seen.erased)
    if anchor is not None and anchor not in seen.roots:
        seen.misfits.append(
            Misfit(
                _TRAIL, f"after {seen.last}",
                f"no run has the root {anchor}: the end was cut off, or the trail written anew",
            )
        )  # fmt: skip
    return Verdict(seen.entries, seen.rows, seen.head, tuple(seen.misfits), anchor in seen.roots)


def pieces(connection: Connection, table: Table) -> Iterator[Piece]:
    """Give the rows of a table in the order of their entries, with values as stored."""
    own = "seq" if table.name == _TRAIL else "entry"
    keys = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns]
    # Stored values, not what a type would make of them: one that was tampered with may fit none.
    wanted = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    found = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(*wanted).order_by(table.c[own], *[table.c[name] for name in keys])
    )
    for row in found:
        values = dict(zip(names, row, strict=True))
        key = ", ".join(f"{name} {values[name]}" for name in keys)
        yield Piece(values[own], table.name, key, values)


def merged(connection: Connection) -> Iterator[Piece]:
    """Give the rows of all tables in the order of their entries, one pass over each."""
    streams: list[Iterable[Piece]] = [
        pieces(connection, table) for table in Base.metadata.sorted_tables
    ]
    return heapq.merge(*streams, key=lambda piece: piece.order)


def _entry(seen: _Pass, number: int, found: list[Piece]) -> None:
    own = [piece for piece in found if piece.table == _TRAIL]
    rows = [piece for piece in found if piece.table != _TRAIL]
    seals = []
    for piece in rows:
        seal = row_seal(piece.table, sealed_values(piece.table, piece.values))
        if seal != piece.values["seal"]:
            seen.misfits.append(Misfit(piece.table, piece.key, "is not as it was recorded"))
        seals.append(seal)
    seen.rows += len(rows)
    if not own:
        first = rows[0]
        seen.misfits.append(Misfit(first.table, first.key, f"belongs to no entry: {number}"))
        return
    entry = own[0].values
    seen.entries += 1
    for what in _breaks(seen, entry):
        seen.misfits.append(Misfit(_TRAIL, own[0].key, what))
    if entry["row_count"] != len(rows) or entry["rows_root"] != root(sorted(seals)):
        seen.misfits.append(
            Misfit(_TRAIL, own[0].key, "the rows that it wrote are not those that stand now")
        )
    if entry["act"] == ERASURE:
        seen.erased.add(entry["subject"])
    if entry["act"] == "run" and isinstance(entry["after"], str):
        seen.roots.add(entry["after"])
    seen.last, seen.head = number, str(entry["hash"])


def _breaks(seen: _Pass, entry: Mapping[str, Any]) -> Iterator[str]:
    if entry["seq"] != seen.last + 1:
        yield f"follows entry {seen.last}: what stood between is gone"
    elif entry["previous"] != seen.head:
        yield "does not carry the hash of the entry before"
    if entry_hash(entry) != entry["hash"]:
        yield "is not as it was recorded"


def _contents(connection: Connection) -> Iterator[Misfit]:
    """Give the files whose parts do not make the file that they are kept by."""
    table = Base.metadata.tables[Content.__tablename__]
    wanted = [type_coerce(table.c[name], NullType()).label(name) for name in ("digest", "data")]
    rows = connection.execution_options(yield_per=8).execute(
        select(*wanted).order_by(table.c.digest, table.c.part)
    )
    for digest, parts in groupby(rows, key=lambda row: row[0]):
        made = hashlib.sha256()
        for part in parts:
            data: object = part[1]  # whatever a hand may have put there
            made.update(data if isinstance(data, bytes) else str(data).encode())
        if made.hexdigest() != digest:
            yield Misfit(table.name, f"digest {digest}", "its parts do not make the file")


def _people(connection: Connection, erased: set[str]) -> Iterator[Misfit]:
    table = Base.metadata.tables[Person.__tablename__]
    for row in connection.execute(select(table).order_by(table.c.person_id)).mappings():
        name, salt, check = row["name"], row["salt"], row["name_check"]
        key = f"person_id {row['person_id']}"
        if name is None and salt is None and check is None:
            if row["person_id"] not in erased:
                yield Misfit(table.name, key, "the name is gone, and no entry erased it")
        elif row["person_id"] in erased:
            yield Misfit(table.name, key, "a name stands where it was erased")
        elif check != name_check(str(salt), str(name)):
            yield Misfit(table.name, key, "the name is not the one that was recorded")
