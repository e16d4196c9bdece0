"""Decision tables, in examples worked out by hand; both evaluations must give each answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance.compiler.world import Row
from compliance.lang.table import Table, TableFile
from compliance.lang.tree import Decide, TableRef
from compliance.model.finding import Outcome
from compliance.model.money import Money
from compliance.model.yaml_file import parse_document, validate

from .both import evaluate, world_of
from .moves import eur
from .rules import typed

PLACES = parse_document("table: x\n", "x.yaml")
BIDS = {"name": "bids", "expression": "bids", "type": "number"}
VALUE = {"name": "value", "expression": "value", "type": "money"}


def table(hit: str, inputs: list[dict[str, str]], rows: list[list[str]], **more: Any) -> Table:
    """Give a table; the last entry of each row is its answer."""
    data = {
        "table": "x", "title": "t", "hit": hit, "inputs": inputs, "source": "s",
        "standing": "house",
        "outputs": [{"name": "answer", "type": more.pop("type", "text"), **more.pop("output", {})}],
        "rules": [{"when": row[:-1], "then": row[-1:]} for row in rows], "complete": "false",
    }  # fmt: skip
    return Table(validate(PLACES, TableFile, {**data, **more}), PLACES)


def deal(index: int, **values: Any) -> Row:
    """Give a deal."""
    known = {"deal_id": f"D{index}", "status": "final", "signed_on": date(2026, 1, 1), **values}
    return Row("deal", f"D{index}", f"{index:064x}", index, known)


def answers(asked: Table, *rows: Row, **more: Any) -> list[tuple[Any, Outcome]]:
    """Give the answer for each deal, and the outcome of a rule that needs one."""
    parts = {"on": "deal", "derive": {"m": {"table": "x"}}, "measure": "m", "require": "m != null"}
    rule = typed({**parts, **more}, {"x": asked})
    world_rows: dict[str, list[Row]] = {"deal": list(rows), "move": [], "firm": [], "line": []}
    sets, world = evaluate([rule], world_rows), world_of(world_rows)
    judge = world.judge(rule)
    assert rule.measure is not None
    plain = [judge.reference.value(rule.measure, world.record(row)) for row in rows]
    outcomes = [world.outcome(judge, row) for row in rows]
    found = [tuple(v) if isinstance(v, list) else v for v in sets.measures[rule.id]]
    assert found == plain
    assert sets.outcomes[rule.id] == outcomes
    return list(zip(plain, outcomes, strict=True))


def of_bids(hit: str, rows: list[list[str]], *bids: int | None, **more: Any) -> list[Any]:
    """Give the answers of a table over a number of bids."""
    found = answers(
        table(hit, [BIDS], rows, **more), *(deal(n, bids=b) for n, b in enumerate(bids))
    )
    return [value for value, _ in found]


ROWS = [["< 5", '"a"'], ["> 3", '"b"'], ["> 3", '"a"']]  # 4 meets all three rows


def test_each_hit_policy_answers_as_it_says() -> None:
    listed = {"output": {"values": ["b", "a"]}}
    assert of_bids("first", ROWS, 1, 4, 9, None) == ["a", "a", "b", None]
    assert of_bids("priority", ROWS, 1, 4, 9, None, **listed) == ["a", "b", "b", None]
    assert of_bids("rule order", ROWS, 1, 4, None) == [("a",), ("a", "b", "a"), ()]
    assert of_bids("output order", ROWS, 1, 4, None, **listed) == [("a",), ("b", "a", "a"), ()]
    assert of_bids("collect", ROWS, 4, None) == [("a", "b", "a"), ()]
    assert of_bids("collect count", ROWS, 1, 4, 9, None) == [1, 3, 2, 0]
    apart = [["< 5", '"a"'], [">= 5", '"b"']]
    assert of_bids("unique", apart, 4, 5, None) == ["a", "b", None]
    agreed = [["< 5", '"a"'], ["< 9", '"a"']]
    assert of_bids("any", agreed, 4, 8, 9, None) == ["a", "a", None, None]


def test_answers_of_every_type_are_set_in_order() -> None:
    yes = {"type": "boolean", "output": {"values": ["false", "true"]}}
    assert of_bids("priority", [["-", "true"], ["> 3", "false"]], 1, 4, **yes) == [True, False]
    days = {"type": "days", "output": {"values": ["P30D", "P1D"]}}
    rows = [["-", 'duration("P1D")'], ["> 3", 'duration("P30D")']]
    assert of_bids("priority", rows, 1, 4, **days) == [1, 30]


@pytest.mark.parametrize(
    ("hit", "rows", "found"),
    [
        ("unique", [["< 5", "1"], ["> 3", "1"]], [1, None, 1]),  # for bids of 1, 4 and 9
        ("any", [["< 5", "1"], ["> 3", "2"]], [1, None, 2]),
        ("any", [["< 5", "1"], ["> 3", "1.0"]], [1, 1, 1]),  # one value, written twice
        ("any", [["< 5", "bids"], ["> 0", "1"]], [1, None, 1]),
        ("any", [["< 5", "bids"], ["> 3", "4"]], [1, 4, 4]),
        ("any", [["< 5", "year"], ["> 3", "1"]], [None, None, 1]),
    ],
)
def test_rows_that_meet_against_the_promise_of_the_policy_give_no_answer(
    hit: str, rows: list[list[str]], found: list[int | None]
) -> None:
    # Such a table is refused when it is read; what no check follows is still not guessed.
    parts = {"on": "deal", "derive": {"m": {"table": "x"}}, "measure": "m", "require": "m != null"}
    rule = typed(parts, {"x": table("first", [BIDS], rows, type="number")})
    asked = rule.measure
    assert isinstance(asked, TableRef)
    assert isinstance(asked.value, Decide)
    rule = replace(rule, measure=replace(asked, value=replace(asked.value, policy=hit)))
    deals = [deal(n, bids=bids) for n, bids in enumerate((1, 4, 9))]
    rows_of: dict[str, list[Row]] = {"deal": deals, "move": [], "firm": [], "line": []}
    world = world_of(rows_of)
    assert rule.measure is not None
    plain = [world.judge(rule).reference.value(rule.measure, world.record(row)) for row in deals]
    assert plain == found
    assert list(evaluate([rule], rows_of).measures[rule.id]) == found


def test_an_unknown_output_leaves_no_list_sum_or_extreme() -> None:
    unknown, number = [["< 5", "year"], ["> 3", "1"]], {"type": "number"}
    one = Decimal(1)
    assert of_bids("first", unknown, 1, 4, 9, **number) == [None, None, one]
    named = [["< 5", "name"], ["> 3", '"b"']]
    for hit in ("collect", "rule order"):
        assert of_bids(hit, named, 1, 4, 9) == [None, None, ("b",)], hit
    for hit in ("collect sum", "collect min", "collect max"):
        assert of_bids(hit, unknown, 1, 4, 9, **number) == [None, None, one], hit
    assert of_bids("collect count", unknown, 1, 4, 9, **number) == [1, 2, 1]


def test_amounts_are_collected_as_sums_and_extremes() -> None:
    fees = [["< 5", 'money("1 EUR")'], ["> 3", 'money("0.50 EUR")'], ["> 3", 'money("3 EUR")']]
    money = {"type": "money"}
    assert of_bids("collect sum", fees, 1, 4, 9, None, **money) == [
        eur(100),
        eur(450),
        eur(350),
        None,
    ]
    assert of_bids("collect min", fees, 4, 9, **money) == [eur(50), eur(50)]
    assert of_bids("collect max", fees, 1, 4, **money) == [eur(100), eur(300)]
    numbers = [["< 5", "1.25"], ["> 3", "bids"]]
    assert of_bids("collect sum", numbers, 1, 4, type="number") == [
        Decimal("1.25"),
        Decimal("5.25"),
    ]


def test_amounts_of_several_currencies_are_collected_in_euro() -> None:
    # In pounds the fee is the less, in euro it is the more; the third row brings all to euro.
    value, fee = Money(10_000, "GBP", 11_500), Money(9_000, "GBP", 11_600)
    rows = [["-", "value"], ["-", "fee"], ["> 3", 'money("115.50 EUR")']]
    for hit, alone, mixed in (
        ("collect min", fee, value),
        ("collect max", value, fee),
        ("collect sum", Money(19_000, "GBP", 23_100), eur(34_650)),
    ):
        found = answers(
            table(hit, [BIDS], rows, type="money"),
            deal(0, bids=1, value=value, fee=fee),
            deal(1, bids=4, value=value, fee=fee),
            deal(2, bids=1, value=value, fee=Money(900, "JPY")),  # for which no rate is known
        )
        assert [answer for answer, _ in found] == [alone, mixed, None], hit


def test_an_unknown_input_matches_only_null_and_anything() -> None:
    rows = [["null", '"none"'], ["< 5", '"few"'], ["-", '"some"']]
    assert of_bids("first", rows, None, 4, 5) == ["none", "few", "some"]


def test_bands_of_money_compare_in_euro_and_without_a_rate_nothing_matches() -> None:
    rows = [
        ['<= money("8 EUR")', '"a"'],
        ['(money("8 EUR")..money("20 EUR")]', '"b"'],
        ['> money("20 EUR")', '"c"'],
    ]
    amounts = (
        eur(800),
        eur(801),
        eur(2000),
        eur(2001),
        Money(1, "GBP", 801),
        Money(1, "JPY"),
        None,
    )
    found = answers(
        table("unique", [VALUE], rows), *(deal(n, value=a) for n, a in enumerate(amounts))
    )
    assert [value for value, _ in found] == ["a", "b", "b", "c", "b", None, None]
    assert [outcome for _, outcome in found] == [Outcome.PASS] * 5 + [Outcome.FAIL] * 2


def test_two_inputs_and_a_fact_lead_to_one_answer() -> None:
    inputs = [VALUE, {"name": "open", "expression": "moves", "type": "number"}]
    rows = [['> money("8 EUR")', "> 0", '"large"'], ["-", "0", '"idle"']]
    parts = {
        "derive": {
            "m": {"table": "x"},
            "moves": {"count": "rows", "of": "deal", "match": {"deal_id": "parent"}},
        }
    }
    deals = [deal(0, value=eur(900), parent="D1"), deal(1, value=eur(900), parent="D9")]
    found = answers(table("first", inputs, rows), *deals, **parts)
    assert [value for value, _ in found] == ["large", "idle"]


@pytest.mark.parametrize(
    ("signed", "answer"), [(date(2025, 12, 31), "old"), (date(2026, 1, 1), "new"), (None, None)]
)
def test_the_version_of_the_rule_date_answers(signed: date | None, answer: str | None) -> None:
    versions = [
        {"rules": [{"when": ["-"], "then": ['"old"']}]},
        {"from": "2026-01-01", "rules": [{"when": ["-"], "then": ['"new"']}]},
    ]
    dated = table("first", [BIDS], [], rules=[], versions=versions)
    assert answers(dated, deal(0, signed_on=signed))[0][0] == answer


@pytest.mark.parametrize(
    ("ends", "answer"), [(date(2026, 1, 1), "new"), (date(2025, 12, 31), "old"), (None, None)]
)
def test_a_table_is_asked_on_another_date(ends: date | None, answer: str | None) -> None:
    versions = [
        {"rules": [{"when": ["-"], "then": ['"old"']}]},
        {"from": "2026-01-01", "rules": [{"when": ["-"], "then": ['"new"']}]},
    ]
    dated = table("first", [BIDS], [], rules=[], versions=versions)
    signed = date(2025, 6, 1)
    found = answers(dated, deal(0, signed_on=signed, ends_on=ends), measure="m on ends_on")
    assert found[0][0] == answer


def test_with_several_outputs_the_first_leads_in_order() -> None:
    outputs = [
        {"name": "what", "type": "text", "values": ["x", "y"]},
        {"name": "who", "type": "text", "values": ["p", "q"]},
    ]
    rows = [{"when": ["-"], "then": ['"y"', '"p"']}, {"when": ["-"], "then": ['"x"', '"q"']}]
    both = table("priority", [BIDS], [], outputs=outputs, rules=rows)
    for output, answer in (("what", "x"), ("who", "q")):
        derive = {"m": {"table": "x", "output": output}}
        assert answers(both, deal(0, bids=1), derive=derive)[0][0] == answer


def test_the_evidence_names_the_rows_that_matched() -> None:
    rule = typed(
        {"on": "deal", "derive": {"m": {"table": "x"}}, "require": 'm = "b"', "measure": "m"},
        {"x": table("first", [BIDS], ROWS)},
    )
    row = deal(0, bids=4)
    world = world_of({"deal": [row], "move": [], "firm": [], "line": []})
    judge = world.judge(rule)
    evidence = judge.evidence(world.record(row), {})
    assert evidence["m"] == {
        "value": "a", "table": "x", "rows": [1, 2, 3], "source": "s", "standing": "house",
    }  # fmt: skip
    assert evidence["bids"] == "4"
    assert judge.explanation(world.record(row)) == 'required: m ⟨a⟩ = "b"'
    unmatched = judge.evidence(world.record(deal(1)), {})
    assert (unmatched["m"]["value"], unmatched["m"]["rows"]) == (None, [])
