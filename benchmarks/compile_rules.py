"""How long 1,000 rules take from their files to SQL: read, type-check, compile. Limit: 6 s.

Usage: python benchmarks/compile_rules.py [RULES]. Prints the time of each step and, as its last
line, the whole time, the limit and their ratio. The rules are drawn with a fixed seed over the
packaged catalogue: three conditions each, every third one with a fact about a set.
"""

from __future__ import annotations

import shutil
import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from compliance.compiler.plan import make_plan
from compliance.lang.rulebook import load_rulebook

LIMIT = 6.0
RULES = Path(__file__).resolve().parent.parent / "rules"
CONDITIONS = (
    'amount > money("{n} EUR")',
    'kind = "payment"',
    'kind in ["invoice", "payment"]',
    "paid_by != approved_by",
    'booked_on <= due_on + duration("P{n}D")',
    "amount <= contract.value",
    'contract.signed_on <= booked_on and vendor.nation != "{nation}"',
    "funding_line.open_from <= booked_on",
    "string length(description) < {n}",
    "days between(received_on, booked_on) between 0 and {n}",
    "approved_by != null or amount <= limit.single_source",
    'matches(document_number, "^[A-Z]{{2}}-[0-9]+$")',
)
FACTS = (
    "{{sum: amount, per: [contract], through: booked_on}}",
    '{{count: rows, per: [vendor, document_number], where: kind = "invoice"}}',
    "{{sum: amount, per: [vendor], within: P{n}D}}",
    "{{max: amount, per: [procurement]}}",
)
RULE = """\
id: {id}
title: Drawn rule {number}
asks: Does it hold?
status: trial
kind: breach
severity: minor
authority: {{document: drawn, standing: illustrative}}
on: spending
{derive}when: |
  {when}
require: |
  {require}
message: "{{spending_id}}: {{amount}}"
remedy: Look at the record.
history: [{{version: 1, date: 2026-01-01, change: drawn, author: benchmark}}]
"""


def main() -> None:
    """Write the rules, and time each step from the files on."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with TemporaryDirectory() as folder:
        book_folder = Path(folder) / "rules"
        _write(book_folder, count)
        start = time.perf_counter()
        book = load_rulebook(book_folder)
        typed = time.perf_counter()
        fields = {kind.kind: frozenset(kind.fields) for kind in book.catalogue}
        plan = make_plan(book, book.live(), fields, date(2026, 6, 30))
        done = time.perf_counter()
    size = sum(len(step.query) for step in plan.steps)
    print(f"{len(plan.rules):,} rules, {len(plan.steps)} queries, {size:,} characters of SQL")
    print(f"read and type-checked in {typed - start:.2f} s, compiled in {done - typed:.2f} s")
    limit = LIMIT * count / 1_000
    print(f"{done - start:.2f} s of {limit:.2f} s: ratio {(done - start) / limit:.2f}")


def _write(folder: Path, count: int) -> None:
    for part in ("catalogue", "parameters", "tables", "profiles"):
        if (RULES / part).is_dir():
            shutil.copytree(RULES / part, folder / part)
    inner = folder / "drawn"
    inner.mkdir(parents=True)
    (inner / "set.yaml").write_text("set: drawn\ntitle: Drawn\nowner: none\nversion: 1.0.0\n")
    random = Random(7)
    for number in range(count):
        rule_id = f"D{chr(65 + number // 1_000)}-{number % 1_000:03}"
        (inner / f"{rule_id}.yaml").write_text(_rule(random, rule_id, number), encoding="utf-8")


def _rule(random: Random, rule_id: str, number: int) -> str:
    values = {"n": random.randrange(1, 400), "nation": random.choice(("NO", "BE", "ES"))}
    when, *require = (c.format(**values) for c in random.sample(CONDITIONS, 3))
    derive = ""
    if number % 3 == 0:
        fact = random.choice(FACTS).format(**values)
        derive = f"derive:\n  fact: {fact}\n"
        require.append("fact != null")
    return RULE.format(
        id=rule_id, number=number, derive=derive, when=when, require=" and ".join(require)
    )


if __name__ == "__main__":
    main()
