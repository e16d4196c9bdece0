"""Spark gives what DuckDB and the plain evaluation give, for every rule, record and value."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from .both import disagreements, evaluate
from .engines import SMALL, Spark
from .records import records, seeded
from .rules import Drawn, rules
from .small import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compliance.compiler.world import Row
    from compliance.lang.rule import Rule


@pytest.fixture(scope="module")
def engine() -> Iterator[Spark]:
    from compliance.engine import spark

    with spark.connect(settings=SMALL) as session:
        yield Spark(session)


@pytest.mark.slow
def test_three_evaluations_agree_on_20_000_pairs(engine: Spark) -> None:
    """Sets on both engines, and the plain evaluation: the same outcomes and values."""
    pairs = 0
    for seed in count(20_000):
        drawn, rows = _drawn(seed, 200, 60)
        agreed, wrong = disagreements(drawn, rows)
        assert not wrong, "\n".join(wrong[:3])
        _same(engine, drawn, rows)
        pairs += agreed
        if pairs >= 20_000:
            break


@pytest.mark.long
@pytest.mark.parametrize("tenth", range(10))
def test_both_engines_agree_on_a_million_pairs(engine: Spark, tenth: int) -> None:
    """What DuckDB gives is held to the plain evaluation elsewhere; Spark gives the same."""
    pairs = 0
    for seed in count(2_000_000 + 1_000 * tenth):
        drawn, rows = _drawn(seed, 200, 500)
        _same(engine, drawn, rows)
        pairs += sum(len(rows.get(rule.kind.kind, ())) for rule in drawn)
        if pairs >= 100_000:
            break


def _drawn(seed: int, rule_count: int, row_count: int) -> tuple[list[Rule], dict[str, list[Row]]]:
    random = seeded(seed)
    rows = records(random, small()[0], {"deal": row_count, "move": row_count})
    # Each group is a kind with tables of its own, and every table costs Spark a second.
    return rules(random, rule_count, Drawn(groups=4)), rows


def _same(engine: Spark, drawn: list[Rule], rows: dict[str, list[Row]]) -> None:
    first, second = evaluate(drawn, rows), evaluate(drawn, rows, engine=engine)
    for rule in drawn:
        assert first.outcomes[rule.id] == second.outcomes[rule.id], rule.file
        assert first.measures.get(rule.id) == second.measures.get(rule.id), rule.file
