"""Decision tables: which rows match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    inputs = [evaluate(read(item.expression.text, names), scope) for item in table.inputs]
    for value, item in zip(inputs, table.inputs, strict=True):
        if value is not None and item.values and not meets(value, item.values):
            return None
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


def _row_matches(row: Row, inputs: Sequence[Any], scope: Mapping[str, Any], names: Any) -> bool:
    return all(
        matches(read_tests(test, names), {**scope, INPUT: value})
        for test, value in zip(row.tests, inputs, strict=True)
    )


def _result(table: Table, entries: Sequence[str], scope: Mapping[str, Any], names: Any) -> Any:
    values = [evaluate(read(entry, names), scope) for entry in entries]
    if len(table.outputs) == 1:
        return values[0]
    return {str(o.name): value for o, value in zip(table.outputs, values, strict=True)}


def _default(table: Table, scope: Mapping[str, Any], names: Any) -> Any:
    if all(output.default is None for output in table.outputs):
        return None
    return _result(table, [output.default or "null" for output in table.outputs], scope, names)


def _hit(table: Table, results: list[Any]) -> Any:
    match table.policy:
        case "UNIQUE":
            return results[0] if len(results) == 1 else None
        case "ANY":
            return results[0] if all(equal(results[0], other) for other in results) else None
        case "FIRST":
            return results[0]
        case "PRIORITY":
            return _by_priority(table, results)[0]
        case "OUTPUT ORDER":
            return tuple(_by_priority(table, results))
        case "RULE ORDER":
            return tuple(results)
        case "COLLECT" if table.aggregation is None:
            return tuple(results)
        case "COLLECT" if table.aggregation in _AGGREGATES and len(table.outputs) == 1:
            return _AGGREGATES[table.aggregation](results)
    raise OutsideError(f"the hit policy {table.policy} {table.aggregation or ''}".rstrip())


def _by_priority(table: Table, results: list[Any]) -> list[Any]:
    """Order results by the place of their outputs in the listed values, the first output first."""
    ranked = [_listed(output.values) for output in table.outputs]

    def rank(result: Any) -> tuple[int, ...]:
        values = [result] if len(table.outputs) == 1 else list(result.values())
        return tuple(_place(v, listed) for v, listed in zip(values, ranked, strict=True))

    return sorted(results, key=rank)


def _listed(values: str | None) -> tuple[Any, ...]:
    return () if values is None else evaluate(read(f"[{values}]", ()), {})


def _place(value: Any, listed: Sequence[Any]) -> int:
    return next((n for n, other in enumerate(listed) if equal(value, other)), len(listed))
