"""Functions of the language → SQL: those that both engines know, and `c_…` that each defines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from compliance.compiler.sql import BIG, Dialect, big, when
from compliance.compiler.value import EURO, SetValue, power, rescale
from compliance.compiler.whole import rounded
from compliance.lang.tree import Call, Literal
from compliance.model.money import ODD_EXPONENTS

_ROUNDINGS: Final = {
    "decimal": "even",
    "round half even": "even",
    "round half up": "up",
    "round half down": "down",
}
_LONG: Final = "1000000"  # longer than any text


def call(  # noqa: PLR0911 - by function
    node: Call, args: Sequence[SetValue], dialect: Dialect
) -> SetValue:
    """Give the value of a function; null where an argument is null."""
    first = args[0]
    if node.function == "abs":
        base = None if first.base is None else f"abs({first.base})"
        return replace(first, value=f"abs({first.value})", base=base)
    if node.function == "in euro":
        return SetValue(node.type, first.euro, EURO, first.base)
    if node.function == "modulo":
        return _modulo(node, first, args[1], dialect)
    if node.function in _ROUNDINGS:
        how = _ROUNDINGS[node.function]
        return SetValue(node.type, rounded(first, node.type.scale, how))
    if node.function in {"floor", "ceiling"}:
        return SetValue(node.type, _whole(first, node.function))
    if node.function == "split":
        delimiter = cast("Literal", node.args[1])
        return SetValue(node.type, dialect.split(first.value, delimiter.value))
    if node.function == "matches":
        pattern = cast("Literal", node.args[1])
        return SetValue(node.type, dialect.matches(first.value, pattern.value))
    return SetValue(node.type, _CALLS[node.function]([arg.value for arg in args]))


def _whole(value: SetValue, function: str) -> str:
    """Give the floor or the ceiling of a scaled number."""
    if value.type.scale == 0:
        return value.value
    unit, own = power(value.type.scale), big(value.value)
    return f"c_floor({own}, {unit})" if function == "floor" else f"(- c_floor(- {own}, {unit}))"


def _modulo(node: Call, left: SetValue, right: SetValue, dialect: Dialect) -> SetValue:
    if node.type.name == "money":
        return _money_modulo(left, right)
    one, other = (big(rescale(v, node.type, dialect).value) for v in (left, right))
    return SetValue(node.type, _remainder(one, other))


def _remainder(value: str, divisor: str) -> str:
    safe = f"nullif({divisor}, CAST(0 AS {BIG}))"
    return f"({value} - ({safe} * c_floor({value}, {safe})))"


def _money_modulo(amount: SetValue, units: SetValue) -> SetValue:
    """Give what is left over whole units of the amount's own currency."""
    cases = [
        (f"({amount.currency} IN ({', '.join(repr(n) for n in sorted(names))}))", f"{10**places}")
        for places, names in ODD_EXPONENTS
    ]
    minor = when(cases, "100") if amount.currency is not None else "NULL"
    value, divisor = big(amount.value), big(f"({big(units.value)} * ({minor}))")
    return replace(amount, value=_remainder(value, divisor), base=f"CAST(NULL AS {BIG})")


def _part(args: Sequence[str]) -> str:
    length = f"CAST({args[2]} AS BIGINT)" if len(args) > 2 else _LONG
    return f"c_substring({args[0]}, CAST({args[1]} AS BIGINT), {length})"


def _plain(function: str) -> Callable[[Sequence[str]], str]:
    return lambda args: f"{function}({', '.join(args)})"


_CALLS: Final[Mapping[str, Callable[[Sequence[str]], str]]] = {
    "list contains": _plain("c_list_contains"),
    "count": _plain("c_count"),
    "string length": _plain("c_length"),
    "contains": _plain("c_contains"),
    "starts with": _plain("c_starts_with"),
    "ends with": _plain("c_ends_with"),
    "upper case": _plain("c_upper"),
    "lower case": _plain("c_lower"),
    "trim": _plain("c_trim"),
    "replace": _plain("replace"),
    "substring": _part,
    "year": _plain("c_year"),
    "month": _plain("c_month"),
    "day": _plain("c_day"),
    "day of week": _plain("c_weekday"),
    "days between": _plain("c_days_between"),
    "whole days between": _plain("c_whole_days_between"),
    "workdays between": _plain("c_workdays_between"),
    "years and months duration": _plain("c_months_between"),
}
