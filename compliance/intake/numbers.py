"""Numbers and amounts as offices write them, read exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from compliance.intake.cells import UnreadableError
from compliance.intake.currencies import CURRENCIES, DOLLARS, SYMBOLS
from compliance.model.batch import DECIMAL_PLACES
from compliance.model.money import to_minor

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_MINOR: Final = (1 << 63) - 1
_MAX_DECIMAL: Final = 10**18
_SPACES: Final = " \u00a0\u2007\u2009\u202f'\u2019_"
_SPACE: Final = re.compile(f"[{_SPACES}]")
_GROUPED_SPACE: Final = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?|[\d.,]+")
_CODE: Final = re.compile(r"^([A-Za-z]{3})\b\s*|\s*\b([A-Za-z]{3})$")
_EXPONENT: Final = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
_HINT: Final = "write a plain amount such as 1234.50"


class Amount(NamedTuple):
    """A signed amount in minor units, with its currency."""

    minor: int
    currency: str


def decimal_mark(texts: Iterable[str], stated: str | None) -> str | None:
    """Give the decimal mark of a column: as stated, else as its own cells show.

    `1.234,56` shows a comma and `12,5` too; `1,234` shows nothing, since it may be either.
    None where the cells of one column contradict each other. Without evidence it is the point.
    """
    if stated is not None:
        return stated
    shown = {mark for text in texts if (mark := _evidence(text)) is not None}
    if len(shown) > 1:
        return None
    return shown.pop() if shown else "."


def _evidence(text: str) -> str | None:
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    position = max(point, comma)
    if position < 0:
        return None
    mark = text[position]
    if text.count(mark) > 1:
        return "," if mark == "." else "."
    digits = len(re.match(r"\d*", text[position + 1 :])[0])  # type: ignore[index]
    return mark if digits != 3 or text.lstrip("-( £€$")[:1] == mark else None


def read_number(text: str, mark: str | None) -> Decimal:
    """Read a number without currency: sign before or after, brackets, thousands marks."""
    body, negative = _sign(text)
    body = body.strip(_SPACES)
    number = Decimal(body) if _EXPONENT.fullmatch(body) else _plain(body, mark)
    return -number if negative else number


def _sign(text: str) -> tuple[str, bool]:
    """Split off the sign: `(12)`, `-12`, `12-` and the typographic minus are negative."""
    body = text.strip().replace("\u2212", "-").replace("\u2013", "-")
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1], True
    if body.startswith("-"):
        return body[1:], True
    if body.endswith("-"):
        return body[:-1], True
    return body.removeprefix("+"), False


def _plain(body: str, mark: str | None) -> Decimal:
    if not _GROUPED_SPACE.fullmatch(body):
        raise UnreadableError("this is not a number", _HINT)
    body = _SPACE.sub("", body)
    used = mark or _evidence(body)
    if used is None:
        if "," in body or "." in body:
            raise UnreadableError(
                "the mark may stand for thousands or for decimals",
                "the column has both; state `decimal` in the mapping, or write 1234.50",
            )
        used = "."
    other = "," if used == "." else "."
    whole, _, part = body.partition(used)
    if other in part or used in part:
        raise UnreadableError("the marks of this number contradict each other", _HINT)
    if other in whole and not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+", whole):
        raise UnreadableError(f"`{other}` does not stand between thousands", _HINT)
    digits = whole.replace(other, "")
    if not digits and not part:
        raise UnreadableError("this is not a number", _HINT)
    return Decimal(f"{digits or '0'}.{part or '0'}")


def read_amount(text: str, mark: str | None, stated: str | None) -> Amount:
    """Read an amount with its currency: in the cell as code or sign, or as stated for it."""
    body, currency = _currency(text, stated)
    number = Decimal(0) if body.strip() in {"-", "–"} and body != text else read_number(body, mark)
    if currency is None:
        raise UnreadableError(
            "the amount has no currency", "write `EUR 1,234.00`, or add a currency column"
        )
    try:
        minor = to_minor(number, currency)
    except ValueError as error:
        raise UnreadableError(str(error), "round it to the smallest unit of the currency") from None
    if abs(minor) > MAX_MINOR:
        raise UnreadableError("the amount is too large to be carried exactly", "check the number")
    return Amount(minor, currency)


def _currency(text: str, stated: str | None) -> tuple[str, str | None]:
    """Take the currency out of a cell; it must not contradict what is stated for the column."""
    body = text.strip()
    found: str | None = None
    code = _CODE.search(body)
    if code is not None and (code[1] or code[2]).upper() in CURRENCIES:
        found = (code[1] or code[2]).upper()
        body = body[: code.start()] + body[code.end() :]
    for sign, name in SYMBOLS.items():
        if sign in body:
            body = body.replace(sign, "", 1)
            found = _agreed(sign, name, found or stated)
            break
    if found is not None and stated is not None and found != stated:
        raise UnreadableError(
            f"the cell says {found} and the column {stated}", "correct one of the two"
        )
    return body, found or stated


def _agreed(sign: str, name: str | None, known: str | None) -> str:
    """Give the currency of a sign; a bare `$` counts only beside a known dollar."""
    if name is not None:
        return name
    if known in DOLLARS[sign]:
        return str(known)
    raise UnreadableError(
        f"`{sign}` stands for several currencies", "write the code, such as USD 1,234.00"
    )


def read_decimal(text: str, mark: str | None) -> Decimal:
    """Read a decimal of at most nine places."""
    return _placed(read_number(text, mark))


def read_ratio(text: str, mark: str | None) -> Decimal:
    """Read `30%`, `30 %` or `0.3`; a bare number above 1 may be either and is refused."""
    body = text.strip()
    if body.endswith("%"):
        return _placed(read_decimal(body[:-1], mark) / 100)
    number = read_decimal(body, mark)
    if abs(number) > 1:
        raise UnreadableError("a share above 1 has no percent sign", "write 30% or 0.30")
    return number


def _placed(number: Decimal) -> Decimal:
    if abs(number) >= _MAX_DECIMAL:
        raise UnreadableError("the number is too large to be carried exactly", "check the number")
    if number != round(number, DECIMAL_PLACES):
        raise UnreadableError(f"more than {DECIMAL_PLACES} decimals are not kept", "round it")
    return number


def read_integer(text: str, mark: str | None) -> int:
    """Read a whole number; `3.0` is one."""
    number = read_decimal(text, mark)
    if number != number.to_integral_value() or abs(number) > MAX_MINOR:
        raise UnreadableError("this is not a whole number", "write a number without decimals")
    return int(number)
