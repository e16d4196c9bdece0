"""What a report tells from the register: earlier findings, answers, decisions, sign-off."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compliance import register, remembered, run
from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.model.wanted import Wanted
from compliance.register import Register, answers, verify
from compliance.register.acts import About, acted
from compliance.register.decisions import decide
from compliance.register.sign_offs import sign_off
from tests.register.conftest import Check, spending
from tests.register.test_people import office, propose

__all__ = ["office"]
CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
OVER = "C-1,commitment,FL-1,2026,EUR 1600.00,2026-02-01,"
WITHIN = OVER.replace("1600", "600")
TWICE = [f"P-{n},payment,FL-1,2026,EUR 1.00,2026-03-0{n},I-1" for n in (1, 2)]
HTML = ("json", "html")
NO_REGISTER = (
    "No register was read, so no earlier check is known.",
    "No register was read: answers, decisions and signatures are not known here.",
    "No register was read: what was answered is not known here.",
)


def page(folder: Path, name: str = "report.html") -> str:
    """Give the words of a report, without tags."""
    text = re.sub(
        r"<style>.*?</style>|<[^>]+>", " ", (folder / name).read_text("utf-8"), flags=re.DOTALL
    )
    return " ".join(text.replace("\xa0", " ").split())


def status(words: str) -> str:
    return words.partition("Status ")[2].partition(" ")[0]


def states(folder: Path) -> dict[str, list[tuple[str, str, str, bool]]]:
    """Give what became of findings: by state the rule, the record, why, and whether by rules."""
    history = json.loads((folder / "history.json").read_text())
    return {
        state: [(p["rule"], p["record"], p["why"], p["by_rules"]) for p in items]
        for state, items in history["earlier"]["states"]
    }


def other_rules(rules: Path, folder: Path, change: Callable[[str], str]) -> Path:
    """Give a copy of the rulebook with another text of DSK-002."""
    shutil.copytree(rules, folder)
    (found,) = folder.rglob("DSK-002.yaml")
    found.write_text(change(found.read_text()))
    return folder


def test_without_a_register_each_section_says_so(rules: Path, tmp_path: Path) -> None:
    run.check([spending(tmp_path / "a", [OVER], CREDIT)], rules=rules, out=tmp_path / "out",
              formats=["html"])  # fmt: skip
    words = page(tmp_path / "out")
    for sentence in NO_REGISTER:
        assert sentence in words
    assert status(words) == "Draft"
    assert not (tmp_path / "out" / "history.json").exists()


def test_a_report_tells_what_was_answered_and_signed_up_to_now(
    check: Check, office: Register, tmp_path: Path
) -> None:
    batch, out = spending(tmp_path / "a", [OVER], CREDIT), tmp_path / "out"
    first = check(batch, formats=HTML)
    words = page(out)
    assert not any(sentence in words for sentence in NO_REGISTER)
    assert "The register holds no earlier check of these records." in words
    assert "The register holds no answer to a finding of this check." in words
    assert status(words) == "Draft"
    assert first.result is not None
    (finding,) = first.result.findings
    answers.answer(office, "sam", finding.finding, "credit was moved", "DOC-7")
    assert check(batch, formats=HTML).run_id == first.run_id
    words = page(out)
    assert status(words) == "With"
    assert "credit was moved evidence: DOC-7" in words
    assert "1 of 1 answered" in words
    answers.accept(office, "rea", finding.finding, "seen the transfer")
    sign_off(office, "rea", 1, "reviewed")
    sign_off(office, "ria", 1, "approved")
    check(batch, formats=HTML)
    words = page(out)
    assert status(words) == "Final"
    assert "reviewer: seen the transfer" in words
    assert re.search(r"Reviewed reviewer person-3 in the register \d+ \w+ 20\d\d", words)
    assert re.search(r"Approved reviewer person-4 in the register \d+ \w+ 20\d\d", words)
    again = check(batch, formats=HTML)
    assert again.run_id == first.run_id
    answers.reopen(office, "ria", finding.finding, "of another line")
    check(batch, formats=HTML)
    words = page(out)
    assert status(words) == "With"
    assert words.count("before a later answer or decision: to be given again") == 2
    assert "answered, opened again" in words
    assert not verify(office).misfits


@pytest.mark.slow
def test_nothing_is_judged_again_while_nobody_acts(
    check: Check, office: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = spending(tmp_path / "a", [OVER], CREDIT)
    finding = check(batch, formats=HTML).result.findings[0].finding  # type: ignore[union-attr]
    answers.answer(office, "sam", finding, "moved", "DOC-7")
    kept = check(spending(tmp_path / "b", [OVER + "x"], CREDIT), supersedes=1, formats=HTML)
    told = (tmp_path / "out" / "report.html").read_bytes()
    assert b"DOC-7" in told  # an answer that was given before the run
    monkeypatch.setattr(run, "evaluate", lambda *_args, **_named: pytest.fail("judged again"))
    again = check(tmp_path / "b", supersedes=1, formats=HTML)
    assert (again.run_id, again.result) == (kept.run_id, None)
    assert (tmp_path / "out" / "report.html").read_bytes() == told


@pytest.mark.slow
def test_an_answer_to_a_finding_that_comes_back_is_open_again(
    check: Check, office: Register, tmp_path: Path
) -> None:
    finding = check(spending(tmp_path / "a", [OVER], CREDIT)).result.findings[0].finding  # type: ignore[union-attr]
    answers.answer(office, "sam", finding, "moved", "DOC-7")
    check(spending(tmp_path / "b", [WITHIN], CREDIT), supersedes=1)
    check(spending(tmp_path / "c", [OVER + "x"], CREDIT), supersedes=2, formats=HTML)
    assert "a later check found it again" in page(tmp_path / "out")
    built = remembered.build(_url(office), 3, tmp_path / "new", ["html"])
    assert built.status == "With response"
    assert page(tmp_path / "new") == page(tmp_path / "out")


def _url(store: Register) -> str:
    return store.engine.url.render_as_string(hide_password=False)


@pytest.mark.slow
def test_what_became_of_findings_by_the_records(check: Check, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(spending(tmp_path / "a", [OVER, *TWICE], CREDIT))
    check(
        spending(tmp_path / "b", [WITHIN, TWICE[1], TWICE[0].replace("P-1", "P-3")], CREDIT),
        supersedes=1, formats=HTML,
    )  # fmt: skip
    assert states(out) == {
        "new": [("DSK-002", "P-3", "the records changed", False)],
        "outstanding": [("DSK-002", "P-2", "found again", False)],
        "settled": [
            ("DSK-001", "C-1", "the records changed", False),
            ("DSK-002", "P-1", "the record is in the batch no more", False),
        ],
        "superseded": [],
    }
    words = page(out)
    assert "Compared with run 1 of the register" in words
    assert "Not the same as then: the batch." in words
    assert "the record is in the batch no more" in words


def test_what_moved_by_the_rules_alone(check: Check, rules: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch = spending(tmp_path / "a", [OVER, *TWICE], CREDIT)
    check(batch)
    looser = other_rules(
        rules, tmp_path / "looser",
        lambda text: text.replace("alike <= 1", "alike <= 2")
        + "  - {version: 2, date: 2026-02-10, change: looser, author: owner, approved_by: head}\n",
    )  # fmt: skip
    check(batch, rules=looser, formats=HTML)
    moved = "the rule changed; the records do not matter"
    assert states(out)["settled"] == [
        ("DSK-002", "P-1", moved, True), ("DSK-002", "P-2", moved, True)
    ]  # fmt: skip
    assert states(out)["outstanding"] == [("DSK-001", "C-1", "found again", False)]
    # Back to the first rulebook, and a record is put right at once: each for its own reason.
    check(spending(tmp_path / "b", [WITHIN, *TWICE], CREDIT), supersedes=1, formats=HTML)
    assert states(out)["new"] == [
        ("DSK-002", "P-1", moved, True), ("DSK-002", "P-2", moved, True)
    ]  # fmt: skip
    assert states(out)["settled"] == [("DSK-001", "C-1", "the records changed", False)]
    assert "Not the same as then: the rulebook, the batch." in page(out)


@pytest.mark.slow
def test_of_a_rule_that_is_gone_or_did_not_run_nothing_is_known(
    check: Check, rules: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    check(spending(tmp_path / "a", [OVER, *TWICE], CREDIT))
    without = tmp_path / "without"
    shutil.copytree(rules, without)
    next(without.rglob("DSK-002.yaml")).unlink()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "spending.csv").write_text(
        "spending_id,kind,amount,booked_on\nP-1,payment,EUR 1.00,2026-03-01\n"
    )
    check(tmp_path / "b", supersedes=1, rules=without, formats=HTML)
    found = states(out)
    assert [item[:3] for item in found["superseded"]] == [
        ("DSK-001", "C-1", "the rule did not run"),
        ("DSK-002", "P-1", "the rule is in the rulebook no more"),
        ("DSK-002", "P-2", "the rule is in the rulebook no more"),
    ]
    assert found["settled"] == []


@pytest.mark.slow
def test_a_rule_that_names_no_open_record_settles_nothing(
    check: Check, rules: Path, tmp_path: Path
) -> None:
    """A record that can be judged no more must not look like one that was put right."""
    silent = other_rules(
        rules, tmp_path / "silent", lambda text: text.replace("on: spending\n",
                                                              "on: spending\nmissing: count\n"),
    )  # fmt: skip
    check(spending(tmp_path / "a", TWICE, CREDIT), rules=silent)
    unknown = [row.replace(",I-1", ",") for row in TWICE]
    check(spending(tmp_path / "b", unknown, CREDIT), supersedes=1, rules=silent, formats=HTML)
    found = states(tmp_path / "out")
    assert found["settled"] == []
    assert {item[2] for item in found["superseded"]} == {"the rule could not judge every record"}


@pytest.mark.slow
def test_findings_for_a_restricted_audience_are_in_no_state(
    check: Check, office: Register, rules: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    hidden = other_rules(
        rules, tmp_path / "hidden",
        lambda text: text.replace("audience: all", "audience: restricted"),
    )  # fmt: skip
    batch = spending(tmp_path / "a", [OVER, *TWICE], CREDIT)
    made = check(batch, rules=hidden)
    assert made.result is not None
    secret = [f.finding for f in made.result.findings if f.rule == "DSK-002"]
    answers.answer(office, "sam", secret[0], "seen by few", "DOC-9")
    check(batch, formats=HTML)  # by a rulebook in which it is not restricted
    check(spending(tmp_path / "b", [OVER], CREDIT), supersedes=1, rules=hidden, formats=HTML)
    history = json.loads((out / "history.json").read_text())
    assert history["earlier"]["withheld"] == 2
    assert "DSK-002" not in json.dumps(history["earlier"]["states"])
    check(batch, rules=hidden, formats=HTML)
    words = page(out)
    assert "seen by few" not in words
    assert status(words) == "Draft"  # its only answer is to what may not be told


@pytest.mark.slow
def test_a_decision_stands_beside_the_case_of_its_own_records(
    check: Check, office: Register, tmp_path: Path
) -> None:
    propose(office, check, tmp_path / "a")
    decide(office, "rea", "funding_line:FL-1", "change", "paid already")
    decide(office, "ria", "funding_line:FL-1", "accept", "held after all")
    check(spending(tmp_path / "b", ["C-9,commitment,FL-9,2026,EUR 1.00,2026-02-01,"]))
    cases = {"funding_line:FL-1", "batch"}
    with office.reading() as session:
        for batch, count in ((1, 2), (2, 0), (None, 2)):
            found = acted(session, About(None, batch, (), cases, ())).decided
            assert len(found.get("funding_line:FL-1", ())) == count
        latest, first = acted(session, About(None, 1, (), cases, ())).decided["funding_line:FL-1"]
    assert (latest.decided, latest.person, latest.role) == ("accept", "person-4", "reviewer")
    assert (first.reason, first.run, first.proposed["proposal"]) == ("paid already", 2, "hold")


@pytest.mark.slow
def test_the_first_check_of_all_is_compared_with_that_of_each_batch(
    check: Check, tmp_path: Path
) -> None:
    check(spending(tmp_path / "a", [OVER], CREDIT))
    check(spending(tmp_path / "b", TWICE))
    check(formats=HTML)
    assert "Compared with runs 1, 2 of the register" in page(tmp_path / "out")
    assert [item[1] for item in states(tmp_path / "out")["outstanding"]] == ["C-1", "P-1", "P-2"]
    check(spending(tmp_path / "c", ["C-9,commitment,FL-9,2026,EUR 1.00,2026-02-01,"]))
    check(formats=HTML)
    assert "Compared with run 3 of the register" in page(tmp_path / "out")


@pytest.mark.slow
def test_a_report_is_built_anew_for_a_run(
    check: Check, office: Register, url: str, rules: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    made = check(spending(tmp_path / "a", [OVER], CREDIT), formats=HTML)
    then = page(tmp_path / "out")
    summary = (tmp_path / "out" / "summary.json").read_bytes()
    new = tmp_path / "new"
    words = ["report", "build", "1", "--register", url, "--out", str(new), "--format", "html"]
    assert main(words) == 0
    assert page(new) == then
    sign_off(office, "rea", 1, "reviewed")
    sign_off(office, "ria", 1, "approved")
    capsys.readouterr()
    assert main(words) == 0
    assert "run 1: final" in capsys.readouterr().out
    assert status(page(new)) == "Final"
    assert (new / "summary.json").read_bytes() == summary
    assert made.root in page(new)
    assert main(["report", "build", "9", "--register", url]) == 2
    assert "holds no run 9" in capsys.readouterr().err
    monkeypatch.setattr(register, "run_root", lambda *_args: "0" * 64)
    with pytest.raises(ComplianceError, match="does not give the same findings again"):
        remembered.build(url, 1, tmp_path / "none", ["html"])
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_every_form_is_rendered_from_the_one_judged_run(
    check: Check, store: Register, url: str, rules: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    judged: list[str] = []
    evaluate = run.evaluate

    def counted(*args: Any, **named: Any) -> Any:
        judged.append(named["language"])
        return evaluate(*args, **named)

    monkeypatch.setattr(run, "evaluate", counted)
    batch, out = spending(tmp_path / "a", [OVER], CREDIT), tmp_path / "out"
    (batch / "person.csv").write_text("person_id,name,unit\nU-1,Ann Example,Desk\n")
    wanted = Wanted("fr", brief=True, names=True)
    first = check(batch, formats=HTML, wanted=wanted)
    assert judged == ["fr"]
    assert "Projet pour observations" in page(out)
    assert "Projet pour observations" in page(out, "brief.html")
    assert "Ann Example" in (out / "names.csv").read_text()
    (out / "names.csv").unlink()
    check(batch, formats=HTML, wanted=wanted)  # given again, the key to people too
    assert "Ann Example" in (out / "names.csv").read_text()
    assert judged == ["fr"]
    assert check(batch, formats=HTML).run_id == first.run_id
    assert judged == ["fr", "en"]
    assert status(page(out)) == "Draft"
    with store.reading() as session:
        kept = register.outputs_of(session, 1)
    assert {"fr/report.html", "fr/brief.html", "summary.json", "history.json"} <= set(kept)
    assert "names.csv" not in kept
    assert not any(b"Ann Example" in data for data in kept.values())


@pytest.mark.slow
def test_a_file_that_nobody_asked_for_is_not_written(check: Check, tmp_path: Path) -> None:
    batch, out = spending(tmp_path / "a", [OVER], CREDIT), tmp_path / "out"
    for _ in range(2):  # made, then given again
        check(batch, formats=("csv",))
        assert {path.name for path in out.iterdir()} == {
            "findings.csv", "rejects.csv", "summary.json",
        }  # fmt: skip
        shutil.rmtree(out)
