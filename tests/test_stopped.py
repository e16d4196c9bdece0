"""Ctrl-C, or a signal to end, at any moment: one line, 130, and the folder as it was before."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BATCH = ROOT / "fixtures" / "corpus" / "lists"


def command(out: Path, day: str) -> list[str]:
    return [
        sys.executable, "-m", "compliance.cli", "check", str(BATCH), "--quiet", "--out", str(out),
        "--format", "json,csv", "--memory", "1GB", "--as-of", day,
    ]  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_a_check_killed_at_random_moments_leaves_what_stood_there(tmp_path: Path) -> None:
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    start = time.monotonic()
    subprocess.run(command(out, "2026-11-30"), env=environment, check=True)
    whole, before = time.monotonic() - start, content(out)
    assert "summary.json" in before
    dice, stopped = random.Random(20261201), 0
    for turn in range(6):
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        child = subprocess.Popen(
            command(out, "2026-12-01"), env=environment, stderr=subprocess.PIPE, text=True
        )
        try:
            # In its first moments the process is Python, which has loaded nothing of ours yet.
            child.wait(dice.uniform(min(0.4, whole / 5), whole * 0.7))
        except subprocess.TimeoutExpired:
            child.send_signal(number)
        _, said = child.communicate(timeout=60)
        assert child.returncode in {0, 130}, said
        if child.returncode == 130:
            stopped += 1
            assert said == "stopped; nothing is half-written\n"
            assert content(out) == before
        else:
            before = content(out)
            assert said == ""
        # A process tree keeps nothing either: no temporary folder, none beside the output.
        assert list(temporary.iterdir()) == []
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert stopped >= 3


@pytest.mark.slow
def test_a_signal_while_the_files_are_moved_waits_until_all_are_there(tmp_path: Path) -> None:
    code = (
        "import importlib, os, signal, sys\n"
        "write = importlib.import_module('compliance.report.write')\n"
        "place = write._place\n"
        "def interrupted(*paths):\n"
        "    place(*paths)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "write._place = interrupted\n"
        "from compliance.cli import main\n"
        f"sys.argv = {command(tmp_path / 'out', '2026-12-01')[2:]!r}\n"
        "sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "stopped; nothing is half-written\n")
    names = ["findings.csv", "findings.jsonl", "rejects.csv", "summary.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
