"""(b) Set rules (duplicates, 30-day split, running ceiling) beside the best hand-written queries.

Usage: python benchmarks/set_rules.py [ROWS] (default 1,000,000). Engine, DuckDB and Polars take
turns on the same canonical Parquet; each line shows the median of five rounds and how often we go
through while the other does once. The failing keys must be the same.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
from against_peers import Ours, peers
from peers import SET_RULES
from side_by_side import row, take_turns
from twenty_rules import rulebook

LIMIT = 1_000_000  # cents: EUR 10,000
RULES = {
    "BEN-101": {
        "more": 'derive:\n  times: {count: rows, per: [vendor, document_number, amount],\n'
        '    where: kind = "payment", through: booked_on}\n',
        "when": 'kind = "payment"',
        "require": "times <= 1",
    },
    "BEN-102": {
        "more": "derive:\n  total:\n    sum: amount\n    per: [contract]\n    where: |\n      "
        'kind = "commitment" and amount <= money("10000 EUR")\n    within: P30D\n',
        "when": 'kind = "commitment" and amount <= money("10000 EUR")',
        "require": 'total <= money("10000 EUR")',
    },
    "BEN-103": {
        "more": "derive:\n  credit: {sum: amount, of: budget_movement, match: {funding_line: "
        "funding_line, budget_year: budget_year}}\n  committed: {sum: amount, per: [funding_line, "
        'budget_year],\n    where: kind = "commitment", through: booked_on}\n',
        "when": 'kind = "commitment"',
        "require": "committed <= credit",
    },
}  # fmt: skip


def main(rows: int) -> int:
    """Run, compare, print."""
    with TemporaryDirectory() as name, peers() as others:
        folder = Path(name)
        batch = lines.write(rows, folder / "batch")
        ours = Ours.of(rulebook(folder / "rules", RULES), batch, folder / "p")
        file, credit = (
            str(next(ours.prepared[kind].glob("*.parquet")))
            for kind in ("spending", "budget_movement")
        )  # fmt: skip
        runs = {"ours": ours.run}
        for peer in SET_RULES:
            runs[peer] = lambda peer=peer: others.run(peer, file=file, credit=credit, limit=LIMIT)
        found = take_turns(runs)
        total = sum(next(iter(ours.told["counts"].values())))
        row("b", f"3 set rules, {total:,} lines, ours", found["ours"], None)
        wrong = 0
        for peer in SET_RULES:
            told = others.told[peer]
            same = told.get("error") or (
                "same" if told["fails"] == ours.told["fails"]
                else f"OTHER FAILS: {told['failing']} for {ours.told['failing']}"
            )  # fmt: skip
            wrong += same != "same"
            row("b", f"  {peer}", found[peer], found[peer] / found["ours"], same)
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
