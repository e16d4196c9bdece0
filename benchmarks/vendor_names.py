"""How well names of one firm are found, and how fast.

Usage: python benchmarks/vendor_names.py FILE, or with --speed 150000 for drawn names instead.
FILE has the columns parent_company and company_name. A pair of names that share a block is a
candidate; it is right where both names have one parent, and a negative where they have two: no
negative is drawn at random, all are names that look alike. Precision is the part of the candidate
pairs put into one firm that have one parent; recall the part of those with one parent that are put
into one firm. The weights were found on the parents of the public list whose SHA-256 begins with an
even byte: these, the others, and the whole file are measured, each alone in a list, the whole last.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from compliance.engine.firms import same_firm
from compliance.engine.likeness import likenesses

Row = tuple[str, str]


def measured(rows: list[Row], label: str) -> str:
    """Give precision, recall and speed over the candidate pairs of these rows."""
    started = time.perf_counter()
    pairs = likenesses([name for _, name in rows])
    first = same_firm(len(rows), pairs)
    seconds = time.perf_counter() - started
    places = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    right = [rows[left][0] == rows[other][0] for left, other in places]
    said = [first[left] == first[other] for left, other in places]
    both = sum(one and other for one, other in zip(right, said, strict=True))
    sizes = Counter(parent for parent, _ in rows).values()
    every = sum(size * (size - 1) // 2 for size in sizes)
    print(
        f"{label}: {len(rows)} names, {len(sizes)} parents, {len(pairs)} candidate pairs, "
        f"{sum(right)} of one parent ({every} before blocking), {len(pairs) - sum(right)} of two"
    )
    precision, recall = both / max(sum(said), 1), both / max(sum(right), 1)
    return f"precision {precision:.3f} recall {recall:.3f} pairs/s {len(pairs) / seconds:.0f}"


def drawn(count: int) -> list[str]:
    """Give names drawn with a fixed seed: one in five is another spelling of an earlier one."""
    random = Random(7)
    ends = ("tron", "dyne", "mark", "viss", "lek", "ran", "dor", "nex")
    parts = [
        start + vowel + end
        for start in ("orb", "sat", "lun", "vek", "mir", "tal", "gan", "pol")
        for vowel in "aeiou"
        for end in ends
    ]
    kinds = ("systems", "services", "imaging", "group", "consulting", "works", "labs", "trade")
    names: list[str] = []
    while len(names) < count:
        if names and random.random() < 0.2:
            name = random.choice(names)
            place = random.randrange(len(name))
            names.append(name[:place] + name[place + 1 :])
        else:
            words = [*random.sample(parts, 2), random.choice(kinds), random.choice(("GmbH", "SA"))]
            words[0] += f"{random.choice('bcdfgklmnprst')}{random.choice('aeiou')}"
            names.append(" ".join(words))
    return names


def main(arguments: list[str]) -> int:
    """Measure a file, or the speed over drawn names."""
    if arguments[0] == "--speed":
        names = drawn(int(arguments[1]))
        started = time.perf_counter()
        pairs = likenesses(names)
        same_firm(len(names), pairs)
        seconds = time.perf_counter() - started
        print(f"names {len(names)} pairs {len(pairs)} seconds {seconds:.1f}")
        return 0
    with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
        rows = [(row["parent_company"], row["company_name"]) for row in csv.DictReader(file)]
    held_out = [row for row in rows if hashlib.sha256(row[0].encode()).digest()[0] % 2]
    tuned = [row for row in rows if not hashlib.sha256(row[0].encode()).digest()[0] % 2]
    print("negatives: all pairs of one block with two parents; none drawn at random")
    for part, label in ((tuned, "tuned on"), (held_out, "held out"), (rows, "whole file")):
        if part:
            last = measured(part, label)
            print(last)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
