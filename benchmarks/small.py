"""(d) Small work: `compliance check` of 100 lines, cold, beside `python -c "import pandas"`.

Usage: python benchmarks/small.py. Both take turns, five rounds. The first run has no kept plan
(the user's cache folder is empty), the warm ones have what the runs before left there. The ratio is
the time of the import over ours: the aim is 1/1.5 warm and 1/6 for the first run.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
from side_by_side import command, row, take_turns


def main() -> int:
    """Run, print."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        batch = lines.write(100, folder / "batch")
        cold = folder / "cold"
        spent = {}

        def ours(cache: Path):
            words = ["check", batch, "--quiet", "--out", folder / "out", "--format", "json,csv"]
            done = command(
                [sys.executable, "-m", "compliance.cli", *words], XDG_CACHE_HOME=str(cache)
            )
            spent["memory"] = max(spent.get("memory", 0), done.memory)
            return done.seconds

        def first() -> float:
            cold.mkdir(exist_ok=True)
            fresh = cold / str(len(list(cold.iterdir())))
            fresh.mkdir()
            return ours(fresh)

        (folder / "warm").mkdir()
        ours(folder / "warm")
        found = take_turns({
            "first": first,
            "warm": lambda: ours(folder / "warm"),
            "pandas": lambda: command([sys.executable, "-c", "import pandas"]).seconds,
        })  # fmt: skip
    row("d", 'python -c "import pandas"', found["pandas"], None)
    memory = f"at most {spent['memory'] / 2**20:,.0f} MiB"
    row("d", "check of 100 lines, first", found["first"], found["pandas"] / found["first"], memory)
    row("d", "check of 100 lines, warm", found["warm"], found["pandas"] / found["warm"], memory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
