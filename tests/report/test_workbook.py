"""The user's own workbook comes back marked, and with nothing of theirs changed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from compliance.errors import ComplianceError
from compliance.report.sheets import findings_workbook
from compliance.report.workbook import annotated_workbook
from tests.report.sample import sample


@pytest.fixture(scope="module")
def result():
    return sample()[0]


@pytest.fixture
def original(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Spending"
    for row in range(1, 60):
        sheet.append([f"=1+{row}", "text", row])
    sheet["F5"] = "=SUM(C1:C4)"
    sheet["F5"].comment = Comment("mine", "me")
    sheet.merge_cells("F6:G7")
    book.create_sheet("to do")
    path = tmp_path / "pilot-year.xlsx"
    book.save(path)
    return path


def _marked(original: Path, result, findings=None):
    content = annotated_workbook(original, "pilot-year.xlsx", result, findings or result.findings)
    return load_workbook(io.BytesIO(content))


def test_faulty_cells_are_coloured_and_explained(original, result):
    sheet = _marked(original, result)["Spending"]
    assert sheet["F5"].fill.fgColor.rgb == "00F4B6B6"
    assert "BUD-001 (critical)" in sheet["F5"].comment.text
    assert "Attach the dated justification" in sheet["F5"].comment.text
    assert "Comment already in this cell: mine" in sheet["F5"].comment.text
    assert sheet["B2"].comment is None
    assert sheet["A77"].comment.text.startswith("This row was not accepted")


def test_the_users_own_cells_keep_what_they_hold(original, result):
    sheet = _marked(original, result)["Spending"]
    assert sheet["F5"].value == "=SUM(C1:C4)"
    assert sheet["A3"].value == "=1+3"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["F6:G7"]


def test_the_list_links_to_the_cells_and_takes_a_free_name(original, result):
    book = _marked(original, result)
    listed = book["To do 2"]
    links = [cell.hyperlink.location for cell in listed["A"] if cell.hyperlink]
    assert "'Spending'!F5" in links
    shown = sum(f.audience == "all" for f in result.findings)
    assert listed.max_row == 1 + shown + len(result.rejects)


def test_findings_for_reviewers_stay_out_of_the_workbook(original, result):
    listed = _marked(original, result)["To do 2"]
    rules = {cell.value for cell in listed["C"]}
    assert "BUD-001" in rules
    assert not {"PRC-030", "PRC-040"} & rules


def test_text_of_ours_never_acts_as_a_formula(original, result):
    evil = [replace(f, message="=cmd()", remedy="+1", record="@x") for f in result.findings]
    listed = _marked(original, result, evil)["To do 2"]
    types = {cell.data_type for row in listed.iter_rows(min_row=2) for cell in row}
    assert "f" not in types
    content = findings_workbook(result, [replace(evil[0], message="\x00=1\ud800" + "y" * 40_000)])
    sheet = load_workbook(io.BytesIO(content))["Findings"]
    assert sheet["F2"].value == "@x"
    assert sheet["F2"].data_type != "f"
    assert sheet["I2"].value.startswith("⟨U+0000⟩=1⟨U+D800⟩yyy")


def test_a_file_that_is_no_workbook_gives_one_clear_error(result, tmp_path: Path):
    path = tmp_path / "pilot-year.xlsx"
    path.write_bytes(b"not a zip")
    with pytest.raises(ComplianceError, match="cannot be marked up"):
        annotated_workbook(path, "pilot-year.xlsx", result, result.findings)
