"""The set evaluation and the plain one agree, on every rule, every record and every value."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .both import disagreements
from .records import records, seeded
from .rules import Drawn, rules
from .small import small

if TYPE_CHECKING:
    from random import Random

PLAIN, WIDE = Drawn(), Drawn(depth=4, paths=12, derivations=6)
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def agree(random: Random, rule_count: int, row_count: int, drawn: Drawn = PLAIN) -> int:
    """Compare both evaluations of rules and records drawn by `random`; give how many pairs."""
    rows = records(random, small()[0], {"deal": row_count, "move": row_count})
    pairs, wrong = disagreements(rules(random, rule_count, drawn), rows)
    assert not wrong, f"{len(wrong)} of {pairs} pairs differ\n" + "\n".join(wrong[:3])
    return pairs


# A seed is a whole batch of rules and records: planning costs more than evaluating.
@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_both_evaluations_agree(seed: int) -> None:
    agree(seeded(seed), 25, 40)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(random=st.randoms(use_true_random=False))
def test_both_evaluations_agree_on_one_rule_that_can_be_made_smaller(random: Random) -> None:
    agree(random, 1, 6, Drawn(depth=2, paths=2, derivations=1))


@pytest.mark.slow
def test_both_evaluations_agree_on_20_000_pairs() -> None:
    assert _until(20_000, first=10_000) >= 20_000


@pytest.mark.long
@pytest.mark.parametrize("tenth", range(10))
def test_both_evaluations_agree_on_a_million_pairs(tenth: int) -> None:
    assert _until(100_000, first=1_000_000 + 100_000 * tenth) >= 100_000


def _until(wanted: int, first: int) -> int:
    pairs = 0
    for seed in count(first):
        drawn = WIDE if seed % 10 == 0 else PLAIN
        pairs += agree(seeded(seed), 60, 100, drawn)
        if pairs >= wanted:
            break
    return pairs
