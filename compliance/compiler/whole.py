"""Division and rounding by whole numbers: quotient and remainder, never a binary float.

The functions `c_half_even`, `c_half_up` and `c_half_down` divide one whole number by another and
round the exact quotient; each engine defines them.
"""

from __future__ import annotations

from typing import Final

from compliance.compiler.sql import big, either
from compliance.compiler.value import SetValue, power, same_currency
from compliance.lang import types as t

PLACES: Final = 6  # decimals of every quotient


def divided(top: str, bottom: str, how: str = "even") -> str:
    """Give a rounded quotient of whole numbers; null for a divisor of zero."""
    return f"c_half_{how}({big(top)}, {big(bottom)})"


def quotient(kind: t.Type, left: SetValue, right: SetValue) -> SetValue:
    """Divide numbers and amounts; the result has `PLACES` decimals, half to even."""
    shift = PLACES + right.type.scale - left.type.scale

    def one(top: str, bottom: str) -> str:
        if shift >= 0:
            return divided(f"({big(top)} * {power(shift)})", bottom)
        return divided(top, f"({big(bottom)} * {power(-shift)})")

    if left.type.name != "money":
        return SetValue(kind, one(left.value, right.value))
    if right.type.name == "money":
        own, base = one(left.value, right.value), one(left.euro, right.euro)
        same = same_currency([left, right])
        return SetValue(kind, either(same, own, base))
    base = one(left.euro, right.value)
    return SetValue(kind, one(left.value, right.value), left.currency, base, left.loose)


def rounded(value: SetValue, places: int, how: str) -> str:
    """Bring a number to a number of decimals, rounding where it has more."""
    scale = value.type.scale
    if places >= scale:
        return f"({big(value.value)} * {power(places - scale)})"
    return divided(value.value, power(scale - places), how)
