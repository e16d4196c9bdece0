"""Movements of money made by hand, and the facts that both evaluations find over them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from compliance.compiler.world import Row
from compliance.model.money import Money

from .both import evaluate, world_of
from .rules import typed

if TYPE_CHECKING:
    from compliance.model.finding import Outcome

DAY = date(2026, 1, 31)


def move(index: int, amount: Money | None, days: int | None = 0, **more: Any) -> Row:
    """Give a movement of the firm F, booked some days after the last day of January."""
    booked = None if days is None else DAY + timedelta(days=days)
    values = {"move_id": f"M{index}", "firm": "F", "amount": amount, "booked_on": booked}
    named = {**values, "status": "final", "line": "L1", **more}
    return Row("move", str(named["move_id"]), f"{index:064x}", index, named)


def eur(minor: int) -> Money:
    """Give an amount in euro cents."""
    return Money(minor, "EUR", minor)


def facts(derive: dict[str, Any], *rows: Row, **more: Any) -> list[tuple[Any, Outcome]]:
    """Give, for each movement, the fact `d` and the outcome of a rule that needs it.

    `also` are further derivations; what else is given are parts of the rule.
    """
    derived = {"d": derive, **more.pop("also", {})}
    parts = {"on": "move", "derive": derived, "measure": "d", "require": "d != null", **more}
    rule = typed(parts)
    world_rows: dict[str, list[Row]] = {"move": list(rows), "deal": [], "firm": [], "line": []}
    sets, world = evaluate([rule], world_rows), world_of(world_rows)
    judge = world.judge(rule)
    assert rule.measure is not None
    plain = [judge.reference.value(rule.measure, world.record(row)) for row in rows]
    assert plain == sets.measures[rule.id]
    outcomes = [world.outcome(judge, row) for row in rows]
    assert outcomes == sets.outcomes[rule.id]
    return list(zip(plain, outcomes, strict=True))


def values(derive: dict[str, Any], *rows: Row, **more: Any) -> list[Any]:
    """Give the fact `d` of each movement."""
    return [value for value, _ in facts(derive, *rows, **more)]
