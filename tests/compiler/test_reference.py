"""What divisions, functions and decision tables mean: the plain reference, against hand work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compliance.lang import types as t
from compliance.lang.check import check, check_unary
from compliance.lang.tree import DateTest, Decide, IfElse, LetRef, Literal, TableRef, TableRow
from compliance.model.money import Money

from .plain import deals
from .worked import DIVISIONS, GBP, RECORD, WORKED, eur

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compliance.lang.tree import Node

DEALS = deals()
HERE = (0, 0)


@pytest.mark.parametrize(("text", "wanted"), DIVISIONS)
def test_a_last_division(text: str, wanted: Any) -> None:
    assert DEALS.evaluated(text, RECORD, last_division=True) == wanted


@pytest.mark.parametrize(("text", "wanted"), WORKED)
def test_functions_of_known_and_unknown_values(text: str, wanted: Any) -> None:
    assert DEALS.evaluated(text, RECORD) == wanted


def test_amounts_of_several_currencies_are_all_compared_in_euro() -> None:
    # In pounds the fee is less than the value, in euro it is more: one euro amount among them
    # brings all to euro, in whatever order they stand.
    mixed = {**RECORD, "fee": Money(9_000, "GBP", 11_600)}
    assert DEALS.evaluated("min(fee, value)", mixed) == mixed["fee"]
    for text in ('fee, value, money("115.50 EUR")', 'money("115.50 EUR"), fee, value'):
        assert DEALS.evaluated(f"min({text})", mixed) == GBP
        assert DEALS.evaluated(f"max({text})", mixed) == mixed["fee"]


def test_a_name_of_let_means_what_it_stands_for() -> None:
    some = check("[1, year, 7]", DEALS.scope)
    named = replace(DEALS, scope=replace(DEALS.scope, lets={"some": some}))
    for text, wanted in (("bids in some", True), ("year in some", None), ("2 in some", None)):
        assert named.evaluated(text, RECORD) is wanted
        assert DEALS.evaluated(text.replace("some", "[1, year, 7]"), RECORD) is wanted
    assert isinstance(check("some", named.scope), LetRef)
    assert named.evaluated("sum(some)", RECORD) is None
    assert named.evaluated("max(some)", {**RECORD, "year": 9}) == Decimal(9)


# decision tables --------------------------------------------------------------------------------


def table(policy: str, rows: Sequence[tuple[str, str]], priority: tuple[Any, ...] = ()) -> Decide:
    """Give a table of (condition, output) rows, numbered from 1."""
    made = tuple(
        TableRow(output.type, HERE, number, check(condition, DEALS.scope), output)
        for number, (condition, output) in enumerate(
            ((c, check(o, DEALS.scope)) for c, o in rows), start=1
        )
    )
    return Decide(made[0].type, HERE, policy, made, priority)


YES, NO, UNKNOWN = "bids > 5", "bids > 9", "urgent"
ANSWERS = [
    ("unique", [(YES, '"a"'), (NO, '"b"')], "a"),
    ("unique", [(UNKNOWN, '"a"'), (YES, '"b"')], "b"),
    ("unique", [(YES, '"a"'), (YES, '"a"')], None),
    ("unique", [(NO, '"a"')], None),
    ("any", [(YES, '"a"'), (YES, '"a"'), (NO, '"b"')], "a"),
    ("any", [(YES, '"a"'), (YES, '"b"')], None),
    ("any", [(YES, '"a"'), (YES, "entity")], None),
    ("any", [(NO, '"a"')], None),
    ("any", [(YES, "value"), (YES, 'money("115 EUR")')], GBP),
    ("first", [(NO, '"a"'), (UNKNOWN, '"b"'), (YES, '"c"'), (YES, '"d"')], "c"),
    ("first", [(YES, "entity"), (YES, '"d"')], None),
    ("first", [(NO, '"a"')], None),
    ("rule order", [(YES, '"b"'), (NO, '"x"'), (YES, '"a"'), (YES, '"b"')], ("b", "a", "b")),
    ("rule order", [(NO, '"b"')], ()),
    ("rule order", [(YES, '"b"'), (YES, "entity")], None),
    ("collect", [(YES, '"b"'), (YES, '"a"')], ("b", "a")),
    ("collect", [(UNKNOWN, '"b"')], ()),
    ("collect sum", [(YES, "1.5"), (YES, "bids"), (NO, "9")], Decimal("8.5")),
    ("collect sum", [(YES, "value"), (YES, "value")], Money(20_000, "GBP", 23_000)),
    ("collect sum", [(YES, "value"), (YES, 'money("1 EUR")')], eur(11_600)),
    ("collect sum", [(YES, "value"), (YES, "fee"), (YES, "value")], None),
    ("collect sum", [(YES, "1"), (YES, "year")], None),
    ("collect sum", [(NO, "1")], None),
    ("collect min", [(YES, "3"), (YES, "rate"), (NO, "-9")], Decimal("-2.5")),
    ("collect min", [(YES, "3"), (YES, "year")], None),
    ("collect max", [(YES, "3"), (YES, "rate"), (NO, "9")], Decimal(3)),
    ("collect max", [(NO, "3")], None),
    ("collect count", [(YES, "3"), (UNKNOWN, "3"), (YES, "3")], Decimal(2)),
    ("collect count", [(NO, "3")], Decimal(0)),
]


@pytest.mark.parametrize(("policy", "rows", "wanted"), ANSWERS)
def test_a_table_answers_by_its_hit_policy(
    policy: str, rows: list[tuple[str, str]], wanted: Any
) -> None:
    assert DEALS.value(table(policy, rows), RECORD) == wanted


def test_priority_and_output_order_follow_the_list_of_outputs() -> None:
    rows = [(YES, '"low"'), (YES, '"other"'), (YES, '"high"'), (NO, '"top"'), (YES, '"low"')]
    order = ("top", "high", "low")
    assert DEALS.value(table("priority", rows, order), RECORD) == "high"
    assert DEALS.value(table("priority", rows[3:4], order), RECORD) is None
    listed = DEALS.value(table("output order", rows, order), RECORD)
    assert listed == ("high", "low", "low", "other")
    assert DEALS.value(table("output order", rows[3:4], order), RECORD) == ()


def test_a_table_is_read_in_the_version_of_the_rules_date() -> None:
    old, new = table("first", [(YES, '"old"')]), table("first", [(NO, '"x"'), (YES, '"new"')])
    until = DateTest(t.BOOLEAN, HERE, None, date(2024, 1, 30))
    versions = IfElse(t.TEXT, HERE, until, old, new)
    named = TableRef(t.TEXT, HERE, "m", "methods", versions)
    for day, wanted, numbers in (
        (date(2024, 1, 30), "old", (1,)),
        (date(2024, 1, 31), "new", (2,)),
        (None, None, ()),
    ):
        values = {**RECORD, "signed_on": day}
        assert DEALS.value(named, values) == wanted
        assert DEALS.reference.decided(named, DEALS.record(values)) == numbers


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (None, None, True),
        (date(2024, 1, 31), date(2024, 1, 31), True),
        (date(2024, 2, 1), None, False),
        (None, date(2024, 1, 30), False),
    ],
)
def test_a_test_of_the_date_holds_its_first_and_last_day(
    start: date | None, end: date | None, wanted: bool
) -> None:
    node = DateTest(t.BOOLEAN, HERE, start, end)
    assert DEALS.value(node, RECORD) is wanted
    assert DEALS.value(node, {**RECORD, "signed_on": None}) is None


ENTRIES = [
    # entry, input, whether the entry is met
    ("-", "year", True),
    (" - ", "bids", True),
    ("null", "year", True),
    ("null", "bids", False),
    ("not(null)", "year", False),
    ("not(null)", "bids", True),
    ("1, null", "year", True),
    ("< 5", "year", None),
    ("not(1)", "year", None),
    ("7", "bids", True),
    ("-7", "bids", False),
    ("1, 2, > 6", "bids", True),
    ("> 5, < 7", "bids", True),
    ("[1..7)", "bids", False),
    ("[1..7[", "bids", False),
    ("[7..9]", "bids", True),
    ("]7..9]", "bids", False),
    ("(6..8)", "bids", True),
    ("not(1, > 6)", "bids", False),
    ("not([1..3], [5..6])", "bids", True),
    ("30%", "share", True),
    ("bids - 9.5", "rate", True),
    ('>= money("115 EUR")', "value", True),
    ("< p.money", "value", False),
    ('date("2024-01-31")', "signed_on", True),
    ('>= signed_on + duration("P1M")', "as_of", True),
    ('"open", "direct"', "stage", True),
    ('not("open")', "stage", False),
    ('"A", "b"', "upper case(substring(name, 1, 1))", True),
    ("true", "bids > 5", True),
    ("p.words", "stage", True),
    ('["a", "open"]', "stage", True),
]


@pytest.mark.parametrize(("entry", "tested", "wanted"), ENTRIES)
def test_an_entry_of_a_table_is_a_condition_on_its_input(
    entry: str, tested: str, wanted: bool | None
) -> None:
    node = check_unary(entry, check(tested, DEALS.scope), DEALS.scope)
    assert node.type == t.BOOLEAN
    assert DEALS.value(node, RECORD) is wanted


def test_any_value_is_a_constant_that_reads_nothing() -> None:
    node: Node = check_unary("-", check("year", DEALS.scope), DEALS.scope)
    assert isinstance(node, Literal)
    assert node.value is True
