"""The account of a line equals an independent sum; reservations never take more than there is."""

from __future__ import annotations

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest

from compliance import register
from compliance.errors import ComplianceError
from compliance.model.money import parse_money
from compliance.register import Register, open_register
from tests.register.conftest import Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 100000.00,2026-01-01,2026-01-01"]
COLUMN = {
    "commitment": ("committed", 1), "decommitment": ("committed", -1), "invoice": ("invoiced", 1),
    "credit_note": ("invoiced", -1), "payment": ("paid", 1), "refund": ("paid", -1),
    "initial": ("appropriation", 1), "supplementary": ("appropriation", 1),
    "reduction": ("appropriation", -1), "transfer_out": ("appropriation", -1),
    "carry_in": ("appropriation", 1), "carry_out": ("appropriation", -1),
    "contract_authority": (None, 0),
}  # fmt: skip


def journal(rows: list[str], day_at: int, on: date) -> dict[tuple[str, str], Decimal]:
    """Sum rows of CSV by line, year and column: double entry's one side, from the text alone."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        cells = row.split(",")
        kind, line, year, amount = (
            (cells[1], cells[2], cells[3], cells[4])
            if day_at == 5 and cells[1] in COLUMN
            else (cells[3], cells[1], cells[2], cells[4])
        )
        column, sign = COLUMN[kind]
        if column and date.fromisoformat(cells[day_at]) <= on:
            sums[f"{line}/{year}", column] += sign * Decimal(amount.removeprefix("EUR "))
    return sums


def test_totals_equal_an_independent_sum_on_any_day(
    check: Check, store: Register, tmp_path: Path
) -> None:
    chance = random.Random(5)
    spent, moved = [], []
    for number in range(120):
        day = f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        line, year = chance.choice(["FL-1", "FL-2"]), chance.choice(["2026", "2027"])
        amount = f"EUR {chance.randint(1, 99_999)}.{chance.randint(0, 99):02}"
        kind = chance.choice(list(COLUMN))
        if COLUMN[kind][0] in {"committed", "invoiced", "paid"}:
            spent.append(f"S-{number},{kind},{line},{year},{amount},{day},")
        else:
            moved.append(f"M-{number},{line},{year},{kind},{amount},{day},{day}")
    half = len(spent) // 2
    check(spending(tmp_path / "a", spent[:half], moved))
    check(spending(tmp_path / "b", spent[half:], moved))  # the same credit again counts once
    for on in (date(2026, 3, 31), date(2026, 9, 1), date(2026, 12, 31)):
        wanted = journal(spent, 5, on) | journal(moved, 5, on)
        with store.reading() as session:
            found = [
                item
                for line in ("FL-1", "FL-2")
                for item in register.accounts(session, line, on, register.last_entry(session))
            ]
        assert len(found) == 4  # two lines in two years
        for item in found:
            key = f"{item.line}/{item.year}"
            for column in ("appropriation", "committed", "invoiced", "paid"):
                assert Decimal(item.total(column)) / 100 == wanted[key, column], (key, column, on)
            left = wanted[key, "appropriation"] - wanted[key, "committed"]
            assert Decimal(item.available) / 100 == left


def test_the_turn_of_the_year_says_what_did_not_arrive(
    check: Check, store: Register, tmp_path: Path
) -> None:
    credit = [
        *CREDIT,
        "M-2,FL-1,2026,carry_out,EUR 30000.00,2026-12-31,2026-12-31",
        "M-3,FL-1,2026,lapse,EUR 5000.00,2026-12-31,2026-12-31",
        "M-4,FL-1,2027,carry_in,EUR 29000.00,2027-01-01,2027-01-01",
    ]
    rows = [
        "C-1,commitment,FL-1,2026,EUR 60000.00,2026-02-01,",
        "P-1,payment,FL-1,2026,EUR 45000.00,2026-03-01,I-1",
    ]
    check(spending(tmp_path / "a", rows, credit))
    with store.reading() as session:
        first, second = register.accounts(session, "FL-1", None, register.last_entry(session))
    end = register.turn(first, second)
    # 100,000 less 60,000 committed leaves 40,000: 30,000 carried out, 5,000 lapsed, 5,000 untold.
    assert (end.unused, end.carried_out, end.lapsed) == (4_000_000, 3_000_000, 500_000)
    assert end.unexplained == 500_000
    assert end.gap == 100_000  # 29,000 of the 30,000 arrived
    assert end.unpaid == 1_500_000


def test_a_corrected_batch_leaves_the_account(
    check: Check, store: Register, tmp_path: Path
) -> None:
    check(spending(tmp_path / "a", ["C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,"], CREDIT))
    check(
        spending(tmp_path / "b", ["C-1,commitment,FL-1,2026,EUR 60.00,2026-02-01,"], CREDIT),
        supersedes=1,
    )
    with store.reading() as session:
        (account,) = register.accounts(session, "FL-1", None, register.last_entry(session))
    assert account.total("committed") == 6_000
    assert account.total("appropriation") == 10_000_000


def test_a_reservation_gives_way_to_the_record_booked_under_it(
    check: Check, store: Register, tmp_path: Path
) -> None:
    check(spending(tmp_path / "a", [], CREDIT))
    after = register.reserve(store, "anna", "FL-1", None, parse_money("EUR 90000"), "C-7")
    assert after.available == 1_000_000
    with pytest.raises(ComplianceError, match=r"EUR 10,000.00 available, less than EUR 10,000.01"):
        register.reserve(store, "anna", "FL-1", None, parse_money("EUR 10000.01"), "C-8")
    with pytest.raises(ComplianceError, match="stands on a reservation already"):
        register.reserve(store, "anna", "FL-1", None, parse_money("EUR 1"), "C-7")
    check(spending(tmp_path / "b", ["C-7,commitment,FL-1,2026,EUR 80000.00,2026-02-01,"], CREDIT))
    with store.reading() as session:
        (account,) = register.accounts(session, "FL-1", None, register.last_entry(session))
    assert (account.reserved, account.available) == (0, 2_000_000)


@pytest.mark.parametrize(
    ("line", "year", "amount", "words"),
    [
        ("FL-9", None, "EUR 1", "holds no credit of line FL-9"),
        ("FL-1", "2031", "EUR 1", "holds no credit of line FL-1 in 2031"),
        ("FL-1", None, "NOK 1", "is kept in EUR"),
    ],
)
def test_a_reservation_that_cannot_be_judged_is_refused(
    check: Check, store: Register, tmp_path: Path, line: str, year: str, amount: str, words: str
) -> None:
    check(spending(tmp_path / "a", [], CREDIT))
    with pytest.raises(ComplianceError, match=words):
        register.reserve(store, "anna", line, year, parse_money(amount), "R-1")


def race(url: str, line: str, number: int) -> list[str]:
    """Let two reserve the whole credit of a line at once; give what each was told."""
    ready = Barrier(2)

    def one(who: str) -> str:
        store = open_register(url)
        ready.wait()
        try:
            register.reserve(store, who, line, None, parse_money("EUR 100000"), f"{who}-{number}")
        except ComplianceError as error:
            return str(error)
        finally:
            store.close()
        return "reserved"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, ["anna", "bo"]))


@pytest.mark.parametrize(
    "times",
    [
        3,
        pytest.param(50, marks=pytest.mark.slow),
        pytest.param(500, marks=[pytest.mark.slow, pytest.mark.long]),
    ],
)
def test_two_never_both_take_the_last_credit(
    check: Check, url: str, tmp_path: Path, times: int
) -> None:
    credit = [CREDIT[0].replace("FL-1", f"L-{n}").replace("M-1", f"M-{n}") for n in range(times)]
    check(spending(tmp_path / "a", [], credit))
    for number in range(times):
        told = race(url, f"L-{number}", number)
        assert told[1] == "reserved"
        assert "EUR 0.00 available, less than EUR 100,000.00" in told[0]
