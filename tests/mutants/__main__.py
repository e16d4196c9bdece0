"""Changes one operator at a time and sees whether the tests notice: `python -m tests.mutants`.

Works in copies of the tree. Writes the counts and every survivor to docs/evidence/mutants.txt;
exits 1 where fewer than 85 % were noticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from math import inf
from pathlib import Path
from queue import Queue
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from .mutant import Mutant, all_mutants
from .report import Report
from .trial import Copy, Reach, Tried

ROOT: Final = Path(__file__).parents[2]
AT_LEAST: Final = 85


def main() -> int:
    """Try mutants and write what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--all", action="store_true", help="every mutant, which takes hours")
    parser.add_argument("--count", type=int, default=250, help="how many are drawn")
    parser.add_argument("--seed", type=int, default=2026, help="what they are drawn by")
    parser.add_argument("--within", default="", help="only files whose path holds this")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at once")
    parser.add_argument("--minutes", type=float, default=inf, help="begin none after so many")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "evidence" / "mutants.txt")
    options = parser.parse_args()
    made = [mutant for mutant in all_mutants(ROOT) if options.within in mutant.path]
    drawn = (
        made if options.all else Random(options.seed).sample(made, min(options.count, len(made)))
    )
    until = time.monotonic() + 60 * options.minutes
    with TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Copy.of(ROOT, Path(folder).resolve() / str(n)) for n in range(options.jobs)]
        reach = copies[0].reach(options.jobs)
        tried = sorted(
            _told(_tried(drawn, copies, reach, until), len(drawn)), key=lambda t: t.mutant
        )
    report = Report(tried, len(made), None if options.all else options.seed, reach.failing)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(report.text())
    print(f"{report.share:.1f} % of {len(tried)} mutants were noticed: {options.out}")
    return 0 if report.share >= AT_LEAST else 1


def _tried(
    drawn: Sequence[Mutant], copies: Sequence[Copy], reach: Reach, until: float
) -> Iterator[Tried]:
    """Try mutants, one at a time in each copy.

    They are drawn in no order, so those that were begun before the time was over are a sample too.
    """
    free: Queue[Copy] = Queue()
    for copy in copies:
        free.put(copy)

    def tried(mutant: Mutant) -> Tried | None:
        copy = free.get()
        try:
            return copy.tried(mutant, reach) if time.monotonic() < until else None
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        for done in as_completed([pool.submit(tried, mutant) for mutant in drawn]):
            found = done.result()
            if found is not None:
                yield found


def _told(tried: Iterator[Tried], count: int) -> Iterator[Tried]:
    for number, one in enumerate(tried, start=1):
        place = f"{one.mutant.path}:{one.mutant.line}"
        print(f"{number}/{count} {one.verdict} {place} {one.by}", flush=True)
        if not one.by:
            print(f"  - {one.before}\n  + {one.after}", flush=True)
        yield one


if __name__ == "__main__":
    sys.exit(main())
