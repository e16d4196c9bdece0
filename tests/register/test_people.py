"""Roles, answers, decisions, personal data: who may do what, and nobody helps themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compliance import people, register
from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.register import Register, answers, decisions, privacy, rights, verify
from compliance.register.tables import Decision, ImportedBatch, Person, RoleGrant
from compliance.register.trail import change
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
OVER = ["C-1,commitment,FL-1,2026,EUR 1600.00,2026-02-01,"]
WITHIN = ["C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,"]


@pytest.fixture
def office(store: Register) -> Register:
    """Give a register with ada (administrator), sam (staff), rea and ria (reviewers)."""
    assert rights.first_administrator(store, "ada")
    for name, role in (("sam", "staff"), ("rea", "reviewer"), ("ria", "reviewer")):
        rights.grant(store, "ada", name, role)
    return store


def states(store: Register, finding: str) -> list[str]:
    with store.reading() as session:
        return [step.state for step in answers.history(session, finding)]


def only_finding(store: Register, run: int) -> str:
    with store.reading() as session:
        (found,) = register.findings_of(session, run)
        return found.finding


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ComplianceError, match=words) as error:
        act()
    assert error.value.faults[0].hint or "already" in words


def test_the_maker_is_the_first_administrator_and_only_the_first(store: Register) -> None:
    assert rights.first_administrator(store, "ada")
    assert not rights.first_administrator(store, "eve")
    with store.reading() as session:
        assert [(p.name, p.roles) for p in rights.people(session)] == [("ada", ("administrator",))]
        assert register.known_at(session)[0] == 0  # a check reads nothing of it


def test_roles_are_given_and_withdrawn_by_an_administrator(office: Register) -> None:
    refused(lambda: rights.grant(office, "sam", "tim", "staff"), "no right to grant a role")
    refused(lambda: rights.grant(office, "eve", "eve", "staff"), "no right to grant a role")
    refused(lambda: rights.grant(office, "ada", "ada", "reviewer"), "to themselves")
    refused(lambda: rights.grant(office, "ada", "sam", "staff"), "already")
    refused(lambda: rights.revoke(office, "ada", "sam", "reviewer"), "does not hold")
    refused(lambda: rights.revoke(office, "ada", "ada", "administrator"), "keeps one administrator")
    refused(lambda: rights.revoke(office, "ada", "nora", "staff"), "nobody called nora")
    rights.revoke(office, "ada", "sam", "staff")
    rights.grant(office, "ada", "sam", "staff")
    with office.reading() as session:
        assert rights.person(session, "sam").roles == ("staff",)
        # ada, sam, rea, ria, withdrawn, given again
        assert session.query(RoleGrant).count() == 6
        assert session.query(Person).count() == 4  # who was refused was not recorded
    assert not verify(office).misfits


def test_a_role_of_the_office_is_one_that_a_rule_names(
    url: str, office: Register, rules: Path
) -> None:
    people.grant(url, "ada", "fin", "financial_controller", rules)
    with pytest.raises(ComplianceError, match="no role financial_controler"):
        people.grant(url, "ada", "fin", "financial_controler", rules)


def test_a_finding_lives_through_runs_and_people(
    check: Check, office: Register, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", OVER, CREDIT)
    finding = only_finding(office, check(batch).run_id)
    assert states(office, finding) == ["open"]
    refused(lambda: answers.accept(office, "rea", finding, "fine"), "is open: there is nothing")
    refused(lambda: answers.answer(office, "rea", finding, "x", "D-1"), "no right to answer")
    answers.answer(office, "sam", finding, "credit was moved", "DOC-7")
    refused(lambda: answers.accept(office, "sam", finding, "fine"), "no right to accept")
    answers.accept(office, "rea", finding, "seen")
    answers.reopen(office, "rea", finding, "the document is of another line")
    assert states(office, finding) == ["open", "answered", "accepted", "reopened"]
    check(spending(tmp_path / "b", WITHIN, CREDIT), supersedes=1)
    assert states(office, finding)[4:] == ["resolved"]
    answers.reopen(office, "rea", finding, "look again")
    check(spending(tmp_path / "c", [OVER[0] + "x"], CREDIT), supersedes=2)
    assert states(office, finding)[4:] == ["resolved", "reopened"]
    check()
    assert states(office, finding)[4:] == ["resolved", "reopened"]
    assert not verify(office).misfits


def test_a_finding_that_comes_back_is_reopened(
    check: Check, office: Register, tmp_path: Path
) -> None:
    finding = only_finding(office, check(spending(tmp_path / "a", OVER, CREDIT)).run_id)
    check(spending(tmp_path / "b", WITHIN, CREDIT), supersedes=1)
    check(spending(tmp_path / "c", [OVER[0] + "x"], CREDIT), supersedes=2)
    assert states(office, finding) == ["open", "resolved", "reopened"]


def test_another_batch_says_nothing_of_a_finding(
    check: Check, office: Register, tmp_path: Path
) -> None:
    finding = only_finding(office, check(spending(tmp_path / "a", OVER, CREDIT)).run_id)
    check(spending(tmp_path / "b", ["P-9,payment,FL-1,2026,EUR 1.00,2026-03-01,I-9"]))
    assert states(office, finding) == ["open"]


def test_nobody_accepts_their_own_answer(check: Check, office: Register, tmp_path: Path) -> None:
    finding = only_finding(office, check(spending(tmp_path / "a", OVER, CREDIT)).run_id)
    rights.grant(office, "ada", "rea", "staff")
    answers.answer(office, "rea", finding, "credit was moved", "DOC-7")
    refused(lambda: answers.accept(office, "rea", finding, "fine"), "their own answer")
    answers.accept(office, "ria", finding, "fine")
    refused(lambda: answers.answer(office, "rea", "0" * 16, "x", "D"), "no run has the finding")


def propose(store: Register, check: Check, folder: Path) -> None:
    """Record a run of which the summary proposes something for one case."""
    made = check(spending(folder, OVER, CREDIT))
    basis = register.Basis(1, "9" * 64, "2026-12-01", made.basis.known_at, made.basis.head)
    summary = {**made.summary, "proposals": {"funding_line:FL-1": {"proposal": "hold"}}}
    outputs = {"summary.json": json.dumps(summary).encode()}
    register.store_run(store, "anna", basis, "7" * 64, (), outputs, folder, {})


def test_a_decision_is_recorded_beside_what_was_proposed(
    check: Check, office: Register, tmp_path: Path
) -> None:
    propose(office, check, tmp_path / "a")
    case = "funding_line:FL-1"
    refused(lambda: decisions.decide(office, "sam", case, "accept", "so"), "no right to decide")
    refused(lambda: decisions.decide(office, "rea", "pilot:X", "accept", "so"), "no run proposes")
    refused(lambda: decisions.decide(office, "rea", case, "accept", "so", 1), "run 1 does not")
    refused(lambda: decisions.decide(office, "rea", case, "accept", " "), "no reason")
    rights.grant(office, "ada", "anna", "reviewer")
    refused(lambda: decisions.decide(office, "anna", case, "accept", "so"), "batch that you")
    number, proposed = decisions.decide(office, "rea", case, "change", "paid already")
    assert (number, proposed) == (1, {"proposal": "hold"})
    with office.reading() as session:
        kept = session.get_one(Decision, 1)
        assert (kept.run_id, kept.decided, kept.role) == (2, "change", "reviewer")
        assert json.loads(kept.proposed) == {"proposal": "hold"}


def test_an_erased_name_leaves_the_trail_whole(office: Register) -> None:
    refused(lambda: privacy.erase(office, "sam", "rea"), "no right to erase")
    refused(lambda: privacy.erase(office, "ada", "ada"), "keeps one administrator")
    assert privacy.erase(office, "ada", "rea") == "person-3"
    refused(lambda: privacy.erase(office, "ada", "person-3"), "already")
    with office.reading() as session:
        kept = session.get_one(Person, "person-3")
        assert (kept.name, kept.salt, kept.name_check) == (None, None, None)
        assert rights.person(session, "person-3").roles == ()
    assert not verify(office).misfits
    rights.grant(office, "ada", "rea", "staff")  # the same name is another person now
    with office.reading() as session:
        assert rights.person(session, "rea").person_id == "person-5"


def test_the_database_allows_no_other_change_of_a_person(office: Register) -> None:
    from sqlalchemy import update

    with (
        pytest.raises(ComplianceError, match="refuses to change"),
        change(office, "ada", "note", "x") as writing,
    ):
        writing.session.execute(update(Person).values(name="someone"))


def test_a_batch_is_kept_until_its_day(check: Check, store: Register, tmp_path: Path) -> None:
    one = spending(tmp_path / "a", OVER, CREDIT)
    (one / "batch.yaml").write_text("retain_until: 2027-01-31\n")
    check(one)
    two = spending(tmp_path / "b", WITHIN, CREDIT)
    check(two, retain_until=date(2026, 12, 31))
    check(spending(tmp_path / "c", ["C-3,commitment,FL-1,2026,EUR 1.00,2026-02-01,"]))
    with store.reading() as session:
        kept = [row.retention_until for row in session.query(ImportedBatch).all()]
        assert sorted(kept, key=str) == ["2026-12-31", "2027-01-31", None]
        for day, batches in (
            (date(2026, 12, 30), []),
            (date(2026, 12, 31), [2]),
            (date(2027, 1, 31), [2, 1]),
        ):
            assert [row.batch_id for row in privacy.due(session, day)] == batches
    check(two, retain_until=date(2026, 12, 31))
    refused(lambda: check(two, retain_until=date(2028, 1, 1)), "kept until 2026-12-31")


def test_the_commands(
    check: Check, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    def told(*words: str, code: int = 0) -> str:
        assert main([*words, "--register", url]) == code
        both = capsys.readouterr()
        return both.out + both.err

    assert "ada is its administrator" in told("register", "init", "--as", "ada")
    assert "administrator" not in told("register", "init", "--as", "eve")
    told("register", "grant", "sam", "staff", "--as", "ada")
    told("register", "grant", "rea", "reviewer", "--as", "ada")
    assert "person-2    sam" in told("register", "people")
    made = check(spending(tmp_path / "a", OVER, CREDIT))
    (found,) = made.result.findings if made.result else ()
    words = ("answer", found.finding, "--text", "moved", "--evidence", "DOC-7")
    assert "state: answered" in told("finding", *words, "--as", "sam")
    words = ("accept", found.finding, "--text", "seen")
    assert "hint:" in told("finding", *words, "--as", "sam", code=2)
    assert "state: accepted" in told("finding", *words, "--as", "rea")
    assert "answered  run 1  by sam: moved [DOC-7]" in told("finding", "show", found.finding)
    assert "hint:" in told("decide", "pilot:P", "accept", "--reason", "so", "--as", "rea", code=2)
    assert "under person-2" in told("register", "erase", "sam", "--as", "ada")
    assert "(erased)" in told("register", "people")
    assert "no batch" in told("register", "retention", "--on", "2030-01-01")
    assert "everything fits" in told("audit", "verify")
    told("register", "revoke", "rea", "reviewer", "--as", "ada")
