"""Rules that judge groups of records, worked out by hand; both evaluations must give each."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compliance.compiler.sql import DUCKDB
from compliance.compiler.world import Row
from compliance.model.finding import Outcome
from compliance.model.money import Money

from .both import AS_OF, evaluate, planned, world_of
from .moves import DAY, eur, move
from .rules import typed

if TYPE_CHECKING:
    from compliance.lang.rule import Rule

BY_FIRM = {"each": ["firm"], "of": "move"}


def judged(rule: Rule, *moves: Row, firms: tuple[Row, ...] = ()) -> dict[str, tuple[Any, Outcome]]:
    """Give, for each group by its key, the measure and the outcome."""
    rows: dict[str, list[Row]] = {"move": list(moves), "deal": [], "firm": list(firms), "line": []}
    world = world_of(rows).with_groups([rule.kind])
    judge = world.judge(rule)
    assert rule.measure is not None
    found = {
        row.key: (judge.reference.value(rule.measure, world.record(row)), world.outcome(judge, row))
        for row in world.rows[rule.kind.kind]
    }
    sets = evaluate([rule], rows)
    assert list(zip(sets.measures[rule.id], sets.outcomes[rule.id], strict=True)) == [
        found[row.key] for row in world.rows[rule.kind.kind]
    ]
    return found


def by_firm(**parts: Any) -> Rule:
    """Give a rule on every firm of movements."""
    return typed({"on": BY_FIRM, "require": "d != null", "measure": "d", **parts})


def test_there_is_one_outcome_for_each_group_and_its_kind_is_the_field() -> None:
    rule = by_firm(derive={"d": {"sum": "amount"}}, require='d <= money("0.05 EUR")')
    found = judged(rule, move(0, eur(1)), move(1, eur(2), firm="G"), move(2, eur(4), firm="G"))
    assert found == {"F": (eur(1), Outcome.PASS), "G": (eur(6), Outcome.FAIL)}
    assert (rule.record_kind, rule.kind.kind) == ("firm", "move by firm")


def test_rows_without_the_key_and_withdrawn_rows_make_no_group() -> None:
    rule = by_firm(derive={"d": {"count": "rows"}})
    rows = [move(0, eur(1), firm=None), move(1, eur(1), firm="G", status="cancelled")]
    assert judged(rule, *rows, move(2, eur(1))) == {"F": (Decimal(1), Outcome.PASS)}


def test_a_group_of_several_fields_is_named_by_all_of_them() -> None:
    rule = typed(
        {
            "on": {"each": ["firm", "paid"], "of": "move"},
            "require": "paid",
            "measure": "d",
            "derive": {"d": {"count": "rows"}},
        }
    )
    rows = [move(0, eur(1), paid=True), move(1, eur(1), paid=False), move(2, eur(1), paid=True)]
    assert judged(rule, *rows) == {
        "F+false": (Decimal(1), Outcome.FAIL),
        "F+true": (Decimal(2), Outcome.PASS),
    }
    assert rule.record_kind == "firm+paid"


def test_a_group_is_judged_on_the_as_of_date() -> None:
    # p.late holds until 31 December 2025 and from 1 February 2026: the as-of date is the 28th.
    dated = by_firm(
        derive={"d": {"count": "rows", "within": "P30D"}}, require='p.late = money("3 EUR")'
    )
    near, far = (AS_OF - DAY).days - 1, (AS_OF - DAY).days - 31
    found = judged(dated, move(0, eur(1), near), move(1, eur(1), far), move(2, eur(1), near + 2))
    assert found == {"F": (Decimal(1), Outcome.PASS)}
    in_force = by_firm(
        derive={"d": {"count": "rows"}}, in_force={"from": str(AS_OF + timedelta(days=1))}
    )
    assert judged(in_force, move(0, eur(1))) == {"F": (Decimal(1), Outcome.NOT_APPLICABLE)}


def test_a_group_follows_its_reference_as_it_stood_on_the_as_of_date() -> None:
    versions = tuple(
        Row(
            "firm",
            "F",
            f"{n:064x}",
            n,
            {"firm_id": "F", "nation": nation, "valid_from": start, "valid_until": end},
        )
        for n, (nation, start, end) in enumerate(
            [("NO", None, AS_OF - timedelta(days=1)), ("BE", AS_OF, None)]
        )
    )
    rule = by_firm(measure="firm.nation", require='firm.nation = "BE"')
    assert judged(rule, move(0, eur(1)), firms=versions) == {"F": ("BE", Outcome.PASS)}


def test_a_group_reads_other_kinds_and_facts_within_facts() -> None:
    derive = {
        "d": {"hhi": "amount", "among": "line"},
        "deals": {"count": "rows", "of": "deal", "match": {"firm": "firm"}},
    }
    rows = [move(n, eur(m), line=line) for n, (m, line) in enumerate([(1, "A"), (3, "B")])]
    assert judged(by_firm(derive=derive, require="deals = 0"), *rows) == {
        "F": (Decimal("0.625"), Outcome.PASS)
    }


def test_money_stays_in_the_currency_of_the_group() -> None:
    rule = by_firm(derive={"d": {"sum": "amount"}})
    pounds = Money(500, "GBP", 600)
    found = judged(rule, move(0, pounds), move(1, pounds), move(2, eur(1), firm="G"))
    assert found == {"F": (Money(1000, "GBP", 1200), Outcome.PASS), "G": (eur(1), Outcome.PASS)}


@pytest.mark.parametrize(
    ("derive", "columns"),
    [
        ({"rank": "quantity", "per": ["entity"]}, {"entity__number"}),
        ({"sum": "quantity", "per": ["label"], "within": "P30D"}, {"label__number"}),
        ({"rank": "quantity", "per": ["entity", "deal.stage"]}, set()),  # not beside a path
        ({"rank": "quantity", "per": ["paid"]}, set()),  # nor what is no text
        ({"count": "rows", "of": "deal", "match": {"firm": "firm"}}, set()),  # nor another kind
    ],
)
def test_rows_are_grouped_by_the_number_of_a_text_of_their_own(
    derive: dict[str, Any], columns: set[str]
) -> None:
    plan = planned([typed({"on": "move", "derive": {"d": derive}, "require": "d > 3"})], DUCKDB)
    steps = [step.query for step in plan.steps]
    numbered = dict(re.findall(r'"(\w+__number)" AS ("c\d+")', steps[0]))
    assert set(numbered) == columns
    assert all(f'{own} AS "g0"' in "".join(steps[1:]) for own in numbered.values())
