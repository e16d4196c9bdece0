"""Facts that read other facts, worked out by hand; both evaluations must give each."""

from __future__ import annotations

from decimal import Decimal

from compliance.model.finding import Outcome
from compliance.model.money import Money

from .moves import eur, facts, move, values

AMOUNTS = (("F", 1), ("F", 2), ("G", 10), ("G", 20))  # the sum of F is 3, of G 30
FIRMS = [move(n, eur(cents), n, firm=firm, entity="n") for n, (firm, cents) in enumerate(AMOUNTS)]
OF_FIRM = {"of_firm": {"sum": "amount", "per": ["firm"]}}


def test_a_condition_reads_a_fact_of_each_row() -> None:
    large = {"count": "rows", "per": ["batch"], "where": 'of_firm > money("0.10 EUR")'}
    assert values(large, *FIRMS, also=OF_FIRM) == [Decimal(2)] * 4


def test_a_value_reads_a_fact_of_each_row() -> None:
    before = {"before": {"previous": "amount", "per": ["firm"]}}  # none, 1, none, 10
    step = {"max": "amount - before", "per": ["firm"], "where": "before != null"}
    assert values(step, *FIRMS, also=before) == [eur(1), eur(1), eur(10), eur(10)]


def test_this_reads_our_own_fact() -> None:
    average = {"average": {"mean": "amount", "per": ["firm"]}}  # F 1.5, G 15
    above = {"count": "rows", "per": ["entity"], "where": "amount > this.average"}
    three, one = Decimal(3), Decimal(1)
    assert values(above, *FIRMS, also=average) == [three, three, one, one]


def test_this_compares_amounts_of_several_currencies_in_euro() -> None:
    amounts = (Money(500, "GBP", 600), eur(599))
    rows = [move(n, amount, firm=f"{n}", entity="n") for n, amount in enumerate(amounts)]
    beyond = {"count": "rows", "per": ["entity"], "where": "of_firm > this.of_firm"}
    assert values(beyond, *rows, also=OF_FIRM) == [Decimal(0), Decimal(1)]


def test_rows_are_matched_by_a_fact() -> None:
    size = {"size": {"count": "rows", "per": ["firm"]}}
    rows = [*FIRMS, move(4, eur(5), 4, firm="H")]
    same_size = {"sum": "amount", "per": ["size"]}
    assert values(same_size, *rows, also=size) == [eur(33)] * 4 + [eur(5)]


def test_until_reads_our_own_fact() -> None:
    opened = {"opened": {"first": "booked_on", "per": ["firm"]}}  # F day 0, G day 2
    early = {"sum": "amount", "per": ["entity"], "until": {"booked_on": "opened"}}
    assert values(early, *FIRMS, also=opened) == [eur(1), eur(1), eur(13), eur(13)]


def test_a_fact_that_skipped_rows_is_unknown_to_another() -> None:
    rows = [*FIRMS, move(4, None, 4, firm="G")]  # so that the sum of G is not sure
    large = {"count": "rows", "per": ["batch"], "where": 'of_firm > money("0.02 EUR")'}
    # The two rows of F are counted, the three of G are skipped.
    assert facts(large, *rows, also=OF_FIRM) == [(Decimal(2), Outcome.UNDETERMINED)] * 5
    sure = {**large, "where": 'firm = "F" and of_firm > money("0.02 EUR")'}
    assert facts(sure, *rows, also=OF_FIRM) == [(Decimal(2), Outcome.PASS)] * 5


def test_facts_nest_three_deep() -> None:
    place = {"place": {"rank": "of_firm", "per": ["batch"]}}  # G's two rows 1, F's two rows 3
    top = {"sum": "amount", "per": ["batch"], "where": "place = 1"}
    assert values(top, *FIRMS, also={**OF_FIRM, **place}) == [eur(30)] * 4
