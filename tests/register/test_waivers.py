"""Waivers are asked for by one person and approved by another, each with the right to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import people, waiving
from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.register import Register, rights, verify
from compliance.register.tables import Waiver, WaiverApproval
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
DAYS = {"valid_from": date(2099, 1, 1), "valid_until": date(2099, 12, 31)}
WHERE = 'amount <= money("EUR 50.00")'


@pytest.fixture
def office(store: Register, url: str, rules: Path) -> Register:
    """Give a register with ada (administrator), sam (staff) and fin (financial controller)."""
    assert rights.first_administrator(store, "ada")
    people.grant(url, "ada", "sam", "staff", rules)
    people.grant(url, "ada", "fin", "financial_controller", rules)
    return store


def wanted(**said: Any) -> waiving.Asked:
    scope = {} if "finding" in said else {"rule": "DSK-002", "condition": WHERE}
    return waiving.Asked(**{"reason": "adopted by the board", **DAYS, **scope, **said})


def test_one_asks_and_another_approves(url: str, office: Register, rules: Path) -> None:
    assert waiving.request(url, "sam", wanted(cap="EUR 120.50"), rules) == 1
    assert "waits for financial_controller" in waiving.listed(url)[0]
    people.grant(url, "ada", "sam", "financial_controller", rules)
    for name, words in (
        ("sam", "asked for by the same person"), ("ada", "no right to waive findings of DSK-002"),
    ):  # fmt: skip
        with pytest.raises(ComplianceError, match=words):
            waiving.approve(url, name, 1)
    assert waiving.approve(url, "fin", 1) == "financial_controller"
    with pytest.raises(ComplianceError, match="approved already"):
        waiving.approve(url, "fin", 1)
    with office.reading() as session:
        kept = session.get_one(Waiver, 1)
        assert (kept.cap_minor, kept.currency, kept.condition) == (12_050, "EUR", WHERE)
        assert session.get_one(WaiverApproval, 1).role == "financial_controller"
    assert "up to EUR 120.50  approved" in waiving.listed(url)[0]
    assert not verify(office).misfits


@pytest.mark.parametrize(
    ("who", "said", "words"),
    [
        ("fin", {}, "no right to ask for a waiver"),
        ("sam", {"condition": "amout = 1"}, "amout"),
        ("sam", {"condition": "amount"}, "amount"),
        ("sam", {"reason": " "}, "no reason"),
        ("sam", {"valid_until": date(2098, 1, 1)}, "before it begins"),
        ("sam", {"cap": "a lot"}, "a lot"),
        ("sam", {"finding": "0" * 16}, "no run has the finding"),
        ("sam", {"rule": "DSK-009"}, "no rule DSK-009"),
        ("sam", {"condition": None}, "of one finding, or"),
    ],
)
def test_what_may_not_be_asked_for_is_refused(
    who: str, said: dict[str, Any], words: str, url: str, office: Register, rules: Path
) -> None:
    with pytest.raises(ComplianceError, match=words):
        waiving.request(url, who, wanted(**said), rules)
    with office.reading() as session:
        assert session.query(Waiver).count() == 0


def test_a_rule_that_is_not_waivable_refuses(
    url: str, office: Register, rules: Path, tmp_path: Path
) -> None:
    import shutil

    strict = tmp_path / "strict"
    shutil.copytree(rules, strict)
    (rule,) = strict.rglob("DSK-002.yaml")
    rule.write_text(rule.read_text().replace("{by: financial_controller}", "no"))
    with pytest.raises(ComplianceError, match="DSK-002 cannot be waived"):
        waiving.request(url, "sam", wanted(), strict)


def test_a_waiver_that_has_ended_is_not_approved(url: str, office: Register, rules: Path) -> None:
    past = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 12, 31)}
    waiving.request(url, "sam", wanted(**past), rules)
    with pytest.raises(ComplianceError, match="would have ended on 2020-12-31"):
        waiving.approve(url, "fin", 1)


def test_the_commands(  # type: ignore[no-untyped-def]
    check: Check, url: str, office: Register, rules: Path, tmp_path: Path, capsys
) -> None:
    twice = [f"P-{n},payment,FL-1,2026,EUR 5.00,2026-02-0{n},I-1" for n in (1, 2)]
    made = check(spending(tmp_path / "a", twice, CREDIT))
    finding = made.result.findings[0].finding if made.result else ""
    asked = ["waiver", "request", "--finding", finding, "--reason", "so", "--from", "2099-01-01"]
    asked += ["--until", "2099-12-31", "--rules", str(rules), "--register", url, "--as"]
    assert main([*asked, "sam"]) == 0
    assert main([*asked, "ada"]) == 2
    assert main(["waiver", "approve", "1", "--register", url, "--as", "fin"]) == 0
    assert main(["waiver", "list", "--register", url]) == 0
    told = capsys.readouterr()
    assert "waiver 1 is asked for" in told.out
    assert f"waiver 1  DSK-002  {finding}  2099-01-01 to 2099-12-31  any amount" in told.out
    assert "hint: it takes the role staff or policy_owner" in told.err
