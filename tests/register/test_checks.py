"""Checks beside a register: imported once, counted together, corrected, compared, repeated."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from compliance import register, remembered
from compliance.errors import ComplianceError
from compliance.register import Register
from compliance.register.tables import ImportedBatch, Posting, StoredRun
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
FIRST = ["C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,"]
SECOND = ["C-2,commitment,FL-1,2026,EUR 600.00,2026-05-01,"]


def found(store: Register, run: int) -> set[tuple[str, str, str]]:
    with store.reading() as session:
        return {(f.rule, f.record, f.outcome) for f in register.findings_of(session, run)}


def test_a_batch_is_imported_once_and_its_run_given_again(
    check: Check, store: Register, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", FIRST, CREDIT)
    first = check(batch)
    again = check(batch)
    assert (first.new_batch, again.new_batch) == (True, False)
    assert again.run_id == first.run_id
    assert again.result is None
    assert (again.code, again.root) == (first.code, first.root)
    with store.reading() as session:
        assert len(session.query(ImportedBatch).all()) == 1
        assert len(session.query(StoredRun).all()) == 1


def test_a_file_that_was_not_asked_for_then_is_made_now(
    check: Check, store: Register, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", FIRST, CREDIT)
    first = check(batch)
    again = check(batch, formats=("json", "csv"))
    assert again.run_id == first.run_id
    assert (tmp_path / "out" / "findings.csv").exists()
    with store.reading() as session:
        assert len(session.query(StoredRun).all()) == 1


def test_commitments_of_an_earlier_batch_use_up_the_credit(
    check: Check, store: Register, tmp_path: Path
) -> None:
    one = check(spending(tmp_path / "a", FIRST, CREDIT))
    two = check(spending(tmp_path / "b", SECOND, CREDIT))
    assert found(store, one.run_id) == set()
    # 600 + 600 against 1,000: only the later one is beyond, by 200.
    assert found(store, two.run_id) == {("DSK-001", "C-2", "fail")}
    lines = (tmp_path / "out" / "findings.jsonl").read_text().splitlines()
    assert [json.loads(line)["amount_at_issue"]["minor"] for line in lines] == [20_000]


def test_credit_that_only_an_earlier_batch_brings_counts_once(
    check: Check, store: Register, tmp_path: Path
) -> None:
    more = "M-2,FL-1,2026,supplementary,EUR 100.00,2026-03-01,2026-03-01"
    less = "M-1,FL-1,2026,initial,EUR 900.00,2026-01-01,2026-01-01"
    check(spending(tmp_path / "a", FIRST, CREDIT))
    two = check(spending(tmp_path / "b", SECOND, [more]))
    assert amounts(tmp_path) == [10_000]  # 1,200 against 1,000 and 100
    three = check(spending(tmp_path / "c", [SECOND[0].replace("C-2", "C-3")], [less]))
    assert amounts(tmp_path) == [60_000]  # 1,800 against 900 and 100: all of the third
    assert (found(store, two.run_id), found(store, three.run_id)) == (
        {("DSK-001", "C-2", "fail")}, {("DSK-001", "C-3", "fail")},
    )  # fmt: skip


def amounts(folder: Path) -> list[int]:
    lines = (folder / "out" / "findings.jsonl").read_text().splitlines()
    return [json.loads(line)["amount_at_issue"]["minor"] for line in lines]


def test_a_record_of_an_earlier_batch_is_counted_and_not_judged(
    check: Check, store: Register, tmp_path: Path
) -> None:
    check(spending(tmp_path / "a", ["P-1,payment,FL-1,2026,EUR 1.00,2026-02-01,I-1"]))
    two = check(spending(tmp_path / "b", ["P-2,payment,FL-1,2026,EUR 1.00,2026-03-01,I-1"]))
    assert found(store, two.run_id) == {("DSK-002", "P-2", "fail")}
    # All that the register holds: now both are judged.
    whole = check()
    assert found(store, whole.run_id) == {("DSK-002", "P-1", "fail"), ("DSK-002", "P-2", "fail")}


def test_a_correction_takes_the_place_of_what_it_corrects(
    check: Check, store: Register, tmp_path: Path
) -> None:
    check(spending(tmp_path / "a", FIRST, CREDIT))
    check(spending(tmp_path / "b", SECOND, CREDIT))
    smaller = ["C-1,commitment,FL-1,2026,EUR 400.00,2026-02-01,"]
    corrected = check(spending(tmp_path / "c", smaller, CREDIT), supersedes=1)
    assert found(store, corrected.run_id) == set()
    whole = check()
    assert found(store, whole.run_id) == set()  # 400 + 600 = 1,000
    with pytest.raises(ComplianceError, match="batch 1 is corrected by batch 3 already"):
        check(spending(tmp_path / "d", FIRST), supersedes=1)
    with pytest.raises(ComplianceError, match="are batch 2 already, which corrects no other"):
        check(tmp_path / "b", supersedes=3)
    with pytest.raises(ComplianceError, match="are batch 3 already, which corrects batch 1"):
        check(tmp_path / "c", supersedes=2)
    with pytest.raises(ComplianceError, match="holds no batch 9"):
        check(spending(tmp_path / "e", FIRST), supersedes=9)
    with store.reading() as session:
        assert [row.batch_id for row in session.query(ImportedBatch).all()] == [1, 2, 3]


def test_a_correction_is_traced_record_by_record(check: Check, url: str, tmp_path: Path) -> None:
    kept, wrong, gone = (f"C-{n},commitment,FL-1,2026,EUR {n}.00,2026-02-01," for n in (1, 2, 3))
    check(spending(tmp_path / "a", [kept, wrong, gone], CREDIT))
    right, new = wrong.replace("EUR 2.00", "EUR 20.00"), gone.replace("C-3", "C-4")
    check(spending(tmp_path / "b", [new, right, kept], CREDIT), supersedes=1)
    told = remembered.correction(url, 2)
    assert told[0] == "batch 2 corrects batch 1: 2 same, 1 changed, 1 new, 1 gone"
    assert [line.split()[:3] for line in told[1:]] == [
        ["changed", "spending", "C-2"], ["gone", "spending", "C-3"], ["new", "spending", "C-4"],
    ]  # fmt: skip
    with pytest.raises(ComplianceError, match="batch 1 corrects none"):
        remembered.correction(url, 1)


def test_runs_are_compared_by_their_findings(
    check: Check, url: str, store: Register, tmp_path: Path
) -> None:
    over = ["C-1,commitment,FL-1,2026,EUR 1600.00,2026-02-01,"]
    first = check(spending(tmp_path / "a", over, CREDIT))
    second = check(spending(tmp_path / "b", FIRST, CREDIT), supersedes=1)
    gone = remembered.compare(url, first.run_id, second.run_id)
    assert [item.record for item in gone.resolved] == ["C-1"]
    assert (gone.new, gone.persisting) == ((), ())
    back = remembered.compare(url, second.run_id, first.run_id)
    assert [item.record for item in back.new] == ["C-1"]


def test_a_run_is_reproduced_byte_for_byte(check: Check, url: str, tmp_path: Path) -> None:
    check(spending(tmp_path / "a", FIRST, CREDIT))
    run = check(spending(tmp_path / "b", SECOND, CREDIT))
    assert remembered.reproduce(url, run.run_id) == []
    assert remembered.reproduce(url, check().run_id) == []


def test_another_day_is_another_run(check: Check, tmp_path: Path) -> None:
    from datetime import date

    batch = spending(tmp_path / "a", FIRST, CREDIT)
    assert check(batch, as_of=date(2026, 3, 1)).run_id == 1
    assert check(batch, as_of=date(2026, 3, 2)).run_id == 2
    assert check(batch, as_of=date(2026, 3, 1)).run_id == 1


def test_what_is_known_since_makes_a_new_run(check: Check, tmp_path: Path) -> None:
    batch = spending(tmp_path / "a", FIRST, CREDIT)
    first, whole = check(batch), check()
    second = check(spending(tmp_path / "b", SECOND, CREDIT))
    again = check(batch)
    assert not again.new_batch
    assert again.run_id not in {first.run_id, whole.run_id, second.run_id}
    assert check(batch).run_id == again.run_id
    assert check().run_id not in {whole.run_id, again.run_id}


def test_movements_are_posted_with_their_sign(
    check: Check, store: Register, tmp_path: Path
) -> None:
    rows = [
        "C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,",
        "D-1,decommitment,FL-1,2026,EUR 50.00,2026-02-02,",
        "I-1,invoice,FL-1,2026,EUR 70.05,2026-02-03,",
        "P-1,payment,FL-1,2026,EUR 70.05,2026-02-04,I-1",
        "R-1,refund,FL-1,2026,EUR 0.05,2026-02-05,I-1",
    ]
    check(spending(tmp_path / "a", rows, CREDIT))
    with store.reading() as session:
        got = {(p.record, p.column, p.minor) for p in session.query(Posting).all()}
    assert got == {
        ("M-1", "appropriation", 100_000),
        ("C-1", "committed", 60_000),
        ("D-1", "committed", -5_000),
        ("I-1", "invoiced", 7_005),
        ("P-1", "paid", 7_005),
        ("R-1", "paid", -5),
    }


def test_nothing_is_recorded_of_a_batch_that_cannot_be_read(
    check: Check, store: Register, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(ComplianceError):
        check(broken)
    with store.reading() as session:
        assert register.known_at(session)[0] == 0


def test_all_batches_together_bear_what_each_states(
    check: Check, store: Register, tmp_path: Path
) -> None:
    for name, marking, day in (("a", "NATO RESTRICTED", 1), ("b", "NATO RESTRICTED PARTNERS", 2)):
        row = f"C-{name},commitment,FL-1,2026,EUR 1.00,2026-02-01,"
        batch = spending(tmp_path / name, [row], CREDIT)
        (batch / "batch.yaml").write_text(
            f"entity: office\nmarking: {marking}\nextracted_on: 2026-03-0{day}\n"
            f"period: {{from: 2026-0{day}-01, to: 2026-0{day}-28}}\n"
        )
        check(batch)
    told = check().summary["batch"]
    assert (told["entity"], told["marking"]) == ("office", "NATO RESTRICTED PARTNERS")
    assert told["period"] == {"from": "2026-01-01", "to": "2026-02-28"}
    assert told["extracted_on"] == "2026-03-02"


def test_a_register_without_batches_cannot_be_checked_whole(check: Check) -> None:
    with pytest.raises(ComplianceError, match="holds no batch"):
        check()


PERSISTENT = """\
id: PER-001
title: A finding stands on several days
authority: {document: Desk manual, reference: "3", standing: house}
"on": [funding_line]
when: earlier_runs >= 2
propose: return_to_staff
because: "Earlier days on which it stood: {earlier_runs}."
history:
  - {version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}
"""


def test_a_finding_that_stood_on_two_earlier_days_is_told_to_the_proposals(
    check: Check, url: str, rules: Path, tmp_path: Path
) -> None:
    own = tmp_path / "rules"
    shutil.copytree(rules, own)
    (own / "proposals").mkdir()
    (own / "proposals" / "PER-001.yaml").write_text(PERSISTENT)
    batch = spending(tmp_path / "a", [*FIRST, *SECOND], CREDIT)

    def asked(day: str) -> tuple[int, list[str]]:
        made = check(batch, rules=own, as_of=date.fromisoformat(day))
        return made.run_id, made.summary["proposals"]["funding_line:FL-1"]["reasons"]

    told = "Earlier days on which it stood: 2."
    assert told not in asked("2026-06-01")[1]
    assert told not in asked("2026-06-02")[1]
    run, reasons = asked("2026-06-03")
    assert told in reasons
    assert told not in asked("2026-06-02")[1]  # what came later is not known to an earlier day
    assert remembered.reproduce(url, run) == []
