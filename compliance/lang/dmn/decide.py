"""Decisions of a model: value of a decision for given inputs, by the DMN profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from compliance.lang.dmn.evaluate import call_by_name, evaluate, read
from compliance.lang.dmn.functions import BUILTINS
from compliance.lang.dmn.items import coerce
from compliance.lang.dmn.model import (
    Box,
    Conditional,
    Context,
    Decision,
    InputData,
    Invocation,
    Knowledge,
    LeftOut,
    ListBox,
    Literal,
    Model,
    Relation,
    Table,
)
from compliance.lang.dmn.signatures import call_named
from compliance.lang.dmn.syntax import OutsideError, plain_name
from compliance.lang.dmn.tables import decide_table
from compliance.lang.dmn.values import Function


class Evaluator:
    """Evaluates the decisions of one model for one set of inputs; each node at most once."""

    def __init__(self, model: Model, inputs: Mapping[str, Any]) -> None:
        """Take the model and the values of its inputs (or of decisions) by name."""
        if model.imports:
            raise OutsideError("models that import others")
        self.model = model
        self.inputs = {plain_name(name): value for name, value in inputs.items()}
        self._known: dict[str, Any] = {}
        self._open: list[str] = []

    def decision(self, name: str) -> Any:
        """Give the value of a decision; OutsideError where it needs what the profile lacks."""
        wanted = plain_name(name)
        for identity, node in self.model.nodes.items():
            if isinstance(node, Decision) and node.name == wanted:
                return self._guarded(identity)
        raise OutsideError(f"there is no decision `{name}` in the model")

    def knowledge(self, name: str, args: Mapping[str, Any]) -> Any:
        """Give the value of a business knowledge model for arguments by name."""
        wanted = plain_name(name)
        for identity, node in self.model.nodes.items():
            if isinstance(node, Knowledge) and node.name == wanted:
                function = self._guarded(identity)
                given = {plain_name(key): value for key, value in args.items()}
                return function.call([given.get(parameter) for parameter in function.parameters])
        raise OutsideError(f"there is no business knowledge model `{name}` in the model")

    def _guarded(self, identity: str) -> Any:
        try:
            return self._node(identity)
        except RecursionError:
            raise OutsideError("a model that is nested too deeply") from None

    def _node(self, identity: str) -> Any:
        if identity in self._open:
            raise OutsideError("a node of the model that needs itself")
        if identity not in self._known:
            self._open.append(identity)
            self._known[identity] = self._value(identity)
            self._open.pop()
        return self._known[identity]

    def _value(self, identity: str) -> Any:
        node = self.model.nodes.get(identity)
        if isinstance(node, InputData):
            return coerce(self.inputs.get(node.name), node.type_ref, self.model)
        if isinstance(node, Decision):
            if node.name in self.inputs:
                return coerce(self.inputs[node.name], node.type_ref, self.model)
            value = self._box(node.box, self._scope(node.needs)) if node.box else None
            return coerce(value, node.type_ref, self.model)
        if isinstance(node, Knowledge):
            return self._function(node)
        raise OutsideError("decision services" if node else "a node of another model")

    def _scope(self, needs: Sequence[str]) -> dict[str, Any]:
        values = {identity: self._node(identity) for identity in needs}
        return {self.model.nodes[identity].name: value for identity, value in values.items()}

    def _function(self, node: Knowledge) -> Function:
        outer = self._scope(node.needs)
        if isinstance(node.box, LeftOut):
            raise OutsideError(node.box.reason)

        def call(args: Sequence[Any]) -> Any:
            scope = dict(outer)
            for (name, type_ref), value in zip(node.parameters, args, strict=True):
                scope[name] = coerce(value, type_ref, self.model)
            value = self._box(node.box, scope) if node.box else None
            return coerce(value, self._result_type(node), self.model)

        return Function(node.name, tuple(name for name, _ in node.parameters), call)

    def _result_type(self, node: Knowledge) -> str | None:
        """Give the type of a function's result; the type of its variable may be the function's."""
        item = self.model.types.get(node.type_ref or "")
        return item.type_ref if item is not None and item.function else node.type_ref

    def _box(self, box: Box, scope: Mapping[str, Any]) -> Any:
        if isinstance(box, LeftOut):
            raise OutsideError(box.reason)
        ways: dict[type[Any], Callable[[Any, Mapping[str, Any]], Any]] = {
            Literal: self._literal,
            Table: self._table,
            Context: self._context,
            Invocation: self._invocation,
            ListBox: self._list,
            Relation: self._relation,
            Conditional: self._conditional,
        }
        return coerce(ways[type(box)](box, scope), box.type_ref, self.model)

    def _literal(self, box: Literal, scope: Mapping[str, Any]) -> Any:
        return evaluate(read(box.text, scope.keys() | self.model.members), scope)

    def _table(self, box: Table, scope: Mapping[str, Any]) -> Any:
        return decide_table(box, scope, self.model)

    def _list(self, box: ListBox, scope: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(self._box(item, scope) for item in box.items)

    def _relation(self, box: Relation, scope: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
        return tuple(
            {
                name: coerce(self._box(cell, scope), type_ref, self.model)
                for (name, type_ref), cell in zip(box.columns, row, strict=True)
            }
            for row in box.rows
        )

    def _conditional(self, box: Conditional, scope: Mapping[str, Any]) -> Any:
        met = self._box(box.condition, scope) is True
        return self._box(box.then if met else box.otherwise, scope)

    def _context(self, box: Context, scope: Mapping[str, Any]) -> Any:
        made: dict[str, Any] = {}
        for name, type_ref, inner in box.entries:
            value = coerce(self._box(inner, {**scope, **made}), type_ref, self.model)
            if name is None:
                return value
            made[name] = value
        return made

    def _invocation(self, box: Invocation, scope: Mapping[str, Any]) -> Any:
        args = {
            name: coerce(self._box(inner, scope), type_ref, self.model)
            for name, type_ref, inner in box.bindings
        }
        named = plain_name(box.function.text) if isinstance(box.function, Literal) else ""
        function = self._box(box.function, scope)
        if isinstance(function, Function):
            return call_by_name(function, args)
        return call_named(BUILTINS.get(named, ()), args)
