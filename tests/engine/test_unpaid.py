"""What is not yet paid of the commitments at issue, worked out by hand for each case."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from compliance.engine import duck
from compliance.engine.summary import Beside, finding_totals
from compliance.engine.unpaid import Extent, extents_at_issue, not_yet_paid
from compliance.intake import from_rows
from compliance.model.catalogue import Catalogue, read_catalogue
from compliance.model.finding import Finding
from tests.report.sample import sample

RULES = Path(__file__).parents[2] / "rules"
Row = dict[str, str | None]


def _finding(kind: str, record: str, minor: int, currency: str = "EUR") -> Finding:
    issue = {"minor": minor, "currency": currency, "base_minor": minor, "stage": "commitment",
             "basis": "whole"}  # fmt: skip
    return replace(
        sample()[0].findings[0], rule="R-1", record_kind=kind, record=record, kind="breach",
        outcome="fail", standing="house", severity="critical", amount_at_issue=issue,
    )  # fmt: skip


@lru_cache
def _catalogue() -> Catalogue:
    return read_catalogue(RULES / "catalogue")


def _unpaid(rows: dict[str, list[Row]], *findings: Finding) -> list[int]:
    """Give the minor units of each finding that are not yet paid."""
    batch = from_rows(rows, _catalogue(), RULES)
    assert batch.rejects == ()
    connection = duck.connect()
    try:
        extents = extents_at_issue(connection, batch.tables, findings)
    finally:
        connection.close()
    return [
        not_yet_paid(f.amount_at_issue or {}, extents.get((f.record_kind, f.record)))["minor"]
        for f in findings
    ]


def _line(key: str, kind: str, amount: str, **more: str) -> Row:
    names = ("settles", "reverses", "contract", "booked_on", "status")
    fields = {name: more.get(name) for name in names}
    return {"spending_id": key, "kind": kind, "amount": amount, **fields}


COMMITMENT = _line("C", "commitment", "EUR 100.00", contract="K", booked_on="2026-02-01")
INVOICE = _line("I", "invoice", "EUR 60.00", settles="C")


@pytest.mark.parametrize(
    ("lines", "whole", "excess"),  # of EUR 100.00: all of it at issue, or the last EUR 20.00
    [
        ([], 10000, 2000),
        ([_line("P", "payment", "EUR 30.00", settles="C")], 7000, 2000),
        ([_line("P", "payment", "EUR 30.00", settles="I")], 7000, 2000),
        ([_line("P", "payment", "EUR 30.00", contract="K")], 7000, 2000),
        ([_line("P", "payment", "EUR 80.00", settles="I")], 2000, 2000),
        ([_line("P", "payment", "EUR 95.00", settles="I")], 500, 500),
        ([_line("P", "payment", "EUR 100.01", settles="I")], 0, 0),
        (
            [
                _line("P", "payment", "EUR 95.00", settles="I"),
                _line("R", "refund", "EUR 10.00", reverses="P"),
            ],
            1500,
            1500,
        ),
        ([_line("D", "decommitment", "EUR 20.00", reverses="C")], 8000, 0),
        ([_line("D", "decommitment", "EUR 15.00", reverses="C")], 8500, 500),
        (
            [
                _line("D", "decommitment", "EUR 15.00", reverses="C"),
                _line("P", "payment", "EUR 82.00", settles="C"),
            ],
            300,
            300,
        ),
        ([_line("P", "payment", "EUR 30.00", settles="C", status="cancelled")], 10000, 2000),
        ([_line("P", "payment", "USD 30.00", settles="C")], 10000, 2000),
        ([_line("P", "payment", "EUR 30.00", contract="L")], 10000, 2000),
        ([_line("P", "payment", "EUR 30.00", settles="P")], 10000, 2000),
        ([_line("P", "payment", "EUR 30.00", settles="X")], 10000, 2000),
        ([_line("P", "payment", "EUR 30.00")], 10000, 2000),
    ],
    ids=[
        "nothing paid", "paid on it", "paid on its invoice", "paid on its contract",
        "paid up to the limit", "paid beyond the limit", "overpaid", "partly paid back",
        "excess released", "partly released", "released and paid", "cancelled", "other currency",
        "other contract", "settles itself", "settles nothing known", "tied to nothing",
    ],
)  # fmt: skip
def test_a_commitment_is_paid_from_below_and_released_from_above(
    lines: list[Row], whole: int, excess: int
) -> None:
    rows = {"spending": [COMMITMENT, INVOICE, *lines]}
    issues = _finding("spending", "C", 10000), _finding("spending", "C", 2000)
    assert _unpaid(rows, *issues) == [whole, excess]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
def test_payments_that_settle_nothing_fill_a_contract_in_the_order_of_booking(
    order: tuple[int, ...],
) -> None:
    """EUR 60 loose: 40 are left of A (10 of it settled), so all of them; 20 of B; none of C."""
    lines = [
        _line("A", "commitment", "EUR 50.00", contract="K", booked_on="2026-01-31"),
        _line("B", "commitment", "EUR 50.00", contract="K", booked_on="2026-02-28"),
        _line("C", "commitment", "EUR 50.00", contract="K"),
        _line("P", "payment", "EUR 10.00", contract="K", settles="A"),
        _line("Q", "payment", "EUR 60.00", contract="K"),
    ]
    issues = [_finding("spending", key, 5000) for key in "ABC"]
    assert _unpaid({"spending": [lines[n] for n in order]}, *issues) == [0, 3000, 5000]


def test_a_payment_itself_is_paid() -> None:
    rows = {"spending": [_line("P", "payment", "EUR 7.00")]}
    assert _unpaid(rows, _finding("spending", "P", 700)) == [0]


CONTRACTS: dict[str, list[Row]] = {
    "contract": [
        {"contract_id": "K", "procurement": "P", "value": "EUR 100.00"},
        {"contract_id": "L", "procurement": "P", "value": "EUR 10.00"},
        {"contract_id": "M", "procurement": "Q", "value": "USD 10.00"},
        {"contract_id": "N", "procurement": "Q", "value": "EUR 10.00"},
    ],
    "amendment": [
        {"amendment_id": "K-2", "contract": "K", "signed_on": "2026-04-01",
         "value_change": "EUR 30.00"},
        {"amendment_id": "K-1", "contract": "K", "signed_on": "2026-03-01",
         "value_change": "EUR 20.00"},
        {"amendment_id": "L-1", "contract": "L", "signed_on": "2026-03-01",
         "value_change": "EUR -4.00"},
    ],
    "approval": [
        {"approval_id": "of K", "subject_kind": "contract", "subject": "K"},
        {"approval_id": "of K-1", "subject_kind": "amendment", "subject": "K-1"},
        {"approval_id": "of P", "subject_kind": "procurement", "subject": "P"},
        {"approval_id": "of Q", "subject_kind": "procurement", "subject": "Q"},
        {"approval_id": "of C", "subject_kind": "spending", "subject": "C"},
        {"approval_id": "of X", "subject_kind": "contract", "subject": "X"},
        {"approval_id": "of none"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "record", "minor", "left"),
    [
        # Paid on K: 105, less 2 that came back. So K is paid, and 3 of the 20 of its first change.
        ("contract", "K", 10000, 0),
        ("amendment", "K-1", 2000, 1700),
        ("amendment", "K-1", 1, 1),
        ("amendment", "K-2", 3000, 3000),
        # L was lowered from 10 to 6, and 1 is paid.
        ("contract", "L", 1000, 500),
        ("contract", "N", 1000, 1000),
        ("approval", "of K", 10000, 0),
        ("approval", "of K-1", 2000, 1700),
        # K and L together: 110 signed, 156 bound now, 104 paid.
        ("approval", "of P", 11000, 600),
        ("procurement", "P", 11000, 600),
        # Q has contracts in two currencies, X is not in the batch: nothing can be set off.
        ("approval", "of Q", 1000, 1000),
        ("approval", "of X", 1000, 1000),
        ("approval", "of none", 1000, 1000),
        ("approval", "of C", 5000, 4900),
        ("vendor", "K", 1000, 1000),
    ],
)
def test_what_is_paid_on_a_contract_counts_for_what_stands_behind_it(
    kind: str, record: str, minor: int, left: int
) -> None:
    lines = [
        _line("C", "commitment", "EUR 50.00", booked_on="2026-01-01"),
        _line("P-0", "payment", "EUR 1.00", settles="C"),
        _line("P-1", "payment", "EUR 105.00", contract="K"),
        _line("P-2", "refund", "EUR 2.00", contract="K"),
        _line("P-3", "payment", "EUR 1.00", contract="L"),
        _line("P-4", "payment", "USD 9.00", contract="K"),
        _line("P-5", "payment", "EUR 9.00", contract="K", status="superseded"),
    ]
    assert _unpaid({**CONTRACTS, "spending": lines}, _finding(kind, record, minor)) == [left]


def test_without_lines_of_spending_nothing_is_set_off() -> None:
    assert _unpaid({"contract": CONTRACTS["contract"]}, _finding("contract", "K", 10000)) == [10000]
    assert _unpaid({"vendor": [{"vendor_id": "V"}]}, _finding("contract", "K", 10000)) == [10000]


@pytest.mark.parametrize(
    ("paid", "minor", "base"),
    [(0, 1000, 905), (1, 999, 904), (500, 500, 452), (1000, 0, 0)],  # 904.095; 452.5, to even
)
def test_the_value_in_euro_shrinks_in_proportion(paid: int, minor: int, base: int) -> None:
    issue = {"minor": 1000, "currency": "USD", "base_minor": 905}
    extent = Extent("USD", 1000, paid, 1000)
    assert not_yet_paid(issue, extent) == {"minor": minor, "currency": "USD", "base_minor": base}
    unknown = not_yet_paid({**issue, "base_minor": None}, extent)
    assert unknown == {"minor": minor, "currency": "USD", "base_minor": None}


def test_an_amount_in_another_currency_than_its_record_stands_whole() -> None:
    issue = {"minor": 1000, "currency": "EUR", "base_minor": 1000}
    assert not_yet_paid(issue, Extent("USD", 1000, 1000, 1000)) == issue


def test_the_headline_counts_each_record_once_and_breaches_of_confirmed_standing_only() -> None:
    confirmed = _finding("spending", "C", 10000)
    smaller = replace(confirmed, rule="R-2", severity="major", amount_at_issue=_issue(2000))
    findings = [
        confirmed,
        smaller,
        replace(_finding("spending", "D", 500), standing="illustrative"),
        replace(_finding("spending", "E", 500), kind="indicator"),
        replace(_finding("spending", "F", 500), rule="R-3"),  # on trial
        replace(_finding("spending", "G", 500), amount_at_issue=_issue(500, stage="payment")),
        _finding("spending", "H", 300, "NOK"),
    ]
    accounts = {
        rule: {"status": status}
        for rule, status in [("R-1", "live"), ("R-2", "live"), ("R-3", "trial")]
    }
    extents = {("spending", "C"): Extent("EUR", 10000, 4000, 10000)}
    headline = finding_totals(findings, accounts, Beside({}, extents))["headline"]
    assert headline["commitments_at_issue"] == {"EUR": 10000, "NOK": 300, "base_minor": 10300}
    assert headline["commitments_not_yet_paid"] == {"EUR": 6000, "NOK": 300, "base_minor": 6300}


def _issue(minor: int, stage: str = "commitment") -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR", "base_minor": minor, "stage": stage,
            "basis": "whole"}  # fmt: skip
