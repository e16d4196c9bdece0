"""A register behind a URL: opened, brought to its schema, read at one state, written in turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from compliance.errors import ComplianceError
from compliance.register import sql

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Register:
    """An open register."""

    engine: Engine
    shown: str  # its URL without a password

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the register and writes nothing."""
        with clear_errors(self.shown), self.engine.connect() as connection:
            sql.begin_reading(connection)
            with Session(connection) as session:
                yield session
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session in the one transaction that may write; all of it is kept, or nothing."""
        with clear_errors(self.shown), self.engine.connect() as connection:
            sql.begin_writing(connection)
            with Session(connection, autoflush=False) as session:
                yield session
                session.flush()
            connection.commit()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_register(url: str, *, create: bool = False) -> Register:
    """Open the register at a URL, or in a file; `create` makes it where there is none.

    An older schema is brought up to date; a newer one, or a database of others, is refused.
    """
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    file = Path(address.database or "") if address.drivername == "sqlite" else None
    if file is not None and not create and not file.exists():
        raise ComplianceError(
            f"there is no register at {file}",
            None,
            f"make one with `compliance register init --register {file}`",
        )
    register = Register(_engine(address), shown)
    try:
        with clear_errors(shown):
            _bring_up(register.engine, shown, create=create)
    except ComplianceError:
        register.close()
        raise
    return register


def downgrade(register: Register, revision: str) -> None:
    """Take the schema back to a revision, or to `base`: no table at all."""
    with register.engine.connect() as connection:
        sql.begin_writing(connection)
        command.downgrade(_config(connection), revision)
        connection.commit()


def _address(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    postgres = "postgresql+psycopg"
    drivers = {"sqlite": "sqlite", "postgresql": postgres, "postgres": postgres, postgres: postgres}
    driver = None if address is None else drivers.get(address.drivername)
    if address is None or driver is None or (driver == "sqlite" and not address.database):
        raise ComplianceError(
            f"{url.rpartition('@')[2]} is no address of a register",
            None,
            "give a file, as in register.db, or postgresql://user@host/database",
        )
    return address.set(drivername=driver)


def _engine(address: URL) -> Engine:
    engine = create_engine(address, pool_pre_ping=address.drivername != "sqlite")

    def connected(dbapi: Any, _record: Any) -> None:
        if engine.dialect.name == "sqlite":
            dbapi.isolation_level = None  # transactions begin where the register says
        else:
            dbapi.autocommit = True
        sql.prepare(dbapi, engine.dialect.name)
        if engine.dialect.name != "sqlite":
            dbapi.autocommit = False

    event.listen(engine, "connect", connected)
    return engine


def _bring_up(engine: Engine, shown: str, *, create: bool) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(_config(connection))
        heads = set(script.get_heads())
        known = {revision.revision for revision in script.walk_revisions()}
        at = set(MigrationContext.configure(connection).get_current_heads())
        connection.rollback()
        if at - known:
            raise ComplianceError(
                f"the register at {shown} was made by a newer version (schema {', '.join(at)})",
                None,
                "use that version or a later one; nothing was changed",
            )
        if at == heads:
            return
        if not at and not create:
            raise ComplianceError(
                f"the database at {shown} holds no register",
                None,
                f"make one with `compliance register init --register {shown}`",
            )
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            dbapi: Any = connection.connection.dbapi_connection
            sql.write_ahead(dbapi)
    with engine.connect() as connection:
        sql.begin_writing(connection)  # two that open it at once: the second finds it made
        command.upgrade(_config(connection), "head")
        connection.commit()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def clear_errors(shown: str) -> Iterator[None]:
    """Turn what a database may say into one clear error."""
    try:
        yield
    except DBAPIError as error:
        message, hint = _plain(str(error.orig or error))
        raise ComplianceError(f"the register at {shown} {message}", None, hint) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes its bytes
        message, hint = _plain("malformed")
        raise ComplianceError(f"the register at {shown} {message}", None, hint) from error
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        raise ComplianceError(f"the register at {shown} cannot be used: {first}") from error


# What databases say, in lower case, and what a person needs to know.
_SAYINGS: Final = (
    (("database or disk is full", "no space left", "disk full"),
     "has no room left on its disk", "free some room; nothing was recorded"),
    (("readonly database", "read-only", "permission denied"),
     "cannot be written", "ask for the right to write it; nothing was recorded"),
    (("unable to open database file",),
     "cannot be opened", "look whether its folder exists and may be written"),
    (("file is not a database", "is not a database"),
     "is no register", "give the file that `compliance register init` made"),
    (("malformed", "invalid page", "could not read block", "checksum"),
     "is damaged", "restore it from a backup and run `compliance audit verify`"),
    (("is locked", "lock timeout", "database is busy"),
     f"was held by others for {sql.BUSY_SECONDS} seconds", "try again; nothing was recorded"),
    (("connection refused", "could not connect", "connection failed", "server closed",
      "terminating connection", "connection is lost", "no such file or directory",
      "name or service", "failed to resolve", "consuming input failed"),
     "cannot be reached", "look at the address and whether the server runs; nothing was recorded"),
    ((sql.REFUSAL,), "refuses to change or delete what it holds", "add a correction instead"),
    (("password authentication", "no password supplied"),
     "does not accept this user", "look at the user and the password in the address"),
    (("does not exist",), "does not exist", "look at the name of the database in the address"),
)  # fmt: skip


def _plain(said: str) -> tuple[str, str | None]:
    lowered = said.lower()
    for signs, message, hint in _SAYINGS:
        if any(sign in lowered for sign in signs):
            return message, hint
    return f"cannot be used: {said.splitlines()[0] if said else 'no reason given'}", None
