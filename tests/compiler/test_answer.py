"""The answer of a decision table from the outputs of the rows that match, by its hit policy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from compliance.compiler.answer import answer
from compliance.model.money import Money

from .moves import eur

POUND = Money(100, "GBP", 115)
YEN = Money(900, "JPY")  # for which no rate is known
ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)

CASES = [
    # policy, outputs in row order, the answer; a is set before b, b before c
    ("unique", [], None),
    ("unique", ["a"], "a"),
    ("unique", ["a", "a"], None),
    ("any", ["a"], "a"),
    ("any", ["a", "a", "a"], "a"),
    ("any", ["a", "a", "b"], None),
    ("any", ["b", "a", "a"], None),
    ("any", [None, None], None),
    ("first", ["b", "a"], "b"),
    ("first", [None, "a"], None),
    ("priority", ["c", "b", "c"], "b"),
    ("priority", ["x", "c"], "c"),  # what has no rank is last
    ("rule order", ["b", "a", "b"], ("b", "a", "b")),
    ("rule order", [], ()),
    ("collect", ["b", "a"], ("b", "a")),
    ("collect", ["b", None], None),
    ("output order", ["c", "x", "a", "b"], ("a", "b", "c", "x")),
    ("output order", ["a", None], None),
    ("collect count", [], Decimal(0)),
    ("collect count", ["a", None, "a"], Decimal(3)),
    ("collect sum", [], None),
    ("collect sum", [THREE], THREE),
    ("collect sum", [ONE, TWO, THREE], Decimal(6)),
    ("collect sum", [ONE, None], None),
    ("collect sum", [POUND, YEN, eur(1)], None),
    ("collect min", [TWO, ONE, THREE], ONE),
    ("collect max", [TWO, THREE, ONE], THREE),
    ("collect min", [ONE, None], None),
    ("collect max", [None, ONE], None),
    # Of equal amounts in several currencies the first row's is the answer.
    ("collect min", [POUND, eur(115), eur(116)], POUND),
    ("collect min", [eur(116), eur(115), POUND], eur(115)),
    ("collect max", [POUND, eur(115), eur(114)], POUND),
    ("collect max", [eur(114), eur(115), POUND], eur(115)),
    ("collect max", [YEN, eur(115)], None),
]


@pytest.mark.parametrize(("policy", "outputs", "found"), CASES)
def test_an_answer_follows_from_the_rows_that_match(
    policy: str, outputs: list[Any], found: Any
) -> None:
    assert answer(policy, outputs, ["a", "b", "c"]) == found
