"""Tables that sit in PostgreSQL, given to intake as it is given files: by COPY, in one snapshot.

The database itself streams every table as the CSV of an export, so a table and its export are read
by the same rules and give the same records. Nothing is written into the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

from compliance.errors import ComplianceError, Place
from compliance.intake.native import kind_of

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composable

    from compliance.model.catalogue import Catalogue

SCHEMES: Final = ("postgresql", "postgres")
_SETTINGS: Final = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'"
_COLUMNS: Final = """
SELECT c.relname, a.attname, t.typname, t.typcategory
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY c.relname, a.attnum
"""
_KEY: Final = """
SELECT a.attname
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
WHERE i.indisprimary AND n.nspname = %s AND c.relname = %s
ORDER BY k.place
"""
_FLOATS: Final = frozenset({"float4", "float8"})


def is_address(text: str) -> bool:
    """Say whether a batch is given as a database."""
    return urlsplit(text).scheme in SCHEMES


@contextmanager
def on_disk(batch: Sequence[Path | str], catalogue: Catalogue) -> Iterator[list[Path]]:
    """Give the paths of a batch; a database among them as a folder of CSV while it is read."""
    with tempfile.TemporaryDirectory(prefix="compliance-") as work:
        paths: list[Path] = []
        for number, item in enumerate(batch):
            if isinstance(item, Path):
                paths.append(item)
                continue
            folder = Path(work) / str(number) / (urlsplit(item).path.strip("/") or "postgres")
            folder.mkdir(parents=True)
            _copy(item, folder, catalogue)
            paths.append(folder)
        yield paths


def _copy(address: str, folder: Path, catalogue: Catalogue) -> None:
    """Write each table that is called after a kind as `TABLE.csv`, all as of one moment."""
    import psycopg

    url, schema = _parts(address)
    place = Place(f"{urlsplit(url).hostname or 'local'}{urlsplit(url).path}")
    try:
        with psycopg.connect(url, connect_timeout=30) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute(_SETTINGS)
            tables = _tables(connection, schema, catalogue)
            if not tables:
                raise ComplianceError(
                    f"no table of the schema {schema} is called after a kind of record", place,
                    "name tables as files are named, such as spending; or add ?schema=NAME",
                )  # fmt: skip
            for table, columns in tables.items():
                _copy_table(connection, schema, table, columns, folder / f"{table}.csv")
    except psycopg.Error as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise ComplianceError(
            f"the database cannot be read: {said[0]}", place,
            "check the address and the rights: postgresql://user@host/database?schema=NAME",
        ) from None  # fmt: skip


def _parts(address: str) -> tuple[str, str]:
    """Give the address as PostgreSQL knows it, and the schema, which is a word of ours."""
    parts = urlsplit(address)
    words = parse_qs(parts.query)
    schema = words.pop("schema", ["public"])[-1]
    query = "&".join(f"{name}={value}" for name, values in words.items() for value in values)
    return urlunsplit(parts._replace(query=query)), schema


def _tables(
    connection: Connection, schema: str, catalogue: Catalogue
) -> dict[str, list[tuple[str, str, str]]]:
    """Give the columns, with their types, of each table that is called after a kind."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table, column, type_, category in connection.execute(_COLUMNS, (schema,)):
        if kind_of(table, catalogue) is None:
            continue
        if type_ in _FLOATS:
            raise ComplianceError(
                f"column {column} is a binary float, which holds no exact amount",
                Place(f"{schema}.{table}"),
                f"make it numeric, or read a view that casts it: {column}::numeric(18, 2)",
            )
        found.setdefault(table, []).append((column, type_, category))
    return found


def _copy_table(
    connection: Connection,
    schema: str,
    table: str,
    columns: Iterable[tuple[str, str, str]],
    path: Path,
) -> None:
    """Stream a table in the order of its primary key, else in the order in which it stands."""
    from psycopg.sql import SQL, Identifier

    key = [name for (name,) in connection.execute(_KEY, (schema, table))]
    query = SQL("COPY (SELECT {} FROM {}{}) TO STDOUT (FORMAT csv, HEADER)").format(
        SQL(", ").join(_text(*column) for column in columns),
        Identifier(schema, table),
        SQL(" ORDER BY {}").format(SQL(", ").join(map(Identifier, key))) if key else SQL(""),
    )
    with path.open("wb") as file, connection.cursor().copy(query) as rows:
        for data in rows:
            file.write(data)


def _text(column: str, type_: str, category: str) -> Composable:
    """Give a column as a cell of an export shows it."""
    from psycopg.sql import SQL, Identifier

    own = Identifier(column)
    if category == "A":
        shown = SQL("array_to_string({}, ';')").format(own)
    elif type_ == "bool":
        shown = SQL("CASE WHEN {} THEN 'true' WHEN NOT {} THEN 'false' END").format(own, own)
    elif type_ in {"timestamp", "timestamptz"}:
        shown = SQL("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')").format(own)
    else:
        shown = SQL("{}::text").format(own)
    return SQL("{} AS {}").format(shown, own)
