"""Functions on numbers, truth values and lists of them; results keep 34 digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
)
from typing import Any, Final

from compliance.lang.dmn.calendar import Months, Span
from compliance.lang.dmn.signatures import Builtin, form
from compliance.lang.dmn.values import FEEL, equal, order

_WIDE: Final = Context(prec=6200, Emin=-6143, Emax=6144)
_SCALES: Final = range(-6111, 6177)


def quiet(operation: Callable[..., Decimal]) -> Callable[..., Decimal | None]:
    """Give the operation with null for what has no result (a root of -1, a number too large)."""

    def call(*args: Decimal) -> Decimal | None:
        try:
            return operation(*args)
        except DecimalException:
            return None

    return call


def _rounded(rounding: str) -> Callable[[Decimal, Decimal | None], Decimal | None]:
    def call(value: Decimal, scale: Decimal | None) -> Decimal | None:
        places = int(scale or 0)
        if places not in _SCALES:
            return None
        return quiet(_at_scale)(value, Decimal((0, (1,), -places)), rounding)

    return call


def _at_scale(value: Decimal, unit: Decimal, rounding: str) -> Decimal:
    """Round to a multiple of the unit; a value that has no digit below it stays."""
    if int(value.as_tuple().exponent) >= int(unit.as_tuple().exponent):
        return value
    return FEEL.plus(value.quantize(unit, rounding, _WIDE))


def modulo(left: Decimal, right: Decimal) -> Decimal | None:
    """Give the remainder with the divisor's sign: left - right * floor(left / right)."""
    if right == 0:
        return None
    rest = quiet(_WIDE.remainder)(left, right)
    if rest is None:
        return None
    return FEEL.plus(rest if rest == 0 or (rest < 0) == (right < 0) else _WIDE.add(rest, right))


def _abs(value: Decimal | Months | Span) -> Any:
    if isinstance(value, Months):
        return Months(abs(value.count))
    return Span(abs(value.nanos)) if isinstance(value, Span) else value.copy_abs()


def _log(value: Decimal) -> Decimal | None:
    return quiet(FEEL.ln)(value) if value > 0 else None


def _is_odd(value: Decimal) -> bool | None:
    return modulo(value, Decimal(2)) != 0 if value == value.to_integral_value() else None


def _is_even(value: Decimal) -> bool | None:
    return None if (odd := _is_odd(value)) is None else not odd


def _numbers(values: Sequence[Any]) -> bool:
    return bool(values) and all(isinstance(value, Decimal) for value in values)


def total(values: Sequence[Any]) -> Decimal | None:
    """Add the numbers of a list; null where it is empty or holds anything else."""
    if not _numbers(values):
        return None
    result: Decimal | None = Decimal(0)
    for value in values:
        result = None if result is None else quiet(FEEL.add)(result, value)
    return result


def _mean(values: Sequence[Any]) -> Decimal | None:
    whole = total(values)
    return None if whole is None else quiet(FEEL.divide)(whole, Decimal(len(values)))


def extreme(sign: int) -> Callable[[Sequence[Any]], Any]:
    """Give the function that finds the least (-1) or the greatest (1) of values of one kind."""

    def call(values: Sequence[Any]) -> Any:
        best = values[0] if values else None
        for value in values:
            found = order(value, best)
            if found is None:
                return None
            best = value if found == sign else best
        return best

    return call


def count(values: Sequence[Any]) -> Decimal:
    """Count the elements of a list."""
    return Decimal(len(values))


def _contains(values: Sequence[Any], element: Any) -> bool:
    return any(equal(value, element) is True for value in values)


def _round(rounding: str) -> tuple[Builtin, ...]:
    return (form(_rounded(rounding), "n: number", "scale: number"),)


def _aggregate(call: Callable[[Sequence[Any]], Any]) -> tuple[Builtin, ...]:
    """Let a list stand as one argument, or its elements as several."""
    return form(call, "list: list"), form(call, "n: any or null", many=True)


FUNCTIONS: Final[Mapping[str, tuple[Builtin, ...]]] = {
    "not": (form(lambda value: not value, "negand: boolean"),),
    "decimal": _round(ROUND_HALF_EVEN),
    "round up": _round(ROUND_UP),
    "round down": _round(ROUND_DOWN),
    "round half up": _round(ROUND_HALF_UP),
    "round half down": _round(ROUND_HALF_DOWN),
    "floor": (form(_rounded(ROUND_FLOOR), "n: number", "scale?: number"),),
    "ceiling": (form(_rounded(ROUND_CEILING), "n: number", "scale?: number"),),
    "abs": (form(_abs, "n: signed"),),
    "modulo": (form(modulo, "dividend: number", "divisor: number"),),
    "sqrt": (form(quiet(FEEL.sqrt), "number: number"),),
    "exp": (form(quiet(FEEL.exp), "number: number"),),
    "log": (form(_log, "number: number"),),
    "odd": (form(_is_odd, "number: number"),),
    "even": (form(_is_even, "number: number"),),
    "min": _aggregate(extreme(-1)),
    "max": _aggregate(extreme(1)),
    "sum": _aggregate(total),
    "mean": _aggregate(_mean),
    "count": (form(count, "list: list"),),
    "list contains": (form(_contains, "list: list", "element: any or null"),),
}
