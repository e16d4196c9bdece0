"""Waivers in checks: what they cover, what stays open, and what the summary says of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from compliance import holdings, people, register, remembered, waiving
from compliance.errors import ComplianceError
from compliance.register import Register, answers, rights, verify
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
# A waiver predates the act, and is approved today: the payments of these tests are of 2099.
DAYS = {"valid_from": date(2099, 1, 1), "valid_until": date(2099, 6, 30)}
SMALL = 'amount <= money("EUR 50.00")'


def payment(number: int, amount: str, day: str, invoice: str = "I-1") -> str:
    return f"P-{number},payment,FL-1,2099,EUR {amount},{day},{invoice}"


THREE = [
    payment(1, "40.00", "2099-02-01"), payment(2, "30.00", "2099-02-02"),
    payment(3, "20.50", "2099-02-03"),
]  # fmt: skip


@pytest.fixture
def office(store: Register, url: str, rules: Path) -> Register:
    """Give a register with ada (administrator), sam (staff) and fin (financial controller)."""
    assert rights.first_administrator(store, "ada")
    people.grant(url, "ada", "sam", "staff", rules)
    people.grant(url, "ada", "fin", "financial_controller", rules)
    return store


def waive(url: str, rules: Path, **said: object) -> int:
    scope = {} if "finding" in said else {"rule": "DSK-002", "condition": SMALL}
    asked = waiving.Asked(**{"reason": "adopted by the board", **DAYS, **scope, **said})  # type: ignore[arg-type]
    number = waiving.request(url, "sam", asked, rules)
    waiving.approve(url, "fin", number, rules)
    return number


def waived(store: Register, run: int) -> set[str]:
    with store.reading() as session:
        names = register.summary_of(session, run)["findings"]["waivers"]
        found = {name for item in names for name in item["findings"]}
        return {item.record for item in register.findings_of(session, run) if item.finding in found}


def test_a_cap_is_used_up_in_the_order_of_the_acts_and_over_batches(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", THREE, CREDIT)
    before = check(batch, fail_on="major")
    assert before.code == 1
    waive(url, rules, cap="EUR 75.00")
    first = check(batch, fail_on="major")
    assert first.run_id != before.run_id  # other waivers, another run
    # 40.00 and 30.00 leave 5.00, in which 20.50 does not fit.
    assert waived(office, first.run_id) == {"P-1", "P-2"}
    totals = first.summary["findings"]
    assert (totals["waived"], totals["by_severity"]["major"]) == (2, 1)
    assert totals["headline"]["payments_at_issue"] == {"EUR": 2_050, "base_minor": 2_050}
    assert totals["amounts_waived"]["payment"]["whole"]["EUR"] == 7_000
    (told,) = totals["waivers"]
    assert told["left_open"] == {
        "beyond_cap": 1, "before_approval": 0, "after_end": 0, "own_acts": 0,
    }  # fmt: skip
    assert (told["used_elsewhere"], told["used"]) == (0, 7_000)
    lines = (tmp_path / "out" / "findings.jsonl").read_text().splitlines()
    assert len(lines) == 3  # a waived finding stays among the findings

    later = [payment(4, "5.00", "2099-03-01", "I-2"), payment(5, "0.01", "2099-03-02", "I-2")]
    second = check(spending(tmp_path / "b", later, CREDIT))
    assert waived(office, second.run_id) == {"P-4"}  # of the 5.00 left, nothing stays
    assert second.summary["findings"]["waivers"][0]["used_elsewhere"] == 7_000
    again = check(batch, fail_on="major")
    assert again.run_id != first.run_id  # a batch has come in since
    assert waived(office, again.run_id) == {"P-1", "P-2"}  # a later batch takes nothing from it
    whole = check()
    assert waived(office, whole.run_id) == {"P-1", "P-2", "P-4"}
    assert remembered.reproduce(url, second.run_id) == []
    gone = remembered.compare(url, before.run_id, first.run_id)
    assert {item.record for item in gone.waived} == {"P-1", "P-2"}
    assert [item.record for item in gone.persisting] == ["P-3"]
    assert (gone.new, gone.resolved) == ((), ())
    with office.reading() as session:
        fingerprint = gone.waived[0].finding
        assert answers.history(session, fingerprint)[-1].state == "waived"
    assert not verify(office).misfits


def test_all_waived_is_nothing_to_fail_on(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    waive(url, rules, condition="true")
    run = check(spending(tmp_path / "a", THREE, CREDIT), fail_on="major")
    assert waived(office, run.run_id) == {"P-1", "P-2", "P-3"}
    assert run.code == 0
    assert run.summary["findings"]["total"] == 3
    assert run.summary["findings"]["headline"]["payments_at_issue"] == {"base_minor": 0}


def test_acts_outside_its_days_stay_open(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    rows = [
        payment(1, "1.00", "2020-02-01"),  # before its approval
        payment(2, "1.00", "2098-12-31"),  # before its first day
        payment(3, "1.00", "2099-01-01"),  # on its first day
        payment(4, "1.00", "2099-06-30"),  # on its last
        payment(5, "1.00", "2099-07-01"),  # after it
    ]
    waive(url, rules, cap="EUR 100.00")
    run = check(spending(tmp_path / "a", rows, CREDIT))
    assert waived(office, run.run_id) == {"P-3", "P-4"}
    told = run.summary["findings"]["waivers"][0]["left_open"]
    assert (told["before_approval"], told["after_end"], told["beyond_cap"]) == (1, 1, 0)


def test_one_finding_is_waived_and_no_other(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    batch = spending(tmp_path / "a", THREE, CREDIT)
    made = check(batch).result
    assert made is not None
    wanted = next(item.finding for item in made.findings if item.record == "P-2")
    waive(url, rules, finding=wanted)
    assert waived(office, check(batch).run_id) == {"P-2"}


DELEGATIONS = "delegation_id,person,act,funding_line,limit,valid_from,valid_until\n"


def delegate(url: str, rules: Path, folder: Path, *rows: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "delegation.csv").write_text(DELEGATIONS + "".join(f"{row}\n" for row in rows))
    holdings.load(url, "ada", [folder / "delegation.csv"], rules, None, do=True)
    holdings.approve(url, "sam", 1)


def test_where_the_register_holds_delegations_one_must_allow_to_waive(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    delegate(
        url, rules, tmp_path / "d",
        "D-1,fin,waive,all,EUR 100.00,2020-01-01,",
        "D-2,kim,waive,FL-2,EUR 100.00,2020-01-01,",
        "D-3,lou,pay,all,EUR 100.00,2020-01-01,",
        "D-4,old,waive,all,EUR 100.00,2020-01-01,2020-12-31",
    )  # fmt: skip
    for name in ("kim", "lou", "old"):
        people.grant(url, "ada", name, "financial_controller", rules)
    asked = waiving.Asked(
        reason="adopted", rule="DSK-002", condition=SMALL, cap="EUR 100.01", **DAYS
    )
    assert waiving.request(url, "sam", asked, rules) == 1
    for name, words in (
        ("lou", "no delegation lets lou waive"),
        ("old", "no delegation lets old waive"),
        ("fin", "D-1 does not extend to the amount of waiver 1"),
    ):
        with pytest.raises(ComplianceError, match=words):
            waiving.approve(url, name, 1, rules)
    enough = waiving.Asked(
        reason="adopted", rule="DSK-002", condition=SMALL, cap="EUR 100.00", **DAYS
    )
    assert waiving.request(url, "sam", enough, rules) == 2
    waiving.approve(url, "kim", 2, rules)
    batch = spending(tmp_path / "a", THREE, CREDIT)
    run = check(batch)
    assert waived(office, run.run_id) == set()  # kim's delegation is of another line
    assert run.summary["findings"]["waivers"][0]["delegation"] == "D-2"


def test_whoever_acted_on_a_record_waives_nothing_of_it(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    delegate(url, rules, tmp_path / "d", "D-1,fin,waive,all,EUR 1000.00,2020-01-01,")
    batch = tmp_path / "a"
    batch.mkdir()
    (batch / "spending.csv").write_text(
        "spending_id,kind,funding_line,budget_year,amount,booked_on,document_number,paid_by\n"
        "P-1,payment,FL-1,2099,EUR 1.00,2099-02-01,I-1,fin\n"
        "P-2,payment,FL-1,2099,EUR 1.00,2099-02-02,I-1,pat\n"
    )
    made = check(batch).result
    assert made is not None
    own = next(item.finding for item in made.findings if item.record == "P-1")
    asked = waiving.Asked(reason="adopted", finding=own, cap="EUR 10.00", **DAYS)
    number = waiving.request(url, "sam", asked, rules)
    with pytest.raises(ComplianceError, match="fin acted on spending P-1"):
        waiving.approve(url, "fin", number, rules)
    waive(url, rules, cap="EUR 10.00")
    run = check(batch)
    assert waived(office, run.run_id) == {"P-2"}
    assert run.summary["findings"]["waivers"][0]["left_open"]["own_acts"] == 1


def test_a_rule_that_changed_since_leaves_the_finding_open(
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    import shutil

    waive(url, rules, cap="EUR 100.00")
    strict = tmp_path / "strict"
    shutil.copytree(rules, strict)
    (rule,) = strict.rglob("DSK-002.yaml")
    rule.write_text(rule.read_text().replace("{by: financial_controller}", "no"))
    run = check(spending(tmp_path / "a", THREE, CREDIT), rules=strict)
    assert waived(office, run.run_id) == set()
    assert run.summary["findings"]["waivers"][0]["fits"] is False
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["findings"]["waived"] == 0
