"""Decision tables: which rows match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from compliance.lang.dmn.evaluate import INPUT, evaluate, matches, read, read_tests
from compliance.lang.dmn.items import meets
from compliance.lang.dmn.model import Row, Table
from compliance.lang.dmn.numbers import count, extreme, total
from compliance.lang.dmn.syntax import OutsideError
from compliance.lang.dmn.values import equal

_AGGREGATES: Final = {"SUM": total, "COUNT": count, "MIN": extreme(-1), "MAX": extreme(1)}


def decide_table(table: Table, scope: Mapping[str, Any], members: frozenset[str]) -> Any:
    """Give the result of a table for the values in scope."""
    names = scope.keys() | members
    _read_all(table, names)
    inputs = [
        _allowed(_value(item.expression.text, scope, names), item.values) for item in table.inputs
    ]
    rows = [row for row in table.rows if _row_matches(row, inputs, scope, names)]
    results = [_result(table, row.outputs, scope, names) for row in rows]
    if not results:
        return _default(table, scope, names)
    return _hit(table, results)


def _read_all(table: Table, names: Any) -> None:
    """Read every cell before any is evaluated, so that what is left out does not depend on data."""
    for row in table.rows:
        for test in row.tests:
            read_tests(test, names)
        for output in row.outputs:
            read(output, names)


def _value(text: str, scope: Mapping[str, Any], names: Any) -> Any:
    return evaluate(read(text, names), scope)


def _allowed(value: Any, values: str | None) -> Any:
    """Give the value, or null where it is none of those listed."""
    return value if value is None or not values or meets(value, values) else None


def _row_matches(row: Row, inputs: Sequence[Any], scope: Mapping[str, Any], names: Any) -> bool:
    return all(
        matches(read_tests(test, names), {**scope, INPUT: value})
        for test, value in zip(row.tests, inputs, strict=True)
    )


def _result(table: Table, entries: Sequence[str], scope: Mapping[str, Any], names: Any) -> Any:
    values = [
        _allowed(_value(entry, scope, names), output.values)
        for entry, output in zip(entries, table.outputs, strict=True)
    ]
    if len(values) == 1:
        return values[0]
    return {str(o.name): value for o, value in zip(table.outputs, values, strict=True)}


def _default(table: Table, scope: Mapping[str, Any], names: Any) -> Any:
    if all(output.default is None for output in table.outputs):
        return None
    return _result(table, [output.default or "null" for output in table.outputs], scope, names)


def _hit(table: Table, results: list[Any]) -> Any:
    if table.policy in _HITS:
        return _HITS[table.policy](table, results)
    if table.policy == "COLLECT" and table.aggregation is None:
        return tuple(results)
    if table.policy == "COLLECT" and table.aggregation in _AGGREGATES and len(table.outputs) == 1:
        return _AGGREGATES[table.aggregation](results)
    raise OutsideError(f"the hit policy {table.policy} {table.aggregation or ''}".rstrip())


def _any(_table: Table, results: list[Any]) -> Any:
    """Give what all rows agree on."""
    return results[0] if all(equal(results[0], other) for other in results) else None


def _by_priority(table: Table, results: list[Any]) -> list[Any]:
    """Order results by the place of their outputs in the listed values, the first output first."""
    ranked = [_listed(output.values) for output in table.outputs]

    def rank(result: Any) -> tuple[int, ...]:
        values = [result] if len(table.outputs) == 1 else list(result.values())
        return tuple(_place(v, listed) for v, listed in zip(values, ranked, strict=True))

    return sorted(results, key=rank)


def _listed(values: str | None) -> tuple[Any, ...]:
    return _value(f"[{values}]", {}, ()) if values and values != "-" else ()


def _place(value: Any, listed: Sequence[Any]) -> int:
    return next((n for n, other in enumerate(listed) if equal(value, other)), len(listed))


_HITS: Final[Mapping[str, Callable[[Table, list[Any]], Any]]] = {
    "UNIQUE": lambda _, results: results[0] if len(results) == 1 else None,
    "ANY": _any,
    "FIRST": lambda _, results: results[0],
    "PRIORITY": lambda table, results: _by_priority(table, results)[0],
    "OUTPUT ORDER": lambda table, results: tuple(_by_priority(table, results)),
    "RULE ORDER": lambda _, results: tuple(results),
}
