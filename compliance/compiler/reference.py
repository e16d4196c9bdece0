"""Typed tree → Python value of one record, with exact decimals. The plain reference.

It says what an expression means; the set compiler must agree with it on every record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.compiler.answer import answer
from compliance.compiler.exact import EXACT, combine, compare, divide, move_date, signed
from compliance.compiler.leaf import Leaf, Reader, side
from compliance.compiler.meaning import FUNCTION_MEANINGS
from compliance.lang.parameters import Parameter, ParameterValue
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


@dataclass(frozen=True)
class Record:
    """One record as a rule sees it: the values of the leaves, and the same for `this`.

    What is `unsure`, facts about sets that had to skip rows, is asked for as null: then an
    expression has a value only where it has that value whatever the rows skipped may hold.
    """

    values: Mapping[Leaf, Any]
    as_of: date
    this: Callable[[Node], Any] | None = None
    unsure: AbstractSet[Leaf] = frozenset()


_Way = tuple[Leaf | None, Any]


class Reference:
    """Evaluates expressions of one context."""

    def __init__(self, reader: Reader, parameters: Mapping[str, Parameter]) -> None:
        """Take the reader that knows the leaves, and the parameters."""
        self.reader, self.parameters = reader, parameters
        self._known: dict[int, _Way] = {}  # by node identity; nodes outlive the evaluator
        self._held: dict[tuple[str, date | None, Any], ParameterValue | None] = {}

    def leaf(self, node: Node) -> Leaf | None:
        """Give the leaf of a node, or None."""
        return self._way(node)[0]

    def _way(self, node: Node) -> _Way:
        """Give how a node is evaluated, looked up once: a leaf to read, or a method to call."""
        found = self._known.get(id(node))
        if found is None:
            name = "_" + type(node).__name__.lower()
            found = self._known[id(node)] = (self.reader.leaf(node), getattr(self, name, None))
        return found

    def value(self, node: Node, record: Record) -> Any:
        """Give the value of an expression for a record; None is null."""
        if record.this is not None and side(node) == "this":
            return record.this(node)
        leaf, method = self._way(node)
        if leaf is None:
            return method(node, record)
        return None if leaf in record.unsure else record.values.get(leaf)

    def _reads_unsure(self, node: Node, record: Record) -> bool:
        """Say whether a node, which sees an unknown value, reads a fact that is unsure."""
        return bool(record.unsure) and any(self.leaf(part) in record.unsure for part in node.walk())

    def parameter(self, node: ParameterRef, record: Record) -> ParameterValue | None:
        """Give the parameter's value that holds for a record."""
        parameter = self.parameters[node.id]
        day = self.day(node.on, record) if node.dated else None
        key_leaf = self.reader.key_leaf(parameter.by)
        key = record.values.get(key_leaf) if key_leaf is not None else None
        known = (node.id, day, key)
        if known not in self._held:
            self._held[known] = parameter.lookup(day, key)
        return self._held[known]

    def day(self, on: Node | None, record: Record) -> date | None:
        """Give the date on which a parameter or a table is read: the rule's, or `on`."""
        if on is not None:
            found: date | None = self.value(on, record)
            return found
        leaf = self.reader.date()
        return record.values.get(leaf) if leaf is not None else None

    # leaves and logic -----------------------------------------------------------------------

    def _literal(self, node: Literal, _record: Record) -> Any:
        return node.value

    def _asof(self, _node: AsOf, record: Record) -> Any:
        return record.as_of

    def _letref(self, node: LetRef, record: Record) -> Any:
        return self.value(node.value, record)

    def _tableref(self, node: TableRef, record: Record) -> Any:
        if self._reads_unsure(node, record):
            return None
        return self.value(node.value, record)

    def _datetest(self, node: DateTest, record: Record) -> bool | None:
        day = self.day(node.on, record)
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

    def _nulltest(self, node: NullTest, record: Record) -> bool | None:
        if self._reads_unsure(node, record):
            return None
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
        if self._reads_unsure(node, record):
            return None
        outputs = [self.value(row.output, record) for row in self.matching(node, record)]
        return answer(node.policy, outputs, node.priority)

    # arithmetic and functions ---------------------------------------------------------------

    def _arith(self, node: Arith, record: Record) -> Any:
        left, right = self.value(node.left, record), self.value(node.right, record)
        if left is None or right is None:
            return None
        if isinstance(left, date):
            if isinstance(right, date):
                return (left - right).days
            return move_date(node.op, left, right, node.right.type.name)
        return combine(node.op, left, right)

    def _divide(self, node: Divide, record: Record) -> Any:
        left, right = self.value(node.left, record), self.value(node.right, record)
        return None if left is None or right is None else divide(left, right)

    def _negate(self, node: Negate, record: Record) -> Any:
        value = self.value(node.value, record)
        return None if value is None else signed(value, EXACT.minus)

    def _call(self, node: Call, record: Record) -> Any:
        args = [self.value(arg, record) for arg in node.args]
        if any(arg is None for arg in args):
            return None
        return FUNCTION_MEANINGS[node.function](args)
