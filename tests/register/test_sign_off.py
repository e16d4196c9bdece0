"""Signing off a report: three people, in order, and anew once somebody acted after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compliance import register
from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.register import Register, answers, rights, verify
from compliance.register.acts import About, about_run, acted
from compliance.register.sign_offs import sign_off
from compliance.register.tables import SignOff
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
OVER = ["C-1,commitment,FL-1,2026,EUR 1600.00,2026-02-01,"]


@pytest.fixture
def office(store: Register) -> Register:
    """Give a register with ada (administrator), sam (staff), rea, ria and rob (reviewers)."""
    assert rights.first_administrator(store, "ada")
    rights.grant(store, "ada", "sam", "staff")
    for name in ("rea", "ria", "rob"):
        rights.grant(store, "ada", name, "reviewer")
    return store


@pytest.fixture
def finding(check: Check, office: Register, tmp_path: Path) -> str:
    """Record run 1, by anna, and give its one finding."""
    check(spending(tmp_path / "a", OVER, CREDIT))
    with office.reading() as session:
        (found,) = register.findings_of(session, 1)
        return found.finding


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ComplianceError, match=words) as error:
        act()
    assert error.value.faults[0].hint


def signed(store: Register) -> list[tuple[str, str, str | None, bool]]:
    with store.reading() as session:
        found = acted(session, about_run(session, 1))
        return [(item.act, item.person, item.role, item.void) for item in found.signed]


def test_three_people_sign_in_their_order(office: Register, finding: str) -> None:
    refused(lambda: sign_off(office, "rea", 2, "reviewed"), "holds no run 2")
    refused(lambda: sign_off(office, "sam", 1, "reviewed"), "no right to review a report")
    refused(lambda: sign_off(office, "rea", 1, "prepared"), "no right to prepare a report")
    refused(lambda: sign_off(office, "ria", 1, "approved"), "no review that stands")
    assert signed(office) == [("prepared", "person-6", None, False)]  # anna, who recorded it
    assert sign_off(office, "sam", 1, "prepared") == "staff"
    assert sign_off(office, "rea", 1, "reviewed") == "reviewer"
    refused(lambda: sign_off(office, "ria", 1, "reviewed"), "reviewed already, by person-3")
    refused(lambda: sign_off(office, "rea", 1, "approved"), "you reviewed the report")
    assert sign_off(office, "ria", 1, "approved") == "reviewer"
    assert signed(office) == [
        ("prepared", "person-2", "staff", False),
        ("reviewed", "person-3", "reviewer", False),
        ("approved", "person-4", "reviewer", False),
    ]
    with office.reading() as session:
        assert session.query(SignOff).count() == 3  # who was refused was not recorded
        assert register.known_at(session)[0] < register.last_entry(session)  # no check reads it
    assert not verify(office).misfits


@pytest.mark.slow
@pytest.mark.parametrize("act", ["reviewed", "approved"])
def test_nobody_signs_for_what_they_prepared(office: Register, finding: str, act: str) -> None:
    for name in ("anna", "sam"):  # who ran the check, who answered
        rights.grant(office, "ada", name, "reviewer")
    answers.answer(office, "sam", finding, "moved", "D-1")
    sign_off(office, "rob", 1, "reviewed")
    rights.grant(office, "ada", "rea", "staff")
    sign_off(office, "rea", 1, "prepared")
    for name in ("anna", "sam", "rea"):
        refused(lambda name=name: sign_off(office, name, 1, act), "you prepared the report")
    rights.grant(office, "ada", "rob", "staff")
    refused(lambda: sign_off(office, "rob", 1, "prepared"), "you reviewed the report")


def test_whoever_acts_afterwards_makes_review_and_approval_void(
    office: Register, finding: str
) -> None:
    sign_off(office, "rea", 1, "reviewed")
    answers.answer(office, "sam", finding, "moved", "D-1")
    refused(lambda: sign_off(office, "ria", 1, "approved"), "no review that stands")
    sign_off(office, "rea", 1, "reviewed")
    sign_off(office, "ria", 1, "approved")
    assert [void for *_, void in signed(office)] == [False, False, False]
    answers.accept(office, "rob", finding, "seen")
    assert [void for *_, void in signed(office)] == [False, True, True]
    # Who reviewed once does not approve, though the review is void.
    sign_off(office, "ria", 1, "reviewed")
    refused(lambda: sign_off(office, "rea", 1, "approved"), "you reviewed the report")
    sign_off(office, "rob", 1, "approved")
    assert [void for *_, void in signed(office)] == [False, False, False]
    assert not verify(office).misfits


@pytest.mark.slow
def test_an_act_on_another_finding_leaves_a_sign_off_alone(
    check: Check, office: Register, finding: str, tmp_path: Path
) -> None:
    sign_off(office, "rea", 1, "reviewed")
    check(spending(tmp_path / "b", ["C-9,commitment,FL-9,2026,EUR 1.00,2026-02-01,"]))
    check(spending(tmp_path / "c", ["C-8,commitment,FL-1,2026,EUR 9.00,2026-03-01,"]))
    with office.reading() as session:
        (other,) = register.findings_of(session, 3)
    answers.answer(office, "sam", other.finding, "moved", "D-1")
    assert [void for *_, void in signed(office)] == [False, False]


def test_a_run_that_is_still_to_be_recorded_is_prepared_by_who_checks(office: Register) -> None:
    with office.reading() as session:
        about = About(None, None, (), (), ())
        assert acted(session, about, "sam").signed[0].person == "person-2"
        assert acted(session, about, "nobody").signed == ()


def test_the_command(
    office: Register, finding: str, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "sign-off", "1", "--register", url, "--act"]
    assert main([*words, "reviewed", "--as", "rea"]) == 0
    assert "reviewed in the role reviewer" in capsys.readouterr().out
    assert main([*words, "approved", "--as", "rea"]) == 2
    assert "hint:" in capsys.readouterr().err
