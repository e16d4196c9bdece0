"""Syntax → value, by FEEL's own rules for null and without static types.

This is the DMN profile: the same grammar, read as FEEL reads it. `null != "X"` is true here and
null in the rule language; `docs/dmn.md` lists the differences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from compliance.lang.dmn import arithmetic, functions, signatures, syntax
from compliance.lang.dmn.calendar import DAY, SECOND, Clock, Day, Moment, Months, Span, offset_of
from compliance.lang.dmn.calendar import weekday as weekday_of
from compliance.lang.dmn.syntax import OutsideError, plain_name, walk
from compliance.lang.dmn.times import at_literal
from compliance.lang.dmn.values import (
    Function,
    Range,
    both,
    compare,
    either,
    equal,
    number,
    within,
)
from compliance.lang.syntax import Syntax

INPUT: Final = "?"
_PROPERTIES: Final = frozenset({"time offset", "start included", "end included"})
_CLOSED: Final = {
    "range_closed": (True, True),
    "range_open_end": (True, False),
    "range_open_start": (False, True),
    "range_open": (False, False),
}


def read(text: str, names: Collection[str]) -> Syntax:
    """Read an expression in which `names` are known; OutsideError for what the profile lacks."""
    return _read(text, frozenset(names), tests=False)


def read_tests(text: str, names: Collection[str]) -> Syntax:
    """Read a cell of a table: `-`, unary tests, or `not(…)` around them."""
    return _read(text, frozenset(names), tests=True)


@lru_cache(maxsize=4096)
def _read(text: str, names: frozenset[str], *, tests: bool) -> Syntax:
    known = names | functions.NAMES | _PROPERTIES
    found = syntax.parse_tests(text, known) if tests else syntax.parse(text, known)
    for node in walk(found):
        if node.op in {"call", "call_named"}:
            name = plain_name(node.args[0])
            if name not in functions.BUILTINS and name.partition(".")[0] not in names:
                raise OutsideError(f"the function `{name}`")
    return found


def evaluate(node: Syntax, scope: Mapping[str, Any]) -> Any:
    """Give the value of an expression; `scope` holds the values of its names."""
    return _RULES[node.op](node, scope)


def matches(node: Syntax, scope: Mapping[str, Any]) -> bool:
    """Say whether the input `?` of the scope meets the unary tests of a cell."""
    if node.op == "entry_any":
        return True
    met = either(*(_test(test, scope[INPUT], scope) for test in node.args))
    return met is False if node.op == "entry_not" else met is True


# literals and names ---------------------------------------------------------------------------

_ESCAPES: Final = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def unescape(literal: str) -> str:
    """Read a literal text; a backslash that begins no escape of FEEL stays."""

    def sign(found: re.Match[str]) -> str:
        if found[3]:
            return _ESCAPES.get(found[3], found[0])
        point = int(found[1] or found[2], 16)
        return chr(point) if point <= 0x10FFFF else found[0]

    pattern = r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))"
    text = re.sub(pattern, sign, literal[1:-1], flags=re.DOTALL)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _string(node: Syntax, _scope: Mapping[str, Any]) -> str:
    return unescape(node.args[0])


def _name(node: Syntax, scope: Mapping[str, Any]) -> Any:
    first, *rest = syntax.path_of(node.args[0])
    return _follow(scope.get(first), rest)


def _path(node: Syntax, scope: Mapping[str, Any]) -> Any:
    return _follow(evaluate(node.args[0], scope), syntax.path_of(node.args[1]))


def _follow(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        if isinstance(value, tuple):
            value = tuple(_member(item, part) for item in value)
        else:
            value = _member(value, part)
    return value


def _member(value: Any, name: str) -> Any:
    """Give the entry of a context or the property of a value; null where it has none."""
    if isinstance(value, dict):
        return value.get(name)
    return members(value).get(name)


def members(value: Any) -> dict[str, Any]:
    """Give the properties that FEEL defines for a value that is no context."""
    if isinstance(value, Range):
        return {
            "start": value.low,
            "end": value.high,
            "start included": value.low_closed,
            "end included": value.high_closed,
        }
    if isinstance(value, Months):
        return _signed(value.count, {"years": 12, "months": 1})
    if isinstance(value, Span):
        sizes = {"days": DAY, "hours": 3600 * SECOND, "minutes": 60 * SECOND, "seconds": SECOND}
        return _signed(value.nanos, sizes)
    day = value.day if isinstance(value, Moment) else value
    clock = value.clock if isinstance(value, Moment) else value
    found: dict[str, Any] = {}
    if isinstance(day, Day):
        found = {"year": Decimal(day.year), "month": Decimal(day.month), "day": Decimal(day.day)}
        found["weekday"] = Decimal(weekday_of(day))
    if isinstance(clock, Clock):
        found |= _signed(
            clock.nanos, {"hour": 3600 * SECOND, "minute": 60 * SECOND, "second": SECOND}
        )
        offset = offset_of(value)
        found["time offset"] = None if offset is None else Span(offset * SECOND)
        found["timezone"] = clock.zone
    return found


def _signed(total: int, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Split a total into parts, the greatest first; every part has the total's sign."""
    rest, parts = abs(total), {}
    for name, size in sizes.items():
        whole, rest = divmod(rest, size)
        parts[name] = Decimal(-whole if total < 0 else whole)
    return parts


def _list(node: Syntax, scope: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(evaluate(item, scope) for item in node.args)


def _range(node: Syntax, scope: Mapping[str, Any]) -> Range | None:
    low, high = (evaluate(end, scope) for end in node.args)
    return Range(low, high, *_CLOSED[node.op])


def _context(node: Syntax, scope: Mapping[str, Any]) -> dict[str, Any] | None:
    """Build a context; each entry sees those before it; a key that stands twice gives null."""
    made: dict[str, Any] = {}
    for entry in node.args:
        literal = entry.args[0]
        key = unescape(literal) if literal.startswith('"') else plain_name(literal)
        if key in made:
            return None
        made[key] = evaluate(entry.args[1], {**scope, **made})
    return made


# operators ------------------------------------------------------------------------------------


def _if(node: Syntax, scope: Mapping[str, Any]) -> Any:
    condition, then, otherwise = node.args
    return evaluate(then if evaluate(condition, scope) is True else otherwise, scope)


def _compare(node: Syntax, scope: Mapping[str, Any]) -> bool | None:
    left, op, right = node.args
    return compare(op, evaluate(left, scope), evaluate(right, scope))


def _between(node: Syntax, scope: Mapping[str, Any]) -> bool | None:
    value, low, high = _list(node, scope)
    return both(compare(">=", value, low), compare("<=", value, high))


def _arith(node: Syntax, scope: Mapping[str, Any]) -> Any:
    left, op, right = node.args
    return arithmetic.calculate(op, evaluate(left, scope), evaluate(right, scope))


def _in(node: Syntax, scope: Mapping[str, Any]) -> bool | None:
    value = evaluate(node.args[0], scope)
    return either(*(_test(test, value, scope) for test in node.args[1:]))


def _test(test: Syntax, value: Any, scope: Mapping[str, Any]) -> bool | None:
    """Say whether a value meets one unary test: a comparison, a value, a range or a list.

    A test that speaks of `?` must be true, any other holds the value or equals it; `?` alone does.
    """
    if test.op == "test_compare":
        return compare(test.args[0], value, evaluate(test.args[1], scope))
    found = evaluate(test.args[0], {**scope, INPUT: value})
    if test.args[0].op != "name" and any(_asks(node) for node in walk(test)):
        return found if isinstance(found, bool) else None
    return _is_in(value, found)


def _asks(node: Syntax) -> bool:
    return node.op == "name" and node.args[0].partition(".")[0] == INPUT


def _is_in(value: Any, found: Any) -> bool | None:
    if isinstance(found, Range) and not isinstance(value, Range):
        return within(value, found)
    if isinstance(found, tuple):
        return equal(value, found) is True or any(_is_in(value, item) is True for item in found)
    return equal(value, found)


# calls ----------------------------------------------------------------------------------------


def _call(node: Syntax, scope: Mapping[str, Any]) -> Any:
    args = [evaluate(arg, scope) for arg in node.args[1:]]
    function = _name(node, scope)
    if isinstance(function, Function):
        return function.call(args) if len(args) == len(function.parameters) else None
    return signatures.call(_builtin(node), args)


def _call_named(node: Syntax, scope: Mapping[str, Any]) -> Any:
    args = {plain_name(arg.args[0]): evaluate(arg.args[1], scope) for arg in node.args[1:]}
    function = _name(node, scope)
    if isinstance(function, Function):
        return call_by_name(function, args)
    return signatures.call_named(_builtin(node), args)


def _builtin(node: Syntax) -> Sequence[signatures.Builtin]:
    return functions.BUILTINS.get(plain_name(node.args[0]), ())


def call_by_name(function: Function, args: Mapping[str, Any]) -> Any:
    """Call a function of the model: what is not given is null; a strange name gives null."""
    if not args.keys() <= set(function.parameters):
        return None
    return function.call([args.get(parameter) for parameter in function.parameters])


_RULES: Final[Mapping[str, Callable[[Syntax, Mapping[str, Any]], Any]]] = {
    "number": lambda node, _: number(node.args[0]),
    "string": _string,
    "at_literal": lambda node, _: at_literal(unescape(node.args[0])),
    "true": lambda _node, _: True,
    "false": lambda _node, _: False,
    "null": lambda _node, _: None,
    "name": _name,
    "path": _path,
    "list": _list,
    "context": _context,
    **dict.fromkeys(_CLOSED, _range),
    "if_else": _if,
    "any_of": lambda node, scope: either(*_list(node, scope)),
    "all_of": lambda node, scope: both(*_list(node, scope)),
    "compare": _compare,
    "between": _between,
    "in_tests": _in,
    "arith": _arith,
    "negate": lambda node, scope: arithmetic.negate(evaluate(node.args[-1], scope)),
    "call": _call,
    "call_named": _call_named,
}
