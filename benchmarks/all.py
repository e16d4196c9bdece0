"""Run (a) to (f) one after another and print one table: `make bench`, or `make bench SIZE=large`.

Usage: python benchmarks/all.py [small|large]. A benchmark that fails, or in which a peer found
something else, is named below the table and makes the exit code 1.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version

from side_by_side import ROOT, ROW, table

SIZES = {
    "small": {
        "row_rules.py": ["50000"], "set_rules.py": ["50000"], "whole.py": ["10000", "50000"],
        "small.py": [], "report.py": [], "register_import.py": ["5000"],
    },
    "large": {
        "row_rules.py": ["1000000"], "set_rules.py": ["1000000"],
        "whole.py": ["10000", "100000", "1000000", "10000000"],
        "small.py": [], "report.py": [], "register_import.py": ["100000"],
    },
}  # fmt: skip

NONE = {"part": "-", "what": "", "seconds": 0.0, "ratio": None, "more": ""}


def main(size: str) -> int:
    """Run every benchmark that is there; print what it took."""
    start, rows, wrong = time.perf_counter(), [], []
    print(heading(), flush=True)
    for script, words in SIZES[size].items():
        path = ROOT / "benchmarks" / script
        if not path.exists():
            rows.append({**NONE, "what": f"{script} is not here yet"})
            continue
        print(f"… {script} {' '.join(words)}", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, path, *words], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        found = [line for line in done.stdout.splitlines() if line.startswith(ROW)]
        rows += [json.loads(line.removeprefix(ROW)) for line in found]
        if not found:  # one that speaks in its own words
            rows += [{**NONE, "what": line} for line in done.stdout.splitlines()[-8:]]
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["another result than a peer's"]
            wrong.append(f"{script}: exit {done.returncode}: {last[0]}")
    print(table(rows))
    print(f"\n{time.perf_counter() - start:,.0f} s in all. A ratio over 1 is in our favour.")
    for line in wrong:
        print(f"FAILED {line}")
    return 1 if wrong else 0


def heading() -> str:
    """Name day, machine and versions."""
    words = [f"{name} {version(name)}" for name in ("duckdb", "pyarrow", "pandas")]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    day = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"{day}; {os.cpu_count()} cores, {platform.machine()}, {platform.system()}; Python "
        f"{platform.python_version()}, {', '.join(words)}; load before: {load}\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "small"))
