"""One table in every format that is read gives the same findings, but for where they stand."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from .conftest import Outputs, tree, vendors

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

VENDORS = [
    {"vendor_id": "V-1", "name": "DSK-001", "nation": "FR"},
    {"vendor_id": "V-2", "name": "DSK-002", "nation": ""},
    {"vendor_id": "V-3", "name": 'DSK "5"; Ærø, 東京', "nation": ""},
    {"vendor_id": "V-4", "name": "DSK-005", "nation": "NO"},
    {"vendor_id": "V-5", "name": "DSK-006", "nation": ""},
]


def _delimited(mark: str, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(VENDORS[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(VENDORS)
    return out.getvalue().encode(encoding)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["A list of the office"])
    sheet = book.create_sheet("Vendors")
    sheet.append(list(VENDORS[0]))
    for row in VENDORS:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(VENDORS), out)
    return out.getvalue()


def _lines() -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in VENDORS).encode()


FORMATS: dict[str, bytes] = {
    "vendor.csv": _delimited(","),
    "vendors.csv": _delimited(";"),
    "vendor.txt": _delimited("|"),
    "vendor.tsv": _delimited("\t"),
    "Vendor.CSV": _delimited(",", "utf-16"),
    "book.xlsx": _workbook(),
    "vendor.json": json.dumps(VENDORS).encode(),
    "all.json": json.dumps({"vendor": VENDORS}).encode(),
    "vendor.jsonl": _lines(),
    "vendor.ndjson": _lines(),
    "vendor.parquet": _parquet(),
}


def _content(out: Path) -> list[dict[str, Any]]:
    return [{**finding, "source": None} for finding in Outputs(out).findings]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_findings(
    name: str, packed: bool, desk: Path, run: Run, tmp_path: Path
) -> None:
    options = ("--rules", desk, "--format", "json")
    (tmp_path / "vendor.csv").write_bytes(FORMATS["vendor.csv"])
    assert run("check", tmp_path / "vendor.csv", "--out", tmp_path / "first", *options).code == 1
    data, file = FORMATS[name], tmp_path / "own" / (name + ".gz" * packed)
    file.parent.mkdir()
    file.write_bytes(gzip.compress(data) if packed else data)
    batch = file.parent if name != "vendor.txt" else file  # in a folder, .txt is no table
    assert run("check", batch, "--out", tmp_path / "second", *options).code == 1
    assert _content(tmp_path / "second") == _content(tmp_path / "first")
    assert len(_content(tmp_path / "first")) == 3
    places = [finding["source"] for finding in Outputs(tmp_path / "second").findings]
    assert {place["file"] for place in places} == {file.name}


def test_the_order_of_files_changes_no_finding(desk: Path, run: Run, tmp_path: Path) -> None:
    rows = [("V-1", "DSK-001", "FR"), ("V-2", "DSK-002", "NO"), ("", "DSK-005", "DK")]
    one = vendors(tmp_path / "b" / "vendor.csv", rows[:2])
    two = vendors(tmp_path / "a" / "vendor.csv", rows[2:] * 2)  # of one name, and without keys
    for name, paths in (("first", (one, two)), ("second", (two, one))):
        told = run("check", *paths, "--rules", desk, "--format", "json", "--out", tmp_path / name)
        assert (told.code, told.err) == (1, "")
    assert _content(tmp_path / "first") == _content(tmp_path / "second")
    found = {finding["source"]["file"] for finding in Outputs(tmp_path / "first").findings}
    assert found == {one.as_posix(), two.as_posix()}


def test_a_file_may_have_any_name(desk: Path, run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "in" / os.fsdecode(b"vendor/\xff\xfe [red] \n=1+1")
    path = vendors(batch / "vendor.csv", [("V-1", "DSK-001", "FR")])
    out = tmp_path / "out"
    told = run("check", tmp_path / "in", "--rules", desk, "--format", "json,csv", "--out", out)
    assert (told.code, told.err) == (1, "")
    told = run("check", path.parent / "other.csv", "--rules", desk, "--out", out)
    assert told.code == 2
    assert "there is no such file" in told.err


def test_the_empty_template_is_no_batch_and_the_filled_one_is(
    desk: Path, run: Run, tmp_path: Path
) -> None:
    path, options = tmp_path / "own.xlsx", ("--rules", desk, "--out", tmp_path / "out")
    assert run("template", "--out", path).code == 0
    told = run("check", path, *options)
    assert (told.code, len(told.lines)) == (2, 2)
    book = openpyxl.load_workbook(path)
    core = ["procurement", "contract", "spending", "receipt", "funding_line", "budget_movement"]
    assert set(book.sheetnames) >= {*core, "vendor"}
    sheet = book["vendor"]
    heading = [cell.value for cell in sheet[1]]
    for row, record in enumerate(VENDORS, start=2):
        for name, value in record.items():
            sheet.cell(row, heading.index(name) + 1, value or None)
    book.save(path)
    assert run("check", path, *options, "--format", "json,csv").code == 1
    assert len(Outputs(tmp_path / "out").findings) == 3
    assert "annotated/own.xlsx" in tree(tmp_path / "out")
