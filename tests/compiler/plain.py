"""Evaluates an expression by the plain reference alone, over one record given field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from compliance.compiler.leaf import Context, DateLeaf, Leaf, PathLeaf, Reader
from compliance.compiler.reference import Record, Reference
from compliance.compiler.text_key import TEXT_KEYS
from compliance.lang.check import Scope, check

from .small import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compliance.lang.tree import Node

AS_OF = date(2026, 2, 28)


@dataclass(frozen=True)
class Fields(Mapping[Leaf, Any]):
    """The fields of a record by their names; a field of another record by its dotted path."""

    known: Mapping[str, Any]
    day: date | None

    def __getitem__(self, leaf: Leaf) -> Any:
        if isinstance(leaf, DateLeaf):
            return self.day
        assert isinstance(leaf, PathLeaf)
        value = self.known.get(".".join(step.field for step in leaf.steps))
        return TEXT_KEYS[leaf.function](value) if leaf.function and value is not None else value

    def __iter__(self) -> Iterator[Leaf]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Plain:
    """The reference over records of one kind, dated by one of its fields."""

    scope: Scope
    dated_by: str | None = None
    as_of: date = AS_OF

    @property
    def reference(self) -> Reference:
        """Give the evaluator."""
        keys = tuple((name, item.by) for name, item in self.scope.parameters.items())
        dated_by = () if self.dated_by is None else (self.dated_by,)
        reader = Reader(self.scope.catalogue, Context(self.scope.kind.kind, dated_by), (), keys)
        return Reference(reader, self.scope.parameters)

    def record(self, values: Mapping[str, Any]) -> Record:
        """Give a record as the evaluator reads it."""
        return Record(Fields(values, values.get(self.dated_by or "")), self.as_of)

    def value(self, node: Node, values: Mapping[str, Any]) -> Any:
        """Give the value of a node."""
        return self.reference.value(node, self.record(values))

    def evaluated(self, text: str, values: Mapping[str, Any], **how: Any) -> Any:
        """Give the value of a written expression."""
        return self.value(check(text, self.scope, **how), values)


def deals() -> Plain:
    """Give the reference over the deals of the small catalogue, dated by their signature."""
    catalogue, parameters = small()
    return Plain(Scope(catalogue, catalogue.kind("deal"), parameters), "signed_on")
