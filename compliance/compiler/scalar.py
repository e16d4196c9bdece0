"""Typed tree → Ibis expression over columns. Exact: integers and decimals only, no float.

A number is an integer scaled by 10^scale; money is minor units scaled likewise, its currency,
and the same amount in euro cents. Products and sums are DECIMAL(38, 0), which fails past 38
digits instead of rounding.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final, cast

import ibis
import ibis.expr.datatypes as dt

from compliance.compiler.leaf import Leaf, Reader, side
from compliance.compiler.reference import EXACT
from compliance.lang import types as t
from compliance.lang.parameters import Parameter, ParameterValue
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    IfElse,
    LetRef,
    ListOf,
    Literal,
    Negate,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
)
from compliance.model.money import BASE, ODD_EXPONENTS, Money

BIG: Final = dt.Decimal(38, 0)
TRUE: Final = ibis.literal(True)  # noqa: FBT003 - a literal is what it is
FALSE: Final = ibis.literal(False)  # noqa: FBT003
_OPS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@dataclass(frozen=True)
class SetValue:
    """A value over a set: an Ibis expression; money has currency and euro cents beside it.

    `currency` None on money: the amount zero, which fits any currency. `loose`: the column of
    currencies may hold nulls beside known amounts (a sum over no rows), which fit any too.
    """

    type: t.Type
    value: Any
    currency: Any = None
    base: Any = None
    loose: bool = False


@ibis.udf.scalar.builtin(name="c_add_days", signature=((dt.date, dt.int64), dt.date))
def add_days(day: Any, count: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_add_months", signature=((dt.date, dt.int64), dt.date))
def _add_months(day: Any, count: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_days_between", signature=((dt.date, dt.date), dt.int64))
def days_between(first: Any, second: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_workdays_between", signature=((dt.date, dt.date), dt.int64))
def _workdays_between(first: Any, second: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_weekday", signature=((dt.date,), dt.string))
def _weekday(day: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_floor", signature=((BIG, BIG), BIG))
def _floor(value: Any, unit: Any) -> Any:
    """Call the function of this name in the backend."""


@ibis.udf.scalar.builtin(name="c_substring", signature=((dt.string, dt.int64, dt.int64), dt.string))
def _substring(text: Any, start: Any, length: Any) -> Any:
    """Call the function of this name in the backend."""


class SetCompiler:
    """Compiles expressions of one context over one table of leaf columns."""

    def __init__(
        self,
        reader: Reader,
        column: Callable[[Leaf], SetValue],
        parameters: Mapping[str, Parameter],
        as_of: date,
        this: SetCompiler | None = None,
    ) -> None:
        """Take where leaves come from; `this` compiles the subject's side in a `where`."""
        self.reader, self.column, self.parameters = reader, column, parameters
        self.as_of, self.this = as_of, this

    def compile(self, node: Node) -> SetValue:
        """Give the value of an expression for every row."""
        if self.this is not None and side(node) == "this":
            return self.this.column_of(node)
        leaf = self.reader.leaf(node)
        if leaf is not None:
            return self.column(leaf)
        method: Callable[[Any], SetValue] = getattr(self, "_" + type(node).__name__.lower())
        return method(node)

    def column_of(self, node: Node) -> SetValue:
        """Give the column of a leaf node, read on this side whatever side it was written on."""
        return self.column(cast("Leaf", self.reader.leaf(node)))

    def boolean(self, node: Node | None) -> Any:
        """Give a condition as an Ibis expression; an absent one is true."""
        return TRUE if node is None else self.compile(node).value

    # leaves and literals --------------------------------------------------------------------

    def _literal(self, node: Literal) -> SetValue:
        return constant(node.type, node.value)

    def _asof(self, node: AsOf) -> SetValue:
        return SetValue(node.type, ibis.literal(self.as_of))

    def _letref(self, node: LetRef) -> SetValue:
        return self.compile(node.value)

    def _listof(self, node: ListOf) -> SetValue:
        items = [self.compile(item).value for item in node.items]
        whole = reduce(operator.and_, map(is_known, items), TRUE)
        listed = ibis.array(items)
        return SetValue(node.type, ibis.ifelse(whole, listed, unknown(listed.type())))

    def _parameterref(self, node: ParameterRef) -> SetValue:
        parameter = self.parameters[node.id]
        leaf = self.reader.key_leaf(parameter.by)
        key = self.column(leaf).value if leaf is not None else None
        if node.on is not None:
            day = self.compile(node.on).value
        else:
            date_leaf = self.reader.date()
            day = self.column(date_leaf).value if date_leaf is not None else None
        return parameter_value(parameter, node.type, day, key)

    # logic ----------------------------------------------------------------------------------

    def _and(self, node: And) -> SetValue:
        return SetValue(node.type, reduce(operator.and_, self._values(node.parts)))

    def _or(self, node: Or) -> SetValue:
        return SetValue(node.type, reduce(operator.or_, self._values(node.parts)))

    def _values(self, nodes: Sequence[Node]) -> list[Any]:
        return [self.compile(node).value.cast("boolean") for node in nodes]

    def _not(self, node: Not) -> SetValue:
        return SetValue(node.type, ~self.compile(node.value).value.cast("boolean"))

    def _nulltest(self, node: NullTest) -> SetValue:
        present = is_known(self.compile(node.value).value)
        return SetValue(node.type, present if node.present else ~present)

    def _ifelse(self, node: IfElse) -> SetValue:
        condition = self.compile(node.condition).value.cast("boolean")
        then = rescale(self.compile(node.then), node.type)
        other = rescale(self.compile(node.otherwise), node.type)
        return choose([(condition, then), (~condition, other)], node.type)

    def _compare(self, node: Compare) -> SetValue:
        left, right = self.compile(node.left), self.compile(node.right)
        return SetValue(node.type, compare(node.op, left, right))

    # arithmetic -----------------------------------------------------------------------------

    def _arith(self, node: Arith) -> SetValue:
        left, right = self.compile(node.left), self.compile(node.right)
        if left.type.name == "date":
            return self._date_arith(node, left, right)
        if node.op == "*":
            return _product(node.type, left, right)
        left, right = rescale(left, node.type), rescale(right, node.type)
        return _sum(node.type, node.op, left, right)

    def _date_arith(self, node: Arith, left: SetValue, right: SetValue) -> SetValue:
        if right.type.name == "date":
            return SetValue(node.type, days_between(right.value, left.value))
        count = right.value if node.op == "+" else -right.value
        add = add_days if right.type.name == "days" else _add_months
        return SetValue(node.type, add(left.value, count.cast("int64")))

    def _negate(self, node: Negate) -> SetValue:
        value = self.compile(node.value)
        base = None if value.base is None else -value.base
        return replace(value, value=-value.value, base=base)

    # functions ------------------------------------------------------------------------------

    def _call(self, node: Call) -> SetValue:
        args = [self.compile(arg) for arg in node.args]
        if node.function in {"min", "max"}:
            return _extreme(node, args)
        if node.function == "abs":
            base = None if args[0].base is None else args[0].base.abs()
            return replace(args[0], value=args[0].value.abs(), base=base)
        if node.function == "modulo" and node.type.name == "money":
            return _money_modulo(args[0], args[1])
        if node.function == "in euro":
            amount = args[0]
            return SetValue(node.type, amount.base, ibis.literal(BASE), amount.base)
        return SetValue(node.type, _CALLS[node.function](node, args))


def unknown(kind: Any) -> Any:
    """Give a null of an Ibis type: not a bare one, to which Ibis compares with `IS NULL`."""
    return ibis.null().cast(kind)


def is_known(value: Any) -> Any:
    """Say whether a value is not null. A condition is cast, lest `NOT x IS NULL` be read amiss."""
    return (value.cast("int8") if value.type().is_boolean() else value).notnull()


def constant(kind: t.Type, value: Any) -> SetValue:
    """Give a constant as a value over a set; None is a null of the type."""
    if kind.name == "money":
        return _money_constant(kind, value)
    if kind.name == "number":
        scaled = None if value is None else int(Decimal(value).scaleb(kind.scale, EXACT))
        return SetValue(kind, unknown(BIG) if scaled is None else _integer(scaled))
    if kind.name in {"days", "months"}:
        return SetValue(kind, unknown("int64") if value is None else ibis.literal(value, "int64"))
    if kind.name == "list":
        words = unknown("array<string>")
        return SetValue(
            kind, words if value is None else ibis.literal(list(value), "array<string>")
        )
    if value is None:
        return SetValue(kind, unknown(physical(kind)))
    return SetValue(kind, ibis.literal(value))


def physical(kind: t.Type) -> str:
    """Give the Ibis type of a column of the type."""
    names = {
        "boolean": "boolean", "date": "date", "timestamp": "timestamp", "money": "int64",
        "days": "int64", "months": "int64", "list": "array<string>", "null": "boolean",
    }  # fmt: skip
    if kind.name == "number":
        return "int64" if kind.scale == 0 else "decimal(38, 0)"
    return names.get(kind.name, "string")


def _money_constant(kind: t.Type, value: Money | None) -> SetValue:
    if value is None:
        null = unknown(BIG)
        return SetValue(kind, null, unknown("string"), null)
    amount = _integer(value.minor * 10**kind.scale)
    if value.currency is None:
        return SetValue(kind, amount, None, amount)
    return SetValue(kind, amount, ibis.literal(value.currency), amount)


def _integer(value: int) -> Any:
    if -(2**62) < value < 2**62:
        return ibis.literal(value, "int64")
    return ibis.literal(Decimal(value), BIG)


def parameter_value(parameter: Parameter, kind: t.Type, day: Any, key: Any) -> SetValue:
    """Give the parameter's value on each row's date, for each row's key."""
    listed = sorted({value.key for value in parameter.values if value.key is not None})
    cases = [
        (_holds(value, listed, parameter.by, day, key), constant(kind, value.value))
        for value in parameter.values
    ]
    if len(cases) == 1 and cases[0][0] is True:
        return cases[0][1]
    known = [(test, value) for test, value in cases if test is not False]
    return choose([(TRUE if test is True else test, value) for test, value in known], kind)


def _holds(value: ParameterValue, listed: list[str], by: str | None, day: Any, key: Any) -> Any:
    """Give the condition under which a value holds: True, False or an Ibis expression."""
    tests: list[Any] = []
    if by is not None:
        if key is None:
            return False
        if value.key is not None:
            tests.append(key == value.key)
        else:
            tests.append(~key.isin(listed) if listed else key.notnull())
    if value.start is not None or value.end is not None:
        if day is None:
            return False
        if value.start is not None:
            tests.append(day >= ibis.literal(value.start))
        if value.end is not None:
            tests.append(day <= ibis.literal(value.end))
    return reduce(operator.and_, tests) if tests else True


def choose(cases: Sequence[tuple[Any, SetValue]], kind: t.Type) -> SetValue:
    """Give the value of the first case that is true; null where none is."""
    if not cases:
        return constant(kind, None)

    def pick(get: Callable[[SetValue], Any]) -> Any:
        return ibis.cases(*((test, get(value)) for test, value in cases))

    if kind.name != "money":
        return SetValue(kind, pick(lambda v: v.value))
    if all(value.currency is None for _, value in cases):
        return SetValue(kind, pick(lambda v: v.value), None, pick(lambda v: v.base))
    currency = pick(lambda v: unknown("string") if v.currency is None else v.currency)
    loose = any(value.loose or value.currency is None for _, value in cases)
    return SetValue(kind, pick(lambda v: v.value), currency, pick(lambda v: v.base), loose)


def rescale(value: SetValue, kind: t.Type) -> SetValue:
    """Bring a number or an amount to the scale of `kind`."""
    if kind.name not in {"number", "money"} or value.type.name != kind.name:
        return value if value.type.name != "null" else constant(kind, None)
    if value.type.scale == kind.scale:
        return value
    factor = ibis.literal(Decimal(10 ** (kind.scale - value.type.scale)), BIG)
    base = None if value.base is None else value.base.cast(BIG) * factor
    return replace(value, type=kind, value=value.value.cast(BIG) * factor, base=base)


def compare(op: str, left: SetValue, right: SetValue) -> Any:
    """Compare two values: money in its own currency where both have one, else in euro."""
    scale = max(left.type.scale, right.type.scale)
    left, right = rescale(left, left.type.scaled(scale)), rescale(right, right.type.scaled(scale))
    test = _OPS[op]
    if left.type.name != "money":
        return test(left.value, right.value)
    if left.currency is None or right.currency is None:
        return test(left.value, right.value)
    same = _same_currency(left, right)
    return ibis.ifelse(same, test(left.value, right.value), test(left.base, right.base))


def _same_currency(left: SetValue, right: SetValue) -> Any:
    same = left.currency == right.currency
    for value in (left, right):
        if value.loose:
            same = same | value.currency.isnull()
    return same


def _sum(kind: t.Type, op: str, left: SetValue, right: SetValue) -> SetValue:
    combine = _OPS[op]
    if kind.name != "money":
        return SetValue(kind, combine(left.value.cast(BIG), right.value.cast(BIG)))
    own = combine(left.value.cast(BIG), right.value.cast(BIG))
    base = combine(left.base.cast(BIG), right.base.cast(BIG))
    if left.currency is None or right.currency is None:
        currency = left.currency if right.currency is None else right.currency
        return SetValue(kind, own, currency, base)
    same = _same_currency(left, right)
    loose = left.loose or right.loose
    either = ibis.coalesce(left.currency, right.currency) if loose else left.currency
    currency = ibis.ifelse(same, either, ibis.literal(BASE))
    return SetValue(kind, ibis.ifelse(same, own, base), currency, base, loose)


def _product(kind: t.Type, left: SetValue, right: SetValue) -> SetValue:
    factor = right.value.cast(BIG)
    value = left.value.cast(BIG) * factor
    if kind.name != "money":
        return SetValue(kind, value)
    return replace(left, type=kind, value=value, base=left.base.cast(BIG) * factor)


def _extreme(node: Call, args: list[SetValue]) -> SetValue:
    """The least or greatest of the arguments; null where any is null."""
    op = "<=" if node.function == "min" else ">="
    best = rescale(args[0], node.type)
    for other in (rescale(arg, node.type) for arg in args[1:]):
        first = compare(op, best, other)
        best = choose([(first, best), (~first, other)], node.type)
    return best


def _whole(args: list[SetValue], sign: int) -> Any:
    """Floor (sign 1) or ceiling (sign -1) of a scaled number."""
    scale = args[0].type.scale
    if scale == 0:
        return args[0].value
    unit = ibis.literal(Decimal(10**scale), BIG)
    value = args[0].value.cast(BIG)
    return _floor(value, unit) if sign > 0 else -_floor(-value, unit)


def _modulo(node: Call, args: list[SetValue]) -> Any:
    left, right = (rescale(arg, node.type) for arg in args)
    divisor = right.value.cast(BIG).nullif(ibis.literal(Decimal(0), BIG))
    value = left.value.cast(BIG)
    return value - divisor * _floor(value, divisor)


def _money_modulo(amount: SetValue, units: SetValue) -> SetValue:
    """Give what is left over whole units of the amount's own currency."""
    currency = amount.currency
    minor = ibis.cases(
        *(
            (currency.isin(list(names)), ibis.literal(10**places))
            for places, names in ODD_EXPONENTS
        ),
        else_=ibis.literal(100),
    )
    divisor = (units.value * minor).cast(BIG).nullif(ibis.literal(Decimal(0), BIG))
    value = amount.value.cast(BIG)
    return replace(amount, value=value - divisor * _floor(value, divisor), base=unknown(BIG))


def _replaced(_node: Call, args: list[SetValue]) -> Any:
    return args[0].value.replace(args[1].value, args[2].value)


def _part(_node: Call, args: list[SetValue]) -> Any:
    length = args[2].value.cast("int64") if len(args) > 2 else ibis.literal(1_000_000, "int64")
    return _substring(args[0].value, args[1].value.cast("int64"), length)


_CALLS: Final[Mapping[str, Callable[[Call, list[SetValue]], Any]]] = {
    "list contains": lambda _n, a: a[0].value.contains(a[1].value),
    "count": lambda _n, a: a[0].value.length(),
    "floor": lambda _n, a: _whole(a, 1),
    "ceiling": lambda _n, a: _whole(a, -1),
    "modulo": _modulo,
    "string length": lambda _n, a: a[0].value.length().cast("int64"),
    "contains": lambda _n, a: a[0].value.contains(a[1].value),
    "starts with": lambda _n, a: a[0].value.startswith(a[1].value),
    "ends with": lambda _n, a: a[0].value.endswith(a[1].value),
    "matches": lambda _n, a: a[0].value.re_search(a[1].value),
    "substring": _part,
    "replace": _replaced,
    "year": lambda _n, a: a[0].value.year().cast("int64"),
    "month": lambda _n, a: a[0].value.month().cast("int64"),
    "day": lambda _n, a: a[0].value.day().cast("int64"),
    "day of week": lambda _n, a: _weekday(a[0].value),
    "days between": lambda _n, a: days_between(a[0].value, a[1].value),
    "workdays between": lambda _n, a: _workdays_between(a[0].value, a[1].value),
}
