"""The books beside the findings, on small tables whose sums are worked out by hand here."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import duckdb
import pyarrow as pa
import pytest

from compliance.engine.accepted import accepted_by_line
from compliance.engine.ageing import open_advances, open_commitments
from compliance.engine.contributions import contributions
from compliance.engine.exceptional import exceptional
from compliance.engine.lines import line_positions
from compliance.engine.sampling import samples, seed_of
from compliance.engine.spread import digits, spread

AS_OF = date(2026, 10, 1)


def table(*rows: dict[str, object]) -> pa.Table:
    """Give a table of a kind; every money is in EUR at its own value unless the row says else."""
    full = []
    for number, row in enumerate(rows):
        amount = row.get("amount")
        full.append(
            {"_row_hash": f"{number:064x}", "_file": "b.csv", "_sheet": None, "_row": number + 2,
             "status": None, "amount__currency": amount and "EUR", "amount__base": amount} | row
        )  # fmt: skip
    names = list(dict.fromkeys(name for row in full for name in row))
    return pa.table({name: [row.get(name) for row in full] for name in names})


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


SPENDING = table(
    {"_key": "C1", "kind": "commitment", "contract": "K1", "amount": 1000, "vendor": "V1",
     "funding_line": "L1", "booked_on": date(2026, 1, 1)},
    {"_key": "C2", "kind": "commitment", "contract": "K2", "amount": 500, "funding_line": "L1",
     "booked_on": date(2026, 9, 1)},
    {"_key": "C3", "kind": "commitment", "contract": "K3", "amount": 77, "status": "cancelled"},
    {"_key": "D1", "kind": "decommitment", "reverses": "C1", "amount": 100},
    {"_key": "P1", "kind": "payment", "contract": "K1", "settles": "C1", "amount": 300,
     "vendor": "V1", "funding_line": "L1", "booked_on": date(2026, 3, 1),
     "approved_on": date(2026, 3, 5)},
    {"_key": "P2", "kind": "payment", "contract": "K2", "settles": "C2", "amount": 500,
     "vendor": "V2", "funding_line": "L1", "booked_on": date(2026, 9, 2)},
    {"_key": "P3", "kind": "payment", "nature": "advance", "contract": "K4", "amount": 200,
     "vendor": "V1", "funding_line": "L1", "booked_on": date(2026, 9, 21)},
    {"_key": "N1", "kind": "credit_note", "nature": "advance_recovery", "contract": "K4",
     "amount": 50},
)  # fmt: skip


def test_open_commitments_are_what_nothing_paid_or_released(connection) -> None:
    found = open_commitments(connection, {"spending": SPENDING}, AS_OF)
    # C1: 1000 less 100 released and 300 paid. C2 is paid whole, C3 cancelled.
    assert [(item.record, item.amount, item.base, item.days) for item in found] == [
        ("C1", 600, 600, 273)
    ]


def test_open_advances_are_less_what_was_recovered(connection) -> None:
    found = open_advances(connection, {"spending": SPENDING}, AS_OF)
    assert [(item.record, item.amount, item.days, item.vendor) for item in found] == [
        ("K4", 150, 10, "V1")
    ]


def test_payments_spread_over_vendors(connection) -> None:
    found = spread(connection, {"spending": SPENDING}, "vendor")
    # V1 500 and V2 500 of 1000: parts of a half, index 2 x (1/2)^2 = 1/2.
    assert [(p.name, p.base, p.part, p.payments) for p in found.largest] == [
        ("V1", 500, 5000, 2), ("V2", 500, 5000, 1)
    ]  # fmt: skip
    assert (found.total, found.index, found.count) == (1000, 5000, 2)


def test_leading_digits_are_counted_and_meant_only_from_enough(connection) -> None:
    found = digits(connection, {"spending": SPENDING}, 1000, 100)
    assert found.counts == (0, 1, 1, 0, 1, 0, 0, 0, 0)
    assert not found.meant
    assert digits(connection, {"spending": SPENDING}, 3, 2).meant
    assert sum(found.expected) == 1_000_000


def test_exceptional_procedures_are_listed_with_or_without_a_finding(connection) -> None:
    procurement = table(
        {"_key": "R1", "method": "single_source", "justification_ref": "J1",
         "mechanism": "direct_purchase", "award_value": 900, "award_value__currency": "EUR"},
        {"_key": "R2", "method": "open", "deviation_ref": "X9", "awarded_on": date(2026, 2, 1),
         "approved_on": date(2026, 2, 4), "mechanism": "direct_purchase"},
        {"_key": "R3", "method": "single_source", "status": "superseded"},
    )  # fmt: skip
    found = exceptional(connection, {"procurement": procurement, "spending": SPENDING})
    assert [(item.procedure, item.record, item.days) for item in found] == [
        ("single source", "R1", None), ("direct purchase", "R2", None), ("deviation", "R2", None),
        ("advance", "P3", None), ("late approval", "R2", 3), ("late approval", "P1", 4),
    ]  # fmt: skip


def test_contributions_by_nation_with_the_agreed_share(connection) -> None:
    given = table(
        {"_key": "1", "funding_line": "L1", "nation": "NO", "kind": "called", "amount": 800},
        {"_key": "2", "funding_line": "L1", "nation": "NO", "kind": "received", "amount": 500},
        {"_key": "3", "funding_line": "L1", "nation": "NO", "kind": "returned", "amount": 20},
        {"_key": "4", "funding_line": "L1", "nation": "IT", "kind": "in_kind_accepted",
         "amount": 70},
    )  # fmt: skip
    shares = table({"_key": "s", "funding_line": "L1", "nation": "NO", "share": None})
    shares = shares.set_column(
        shares.column_names.index("share"), "share", pa.array(["0.250000000"]).cast(
            pa.decimal128(38, 9)
        ),
    )  # fmt: skip
    italy, norway = contributions(connection, {"contribution": given, "share": shares})
    assert (italy.nation, italy.in_kind_accepted, italy.share) == ("IT", 70, None)
    assert (norway.called, norway.received, norway.outstanding, norway.share) == (
        800, 500, 320, "0.25",
    )  # fmt: skip


def test_deliveries_fall_on_lines_by_the_shares_of_their_contract() -> None:
    tables = {
        "receipt": table(
            {"_key": "a", "contract": "K1", "outcome": "accepted", "amount": 101,
             "accepted_on": date(2026, 5, 1)},
            {"_key": "b", "contract": "K1", "outcome": "rejected", "amount": 999,
             "accepted_on": date(2026, 5, 1)},
            {"_key": "c", "contract": "K2", "outcome": "with_reserve", "amount": 40,
             "accepted_on": date(2025, 5, 1)},
        ),
        "allocation": _allocations(),
        "contract": table({"_key": "K2", "procurement": "R1"}),
        "procurement": table({"_key": "R1", "funding_line": "L1"}),
    }  # fmt: skip
    currencies = {("L1", "2026"): "EUR", ("L1", "2025"): "EUR", ("L2", "2026"): "EUR"}
    # 101 x 1/4 = 25.25 and 101 x 3/4 = 75.75; K2 has no allocation and follows its procurement.
    assert accepted_by_line(tables, currencies) == {
        ("L1", "2026"): 25, ("L2", "2026"): 76, ("L1", "2025"): 40,
    }  # fmt: skip


def _allocations() -> pa.Table:
    rows = table(
        {"_key": "x", "contract": "K1", "funding_line": "L1"},
        {"_key": "y", "contract": "K1", "funding_line": "L2"},
    )
    share = pa.array(["0.25", "0.75"]).cast(pa.decimal128(38, 9))
    return rows.append_column("share", share)


def test_the_movements_of_a_line_add_up_to_its_credit() -> None:
    moved = [
        ("initial", 1000), ("supplementary", 200), ("reduction", 50), ("transfer_in", 30),
        ("transfer_out", 10), ("carry_in", 5), ("carry_out", 7), ("freeze", 100),
        ("unfreeze", 40), ("returned", 3), ("lapse", 2), ("contract_authority", 5000),
        ("contract_authority_cancelled", 1000),
    ]  # fmt: skip
    minus = {"reduction", "transfer_out", "carry_out", "freeze", "returned", "lapse"}
    tables = {
        "funding_line": table({
            "_key": "L1", "line_id": "L1", "budget_year": 2026, "currency": "EUR",
            "commit_until": date(2026, 12, 31),
        }),
        "budget_movement": table(*(
            {"_key": kind, "funding_line": "L1", "budget_year": 2026, "kind": kind,
             "amount": amount, "signed_amount": -amount if kind in minus else amount}
            for kind, amount in moved
        )),
    }  # fmt: skip
    (line,) = line_positions(tables, [])
    assert (line.initial, line.supplementary, line.transfers, line.carried_in) == (
        1000, 150, 20, 5,
    )  # fmt: skip
    assert (line.withheld, line.lapsed, line.authority) == (-70, -2, 4000)
    assert line.appropriation == 1000 + 150 + 20 + 5 - 70 - 2
    assert (line.accepted, line.commit_until, line.pay_until) == (None, "2026-12-31", None)


def _payments(*bases: int | None) -> dict[str, pa.Table]:
    rows = [
        {"_key": f"S{number}", "kind": "payment", "amount": 1, "amount__base": base}
        for number, base in enumerate(bases, start=1)
    ]
    return {"spending": table(*rows)}


def test_by_money_every_interval_th_cent_draws_its_payment(connection) -> None:
    drawn = samples(connection, _payments(10, 500, 30, 60, None), "f" * 64, 3)
    # 600 cents and three draws: every 200th, and S2 in any case. Of the other 100 for two draws
    # every 50th, and S4 in any case. Of the other 40 for one draw all; nothing more is as large.
    assert (drawn.population, drawn.total, drawn.left_out, drawn.interval) == (4, 600, 1, 40)
    # The first 15 digits of the seed are 2^60 - 1, which leaves 15 when divided by 40.
    assert drawn.start == 15
    # Cent 15 of the rest lies in S3: S1 has the cents 0 to 9, S3 those from 10 to 39.
    assert [(item.record, item.certain) for item in drawn.by_money] == [
        ("S2", True), ("S4", True), ("S3", False)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", ["0" * 64, "1" * 64, "8" * 64, "abc" * 21 + "d"])
def test_by_money_agrees_with_the_plain_way(connection, seed: str) -> None:
    bases = [7, 1, 90, 33, 33, 12, 250, 5, 5, 64]
    drawn = samples(connection, _payments(*bases), seed, 6)
    large = {n for n, base in enumerate(bases, start=1) if base >= drawn.interval}
    rest = drawn.total - sum(bases[n - 1] for n in large)
    assert drawn.interval == max(1, rest // (6 - len(large)))
    points = set(range(drawn.start, rest, drawn.interval))
    # Keys stand in the order of their bytes; of these only S10 is not where its number says.
    ordered = sorted(range(1, len(bases) + 1), key=lambda n: f"S{n}")
    expected, place = set(), 0
    for number in ordered:
        base = bases[number - 1]
        if number in large:
            expected.add(f"S{number}")
            continue
        if points & set(range(place, place + base)):
            expected.add(f"S{number}")
        place += base
    assert {item.record for item in drawn.by_money} == expected


def test_at_random_goes_by_the_hash_of_seed_and_key(connection) -> None:
    drawn = samples(connection, _payments(*[100] * 40), "5" * 64, 5)
    keys = sorted((f"S{n}" for n in range(1, 41)),
                  key=lambda key: sha256(f"{'5' * 64}\n{key}".encode()).hexdigest())  # fmt: skip
    assert [item.record for item in drawn.at_random] == keys[:5]


def test_the_seed_is_that_of_the_files_in_any_order() -> None:
    assert seed_of(["b", "a"]) == sha256(b"a\nb").hexdigest() == seed_of(["a", "b"])
