"""Each workbook that was read comes back with its marks, whatever it is called."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import openpyxl
import pytest

from .conftest import Outputs

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run


def _workbook(path: Path, *names: str) -> Path:
    """Write a workbook of vendors, all of another nation than the rule of their name expects."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "vendor"
    sheet.append(["vendor_id", "name", "nation"])
    for number, name in enumerate(names):
        sheet.append([f"V-{path.parent.name}-{number}", name, "FR"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _to_do(out: Path) -> dict[str, list[str]]:
    """Give the records that each annotated workbook lists, by its path below `annotated`."""
    folder = out / "annotated"
    found = {}
    for path in folder.rglob("*.xlsx"):
        rows = openpyxl.load_workbook(path)["To do"].iter_rows(min_row=2, values_only=True)
        found[path.relative_to(folder).as_posix()] = [str(row[3]) for row in rows]
    return found


@pytest.mark.parametrize("alone", [True, False], ids=["as a file", "in a folder"])
def test_a_name_that_is_no_utf_8_keeps_its_marks(
    alone: bool, desk: Path, run: Run, tmp_path: Path
) -> None:
    path = _workbook(tmp_path / "in" / os.fsdecode(b"pilot \xff.xlsx"), "DSK-001")
    out = tmp_path / "out"
    batch = path if alone else path.parent
    told = run("check", batch, "--rules", desk, "--format", "json,csv", "--out", out)
    assert (told.code, told.err) == (1, "")
    (finding,) = Outputs(out).findings
    assert finding["source"]["file"] == "pilot \\udcff.xlsx"
    assert _to_do(out) == {"pilot \\udcff.xlsx": ["V-in-0"]}


def test_two_workbooks_of_one_name_both_come_back(desk: Path, run: Run, tmp_path: Path) -> None:
    one = _workbook(tmp_path / "a" / "vendor.xlsx", "DSK-001")
    two = _workbook(tmp_path / "b" / "vendor.xlsx", "DSK-001", "DSK-005")
    out = tmp_path / "out"
    told = run("check", one, two, "--rules", desk, "--format", "json,csv", "--out", out)
    assert (told.code, told.err) == (1, "")
    found = _to_do(out)
    assert sorted(sorted(records) for records in found.values()) == [["V-a-0"], ["V-b-0", "V-b-1"]]
    assert {f"/{name}" for name in found} == {one.as_posix(), two.as_posix()}


def test_only_what_was_read_comes_back(desk: Path, run: Run, tmp_path: Path) -> None:
    """The lock file of an open workbook, and a file that batch.yaml leaves out, were not read."""
    batch = _workbook(tmp_path / "in" / "vendor.xlsx", "DSK-001").parent
    (batch / "~$vendor.xlsx").write_bytes(b"the name of whoever has it open")
    _workbook(batch / "old.xlsx", "DSK-005")
    (batch / "batch.yaml").write_text("mappings: {old.xlsx: skip}\n")
    out = tmp_path / "out"
    told = run("check", batch, "--rules", desk, "--format", "json,csv", "--out", out)
    assert (told.code, told.err) == (1, "")
    assert _to_do(out) == {"vendor.xlsx": ["V-in-0"]}


def test_two_files_that_would_be_called_alike_are_refused(
    desk: Path, run: Run, tmp_path: Path
) -> None:
    batch = _workbook(tmp_path / "in" / os.fsdecode(b"pilot \xff.xlsx"), "DSK-001").parent
    _workbook(batch / "pilot \\udcff.xlsx", "DSK-001")
    told = run("check", batch, "--rules", desk, "--out", tmp_path / "out")
    assert told.code == 2
    name = (batch / "pilot \\udcff.xlsx").as_posix()
    assert told.lines == [
        f"error: {name}: two files of the batch would be called so",
        "  hint: rename one of them",
    ]
