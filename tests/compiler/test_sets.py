"""Facts about sets, in examples worked out by hand; both evaluations must give each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from compliance.compiler.world import Row
from compliance.model.finding import Outcome
from compliance.model.money import Money

from .both import disagreements, evaluate
from .moves import DAY, eur, facts, move, values
from .rules import typed

BIG = 9 * 10**18


def test_one_currency_stays_and_several_become_euro() -> None:
    pounds = Money(500, "GBP", 600)
    both = values({"sum": "amount", "per": ["firm"]}, move(0, pounds), move(1, pounds))
    assert both == [Money(1000, "GBP", 1200)] * 2
    mixed = values({"sum": "amount", "per": ["firm"]}, move(0, pounds), move(1, eur(100)))
    assert mixed == [eur(700)] * 2
    rateless = values({"sum": "amount", "per": ["firm"]}, move(0, Money(5, "JPY")), move(1, eur(1)))
    assert rateless == [None] * 2


def test_a_sum_is_exact_far_past_64_bits() -> None:
    rows = [move(n, eur(BIG + n)) for n in range(30)]
    total = 30 * BIG + sum(range(30))
    assert values({"sum": "amount", "per": ["firm"]}, *rows) == [eur(total)] * 30
    running = values({"sum": "amount", "per": ["firm"], "through": "booked_on"}, *rows)
    assert running[9] == eur(total)  # M9 is the last key


def test_a_sum_over_no_rows_fits_any_currency() -> None:
    found = facts(
        {"sum": "amount", "per": ["firm"], "where": "false"},
        move(0, Money(500, "GBP")),
        require="amount > d",
    )
    assert found == [(Money(0, None, 0), Outcome.PASS)]


def test_within_holds_its_first_day_and_rows_of_the_same_day() -> None:
    rows = [move(n, eur(10**n), days) for n, days in enumerate((-31, -30, 0, 0, 1))]
    assert values({"sum": "amount", "per": ["firm"], "within": "P30D"}, *rows) == [
        eur(1), eur(11), eur(1110), eur(1110), eur(11100),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"within": "P30D"}])
def test_through_orders_rows_of_one_day_by_key_bytes_and_hash(more: dict[str, str]) -> None:
    keys = ["😀", "\ue000", "Z", "a", "a"]
    rows = [move(n, eur(10**n), 0, move_id=key) for n, key in enumerate(keys)]
    found = values({"sum": "amount", "per": ["firm"], "through": "booked_on", **more}, *rows)
    assert found == [eur(11111), eur(11110), eur(100), eur(1100), eur(11100)]


def test_through_and_within_bound_any_function_on_both_sides() -> None:
    rows = [
        move(n, eur(1), day, quantity=q) for n, (day, q) in enumerate(((0, 9), (40, 5), (50, 7)))
    ]
    window = {"per": ["firm"], "through": "booked_on", "within": "P30D"}
    for function, found in (
        ("sum", [9, 5, 12]), ("count", [1, 1, 2]), ("min", [9, 5, 5]), ("max", [9, 5, 7]),
        ("distinct", [1, 1, 2]), ("first", [9, 5, 5]), ("last", [9, 5, 7]),
    ):  # fmt: skip
        assert values({function: "quantity", **window}, *rows) == found, function


@pytest.mark.parametrize("more", [{}, {"where": "this.amount != null"}])
def test_a_window_is_as_long_as_the_funding_source_of_our_record_says(more: dict[str, str]) -> None:
    sources = {"L1": "joint", "L2": "trust"}  # 30 and 366 days
    lines = [
        Row("line", name, f"{n:064x}", n, {"line_id": name, "year": 2026, "source": source})
        for n, (name, source) in enumerate(sources.items())
    ]
    booked = ((0, "L1"), (0, "L2"), (-30, "L1"), (-31, None))
    moves = [move(n, eur(10**n), days, line=line) for n, (days, line) in enumerate(booked)]
    derive = {"d": {"sum": "amount", "per": ["firm"], "within": "p.window", **more}}
    rule = typed({"on": "move", "derive": derive, "measure": "d", "require": "d != null"})
    rows = {"deal": [], "move": moves, "firm": [], "line": lines}
    assert disagreements([rule], rows) == (4, [])
    assert evaluate([rule], rows).measures[rule.id] == [eur(111), eur(1111), eur(1100), None]


def test_until_takes_rows_up_to_our_date() -> None:
    rows = [move(0, eur(1), 0, due_on=DAY), move(1, eur(10), 1, due_on=DAY + timedelta(days=1))]
    derive = {"sum": "amount", "per": ["firm"], "until": {"booked_on": "due_on"}}
    assert values(derive, *rows) == [eur(1), eur(11)]


def test_a_row_that_had_to_be_skipped_leaves_a_fail_and_unmakes_a_pass() -> None:
    rows = [move(0, eur(1)), move(1, None), move(2, eur(1), None)]
    derive = {"sum": "amount", "per": ["firm"], "within": "P30D"}
    assert facts(derive, *rows)[0][1] is Outcome.UNDETERMINED
    assert facts(derive, *rows, require='d > money("5 EUR")')[0][1] is Outcome.FAIL


def test_a_fact_that_is_only_printed_decides_nothing() -> None:
    rows = [move(0, eur(1)), move(1, None)]
    found = facts({"sum": "amount", "per": ["firm"]}, *rows, require="true")
    assert [outcome for _, outcome in found] == [Outcome.PASS, Outcome.PASS]


def test_cancelled_and_superseded_rows_never_count() -> None:
    rows = [move(n, eur(1), status=s) for n, s in enumerate(("final", "cancelled", "superseded"))]
    assert values({"count": "rows", "per": ["firm"]}, *rows) == [Decimal(1)] * 3


def test_an_unknown_match_date_or_window_makes_the_fact_unknown() -> None:
    lost = move(0, eur(1), 0, firm=None)
    assert values({"count": "rows", "per": ["firm"]}, lost) == [None]
    undated = move(0, eur(1), None)
    assert values({"count": "rows", "per": ["firm"], "within": "P9D"}, undated) == [None]
    unsourced = {"count": "rows", "per": ["firm"], "within": "p.window"}
    assert values(unsourced, move(0, eur(1))) == [None]


def test_numbers_of_other_scale_match() -> None:
    rows = [move(0, eur(1), quantity=2, weight=Decimal(3)), move(1, eur(10), quantity=3)]
    derive = {"sum": "amount", "match": {"quantity": "weight"}}
    assert values(derive, *rows) == [eur(10), None]
