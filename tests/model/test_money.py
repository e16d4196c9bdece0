"""Money: exact, in minor units, with the decimals that its currency has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.model.money import Money, convert, decimal_of, format_money, parse_money, to_minor


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (9_000_000, "EUR", "EUR 90,000.00"),
        (-5, "GBP", "GBP -0.05"),
        (1_234, "JPY", "JPY 1,234"),
        (1_234, "KWD", "KWD 1.234"),
        (0, None, "0.00"),
    ],
)
def test_amounts_are_written_with_the_decimals_of_their_currency(
    minor: int, currency: str | None, text: str
) -> None:
    assert format_money(minor, currency) == text


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("500 EUR", Money(50_000, "EUR", 50_000)),
        ("EUR 40,000.00", Money(4_000_000, "EUR", 4_000_000)),
        ("JPY 12", Money(12, "JPY", None)),
        ("0", Money(0, None, 0)),
    ],
)
def test_amounts_are_read(text: str, money: Money) -> None:
    assert parse_money(text) == money


@pytest.mark.parametrize("text", ["500", "EUR", "EUR 1.234", "JPY 1.5", "eur 5", "EUR 1e5"])
def test_an_amount_that_is_not_exact_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_money(text)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD", "GBP"]))
def test_minor_units_survive_the_way_through_decimals_and_text(minor: int, currency: str) -> None:
    assert to_minor(decimal_of(minor, currency), currency) == minor
    assert parse_money(format_money(minor, currency)).minor == minor


@pytest.mark.parametrize(
    ("minor", "currency", "rate", "cents"),
    [
        (100, "USD", "1.25", 80),
        (1, "USD", "2", 0),  # half a cent goes to the even side
        (3, "USD", "2", 2),
        (150, "JPY", "150", 100),
        (-3, "USD", "2", -2),
    ],
)
def test_conversion_rounds_half_even_once(minor: int, currency: str, rate: str, cents: int) -> None:
    assert convert(minor, currency, Decimal(rate)) == cents
