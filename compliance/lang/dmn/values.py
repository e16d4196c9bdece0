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
    """A range of values between two ends."""

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
    """Compare for equality: null equals null only; different kinds give null.

    Times are equal where their instants are; a date stands for its midnight.
    """
    if left is None or right is None:
        return left is right
    if isinstance(left, _TIMES) and isinstance(right, _TIMES):
        return _same_time(left, right)
    if kind(left) != kind(right) or isinstance(left, Function):
        return None
    if isinstance(left, tuple):
        return len(left) == len(right) and _all_equal(zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and _all_equal((left[k], right[k]) for k in left)
    return bool(left == right)


_TIMES: Final = (Day, Moment, Clock)


def _same_time(left: Any, right: Any) -> bool | None:
    return None if isinstance(left, Clock) != isinstance(right, Clock) else order(left, right) == 0


def _all_equal(pairs: Any) -> bool:
    return all(equal(left, right) is True for left, right in pairs)


def order(left: Any, right: Any) -> int | None:
    """Give -1, 0 or 1; None where the two have no order."""
    if isinstance(left, Day) and isinstance(right, Moment):
        left = at_midnight(left)
    elif isinstance(left, Moment) and isinstance(right, Day):
        right = at_midnight(right)
    key = _SORT_KEYS.get(type(left))
    if key is None or type(left) is not type(right):
        return None
    one, other = key(left), key(right)
    if one is None or other is None or one[1:] != other[1:]:
        return None
    return int(one[0] > other[0]) - int(one[0] < other[0])


_SORT_KEYS: Final[Mapping[type, Callable[[Any], tuple[Any, ...] | None]]] = {
    Decimal: lambda v: (v,),
    str: lambda v: (v,),
    Day: lambda v: (v.number(),),
    Clock: instant,
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
    """Say whether a value lies in a range; null where it has no order with an end, a null too."""
    low = compare(">=" if bounds.low_closed else ">", value, bounds.low)
    return both(low, compare("<=" if bounds.high_closed else "<", value, bounds.high))


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
    if isinstance(value, Function):
        return f"function {value.name}"
    if isinstance(value, Decimal):
        return _number_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _compound_text(value)


def _compound_text(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_literal(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {_literal(item)}' for k, item in value.items())}}}"
    if isinstance(value, Range):
        ends = ("[" if value.low_closed else "(", "]" if value.high_closed else ")")
        return f"{ends[0]}{_literal(value.low)}..{_literal(value.high)}{ends[1]}"
    return str(value)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text_of(value)


def _number_text(value: Decimal) -> str:
    """Write a number without an exponent and without zeros that say nothing."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain
