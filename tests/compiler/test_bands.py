"""Parameters by band, worked out by hand; both evaluations must give each value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance.compiler.world import Row
from compliance.model.money import Money

from .both import evaluate, world_of
from .moves import eur, move, values
from .rules import typed

OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)
CASES = [
    # value of the deal, its date, the least number of bids
    (eur(-1), NEW, 1),
    (eur(800), NEW, 1),
    (eur(801), OLD, 2),
    (eur(801), NEW, 3),
    (eur(2000), NEW, 3),
    (eur(2001), OLD, 5),
    (eur(2001), NEW, None),  # the last band ended the day before
    (Money(5, "GBP", 801), NEW, 3),  # in euro
    (Money(900, "GBP", 800), NEW, 1),
    (Money(5, "JPY"), NEW, None),  # without a rate
    (None, NEW, None),
    (eur(800), None, 1),  # a value without dates holds on an unknown day
]


def test_a_value_follows_the_amount_and_the_day() -> None:
    deals = [
        Row("deal", f"D{n}", f"{n:064x}", n, {"status": "final", "value": value, "signed_on": day})
        for n, (value, day, _) in enumerate(CASES)
    ]
    rule = typed({"on": "deal", "require": "p.band > 0", "measure": "p.band"})
    rows: dict[str, list[Row]] = {"deal": deals, "move": [], "firm": [], "line": []}
    world = world_of(rows)
    judge, sets = world.judge(rule), evaluate([rule], rows)
    assert rule.measure is not None
    plain: list[Any] = [judge.reference.value(rule.measure, world.record(row)) for row in deals]
    assert plain == [least for _, _, least in CASES]
    assert sets.measures[rule.id] == plain
    assert sets.outcomes[rule.id] == [world.outcome(judge, row) for row in deals]


def test_inside_a_fact_the_band_is_that_of_the_aggregated_row() -> None:
    rows = [move(n, eur(cents), 0, quantity=2) for n, cents in enumerate((800, 801, 802))]
    # The rows are of January 2026: one needs 1, two need 3.
    short = {"count": "rows", "per": ["firm"], "where": "quantity < p.band"}
    assert values(short, *rows) == [Decimal(2)] * 3
