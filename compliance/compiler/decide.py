"""A decision table's answer as SQL: which rows match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations

from compliance.compiler import sql
from compliance.compiler.sql import Dialect, holds, known, when
from compliance.compiler.value import (
    SetValue,
    choose,
    combine,
    compare,
    constant,
    rescale,
    same_currency,
)
from compliance.lang.tree import Decide, Literal, Node
from compliance.model.money import parse_money


class Decision:
    """The answer of one decision table: which rows match, and what its hit policy makes of them."""

    def __init__(
        self, node: Decide, tests: list[str], outputs: list[SetValue], dialect: Dialect
    ) -> None:
        """Take whether each row matches, and what it answers."""
        self.node, self.tests, self.dialect = node, tests, dialect
        inside = node.type.element or node.type
        counted = node.policy == "collect count"
        self.outputs = outputs if counted else [rescale(o, inside, dialect) for o in outputs]

    def value(self) -> SetValue:
        """Give the answer for every row."""
        method: Callable[[], SetValue] = getattr(self, "_" + self.node.policy.replace(" ", "_"))
        return method()

    def _cases(self, order: Sequence[int]) -> SetValue:
        cases = [(self.tests[n], self.outputs[n]) for n in order]
        return choose(cases, self.node.type, self.dialect)

    def _guarded(self, guard: str) -> SetValue:
        found = self._cases(range(len(self.tests)))
        return choose([(guard, found)], self.node.type, self.dialect)

    def _first(self) -> SetValue:
        return self._cases(range(len(self.tests)))

    def _priority(self) -> SetValue:
        return self._cases(self._by_priority())

    def _unique(self) -> SetValue:
        return self._guarded(f"({self._matches()} = 1)")

    def _any(self) -> SetValue:
        return self._guarded(
            sql.all_of(
                f"(NOT ({self.tests[a]} AND {self.tests[b]}))"
                if self._literals(a, b)
                else sql.any_of(
                    [
                        f"(NOT ({self.tests[a]} AND {self.tests[b]}))",
                        holds(compare("=", self.outputs[a], self.outputs[b], self.dialect)),
                    ]
                )
                for a, b in combinations(range(len(self.tests)), 2)
                if self.node.rows[a].output != self.node.rows[b].output
            )
        )

    def _literals(self, one: int, other: int) -> bool:
        """Say whether two outputs are constants of unequal value."""
        a, b = self.node.rows[one].output, self.node.rows[other].output
        return isinstance(a, Literal) and isinstance(b, Literal) and a.value != b.value

    def _rule_order(self) -> SetValue:
        return self._listed(range(len(self.tests)))

    _collect = _rule_order

    def _output_order(self) -> SetValue:
        return self._listed(self._by_priority())

    def _listed(self, order: Sequence[int]) -> SetValue:
        items = (when([(self.tests[n], self.outputs[n].value)]) for n in order)
        listed = f"c_compact({self.dialect.array(items)})"
        return SetValue(self.node.type, when([(self._whole(), listed)]))

    def _whole(self) -> str:
        """Say whether every output of the rows that match is known."""
        return sql.all_of(
            sql.any_of([f"(NOT {test})", known(output.value)])
            for test, output in zip(self.tests, self.outputs, strict=True)
        )

    def _by_priority(self) -> list[int]:
        return sorted(range(len(self.tests)), key=lambda n: self._place(self.node.rows[n].output))

    def _place(self, output: Node) -> int:
        listed = self.node.priority
        value = output.value if isinstance(output, Literal) else None
        return listed.index(value) if value in listed else len(listed)

    def _matches(self) -> str:
        return "(" + " + ".join(f"CAST({test} AS INTEGER)" for test in self.tests) + ")"

    def _collect_count(self) -> SetValue:
        return SetValue(self.node.type, f"CAST({self._matches()} AS BIGINT)")

    def _collect_sum(self) -> SetValue:
        kind = self.node.type
        zero = constant(kind, _zero(kind.name), self.dialect)
        terms = [
            choose([(test, output), (f"(NOT {test})", zero)], kind, self.dialect)
            for test, output in zip(self.tests, self.outputs, strict=True)
        ]
        total = terms[0]
        for term in terms[1:]:
            total = combine(kind, "+", total, term)
        return choose([(sql.any_of(self.tests), total)], kind, self.dialect)

    def _collect_min(self) -> SetValue:
        return self._best("<=")

    def _collect_max(self) -> SetValue:
        return self._best(">=")

    def _best(self, op: str) -> SetValue:
        """Give the best output of the rows that match; null where one of them is null."""
        pairs = list(zip(self.tests, self.outputs, strict=True))
        whole, mixed = self._whole(), self._mixed()
        cases = []
        for test, value in pairs:
            least = (
                sql.any_of([f"(NOT {other_test})", self._no_worse(op, value, other, mixed)])
                for other_test, other in pairs
                if other is not value
            )
            cases.append((sql.all_of([whole, test, *least]), value))
        return choose(cases, self.node.type, self.dialect)

    def _no_worse(self, op: str, one: SetValue, other: SetValue, mixed: str) -> str:
        own = f"({one.value} {op} {other.value})"
        if mixed == sql.FALSE:
            return own
        return sql.either(mixed, f"({one.euro} {op} {other.euro})", own)

    def _mixed(self) -> str:
        """Say whether the rows that match have amounts of several currencies."""
        bound = [
            (test, output)
            for test, output in zip(self.tests, self.outputs, strict=True)
            if output.currency is not None
        ]
        return sql.any_of(
            holds(sql.all_of([a, b, f"(NOT {same_currency([one, other])})"]))
            for (a, one), (b, other) in combinations(bound, 2)
        )


def _zero(kind: str) -> object:
    return parse_money("0") if kind == "money" else Decimal(0)
