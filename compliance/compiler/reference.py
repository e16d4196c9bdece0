"""Typed tree → Python value of one record, with exact decimals. The plain reference.

It says what an expression means; the set compiler must agree with it on every record.
"""

from __future__ import annotations

import operator
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from compliance.compiler.leaf import Leaf, Reader, side
from compliance.lang.parameters import Parameter, ParameterValue
from compliance.lang.regex import python_form
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    DateTest,
    Decide,
    Divide,
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
    TableRef,
    TableRow,
)
from compliance.lang.types import QUOTIENT_SCALE
from compliance.model.money import BASE, Money, exponent

EXACT: Final = Context(prec=100)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ASCII_SPACES: Final = "\t\n\f\r "
_UPPER: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EXACT_OPS: Final[Mapping[str, Callable[[Any, Any], Decimal]]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
}


@dataclass(frozen=True)
class Record:
    """One record as a rule sees it: the values of the leaves, and the same for `this`."""

    values: Mapping[Leaf, Any]
    as_of: date
    this: Callable[[Node], Any] | None = None


class Reference:
    """Evaluates expressions of one context."""

    def __init__(self, reader: Reader, parameters: Mapping[str, Parameter]) -> None:
        """Take the reader that knows the leaves, and the parameters."""
        self.reader, self.parameters = reader, parameters
        self._leaves: dict[int, Leaf | None] = {}  # by node identity; nodes outlive the evaluator

    def leaf(self, node: Node) -> Leaf | None:
        """Give the leaf of a node, or None; looked up once for each node."""
        known = id(node)
        if known not in self._leaves:
            self._leaves[known] = self.reader.leaf(node)
        return self._leaves[known]

    def value(self, node: Node, record: Record) -> Any:
        """Give the value of an expression for a record; None is null."""
        if record.this is not None and side(node) == "this":
            return record.this(node)
        leaf = self.leaf(node)
        if leaf is not None:
            return record.values.get(leaf)
        method: Callable[[Any, Record], Any] = getattr(self, "_" + type(node).__name__.lower())
        return method(node, record)

    def parameter(self, node: ParameterRef, record: Record) -> ParameterValue | None:
        """Give the parameter's value that holds for a record."""
        parameter = self.parameters[node.id]
        if node.on is not None:
            day = self.value(node.on, record)
        else:
            leaf = self.reader.date()
            day = record.values.get(leaf) if leaf is not None else None
        key_leaf = self.reader.key_leaf(parameter.by)
        key = record.values.get(key_leaf) if key_leaf is not None else None
        return parameter.lookup(day, key)

    # leaves and logic -----------------------------------------------------------------------

    def _literal(self, node: Literal, _record: Record) -> Any:
        return node.value

    def _asof(self, _node: AsOf, record: Record) -> Any:
        return record.as_of

    def _letref(self, node: LetRef, record: Record) -> Any:
        return self.value(node.value, record)

    def _tableref(self, node: TableRef, record: Record) -> Any:
        return self.value(node.value, record)

    def _datetest(self, node: DateTest, record: Record) -> bool | None:
        leaf = self.reader.date()
        day = record.values.get(leaf) if leaf is not None else None
        if day is None:
            return None
        return (node.start is None or node.start <= day) and (node.end is None or day <= node.end)

    def _listof(self, node: ListOf, record: Record) -> Any:
        items = tuple(self.value(item, record) for item in node.items)
        return None if any(item is None for item in items) else items

    def _parameterref(self, node: ParameterRef, record: Record) -> Any:
        found = self.parameter(node, record)
        return None if found is None else found.value

    def _and(self, node: And, record: Record) -> bool | None:
        values = [self.value(part, record) for part in node.parts]
        if any(value is False for value in values):
            return False
        return None if any(value is None for value in values) else True

    def _or(self, node: Or, record: Record) -> bool | None:
        values = [self.value(part, record) for part in node.parts]
        if any(value is True for value in values):
            return True
        return None if any(value is None for value in values) else False

    def _not(self, node: Not, record: Record) -> bool | None:
        value = self.value(node.value, record)
        return None if value is None else not value

    def _nulltest(self, node: NullTest, record: Record) -> bool:
        return (self.value(node.value, record) is not None) == node.present

    def _ifelse(self, node: IfElse, record: Record) -> Any:
        condition = self.value(node.condition, record)
        if condition is None:
            return None
        return self.value(self._branch(node, condition), record)

    def _branch(self, node: IfElse, condition: bool) -> Node:  # noqa: FBT001
        return node.then if condition else node.otherwise

    def _compare(self, node: Compare, record: Record) -> bool | None:
        return compare(node.op, self.value(node.left, record), self.value(node.right, record))

    # decision tables ------------------------------------------------------------------------

    def matching(self, node: Decide, record: Record) -> list[TableRow]:
        """Give the rows of a table that match a record: an unknown condition does not."""
        return [row for row in node.rows if self.value(row.condition, record) is True]

    def decided(self, node: Node, record: Record) -> tuple[int, ...]:
        """Give the numbers of the rows that match, in the version of the table that holds."""
        if isinstance(node, TableRef):
            return self.decided(node.value, record)
        if isinstance(node, IfElse):
            holds = self.value(node.condition, record)
            return () if holds is None else self.decided(self._branch(node, holds), record)
        if isinstance(node, Decide):
            return tuple(row.number for row in self.matching(node, record))
        return ()

    def _decide(self, node: Decide, record: Record) -> Any:
        outputs = [self.value(row.output, record) for row in self.matching(node, record)]
        return answer(node.policy, outputs, node.priority)

    # arithmetic and functions ---------------------------------------------------------------

    def _arith(self, node: Arith, record: Record) -> Any:
        left, right = self.value(node.left, record), self.value(node.right, record)
        if left is None or right is None:
            return None
        if isinstance(left, date):
            return _date_arith(node, left, right)
        if isinstance(left, Money):
            return _money_arith(node.op, left, right)
        result = _EXACT_OPS[node.op](Decimal(left), Decimal(right))
        return int(result) if node.type.name == "days" else result

    def _divide(self, node: Divide, record: Record) -> Any:
        left, right = self.value(node.left, record), self.value(node.right, record)
        return None if left is None or right is None else divide(left, right)

    def _negate(self, node: Negate, record: Record) -> Any:
        value = self.value(node.value, record)
        return None if value is None else _signed(value, EXACT.minus)

    def _call(self, node: Call, record: Record) -> Any:
        args = [self.value(arg, record) for arg in node.args]
        if any(arg is None for arg in args):
            return None
        return _CALLS[node.function](args)


def compare(op: str, left: Any, right: Any) -> bool | None:
    """Compare two values; money in its own currency where both have one, else in euro."""
    if left is None or right is None:
        return None
    if isinstance(left, Money):
        return _compare_money(op, left, right)
    return _TESTS[op](left, right)


def same_currency(left: Money, right: Money) -> bool:
    """Say whether two amounts compare as they stand; an amount without currency fits any."""
    return left.currency == right.currency or None in {left.currency, right.currency}


def _compare_money(op: str, left: Money, right: Money) -> bool | None:
    if same_currency(left, right):
        return _TESTS[op](left.minor, right.minor)
    if left.base_minor is None or right.base_minor is None:
        return None
    return _TESTS[op](left.base_minor, right.base_minor)


def _date_arith(node: Arith, left: date, right: Any) -> Any:
    if isinstance(right, date):
        return (left - right).days
    count = right if node.op == "+" else -right
    return add_days(left, count) if node.right.type.name == "days" else add_months(left, count)


def add_days(day: date, count: int) -> date | None:
    """Give the day `count` days later; null before the year 1 and after the year 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """Give the same day of a later month, or its last day where the month is shorter.

    Null before the year 1 and after the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _money_arith(op: str, left: Money, right: Any) -> Money | None:
    combine = _EXACT_OPS[op]
    if not isinstance(right, Money):
        base = None if left.base_minor is None else whole(combine(Decimal(left.base_minor), right))
        return Money(whole(combine(Decimal(left.minor), Decimal(right))), left.currency, base)
    base = None
    if left.base_minor is not None and right.base_minor is not None:
        base = whole(combine(Decimal(left.base_minor), Decimal(right.base_minor)))
    if same_currency(left, right):
        minor = whole(combine(Decimal(left.minor), Decimal(right.minor)))
        return Money(minor, left.currency or right.currency, base)
    return None if base is None else Money(base, BASE, base)


def whole(value: Decimal) -> Any:
    """Give an int where the value is whole; parts of a minor unit stay exact decimals."""
    return int(value) if value == value.to_integral_value() else value


def workdays_between(first: date, second: date) -> int:
    """Count Mondays to Fridays after the first date up to the second; negative when reversed."""
    if second < first:
        return -workdays_between(second, first)
    weeks, rest = divmod((second - first).days, 7)
    extra = sum((first.weekday() + step) % 7 < 5 for step in range(1, rest + 1))
    return weeks * 5 + extra


def months_between(first: date, second: date) -> int:
    """Count whole months from the first date to the second; negative when reversed."""
    if second < first:
        return -months_between(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (second.day < first.day)


def divide(left: Any, right: Any) -> Any:
    """Divide numbers or money, half-even at six places; null where the divisor is 0."""
    if isinstance(right, Money):
        if same_currency(left, right):
            return quotient(left.minor, right.minor)
        if left.base_minor is None or right.base_minor is None:
            return None
        return quotient(left.base_minor, right.base_minor)
    if isinstance(left, Money):
        minor = quotient(left.minor, right)
        if minor is None:
            return None
        base = None if left.base_minor is None else quotient(left.base_minor, right)
        return Money(whole(minor), left.currency, None if base is None else whole(base))
    return quotient(left, right)


def quotient(top: Decimal | int, bottom: Decimal | int) -> Decimal | None:
    """Give the exact quotient of two numbers, rounded half-even to six places; null for n/0."""
    if bottom == 0:
        return None
    places = round(Fraction(top) / Fraction(bottom) * 10**QUOTIENT_SCALE)
    return Decimal(places).scaleb(-QUOTIENT_SCALE, EXACT)


def answer(policy: str, outputs: Sequence[Any], priority: Sequence[Any]) -> Any:
    """Give a decision table's answer from the outputs of the rows that match, in row order."""
    if policy == "collect count":
        return Decimal(len(outputs))
    if policy in {"collect", "rule order", "output order"}:
        listed = (
            sorted(outputs, key=lambda o: _rank(o, priority)) if "output" in policy else outputs
        )
        return None if None in listed else tuple(listed)
    return _ANSWERS[policy](outputs, priority) if outputs else None


def _rank(output: Any, priority: Sequence[Any]) -> int:
    """Give the place of an output in the list of priorities; what is not listed comes last."""
    places = (place for place, one in enumerate(priority) if compare("=", one, output))
    return next(places, len(priority))


def _only(outputs: Sequence[Any], _priority: Sequence[Any]) -> Any:
    return outputs[0] if len(outputs) == 1 else None


def _agreed(outputs: Sequence[Any], _priority: Sequence[Any]) -> Any:
    first = outputs[0]
    return first if all(compare("=", first, output) for output in outputs[1:]) else None


def _sum(outputs: Sequence[Any], _priority: Sequence[Any]) -> Any:
    return None if None in outputs else reduce(_add, outputs)


def _add(left: Any, right: Any) -> Any:
    if left is None:
        return None
    if isinstance(left, Money):
        return _money_arith("+", left, right)
    total = EXACT.add(Decimal(left), Decimal(right))
    return int(total) if isinstance(left, int) else total


_ANSWERS: Final[Mapping[str, Callable[[Sequence[Any], Sequence[Any]], Any]]] = {
    "unique": _only,
    "any": _agreed,
    "first": lambda outputs, _: outputs[0],
    "priority": lambda outputs, priority: min(outputs, key=lambda o: _rank(o, priority)),
    "collect sum": _sum,
    "collect min": lambda outputs, _: None if None in outputs else _extreme("<", outputs),
    "collect max": lambda outputs, _: None if None in outputs else _extreme(">", outputs),
}


def _extreme(op: str, args: Sequence[Any]) -> Any:
    """Give the first of the values than which none is less (`<`) or greater (`>`).

    Amounts of one currency compare in it; of several, all compare in euro.
    """
    sizes = [_size(value, args) for value in args]
    if None in sizes:
        return None
    best = 0
    for place, size in enumerate(sizes):
        best = place if _TESTS[op](size, sizes[best]) else best
    return args[best]


def _size(value: Any, among: Sequence[Any]) -> Any:
    if not isinstance(value, Money):
        return value
    one_currency = len({other.currency for other in among} - {None}) <= 1
    return value.minor if one_currency else value.base_minor


def _signed(value: Any, sign: Callable[[Decimal], Decimal]) -> Any:
    """Change the sign of a number of days, a number or an amount, without rounding."""
    if isinstance(value, Money):
        base = None if value.base_minor is None else _signed(value.base_minor, sign)
        return Money(_signed(value.minor, sign), value.currency, base)
    changed = sign(Decimal(value))
    return int(changed) if isinstance(value, int) else changed


def _in_euro(value: Money) -> Money | None:
    base = value.base_minor
    return None if base is None else Money(base, BASE, base)


def _rounded(value: Any, places: Any, rounding: str) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-int(places)), rounding, EXACT)


def _floor(value: Any) -> Decimal:
    return Decimal(value).to_integral_value(rounding="ROUND_FLOOR")


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
    begin = start - 1 if start > 0 else max(len(text) + start, 0)
    if start == 0:
        begin = len(text)
    length = int(args[2]) if len(args) > 2 else len(text)
    return str(text[begin : begin + max(length, 0)])


_CALLS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "list contains": lambda a: a[1] in a[0],
    "count": lambda a: Decimal(len(a[0])),
    "abs": lambda a: _signed(a[0], EXACT.abs),
    "floor": lambda a: _floor(a[0]),
    "ceiling": lambda a: EXACT.minus(_floor(EXACT.minus(Decimal(a[0])))),
    "modulo": _modulo,
    "min": lambda a: _extreme("<", a),
    "max": lambda a: _extreme(">", a),
    "decimal": lambda a: _rounded(a[0], a[1], "ROUND_HALF_EVEN"),
    "round half even": lambda a: _rounded(a[0], a[1], "ROUND_HALF_EVEN"),
    "round half up": lambda a: _rounded(a[0], a[1], "ROUND_HALF_UP"),
    "round half down": lambda a: _rounded(a[0], a[1], "ROUND_HALF_DOWN"),
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
    "workdays between": lambda a: Decimal(workdays_between(a[0], a[1])),
    "years and months duration": lambda a: months_between(a[0], a[1]),
    "in euro": lambda a: _in_euro(a[0]),
}
