"""The script for reviewers agrees with a report, and sees what was bent, without our program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.report.test_verify import _changed

SCRIPT = Path(__file__).parents[2] / "docs/verify_report.py"


def _run(report: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(report)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_script_imports_nothing_of_the_program():
    assert "compliance" not in SCRIPT.read_text("utf-8").replace("compliance check", "")


def test_the_script_agrees_with_a_report(report):
    assert _run(report) == (0, "all figures agree with the embedded files\n")


def test_the_script_names_page_and_figure_of_a_bent_finding(report, tmp_path):
    bent = _changed(report, tmp_path / "x.pdf", "findings.jsonl", lambda c: c.partition(b"\n")[2])
    code, told = _run(bent)
    assert code == 1
    assert "content hash" in told
    assert "summary.json/findings/by_severity/critical is 9, but 8 follows" in told
    assert "page 3: 9 is printed, but /findings/by_severity/critical is 8" in told
