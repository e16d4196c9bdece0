"""The trail shows what was changed: any value of any row, bytes of the file, a cut end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Connection,
    Delete,
    LargeBinary,
    Table,
    Update,
    create_engine,
    delete,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError

from compliance import holdings
from compliance.errors import ComplianceError
from compliance.register import Register, open_register, verify
from compliance.register.store import downgrade
from compliance.register.tables import (
    Base,
    Decision,
    FindingAct,
    Posting,
    Reservation,
    RoleGrant,
    SignOff,
    Waiver,
    WaiverApproval,
    WaiverAuthority,
)
from compliance.register.trail import change
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
ROWS = [
    "C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,",
    "C-2,commitment,FL-1,2026,EUR 600.00,2026-05-01,",
    "P-1,payment,FL-1,2026,EUR 1.00,2026-02-01,I-1",
]
TABLES = Base.metadata.sorted_tables


@pytest.fixture
def filled(check: Check, store: Register, url: str, rules: Path, tmp_path: Path) -> Register:
    """Give a register with something in every table."""
    check(spending(tmp_path / "a", ROWS[:2], CREDIT))
    check(spending(tmp_path / "b", ROWS[2:], CREDIT))
    check(spending(tmp_path / "c", ROWS[:1], CREDIT), supersedes=1)
    check()
    with change(store, "bo", "reserve", "FL-1") as writing:
        writing.add(
            Reservation(
                reservation_id=1, line_id="FL-1", budget_year="2026", minor=100, currency="EUR",
                reference="R-1",
            )
        )  # fmt: skip
    for number, ceiling in enumerate(("EUR 1000.00", "EUR 900.00"), start=1):
        (tmp_path / "funding_line.csv").write_text(
            f"line_id,budget_year,ceiling\nFL-1,2026,{ceiling}\n"
        )
        holdings.load(url, "anna", [tmp_path / "funding_line.csv"], rules, None, do=True)
        holdings.approve(url, "bo", number)
    _people_act(store)
    return store


def _people_act(store: Register) -> None:
    """Put a row into each table of what people do."""
    with change(store, "bo", "note", "people") as writing:
        who = writing.actor
        writing.add(
            RoleGrant(grant_id=1, person_id=who, role="staff", given=1),
            FindingAct(
                act_id=1, finding="0" * 16, run_id=1, act="answer", person_id=who, said="moved",
                evidence="DOC-1",
            ),
            Waiver(
                waiver_id=1, rule="DSK-001", finding=None, condition="true", reason="adopted",
                cap_minor=100, currency="EUR", valid_from="2026-01-01", valid_until="2026-12-31",
                waivable_by="controller", person_id=who,
            ),
            WaiverApproval(
                waiver_id=1, person_id=who, role="controller", approved_on="2026-01-01"
            ),
            WaiverAuthority(waiver_id=1, holder="U-1", delegation="D-1", funding_line="FL-1"),
            Decision(
                decision_id=1, run_id=1, case_id="batch", proposed="{}", decided="accept",
                person_id=who, role="reviewer", reason="so",
            ),
            SignOff(sign_off_id=1, run_id=1, act="approved", person_id=who, role="reviewer"),
        )  # fmt: skip


@contextmanager
def unguarded(store: Register) -> Iterator[Connection]:
    """Give a connection for which neither triggers nor references hold."""
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            named = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type='trigger'"
            )
            for (name,) in named.fetchall():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.commit()
        yield connection
        if store.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def other(column: Any, old: Any, chance: random.Random) -> Any:
    """Give a value that differs from the one that stands."""
    if old is None:
        return 7 if "INT" in str(column.type).upper() else "x"
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return old + chance.choice([-1, 1, 10, 1_000])
    if isinstance(column.type, LargeBinary):
        at = chance.randrange(len(old)) if old else 0
        return old[:at] + b"#" + old[at:]
    at = chance.randrange(len(old)) if old else 0
    return old[:at] + ("0" if old[at : at + 1] != "0" else "1") + old[at + 1 :]


def places(connection: Connection) -> Iterator[tuple[Table, dict[str, Any], Any]]:
    """Give every column value of every row of every table."""
    for table in TABLES:
        for row in connection.execute(select(table)).mappings().all():
            for column in table.columns:
                yield table, dict(row), column


def tampered(store: Register, count: int) -> None:
    """Change values one after another; each is reported with its table, and then put back."""
    chance = random.Random(count)
    with unguarded(store) as connection:
        everywhere = list(places(connection))
        tried = 0
        for table, row, column in chance.sample(everywhere, min(count, len(everywhere))):
            new = other(column, row[column.name], chance)
            keys = [key.name for key in table.primary_key]
            at = [table.c[key] == row[key] for key in keys]
            try:
                connection.execute(table.update().where(*at).values({column.name: new}))
            except DBAPIError:  # the database itself refuses it: a key that stands already
                connection.rollback()
                continue
            connection.commit()
            seen = verify(store)
            assert any(misfit.table == table.name for misfit in seen.misfits), (
                f"{table.name}.{column.name} of {row}: {new!r} was not seen"
            )
            moved = {**row, column.name: new}
            back = [table.c[key] == moved[key] for key in keys]
            connection.execute(table.update().where(*back).values({column.name: row[column.name]}))
            connection.commit()
            tried += 1
        assert tried > count * 0.9
    assert not verify(store).misfits


def test_an_untouched_register_fits(filled: Register) -> None:
    seen = verify(filled)
    assert not seen.misfits
    assert seen.entries == 13  # imports, runs, a reservation, two loads approved, acts of people
    assert seen.rows > 50


def test_a_changed_value_is_reported_with_its_table(filled: Register) -> None:
    tampered(filled, 60)


@pytest.mark.slow
def test_two_thousand_changed_values_are_each_reported(
    filled: Register, check: Check, tmp_path: Path
) -> None:
    rows = [f"C-{n},commitment,FL-1,2026,EUR {n}.00,2026-02-01," for n in range(10, 200)]
    check(spending(tmp_path / "d", rows, CREDIT))
    tampered(filled, 2_000)


def test_the_database_refuses_update_and_delete(filled: Register) -> None:
    for table in TABLES:
        key = next(iter(table.primary_key))
        with filled.reading() as session:  # a trigger speaks of rows: of none it would say nothing
            assert session.scalar(select(func.count()).select_from(table)), table.name
        for statement in (table.update().values({key: key}), table.delete()):
            with pytest.raises(ComplianceError, match="refuses to change or delete"):
                _run(filled, statement)


def _run(store: Register, statement: Update | Delete) -> None:
    with store.writing() as session:
        session.execute(statement)


def test_a_removed_row_is_seen(filled: Register) -> None:
    with unguarded(filled) as connection:
        connection.execute(delete(Posting).where(Posting.record == "C-1"))
        connection.commit()
    assert [misfit.table for misfit in verify(filled).misfits] == ["audit_entry", "audit_entry"]


def test_a_cut_end_is_seen_by_a_root_that_was_printed(
    filled: Register, check: Check, tmp_path: Path
) -> None:
    printed = check(spending(tmp_path / "z", ROWS[1:2], CREDIT)).root
    assert verify(filled, printed).anchored
    last = verify(filled).entries
    with unguarded(filled) as connection:
        for table in reversed(TABLES):
            own = "seq" if table.name == "audit_entry" else "entry"
            connection.execute(table.delete().where(table.c[own] == last))
        connection.commit()
    assert not verify(filled).misfits  # nothing within shows that there was more
    seen = verify(filled, printed)
    assert not seen.anchored
    assert "no run has the root" in seen.misfits[0].what


def test_the_schema_goes_back_and_forth(url: str) -> None:
    store = open_register(url, create=True)
    downgrade(store, "base")
    with pytest.raises(ComplianceError, match="holds no register"):
        open_register(url)
    again = open_register(url, create=True)
    with change(again, "anna", "note", "x"):
        pass
    assert verify(again).entries == 1
    again.close()
    store.close()


def test_a_newer_schema_is_refused(store: Register, url: str) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(ComplianceError, match="made by a newer version"):
        open_register(url)


def flipped(file: Path, count: int, bad: list[str]) -> None:
    """Flip bits of the file one after another; each is seen, refused, or lies in free space."""
    chance = random.Random(count)
    whole = file.read_bytes()
    before = dump(file)
    for _ in range(count):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        try:
            store = open_register(str(file))
            try:
                noticed = bool(verify(store).misfits)
            finally:
                store.close()
        except ComplianceError:
            noticed = True
        if not noticed and dump(file) != before:
            bad.append(f"byte {at}, bit {bit}")
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
    file.write_bytes(whole)


def dump(file: Path) -> list[str]:
    """Give every row of every table as text."""
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    with engine.connect() as connection:
        rows = [repr(tuple(row)) for table in TABLES for row in connection.execute(select(table))]
    engine.dispose()
    return rows


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("count", [20, pytest.param(500, marks=pytest.mark.slow)])
def test_a_flipped_byte_is_reported_refused_or_lies_in_free_space(
    filled: Register, tmp_path: Path, count: int
) -> None:
    with filled.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    filled.close()
    bad: list[str] = []
    flipped(tmp_path / "register.db", count, bad)
    assert not bad
