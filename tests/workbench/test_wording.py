"""The words for values: each is read as its example says, on a record by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook
from compliance.model.money import Money, parse_money
from compliance.workbench.wording import WORDS, Reader

from .own import write_own

if TYPE_CHECKING:
    from pathlib import Path

BANDS = """\
  - id: crew.size
    title: How many stand by
    unit: integer
    by: band
    values:
      - {up_to: EUR 1000.00, value: 2, source: Desk manual, standing: house}
      - {above: EUR 1000.00, value: 3, source: Desk manual, standing: house}
  - id: near.share
    title: Share of the limit
    unit: ratio
    values:
      - {value: 90%, source: Desk manual, standing: house}
  - id: window.notice
    title: Days of notice
    unit: days
    values:
      - {value: 30 days, source: Desk manual, standing: house}
"""
ROW = {"launch_id": "L-1", "flown_on": "2026-03-01", "price": "EUR 1,000.00", "insured": "yes"}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    write_own(tmp_path)
    path = tmp_path / "rules" / "parameters" / "pad.yaml"
    path.write_text(path.read_text("utf-8") + BANDS, "utf-8")
    rule = tmp_path / "rules" / "pad" / "PAD-001.yaml"
    text = rule.read_text("utf-8")
    dated = "in_force: {from: 2026-01-01, until: 2026-06-30}\nderive:"
    rule.write_text(text.replace("derive:", dated, 1), "utf-8")
    book = load_rulebook(tmp_path / "rules")
    rows = {"launch": [ROW, {**ROW, "launch_id": "L-2", "flown_on": "2025-12-31"}]}
    return Reader(book, book.rule("PAD-001"), rows, book.catalogue.kind("launch"), ROW)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("EUR 40,000.00", parse_money("EUR 40,000.00")),
        ("2026-03-01", date(2026, 3, 1)),
        ('"yes"', "yes"),
        ("empty", None),
        ("price", parse_money("EUR 1,000.00")),
        ("exactly limit.uninsured", parse_money("EUR 1,000.00")),
        ("one cent above limit.uninsured", Money(100_001, "EUR", None)),
        ("one cent below price", Money(99_999, "EUR", None)),
        ("one day after flown_on", date(2026, 3, 2)),
        ("one day before flown_on of L-2", date(2025, 12, 30)),
        ("one day after the regime", date(2026, 7, 1)),
        ("one day before the regime", date(2025, 12, 31)),
        ("the first day of the regime", date(2026, 1, 1)),
        ("the last day of the regime", date(2026, 6, 30)),
        ("the last day of flown_on", date(2026, 3, 1)),
        ("one more than 12", 13),
        ("one fewer than crew.size", 1),
        ("half of price", Money(50_000, "EUR", None)),
        ("P30D after flown_on", date(2026, 3, 31)),
        ("window.notice before flown_on", date(2026, 1, 30)),
        ("near.share of limit.uninsured", Money(90_000, "EUR", None)),
        ("near.share", Decimal("0.9")),
    ],
)
def test_words_are_values(reader: Reader, words: str, value: object) -> None:
    found = reader.value(words)
    shown = found if not isinstance(found, Money) else (found.minor, found.currency)
    wanted = value if not isinstance(value, Money) else (value.minor, value.currency)
    assert shown == wanted


def test_a_parameter_by_band_goes_by_the_money_of_the_record(reader: Reader) -> None:
    above = replace(reader, row={**ROW, "price": "EUR 1,000.01"})
    assert (reader.value("crew.size"), above.value("crew.size")) == (Decimal(2), Decimal(3))
    with pytest.raises(ComplianceError, match=r"crew\.size has no value"):
        replace(reader, row={**ROW, "price": ""}).value("crew.size")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2026-02-30", "no day of the calendar"),
        ("one cent above flown_on", "no amount"),
        ("one day after price", "no date"),
        ("one more than price", "no whole number"),
        ("half of EUR 0.01", "no amount that can be halved"),
        ("P30D after price", "no date"),
        ("limit.uninsured of price", "a share of an amount"),
        ("flown_on of L-9", "no record L-9"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(reader: Reader, words: str, said: str) -> None:
    with pytest.raises(ComplianceError, match=said):
        reader.value(words)


@pytest.mark.parametrize("form", WORDS, ids=lambda form: form.example)
def test_each_way_reads_its_own_example_first(form: object) -> None:
    first = next(item for item in WORDS if re.fullmatch(item.pattern, form.example))
    assert first is form
