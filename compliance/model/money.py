"""Exact money: integer minor units with an ISO 4217 currency, and how it is read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

# ISO 4217: currencies whose minor unit is not the hundredth. All others have two decimals.
_EXPONENTS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
BASE: Final = "EUR"
ODD_EXPONENTS: Final = tuple(
    (places, tuple(name for name, own in _EXPONENTS.items() if own == places)) for places in (0, 3)
)
_DIGITS: Final = 60  # wide enough that no step here rounds before the stated rounding

_LITERAL: Final = re.compile(
    r"(?:(?P<before>[A-Z]{3})\s*)?(?P<number>-?[0-9][0-9, _\u00a0]*(?:\.[0-9]+)?)"
    r"(?:\s*(?P<after>[A-Z]{3}))?"
)


@dataclass(frozen=True)
class Money:
    """An amount: `minor` units of `currency`, and the same in euro cents where a rate was known.

    `currency` is None only for `money("0")`, which fits any currency.
    """

    minor: int
    currency: str | None
    base_minor: int | None = None

    def __str__(self) -> str:
        """Give `EUR 90,000.00`."""
        return format_money(self.minor, self.currency)


def exponent(currency: str | None) -> int:
    """Give the number of decimals of a currency (0, 2 or 3)."""
    return _EXPONENTS.get(currency or BASE, 2)


def decimal_of(minor: int, currency: str | None) -> Decimal:
    """Give the amount in major units, exactly."""
    return Decimal(minor).scaleb(-exponent(currency))


def format_money(minor: int, currency: str | None) -> str:
    """Write an amount for people: currency, thousands commas, the currency's decimals."""
    places = exponent(currency)
    digits = str(abs(minor)).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if minor < 0 else ""
    text = f"{int(whole):,}" + (f".{part}" if part else "")
    return f"{currency} {sign}{text}" if currency else f"{sign}{text}"


def parse_money(text: str) -> Money:
    """Read `500 EUR`, `EUR 40,000.00` or `0`; raise ValueError with a reason."""
    match = _LITERAL.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an amount such as `EUR 40,000.00` or `500 EUR`")
    currency = match["before"] or match["after"]
    number = Decimal(re.sub(r"[, _\u00a0]", "", match["number"]))
    if currency is None:
        if number != 0:
            raise ValueError(f"{text!r} has no currency; only `0` may stand without one")
        return Money(0, None, 0)
    minor = to_minor(number, currency)
    return Money(minor, currency, minor if currency == BASE else None)


def to_minor(number: Decimal, currency: str) -> int:
    """Give the minor units of an amount; raise ValueError where it has a fraction of one."""
    with localcontext() as context:
        context.prec = _DIGITS
        scaled = number.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} has more decimals than {currency} has ({exponent(currency)})")
    return int(scaled)


def convert(minor: int, currency: str, rate: Decimal) -> int:
    """Give euro cents: the amount divided by `rate` (units of currency for one euro), half-even."""
    with localcontext() as context:
        context.prec = _DIGITS
        cents = decimal_of(minor, currency) * 100 / rate
        return int(cents.to_integral_value(rounding=ROUND_HALF_EVEN))
