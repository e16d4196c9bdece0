"""Real published files: each one is read with totals that tie out, or refused in a few words."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pytest

from compliance.errors import ComplianceError
from compliance.intake import read_rows
from tests.clock import soon

from .accounts import assert_ties_out, signed

if TYPE_CHECKING:
    from pathlib import Path


Read = "Callable[..., Batch]"


@pytest.mark.parametrize("folder", ["uk25k/raw", "payments/oxford-over500"])
def test_every_file_is_read_or_refused(shared: Path, read: Read, folder: str) -> None:
    paths = [path for path in sorted((shared / folder).glob("*.csv")) if path.name != "FILES.csv"]
    refused = 0
    for path in paths:
        try:
            batch = read(path)
        except ComplianceError:
            refused += 1
            continue
        assert_ties_out(batch)
        item = batch.files[0]
        assert item.rows["rejected"] * 20 <= item.rows["read"], path.name
        money = item.money["spending.amount"]["GBP"]
        assert signed(batch, "spending", "signed_amount") == {"GBP": money["accepted"]}
    assert refused * 10 <= len(paths)


def test_row_counts_are_those_that_others_counted(shared: Path, read: Read) -> None:
    folder = shared / "uk25k/raw"
    with (folder / "FILES.csv").open() as file:
        for line in csv.DictReader(file):
            batch = read(folder / line["file"])
            assert batch.files[0].rows["read"] == int(line["data_rows_counted"]), line["file"]


def test_a_list_of_files_is_no_spend_table(shared: Path, read: Read) -> None:
    with pytest.raises(ComplianceError, match="no mapping fits") as caught:
        read(shared / "uk25k/raw/FILES.csv")
    assert len(str(caught.value).splitlines()) <= 4


def test_month_first_dates_are_told_from_the_whole_column(shared: Path, read: Read) -> None:
    batch = read(shared / "uk25k/raw/BIS_OCTOBER_2013_SPEND.csv")
    days = batch.tables["spending"]["booked_on"]
    assert pc.min(days).as_py() == date(2013, 10, 11)
    assert pc.max(days).as_py() == date(2013, 10, 31)
    assert any("mm/dd/yyyy" in note for note in batch.files[0].notes)


def test_a_quarter_without_dates_is_read_and_has_none(shared: Path, read: Read) -> None:
    batch = read(shared / "payments/oxford-over500/expenditure-over-500-apr-jun-2014.csv")
    table = batch.tables["spending"]
    assert table["booked_on"].null_count == table.num_rows == 3836
    assert table["amount__base"].null_count == table.num_rows
    assert table["booked_on__raw"][0].as_py() == "00:00:00"


@pytest.mark.slow
def test_the_joined_file_is_read_in_seconds(shared: Path, read: Read) -> None:
    with soon():
        batch = read(shared / "uk25k/joined.csv.gz")
    assert_ties_out(batch)
    item = batch.files[0]
    assert item.lines == 284_851
    assert item.structural == {"continuation": 980, "header": 1, "repeated_header": 6}
    assert item.rows["rejected"] < 100
    keys = batch.tables["spending"]["_key"]
    assert len(pc.unique(keys)) == len(keys)


def test_csv_acid_tests(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "malformed/csvs").glob("*.csv"))
    assert len(paths) == 11
    for path in paths:
        expected = json.loads((shared / "malformed/json" / f"{path.stem}.json").read_text())
        raw = path.read_bytes()
        if path.stem.endswith("_crlf") and b"\r" not in raw:
            raw = raw.replace(b"\n", b"\r\n")  # the stored copy lost the line ends it is named for
        copy = tmp_path / path.name
        copy.write_bytes(raw)
        assert read_rows(copy) == expected, path.name
