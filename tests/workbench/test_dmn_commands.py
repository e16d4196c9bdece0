"""`rules export-dmn` and `rules import-dmn`: a table goes out to a modeller and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.cli import main
from compliance.lang.table import TableFile
from compliance.model.yaml_file import read_document
from compliance.workbench.format import formatted

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "rules" / "tables").glob("*.yaml"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_comes_back_as_it_went(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, back = tmp_path / "table.dmn", tmp_path / f"{path.stem}.yaml"
    assert main(["rules", "export-dmn", path.stem, "--out", str(model)]) == 0
    assert main(["rules", "import-dmn", str(model), "--out", str(back)]) == 0
    assert capsys.readouterr().out == f"wrote {model}\nwrote {back}\n"
    assert read_document(back).data == read_document(path).data
    text = back.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/table.schema.json\n")
    assert formatted(text, TableFile) == text


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["rules", "export-dmn", TABLES[0].stem, "--edition", "1.5"]) == 0
    told = capsys.readouterr().out
    assert "/spec/DMN/20230324/MODEL/" in told
    model = tmp_path / "table.dmn"
    model.write_text(told, "utf-8")
    assert main(["rules", "import-dmn", str(model)]) == 0
    assert f"\ntable: {TABLES[0].stem}\n" in capsys.readouterr().out


def test_no_file_is_overwritten(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    model = tmp_path / "table.dmn"
    model.write_text("mine", "utf-8")
    assert main(["rules", "export-dmn", TABLES[0].stem, "--out", str(model)]) == 2
    assert "cannot write the file: File exists" in capsys.readouterr().err
    assert model.read_text("utf-8") == "mine"


def test_an_unknown_table_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "export-dmn", f"{TABLES[0].stem}s"]) == 2
    assert f"hint: did you mean `{TABLES[0].stem}`?" in capsys.readouterr().err
