"""How cells are read: numbers, amounts, dates, codes, lists and placeholders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from compliance.errors import Place
from compliance.intake import dates, numbers
from compliance.intake.cells import Faults, UnreadableError
from compliance.intake.convert import fingerprint
from compliance.intake.grid import column_letter, plain_name
from compliance.intake.money import read_amounts

AMOUNTS = [
    ("EUR 1,234.00", None, (123400, "EUR")),
    ("1.234,56 €", None, (123456, "EUR")),
    ("£1,234.5", None, (123450, "GBP")),
    ("-£1,234.00", "GBP", (-123400, "GBP")),
    ("£-1,234.00", "GBP", (-123400, "GBP")),
    ("(1,234.00)", "GBP", (-123400, "GBP")),
    ("(£1,234.00)", "GBP", (-123400, "GBP")),
    ("1,234.00-", "GBP", (-123400, "GBP")),
    ("1\u00a0234,50", "EUR", (123450, "EUR")),
    ("1\u202f234\u202f567,50", "EUR", (123456750, "EUR")),
    ("1'234.50", "CHF", (123450, "CHF")),
    ("\u2212 12.00", "EUR", (-1200, "EUR")),
    ("1,234,567", "USD", (123456700, "USD")),
    ("$5", "CAD", (500, "CAD")),
    ("5 usd", None, (500, "USD")),
    ("1234", "JPY", (1234, "JPY")),
    ("1.234", "KWD", (1234, "KWD")),
    ("1.5e3", "EUR", (150000, "EUR")),
    ("£ -", "GBP", (0, "GBP")),
    ("0", "EUR", (0, "EUR")),
    ("-0.01", "GBP", (-1, "GBP")),
    (".5", "EUR", (50, "EUR")),
    ("12.50", "EUR", (1250, "EUR")),
]


@pytest.mark.parametrize(("text", "currency", "expected"), AMOUNTS)
def test_amounts(text: str, currency: str | None, expected: tuple[int, str]) -> None:
    mark = numbers.decimal_mark([text], None)
    amount = numbers.read_amount(text, mark, currency)
    assert (amount.minor, amount.currency) == expected


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12", None),
        ("$12", None),
        ("€12", "GBP"),
        ("TBC 100", "EUR"),
        ("1,23,4.00", "EUR"),
        ("1.2.3,4,5", "EUR"),
        ("12.345", "EUR"),
        ("12 34", "EUR"),
        ("abc", "EUR"),
        ("", "EUR"),
        ("--5", "EUR"),
        ("99999999999999999999", "EUR"),
        ("1e400", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("PBAC/00135129", "GBP"),
    ],
)
def test_unreadable_amounts(text: str, currency: str | None) -> None:
    with pytest.raises(UnreadableError) as caught:
        numbers.read_amount(text, ".", currency)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,234", "5.5"], "."),
        (["1,234", "12,5"], ","),
        (["1.234", "1.234,5"], ","),
        (["1,234"], "."),
        (["1.234,5", "1,234.5"], None),
        (["1.234.567"], ","),
        ([], "."),
    ],
)
def test_the_decimal_mark_comes_from_the_whole_column(texts: list[str], mark: str | None) -> None:
    assert numbers.decimal_mark(texts, None) == mark


def test_numbers_of_other_types() -> None:
    assert numbers.read_ratio("30%", ".") == Decimal("0.3")
    assert numbers.read_ratio("0.25", ".") == Decimal("0.25")
    assert numbers.read_integer("3.0", ".") == 3
    with pytest.raises(UnreadableError, match="percent"):
        numbers.read_ratio("30", ".")
    with pytest.raises(UnreadableError, match="whole"):
        numbers.read_integer("3.5", ".")
    with pytest.raises(UnreadableError, match="decimals"):
        numbers.read_decimal("0.12345678901", ".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        ("2026-03-02T10:11:12Z", date(2026, 3, 2)),
        ("02/03/2026", date(2026, 3, 2)),
        ("2.3.26", date(2026, 3, 2)),
        ("2-3-98", date(1998, 3, 2)),
        ("02-Mar-26", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("16/Apr/2013", date(2013, 4, 16)),
        ("20260302", date(2026, 3, 2)),
        ("46083", date(2026, 3, 2)),
    ],
)
def test_dates(text: str, expected: date) -> None:
    reading = dates.choose([text], ["dd/mm/yyyy"], Place("f"), "c")
    assert reading.read(text) == expected


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "soon", "1", "99999", "00:00:00"])
def test_no_dates(text: str) -> None:
    reading = dates.choose([text], ["dd/mm/yyyy"], Place("f"), "c")
    with pytest.raises(UnreadableError):
        reading.read(text)


def test_the_stated_order_that_reads_most_of_the_column_is_taken() -> None:
    stated = ["dd/mm/yyyy", "mm/dd/yyyy"]
    american = dates.choose(["10/11/2013", "10/31/2013"], stated, Place("f"), "c")
    assert american.read("10/11/2013") == date(2013, 10, 11)
    assert american.note is not None
    either = dates.choose(["10/11/2013", "01/02/2013"], stated, Place("f"), "c")
    assert either.read("10/11/2013") == date(2013, 11, 10)
    assert either.note is None


def test_cells_prove_the_order_where_none_is_stated() -> None:
    reading = dates.choose(["03/04/2026", "13/04/2026"], ["yyyy-mm-dd"], Place("f"), "c")
    assert reading.read("03/04/2026") == date(2026, 4, 3)
    same = dates.choose(["03/03/2026", "2026-01-05"], [], Place("f"), "c")
    assert same.read("03/03/2026") == date(2026, 3, 3)


def test_names_are_compared_without_case_space_and_remarks() -> None:
    assert plain_name("Amount (including VAT)") == plain_name(" amount ") == "amount"
    assert plain_name("Paid_Date") == plain_name("Paid\nDate")
    assert plain_name("(a)") == "a"
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_fingerprints_are_keyed_and_stable() -> None:
    one = fingerprint("GB29 NWBK 6016 1331 9268 19", b"k")
    assert one == fingerprint("gb29nwbk60161331926819", b"k") == fingerprint(one, b"other")
    assert one != fingerprint("GB29 NWBK 6016 1331 9268 19", b"l")
    assert one.startswith("fp:")


PLAIN = """12 -3.5 0.05 1,234.00 1,234 12,34.5 1,234,567.89 (7) -0.01 15. .5 -.5 7- +3 1e3 0012
-0 0.001 999999999999999.99 9999999999999999 £5 5 abc 1,23 1.2.3 -1,234.5 - 123,456,789,012,345.67
1234,567.00 0,001 1,,234 --1 00,123,456.5""".split()  # noqa: SIM905  as a table it is read at a glance


def _one(text: str) -> tuple[int | None, str | None]:
    try:
        return numbers.read_amount(text, ".", "GBP")
    except UnreadableError as error:
        return None, error.reason


def test_a_column_of_one_currency_is_read_like_its_cells() -> None:
    faults = Faults()
    column = pa.array([*PLAIN, None], pa.string())
    found = read_amounts(column, None, "GBP", ".", "amount", faults)
    reasons = {row: cell[0].reason for row, cell in faults.rows.items()}
    for row, text in enumerate(PLAIN):
        other = found.currency[row].as_py() or reasons[row]
        assert (found.minor[row].as_py(), other) == _one(text), text
    assert found.minor[-1].as_py() is found.currency[-1].as_py() is None
