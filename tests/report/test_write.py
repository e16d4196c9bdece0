"""The output folder: all or nothing, the summary last, other people's files untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.errors import ComplianceError
from compliance.report import write
from compliance.report import write as write_function
from tests.report.sample import sample


@pytest.fixture(scope="module")
def checked():
    return sample()


def _names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_json_and_csv_write_four_files_and_nothing_else(checked, tmp_path: Path):
    result, batch = checked
    written = write(result, batch, tmp_path / "out", ["json", "csv"])
    assert written[-1].name == "summary.json"
    names = {"summary.json", "findings.jsonl", "findings.csv", "rejects.csv"}
    assert _names(tmp_path / "out") == names
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert json.loads((tmp_path / "out/summary.json").read_text("utf-8"))["as_of"] == "2026-10-05"


def test_the_same_result_gives_the_same_bytes(checked, tmp_path: Path):
    result, batch = checked
    for name in ("one", "two"):
        write(result, batch, tmp_path / name, ["json", "csv", "xlsx"])
    for name in _names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_other_files_in_the_folder_stay(checked, tmp_path: Path):
    result, batch = checked
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    (out / "findings.csv").write_text("old")
    write(result, batch, out, ["csv"])
    assert (out / "mine.txt").read_text() == "keep"
    assert (out / "findings.csv").read_text("utf-8").startswith("finding,")


def test_a_failing_pdf_leaves_the_folder_as_it_was(checked, tmp_path: Path, monkeypatch):
    result, batch = checked
    out = tmp_path / "out"
    write(result, batch, out, ["json"])
    before = {name: (out / name).read_bytes() for name in _names(out)}

    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("compliance.report.pdf.write_pdf", fail)
    with pytest.raises(RuntimeError):
        write(result, batch, out, ["json", "csv", "pdf"])
    assert {name: (out / name).read_bytes() for name in _names(out)} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failing_move_puts_the_old_files_back(checked, tmp_path: Path, monkeypatch):
    result, batch = checked
    out = tmp_path / "out"
    write(result, batch, out, ["json", "csv"])
    before = {name: (out / name).read_bytes() for name in _names(out)}
    real = write_module()._place
    calls = []

    def fail_late(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 7:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(write_module(), "_place", fail_late)
    with pytest.raises(ComplianceError, match="No space left"):
        write(result, batch, out, ["json", "csv"])
    assert {name: (out / name).read_bytes() for name in _names(out)} == before


def test_an_unknown_format_is_refused_elsewhere_anything_is_written(checked, tmp_path: Path):
    result, batch = checked
    with pytest.raises(ComplianceError, match="docx"):
        write(result, batch, tmp_path / "out", ["docx"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(checked, tmp_path: Path):
    result, batch = checked
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ComplianceError):
        write(result, batch, tmp_path / "out", ["json"])
    assert (tmp_path / "out").read_text() == "a file"


def write_module():
    import sys

    return sys.modules[write_function.__module__]
