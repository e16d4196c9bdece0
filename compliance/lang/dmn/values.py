"""Values of the DMN profile: kinds, equality, order and text, as FEEL has them.

A number is a decimal of 34 digits, a text is `str`, a list is a tuple, a context a dict, null is
None. A comparison of different kinds is null; nothing raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, Final

from compliance.lang.dmn.calendar import Clock, Day, Moment, Months, Span, at_midnight, instant

FEEL: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


@dataclass(frozen=True)
class Range:
    """A range of values; an end that is None is open without limit."""

    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the model: its parameters with their types, and what it does."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[[Sequence[Any]], Any]


_KINDS: Final[Mapping[type, str]] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    Day: "date",
    Clock: "time",
    Moment: "date and time",
    Months: "years and months duration",
    Span: "days and time duration",
    tuple: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    type(None): "null",
}


def kind(value: Any) -> str:
    """Name the kind of a value as FEEL does."""
    return _KINDS[type(value)]


def number(value: int | str | Decimal) -> Decimal | None:
    """Give a number of 34 digits, or None where it is too large."""
    try:
        return FEEL.create_decimal(value)
    except DecimalException:
        return None


def equal(left: Any, right: Any) -> bool | None:
    """Compare for equality: null equals null only; different kinds give null."""
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return None
    if isinstance(left, tuple):
        return len(left) == len(right) and _all_equal(zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and _all_equal((left[k], right[k]) for k in left)
    if isinstance(left, Clock | Moment):
        return _same_time(left, right)
    if isinstance(left, Function):
        return None
    return bool(left == right)


def _all_equal(pairs: Any) -> bool:
    return all(equal(left, right) is True for left, right in pairs)


def _same_time(left: Clock | Moment, right: Clock | Moment) -> bool:
    """Compare two times: a zone by name equals only itself, offsets meet in universal time."""
    one, other = _clock(left), _clock(right)
    if one.zone is not None or other.zone is not None or None in {one.offset, other.offset}:
        return left == right
    return order(left, right) == 0


def _clock(value: Clock | Moment) -> Clock:
    return value.clock if isinstance(value, Moment) else value


def order(left: Any, right: Any) -> int | None:
    """Give -1, 0 or 1; None where the two have no order."""
    if isinstance(left, Day) and isinstance(right, Moment):
        left = at_midnight(left, right)
    elif isinstance(left, Moment) and isinstance(right, Day):
        right = at_midnight(right, left)
    key = _SORT_KEYS.get(type(left))
    if key is None or type(left) is not type(right):
        return None
    one, other = key(left), key(right)
    if one is None or other is None or one[1:] != other[1:]:
        return None
    return int(one[0] > other[0]) - int(one[0] < other[0])


def _clock_key(value: Clock) -> tuple[Any, ...]:
    if value.offset is None:
        return value.nanos, value.zone
    return value.nanos - value.offset * 1_000_000_000, True


_SORT_KEYS: Final[Mapping[type, Callable[[Any], tuple[Any, ...] | None]]] = {
    Decimal: lambda v: (v,),
    str: lambda v: (v,),
    Day: lambda v: (v.number(),),
    Clock: _clock_key,
    Moment: instant,
    Months: lambda v: (v.count,),
    Span: lambda v: (v.nanos,),
}


def compare(op: str, left: Any, right: Any) -> bool | None:
    """Compare two values by an operator of FEEL; null where they have no order."""
    if op in {"=", "!="}:
        same = equal(left, right)
        return same if same is None or op == "=" else not same
    found = order(left, right)
    if found is None:
        return None
    return {"<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[op]


def within(value: Any, bounds: Range) -> bool | None:
    """Say whether a value lies in a range; null where they have no order."""
    low = True
    if bounds.low is not None:
        low = compare(">=" if bounds.low_closed else ">", value, bounds.low)
    high = True
    if bounds.high is not None:
        high = compare("<=" if bounds.high_closed else "<", value, bounds.high)
    return both(low, high)


def both(*values: Any) -> bool | None:
    """Kleene's `and`; whatever is no boolean counts as null."""
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


def either(*values: Any) -> bool | None:
    """Kleene's `or`; whatever is no boolean counts as null."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


def text_of(value: Any) -> str:
    """Write a value as FEEL's `string()` does."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"[{', '.join(_literal(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {_literal(item)}' for k, item in value.items())}}}"
    if isinstance(value, Range):
        low, high = _literal(value.low), _literal(value.high)
        ends = ("[" if value.low_closed else "(", "]" if value.high_closed else ")")
        return f"{ends[0]}{low}..{high}{ends[1]}"
    if isinstance(value, Decimal):
        return _number_text(value)
    if isinstance(value, Function):
        return f"function {value.name}"
    return {None: "null", True: "true", False: "false"}.get(value, str(value))


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text_of(value)


def _number_text(value: Decimal) -> str:
    """Write a number without an exponent and without zeros that say nothing."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain
