"""Facts that read other facts, facts about groups and limits by band, worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from compliance.model.finding import Outcome
from compliance.model.money import Money

from .moves import eur, facts, move, values

FIRMS = [
    move(n, eur(m), n, firm=f) for n, (m, f) in enumerate(zip((1, 2, 10, 20), "FFGG", strict=True))
]


def test_a_condition_reads_a_fact_of_each_row() -> None:
    of_firm = {"of_firm": {"sum": "amount", "per": ["firm"]}}  # F 3, G 30
    large = {"count": "rows", "per": ["batch"], "where": 'of_firm > money("0.10 EUR")'}
    assert values(large, *FIRMS, also=of_firm) == [Decimal(2)] * 4


def test_a_value_reads_a_fact_of_each_row() -> None:
    before = {"before": {"previous": "amount", "per": ["firm"]}}  # none, 1, none, 10
    step = {"max": "amount - before", "per": ["firm"], "where": "before != null"}
    assert values(step, *FIRMS, also=before) == [eur(1), eur(1), eur(10), eur(10)]


def test_this_reads_our_own_fact() -> None:
    average = {"average": {"mean": "amount", "per": ["firm"]}}  # F 1.5, G 15
    above = {"count": "rows", "per": ["batch"], "where": "amount > this.average"}
    assert values({**above, "per": [], "match": {"entity": "entity"}}, *_everywhere(), also=average) == [
        Decimal(3), Decimal(3), Decimal(1), Decimal(1),
    ]  # fmt: skip


def _everywhere() -> list[object]:
    return [
        move(n, row.values["amount"], n, firm=row.values["firm"], entity="north")
        for n, row in enumerate(FIRMS)
    ]


def test_rows_are_matched_by_a_fact() -> None:
    size = {"size": {"count": "rows", "per": ["firm"]}}
    rows = [*FIRMS, move(4, eur(5), 4, firm="H")]
    same = {"sum": "amount", "per": ["size"]}
    assert values(same, *rows, also=size) == [eur(33)] * 4 + [eur(5)]


def test_until_reads_our_own_fact() -> None:
    first = {"opened": {"first": "booked_on", "per": ["firm"]}}  # F day 0, G day 2
    early = {"sum": "amount", "match": {"entity": "entity"}, "until": {"booked_on": "opened"}}
    assert values(early, *_everywhere(), also=first) == [eur(1), eur(1), eur(13), eur(13)]


def test_a_fact_that_skipped_rows_is_unknown_to_another() -> None:
    of_firm = {"of_firm": {"sum": "amount", "per": ["firm"]}}
    rows = [*FIRMS, move(4, None, 4, firm="G")]  # so that the sum of G is not sure
    large = {"count": "rows", "per": ["batch"], "where": 'of_firm > money("0.02 EUR")'}
    # The two rows of F are counted, the three of G are skipped.
    assert facts(large, *rows, also=of_firm) == [(Decimal(2), Outcome.UNDETERMINED)] * 5
    known = {**large, "where": 'firm = "F" and of_firm > money("0.02 EUR")'}
    assert facts(known, *rows, also=of_firm) == [(Decimal(2), Outcome.PASS)] * 5


def test_facts_nest_three_deep() -> None:
    also = {
        "of_firm": {"sum": "amount", "per": ["firm"]},
        "place": {"rank": "of_firm", "per": ["batch"]},  # G's two rows 1, F's two rows 3
    }
    top = {"sum": "amount", "per": ["batch"], "where": "place = 1"}
    assert values(top, *FIRMS, also=also) == [eur(30)] * 4


def test_euro_and_other_amounts_compare_inside_facts() -> None:
    of_firm = {"of_firm": {"sum": "amount", "per": ["firm"]}}
    rows = [move(0, Money(500, "GBP", 600), firm="F"), move(1, eur(599), firm="G")]
    beyond = {"count": "rows", "per": ["batch"], "where": "of_firm > this.of_firm"}
    del beyond["per"]
    rows = [
        move(n, r.values["amount"], firm=r.values["firm"], entity="n") for n, r in enumerate(rows)
    ]
    beyond["match"] = {"entity": "entity"}
    assert values(beyond, *rows, also=of_firm) == [Decimal(0), Decimal(1)]
