"""Parameters by band: which amounts a value holds for, and that bands meet without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import inf
from typing import TYPE_CHECKING

from compliance.model.money import BASE, Money

if TYPE_CHECKING:
    from compliance.lang.parameters import ParameterValue


def in_band(value: ParameterValue, amount: Money) -> bool:
    """Say whether a value holds for an amount: over `above`, and not over `up_to`.

    An amount in another currency compares in euro; without a rate it is in no bounded band.
    """
    above, beyond = _over(amount, value.above), _over(amount, value.up_to)
    return (value.above is None or above is True) and (value.up_to is None or beyond is False)


def _over(amount: Money, limit: Money | None) -> bool | None:
    if limit is None:
        return None
    if amount.currency in {None, BASE}:
        return amount.minor > limit.minor
    return None if amount.base_minor is None else amount.base_minor > limit.minor


def band_text(above: Money | None, up_to: Money | None) -> str | None:
    """Give a band in words: `over EUR 800.00 up to EUR 20,000.00`; None for every amount."""
    parts = [f"over {above}"] if above is not None else []
    parts += [f"up to {up_to}"] if up_to is not None else []
    return " ".join(parts) or None


def band_faults(values: Sequence[ParameterValue]) -> Iterator[str]:
    """Say which amounts stand in two bands on one day, or in none between two bands."""
    seen: set[tuple[str | None, str | None]] = set()
    days = {value.start or date.min for value in values}
    days |= {value.end + timedelta(days=1) for value in values if value.end not in {None, date.max}}
    for day in sorted(days):
        held = sorted((v for v in values if v.holds(day)), key=_lower)
        for count, other in enumerate(held[1:], 1):
            below = max(held[:count], key=_upper)
            problem = _between(below, other)
            if problem is not None and (below.key, other.key) not in seen:
                seen.add((below.key, other.key))
                yield f"{problem}{'' if day == date.min else f' on {day}'}"


def _lower(value: ParameterValue) -> int:
    return -1 if value.above is None else value.above.minor


def _upper(value: ParameterValue) -> float:
    return inf if value.up_to is None else value.up_to.minor


def _between(one: ParameterValue, other: ParameterValue) -> str | None:
    """Say what is wrong between a band and the next one above it."""
    if one.up_to is None or other.above is None or one.up_to.minor > other.above.minor:
        start = 0 if other.above is None else other.above.minor + 1
        return f"{Money(start, BASE)} stands in two bands"
    if one.up_to.minor < other.above.minor:
        return f"{Money(one.up_to.minor + 1, BASE)} stands in no band"
    return None
