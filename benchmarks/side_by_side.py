"""How benchmarks measure: runs that take turns, the median of each, and a ratio between them."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
ROW = "row: "  # begins a line of the table that `all.py` gathers


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds, and its peak memory in bytes."""

    seconds: float
    memory: int
    code: int


def take_turns(runs: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """Let runs take turns, each round in another order; give the median of what each returns."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    names = list(runs)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(runs[name]())
    return {name: statistics.median(values) for name, values in found.items()}


def timed(run: Callable[[], object]) -> float:
    """Give the seconds that a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def command(arguments: Sequence[object], **environment: str) -> Spent:
    """Run a command in a process of its own, from a cold start."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(part) for part in arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Spent(time.perf_counter() - start, used.ru_maxrss * 1024, child.returncode)


def check(batch: Path, out: Path, *words: object) -> Spent:
    """Run `compliance check` with JSON and CSV."""
    shutil.rmtree(out, ignore_errors=True)
    return command([
        sys.executable, "-m", "compliance.cli", "check", batch, "--quiet", "--out", out,
        "--format", "json,csv", *words,
    ])  # fmt: skip


def row(part: str, what: str, seconds: float, ratio: float | None, more: str = "") -> None:
    """Print one line for people and for the table: a ratio over 1 is in our favour."""
    line = {"part": part, "what": what, "seconds": seconds, "ratio": ratio, "more": more}
    print(ROW + json.dumps(line), flush=True)


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Lay rows out as one table."""
    lines = [f"{'':3} {'':46} {'seconds':>9} {'ratio':>8}"]
    for item in rows:
        ratio = item["ratio"]
        shown = "" if ratio is None else f"{ratio:.2f}"
        part, what, more = item["part"], str(item["what"]), item["more"]
        lines.append(f"({part}) {what:46} {item['seconds']:9.3f} {shown:>8}  {more}")
    return "\n".join(lines)
