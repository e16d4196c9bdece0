"""What the acceptance tests share: the command as a user runs it, and a small rulebook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compliance.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Run = Callable[..., "Told"]

ROOT = Path(__file__).parents[2]
RULE = """\
id: {id}
title: A vendor of the nation that the desk expects
asks: Is the nation right?
status: {status}
kind: {kind}
severity: {severity}
authority: {{document: Desk manual, reference: "1", standing: house}}
applies_to: {{entity: all}}
on: vendor
when: name = "{id}"
require: nation = "BE"
message: "{{vendor_id}} is of {{nation}}"
remedy: Correct the nation.
waivable: no
audience: all
history:
  - {{version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}}
"""
SET = "{set: desk, title: The desk, owner: owner, version: 1, adopted_by: head}\n"


@dataclass(frozen=True)
class Told:
    """What a command said: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Give the lines of the error."""
        return self.err.strip().splitlines()


@dataclass(frozen=True)
class Outputs:
    """The files of one check."""

    folder: Path

    @property
    def summary(self) -> dict[str, Any]:
        """Read `summary.json`."""
        found: dict[str, Any] = json.loads((self.folder / "summary.json").read_bytes())
        return found

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Read `findings.jsonl`."""
        lines = (self.folder / "findings.jsonl").read_text("utf-8").split("\n")
        return [json.loads(line) for line in lines if line]


def command(*arguments: object, cwd: Path, **environment: str) -> Told:
    """Run the program in a process of its own, away from the repository."""
    done = subprocess.run(
        [sys.executable, "-m", "compliance.cli", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, where a process of its own would show nothing more."""

    def _run(*arguments: object) -> Told:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # a wrong use ends the command while it reads its options
            code = stop.code if isinstance(stop.code, int) else -1
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return _run


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a rulebook of seven rules: rule DSK-00n is about the vendors that bear its name."""
    kinds = [
        ("breach", "critical", "live"),
        ("quality", "critical", "live"),
        ("indicator", "critical", "live"),
        ("breach", "critical", "trial"),
        ("breach", "major", "live"),
        ("breach", "minor", "live"),
        ("breach", "info", "live"),
    ]
    texts = {
        f"DSK-00{n}": RULE.format(id=f"DSK-00{n}", kind=kind, severity=severity, status=status)
        for n, (kind, severity, status) in enumerate(kinds, start=1)
    }
    return rulebook(tmp_path_factory.mktemp("desk") / "rules", texts)


def rulebook(folder: Path, rules: dict[str, str]) -> Path:
    """Write a rulebook of some rules beside the catalogue, mappings and profiles of ours."""
    for name in ("catalogue", "mappings", "profiles"):
        shutil.copytree(ROOT / "rules" / name, folder / name)
    own = folder / "desk"
    own.mkdir()
    (own / "set.yaml").write_text(SET)
    for rule, text in rules.items():
        (own / f"{rule}.yaml").write_text(text)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("COMPLIANCE_SHARED_DATA", ROOT / "../shared/data"))
    if not folder.is_dir():
        pytest.skip("the shared data are not here; set COMPLIANCE_SHARED_DATA")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder with their contents."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def vendors(path: Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """Write a native list of vendors: id, name and nation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("vendor_id,name,nation\n" + "".join(",".join(row) + "\n" for row in rows))
    return path
