"""Reference data in two times: from when to when it was true, and since when it is known.

A load brings whole records. A record that stands with the same first day is corrected; one that is
open at its end is ended on the day before a later one begins; other overlaps are refused. What a
load ends is kept: it is known until the load took effect.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import func, select

from compliance.errors import ComplianceError
from compliance.model.batch import Earlier
from compliance.model.cells import fields_of, stated
from compliance.register.contents import keep, kept, parquet
from compliance.register.seal import canonical, digest
from compliance.register.store import Register
from compliance.register.tables import (
    AuditEntry,
    ReferenceApproval,
    ReferenceEnd,
    ReferenceLoad,
    ReferenceTable,
    ReferenceVersion,
)
from compliance.register.trail import change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOAD: Final = "load reference data"
ASK: Final = "ask for reference data"  # waits for approval, and changes nothing until then
APPROVE: Final = "approve reference data"
# Ceilings, delegations and exclusions: what a second person approves.
APPROVED_KINDS: Final = frozenset({"funding_line", "delegation", "exclusion"})
_NEVER: Final = "9999-12-31"
_ALWAYS: Final = "0001-01-01"


@dataclass(frozen=True)
class Version:
    """One version of a record, as it stands in the register or as a file would bring it."""

    kind: str
    key: str
    valid_from: str | None
    valid_until: str | None
    values: Mapping[str, Any]
    rows_of: int  # the load that brought the values; 0: the file that is being loaded
    row: int
    version_id: int = 0
    known_from: int = 0  # an entry
    known_until: int | None = None  # the entry from which on it is known no more

    @property
    def days(self) -> tuple[str, str]:
        """Give the first and the last day, for comparison."""
        return self.valid_from or _ALWAYS, self.valid_until or _NEVER

    @property
    def name(self) -> str:
        """Give kind, key and days for people."""
        first, last = self.valid_from or "…", self.valid_until or "…"
        days = "" if (first, last) == ("…", "…") else f", valid {first} to {last}"
        return f"{self.kind} {self.key}{days}"


@dataclass(frozen=True)
class Change:
    """What a load would do to one record: `new`, `corrected`, `ended` or `same`."""

    what: str
    old: Version | None
    new: Version | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Name the fields in which the two versions differ."""
        if self.old is None or self.new is None:
            return ()
        old, new = self.old.values, self.new.values
        return tuple(fields_of(n for n in sorted({*old, *new}) if old.get(n) != new.get(n)))


def planned(known: Iterable[Version], tables: Mapping[str, pa.Table]) -> list[Change]:
    """Give what tables of records would change in what is known; refuse what overlaps."""
    standing: dict[tuple[str, str], list[Version]] = {}
    for version in known:
        standing.setdefault((version.kind, version.key), []).append(version)
    brought = [version for kind, rows in sorted(tables.items()) for version in _rows(kind, rows, 0)]
    _refuse_overlaps(brought)
    changes: list[Change] = []
    for new in brought:
        changes += _against(standing.setdefault((new.kind, new.key), []), new)
    return changes


def load(register: Register, actor: str, name: str, tables: Mapping[str, pa.Table]) -> int | None:
    """Record a load in one transaction; give its number, or None where nothing would change."""
    asks = bool(APPROVED_KINDS & set(tables))
    files = {kind: parquet(rows) for kind, rows in sorted(tables.items())}
    with register.reading() as session:
        if all(item.what == "same" for item in planned(known(session), tables)):
            return None
    with change(register, actor, ASK if asks else LOAD, name) as writing:
        session = writing.session
        number = (session.scalar(select(func.max(ReferenceLoad.load_id))) or 0) + 1
        last = session.scalar(select(func.max(ReferenceVersion.version_id))) or 0
        changes = planned(known(session), tables)
        writing.after = digest(canonical([digest(data) for data in files.values()]).encode())
        keep(writing, files.values())
        writing.add(
            ReferenceLoad(load_id=number, name=name, needs_approval=int(asks)),
            *(
                ReferenceTable(
                    load_id=number, kind=kind, digest=digest(data),
                    supplied=canonical(sorted(_supplied(tables[kind]))),
                )
                for kind, data in files.items()
            ),
            *(
                ReferenceVersion(
                    version_id=place, load_id=number, kind=new.kind, key=new.key,
                    rows_of=new.rows_of or number, row=new.row,
                    valid_from=new.valid_from, valid_until=new.valid_until,
                )
                for place, new in enumerate(_made(changes), start=last + 1)
            ),
            *(
                ReferenceEnd(version_id=item.old.version_id, load_id=number)
                for item in changes
                if item.what in {"corrected", "ended"} and item.old is not None
            ),
        )  # fmt: skip
    return number


def approve(register: Register, actor: str, number: int) -> None:
    """Approve a load that waits; refused to the person who asked for it."""
    with change(register, actor, APPROVE, f"load {number}") as writing:
        session = writing.session
        asked = session.get(ReferenceLoad, number)
        if asked is None or not asked.needs_approval:
            raise ComplianceError(
                f"no load {number} waits for approval", None, "`register show loads` lists them"
            )
        if session.get(ReferenceApproval, number) is not None:
            raise ComplianceError(f"load {number} is approved already")
        entry = session.get(AuditEntry, asked.entry)
        if entry is not None and entry.actor == writing.actor:
            raise ComplianceError(
                f"load {number} was asked for by the same person",
                None,
                "another person with the right to it approves",
            )
        _refuse_outdated(session, number)
        writing.add(ReferenceApproval(load_id=number))


def loads(session: Session) -> list[tuple[int, str, str, int | None]]:
    """Give every load: number, name, who asked, and the entry from which on it is known."""
    rows = session.execute(
        select(ReferenceLoad, AuditEntry.actor, ReferenceApproval.entry)
        .join(AuditEntry, AuditEntry.seq == ReferenceLoad.entry)
        .outerjoin(ReferenceApproval, ReferenceApproval.load_id == ReferenceLoad.load_id)
        .order_by(ReferenceLoad.load_id)
    )
    return [
        (row.load_id, row.name, actor, approved if row.needs_approval else row.entry)
        for row, actor, approved in rows
    ]


def known(session: Session, at: int | None = None) -> list[Version]:
    """Give the versions that are known at an entry (default: the last), by kind, key and days."""
    return [
        version
        for version in versions(session)
        if (at is None or version.known_from <= at)
        and (version.known_until is None or (at is not None and version.known_until > at))
    ]


def versions(session: Session) -> list[Version]:
    """Give every version that was ever known, with the entries between which it was."""
    since = {number: entry for number, _, _, entry in loads(session) if entry is not None}
    if not since:
        return []
    until: dict[int, int] = {}
    for end in session.scalars(select(ReferenceEnd).where(ReferenceEnd.load_id.in_(since))):
        until[end.version_id] = since[end.load_id]
    held = session.scalars(
        select(ReferenceVersion)
        .where(ReferenceVersion.load_id.in_(since))
        .order_by(ReferenceVersion.version_id)
    ).all()
    values = {
        (row.load_id, row.kind): list(_rows(row.kind, _read(session, row), row.load_id))
        for row in session.scalars(select(ReferenceTable).order_by(ReferenceTable.load_id))
    }
    found = [
        replace(
            values[row.rows_of, row.kind][row.row],
            valid_from=row.valid_from, valid_until=row.valid_until, version_id=row.version_id,
            known_from=since[row.load_id], known_until=until.get(row.version_id),
        )
        for row in held
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item.kind, item.key, item.days, item.version_id))


def known_records(session: Session, at: int) -> Earlier:
    """Give the records that are known at an entry, by kind, each with its version as its place."""
    tables = {
        (row.load_id, row.kind): (_read(session, row), frozenset(json.loads(row.supplied)))
        for row in session.scalars(select(ReferenceTable).order_by(ReferenceTable.load_id))
    }
    chosen: dict[tuple[int, str], list[Version]] = {}
    for version in known(session, at):
        chosen.setdefault((version.rows_of, version.kind), []).append(version)
    picked: dict[str, list[pa.Table]] = {}
    supplied: dict[str, frozenset[str]] = {}
    for (number, kind), found in sorted(chosen.items()):
        rows, fields = tables[number, kind]
        picked.setdefault(kind, []).append(_placed(rows, found))
        supplied[kind] = supplied.get(kind, frozenset()) | fields
    return Earlier(
        {
            kind: pa.concat_tables(rows, promote_options="default").combine_chunks()
            for kind, rows in picked.items()
        },
        supplied,
    )


def _against(standing: list[Version], new: Version) -> Iterator[Change]:
    """Give what one version changes, and bring `standing` to what will stand."""
    met = [old for old in standing if _overlap(old, new)]
    if not met:
        standing.append(new)
        yield Change("new", None, new)
        return
    for old in met:
        if old.valid_from == new.valid_from:
            same = old.values == new.values and old.days == new.days
            yield Change("same" if same else "corrected", old, old if same else new)
            standing[standing.index(old)] = old if same else new
        elif old.valid_until is None and new.days[0] > old.days[0] and old.version_id:
            last = date.fromisoformat(new.days[0]) - timedelta(days=1)
            ended = replace(old, valid_until=last.isoformat(), version_id=0)
            yield Change("ended", old, ended)
            yield Change("new", None, new)
            standing[standing.index(old)] = ended
            standing.append(new)
        else:
            raise _overlapping(old, new)


def _made(changes: Iterable[Change]) -> list[Version]:
    return [item.new for item in changes if item.what != "same" and item.new is not None]


def _refuse_overlaps(brought: Sequence[Version]) -> None:
    by_key: dict[tuple[str, str], list[Version]] = {}
    for version in brought:
        others = by_key.setdefault((version.kind, version.key), [])
        for other in others:
            if _overlap(other, version):
                raise _overlapping(other, version)
        others.append(version)


def _refuse_outdated(session: Session, number: int) -> None:
    """Refuse a load that was planned on what is known no more."""
    standing = {version.version_id for version in known(session)}
    ends = session.scalars(select(ReferenceEnd.version_id).where(ReferenceEnd.load_id == number))
    made = session.scalars(select(ReferenceVersion).where(ReferenceVersion.load_id == number)).all()
    ended = set(ends)
    left = [item for item in known(session) if item.version_id not in ended]
    days: dict[tuple[str, str], list[Version]] = {}
    for item in left:
        days.setdefault((item.kind, item.key), []).append(item)
    clash = any(
        (row.valid_from or _ALWAYS) <= item.days[1] and item.days[0] <= (row.valid_until or _NEVER)
        for row in made
        for item in days.get((row.kind, row.key), [])
    )
    if clash or not ended <= standing:
        raise ComplianceError(
            f"load {number} was made before what the register knows now",
            None,
            "load the file again, look at what it changes, and have that approved",
        )


def _overlap(left: Version, right: Version) -> bool:
    return left.days[0] <= right.days[1] and right.days[0] <= left.days[1]


def _overlapping(left: Version, right: Version) -> ComplianceError:
    return ComplianceError(
        f"two versions hold on the same days: {left.name}, and {right.name}",
        None,
        "end the one on the day before the other begins (valid_until), or give both the same"
        " valid_from to correct it",
    )


def _rows(kind: str, rows: pa.Table, number: int) -> Iterator[Version]:
    for place, row in enumerate(rows.to_pylist()):
        first, last = (row.get(name) for name in ("valid_from", "valid_until"))
        values = {
            name: value
            for name, value in row.items()
            if value is not None and stated(name) and name not in {"valid_from", "valid_until"}
        }  # fmt: skip
        yield Version(kind, row["_key"], _text(first), _text(last), values, number, place)


def _placed(rows: pa.Table, found: Sequence[Version]) -> pa.Table:
    """Give the rows of versions with their days, and the register as their place."""
    rows = rows.take([version.row for version in found])
    own = {
        "valid_from": pa.array([_day(version.valid_from) for version in found], pa.date32()),
        "valid_until": pa.array([_day(version.valid_until) for version in found], pa.date32()),
        "_file": pa.array(["register"] * len(found), pa.string()),
        "_sheet": pa.array([version.kind for version in found], pa.string()),
        "_row": pa.array([version.version_id for version in found], pa.int64()),
        "_layout": pa.nulls(len(found), pa.int64()),
    }
    for name, column in own.items():
        if name in rows.column_names:
            rows = rows.set_column(rows.column_names.index(name), name, column)
        elif name.startswith("_") or column.null_count < len(found):
            rows = rows.append_column(name, column)
    return rows


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _supplied(rows: pa.Table) -> list[str]:
    return fields_of(rows.column_names)


def _read(session: Session, row: ReferenceTable) -> pa.Table:
    return pq.read_table(pa.BufferReader(kept(session, row.digest)))
