"""What each function gives for known values; an unknown argument never comes here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from compliance.compiler.exact import (
    EXACT,
    extreme,
    floor,
    months_between,
    rounded,
    signed,
    workdays_between,
)
from compliance.lang.regex import python_form
from compliance.model.money import BASE, Money, exponent

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ASCII_SPACES: Final = "\t\n\f\r "
_UPPER: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def _in_euro(value: Money) -> Money | None:
    base = value.base_minor
    return None if base is None else Money(base, BASE, base)


def _modulo(args: Sequence[Any]) -> Decimal | Money | None:
    if isinstance(args[0], Money):
        amount, units = args[0], int(args[1])
        divisor = units * 10 ** exponent(amount.currency) if amount.currency else 0
        return Money(amount.minor % divisor, amount.currency, None) if divisor else None
    left, right = Decimal(args[0]), Decimal(args[1])
    if right == 0:
        return None
    quotient = _floor_divide(left, right)
    return EXACT.subtract(left, EXACT.multiply(right, quotient))


def _floor_divide(left: Decimal, right: Decimal) -> Decimal:
    scale = max(-int(left.as_tuple().exponent), -int(right.as_tuple().exponent), 0)
    return Decimal(int(left.scaleb(scale, EXACT)) // int(right.scaleb(scale, EXACT)))


def _substring(args: Sequence[Any]) -> str:
    """FEEL's substring: position 1 is the first character, a negative one counts from the end."""
    text, start = args[0], int(args[1])
    begin = start - 1 if start > 0 else max(len(text) + start, 0)  # 0 is past the last one
    length = int(args[2]) if len(args) > 2 else len(text)
    return str(text[begin : begin + max(length, 0)])


FUNCTION_MEANINGS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "list contains": lambda a: a[1] in a[0],
    "count": lambda a: Decimal(len(a[0])),
    "abs": lambda a: signed(a[0], EXACT.abs),
    "floor": lambda a: floor(a[0]),
    "ceiling": lambda a: EXACT.minus(floor(EXACT.minus(Decimal(a[0])))),
    "modulo": _modulo,
    "min": lambda a: extreme("<", a),
    "max": lambda a: extreme(">", a),
    "decimal": lambda a: rounded(a[0], a[1], "ROUND_HALF_EVEN"),
    "round half even": lambda a: rounded(a[0], a[1], "ROUND_HALF_EVEN"),
    "round half up": lambda a: rounded(a[0], a[1], "ROUND_HALF_UP"),
    "round half down": lambda a: rounded(a[0], a[1], "ROUND_HALF_DOWN"),
    "upper case": lambda a: a[0].translate(_UPPER),
    "lower case": lambda a: a[0].translate(_LOWER),
    "trim": lambda a: a[0].strip(ASCII_SPACES),
    "split": lambda a: tuple(a[0].split(a[1])),
    "string length": lambda a: Decimal(len(a[0])),
    "contains": lambda a: a[1] in a[0],
    "starts with": lambda a: a[0].startswith(a[1]),
    "ends with": lambda a: a[0].endswith(a[1]),
    "matches": lambda a: re.search(python_form(a[1]), a[0], re.ASCII) is not None,
    "substring": _substring,
    "replace": lambda a: a[0].replace(a[1], a[2]) if a[1] else a[0],
    "year": lambda a: Decimal(a[0].year),
    "month": lambda a: Decimal(a[0].month),
    "day": lambda a: Decimal(a[0].day),
    "day of week": lambda a: WEEKDAYS[a[0].weekday()],
    "days between": lambda a: Decimal((a[1] - a[0]).days),
    "whole days between": lambda a: Decimal((a[1] - a[0]) // timedelta(days=1)),
    "workdays between": lambda a: Decimal(workdays_between(a[0], a[1])),
    "years and months duration": lambda a: months_between(a[0], a[1]),
    "in euro": lambda a: _in_euro(a[0]),
}
