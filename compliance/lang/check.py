"""Text of an expression → typed tree: names are resolved, types and units are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from compliance.lang import types as t
from compliance.lang.check_arith import arith, divide, misplaced_division, negated
from compliance.lang.check_calls import call, refuse_unknown
from compliance.lang.check_compare import FLIPPED, any_of, compared, listed, ratio, within
from compliance.lang.check_fit import form_of, joined, need, same
from compliance.lang.check_limits import refuse_unbounded
from compliance.lang.check_names import (
    Scope,
    name,
    number_literal,
    parse_duration,
    text_literal,
)
from compliance.lang.check_tolerance import refuse_tolerances
from compliance.lang.syntax import ExpressionError, Syntax, parse, parse_unary
from compliance.lang.tree import (
    And,
    Call,
    IfElse,
    ListOf,
    Literal,
    Node,
    Not,
    Or,
    ParameterRef,
    TableRef,
    on_day,
)

__all__ = ["Scope", "check", "check_unary", "parse_duration"]

_ABOVE: Final = {"range_open": ">", "range_open_start": ">"}
_BELOW: Final = {"range_open": "<", "range_open_end": "<"}


def check(
    text: str, scope: Scope, expected: t.Type | None = None, *, last_division: bool = False
) -> Node:
    """Parse and type one expression; raise ExpressionError at its place.

    `last_division` allows a division as the last step: of a derivation, an effect, a measure.
    """
    checker = _Checker(scope, last_division=last_division)
    node = _linted(checker.all_told(checker.whole, _ungrouped(parse(text))))
    if expected is not None and node.type.name not in {expected.name, "null"}:
        message = f"this is {node.type}, where {expected} is needed"
        raise ExpressionError(message, node.span, form_of({expected.name}))
    return node


def check_unary(text: str, value: Node, scope: Scope) -> Node:
    """Give the condition that one input entry of a decision table sets to the input `value`.

    `-` is always true. An entry that tests for `null` is true for an unknown value; any other
    entry gives null for it, so its row does not match.
    """
    whole = replace(value, span=(0, len(text)))  # so that a fault lies within the entry
    checker = _Checker(scope)
    return _linted(checker.all_told(lambda item: checker.entry(item, whole), parse_unary(text)))


def _linted(node: Node) -> Node:
    refuse_unbounded(node)
    refuse_tolerances(node)
    return node


class _Checker:
    """Walks the syntax of one expression; each method types the syntax of its name."""

    def __init__(self, scope: Scope, *, last_division: bool = False) -> None:
        self.scope, self.last_division = scope, last_division

    def whole(self, item: Syntax) -> Node:
        """Type a whole expression, whose last step may be a division where that is allowed."""
        if self.last_division and _is_division(item):
            left, _, right = item.args
            return divide(self.visit(left), self.visit(right), item.span)
        return self.visit(item)

    def visit(self, item: Syntax) -> Node:
        method: Callable[[Syntax], Node] = getattr(self, f"_{item.op}")
        return method(item)

    # faults -----------------------------------------------------------------------------------

    def all_told(self, typed: Callable[[Syntax], Node], item: Syntax) -> Node:
        """Type an expression; the error that is raised has its other faults with it."""
        try:
            return typed(item)
        except ExpressionError as error:
            found = self._faults(typed, item)
            error.others = tuple(other for other in found if not _is_same(error, other))
            raise

    def _faults(self, typed: Callable[[Syntax], Node], item: Syntax) -> list[ExpressionError]:
        """Give the faults of a part: those of its own parts, and its own if it is another."""
        try:
            typed(item)
        except ExpressionError as error:
            inner = [
                fault for part in self._parts(item) for fault in self._faults(self.visit, part)
            ]
            known = any(_is_same(error, fault) for fault in inner)
            return inner if known else [error, *inner]
        return []

    def _parts(self, item: Syntax) -> Iterator[Syntax]:
        """Give the parts of an expression that have a type of their own."""
        for arg in item.args:
            if not isinstance(arg, Syntax) or arg.op == "absent":
                continue
            if arg.op == "NAME" and item.op != "name":
                yield Syntax("name", (arg,), arg.span)
            elif (item.op == "compare" and _is_division(arg)) or not hasattr(self, f"_{arg.op}"):
                yield from self._parts(arg)
            else:
                yield arg

    # literals and names ---------------------------------------------------------------------

    def _number(self, item: Syntax) -> Node:
        return number_literal(item.args[0].args[0], item.span)

    def _percent(self, item: Syntax) -> Node:
        return number_literal(f"{item.args[0].args[0]}%", item.span)

    def _string(self, item: Syntax) -> Node:
        return text_literal(item.args[0].args[0], item.span)

    def _true(self, item: Syntax) -> Node:
        return Literal(t.BOOLEAN, item.span, value=True)

    def _false(self, item: Syntax) -> Node:
        return Literal(t.BOOLEAN, item.span, value=False)

    def _null(self, item: Syntax) -> Node:
        return Literal(t.NULL, item.span, None)

    def _list(self, item: Syntax) -> Node:
        items = tuple(self.visit(arg) for arg in item.args if arg.op != "absent")
        for other in items[1:]:
            same(items[0], other)
        return ListOf(t.list_of(items[0].type if items else t.TEXT), item.span, items)

    def _group(self, item: Syntax) -> Node:
        return self.visit(item.args[0])

    def _name(self, item: Syntax) -> Node:
        return name(item.args[0].args[0], item.span, self.scope)

    def _on_date(self, item: Syntax) -> Node:
        target, when = (self.visit(arg) for arg in item.args)
        if not isinstance(target, (ParameterRef, TableRef)):
            raise ExpressionError(
                "`on` follows a parameter or a table: `limit.x on launched_on`", item.span
            )
        need(when, {"date"}, "a date")
        if isinstance(target, TableRef):
            target = replace(target, value=on_day(target.value, when))
        return replace(target, on=when, span=item.span)

    # logic ----------------------------------------------------------------------------------

    def _all_of(self, item: Syntax) -> Node:
        return And(t.BOOLEAN, item.span, self._booleans(item))

    def _any_of(self, item: Syntax) -> Node:
        return Or(t.BOOLEAN, item.span, self._booleans(item))

    def _booleans(self, item: Syntax) -> tuple[Node, ...]:
        parts = tuple(self.visit(arg) for arg in item.args)
        for part in parts:
            need(part, {"boolean"}, "a yes/no value")
        return parts

    def _if_else(self, item: Syntax) -> Node:
        condition, then, otherwise = (self.visit(arg) for arg in item.args)
        need(condition, {"boolean"}, "a yes/no value")
        return IfElse(joined((then, otherwise)), item.span, condition, then, otherwise)

    # comparison -----------------------------------------------------------------------------

    def _compare(self, item: Syntax) -> Node:
        left, token, right = item.args
        op = token.args[0]
        if _is_division(left):
            top, bottom = self.visit(left.args[0]), self.visit(left.args[2])
            return ratio(op, top, bottom, self.visit(right), item.span)
        if _is_division(right):
            top, bottom = self.visit(right.args[0]), self.visit(right.args[2])
            return ratio(FLIPPED[op], top, bottom, self.visit(left), item.span)
        return compared(op, self.visit(left), self.visit(right), item.span)

    def _between(self, item: Syntax) -> Node:
        value, low, high = (self.visit(arg) for arg in item.args)
        return within(value, low, high, (">=", "<="), item.span)

    def _in_tests(self, item: Syntax) -> Node:
        value = self.visit(item.args[0])
        return any_of(tuple(self._test(value, test) for test in item.args[1:]), item.span)

    def _in_value(self, item: Syntax) -> Node:
        return listed(self.visit(item.args[0]), self.visit(item.args[1]), item.span)

    def _in_name(self, item: Syntax) -> Node:
        value, word = self.visit(item.args[0]), item.args[1]
        return listed(value, name(word.args[0], word.span, self.scope), item.span)

    def _test(self, value: Node, test: Syntax) -> Node:
        if test.op == "test_compare":
            return compared(test.args[0].args[0], value, self.visit(test.args[1]), test.span)
        if test.op.startswith("range"):
            low, high = (self.visit(arg) for arg in test.args)
            ops = (_ABOVE.get(test.op, ">="), _BELOW.get(test.op, "<="))
            return within(value, low, high, ops, test.span)
        one = self.visit(test.args[0])
        if one.type.name == "list":
            need(value, t.TEXTUAL, "text")
            return Call(t.BOOLEAN, test.span, "list contains", (one, value))
        return compared("=", value, one, test.span)

    # entries of a decision table ------------------------------------------------------------

    def entry(self, item: Syntax, value: Node) -> Node:
        """Type one input entry: tests of which one must hold, none of them, or any value."""
        if item.op == "entry_any":
            return Literal(t.BOOLEAN, item.span, value=True)
        met = any_of(tuple(self._test(value, test) for test in item.args), item.span)
        return Not(t.BOOLEAN, item.span, met) if item.op == "entry_not" else met

    # arithmetic and functions ---------------------------------------------------------------

    def _arith(self, item: Syntax) -> Node:
        left, token, right = item.args
        if _is_division(item):
            raise misplaced_division(token.span, last=self.last_division)
        return arith(token.args[0], self.visit(left), self.visit(right), item.span)

    def _negate(self, item: Syntax) -> Node:
        return negated(self.visit(item.args[-1]), item.span)

    def _call(self, item: Syntax) -> Node:
        token, *given = item.args
        word = re.sub(r"\s+", " ", token.args[0].strip())
        refuse_unknown(word, token.span)
        args = tuple(self.visit(arg) for arg in given if arg.op != "absent")
        return call(word, args, item.span)


def _ungrouped(item: Syntax) -> Syntax:
    """Take the brackets off a division that is the whole expression."""
    while item.op == "group" and _is_division(item.args[0]):
        item = item.args[0]
    return item


def _is_same(one: ExpressionError, other: ExpressionError) -> bool:
    return (one.message, one.span) == (other.message, other.span)


def _is_division(item: Syntax) -> bool:
    return item.op == "arith" and bool(item.args[1].args[0] == "/")
