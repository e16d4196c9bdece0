"""Broken files: each gives the text that its folder expects, and none hides another's faults."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from compliance.authoring import check_rules
from compliance.errors import ComplianceError
from tests.clock import soon

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "fixtures" / "broken"
SOUND = BROKEN / "sound"
CASES = {path.parent.name: path.parent for path in sorted(BROKEN.glob("*/expected.txt"))}
TRAPS = [name for name in CASES if name.startswith("trap-")]
HEAD = re.compile(r"(?P<file>\S+?)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<message>.+)")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the sound rulebook, as `rules` in the folder in which the test then works."""
    monkeypatch.chdir(tmp_path)
    for part in ("catalogue", "profiles"):
        shutil.copytree(ROOT / "rules" / part, tmp_path / "rules" / part)
    shutil.copytree(SOUND, tmp_path / "rules", dirs_exist_ok=True)
    return Path("rules")


def files_of(case: str) -> list[Path]:
    """Give the files of a case by their paths in a rules folder."""
    paths = (path.relative_to(CASES[case]) for path in sorted(CASES[case].rglob("*")))
    return [path for path in paths if path.suffix == ".yaml"]


def lay(case: str, rules: Path) -> None:
    """Put the files of a case where they would stand."""
    for path in files_of(case):
        target = rules / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CASES[case] / path, target)


def expected(case: str) -> str:
    return (CASES[case] / "expected.txt").read_text(encoding="utf-8")


def told(text: str) -> list[str]:
    """Split a text into its faults: each begins with a file, what belongs to it is indented."""
    return re.split(r"\n(?=\S)", text.rstrip("\n"))


def test_the_rulebook_beneath_has_no_fault(rules: Path) -> None:
    assert "HSE-001" in check_rules(rules).rules


def test_there_are_cases_of_every_kind_of_file() -> None:
    folders = {path.parts[0] for case in CASES for path in files_of(case)}
    assert {"house", "parameters", "tables", "mappings", "profiles", "catalogue"} <= folders
    assert any(path.name == "set.yaml" for case in CASES for path in files_of(case))
    assert len(CASES) >= 45
    assert len(TRAPS) >= 7


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_is_told_as_expected_soon(case: str, rules: Path) -> None:
    lay(case, rules)
    with soon(), pytest.raises(ComplianceError) as caught:
        check_rules(rules)
    assert f"{caught.value}\n" == expected(case)


@pytest.mark.parametrize("case", CASES)
def test_an_expected_text_shows_the_place_as_it_is_in_the_file(case: str) -> None:
    for fault in told(expected(case)):
        head, *rest = fault.split("\n")
        match = HEAD.fullmatch(head)
        assert match is not None, head
        if match["line"] is None or "UTF-16" in head:
            continue
        path = CASES[case] / Path(match["file"]).relative_to("rules")
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        line, column = text.splitlines()[int(match["line"]) - 1], int(match["column"])
        assert column <= len(line) + 1
        shown, caret = rest[0].removeprefix("    "), rest[1].removeprefix("    ")
        assert re.sub(r"[\t\x07]", " ", line).startswith(shown.removesuffix("…"))
        assert caret == " " * (column - 1) + "^"
        assert rest[2:] == [] or rest[2].startswith("  hint: ")


@pytest.mark.parametrize("case", TRAPS)
def test_what_yaml_misreads_is_mended_under_a_bar(case: str) -> None:
    faults = told(expected(case))
    assert [fault for fault in faults if "`|`" not in fault.rpartition("  hint: ")[2]] == []
    assert "no YAML" not in expected(case)


def test_all_faults_of_all_files_are_told_in_one_go(rules: Path) -> None:
    where = Counter(path for case in CASES for path in files_of(case))
    assert [path for path, times in where.items() if times > 1] == []
    for case in CASES:
        lay(case, rules)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = checked()
    assert done.returncode == 2
    assert done.stdout == ""
    found = Counter(told(done.stderr.removeprefix("error: ")))
    assert found == Counter(fault for case in CASES for fault in told(expected(case)))
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def checked() -> subprocess.CompletedProcess[str]:
    """Check the rules here in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "compliance.cli", "rules", "check", "rules"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_one_fault_through_the_command_line(rules: Path) -> None:
    lay("near-miss-field", rules)
    done = checked()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {expected('near-miss-field')}"
