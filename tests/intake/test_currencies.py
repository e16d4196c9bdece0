"""A currency code stands wherever the catalogue asks for one; any other word is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.errors import ComplianceError
from compliance.intake.currencies import CODE_UNIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch
    from compliance.model.catalogue import Catalogue

HEAD = "line_id,budget_year,Currency,source\n"
MAPPING = """\
id: lines
title: Lines of the books
profile: pilot
recognises: [Line, Coin]
records:
  - kind: funding_line
    primary: true
    key: [line_id, budget_year]
    fields:
      line_id: {column: Line}
      budget_year: {value: "2026"}
      currency: {column: Coin, values: {euros: EUR, kroner: NOK}}
"""


def _lines(*cells: str) -> str:
    return HEAD + "".join(f'FL-{n},2026,"{cell}",nsip\n' for n, cell in enumerate(cells))


def test_a_funding_line_is_kept_in_a_currency_that_exists(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    batch = read(write("funding_line.csv", _lines("EUR", " nok ", "€", "", "tbc")))
    assert batch.rejects == ()
    currencies = batch.tables["funding_line"]["currency"].to_pylist()
    assert currencies == ["EUR", "NOK", "EUR", None, None]


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("EURO", "did you mean `EUR`?"),
        ("us$", "write a code of ISO 4217 such as EUR"),
        ("XQX", "write a code of ISO 4217 such as EUR"),
        ("$", "write a code of ISO 4217 such as EUR"),
        ("1", "write a code of ISO 4217 such as EUR"),
    ],
)
def test_another_word_is_a_reject_with_its_place_and_a_hint(
    read: Callable[..., Batch], write: Callable[..., Path], cell: str, hint: str
) -> None:
    batch = read(write("funding_line.csv", _lines("EUR", cell)))
    (reject,) = batch.rejects
    assert (reject.file, reject.row, reject.column) == ("funding_line.csv", 3, "Currency")
    assert (reject.value, reject.hint) == (cell, hint)
    assert reject.reason == f"`{cell}` is no currency"
    assert batch.tables["funding_line"]["line_id"].to_pylist() == ["FL-0"]


def test_a_column_of_currencies_beside_amounts_is_read_alike(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    text = "contract_id,vendor,value,currency\nC-1,V-1,1.00,EURO\nC-2,V-1,1.00,nok\n"
    batch = read(write("contract.csv", text))
    (reject,) = batch.rejects
    assert (reject.row, reject.hint) == (2, "did you mean `EUR`?")
    assert batch.tables["contract"]["value__currency"].to_pylist() == ["NOK"]


def test_a_mapping_puts_codes_for_a_publishers_words(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    mapping = str(write("lines.yaml", MAPPING))
    batch = read(write("a.csv", "Line,Coin\nA,euros\nB,kroner\nC,pounds\n"), mapping=mapping)
    assert batch.tables["funding_line"]["currency"].to_pylist() == ["EUR", "NOK"]
    assert [reject.value for reject in batch.rejects] == ["pounds"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kroner: NOK", "kroner: NKR"),
        ("{column: Coin, values: {euros: EUR, kroner: NOK}}", '{value: "NKR"}'),
        ("line_id: {column: Line}", "ceiling: {column: Line, currency: NKR}"),
    ],
    ids=["for a word", "as a constant", "of an amount"],
)
def test_a_mapping_that_names_no_currency_is_refused_where_it_does(
    read: Callable[..., Batch], write: Callable[..., Path], old: str, new: str
) -> None:
    assert old in MAPPING
    mapping = write("lines.yaml", MAPPING.replace(old, new))
    with pytest.raises(ComplianceError, match="`NKR` is no currency") as caught:
        read(write("a.csv", "Line,Coin\nA,euros\n"), mapping=str(mapping))
    assert "lines.yaml:" in str(caught.value)


def test_every_field_of_the_catalogue_for_a_currency_says_so(catalogue: Catalogue) -> None:
    """The unit is what makes a field a currency, so a field without it would be free text."""
    named = {
        (kind.kind, name): field.unit
        for kind in catalogue
        for name, field in kind.fields.items()
        if "currency" in name
    }
    kinds = ("control_total", "funding_line")
    assert named == {(kind, "currency"): CODE_UNIT for kind in kinds}


CARDS = """\
id: cards
title: Cards
profile: spend_list
currency: {column: [Coin], empty: GBP}
recognises: [Shop, Sum]
records:
  - kind: spending
    primary: true
    key: hash
    fields:
      kind: {value: payment}
      vendor: {column: Shop}
      amount: {column: Sum, required: true}
"""


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("Shop,Sum,Coin\na,1.50,\nb,2.00,EUR\nc,3.00,-\n", ["GBP", "EUR", "GBP"]),
        ("Shop,Sum\na,1.50\nb,2.00\n", ["GBP", "GBP"]),
    ],
)
def test_a_mapping_says_which_currency_an_empty_cell_means(
    read: Callable[..., Batch], write: Callable[..., Path], text: str, currencies: list[str]
) -> None:
    mapping = write("cards.yaml", CARDS)
    batch = read(write("cards.csv", text), mapping=str(mapping))
    assert batch.rejects == ()
    assert batch.tables["spending"]["amount__currency"].to_pylist() == currencies


def test_what_an_empty_cell_means_is_a_currency(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    mapping = write("cards.yaml", CARDS.replace("empty: GBP", "empty: POUND"))
    with pytest.raises(ComplianceError, match="`POUND` is no currency"):
        read(write("cards.csv", "Shop,Sum\na,1.50\n"), mapping=str(mapping))
