"""The trail as a file, verified by a script that knows nothing of this program."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from compliance import remembered
from compliance.cli import main
from compliance.register import Register
from tests.register.conftest import ROOT, Check, spending

CREDIT = ["M-1,FL-1,2026,initial,EUR 1000.00,2026-01-01,2026-01-01"]
ROWS = ["C-1,commitment,FL-1,2026,EUR 600.00,2026-02-01,"]


def verified(file: Path, *options: str) -> tuple[int, str]:
    """Run the script by itself, in a Python that sees neither this program nor any package."""
    script = ROOT / "docs" / "verify_audit.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(file), *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def trail(check: Check, url: str, tmp_path: Path) -> tuple[Path, str]:
    """Give an exported trail of two runs, and the root of the second."""
    check(spending(tmp_path / "a", ROWS, CREDIT))
    root = check().root
    file = tmp_path / "trail.jsonl"
    remembered.export(url, file)
    return file, root


def test_the_script_verifies_what_was_exported(trail: tuple[Path, str], store: Register) -> None:
    file, root = trail
    code, said = verified(file)
    assert code == 0, said
    assert "3 entries" in said  # a batch and two runs
    assert "without --anchor" in said
    assert "anna" not in file.read_text()
    assert verified(file, "--anchor", root)[0] == 0
    code, said = verified(file, "--anchor", "0" * 64)
    assert (code, "no run has the root" in said) == (1, True)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_was_changed_in_the_file_is_seen(trail: tuple[Path, str], tmp_path: Path) -> None:
    file, root = trail
    whole = file.read_text().splitlines()
    other = tmp_path / "other.jsonl"
    chance = random.Random(7)
    for number in chance.sample(range(1, len(whole)), 12):
        item = json.loads(whole[number])
        inner = item.get("entry") or item.get("row") or item["end"]
        name = chance.choice(sorted(inner))
        value = inner[name]
        inner[name] = value + 1 if isinstance(value, int) else f"{value}x"
        changed = [*whole[:number], json.dumps(item), *whole[number + 1 :]]
        other.write_text("\n".join(changed))
        assert verified(other)[0] == 1, (number, name)
    for number in chance.sample(range(1, len(whole)), 4):
        other.write_text("\n".join([*whole[:number], *whole[number + 1 :]]))
        assert verified(other)[0] == 1, number
    # The last entry cut off, and the end written to fit: only a printed root tells.
    starts = [n for n, line in enumerate(whole) if '"entry":{' in line]
    kept = whole[: starts[-1]]
    last = json.loads(whole[starts[-2]])["entry"]["hash"]
    end = {"entries": len(starts) - 1, "rows": sum('"row":{' in x for x in kept), "head": last}
    other.write_text("\n".join([*kept, json.dumps({"end": end})]))
    assert verified(other)[0] == 0
    assert verified(other, "--anchor", root)[0] == 1


def test_what_is_no_trail_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    for text in ("", "{}\n", "no json\n", '{"format":"compliance audit trail 1"}\n{"x":1}\n'):
        other.write_text(text)
        code, said = verified(other)
        assert (code, "cannot be read" in said) == (2, True)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_command_writes_all_or_nothing(
    check: Check, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(spending(tmp_path / "a", ROWS, CREDIT))
    where = tmp_path / "trails"
    where.mkdir()
    command = ["audit", "export", "--register", url, "--out"]
    assert main([*command, str(where / "t.jsonl")]) == 0
    assert [path.name for path in where.iterdir()] == ["t.jsonl"]
    assert main([*command, str(where / "none" / "t.jsonl")]) == 2
    told = capsys.readouterr()
    assert "cannot write" in told.err
