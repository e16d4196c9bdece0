"""How figures and places are written."""

from __future__ import annotations

import pytest

from compliance.report import words
from compliance.report.glyphs import printable


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123_456_789, "EUR", "1,234,567.89"),
        (-5, "EUR", "−0.05"),
        (5_000, "JPY", "5,000"),
        (1_234, "KWD", "1.234"),
        (None, "EUR", "—"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(minor, currency, text):
    assert words.amount(minor, currency) == text


def test_sums_leave_out_the_euro_equivalent():
    assert words.sums({"USD": 5, "EUR": 100, "base_minor": 104}) == "EUR\xa01.00; USD\xa00.05"
    assert words.sums({"base_minor": 0}) == "—"


def test_a_long_text_says_how_long_it_is():
    assert words.cut("x" * 10_000, 5) == "xxxxx… [10,000 characters]"


def test_a_place_names_sheet_row_and_cells():
    source = {"file": "a.xlsx", "sheet": "Spending", "row": 7, "cells": {"x": "F7", "y": "F7"}}
    assert words.cells(source) == "Spending, row\xa07: F7"
    assert words.file({"file": "d" * 80 + ".csv"}).endswith("d.csv")
    assert words.cells({}) == ""


def test_periods_and_days():
    assert words.period({"from": "2026-01-01", "to": "2026-02-03"}) == (
        "1\xa0January\xa02026 to 3\xa0February\xa02026"
    )
    assert words.period("first half") == "first half"
    assert words.period(None) == "not stated"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Žluťoučký Ω Ж Հայ 東京 한빛 ไทย हिन्दी", "Žluťoučký Ω Ж Հայ 東京 한빛 ไทย हिन्दी"),
        ("a\x00b\x07", "a⟨U+0000⟩b⟨U+0007⟩"),
        ("evil\u202etxt", "evil⟨U+202E⟩txt"),
        ("👍", "⟨U+1F44D⟩"),
        ("two\nlines", "two lines"),
        ("שלום", "\u2068שלום\u2069"),
    ],
)
def test_what_no_font_shows_is_printed_by_number(text, shown):
    assert printable(text) == shown


def test_an_explanation_too_long_to_print_keeps_what_was_not_met() -> None:
    told = "required: a ⟨1⟩ > 0 and b ⟨0⟩ > 0 — not met: b ⟨0⟩ > 0"
    assert words.unmet(told, 60) == told
    assert words.unmet(told, 40) == "not met: b ⟨0⟩ > 0"
    assert words.unmet("required: a ⟨1⟩ > 0 and more", 10) == "required: a ⟨1⟩ > 0 and more"
