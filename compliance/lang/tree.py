"""The typed tree of an expression. Every node is frozen and knows its type and its span.

Surface forms that say the same are one node here: `between`, `in` and ranges are comparisons
joined by `And` and `Or`; a division inside a comparison is a cross-multiplication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any

from compliance.lang.types import Type

Span = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """Any expression: its type and where it stands in its text (start, end)."""

    type: Type
    span: Span

    def children(self) -> Iterator[Node]:
        """Give the nodes directly below this one."""
        for name in _parts(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node))

    def walk(self) -> Iterator[Node]:
        """Give this node and all below it."""
        yield self
        for child in self.children():
            yield from child.walk()


@cache
def _parts(kind: type[Node]) -> tuple[str, ...]:
    """Name the fields of a node class that may hold nodes."""
    return tuple(item.name for item in fields(kind) if item.name not in {"type", "span"})


@dataclass(frozen=True)
class Literal(Node):
    """A constant: Decimal, str, bool, date, Money, int (days or months), tuple or None."""

    value: Any


@dataclass(frozen=True)
class Step:
    """One step of a path: the field `field` of `kind`; all but the last are references."""

    kind: str
    field: str


@dataclass(frozen=True)
class FieldRef(Node):
    """A field of the record, or of a record that it refers to: `a` or `a.b.c`.

    `side` is "own", or "this" for the subject of the rule inside a derivation's `where`.
    """

    steps: tuple[Step, ...]
    side: str = "own"

    @property
    def name(self) -> str:
        """Give the path as written."""
        return ".".join(step.field for step in self.steps)


@dataclass(frozen=True)
class DerivedRef(Node):
    """A fact about a set, derived for the record: the value of `derive: name`.

    `side` is "own", or "this" for the subject of the rule inside a derivation's `where`.
    """

    name: str
    side: str = "own"


@dataclass(frozen=True)
class ParameterRef(Node):
    """A dated parameter, read on the rule's date or on the date that `on` gives."""

    id: str
    on: Node | None = None
    dated: bool = True  # some value holds on some days only, so that the day must be known


@dataclass(frozen=True)
class AsOf(Node):
    """The run's as-of date."""


@dataclass(frozen=True)
class DateTest(Node):
    """Whether the rule's date, or `on`, lies from `start` to `end`, both inclusive.

    Null where the date is unknown. None is no bound on that side.
    """

    start: date | None
    end: date | None
    on: Node | None = None


@dataclass(frozen=True)
class LetRef(Node):
    """A name given by `let`, with what it stands for."""

    name: str
    value: Node


@dataclass(frozen=True)
class TextKey(Node):
    """A function of a field that is computed once at load, such as `normal key` or `trim`."""

    function: str
    field: FieldRef


@dataclass(frozen=True)
class Arith(Node):
    """`+ - *` (and `**` by a literal) on numbers, money, dates and durations."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Divide(Node):
    """`a / b` rounded half-even to six places; null where the divisor is 0.

    Money keeps its currency, six places below the minor unit; money by money is a number, of the
    minor units where the currencies agree, else of the amounts in euro.
    """

    left: Node
    right: Node


@dataclass(frozen=True)
class Negate(Node):
    """Unary minus."""

    value: Node


@dataclass(frozen=True)
class Compare(Node):
    """`= != < <= > >=`; null where an operand is null."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class NullTest(Node):
    """`x = null`, `x != null` or `is defined(x)`: true or false, never null."""

    value: Node
    present: bool


@dataclass(frozen=True)
class And(Node):
    """Kleene conjunction."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """Kleene disjunction."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """Kleene negation."""

    value: Node


@dataclass(frozen=True)
class IfElse(Node):
    """`if c then a else b`; null where the condition is null."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Call(Node):
    """A function of values; null where an argument is null."""

    function: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class ListOf(Node):
    """A list of expressions."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class TableRow(Node):
    """One row of a decision table, numbered from 1; it matches where its condition is true."""

    number: int
    condition: Node
    output: Node


@dataclass(frozen=True)
class Decide(Node):
    """The answer of a decision table: one output, by the hit policy.

    unique: null unless exactly one row matches; any: null unless all matching outputs are equal;
    first: the first matching row; priority: the output that stands first in `priority`;
    rule order, collect: the list of outputs in row order; output order: the list by priority, then
    row order; collect sum, min, max, count. Over no row the answer is null, an empty list, or
    the count 0.
    """

    policy: str
    rows: tuple[TableRow, ...]
    priority: tuple[Any, ...] = ()


@dataclass(frozen=True)
class TableRef(Node):
    """A name given by `derive: {name: {table: …}}`, with the decision that it stands for."""

    name: str
    table: str
    value: Node
    on: Node | None = None


def on_day(node: Node, day: Node) -> Node:
    """Give an expression whose parameters and table versions are read on a day, not the rule's."""
    if isinstance(node, (ParameterRef, DateTest)):
        return node if node.on is not None else replace(node, on=day)
    changed: dict[str, Any] = {}
    for name in _parts(type(node)):  # type: ignore[arg-type]
        value = getattr(node, name)
        if isinstance(value, Node):
            changed[name] = on_day(value, day)
        elif isinstance(value, tuple):
            changed[name] = tuple(on_day(v, day) if isinstance(v, Node) else v for v in value)
    return replace(node, **changed)
