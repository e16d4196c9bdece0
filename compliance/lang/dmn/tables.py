"""Decision tables: which rows match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from compliance.lang.dmn.evaluate import INPUT, evaluate, matches, read, read_tests
from compliance.lang.dmn.items import coerce, meets
from compliance.lang.dmn.model import Literal, Model, Row, Table
from compliance.lang.dmn.numbers import count, extreme, total
from compliance.lang.dmn.syntax import OutsideError
from compliance.lang.dmn.values import equal

_AGGREGATES: Final = {"SUM": total, "COUNT": count, "MIN": extreme(-1), "MAX": extreme(1)}


def decide_table(table: Table, scope: Mapping[str, Any], model: Model) -> Any:
    """Give the result of a table for the values in scope."""
    return _Asked(table, scope, model).result()


class _Asked:
    """A table asked for the values of one scope."""

    def __init__(self, table: Table, scope: Mapping[str, Any], model: Model) -> None:
        self.table, self.scope, self.model = table, scope, model
        self.names = scope.keys() | model.members
        for row in table.rows:  # every cell, so that what is left out does not depend on the data
            for test in row.tests:
                read_tests(test.text, self.names)
            for output in row.outputs:
                read(output.text, self.names)

    def result(self) -> Any:
        inputs = [_allowed(self.value(item.expression), item.values) for item in self.table.inputs]
        rows = [row for row in self.table.rows if self.matches(row, inputs)]
        if rows:
            return _hit(self.table, [self.answer(row.outputs) for row in rows])
        defaults = [output.default for output in self.table.outputs]
        if all(default is None for default in defaults):
            return None
        return self.answer([Literal(default or "null", None, 0) for default in defaults])

    def value(self, cell: Literal) -> Any:
        found = evaluate(read(cell.text, self.names), self.scope)
        return coerce(found, cell.type_ref, self.model)

    def matches(self, row: Row, inputs: Sequence[Any]) -> bool:
        return all(
            matches(read_tests(test.text, self.names), {**self.scope, INPUT: value})
            for test, value in zip(row.tests, inputs, strict=True)
        )

    def answer(self, cells: Sequence[Literal]) -> Any:
        """Give one value, or of several outputs a context."""
        values = [
            coerce(_allowed(self.value(cell), output.values), output.type_ref, self.model)
            for cell, output in zip(cells, self.table.outputs, strict=True)
        ]
        if len(values) == 1:
            return values[0]
        return {str(o.name): value for o, value in zip(self.table.outputs, values, strict=True)}


def _allowed(value: Any, values: str | None) -> Any:
    """Give the value, or null where it is none of those listed."""
    return value if value is None or not values or meets(value, values) else None


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
    return evaluate(read(f"[{values}]", ()), {}) if values and values != "-" else ()


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
