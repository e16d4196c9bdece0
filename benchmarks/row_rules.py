"""(a) Twenty row rules of three conditions, beside hand-fused queries, frames and rule engines.

Usage: python benchmarks/row_rules.py [ROWS] (default 1,000,000). All take turns in one run; each
line shows the median of five rounds, the rate, and how many lines we judge while the peer judges
one. Failing keys must be the same; the four counts too, where the peer has four.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
import pyarrow.parquet as pq
from against_peers import Ours, peers
from peers import ROW_RULES, digest
from side_by_side import row, take_turns
from twenty_rules import rulebook, specifications


def main(rows: int) -> int:
    """Run, compare, print."""
    rules = specifications()
    with TemporaryDirectory() as name, peers() as others:
        folder = Path(name)
        ours = Ours.of(
            rulebook(folder / "rules"), lines.write(rows, folder / "batch"), folder / "p"
        )
        file = str(next(ours.prepared["spending"].glob("*.parquet")))
        runs = {"ours": ours.run}
        for peer in ROW_RULES:
            runs[peer] = lambda peer=peer: others.run(peer, file=file, rules=rules)
        found = take_turns(runs)
        total = sum(next(iter(ours.told["counts"].values())))
        rate = total / found["ours"]
        row(
            "a", f"20 row rules, {total:,} lines, ours", found["ours"], None, f"{rate:,.0f} lines/s"
        )
        wrong = 0
        for peer in ROW_RULES:
            told = others.told[peer]
            if "error" in told:
                row("a", f"  {peer}", 0.0, None, told["error"])
                wrong += 1
                continue
            own = (told["rows"] or total) / found[peer]
            same = _same(file, ours.told, told)
            wrong += same != "same"
            row("a", f"  {peer}", found[peer], rate / own, f"{own:,.0f} lines/s; {same}")
        return 1 if wrong else 0


def _same(file: str, ours, told) -> str:
    """Say whether a peer found what we found; on the first rows, where it was given only these."""
    if told["rows"] is not None:
        first = set(
            pq.read_table(file, columns=["_key"])["_key"].slice(0, told["rows"]).to_pylist()
        )
        part = {rule: [key for key in keys if key in first] for rule, keys in ours["keys"].items()}
        ours = {**ours, "fails": digest(part), "failing": sum(map(len, part.values()))}
    if told["fails"] != ours["fails"]:
        return f"OTHER FAILS: {told['failing']} for {ours['failing']}"
    if told["counts"] and told["counts"] != ours["counts"]:
        return "OTHER COUNTS"
    return "same"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
