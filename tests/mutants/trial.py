"""Tries a mutant: runs the tests that can notice it, the quickest first, until one fails."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from cosmic_ray.mutating import use_mutation
from coverage import CoverageData

from .mutant import Mutant, operator

# All of these know which lines each test reaches; those of the first two run whatever it reaches.
FOLDERS: Final = ("tests/lang", "tests/compiler", "tests/engine", "tests/workbench")
OWN: Final = FOLDERS[:2]
_MEMORY: Final = 8_000_000  # kB: a mutant may gather without end
_LEFT: Final = shutil.ignore_patterns(".*", "__pycache__", "out", "build", "dist", "*.egg-info")
_STOPPED: Final = (None, -signal.SIGXCPU, -signal.SIGKILL)  # by us, by its limit, by the system
_ASLEEP: Final = 20  # times the processor time that tests may take on the wall
_UNKNOWN_TEST: Final = 4  # pytest was given a test that is not there, or could not start
_QUIET: Final = ("-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")


class Verdict(StrEnum):
    """How a mutant came out."""

    NOTICED = "noticed"
    STOPPED = "stopped"  # took far more processor time than before
    SURVIVED = "survived"


@dataclass(frozen=True)
class Tried:
    """A mutant, the line that it changes, and how it came out."""

    mutant: Mutant
    before: str
    after: str
    verdict: Verdict
    by: str = ""  # the test that failed


@dataclass(frozen=True)
class Reach:
    """Which tests reach which lines, and how long each takes."""

    tests: Mapping[str, Mapping[int, frozenset[str]]]  # by file and line; "" while importing
    seconds: Mapping[str, float]
    failing: tuple[str, ...] = ()  # before anything is changed; they can notice nothing

    def turns(self, mutant: Mutant, source: str) -> Iterator[list[str]]:
        """Give the tests to run: those that reach a mutant's statement, then those it may move.

        What is made once is made for whichever test came first, and others of its file read it.
        What runs while importing is read anywhere: first by the tests that bear the file's name.
        """
        lines = self.tests.get(mutant.path, {})
        first = set[str]().union(*(lines.get(n, ()) for n in _statement(source, mutant.line)))
        then = set[str]().union(*lines.values())
        if "" in first:
            named = f"test_{Path(mutant.path).stem}.py"
            first = {test for test in self.own if test.partition("::")[0].endswith(named)}
            then |= self.own
        else:
            then &= self.own
        yield self.quickest(first & self.seconds.keys())
        yield self.quickest((then - first) & self.seconds.keys())

    def quickest(self, tests: Iterable[str]) -> list[str]:
        """Give tests by how long they take."""
        return sorted(tests, key=lambda test: (self.seconds.get(test, 0.0), test))

    def limit(self, tests: Iterable[str]) -> float:
        """Give the seconds of processor time after which tests are taken to hang."""
        return 40 + 5 * sum(self.seconds.get(test, 0.0) for test in tests)

    @cached_property
    def own(self) -> frozenset[str]:
        """Give the tests that run whatever they reach."""
        return frozenset(test for test in self.seconds if test.startswith(OWN))


def _statement(source: str, line: int) -> range:
    """Give the lines of the innermost statement that holds a line; of a compound one, its head."""
    found = range(line, line + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else (node.end_lineno or line) + 1
            if line < end:
                found = range(node.lineno, end)
    return found


@dataclass(frozen=True)
class Copy:
    """A copy of the tree, in which files are changed and tests run."""

    root: Path

    @classmethod
    def of(cls, root: Path, place: Path) -> Copy:
        """Copy a tree; its byte code is found stale by content, as changes are quick."""
        shutil.copytree(root, place, ignore=_LEFT)
        checked = ("-m", "compileall", "-q", "--invalidation-mode", "checked-hash")
        subprocess.run([sys.executable, *checked, "compliance"], cwd=place, check=True)
        return cls(place)

    def reach(self, jobs: int) -> Reach:
        """Run every test once over the unchanged tree."""
        log = self.root / "tests.xml"
        how = ("-n", str(jobs), "-q", "--cov=compliance", "--cov-context=test", "--cov-report=")
        timed = (f"--junitxml={log}", "-o", "junit_family=xunit1")
        code, told = self._pytest([*FOLDERS, *how, *timed], None)
        if code not in {0, 1}:
            sys.exit(f"the tests do not run before anything is changed\n{told}")
        cases = {
            f"{case.get('file')}::{case.get('name')}": case
            for case in ET.parse(log).iter("testcase")  # noqa: S314 - written by the line above
        }
        failing = {name for name, case in cases.items() if {"failure", "error"} & _tags(case)}
        seconds = {n: float(c.get("time", 0)) for n, c in cases.items() if n not in failing}
        return Reach(_contexts(self.root), seconds, tuple(sorted(failing)))

    def tried(self, mutant: Mutant, reach: Reach) -> Tried:
        """Change the file, run the tests, change it back."""
        path = self.root / mutant.path
        with use_mutation(path, operator(mutant.operator), mutant.occurrence) as (old, new):
            before, after = _changed(old, new)
            verdict, by = self._verdict(reach.turns(mutant, old), reach)
            return Tried(mutant, before, after, verdict, by)

    def _verdict(self, turns: Iterable[Sequence[str]], reach: Reach) -> tuple[Verdict, str]:
        missing = False
        for tests in turns:
            verdict, by = self._run(tests, reach.limit(tests)) if tests else (None, "")
            if verdict is not None:
                return verdict, by
            missing = missing or by == "missing"
        if missing:  # a test is no longer there: name none of them
            without = (f"--deselect={test}" for test in reach.failing)
            code, told = self._pytest([*_QUIET, *without, *OWN], reach.limit(reach.own))
            if code in _STOPPED:
                return Verdict.STOPPED, ""
            if code != 0:
                return Verdict.NOTICED, _failed(told)
        return Verdict.SURVIVED, ""

    def _run(self, tests: Sequence[str], limit: float) -> tuple[Verdict | None, str]:
        listed = self.root / "tests.txt"
        listed.write_text("\n".join(tests))
        code, told = self._pytest([*_QUIET, f"@{listed}"], limit)
        if code in _STOPPED:
            return Verdict.STOPPED, ""
        if code == _UNKNOWN_TEST:
            return None, "missing"
        return (None, "") if code == 0 else (Verdict.NOTICED, _failed(told))

    def _pytest(self, arguments: Sequence[str], limit: float | None) -> tuple[int | None, str]:
        """Run pytest; give its exit code, None if it slept past every limit, and what it printed.

        The limit is of processor time, so that a busy machine makes no test hang.
        """
        times = "unlimited" if limit is None else ceil(limit)
        bounded = ("bash", "-c", f'ulimit -c 0 -v {_MEMORY} -S -t {times}; exec "$@"', "bash")
        process = subprocess.Popen(
            [*bounded, sys.executable, "-m", "pytest", "-p", "tests.mutants.plugin", *arguments],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )
        try:
            told, _ = process.communicate(timeout=limit and _ASLEEP * limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, ""
        return process.returncode, told


def _tags(case: ET.Element) -> set[str]:
    return {part.tag for part in case}


def _contexts(root: Path) -> dict[str, dict[int, frozenset[str]]]:
    data = CoverageData(str(root / ".coverage"))
    data.read()
    return {
        Path(file).relative_to(root).as_posix(): {
            line: frozenset(context.rpartition("|")[0] for context in contexts)
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }


def _changed(old: str, new: str) -> tuple[str, str]:
    """Give the line that a change makes another, before and after."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next((one.strip(), other.strip()) for one, other in pairs if one != other)


def _failed(told: str) -> str:
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", told, re.MULTILINE)
    return found[1] if found else told[-200:].strip()
