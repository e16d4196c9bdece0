"""(c) The whole rulebook, from CSV and from Parquet to findings.jsonl: time, memory, cost per line.

Usage: python benchmarks/whole.py SIZE... (default 10000 100000 1000000). Each size is one cold run
of `compliance check --format json,csv` a form. The ratio is the cost per line of the size before
over that of this one: 1 is linear, over 1 is better.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
from side_by_side import check, row


def main(sizes: list[int]) -> int:
    """Run every size in both forms."""
    before: dict[str, float] = {}
    worst = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            for form in ("csv", "parquet"):
                batch = lines.write(size, folder / f"{form}-{size}", form)
                done = check(batch, folder / "out")
                worst = max(worst, done.code)
                if done.code > 1:
                    row("c", f"{size:,} lines of {form}", done.seconds, None, f"exit {done.code}")
                    continue
                summary = json.loads((folder / "out" / "summary.json").read_bytes())
                read = summary["control_totals"]["rows"]["read"]
                cost = done.seconds / read
                more = f"{done.memory / 2**20:,.0f} MiB, {cost * 1e6:,.1f} µs a record, "
                more += f"{summary['findings']['total']:,} findings"
                ratio = before[form] / cost if form in before else None
                row("c", f"{read:,} records of {form}", done.seconds, ratio, more)
                before[form] = cost
    return 1 if worst > 1 else 0


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]))
