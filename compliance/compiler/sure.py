"""Whether a condition holds whatever the rows hold that a fact about a set had to skip → SQL.

A fact that skipped rows has a value, but not for certain. What a condition reads decides: of `a or
b` one certain part is enough, of `if` the branch that is taken. The reference asks the same by
taking such a fact for null.
"""

from __future__ import annotations

from dataclasses import dataclass

from compliance.compiler import sql
from compliance.compiler.relation import Columns
from compliance.compiler.scalar import SetCompiler
from compliance.compiler.sql import all_of, any_of, name
from compliance.lang.tree import (
    And,
    Decide,
    DerivedRef,
    IfElse,
    LetRef,
    Node,
    Not,
    NullTest,
    Or,
    TableRef,
)


@dataclass(frozen=True)
class Sure:
    """Asks of conditions over the leaves of one kind whether they hold for certain."""

    compiler: SetCompiler
    columns: Columns

    def true(self, node: Node) -> str:
        """Say whether a condition is true for certain; null or false where it is not."""
        node = _meant(node)
        if not self._facts(node):
            return self.compiler.boolean(node)
        if isinstance(node, And):
            return all_of(map(self.true, node.parts))
        if isinstance(node, Or):
            return any_of(map(self.true, node.parts))
        if isinstance(node, Not):
            return self.false(node.value)
        if isinstance(node, IfElse):
            return self._branch(node, self.true(node.then), self.true(node.otherwise))
        return all_of([self.compiler.boolean(node), self._fixed(node)])

    def false(self, node: Node) -> str:
        """Say whether a condition is false for certain."""
        node = _meant(node)
        if isinstance(node, And) and self._facts(node):
            return any_of(map(self.false, node.parts))
        if isinstance(node, Or) and self._facts(node):
            return all_of(map(self.false, node.parts))
        if isinstance(node, Not):
            return self.true(node.value)
        if isinstance(node, IfElse) and self._facts(node):
            return self._branch(node, self.false(node.then), self.false(node.otherwise))
        return all_of([f"(NOT {self.compiler.boolean(node)})", self._fixed(node)])

    def _branch(self, node: IfElse, then: str, otherwise: str) -> str:
        taken = all_of([self.true(node.condition), then])
        return any_of([taken, all_of([self.false(node.condition), otherwise])])

    def _fixed(self, node: Node) -> str:
        """Say whether a value is certain: it rests on no fact that skipped rows."""
        node = _meant(node)
        facts = self._facts(node)
        if isinstance(node, DerivedRef | NullTest | TableRef | Decide):  # these see an unknown fact
            return all_of(f"({name(fact)} = 0)" for fact in facts)
        if not facts:
            return sql.TRUE
        if isinstance(node, IfElse):
            return self._branch(node, self._fixed(node.then), self._fixed(node.otherwise))
        if isinstance(node, And | Or | Not):
            return any_of([self.true(node), self.false(node)])
        return all_of(map(self._fixed, node.children()))

    def _facts(self, node: Node) -> list[str]:
        """Give the columns that count the rows skipped by the facts that a node reads."""
        leaves = (self.compiler.reader.leaf(n) for n in node.walk() if isinstance(n, DerivedRef))
        columns = {self.columns.names[leaf]: None for leaf in leaves if leaf in self.columns.names}
        return [f"{own}__ignored" for own in columns]


def _meant(node: Node) -> Node:
    """Give what a name of `let` stands for."""
    while isinstance(node, LetRef):
        node = node.value
    return node
