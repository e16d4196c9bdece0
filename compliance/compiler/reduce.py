"""What the rows of a set come to: each aggregate from its meaning, with exact fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import floor, isqrt
from typing import Any, Final

from compliance.compiler.exact import EXACT, whole
from compliance.lang.benford import BENFORD
from compliance.lang.rule import ARROW, STEPS, Derivation
from compliance.lang.types import QUOTIENT_SCALE
from compliance.model.money import BASE, Money

Numbers = Sequence[Any]  # whole numbers and exact decimals


@dataclass(frozen=True)
class Taken:
    """A row that counts: its known value, whose part it is (hhi), and its place in the order."""

    value: Any
    among: Any = None
    place: Any = None
    own: bool = False  # the row for which the fact is derived


def aggregate(derivation: Derivation, taken: Sequence[Taken]) -> Any:
    """Reduce the rows of a set to the value of a derivation; None is null."""
    return _REDUCED[derivation.function](derivation, taken)


def identity(value: Any) -> Any:
    """Give what makes two values one in a group: money by minor units and currency."""
    return (value.minor, value.currency) if isinstance(value, Money) else value


def _count(_derivation: Derivation, taken: Sequence[Taken]) -> Decimal:
    return Decimal(len(taken))


def _distinct(_derivation: Derivation, taken: Sequence[Taken]) -> Decimal:
    return Decimal(len({identity(row.value) for row in taken}))


def _combined(derivation: Derivation, taken: Sequence[Taken]) -> Any:
    """Combine the values by plain arithmetic: numbers, durations, dates, or amounts."""
    if derivation.function != "sum" and not taken:
        return None
    combine = _COMBINE[derivation.function](derivation)
    values = [row.value for row in taken]
    if derivation.type.name == "money":
        return _money(combine, values)
    found = combine(values)
    return int(found) if derivation.type.name == "days" else found


def _money(combine: Callable[[Numbers], Any], values: Sequence[Money]) -> Money | None:
    """Reduce amounts: one currency stays; several convert to euro, each at its own date.

    The euro amount beside a value is reduced likewise, and unknown where one is unknown.
    """
    bases = [value.base_minor for value in values if value.base_minor is not None]
    base = _kept(combine(bases)) if len(bases) == len(values) else None
    currencies = _currencies(values)
    if len(currencies) > 1:
        return None if base is None else Money(base, BASE, base)
    minor = _kept(combine([value.minor for value in values]))
    return None if minor is None else Money(minor, next(iter(currencies), None), base)


def _kept(value: Any) -> Any:
    return None if value is None else whole(Decimal(value))


def _currencies(values: Sequence[Money]) -> set[str]:
    return {value.currency for value in values if value.currency is not None}


def _sizes(values: Sequence[Any]) -> Sequence[Any] | None:
    """Give what values are measured by: amounts of several currencies in euro, if all have it."""
    if not values or not isinstance(values[0], Money):
        return values
    if len(_currencies(values)) <= 1:
        return [value.minor for value in values]
    bases = [value.base_minor for value in values]
    return None if None in bases else bases


def _sum(_derivation: Derivation) -> Callable[[Numbers], Decimal]:
    return lambda values: reduce(EXACT.add, map(Decimal, values), Decimal(0))


def _mean(_derivation: Derivation) -> Callable[[Numbers], Decimal]:
    return lambda values: rounded(_total(values) / len(values))


def _median(_derivation: Derivation) -> Callable[[Numbers], Decimal | None]:
    """Give the value in the middle, or half-way between the two in the middle."""

    def median(values: Numbers) -> Decimal | None:
        ordered, half = sorted(values), len(values) // 2
        middle = ordered[half : half + 1] if len(values) % 2 else ordered[half - 1 : half + 1]
        return rounded(_total(middle) / len(middle))

    return median


def _quartile(derivation: Derivation) -> Callable[[Numbers], Decimal | None]:
    """Give a quantile by Hyndman and Fan's type 8: place (n + 1/3) p + 1/3, in between by parts."""
    part = Fraction(*(derivation.at or (1, 2)))

    def quantile(values: Numbers) -> Decimal | None:
        ordered = [Fraction(value) for value in sorted(values)]
        place = (len(ordered) + Fraction(1, 3)) * part + Fraction(1, 3)
        low = floor(place)
        if low < 1 or low >= len(ordered):
            return rounded(ordered[0 if low < 1 else -1])
        below, above = ordered[low - 1], ordered[low]
        return rounded(below + (place - low) * (above - below))

    return quantile


def _stddev(_derivation: Derivation) -> Callable[[Numbers], Decimal | None]:
    """Give the standard deviation of a sample, over n - 1; unknown for fewer than two values."""

    def deviation(values: Numbers) -> Decimal | None:
        exact = [Fraction(value) for value in values]
        if len(exact) < 2:
            return None
        mean = _total(exact) / len(exact)
        return root(_total([(value - mean) ** 2 for value in exact]) / (len(exact) - 1))

    return deviation


def _total(values: Iterable[Any]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0))


def rounded(value: Fraction) -> Decimal:
    """Give a number rounded half-even to six places."""
    return Decimal(round(value * 10**QUOTIENT_SCALE)).scaleb(-QUOTIENT_SCALE, EXACT)


def root(square: Fraction) -> Decimal:
    """Give the square root, rounded half-even to six places."""
    scaled = square * 10 ** (2 * QUOTIENT_SCALE)
    below = isqrt(floor(scaled))
    middle = (below + Fraction(1, 2)) ** 2
    up = scaled > middle or (scaled == middle and below % 2 == 1)
    return Decimal(below + up).scaleb(-QUOTIENT_SCALE, EXACT)


_COMPARED: Final[Mapping[str, Callable[[Numbers], Any]]] = {"min": min, "max": max}
_COMBINE: Final[Mapping[str, Callable[[Derivation], Callable[[Numbers], Any]]]] = {
    "sum": _sum,
    "mean": _mean,
    "median": _median,
    "quartile": _quartile,
    "stddev": _stddev,
}


def _extreme(derivation: Derivation, taken: Sequence[Taken]) -> Any:
    """Give the least or the greatest value: of amounts one row's, with what it is in euro.

    Among equal amounts an unknown euro value stands for all, then the least or greatest of them.
    Of several currencies it is the least or the greatest in euro, if each has a rate.
    """
    values = [row.value for row in taken]
    sizes = _sizes(values)
    if not values or sizes is None:
        return None
    best = _COMPARED[derivation.function](sizes)
    if not isinstance(values[0], Money):
        return best
    currencies = _currencies(values)
    if len(currencies) > 1:
        return Money(best, BASE, best)
    bases = [value.base_minor for value, size in zip(values, sizes, strict=True) if size == best]
    base = None if None in bases else _COMPARED[derivation.function](bases)
    return Money(best, next(iter(currencies), None), base)


def _first(_derivation: Derivation, taken: Sequence[Taken]) -> Any:
    return min(taken, key=lambda row: row.place).value if taken else None


def _last(_derivation: Derivation, taken: Sequence[Taken]) -> Any:
    return max(taken, key=lambda row: row.place).value if taken else None


def _trace(_derivation: Derivation, taken: Sequence[Taken]) -> str | None:
    ordered = sorted(taken, key=lambda row: row.place)
    steps = [f"{row.value} {row.place[0].isoformat()}" for row in ordered[:STEPS]]
    steps += [f"… and {len(taken) - STEPS} more"] if len(taken) > STEPS else []
    return ARROW.join(steps) or None


def _rank(_derivation: Derivation, taken: Sequence[Taken]) -> Decimal | None:
    sizes, own = _sizes([row.value for row in taken]), _own(taken)
    if sizes is None or own is None:
        return None
    return Decimal(1 + sum(size > sizes[own] for size in sizes))


def _share(_derivation: Derivation, taken: Sequence[Taken]) -> Decimal | None:
    sizes, own = _sizes([row.value for row in taken]), _own(taken)
    if sizes is None or own is None:
        return None
    total = _total(sizes)
    return rounded(Fraction(sizes[own]) / total) if total > 0 else None


def _own(taken: Sequence[Taken]) -> int | None:
    """Give the place of the row for which the fact is derived; None where it does not count."""
    return next((place for place, row in enumerate(taken) if row.own), None)


def _hhi(_derivation: Derivation, taken: Sequence[Taken]) -> Decimal | None:
    """Give the sum of the squared shares of each part in the total (Herfindahl and Hirschman)."""
    sizes = _sizes([row.value for row in taken])
    if sizes is None:
        return None
    parts: dict[Any, Fraction] = {}
    for row, size in zip(taken, sizes, strict=True):
        parts[identity(row.among)] = parts.get(identity(row.among), Fraction(0)) + Fraction(size)
    total = _total(parts.values())
    return rounded(_total(part**2 for part in parts.values()) / total**2) if total > 0 else None


def _first_digit(derivation: Derivation, taken: Sequence[Taken]) -> Decimal | None:
    """Give the mean absolute deviation of the leading digits from Benford's law."""
    values = [row.value.minor if isinstance(row.value, Money) else row.value for row in taken]
    leads = [_leading(Decimal(value), derivation.digits) for value in values if value != 0]
    if not leads:
        return None
    first = 10 ** (derivation.digits - 1)
    expected = BENFORD[derivation.digits]
    off = [
        abs(Fraction(leads.count(first + place), len(leads)) - Fraction(cell, 10**12))
        for place, cell in enumerate(expected)
    ]
    return rounded(_total(off) / len(expected))


def _leading(value: Decimal, digits: int) -> int:
    """Give the leading digits of a number that is not 0; 5 leads by 50 where two are asked."""
    written = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    return int(written[:digits].ljust(digits, "0"))


_REDUCED: Final[Mapping[str, Callable[[Derivation, Sequence[Taken]], Any]]] = {
    "count": _count,
    "distinct": _distinct,
    **dict.fromkeys(_COMBINE, _combined),
    **dict.fromkeys(_COMPARED, _extreme),
    "first": _first,
    "last": _last,
    "previous": _last,
    "trace": _trace,
    "rank": _rank,
    "share": _share,
    "hhi": _hhi,
    "first_digit": _first_digit,
}
