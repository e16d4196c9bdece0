"""Values over a set: SQL text with its type; money has a currency and euro cents beside it.

A number is an integer scaled by 10^scale; money is minor units scaled likewise, its currency,
and the same amount in euro cents. Products and sums are DECIMAL(38, 0), which fails past 38
digits instead of rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from compliance.compiler import sql
from compliance.compiler.exact import EXACT
from compliance.compiler.sql import BIG, Dialect, Shared, big, either, known, when
from compliance.lang import types as t
from compliance.model.money import BASE, Money

_PHYSICAL: Final[Mapping[str, str]] = {
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "money": BIG,
    "days": "BIGINT",
    "months": "BIGINT",
    "list": "LIST",
    "null": "BOOLEAN",
    "number": BIG,
}
EURO: Final = f"'{BASE}'"


@dataclass(frozen=True)
class SetValue:
    """A value over a set, as SQL text.

    `currency` None on money: the amount zero, which fits any currency. `loose`: the currency
    may be null beside a known amount (a sum over no rows), which fits any too.
    """

    type: t.Type
    value: str
    currency: str | None = None
    base: str | None = None
    loose: bool = False

    @property
    def euro(self) -> str:
        """Give the euro cents of an amount."""
        return self.base or f"CAST(NULL AS {BIG})"

    def texts(self) -> list[str]:
        """Give the parts that make two values equal: money by minor units and currency."""
        return [self.value] if self.currency is None else [self.value, self.currency]


def physical(kind: t.Type) -> str:
    """Give the SQL type of a column of the type."""
    return _PHYSICAL.get(kind.name, "STRING")


def constant(kind: t.Type, value: Any, dialect: Dialect) -> SetValue:  # noqa: PLR0911 - by type
    """Give a constant; None is a null of the type."""
    if kind.name == "money":
        return _money_constant(kind, value)
    if value is None:
        return SetValue(kind, dialect.null(physical(kind)))
    if kind.name == "number":
        return SetValue(kind, sql.integer(int(Decimal(value).scaleb(kind.scale, EXACT))))
    if kind.name in {"days", "months"}:
        return SetValue(kind, sql.integer(value))
    if kind.name == "list":
        return SetValue(kind, dialect.array(dialect.text(item) for item in value))
    if kind.name == "boolean":
        return SetValue(kind, sql.TRUE if value else sql.FALSE)
    if kind.name == "date":
        return SetValue(kind, sql.day(value))
    return SetValue(kind, dialect.text(value))


def _money_constant(kind: t.Type, value: Money | None) -> SetValue:
    if value is None:
        null = f"CAST(NULL AS {BIG})"
        return SetValue(kind, null, "CAST(NULL AS STRING)", null)
    amount = sql.integer(value.minor * 10**kind.scale)
    currency = None if value.currency is None else f"'{value.currency}'"
    return SetValue(kind, amount, currency, amount)


def choose(cases: Sequence[tuple[str, SetValue]], kind: t.Type, dialect: Dialect) -> SetValue:
    """Give the value of the first case that is true; null where none is."""
    if not cases:
        return constant(kind, None, dialect)

    def pick(get: Callable[[SetValue], str]) -> str:
        return when((test, get(value)) for test, value in cases)

    if kind.name != "money":
        return SetValue(kind, pick(lambda v: v.value))
    value, base = pick(lambda v: v.value), pick(lambda v: v.euro)
    if all(value.currency is None for _, value in cases):
        return SetValue(kind, value, None, base)
    currency = pick(lambda v: v.currency or "CAST(NULL AS STRING)")
    loose = any(v.loose or v.currency is None for _, v in cases)
    return SetValue(kind, value, currency, base, loose)


def rescale(value: SetValue, kind: t.Type, dialect: Dialect) -> SetValue:
    """Bring a number or an amount to the scale of `kind`."""
    if value.type.name == "null" != kind.name:
        return constant(kind, None, dialect)
    if kind.name not in {"number", "money"} or value.type.scale == kind.scale:
        return value
    factor = power(kind.scale - value.type.scale)
    base = None if value.base is None else f"({big(value.base)} * {factor})"
    return replace(value, type=kind, value=f"({big(value.value)} * {factor})", base=base)


def power(places: int) -> str:
    """Give a power of ten in 38 digits."""
    return big("1" + "0" * places) if places < 9 else f"CAST('1{'0' * places}' AS {BIG})"


def compare(op: str, left: SetValue, right: SetValue, dialect: Dialect) -> str:
    """Compare two values: money in its own currency where both have one, else in euro."""
    scale = max(left.type.scale, right.type.scale)
    left = rescale(left, left.type.scaled(scale), dialect)
    right = rescale(right, right.type.scaled(scale), dialect)
    own = f"({left.value} {_op(op)} {right.value})"
    if left.currency is None or right.currency is None:
        return own
    return either(same_currency([left, right]), own, f"({left.euro} {_op(op)} {right.euro})")


def _op(op: str) -> str:
    return "<>" if op == "!=" else op


def same_currency(values: Sequence[SetValue]) -> str:
    """Say whether amounts count as they stand; one without currency fits any."""
    bound = [value for value in values if value.currency is not None]
    if len(bound) < 2:
        return sql.TRUE
    if not any(value.loose for value in bound):
        first, *rest = bound
        return sql.all_of(f"({first.currency} = {value.currency})" for value in rest)
    return sql.all_of(
        sql.any_of(
            [
                f"({one.currency} = {other.currency})",
                *(f"({v.currency} IS NULL)" for v in (one, other) if v.loose),
            ]
        )
        for number, one in enumerate(bound)
        for other in bound[number + 1 :]
    )


def combine(kind: t.Type, op: str, left: SetValue, right: SetValue) -> SetValue:
    """Add or subtract two values of one scale."""
    own = f"({big(left.value)} {op} {big(right.value)})"
    if kind.name != "money":
        return SetValue(kind, own)
    base = f"({big(left.euro)} {op} {big(right.euro)})"
    if left.currency is None or right.currency is None:
        loose = left.loose or right.loose
        return SetValue(kind, own, left.currency or right.currency, base, loose)
    same, loose = same_currency([left, right]), left.loose or right.loose
    one = f"coalesce({left.currency}, {right.currency})" if loose else left.currency
    return SetValue(kind, either(same, own, base), either(same, str(one), EURO), base, loose)


def product(kind: t.Type, left: SetValue, right: SetValue) -> SetValue:
    """Multiply a number or an amount by a number."""
    factor = big(right.value)
    value = f"({big(left.value)} * {factor})"
    if kind.name != "money":
        return SetValue(kind, value)
    return replace(left, type=kind, value=value, base=f"({big(left.euro)} * {factor})")


def extreme(
    word: str, values: Sequence[SetValue], kind: t.Type, dialect: Dialect, shared: Shared
) -> SetValue:
    """Give the first of the least (`min`) or greatest values; null where any is null."""
    best = "least" if word == "min" else "greatest"
    scaled = [rescale(value, kind, dialect) for value in values]
    own = [value.value for value in scaled]
    whole = sql.all_of(map(known, own))
    if kind.name != "money":
        return SetValue(kind, either(whole, _best(best, own), "NULL"))
    base = [value.euro for value in scaled]
    same = shared.part(same_currency(scaled))
    most, dearest = (shared.part(_best(best, each)) for each in (own, base))
    rated = shared.part(sql.all_of(map(known, base)))  # the engines' own `greatest` skips a null
    tests = [
        shared.part(sql.all_of([
            whole,
            either(same, f"({amount} = {most})", sql.all_of([rated, f"({euro} = {dearest})"])),
        ]))
        for amount, euro in zip(own, base, strict=True)
    ]  # fmt: skip
    return choose(list(zip(tests, scaled, strict=True)), kind, dialect)


def _best(function: str, values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"{function}({', '.join(values)})"
