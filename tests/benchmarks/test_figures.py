"""What the benchmarks print rests on: drawn lines that stay the same, a model that fits."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "benchmarks"


def load(name: str) -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location(f"bench_{name}", FOLDER / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(FOLDER))


def test_a_seed_draws_the_same_lines_and_another_seed_others() -> None:
    lines = load("lines")
    first, again, other = (lines.tables(3000, seed)["spending"] for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_lines_look_like_the_books_of_an_office() -> None:
    rows = load("lines").tables(9000)["spending"].to_pylist()
    ids = {row["spending_id"] for row in rows}
    assert len(ids) == len(rows) >= 9000
    assert all(row["settles"] is None or row["settles"] in ids for row in rows)
    payments = [row for row in rows if row["kind"] == "payment"]
    seen = {(row["vendor"], row["document_number"], row["amount"]) for row in payments}
    assert len(payments) > len(seen)  # some are paid twice
    assert 0.003 < sum(row["due_on"] is None for row in rows) / len(rows) < 0.02
    firms = [row["vendor"] for row in rows]
    assert max(map(firms.count, set(firms))) > 3 * len(rows) / len(set(firms))


def test_the_cost_model_finds_what_made_the_runs_and_leaves_out_what_did_not() -> None:
    cost = load("spark_cost")
    made = [
        {"lines": count, "cores": cores, "seconds": 40 + 3e-4 * count / cores}
        for count in (10**4, 10**5, 10**6)
        for cores in (1, 2)
    ]
    plan, scan, sort = cost.fitted(made)
    assert plan == pytest.approx(40, rel=1e-6)
    assert scan == pytest.approx(3e-4, rel=1e-6)
    assert sort == pytest.approx(0, abs=1e-12)


def test_runs_that_take_turns_are_told_by_their_medians() -> None:
    side = load("side_by_side")
    order: list[str] = []
    values = {"one": iter([5.0, 1.0, 9.0]), "two": iter([2.0, 2.0, 8.0])}

    def run(name: str) -> float:
        order.append(name)
        return next(values[name])

    found = side.take_turns({name: lambda name=name: run(name) for name in values}, rounds=3)
    assert found == {"one": 5.0, "two": 2.0}
    assert order == ["one", "two", "two", "one", "one", "two"]
