"""Constants and comparisons as the compiler writes them, by the type of what is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance.compiler.sql import DUCKDB
from compliance.compiler.value import compare, constant, power, same_currency
from compliance.lang import types as t
from compliance.model.money import Money

from .moves import eur


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (t.NUMBER, Decimal(5), "5"),
        (t.NUMBER.scaled(2), Decimal("1.5"), "150"),
        (t.NUMBER.scaled(2), Decimal("-0.01"), "-1"),
        (t.MONEY, eur(5), "5"),
        (t.MONEY.scaled(2), eur(5), "500"),
        (t.MONEY.scaled(1), Money(-7, "GBP"), "-70"),
        (t.MONEY, None, "CAST(NULL AS DECIMAL(38, 0))"),
        (t.DAYS, 30, "30"),
        (t.MONTHS, -2, "-2"),
        (t.BOOLEAN, True, "TRUE"),
        (t.BOOLEAN, False, "FALSE"),
        (t.DATE, date(2026, 1, 31), "DATE '2026-01-31'"),
        (t.TEXT, "it's", "'it''s'"),
    ],
)
def test_a_constant_is_written_in_the_units_of_its_type(
    kind: t.Type, value: Any, written: str
) -> None:
    assert constant(kind, value, DUCKDB).value == written


def test_an_amount_keeps_its_currency() -> None:
    assert constant(t.MONEY, eur(5), DUCKDB).currency == "'EUR'"
    assert constant(t.MONEY, Money(0, None, 0), DUCKDB).currency is None


def test_a_power_of_ten_has_38_digits() -> None:
    assert power(0) == "CAST(1 AS DECIMAL(38, 0))"
    assert power(8) == "CAST(100000000 AS DECIMAL(38, 0))"
    assert power(12) == "CAST('1000000000000' AS DECIMAL(38, 0))"


def test_amounts_of_fixed_currencies_compare_as_they_stand_where_these_are_one() -> None:
    euro, pound = (constant(t.MONEY, Money(5, word, 5), DUCKDB) for word in ("EUR", "GBP"))
    bare = constant(t.MONEY, Money(0, None, 0), DUCKDB)
    assert same_currency([euro, bare]) == "TRUE"
    assert same_currency([euro, pound]) == "('EUR' = 'GBP')"
    assert compare("!=", euro, pound, DUCKDB) == (
        "CASE WHEN ('EUR' = 'GBP') THEN (5 <> 5) ELSE (5 <> 5) END"
    )
    assert compare("<", euro, bare, DUCKDB) == "(5 < 0)"
