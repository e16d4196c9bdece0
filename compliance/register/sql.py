"""The statements that a database gets as text: settings, locks, the triggers that guard rows."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, text

REFUSAL: Final = "the register is append-only"
BUSY_SECONDS: Final = 60
_LOCK: Final = 7_230_711  # one number for all registers: an advisory lock of its database


def prepare(dbapi: Any, dialect: str) -> None:
    """Set up a new connection: SQLite writes ahead, waits for others, and checks references."""
    cursor = dbapi.cursor()
    if dialect == "sqlite":
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
    else:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    cursor.close()


def write_ahead(dbapi: Any) -> None:
    """Let readers of an SQLite file go on while one writes; the file remembers it."""
    cursor = dbapi.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that no other writer overlaps, so that entries have one order."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN IMMEDIATE"))
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


def begin_reading(connection: Connection) -> None:
    """Begin a transaction that sees one state of the register, whoever writes meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN"))
    else:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def damage(connection: Connection) -> list[str]:
    """Give what an SQLite file says of its own pages, those without rows too; nothing where well.

    A server looks after its pages itself.
    """
    if connection.dialect.name != "sqlite":
        return []
    found = connection.execute(text("PRAGMA quick_check(20)")).scalars().all()
    return [line for line in found if line != "ok"]


def refusal(dialect: str) -> list[str]:
    """Give the statements that guards rest on, made once."""
    function = (
        "CREATE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    return [] if dialect == "sqlite" else [function]


def guards(dialect: str, tables: list[str]) -> list[str]:
    """Give the statements that make a database refuse update and delete on tables."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in tables
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION register_refuse()"
        for table in tables
    ]


def unguarded(dialect: str) -> list[str]:
    """Give the statements that undo what `guards` leaves once the tables are gone."""
    return [] if dialect == "sqlite" else ["DROP FUNCTION register_refuse()"]


def name_guards(dialect: str) -> list[str]:
    """Give the statements that allow one change of a person: that the name is erased."""
    changed = (
        "NEW.name IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.name_check IS NOT NULL OR "
        "NEW.person_id <> OLD.person_id OR NEW.entry <> OLD.entry OR NEW.seal <> OLD.seal"
    )
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f"CREATE TRIGGER person_no_update BEFORE UPDATE ON person WHEN {changed} {refuse}",
            f"CREATE TRIGGER person_no_delete BEFORE DELETE ON person {refuse}",
        ]
    refuse = "EXECUTE FUNCTION register_refuse()"
    rows, whole = "FOR EACH ROW", "FOR EACH STATEMENT"
    return [
        f"CREATE TRIGGER person_guard BEFORE UPDATE ON person {rows} WHEN ({changed}) {refuse}",
        f"CREATE TRIGGER person_kept BEFORE DELETE OR TRUNCATE ON person {whole} {refuse}",
    ]
