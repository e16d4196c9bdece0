"""What expressions mean, in examples worked out by hand; both evaluations must give each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance.compiler.world import Row
from compliance.errors import ComplianceError
from compliance.model.money import Money

from .both import evaluate, world_of
from .rules import is_typed, typed
from .worked import DIVISIONS, JPY, RECORD, WORKED

CASES = [
    # An unknown operand makes the result unknown; and, or decide where they can.
    ("urgent and false", False),
    ("urgent and true", None),
    ("urgent or true", True),
    ("urgent or false", None),
    ("not(urgent)", None),
    ("(not(urgent)) = null", True),
    ("is defined(not(bids > 1))", True),
    ("entity = entity", None),
    ("entity != p.pilot", None),
    ('entity in ["x", "y"]', None),
    ("if urgent then 1 else 2", None),
    ('stage in ["open", "direct"]', True),
    ("year in [1..3]", None),
    ("bids in ]7..9]", False),
    ("bids between 7 and 7", True),
    # Money keeps its currency where it can, converts where it must, and is exact.
    ('value = money("115 EUR")', True),
    ("value > fee", None),
    ('fee > money("0")', True),
    ("value + value", Money(20_000, "GBP", 23_000)),
    ('value + money("1 EUR")', Money(11_600, "EUR", 11_600)),
    ("value + fee", None),
    ('(if bids > 1 then money("0") else value) + fee', JPY),
    ("value * 0.5%", Money(50, "GBP", Decimal("57.5"))),  # type: ignore[arg-type]
    ("in euro(value * 0.5)", Money(5_750, "EUR", 5_750)),
    ("in euro(fee)", None),
    ("-value", Money(-10_000, "GBP", -11_500)),
    ('max(value, money("116 EUR"))', Money(11_600, "EUR", 11_600)),
    ("min(value, fee)", None),
    # A division is multiplied across: the sign of the divisor turns the comparison, 0 is unknown.
    ("bids / 2 > 3", True),
    ("bids / rate > -3", True),
    ("bids / rate >= -2.8", True),
    ("-3 < bids / rate", True),
    ("bids / (bids - 7) > 0", None),
    ('value / money("230 EUR") = 50%', True),
    # Numbers are exact decimals, however many digits they have.
    ("0.1 + 0.2 = 0.3", True),
    ("12345678901234567890123456789012345 + 1", Decimal(12345678901234567890123456789012346)),
    ("-(12345678901234567890123456789012345)", Decimal(-12345678901234567890123456789012345)),
    ("modulo(-7, 3)", Decimal(2)),
    ("modulo(7, -3)", Decimal(-2)),
    ("modulo(rate, 2)", Decimal("1.5")),
    ("modulo(bids, 0)", None),
    ("floor(rate)", Decimal(-3)),
    ("ceiling(rate)", Decimal(-2)),
    ("rate ** 2", Decimal("6.25")),
    ("rate ** 0", Decimal(1)),
    # Dates: months end where the month ends; no day lies past the year 9999.
    ('signed_on + duration("P1M")', date(2024, 2, 29)),
    ('signed_on + duration("P13M")', date(2025, 2, 28)),
    ('date("2024-02-29") + duration("P1Y")', date(2025, 2, 28)),
    ('date("2024-03-31") - duration("P1M")', date(2024, 2, 29)),
    ('ends_on + duration("P1D")', None),
    ('ends_on + duration("P1M")', None),
    ('ends_on - duration("P1D")', date(9999, 12, 30)),
    ('date("2026-03-01") - date("2024-02-29")', 731),
    ('days between(date("2024-03-01"), date("2024-02-28"))', Decimal(-2)),
    # 2026-01-02 is a Friday; the first day is not counted, the last one is.
    ('workdays between(date("2026-01-02"), date("2026-01-05"))', Decimal(1)),
    ('workdays between(date("2026-01-02"), date("2026-01-04"))', Decimal(0)),
    ('workdays between(date("2026-01-05"), date("2026-01-06"))', Decimal(1)),
    ('workdays between(date("2026-01-04"), date("2026-01-09"))', Decimal(5)),
    ('workdays between(date("2026-01-05"), date("2026-01-02"))', Decimal(-1)),
    ('workdays between(date("2026-01-03"), date("2026-01-17"))', Decimal(10)),
    ('day of week(date("2024-02-29"))', "Thursday"),
    # Text: positions count characters, from the end where negative; `$` is the very end.
    ('substring("abcd", -2)', "cd"),
    ('substring("abcd", -1)', "d"),
    ('substring("abcd", 1)', "abcd"),
    ('substring("abcd", 0, 2)', ""),
    ('substring("abcd", -9, 2)', "ab"),
    ('substring("abcd", 0)', ""),
    ('substring("abcd", 9)', ""),
    ('substring("aé😀b", 2, 2)', "é😀"),
    ('substring("abcd", 2, -1)', ""),
    ("substring(deal_id, year)", None),
    ('string length("e\u0301😀")', Decimal(3)),
    ('matches(name, "a$")', False),
    (r'matches(name, "\\s$")', True),
    ('matches(name, "^a.$")', False),
    ('replace("abab", "b", "")', "aa"),
    ('replace("ab", "", "x")', "ab"),
    ('contains(pilot, "")', True),
    ('contains("abc", "bc")', True),
    ('contains("abc", "cb")', False),
    ('starts with("ab", "")', True),
    ('normal key(name) = "a"', True),
    ('number key(name) = "a"', True),
    ('check key(name) = "10"', None),  # a line feed is no letter
    # Lists: an unknown element makes the list unknown; an empty list holds nothing.
    ('list contains(tags, "b")', True),
    ('list contains(words, "open")', False),
    ("list contains(tags, entity)", None),
    ('list contains([entity, "b"], "b")', None),
    ("count([entity])", None),
    ("count(words)", Decimal(0)),
]


def test_expressions_mean_what_was_worked_out_by_hand() -> None:
    cases = [*CASES, *WORKED, *DIVISIONS]
    row = Row("deal", "D", "0" * 64, 0, RECORD)
    rules = [
        typed({"id": f"PRP-{n:03}", "on": "deal", "require": "true", "measure": text})
        for n, (text, _) in enumerate(cases)
    ]
    rows = {"deal": [row], "move": [], "firm": [], "line": []}
    sets, world = evaluate(rules, rows).measures, world_of(rows)
    found = {}
    for rule, (text, _) in zip(rules, cases, strict=True):
        assert rule.measure is not None
        plain = world.judge(rule).reference.value(rule.measure, world.record(row))
        whole = sets[rule.id][0]
        found[text] = (tuple(whole) if isinstance(whole, list) else whole, plain)
    assert found == {text: (wanted, wanted) for text, wanted in cases}


@pytest.mark.parametrize(
    "text",
    [
        'matches(name, "a*+")',  # a possessive repetition
        'matches(name, "(a{900}){900}")',
        'matches(name, "((a*))*")',
        'matches(name, "[a&&b]")',
        "value in tags",
        "abs(signed_on)",
        "substring(name, 1.5)",
    ],
)
def test_what_engines_would_read_differently_or_not_at_all_is_refused(text: str) -> None:
    assert is_typed(text, "deal") is not None


def test_a_number_past_38_digits_is_one_clear_error() -> None:
    nines = "9" * 30
    rule = typed({"on": "deal", "require": f"bids * {nines} * {nines} > 0"})
    row = Row("deal", "D", "0" * 64, 0, RECORD)
    with pytest.raises(ComplianceError, match="38 digits"):
        evaluate([rule], {"deal": [row], "move": [], "firm": [], "line": []})
