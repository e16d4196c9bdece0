"""Exit codes, what is printed, and that an error leaves everything as it stood."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from fixtures.no_batch import written

from .conftest import ROOT, RULE, Outputs, command, rulebook, tree, vendors

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

BROKEN = (
    "not a table",
    "workbook with a password",
    "empty file",
    "empty folder",
    "random bytes",
    "half a JSON",
    "rule with a typo",
)


@pytest.mark.parametrize("kind", BROKEN)
def test_bad_input_is_one_clear_error_and_nothing_is_written(kind: str, tmp_path: Path) -> None:
    inputs = written(tmp_path / "in")
    options: list[object] = []
    if kind == "rule with a typo":
        typo = RULE.format(id="DSK-001", kind="breach", severity="major", status="live")
        rules = rulebook(
            tmp_path / "own" / "rules", {"DSK-001": typo.replace("nation =", "naton =")}
        )
        inputs[kind] = vendors(tmp_path / "in" / "vendor.csv", [("V-1", "A", "BE")])
        options = ["--rules", rules]
    home = tmp_path / "home"
    home.mkdir()
    told = command("check", inputs[kind], *options, cwd=home)
    assert told.code == 2
    assert told.out == ""
    assert 2 <= len(told.lines) <= 6
    assert told.lines[0].startswith("error: ")
    assert sum(line.startswith("  hint: ") for line in told.lines) == 1
    assert "Traceback" not in told.err
    assert list(home.iterdir()) == []


def test_a_typo_in_a_rule_is_shown_where_it_stands(tmp_path: Path, run: Run) -> None:
    typo = RULE.format(id="DSK-001", kind="breach", severity="major", status="live")
    rules = rulebook(tmp_path / "rules", {"DSK-001": typo.replace("nation =", "naton =")})
    told = run("check", vendors(tmp_path / "vendor.csv", [("V-1", "A", "BE")]), "--rules", rules)
    assert told.code == 2
    assert "DSK-001.yaml:11:10" in told.err
    assert "did you mean `nation`?" in told.err


WRONG = {
    "an option that is not there": (["--formt", "json"], "--formt"),
    "a day that is not there": (["--as-of", "2026-02-30"], "2026-02-30"),
    "a day in another form": (["--as-of", "01/02/2026"], "write 2026-01-31"),
    "an output that is not made": (["--format", "json,docx"], "docx"),
    "no output at all": (["--format", ","], "pdf, json, csv, xlsx"),
    "a severity that is not there": (["--fail-on", "grave"], "critical"),
    "an engine that is not there": (["--engine", "abacus"], "duckdb"),
    "a mapping that is not there": (["--mapping", "nativ"], "did you mean `native`?"),
    "a mapping file that is not there": (["--mapping", "own.yaml"], "own.yaml"),
    "rules that are not there": (["--rules", "nowhere"], "nowhere"),
}


@pytest.mark.parametrize(("options", "words"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_use_is_said_in_two_lines(
    options: list[str], words: str, run: Run, tmp_path: Path
) -> None:
    batch = vendors(tmp_path / "in" / "vendor.csv", [("V-1", "A", "BE")])
    told = run("check", batch, "--out", tmp_path / "out", *options)
    assert told.code == 2
    assert told.out == ""
    assert words in told.err
    assert 2 <= len(told.lines) <= 3
    assert "hint:" in told.err
    assert not (tmp_path / "out").exists()


def test_a_path_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "A", "BE")])
    told = run("check", batch, tmp_path / "spending.csv", "--out", tmp_path / "out")
    assert (told.code, len(told.lines)) == (2, 2)
    assert f"{tmp_path / 'spending.csv'}: there is no such file or folder" in told.err
    assert "hint:" in told.err


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check"], ["rules"], ["template"]])
def test_an_unfinished_command_says_how_to_go_on(arguments: list[str], run: Run) -> None:
    told = run(*arguments)
    assert told.code == 2
    assert 2 <= len(told.lines) <= 3
    assert "--help" in told.err


CODES = {
    "nothing fails": ("no rule", "FR", [], 0),
    "a rule passes": ("DSK-001", "BE", [], 0),
    "a critical breach": ("DSK-001", "FR", [], 1),
    "a critical fault of quality": ("DSK-002", "FR", [], 1),
    "a critical reason to look": ("DSK-003", "FR", [], 0),
    "a critical rule on trial": ("DSK-004", "FR", [], 0),
    "what is not known": ("DSK-001", "", [], 0),
    "a major breach": ("DSK-005", "FR", [], 0),
    "a major breach asked for": ("DSK-005", "FR", ["--fail-on", "major"], 1),
    "a minor breach, major asked for": ("DSK-006", "FR", ["--fail-on", "major"], 0),
    "a minor breach asked for": ("DSK-006", "FR", ["--fail-on", "minor"], 1),
    "an info asked for": ("DSK-007", "FR", ["--fail-on", "info"], 1),
    "a reason to look, info asked for": ("DSK-003", "FR", ["--fail-on", "info"], 0),
}


@pytest.mark.parametrize(("name", "nation", "options", "code"), CODES.values(), ids=list(CODES))
def test_the_exit_code_says_whether_something_must_be_done(
    name: str, nation: str, options: list[str], code: int, desk: Path, run: Run, tmp_path: Path
) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", name, nation), ("V-2", "other", "NO")])
    out = tmp_path / "out"
    told = run("check", batch, "--rules", desk, "--out", out, "--format", "json", *options)
    assert told.code == code
    assert told.err == ""
    expected = {(name, "fail" if nation else "undetermined")} if name[:3] == "DSK" else set()
    found = {(f["rule"], f["outcome"]) for f in Outputs(out).findings}
    assert found == (set() if nation == "BE" else expected)
    closing = "No finding in the rules that ran (7 of 7)."
    assert (closing in told.out) == (not found)


def test_too_many_rejects_are_a_critical_finding_with_a_list(run: Run, tmp_path: Path) -> None:
    # 2 rows of 40 are 5 %, which is allowed; the third is beyond it.
    rows = [f"V-{n},{'2026-13-01' if n < 3 else '2026-03-01'}\n" for n in range(40)]
    batch = tmp_path / "vendor.csv"
    batch.write_text("vendor_id,registered_on\n" + "".join(rows))
    out = tmp_path / "out"
    told = run("check", batch, "--out", out, "--format", "json,csv")
    assert told.code == 1
    assert "37 accepted, 3 rejected" in told.out
    assert [f["record"] for f in Outputs(out).findings if f["rule"] == "QLT-002"] == ["vendor.csv"]
    lines = (out / "rejects.csv").read_text().splitlines()
    assert lines[0] == "file,sheet,row,column,value,reason,hint"
    assert [line.split(",")[2] for line in lines[1:]] == ["2", "3", "4"]
    batch.write_text("vendor_id,registered_on\n" + "".join(rows[1:]) + rows[-1])
    run("check", batch, "--out", out, "--format", "json,csv")
    assert not [f for f in Outputs(out).findings if f["rule"] == "QLT-002"]


@pytest.mark.parametrize("nation", ["BE", "FR"])
def test_quiet_prints_nothing_and_writes_all(nation: str, desk: Path, tmp_path: Path) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", nation)])
    told = command("check", batch, "--rules", desk, "--format", "json,csv", "--quiet", cwd=tmp_path)
    assert (told.code, told.out, told.err) == (int(nation == "FR"), "", "")
    assert set(tree(tmp_path / "out")) == {
        "summary.json", "findings.jsonl", "findings.csv", "rejects.csv"
    }  # fmt: skip


def test_an_internal_failure_is_three_and_leaves_the_last_results(
    desk: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    out = tmp_path / "out"
    options = ("--rules", desk, "--out", out, "--format", "json,csv")
    assert run("check", batch, *options).code == 1
    before = tree(out)
    vendors(batch, [("V-1", "DSK-001", "BE")])
    places = (("compliance.engine", "evaluate"), ("compliance.report.write", "rejects_table"))
    for module, name in places:
        with monkeypatch.context() as patch:
            patch.delenv("COMPLIANCE_DEBUG", raising=False)
            patch.setattr(import_module(module), name, _broken)
            told = run("check", batch, *options)
        assert told.code == 3
        assert told.lines[0] == "internal error: ZeroDivisionError: out of order"
        assert "COMPLIANCE_DEBUG" in told.lines[1]
        assert tree(out) == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "vendor.csv"]


def _broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("out of order")


def test_only_our_own_names_are_replaced(desk: Path, run: Run, tmp_path: Path) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "summary.json").write_text("old")
    assert run("check", batch, "--rules", desk, "--out", out, "--format", "json").code == 1
    assert set(tree(out)) == {"notes.txt", "summary.json", "findings.jsonl"}
    assert (out / "notes.txt").read_text() == "mine"
    assert Outputs(out).summary["findings"]["fails"] == 1


def test_a_file_in_the_place_of_the_out_folder_is_an_error(
    desk: Path, run: Run, tmp_path: Path
) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    told = run("check", batch, "--rules", desk, "--out", batch, "--format", "json")
    assert (told.code, len(told.lines)) == (2, 2)
    assert batch.read_text().startswith("vendor_id")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_out_folder_that_cannot_be_written_is_an_error(
    desk: Path, run: Run, tmp_path: Path
) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    told = run("check", batch, "--rules", desk, "--out", locked / "out", "--format", "json")
    assert (told.code, len(told.lines)) == (2, 2)
    assert "--out" in told.err


def test_names_with_brackets_are_printed_as_they_are(desk: Path, run: Run, tmp_path: Path) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    out = tmp_path / "a [bold] b" / "[red]"
    told = run("check", batch, "--rules", desk, "--out", out, "--format", "json")
    assert told.code == 1
    assert str(out) in told.out.replace("\n", "")


def test_the_command_is_the_same_in_a_process_of_its_own(desk: Path, tmp_path: Path) -> None:
    batch = vendors(tmp_path / "vendor.csv", [("V-1", "DSK-001", "FR")])
    told = command("check", batch, "--rules", desk, "--format", "json", cwd=tmp_path)
    assert (told.code, told.err) == (1, "")
    assert "1 critical" in told.out
    assert "Written to" in told.out
    assert command("--version", cwd=ROOT).out.startswith("compliance ")
