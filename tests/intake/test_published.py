"""Mappings of publishers: excerpts in `fixtures/published`, and the whole files where they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from .accounts import assert_ties_out, signed
from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch

    Read = Callable[..., Batch]
    Line = tuple[str | None, date | None, int]

HERE = ROOT / "fixtures" / "published"
LEEDS = ("2012-01", "2013-06")
CREDITS = {"2012-01": 44, "2013-06": 20}  # rows that the publisher wrote with a minus


def lines(batch: Batch) -> list[Line]:
    """Give supplier, day and amount of each line, in reading order."""
    rows = batch.tables["spending"].select(["vendor", "booked_on", "amount", "_row"]).to_pylist()
    rows.sort(key=lambda row: row["_row"])
    return [(row["vendor"], row["booked_on"], row["amount"]) for row in rows]


def counts(batch: Batch, column: str) -> dict[str | None, int]:
    """Count the values of one column of the spending lines."""
    found = batch.tables["spending"][column].value_counts().to_pylist()
    return {item["values"]: item["counts"] for item in found}


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("purchase-cards.csv", "uk-purchase-cards"),
        ("scottsdale.csv", "scottsdale-vendor-payments"),
        ("leeds-raw.csv", "leeds-over-500"),
        ("leeds-clean.csv", "leeds-over-500"),
        ("event-log.csv", "event-log"),
        ("event-log-xes.csv", "event-log-xes"),
    ],
)
def test_each_excerpt_is_known_by_its_columns_and_ties_out(
    read: Read, name: str, mapping: str
) -> None:
    batch = read(HERE / name)
    assert batch.files[0].mapping == mapping
    assert_ties_out(batch)


def test_cards_are_read_in_the_currency_of_the_merchant(read: Read) -> None:
    batch = read(HERE / "purchase-cards.csv")
    assert signed(batch, "spending", "signed_amount") == {
        "GBP": 7261 - 2100 + 5232 - 59400 + 3426,
        "EUR": 1000,
        "USD": 592125 - 1099,
    }
    assert counts(batch, "kind") == {"payment": 5, "refund": 3}
    empty = batch.rejects[0]
    assert (empty.row, empty.column, empty.reason) == (
        7, "ORIGINAL GROSS AMT", "the cell is empty",
    )  # fmt: skip


def test_a_line_break_in_a_cell_is_no_new_payment(read: Read) -> None:
    batch = read(HERE / "scottsdale.csv")
    assert batch.files[0].structural == {"header": 1, "continuation": 1}
    assert lines(batch)[-1] == ("S&P GLOBAL RATINGS", date(2017, 11, 27), 2_070_000)
    assert signed(batch, "spending", "signed_amount") == {"USD": 2_546_002}


def test_a_step_that_no_one_knows_is_a_reject_that_names_the_nearest(read: Read) -> None:
    batch = read(HERE / "event-log.csv")
    assert [(item.row, item.column, item.hint) for item in batch.rejects] == [
        (6, "Activity", "did you mean `Contract signed`?"),
        (7, "Timestamp", "fill it; it is required"),
    ]
    assert batch.tables["event"]["kind"].to_pylist() == [
        "published", "bids_opened", "evaluated", "awarded",
    ]  # fmt: skip


def test_the_day_of_a_step_is_the_day_that_the_log_writes(read: Read) -> None:
    batch = read(HERE / "event-log-xes.csv")
    steps = batch.tables["event"].select(["procurement", "kind", "on_date", "person"]).to_pylist()
    assert steps[-1] == {
        "procurement": "PR-001", "kind": "paid", "on_date": date(2026, 4, 27), "person": "P-19",
    }  # fmt: skip
    assert [item.value for item in batch.rejects] == ["SRM: In Transfer to Execution Syst."]


def test_leeds_excerpts_differ_by_the_sign_of_credits_alone(read: Read) -> None:
    raw, clean = read(HERE / "leeds-raw.csv"), read(HERE / "leeds-clean.csv")
    assert lines(raw) == lines(clean)
    assert counts(raw, "kind") == {"payment": 9, "refund": 3}
    assert counts(clean, "kind") == {"payment": 12}


@pytest.mark.parametrize("month", LEEDS)
def test_leeds_as_published_gives_what_others_cleaned(shared: Path, read: Read, month: str) -> None:
    folder = shared / "payments" / "leeds"
    raw, clean = read(folder / "raw" / f"{month}.csv"), read(folder / "clean" / f"{month}.csv")
    for batch in (raw, clean):
        assert_ties_out(batch)
        assert not batch.rejects
    assert lines(raw) == lines(clean)
    # The one difference: the cleaning left out the minus of credits; they became payments.
    assert counts(raw, "kind") == {"payment": 4000 - CREDITS[month], "refund": CREDITS[month]}
    assert counts(clean, "kind") == {"payment": 4000}
    paid = signed(raw, "spending", "signed_amount")["GBP"]
    credit = sum(
        row["amount"] for row in raw.tables["spending"].to_pylist() if row["kind"] == "refund"
    )
    assert signed(clean, "spending", "signed_amount")["GBP"] == paid + 2 * credit


def test_the_vendor_payments_of_scottsdale_tie_out(shared: Path, read: Read) -> None:
    batch = read(shared / "payments" / "ct_VendorPayments.csv")
    assert_ties_out(batch)
    assert not batch.rejects
    assert batch.files[0].rows["accepted"] == 23_612
    assert counts(batch, "kind") == {"payment": 23_537, "refund": 75}


@pytest.mark.slow
def test_the_purchase_cards_of_four_years_tie_out(shared: Path, read: Read) -> None:
    batch = read(shared / "cards" / "birmingham_2014_2018.csv.gz")
    assert_ties_out(batch)
    assert [(item.row, item.column) for item in batch.rejects] == [(59_944, "ORIGINAL GROSS AMT")]
    money = batch.files[0].money["spending.amount"]
    assert signed(batch, "spending", "signed_amount") == {
        code: sums["accepted"] for code, sums in money.items()
    }
    assert len(money) == 19
