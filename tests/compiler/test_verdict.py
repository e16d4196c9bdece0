"""What a finding tells of one record, worked out by hand: amounts, evidence and the way to pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compliance.compiler.rule_plan import deciding_derivations
from compliance.compiler.shown import show
from compliance.compiler.world import Row
from compliance.model.finding import Outcome
from compliance.model.money import Money

from .both import disagreements, evaluate, world_of
from .moves import eur, move
from .rules import typed

if TYPE_CHECKING:
    from compliance.compiler.reference import Record
    from compliance.compiler.verdict import Judge

GBP = Money(10_000, "GBP", 11_500)  # 100 pounds at 1.15
JPY = Money(900, "JPY")  # for which no rate is known


def judged(values: dict[str, Any], *, on: str = "deal", **parts: Any) -> tuple[Judge, Record]:
    """Give the judge of a rule, and a record that it can judge."""
    known = {f"{on}_id": "X", "status": "final", "signed_on": date(2026, 1, 1), **values}
    row = Row(on, "X", "0" * 64, 0, known)
    rows: dict[str, list[Row]] = {"deal": [], "move": [], "firm": [], "line": []}
    world = world_of({**rows, on: [row]})
    judge = world.judge(typed({"on": on, "require": "bids > 3", **parts}))
    return judge, world.record(row)


# the amount at issue ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "amount", "minor", "currency", "base"),
    [
        (GBP, "value", 10_000, "GBP", 11_500),
        (GBP, "value * 2", 10_000, "GBP", 11_500),  # never more than the record's money
        (GBP, "value - value", 0, "GBP", 0),
        (GBP, "value - value * 2", 0, "GBP", 0),  # never less than nothing
        (eur(100), 'money("0.01 EUR")', 1, "EUR", 1),
        (eur(5), "value * 0.5", 2, "EUR", 2),  # a half goes to the even cent
        (eur(7), "value * 0.5", 4, "EUR", 4),
        (Money(10_000, "GBP", 11_501), "value * 0.5", 5_000, "GBP", 5_750),
        (GBP, 'money("10 EUR")', 1_000, "EUR", 1_000),  # stays in its own currency
        (GBP, 'money("115.01 EUR")', 10_000, "GBP", 11_500),
        (JPY, "value", 900, "JPY", None),
        (JPY, "value * 0.5", 450, "JPY", None),
        (None, 'money("10 EUR")', 1_000, "EUR", 1_000),  # of unknown money, no more is known
        (GBP, 'money("0")', 0, "GBP", 0),  # nothing is in the currency of the record
        (None, 'money("0")', 0, None, 0),
        (Money(0, "GBP", 0), "value", 0, "GBP", 0),
    ],
)
def test_an_amount_lies_between_nothing_and_the_money_of_the_record(
    value: Money | None, amount: str, minor: int, currency: str | None, base: int | None
) -> None:
    effect = {"amount": amount, "stage": "payment", "basis": "excess"}
    judge, record = judged({"value": value}, effect=effect)
    assert judge.amount(record) == {
        "minor": minor, "currency": currency, "base_minor": base,
        "stage": "payment", "basis": "excess",
    }  # fmt: skip


def test_an_amount_is_brought_to_euro_at_the_rate_of_the_record() -> None:
    # 100 pounds at 1.15 less 40 pounds at 1.10: sixty pounds, at the record's own 1.15.
    fee = Money(4_000, "GBP", 4_400)
    effect = {"amount": "value - fee", "stage": "invoice", "basis": "recoverable"}
    judge, record = judged({"value": GBP, "fee": fee}, effect=effect)
    found = judge.amount(record)
    assert found is not None
    assert (found["minor"], found["base_minor"]) == (6_000, 6_900)


def test_an_unknown_amount_and_a_rule_without_effect_have_none() -> None:
    effect = {"amount": "value", "stage": "plan", "basis": "whole"}
    judge, record = judged({"value": None}, effect=effect)
    assert judge.amount(record) is None
    judge, record = judged({"value": GBP}, effect={"stage": "plan", "basis": "none"})
    assert judge.amount(record) is None
    judge, record = judged({"value": GBP})
    assert judge.amount(record) is None


def test_the_amount_of_a_kind_without_money_is_not_bounded() -> None:
    effect = {"amount": "cap", "stage": "plan", "basis": "whole"}
    judge, record = judged({"cap": JPY}, on="firm", require="title = null", effect=effect)
    assert judge.amount(record) == {
        "minor": 900, "currency": "JPY", "base_minor": None, "stage": "plan", "basis": "whole",
    }  # fmt: skip


# outcome and exceptions -------------------------------------------------------------------------


UNSURE = [
    # What the rule asks, with a sum `d` of 5, its outcome, and what it is where rows were skipped.
    ({"require": "d > 3"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "d > 9"}, Outcome.FAIL, Outcome.FAIL),  # a fail stays
    ({"require": "bids = 4 or d > 3"}, Outcome.PASS, Outcome.PASS),  # whatever the sum is
    ({"require": "bids = 5 or d > 3"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "bids = 4 and d > 3"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "not(bids = 5 and d > 9)"}, Outcome.PASS, Outcome.PASS),
    ({"require": "not(bids = 4 and d > 9)"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "not(bids = 5 or d > 9)"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "(if bids = 4 then 7 else d) > 3"}, Outcome.PASS, Outcome.PASS),
    ({"require": "(if bids = 4 then d else 7) > 3"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "if d > 3 then bids = 4 else bids = 4"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "not(if bids = 4 then bids = 5 else d > 3)"}, Outcome.PASS, Outcome.PASS),
    ({"require": "d != null"}, Outcome.PASS, Outcome.UNDETERMINED),  # a skipped row may say so
    ({"require": "l > 3", "let": {"l": "d"}}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "bids = 4", "when": "d > 3"}, Outcome.PASS, Outcome.UNDETERMINED),
    ({"require": "bids = 4", "when": "bids = 4 or d > 3"}, Outcome.PASS, Outcome.PASS),
    ({"require": "bids = 4", "when": "d > 9"}, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ({"require": "bids = 4", "exceptions": ["d > 3"]}, Outcome.PASS, Outcome.PASS),
    ({"require": "bids = 5", "exceptions": ["d > 3"]}, Outcome.BY_EXCEPTION, Outcome.UNDETERMINED),
    ({"require": "d > 9", "exceptions": ["bids = 4"]}, Outcome.BY_EXCEPTION, Outcome.BY_EXCEPTION),
    ({"require": "d > 3", "exceptions": ["bids = 4"]}, Outcome.PASS, Outcome.BY_EXCEPTION),
    ({"require": "d > 9", "exceptions": ["d > 3"]}, Outcome.BY_EXCEPTION, Outcome.UNDETERMINED),
    ({"require": "year = 1 or d > 9"}, Outcome.UNDETERMINED, Outcome.UNDETERMINED),
]


@pytest.mark.parametrize(("parts", "outcome", "with_skipped_rows"), UNSURE)
def test_skipped_rows_unmake_a_pass_that_rests_on_them_but_no_fail(
    parts: dict[str, Any], outcome: Outcome, with_skipped_rows: Outcome
) -> None:
    derive = {"d": {"sum": "quantity", "of": "move", "match": {"deal": "deal_id"}}}
    named = [{"name": test, "if": test} for test in parts.get("exceptions", ())]
    rule = typed({"on": "deal", "derive": derive, **parts, "exceptions": named})
    deals = [
        Row("deal", key, "0" * 64, n, {"deal_id": key, "status": "final", "bids": 4})
        for n, key in enumerate(("A", "B"))
    ]
    moves = [move(0, eur(1), deal="A", quantity=5), move(1, eur(1), deal="B", quantity=5),
             move(2, eur(1), deal="B", quantity=None)]  # fmt: skip
    rows = {"deal": deals, "move": moves, "firm": [], "line": []}
    assert evaluate([rule], rows, measured=False).outcomes[rule.id] == [outcome, with_skipped_rows]
    assert disagreements([rule], rows) == (2, [])


def test_the_first_exception_that_holds_is_named_with_its_paper() -> None:
    exceptions = [
        {"name": "none", "if": "year = 2024"},
        {"name": "old", "if": "year = 2025", "reference": "name"},
        {"name": "older", "if": "year < 2026"},
    ]
    judge, record = judged({"year": 2025, "name": "Memo 7"}, exceptions=exceptions)
    assert judge.exception(record) == ("old", "Memo 7")
    judge, record = judged({"year": 2025}, exceptions=exceptions)
    assert judge.exception(record) == ("old", None)
    judge, record = judged({"year": 2023}, exceptions=exceptions)
    assert judge.exception(record) == ("older", None)
    judge, record = judged({"year": None}, exceptions=exceptions)
    assert judge.exception(record) is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("final", Outcome.FAIL),
        ("draft", Outcome.FAIL),
        ("cancelled", Outcome.NOT_APPLICABLE),
        ("superseded", Outcome.NOT_APPLICABLE),
        (None, Outcome.UNDETERMINED),
    ],
)
def test_a_withdrawn_record_is_out_of_scope(status: str | None, outcome: Outcome) -> None:
    judge, record = judged({"status": status, "bids": 1})
    assert judge.outcome(record) is outcome


@pytest.mark.parametrize(
    ("entity", "source", "outcome"),
    [
        ("north", "joint", Outcome.FAIL),
        ("south", "joint", Outcome.FAIL),
        ("east", "joint", Outcome.NOT_APPLICABLE),
        ("north", "cash", Outcome.NOT_APPLICABLE),
        (None, "joint", Outcome.UNDETERMINED),
        (None, "cash", Outcome.NOT_APPLICABLE),
    ],
)
def test_a_rule_applies_to_its_entities_and_sources(
    entity: str | None, source: str, outcome: Outcome
) -> None:
    applies = {"entity": ["north", "south"], "source": ["joint", "trust"]}
    values = {"entity": entity, "source": source, "opens_on": date(2026, 1, 1), "year": 2026}
    judge, record = judged(values, on="line", require="year = 2025", applies_to=applies)
    assert judge.outcome(record) is outcome


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2025, 2, 28), Outcome.NOT_APPLICABLE),
        (date(2025, 3, 1), Outcome.FAIL),
        (date(2025, 12, 31), Outcome.FAIL),
        (date(2026, 1, 1), Outcome.NOT_APPLICABLE),
        (None, Outcome.UNDETERMINED),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_its_last(
    day: date | None, outcome: Outcome
) -> None:
    force = {"from": "2025-03-01", "until": "2025-12-31"}
    judge, record = judged({"signed_on": day, "bids": 1}, in_force=force)
    assert judge.outcome(record) is outcome


# what is printed --------------------------------------------------------------------------------


def test_a_message_prints_values_and_a_dash_for_none() -> None:
    judge, record = judged({"bids": 2, "value": GBP}, message="{bids} bids on {value} by {name}.")
    assert judge.message(record) == "2 bids on GBP 100.00 by —."


@pytest.mark.parametrize(
    ("bids", "measure", "shown"),
    [(7, "bids / 2", "3.5"), (8, "bids / 2", "4"), (None, "bids / 2", None), (7, None, None)],
)
def test_a_measure_is_shown_as_text(bids: int | None, measure: str | None, shown: str) -> None:
    judge, record = judged({"bids": bids}, measure=measure)
    assert judge.measure(record) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (Money(123_450, "EUR", 123_450), "EUR 1,234.50"),
        (Money(Decimal("2.5"), "EUR", None), "EUR 0.02"),  # type: ignore[arg-type]
        (True, "true"),
        (False, "false"),
        (Decimal("2.500"), "2.5"),
        (Decimal(100), "100"),
        (Decimal("-0.0"), "0"),
        (date(2026, 1, 31), "2026-01-31"),
        (("a", None, Decimal("1.0")), "a; —; 1"),
        (["a", "b"], "a; b"),
        (30, "30"),
    ],
)
def test_a_value_is_shown_as_a_reader_writes_it(value: Any, text: str) -> None:
    assert show(value) == text


def test_an_explanation_puts_values_in_place_and_names_what_is_not_met() -> None:
    require = "bids > 3 and  year = 2026 and urgent"
    judge, record = judged({"bids": 2, "year": 2026, "urgent": None}, require=require)
    assert judge.explanation(record) == (
        "required: bids ⟨2⟩ > 3 and year ⟨2026⟩ = 2026 and urgent ⟨—⟩"
        " — not met: bids ⟨2⟩ > 3; urgent ⟨—⟩"
    )
    judge, record = judged({"bids": 4, "year": 2026, "urgent": True}, require=require)
    assert judge.explanation(record) == (
        "required: bids ⟨4⟩ > 3 and year ⟨2026⟩ = 2026 and urgent ⟨true⟩"
    )
    judge, record = judged({"bids": 2}, require="bids > 3 or bids = year")
    assert judge.explanation(record) == "required: bids ⟨2⟩ > 3 or bids ⟨2⟩ = year ⟨—⟩"


def test_an_explanation_shows_a_name_of_let_and_a_parameter_by_their_values() -> None:
    let = {"twice": "bids * 2"}
    judge, record = judged({"bids": 1}, let=let, require="twice > p.number and is defined(name)")
    assert judge.explanation(record) == (
        "required: twice ⟨2⟩ > p.number ⟨2.25⟩ and is defined(name ⟨—⟩)"
        " — not met: twice ⟨2⟩ > p.number ⟨2.25⟩; is defined(name ⟨—⟩)"
    )


# evidence and standing --------------------------------------------------------------------------


def test_the_evidence_is_what_the_rule_read_in_its_order() -> None:
    judge, record = judged(
        {"bids": 2, "urgent": True, "value": GBP, "name": "n"},
        when="urgent", require="value < p.money and bids > 3", message="{name}",
        exceptions=[{"name": "e", "if": "year = 2025"}],
    )  # fmt: skip
    evidence = judge.evidence(record, {})
    assert list(evidence.items()) == [
        ("urgent", "true"),
        ("value", "GBP 100.00"),
        ("p.money", {
            "value": "EUR 250.50", "from": "2026-01-01", "source": "s", "standing": "house",
        }),
        ("bids", "2"),
        ("year", None),
    ]  # fmt: skip


def test_the_evidence_of_a_parameter_tells_since_when_it_holds_if_it_does() -> None:
    parts: dict[str, Any] = {"require": "value < p.late and rate < p.share"}
    judge, record = judged({"signed_on": date(2026, 1, 1)}, **parts)  # a gap of p.late
    evidence = judge.evidence(record, {})
    assert evidence["p.late"] is None
    assert evidence["p.share"]["value"] == "0.125"
    assert evidence["p.share"]["from"] is None


def test_the_evidence_says_how_many_rows_were_skipped_only_where_some_were() -> None:
    derive = {"d": {"count": "amount", "of": "move", "match": {"deal": "deal_id"}}}
    judge, record = judged({}, derive=derive, require="d > 0")
    (leaf,) = (judge.reference.leaf(node) for node in judge.plan.rule.require.walk()
               if judge.reference.leaf(node) is not None)  # fmt: skip
    assert leaf is not None
    assert judge.evidence(record, {leaf: 2}) == {"deal_id": "X", "d": "0", "ignored": {"d": 2}}
    assert judge.evidence(record, {leaf: 0}) == {"deal_id": "X", "d": "0"}


def test_the_evidence_of_a_quartile_says_how_it_was_found() -> None:
    derive = {"q": {"quartile": "bids", "per": ["batch"], "at": "75%"}}
    judge, record = judged({"bids": 4}, derive=derive, require="bids < q")
    assert judge.evidence(record, {})["q"] == {
        "value": "4", "method": "Hyndman-Fan type 8 at 3/4",
    }  # fmt: skip


def test_what_is_about_a_person_is_no_evidence() -> None:
    values = {"label": "Ada", "quantity": 1, "booked_on": date(2026, 1, 1)}
    judge, record = judged(values, on="move", require='quantity > 3 and label = "Bob"')
    assert judge.evidence(record, {}) == {"quantity": "1"}


def test_what_is_about_a_person_is_no_evidence_where_a_record_refers_to_it_either() -> None:
    judge, record = judged({"bids": 1}, require='bids > 3 and firm.title = "Ada"')
    assert judge.evidence(record, {}) == {"bids": "1", "firm.title": None}
    firm = judge.catalogue.kinds["firm"]
    title = firm.fields["title"].model_copy(update={"personal": True})
    fields = {**firm.fields, "title": title}
    private = judge.catalogue.with_kinds([firm.model_copy(update={"fields": fields})])
    assert replace(judge, catalogue=private).evidence(record, {}) == {"bids": "1"}


@pytest.mark.parametrize(
    ("signed", "authority", "standing"),
    [
        (date(2025, 6, 1), "house", "house"),  # p.late is of the house until the end of 2025
        (date(2026, 2, 1), "house", "analogue"),
        (date(2026, 1, 1), "house", "house"),  # in its gap nothing was read
        (date(2025, 6, 1), "illustrative", "illustrative"),
    ],
)
def test_a_finding_stands_as_the_weakest_of_what_it_read(
    signed: date, authority: str, standing: str
) -> None:
    judge, record = judged(
        {"signed_on": signed, "value": GBP},
        require="value < p.late", authority={"document": "d", "standing": authority},
    )  # fmt: skip
    assert judge.standing(record) == standing


@pytest.mark.parametrize(
    ("derive", "require", "standing"),
    [
        ({"within": "p.window"}, "d >= 0", "house"),
        ({"where": "amount > p.late"}, "d >= 0", "analogue"),  # its weakest value, of any day
        ({"where": "amount > p.late"}, "bids >= 0", "house"),  # where it is not read
    ],
)
def test_a_finding_stands_as_weak_as_what_its_facts_read(
    derive: dict[str, str], require: str, standing: str
) -> None:
    derived = {"d": {"count": "rows", "of": "move", "match": {"deal": "deal_id"}, **derive}}
    parts: dict[str, Any] = {"message": "{d}", "authority": {"document": "d", "standing": "house"}}
    judge, record = judged({"bids": 4}, derive=derived, require=require, **parts)
    assert judge.standing(record) == standing


# the way to pass --------------------------------------------------------------------------------


def to_pass(values: dict[str, Any], require: str, **parts: Any) -> Any:
    """Give the way to pass of a record that did not."""
    judge, record = judged(values, require=require, **parts)
    assert judge.outcome(record) is not Outcome.PASS
    return judge.to_pass(record)


def test_a_value_at_the_boundary_makes_a_record_pass() -> None:
    days = {"ends_on": date(2026, 1, 9), "signed_on": date(2026, 1, 10)}
    found = {"field": "ends_on", "from": "2026-01-09", "to": "2026-01-10"}
    assert to_pass(days, "ends_on >= signed_on") == found
    assert to_pass(days, "signed_on <= ends_on") == found
    assert to_pass(days, "last >= signed_on", let={"last": "ends_on"}) == found
    assert to_pass({**days, "ends_on": None}, "ends_on >= signed_on") == {**found, "from": None}


def test_no_way_is_told_that_does_not_lead_to_a_pass() -> None:
    days = {"ends_on": date(2026, 1, 9), "signed_on": date(2026, 1, 10), "bids": 1}
    assert to_pass(days, "ends_on > signed_on") is None  # the boundary itself does not pass
    assert to_pass(days, "ends_on >= signed_on and bids > 3") is None
    undated = {**days, "signed_on": None}
    assert to_pass(undated, "ends_on >= signed_on") is None
    assert to_pass(undated, "ends_on >= signed_on or ends_on = null") is None  # nor to empty a cell
    assert to_pass(days, "bids > 3") is None  # bids are not to be corrected
    fact = {"d": {"count": "rows", "of": "move", "match": {"deal": "deal_id"}}}
    judge, record = judged(days, derive=fact, require="d = 0 and ends_on >= signed_on")
    assert judge.outcome(record) is Outcome.FAIL
    assert judge.to_pass(record) is not None
    (leaf,) = deciding_derivations(judge.plan.rule, judge.plan.reader)
    assert judge.to_pass(replace(record, unsure=frozenset({leaf}))) is None


def test_any_text_makes_a_record_pass_that_only_needs_one() -> None:
    found = {"field": "name", "from": None, "to": "any value"}
    assert to_pass({"bids": 4}, "bids > 3 and name != null") == found
    assert to_pass({"bids": 4}, "is defined(name) and bids > 3") == found
    assert to_pass({"bids": 4}, "is defined(firm)") is None  # not to be corrected
    assert to_pass({}, "is defined(ends_on)") is None  # a date is not any text
    assert to_pass({"name": "n"}, "name = null") is None
    assert to_pass({"name": "n", "bids": 1}, "is defined(name) and bids > 3") is None
