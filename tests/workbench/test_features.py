"""`compliance rules test`: any folder of features, any rulebook, nothing written in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.workbench.features import perform, read_feature, read_features
from compliance.workbench.steps import FORMS, form_of

from .own import write_own

if TYPE_CHECKING:
    from pathlib import Path

    from compliance.authoring import LocalProgram

HOLDS = """\
Feature: VEN-002 Contract signed after the vendor's eligibility ended
  Background:
    Given a clean contract C-1
  Scenario: on the last day
    Given its signed_on is the last day of vendor.eligible_until
    When rule VEN-002 runs
    Then it passes for C-1
"""
# Its expectation is wrong: the day after the last day the rule fails.
FAILS = HOLDS.replace("the last day of", "one day after").replace("on the last day", "a day late")


def _feature(folder: Path, text: str, name: str = "VEN-002") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.feature"
    path.write_text(text, "utf-8")
    return path


def test_features_that_hold_end_with_a_count_and_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _feature(tmp_path, HOLDS)
    assert main(["rules", "test", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 scenario: all hold\n"


def test_a_scenario_that_does_not_hold_is_one_line_with_its_place_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _feature(tmp_path / "a", HOLDS)
    wrong = _feature(tmp_path / "b", FAILS)
    assert main(["rules", "test", str(tmp_path)]) == 1
    line, closing = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{wrong}:7: a day late: VEN-002 says “fail” for C-1, not “pass”: ")
    assert closing == "2 scenarios: 1 do not hold"


def test_an_error_inside_a_scenario_is_a_reason_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the scenarios still run."""
    text = HOLDS + HOLDS.partition("  Background")[2].partition("C-1\n")[2].replace(
        "vendor.eligible_until", "vendor.eligible_untill"
    )
    path = _feature(tmp_path, text)
    assert main(["rules", "test", str(path)]) == 1
    line, closing = capsys.readouterr().out.splitlines()
    assert f"{path}:10: on the last day: `eligible_untill` is not a field of vendor" in line
    assert "did you mean `eligible_until`?" in line
    assert closing == "2 scenarios: 1 do not hold"


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("is the last", "equals the last"), 5, "no step reads “its signed_on equals"),
        (("    Then it passes for C-1\n", ""), 4, "“on the last day” has no `then`"),
        (("    When rule VEN-002 runs\n", ""), 4, "“on the last day” has no `when`"),
        (("  Scenario: on", "  Scenari: on"), 4, "cannot stand here"),
        (("Feature: ", "Fature: "), 1, "cannot stand here"),
        (("a clean contract C-1\n", "a clean contract C-1\n      | a |\n"), 3, "takes no table"),
        (("a clean contract C-1", "these contracts"), 3, "needs a table"),
        (("    When rule", '    """\n    x\n    """\n    When rule'), 5, "a block of text"),
        (("  Background:", "  Baground:"), 3, "this step is read as free words"),
        (("Then it passes", "Then it fits"), 7, "no step reads “it fits for C-1”"),
    ],
)
def test_what_would_test_nothing_is_refused_with_its_place(
    change: tuple[str, str], line: int, said: str, tmp_path: Path
) -> None:
    assert change[0] in HOLDS
    path = _feature(tmp_path, HOLDS.replace(*change))
    with pytest.raises(ComplianceError) as caught:
        read_feature(path)
    found = [(str(fault.place).split(":")[-2], fault.message) for fault in caught.value.faults]
    assert any(where == str(line) and said in message for where, message in found), found


def test_an_outline_runs_once_for_each_row_and_one_without_rows_is_refused(tmp_path: Path) -> None:
    outline = HOLDS.replace("  Scenario:", "  Scenario Outline:").replace("the last day of", "<w>")
    rows = "    Examples:\n      | w |\n      | one day before |\n      | exactly |\n"
    two = read_feature(_feature(tmp_path, outline + rows))
    assert [item.sentences[1].text for item in two] == [
        "its signed_on is one day before vendor.eligible_until",
        "its signed_on is exactly vendor.eligible_until",
    ]
    empty = _feature(tmp_path, outline + "    Examples:\n      | w |\n")
    with pytest.raises(ComplianceError, match="has no examples"):
        read_feature(empty)


def test_all_faults_of_all_files_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _feature(tmp_path, HOLDS.replace("it passes", "it fits"), "A")
    second = _feature(tmp_path, "nothing of the sort\n", "B")
    third = _feature(tmp_path, "", "C")
    assert main(["rules", "test", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert all(f"{path}:" in told for path in (first, second, third))
    assert "it passes for P-1`" in told


@pytest.mark.parametrize("make", [True, False])
def test_no_feature_is_no_success(
    make: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "features"
    if make:
        folder.mkdir()
    assert main(["rules", "test", str(folder)]) == 2
    assert "hint:" in capsys.readouterr().err or not make


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.feature"
    path.write_bytes(b"Feature: \xff")
    with pytest.raises(ComplianceError, match="not UTF-8"):
        read_features(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("rule VEN-002", "rule VEN-999"), "there is no rule VEN-999"),
        (("a clean contract", "a clean contrakt"), "there is no clean contrakt"),
        (("the last day of vendor.eligible_until", "2026-02-30"), "2026-02-30 is no day"),
        (("its signed_on is", "the signed_on of C-9 is"), "no record C-9 is given"),
        (("it passes for C-1", "the amount at issue is its value"), "no record is judged yet"),
        (("    When rule VEN-002 runs\n    Then it passes for C-1\n",
          "    Then nothing fails\n    When rule VEN-002 runs\n"), "no rule has run yet"),
        (("its signed_on is the last day of vendor.eligible_until",
          "parameter limit.single_source is plenty"), "'plenty' is not an amount"),
    ],
)  # fmt: skip
def test_what_a_scenario_gets_wrong_is_its_reason(
    change: tuple[str, str], said: str, tmp_path: Path, program: LocalProgram
) -> None:
    assert change[0] in HOLDS
    (scenario,) = read_feature(_feature(tmp_path, HOLDS.replace(*change)))
    outcome = perform(scenario, program)
    assert outcome.fault is not None
    assert said in outcome.fault.message


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_reads_its_own_example_and_no_other(form: object) -> None:
    table = [["a"]] if form.table else ()
    assert form_of(form.keyword, form.example, table)[0] is form
    assert form_of("", form.example, table)[0] is form


def test_an_office_tests_kinds_of_its_own_without_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of the packaged rulebook is used: not its kinds, not its clean records."""
    write_own(tmp_path)
    rules, clean = str(tmp_path / "rules"), str(tmp_path / "clean")
    assert main(["rules", "test", "--rules", rules, "--clean", clean]) == 0
    assert capsys.readouterr().out == "4 scenarios: all hold\n"
