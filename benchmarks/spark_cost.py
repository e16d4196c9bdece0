"""A cost model of Spark, fitted on runs of this machine: what 10^9 lines on 32 workers would take.

Usage: python benchmarks/spark_cost.py RUNS.jsonl [SIZE...] (default 10000 100000 1000000). Each
size is checked on one core and on two, from a prepared batch; its seconds are added to RUNS.jsonl,
so that runs of several days can be fitted together; `0` as the only size fits what is there.

    seconds = plan + scan * lines / cores + sort * lines * log2(lines) / cores

The three are fitted by least squares of the relative error, none below zero. Held back are the runs
of the largest size: the model is fitted without them, and its error on them is printed first.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
import numpy as np
from side_by_side import ROOT

from compliance import clustered

FAR, WORKERS = 10**9, 32


def measure(size: int, kept: Path) -> None:
    """Check one size on one core and on two."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        batch, prepared = lines.write(size, folder / "batch"), folder / "prepared"
        count = clustered.prepare([batch], prepared, rules=ROOT / "rules")["spending"]
        for cores in (1, 2):
            start = time.perf_counter()
            settings = {"spark.sql.shuffle.partitions": str(cores), "spark.driver.memory": "6g"}
            clustered.check(
                [prepared], out=folder / "out", master=f"local[{cores}]", settings=settings
            )
            run = {"lines": count, "cores": cores, "seconds": time.perf_counter() - start}
            print(json.dumps(run), flush=True)
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(run) + "\n")


def terms(count: float, cores: float) -> list[float]:
    """Give what the three parameters are multiplied by."""
    return [1.0, count / cores, count * math.log2(count) / cores]


def fitted(runs: list[dict[str, float]]) -> np.ndarray:
    """Give plan, scan and sort; a parameter that would fall below zero is left out."""
    seconds = np.array([run["seconds"] for run in runs])
    rows = np.array([terms(run["lines"], run["cores"]) for run in runs]) / seconds[:, None]
    best, least = np.zeros(3), math.inf
    for chosen in itertools.chain.from_iterable(
        itertools.combinations(range(3), size) for size in (1, 2, 3)
    ):
        part, *_ = np.linalg.lstsq(rows[:, chosen], np.ones(len(runs)), rcond=None)
        error = float(((rows[:, chosen] @ part - 1) ** 2).sum())
        if (part >= 0).all() and error < least - 1e-12:
            best, least = np.zeros(3), error
            best[list(chosen)] = part
    return best


def main(kept: Path, sizes: list[int]) -> int:
    """Measure, fit, print."""
    for size in sizes:
        if size:
            measure(size, kept)
    runs = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    largest = max(run["lines"] for run in runs)
    known = [run for run in runs if run["lines"] < largest]
    if len(known) < 3:
        print("at least three runs below the largest size are needed to fit and hold back")
        return 1
    model = fitted(known)
    for run in runs:
        if run["lines"] == largest:
            told = float(np.dot(terms(run["lines"], run["cores"]), model))
            print(
                f"held back: {run['lines']:,.0f} lines on {run['cores']}: {run['seconds']:,.0f} s "
                f"measured, {told:,.0f} s predicted ({told / run['seconds'] - 1:+.0%})"
            )
    plan, scan, sort = fitted(runs)
    print(f"plan {plan:,.1f} s, scan {scan * 1e6:,.2f} µs a line, sort {sort * 1e6:,.3f} µs a step")
    far = float(np.dot(terms(FAR, WORKERS), [plan, scan, sort]))
    print(f"{FAR:,} lines on {WORKERS} workers of one such core: {far / 3600:,.1f} hours")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [int(w) for w in sys.argv[2:]] or [10_000, 100_000, 10**6]))
