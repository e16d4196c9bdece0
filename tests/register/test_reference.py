"""Reference data in two times, loaded with a preview and approved by another person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from compliance import holdings, register
from compliance.errors import ComplianceError
from compliance.register import Register
from tests.register.conftest import Check, spending

HEAD = "line_id,budget_year,title,ceiling,valid_from,valid_until\n"
Load = Callable[..., list[str]]
CREDIT = "M-1,FL-1,2026,initial,{amount},2026-01-01,2026-01-01"


def lines(path: Path, *rows: str) -> Path:
    path.mkdir(exist_ok=True)
    file = path / "funding_line.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return file


@pytest.fixture
def load(url: str, store: Register, rules: Path, tmp_path: Path) -> Load:  # type: ignore[no-untyped-def]
    """Load rows of funding lines as anna, and have bo approve them."""

    def _load(*rows: str) -> list[str]:
        told = holdings.load(url, "anna", [lines(tmp_path, *rows)], rules, None, do=True)
        with store.reading() as session:
            waiting = [number for number, *_, entry in register.loads(session) if entry is None]
        for number in waiting:
            holdings.approve(url, "bo", number)
        return told

    return _load


def ceilings(store: Register, on: str, at: int | None = None) -> dict[str, int]:
    with store.reading() as session:
        return {
            version.key: version.values["ceiling"]
            for version in register.known(session, at)
            if version.days[0] <= on <= version.days[1]
        }


def test_a_preview_records_nothing(url: str, store: Register, rules: Path, tmp_path: Path) -> None:
    file = lines(tmp_path, "FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    told = holdings.load(url, "anna", [file], rules, None, do=False)
    assert told[0].startswith("new        funding_line FL-1/2026, valid 2026-01-01")
    with store.reading() as session:
        assert register.last_entry(session) == 0


def test_a_ceiling_counts_when_another_person_approves_it(
    url: str, store: Register, rules: Path, tmp_path: Path
) -> None:
    file = lines(tmp_path, "FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    told = holdings.load(url, "anna", [file], rules, None, do=True)
    assert "waits for" in told[-1]
    assert ceilings(store, "2026-05-01") == {}
    with pytest.raises(ComplianceError, match="asked for by the same person"):
        holdings.approve(url, "anna", 1)
    assert ceilings(store, "2026-05-01") == {}
    holdings.approve(url, "bo", 1)
    assert ceilings(store, "2026-05-01") == {"FL-1/2026": 100_000}
    for number, words in ((1, "approved already"), (2, "no load 2 waits")):
        with pytest.raises(ComplianceError, match=words):
            holdings.approve(url, "cy", number)


def test_a_later_version_ends_the_one_before(load: Load, store: Register) -> None:  # type: ignore[no-untyped-def]
    load("FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    told = load("FL-1,2026,Imagery,EUR 1200.00,2026-07-01,")
    assert told[0] == "ended      funding_line FL-1/2026, valid 2026-01-01 to …: until 2026-06-30"
    assert ceilings(store, "2026-06-30") == {"FL-1/2026": 100_000}
    assert ceilings(store, "2026-07-01") == {"FL-1/2026": 120_000}


def test_a_correction_leaves_what_was_known_before(load: Load, store: Register) -> None:  # type: ignore[no-untyped-def]
    load("FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    with store.reading() as session:
        before = register.last_entry(session)
    told = load("FL-1,2026,Imagery,EUR 900.00,2026-01-01,")
    assert told[:2] == [
        "corrected  funding_line FL-1/2026, valid 2026-01-01 to …",
        "           ceiling: EUR 1,000.00 → EUR 900.00",
    ]
    assert ceilings(store, "2026-05-01") == {"FL-1/2026": 90_000}
    assert ceilings(store, "2026-05-01", before) == {"FL-1/2026": 100_000}


def test_the_same_again_changes_nothing(load: Load, store: Register) -> None:  # type: ignore[no-untyped-def]
    load("FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    with store.reading() as session:
        before = register.last_entry(session)
    assert load("FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")[-1].startswith("nothing was recorded")
    with store.reading() as session:
        assert register.last_entry(session) == before


@pytest.mark.parametrize(
    "rows",
    [
        ["FL-1,2026,A,EUR 1.00,2026-01-01,2026-06-30", "FL-1,2026,A,EUR 2.00,2026-06-30,"],
        ["FL-1,2026,A,EUR 1.00,,", "FL-1,2026,A,EUR 2.00,2026-06-30,"],
    ],
)
def test_overlapping_versions_are_refused(load: Load, store: Register, rows: list[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ComplianceError, match="two versions hold on the same days"):
        load(*rows)
    with store.reading() as session:
        assert register.last_entry(session) == 0


def test_a_load_made_before_another_was_approved_is_refused(
    url: str, store: Register, rules: Path, tmp_path: Path
) -> None:
    for ceiling in ("EUR 1000.00", "EUR 900.00"):
        file = lines(tmp_path, f"FL-1,2026,Imagery,{ceiling},2026-01-01,")
        holdings.load(url, "anna", [file], rules, None, do=True)
    holdings.approve(url, "bo", 1)
    with pytest.raises(ComplianceError, match="made before what the register knows now"):
        holdings.approve(url, "bo", 2)
    assert ceilings(store, "2026-05-01") == {"FL-1/2026": 100_000}


def test_records_and_broken_rows_are_refused(
    url: str, store: Register, rules: Path, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", ["C-1,commitment,FL-1,2026,EUR 1.00,2026-02-01,"])
    with pytest.raises(ComplianceError, match="spending are no reference data"):
        holdings.load(url, "anna", [batch], rules, None, do=True)
    broken = lines(tmp_path, "FL-1,2026,Imagery,a lot,2026-01-01,")
    with pytest.raises(ComplianceError, match="cannot be read"):
        holdings.load(url, "anna", [broken], rules, None, do=True)
    with store.reading() as session:
        assert register.last_entry(session) == 0


def test_credit_of_the_register_wins_over_the_batch(
    url: str, store: Register, rules: Path, check: Check, tmp_path: Path
) -> None:
    held = spending(tmp_path / "held", [], [CREDIT.format(amount="EUR 500.00")])
    (held / "spending.csv").unlink()
    holdings.load(url, "anna", [held], rules, None, do=True)
    rows = ["C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,"]
    run = check(spending(tmp_path / "a", rows, [CREDIT.format(amount="EUR 1000.00")]))
    found = (tmp_path / "out" / "findings.jsonl").read_text().splitlines()
    # 600 against the 500 of the register, whatever the batch says of itself.
    assert [json.loads(line)["amount_at_issue"]["minor"] for line in found] == [10_000]
    assert run.result is not None
    assert holdings.statement(url, "FL-1", None, None, None)[1:6] == [
        "  appropriation              EUR 500.00",
        "  committed                  EUR 600.00",
        "  invoiced                     EUR 0.00",
        "  paid                         EUR 0.00",
        "  reserved                     EUR 0.00",
    ]


def test_what_was_known_on_a_day_is_shown(load: Load, url: str, rules: Path) -> None:  # type: ignore[no-untyped-def]
    load("FL-1,2026,Imagery,EUR 1000.00,2026-01-01,")
    today = datetime.now(UTC).date()
    shown = holdings.shown(url, "funding-lines", rules, date(2026, 3, 1), today)
    assert "    ceiling: EUR 1,000.00" in shown
    before = holdings.shown(url, "funding-lines", rules, None, date(2000, 1, 1))
    assert before == ["the register holds no funding line"]
