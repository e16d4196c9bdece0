"""Expressions with what each gives for one record, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance.model.money import Money

GBP, JPY = Money(10_000, "GBP", 11_500), Money(900, "JPY")
RECORD: dict[str, Any] = {
    "deal_id": "D", "name": "a\n", "pilot": "", "entity": None, "value": GBP, "fee": JPY,
    "bids": 7, "year": None, "rate": Decimal("-2.5"), "share": Decimal("0.3"), "urgent": None,
    "signed_on": date(2024, 1, 31), "ends_on": date(9999, 12, 31), "tags": ("a", "b"),
    "words": (), "status": "final", "stage": "open",
}  # fmt: skip


def gbp(minor: Any, base: Any) -> Money:
    """Give pounds with their euro cents; parts of a unit stand before a result is rounded."""
    return Money(minor, "GBP", base)


def eur(minor: Any) -> Money:
    """Give an amount in euro cents."""
    return Money(minor, "EUR", minor)


# A division as the last step: six places, half to even, null by nought.
DIVISIONS = [
    ("bids / 2", Decimal("3.5")),
    ("(bids / 2)", Decimal("3.5")),
    ("bids / 3", Decimal("2.333333")),
    ("-bids / 3", Decimal("-2.333333")),
    ("2 / 3", Decimal("0.666667")),
    ("0.1 / 0.3", Decimal("0.333333")),
    ("1 / 2000000", Decimal(0)),  # 0.0000005 lies half way: to the even neighbour
    ("3 / 2000000", Decimal("0.000002")),
    ("5 / 2000000", Decimal("0.000002")),
    ("-3 / 2000000", Decimal("-0.000002")),
    ("bids / (bids - 7)", None),
    ("year / 2", None),
    ("bids / year", None),
    ("12345678901234567890123456789012 / 1000000", Decimal("12345678901234567890123456.789012")),
    ("value / 4", gbp(2_500, 2_875)),
    ("value / 3", gbp(Decimal("3333.333333"), Decimal("3833.333333"))),
    ("fee / 7", Money(Decimal("128.571429"), "JPY")),  # type: ignore[arg-type]
    ("value / 0", None),
    ("value / value", Decimal(1)),
    ('value / money("230 EUR")', Decimal("0.5")),
    ('money("230 EUR") / value', Decimal(2)),
    ("fee / fee", Decimal(1)),
    ("value / fee", None),
    ('money("0") / value', Decimal(0)),
    ('value / money("0")', None),
    ("value * bids / 3", gbp(Decimal("23333.333333"), Decimal("26833.333333"))),
]

WORKED = [
    # The mean is a sum by a count and may stand anywhere.
    ("mean(1, 2)", Decimal("1.5")),
    ("mean(bids, rate)", Decimal("2.25")),
    ("mean([1, 2, 2])", Decimal("1.666667")),
    ("mean(bids)", Decimal(7)),
    ("mean(bids, year)", None),
    ("mean(bids, 2) * 2 = 9", True),
    ("mean(bids, 2) / 3 > 1.4", True),
    ("mean(bids, 2) / 3 > 1.5", False),
    ("mean(value, value)", gbp(10_000, 11_500)),
    ('mean(value, money("116 EUR"))', eur(11_550)),
    ("mean(value, fee)", None),
    ('mean(money("0.01 EUR"), money("0.02 EUR"))', eur(Decimal("1.5"))),
    # Sums and counts of several values or of one written list.
    ("sum(1, 2.5, 3)", Decimal("6.5")),
    ("sum([bids])", Decimal(7)),
    ("sum(bids, year)", None),
    ("sum(value, value)", gbp(20_000, 23_000)),
    ('sum(value, money("1 EUR"), value)', eur(23_100)),
    ("sum(value, fee)", None),
    ("sum(fee, fee)", Money(1_800, "JPY")),
    ('sum(ends_on - ends_on, duration("P1D"))', 1),
    ("count(1, 2, 3)", Decimal(3)),
    ("count([1, 2])", Decimal(2)),
    ("count([])", Decimal(0)),
    ("count(tags)", Decimal(2)),
    ("count(bids, year)", None),
    # The least and the greatest of any number of values; the first of equal ones is given.
    ("min(9, bids, 8)", Decimal(7)),
    ("min([bids, rate])", Decimal("-2.5")),
    ("max(bids)", Decimal(7)),
    ("max(1, year, 3)", None),
    ("max(signed_on, as_of, signed_on)", date(2026, 2, 28)),
    ('min(value, money("116 EUR"), money("114.99 EUR"))', eur(11_499)),
    ('max(value, money("115 EUR"))', GBP),
    ('max(money("115 EUR"), value)', eur(11_500)),
    ("min(value, fee, value)", None),
    ('min(fee, money("0"))', Money(0, None, 0)),
    ('max(fee, money("0"), fee)', JPY),
    # Rounding says which way a half goes.
    ("decimal(2.5, 0)", Decimal(2)),
    ("decimal(3.5, 0)", Decimal(4)),
    ("decimal(rate, 0)", Decimal(-2)),
    ("decimal(1.25, 1)", Decimal("1.2")),
    ("decimal(1.251, 1)", Decimal("1.3")),
    ("decimal(bids, 3)", Decimal(7)),
    ("decimal(year, 1)", None),
    ("decimal(0.5%, 2)", Decimal(0)),
    ("round half even(1.35, 1)", Decimal("1.4")),
    ("round half even(-1.25, 1)", Decimal("-1.2")),
    ("round half up(2.5, 0)", Decimal(3)),
    ("round half up(rate, 0)", Decimal(-3)),
    ("round half up(0.5%, 2)", Decimal("0.01")),
    ("round half up(2.49, 0)", Decimal(2)),
    ("round half down(2.5, 0)", Decimal(2)),
    ("round half down(rate, 0)", Decimal(-2)),
    ("round half down(2.51, 0)", Decimal(3)),
    # Whole months, as a calendar counts them: the day of the month must be reached.
    ('years and months duration(date("2011-12-22"), date("2013-08-24"))', 20),
    ('years and months duration(date("2013-08-24"), date("2011-12-22"))', -20),
    ('years and months duration(signed_on, date("2024-02-29"))', 0),
    ('years and months duration(signed_on, date("2024-03-30"))', 1),
    ('years and months duration(signed_on, date("2024-03-31"))', 2),
    ('years and months duration(date("2024-03-31"), date("2024-02-29"))', -1),
    ('years and months duration(date("2024-02-29"), signed_on)', 0),
    ('years and months duration(signed_on, as_of) >= duration("P2Y")', True),
    ('years and months duration(signed_on, as_of) > duration("P2Y")', False),
    ("signed_on + years and months duration(signed_on, as_of)", date(2026, 1, 31)),
    # A delimiter is taken as it stands.
    ('split("a;b;;c", ";")', ("a", "b", "", "c")),
    ('split("abc", ";")', ("abc",)),
    ('split("", ";")', ("",)),
    ('split("a.b", ".")', ("a", "b")),
    ('split("a--b-c", "--")', ("a", "b-c")),
    ('split(entity, ";")', None),
    ('list contains(split("x y", " "), "y")', True),
    ('count(split("x y", " "))', Decimal(2)),
    # Case and space of computed text are those of ASCII; a field has its keys from intake.
    ('upper case(substring("éabcß", 1))', "éABCß"),
    ('lower case("ÀBC")', "Àbc"),
    (r'trim("\n a b\t")', "a b"),
    ('trim("\u00a0a ")', "\u00a0a"),
    ("upper case(name)", "A\n"),
    ("upper case(entity)", None),
    # A name of `let` and a list in its place mean the same.
    ("bids in [1, 7]", True),
    ("year in [1, 7]", None),
]
