"""How long proposals take for many cases: `python -m benchmarks.proposals [CASES]`.

Draws cases with random findings, and lets both the reference and durable-rules decide each by the
rules of the program, as every check does. Prints the time and its part of the limit: 10,000 cases
in 30 seconds on two cores.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from compliance.lang.rulebook import load_rulebook
from compliance.model.case import CASE_KINDS, CaseFact
from compliance.proposals import decide, engine_here, told_case

if TYPE_CHECKING:
    from compliance.lang.rulebook import Rulebook

CASES: Final = 10_000
SECONDS: Final = 30
AS_OF: Final = date(2026, 11, 2)
KINDS: Final = 500  # of findings that meet; each stands for many cases


def facts(rulebook: Rulebook, count: int) -> list[CaseFact]:
    """Draw cases: up to six findings each, of any severity, kind and standing."""
    dice = random.Random(7)
    drawn = []
    for number in range(KINDS):
        kind = CASE_KINDS[number % 4]  # a batch is one case only
        findings = [
            {
                "rule": dice.choice(["PAY-001", "PAY-002", "PRC-014"]),
                "severity": dice.choice(["minor", "major", "critical"]),
                "kind": dice.choice(["breach", "quality", "indicator"]),
                "standing": dice.choice(["house", "illustrative"]),
                "outcome": dice.choice(["fail", "fail", "undetermined"]),
                "amount": dice.choice(["", "EUR 1,200.00"]),
            }
            for _ in range(dice.randrange(7))
        ]
        fields = {"source": dice.choice(['"nsip"', '"multinational_mou"'])}
        told = told_case(rulebook.proposals, tuple(rulebook.sets), kind, findings, fields)
        drawn.append((kind, told.values))
    return [
        CaseFact(f"{kind}:C-{number}", values)
        for number, (kind, values) in enumerate(drawn[n % KINDS] for n in range(count))
    ]


def main(count: int = CASES) -> int:
    """Decide the cases; 1 where it takes longer than the limit allows."""
    rulebook = load_rulebook(Path("rules"))
    cases = facts(rulebook, count)
    engine = engine_here()
    began = time.perf_counter()
    drawn = decide(rulebook.proposals, rulebook.parameters, AS_OF, cases, engine)
    took = time.perf_counter() - began
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    by = "reference alone" if engine is None else "reference and durable-rules, which agree"
    limit = SECONDS * count / CASES
    print(f"{len(drawn)} cases by {len(rulebook.proposals.rules)} rules: {took:.1f} s ({by})")
    print(f"processor time, with what was loaded before: {own:.1f} s")
    print(f"ratio to the limit of {limit:g} s: {took / limit:.2f}")
    return int(took > limit)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
