"""A condition over one flat fact → disjunctive normal form over integers.

A condition becomes a list of conjunctions; each is a set of tests `term op integer`, and the
condition holds where one conjunction does. A term is a value that is worked out beside the rules:
a whole number of the fact, the number of a text, the sign of a comparison, or whether a value is
known. So the engine that is given them compares small integers, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Literal

from compliance.compiler.exact import compare
from compliance.compiler.reference import Record, Reference
from compliance.lang.tree import (
    And,
    Compare,
    FieldRef,
    IfElse,
    LetRef,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
)
from compliance.lang.tree import (
    Literal as Constant,
)
from compliance.model.money import Money

Op = Literal["=", "!=", "<", "<=", ">", ">="]
MAX_CONJUNCTIONS: Final = 400
MAX_WHOLE: Final = 10**17  # the engine's own integers are exact that far
_OPPOSITE: Final[Mapping[str, Op]] = {
    "=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<",
}  # fmt: skip
_FLIPPED: Final[Mapping[str, Op]] = {
    "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
ORDERED: Final = frozenset({"number", "money", "date", "timestamp", "days", "months"})


class TooManyWaysError(Exception):
    """A condition can hold in more ways than are compiled."""


@dataclass(frozen=True)
class Term:
    """One integer beside the rules.

    `value`: a whole number or the minor units of euro; `text`: 1 where a text is `constant`, else
    0; `sign`: -1, 0 or 1 of the comparison of two values; `truth`: 1 or 0; `known`: 1 or 0.
    Where the value is unknown, a term is 0, `truth` is -1, and `known` tells it.
    """

    kind: Literal["value", "text", "sign", "truth", "known"]
    name: str  # what it is, the same for the same value
    nodes: tuple[Node, ...]

    def __eq__(self, other: object) -> bool:
        """Compare by what the term is, not by where it was written."""
        return isinstance(other, Term) and (self.kind, self.name) == (other.kind, other.name)

    def __hash__(self) -> int:
        """Give the hash of what the term is."""
        return hash((self.kind, self.name))


@dataclass(frozen=True)
class Test:
    """One test of a term."""

    term: Term
    op: Op
    value: int


Conjunction = frozenset[Test]


@dataclass(frozen=True)
class Compiler:
    """Compiles the conditions of one run: parameters that hold for every case are constants.

    `nullable` names the fields that may be unknown; every other field always has a value.
    """

    reference: Reference
    constants: Record
    nullable: frozenset[str]

    def conjunctions(self, node: Node) -> list[Conjunction]:
        """Give the ways in which a condition is true."""
        return self._ways(node, wanted=True)

    def _ways(  # noqa: PLR0911 - one by kind of node
        self, node: Node, *, wanted: bool
    ) -> list[Conjunction]:
        if isinstance(node, Constant):
            return [frozenset()] if node.value is wanted else []
        if isinstance(node, LetRef):
            return self._ways(node.value, wanted=wanted)
        if isinstance(node, Not):
            return self._ways(node.value, wanted=not wanted)
        if isinstance(node, (And, Or)):
            parts = [self._ways(part, wanted=wanted) for part in node.parts]
            every = isinstance(node, And) == wanted
            return _product(parts) if every else _union(parts)
        if isinstance(node, IfElse):
            yes, no = (self._ways(node.condition, wanted=one) for one in (True, False))
            then, other = (self._ways(one, wanted=wanted) for one in (node.then, node.otherwise))
            return _union([_product([yes, then]), _product([no, other])])
        if isinstance(node, NullTest):
            known = Term("known", _shape(node.value), (node.value,))
            return [frozenset({Test(known, "=", int(node.present == wanted))})]
        if isinstance(node, Compare):
            return self._compared(node, wanted=wanted)
        truth = Term("truth", _shape(node), (node,))
        return [frozenset({Test(truth, "=", int(wanted))})]

    def _compared(self, node: Compare, *, wanted: bool) -> list[Conjunction]:
        op: Op = node.op if wanted else _OPPOSITE[node.op]  # type: ignore[assignment]
        left, right = node.left, node.right
        if self._constant(left) and not self._constant(right):
            left, right, op = right, left, _FLIPPED[op]
        if not self._constant(right):
            return [self._signed(left, right, op)]
        bound = self.reference.value(right, self.constants)
        if bound is None:
            return []
        if not isinstance(left, FieldRef):
            return [self._signed(left, right, op)]
        number = _whole(bound)
        if number is not None and left.type.name in {"number", "money"} and not left.type.scale:
            return [self._with(Term("value", left.name, (left,)), op, number, (left,))]
        if isinstance(bound, str):
            term = Term("text", f"{left.name} = {bound}", (left, right))
            return [self._with(term, "=", int(op == "="), (left,))]
        return [self._signed(left, right, op)]

    def _signed(self, left: Node, right: Node, op: Op) -> Conjunction:
        term = Term("sign", f"{_shape(left)} ? {_shape(right)}", (left, right))
        known = Test(Term("known", term.name, (left, right)), "=", 1)
        return frozenset({known, Test(term, op, 0)})

    def _with(self, term: Term, op: Op, value: int, nodes: tuple[Node, ...]) -> Conjunction:
        """Add that the value is known, where it may not be."""
        tests = {Test(term, op, value)}
        if any(isinstance(node, FieldRef) and node.name in self.nullable for node in nodes):
            tests.add(Test(Term("known", _shape(nodes[0]), nodes[:1]), "=", 1))
        return frozenset(tests)

    def _constant(self, node: Node) -> bool:
        """Say whether a value is the same for every case of the run."""
        parts = list(node.walk())
        if any(isinstance(part, FieldRef) for part in parts):
            return False
        keyed = (p for p in parts if isinstance(p, ParameterRef))
        return all(self.reference.parameters[part.id].by is None for part in keyed)

    def worth(self, term: Term, record: Record) -> int:
        """Work out a term for one fact."""
        values = [self.reference.value(node, record) for node in term.nodes]
        if term.kind in {"known", "sign"} and len(values) == 2:
            sign = _sign(term.nodes, values)  # money without a rate compares with nothing
            return int(sign is not None) if term.kind == "known" else sign or 0
        if term.kind == "known":
            return int(values[0] is not None)
        if values[0] is None:
            return -1 if term.kind == "truth" else 0
        if term.kind != "value":
            return int(values[0] == values[1] if term.kind == "text" else values[0])
        number = _whole(values[0])
        if number is None:
            raise RuntimeError(f"{term.name} is {values[0]}, which is not exact for every engine")
        return number


def _sign(nodes: tuple[Node, ...], values: list[Any]) -> int | None:
    """Give -1, 0 or 1 as the left is less, equal or greater; 1 for any other text."""
    equal: bool | None = compare("=", *values)
    if equal is None or equal:
        return None if equal is None else 0
    if nodes[0].type.name not in ORDERED:
        return 1
    return -1 if compare("<", *values) else 1


def _whole(value: Any) -> int | None:
    """Give a number or an amount in euro as an integer that every engine holds exactly."""
    if isinstance(value, Money):
        if value.currency not in {None, "EUR"}:
            return None
        value = value.minor
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    number = int(value)
    return number if number == value and abs(number) <= MAX_WHOLE else None


def _product(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    """Give every way in which all hold."""
    ways: list[Conjunction] = [frozenset()]
    for part in parts:
        ways = _least([way | other for way in ways for other in part if _possible(way | other)])
    return ways


def _union(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    return _least([way for part in parts for way in part])


def _least(ways: list[Conjunction]) -> list[Conjunction]:
    """Drop what another way covers; refuse what grows beyond measure."""
    kept: list[Conjunction] = []
    for way in sorted(dict.fromkeys(ways), key=len):
        if not any(other <= way for other in kept):
            kept.append(way)
    if len(kept) > MAX_CONJUNCTIONS:
        raise TooManyWaysError
    return kept


def _possible(way: Conjunction) -> bool:
    """Say whether no two of its tests ask one term for two values."""
    wanted: dict[Term, int] = {}
    for test in way:
        if test.op == "=" and wanted.setdefault(test.term, test.value) != test.value:
            return False
    return True


def _shape(node: Node) -> str:
    """Give what a node is, without where it stands in its text."""
    own = [
        _part(getattr(node, item.name))
        for item in fields(node)
        if item.name not in {"span", "type"}
    ]
    return f"{type(node).__name__}({', '.join(own)})"


def _part(value: Any) -> str:
    if isinstance(value, Node):
        return _shape(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(_part(item) for item in value) + ")"
    return repr(value)
