"""What cannot be read is refused with one error of a few lines and a hint."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch

HEAD = "contract_id,vendor,signed_on,value\n"


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _workbook(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "contract"
    for n, name in enumerate(("contract_id", "vendor", "signed_on", "value"), start=1):
        sheet.cell(1, n, name)
    for reference, value in cells.items():
        sheet[reference] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
CASES = {
    "not a table": ("contract.csv", "Dear all,\nplease find the list below.\n", "not a table"),
    "empty": ("contract.csv", "", "empty"),
    "only blanks": ("contract.csv", "\n\n  \n", "empty"),
    "only delimiters": ("contract.csv", ",,\n,,\n", "not a table"),
    "another table": ("list.csv", "x,y\n1,2\n", "no mapping fits.*: x, y"),
    "foreign headings": ("contract.csv", "x,y\n1,2\n", "heading of contract; .*: x, y"),
    "heading only": ("contract.csv", HEAD, "no row"),
    "binary": ("contract.csv", b"PK\x03\x04\x00\x01\x02", "binary"),
    "random bytes": ("contract.xlsx", os.urandom(3000), "not a workbook"),
    "some archive": ("contract.xlsx", _zip(a=b"b"), "not a workbook"),
    "password": ("contract.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "password"),
    "macros": ("contract.xlsx", _with_part(_workbook(), "xl/vbaProject.bin", b"x"), "macros"),
    "macro ending": ("contract.xlsm", _workbook(A2="C-1"), "not read"),
    "no sheets": ("contract.xlsx", _zip(**{"[Content_Types].xml": b"<x/>"}), "damaged"),
    "bomb": ("contract.xlsx", _zip(**{"xl/workbook.xml": b"0" * (80 << 20)}), "unpacks"),
    "formula": ("contract.xlsx", _workbook(A2="C-1", B2="=1+1"), "no stored value"),
    "half a JSON": ("contract.json", '[{"contract_id": "C-1"}, {"cont', "not valid JSON"),
    "a JSON text": ("contract.json", '"hello"', "no table"),
    "name twice": ("contract.json", '[{"vendor": "A", "vendor": "B"}]', "stands twice"),
    "deep": ("contract.json", "[" * 100_000, "JSON"),
    "parquet": ("contract.parquet", b"PAR1....", "Parquet"),
    "gzip": ("contract.csv.gz", b"\x1f\x8b\x08\x00garbage", "gzip"),
    "half a gzip": ("contract.csv.gz", gzip.compress(os.urandom(5000))[:-900], "too early"),
    "gzip bomb": ("contract.csv.gz", gzip.compress(b"0" * (80 << 20)), "too much"),
    "open quote": ("contract.csv", HEAD + 'C-1,"V-1,2026-01-01,EUR 1\n', "never closes"),
    "after quote": ("contract.csv", HEAD + 'C-1,"V"1,2026-01-01,EUR 1\n', "goes on"),
    "two columns": ("contract.csv", "contract_id,vendor,Vendor\nC-1,A,B\n", "two columns"),
    "type": ("contract.pdf", "x", "not read"),
    "old type": ("contract.xls", "x", "not read"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), CASES.values(), ids=list(CASES))
def test_refused(
    read: Callable[..., Batch],
    write: Callable[..., Path],
    name: str,
    content: str | bytes,
    words: str,
) -> None:
    with pytest.raises(ComplianceError, match=words) as caught:
        read(write(name, content))
    assert all(fault.hint for fault in caught.value.faults)
    assert len(str(caught.value).splitlines()) <= 5


def test_entities_in_a_workbook(read: Callable[..., Batch], write: Callable[..., Path]) -> None:
    data = _workbook(A2="C-1")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, ENTITY if name == "xl/workbook.xml" else old.read(name))
    with pytest.raises(ComplianceError, match="entities"):
        read(write("contract.xlsx", out.getvalue()))


SHEET = b"<worksheet><sheetData>%s</sheetData></worksheet>"
FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="%d"><c r="%s"><v>1</v></c></row>'
PARTS = {
    "a cell far away": (
        "xl/worksheets/sheet1.xml",
        SHEET % FAR % (1048576, b"XFD1048576"),
        "reaches over 16,384 columns and 1,048,576 rows",
    ),
    "a row beyond": ("xl/worksheets/sheet1.xml", SHEET % FAR % (1048577, b"A1048577"), "no cell"),
    "a column beyond": ("xl/worksheets/sheet1.xml", SHEET % FAR % (2, b"XFE2"), "no cell"),
    "a huge number": ("xl/worksheets/sheet1.xml", SHEET % FAR % (2, b"A" + b"9" * 30), "no cell"),
    "no reference": ("xl/worksheets/sheet1.xml", SHEET % FAR % (2, b"?"), "no cell"),
    "half a sheet": ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>", "damaged"),
    "a text that is not there": (
        "xl/worksheets/sheet1.xml",
        SHEET % b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        "damaged|no rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("part", "content", "words"), PARTS.values(), ids=list(PARTS))
def test_a_hostile_part_of_a_workbook(
    read: Callable[..., Batch],
    write: Callable[..., Path],
    part: str,
    content: bytes,
    words: str,
) -> None:
    data = _workbook(A2="C-1")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    with pytest.raises(ComplianceError, match=words) as caught:
        read(write("contract.xlsx", out.getvalue()))
    assert all(fault.hint for fault in caught.value.faults)


def test_a_part_whose_sum_is_wrong(read: Callable[..., Batch], write: Callable[..., Path]) -> None:
    """A part that states less than it unpacks to is refused before the reader sees it."""
    data = _workbook(A2="C-1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        crc = archive.getinfo("xl/styles.xml").CRC.to_bytes(4, "little")
    assert data.count(crc) >= 1
    with pytest.raises(ComplianceError, match=r"styles\.xml cannot be unpacked"):
        read(write("contract.xlsx", data.replace(crc, b"\1\2\3\4")))


def test_text_of_a_parquet_file_that_is_no_text(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    out = io.BytesIO()
    parquet.write_table(pa.table({"vendor_id": ["V-1"], "name": ["Jos\u00e9"]}), out)
    with pytest.raises(ComplianceError, match="Parquet"):
        read(write("vendor.parquet", out.getvalue().replace("\u00e9".encode(), b"\xe9\xe9")))


def test_no_such_path(read: Callable[..., Batch], tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="no such file or folder"):
        read(tmp_path / "nowhere")


def test_empty_folder(read: Callable[..., Batch], tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="no table"):
        read(tmp_path)


def test_an_old_workbook_in_a_folder_is_not_skipped(
    read: Callable[..., Batch], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("contract.csv", HEAD + "C-1,V-1,2026-01-01,EUR 1\n")
    write("old.xls", "x")
    with pytest.raises(ComplianceError, match="not read"):
        read(tmp_path)


def test_ambiguous_dates_are_refused_with_both_readings(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    path = write("contract.csv", HEAD + "C-1,V-1,03/04/2026,EUR 1\nC-2,V-1,05/06/2026,EUR 1\n")
    with pytest.raises(ComplianceError, match=r"2026-04-03.*2026-03-04") as caught:
        read(path)
    assert "signed_on" in str(caught.value)


def test_dates_of_both_orders_are_refused(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    path = write("contract.csv", HEAD + "C-1,V-1,13/04/2026,EUR 1\nC-2,V-1,05/16/2026,EUR 1\n")
    with pytest.raises(
        ComplianceError, match=r"13/04/2026. can only be dd/mm/yyyy, .05/16/2026. only mm/dd/yyyy"
    ):
        read(path)


def test_two_mappings_are_named(
    catalogue: object, rules: Path, write: Callable[..., Path], tmp_path: Path
) -> None:
    from compliance.intake import read_batch

    own = tmp_path / "rules"
    (own / "mappings").mkdir(parents=True)
    text = (rules / "mappings/oxford-over-500.yaml").read_text()
    for name in ("one", "two"):
        (own / "mappings" / f"{name}.yaml").write_text(text.replace("oxford-over-500", name))
    path = write(
        "p.csv", "Paid Date,Trans No,Amount,Supplier ID,Supplier Name\n01/02/2026,1,5,6,S\n"
    )
    with pytest.raises(ComplianceError, match="one, two"):
        read_batch([path], catalogue, own)  # type: ignore[arg-type]
