"""A decision table's answer from the outputs of the rows that match, by its hit policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from compliance.compiler.exact import combine, compare, extreme

_LISTS: Final = frozenset({"collect", "rule order", "output order"})


def answer(policy: str, outputs: Sequence[Any], priority: Sequence[Any]) -> Any:
    """Give the answer; `outputs` stand in row order, and what has no rank in `priority` is last.

    A list, and a collected sum, least or greatest, is unknown where one of its outputs is.
    """
    if policy == "collect count":
        return Decimal(len(outputs))
    if policy in _LISTS:
        return _listed(policy, outputs, priority)
    if not outputs or (policy.startswith("collect ") and None in outputs):
        return None
    return _ANSWERS[policy](outputs, priority)


def _listed(policy: str, outputs: Sequence[Any], priority: Sequence[Any]) -> tuple[Any, ...] | None:
    if None in outputs:
        return None
    ordered = policy == "output order"
    return tuple(sorted(outputs, key=lambda o: _rank(o, priority)) if ordered else outputs)


def _rank(output: Any, priority: Sequence[Any]) -> int:
    places = (place for place, one in enumerate(priority) if compare("=", one, output))
    return next(places, len(priority))


def _only(outputs: Sequence[Any], _priority: Sequence[Any]) -> Any:
    return outputs[0] if len(outputs) == 1 else None


def _agreed(outputs: Sequence[Any], _priority: Sequence[Any]) -> Any:
    first = outputs[0]
    return first if all(compare("=", first, output) for output in outputs[1:]) else None


def _sum(left: Any, right: Any) -> Any:
    """Add two outputs; amounts of several currencies without a rate make the sum unknown."""
    return None if left is None else combine("+", left, right)


_ANSWERS: Final[Mapping[str, Callable[[Sequence[Any], Sequence[Any]], Any]]] = {
    "unique": _only,
    "any": _agreed,
    "first": lambda outputs, _: outputs[0],
    "priority": lambda outputs, priority: min(outputs, key=lambda o: _rank(o, priority)),
    "collect sum": lambda outputs, _: reduce(_sum, outputs),
    "collect min": lambda outputs, _: extreme("<", outputs),
    "collect max": lambda outputs, _: extreme(">", outputs),
}
