"""An expression in plain English, as a person would read it aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from compliance.lang.check_fit import through
from compliance.lang.parameters import Parameter
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    DateTest,
    Decide,
    DerivedRef,
    Divide,
    FieldRef,
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
    TextKey,
)
from compliance.model.money import Money

_NAMES: Final = (FieldRef, DerivedRef, ParameterRef, TableRef)
_COMPARED: Final = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_ARITH: Final = {"+": "plus", "-": "less", "*": "times"}
_KEYS: Final = {
    "upper case": "{0} in capitals",
    "lower case": "{0} in small letters",
    "trim": "{0} without space at its ends",
    "normal key": "the letters and digits of {0}",
    "number key": "the letters and digits of {0} without leading zeros",
    "check key": "the check remainder of {0}",
}
_ROUNDED: Final = "{{0}} rounded to {{1}} places (half {})"
_CALLS: Final = {
    **_KEYS,
    "list contains": "{0} holds {1}",
    "abs": "{0} without its sign",
    "floor": "{0} rounded down",
    "ceiling": "{0} rounded up",
    "modulo": "the remainder of {0} by {1}",
    "decimal": _ROUNDED.format("to even"),
    "round half even": _ROUNDED.format("to even"),
    "round half up": _ROUNDED.format("away from zero"),
    "round half down": _ROUNDED.format("towards zero"),
    "string length": "the number of characters of {0}",
    "contains": "{0} contains {1}",
    "starts with": "{0} starts with {1}",
    "ends with": "{0} ends with {1}",
    "matches": "{0} matches {1}",
    "replace": "{0} with {1} replaced by {2}",
    "split": "the parts of {0} between {1}",
    "year": "the year of {0}",
    "month": "the month of {0}",
    "day": "the day of the month of {0}",
    "day of week": "the weekday of {0}",
    "days between": "the days from {0} to {1}",
    "whole days between": "the whole days from {0} to {1}",
    "workdays between": "the workdays from {0} to {1}",
    "years and months duration": "the whole months from {0} to {1}",
    "in euro": "{0} in euro",
}
_OF_ALL: Final = {"min": "the least of", "max": "the greatest of", "count": "the number of"}
_ANSWERS: Final = {
    "unique": "what the one row that holds gives",
    "any": "what all rows that hold give alike",
    "first": "what the first row that holds gives",
    "priority": "the first in priority of what the rows that hold give",
    "rule order": "the list of what the rows that hold give",
    "output order": "the list of what the rows that hold give, by priority",
    "collect": "the list of what the rows that hold give",
    "collect sum": "the sum of what the rows that hold give",
    "collect min": "the least of what the rows that hold give",
    "collect max": "the greatest of what the rows that hold give",
    "collect count": "the number of rows that hold",
}


class Spoken:
    """Says expressions in words, parameters by their titles."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        """Take the parameters, which are called by their titles."""
        self.parameters = parameters

    def say(self, node: Node) -> str:
        """Say an expression."""
        method = getattr(self, "_" + type(node).__name__.lower())
        words: str = method(node)
        return words

    def condition(self, node: Node) -> str:
        """Say a condition: a bare yes/no name as `… is true`."""
        return f"{self.say(node)} is true" if isinstance(through(node), _NAMES) else self.say(node)

    def _inside(self, node: Node, *apart: type[Node]) -> str:
        """Say a part of an expression, in brackets where it is one of the kinds set apart."""
        words = self.say(node)
        return f"({words})" if isinstance(through(node), apart) else words

    # names and constants --------------------------------------------------------------------

    def _literal(self, node: Literal) -> str:
        if isinstance(node.value, Money):
            return "nothing" if node.value.currency is None else str(node.value)
        if isinstance(node.value, str):
            return f"“{node.value}”"
        if isinstance(node.value, bool):
            return str(node.value).lower()
        if node.type.name in {"days", "months"}:
            return f"{node.value} {node.type.name}"
        return "unknown" if node.value is None else str(node.value)

    def _fieldref(self, node: FieldRef) -> str:
        parts = [step.field.replace("_", " ") for step in node.steps]
        owner = "this record's" if node.side == "this" else "its"
        if len(parts) == 1:
            return f"{owner} {parts[0]}"
        between = "".join(f" of the {part}" for part in reversed(parts[1:-1]))
        return f"the {parts[-1]}{between} of {owner} {parts[0]}"

    def _derivedref(self, node: DerivedRef) -> str:
        words = f"“{node.name.replace('_', ' ')}”"
        return f"{words} of this record" if node.side == "this" else words

    def _parameterref(self, node: ParameterRef) -> str:
        title = self.parameters[node.id].title
        words = f"the {title[:1].lower()}{title[1:]}"
        return words if node.on is None else f"{words} on {self.say(node.on)}"

    def _asof(self, _node: AsOf) -> str:
        return "the as-of date"

    def _letref(self, node: LetRef) -> str:
        return self.say(node.value)

    def _textkey(self, node: TextKey) -> str:
        return _KEYS[node.function].format(self.say(node.field))

    def _tableref(self, node: TableRef) -> str:
        words = f"“{node.name.replace('_', ' ')}” by the table {node.table.replace('_', ' ')}"
        return words if node.on is None else f"{words} on {self.say(node.on)}"

    def policy(self, node: Decide) -> str:
        """Say what a table answers by its hit policy."""
        return _ANSWERS[node.policy]

    def _decide(self, node: Decide) -> str:
        return f"{self.policy(node)}: {'; '.join(self.say(row) for row in node.rows)}"

    def _tablerow(self, node: TableRow) -> str:
        given = self.say(node.output)
        if _is_true(node.condition):
            return f"({node.number}) always: {given}"
        return f"({node.number}) where {self.condition(node.condition)}: {given}"

    def _datetest(self, node: DateTest) -> str:
        day = "the rule's date" if node.on is None else self.say(node.on)
        return f"{day} lies {period(node.start, node.end)}"

    # arithmetic and functions ---------------------------------------------------------------

    def _arith(self, node: Arith) -> str:
        left = self._term(node.left, whole=node.op == "*")
        right = self._term(node.right, whole=node.op != "+")
        return f"{left} {_ARITH[node.op]} {right}"

    def _term(self, node: Node, *, whole: bool) -> str:
        """Say one side of a sum or product; a sum that is taken as a whole stands in brackets."""
        product = isinstance(through(node), Arith) and not _is_sum(node)
        return self._inside(node, IfElse, *((Arith,) if whole and not product else ()))

    def _divide(self, node: Divide) -> str:
        left, right = (self._inside(part, Arith, IfElse) for part in (node.left, node.right))
        return f"{left} divided by {right}"

    def _negate(self, node: Negate) -> str:
        return f"minus {self._inside(node.value, Arith, IfElse)}"

    def _call(self, node: Call) -> str:
        if node.function in _OF_ALL:
            return f"{_OF_ALL[node.function]} {listed([self.say(arg) for arg in node.args])}"
        args = [self._inside(arg, Arith, IfElse) for arg in node.args]
        if node.function == "substring":
            length = f", {args[2]} long" if len(args) > 2 else ""
            return f"the part of {args[0]} from position {args[1]}{length}"
        return _CALLS[node.function].format(*args)

    def _listof(self, node: ListOf) -> str:
        return listed([self.say(item) for item in node.items])

    # conditions -----------------------------------------------------------------------------

    def _compare(self, node: Compare) -> str:
        loose = (And, Or, Compare, IfElse)
        left, right = (self._inside(part, *loose) for part in (node.left, node.right))
        return f"{left} {_COMPARED[node.op]} {right}"

    def _nulltest(self, node: NullTest) -> str:
        words = self._inside(node.value, And, Or, Compare, IfElse)
        return f"{words} is {'stated' if node.present else 'empty'}"

    def _and(self, node: And) -> str:
        asked = [part for part in node.parts if not _is_true(part)]
        if len(asked) == 1:
            return self.condition(asked[0])
        return " and ".join(self._part(part) for part in asked) or "true"

    def _or(self, node: Or) -> str:
        subject, options = self._options(node)
        if options:
            return f"{subject} is {listed(options, 'or')}"
        return " or ".join(self._part(part) for part in node.parts)

    def _options(self, node: Node) -> tuple[str, list[str]]:
        """Give what is asked to be one of several values, and these; no values: it is not asked."""
        parts = node.parts if isinstance(node, Or) else ()
        equal = [part for part in parts if isinstance(part, Compare) and part.op == "="]
        subjects = {self.say(part.left) for part in equal}
        alike = len(equal) == len(parts) and len(subjects) == 1
        return subjects.pop() if alike else "", [self.say(p.right) for p in equal] if alike else []

    def _not(self, node: Not) -> str:
        value = through(node.value)
        if isinstance(value, _NAMES):
            return f"{self.say(value)} is false"
        if isinstance(value, Compare) and value.op == "=":
            return self.say(replace(value, op="!="))
        if isinstance(value, NullTest):
            return self.say(replace(value, present=not value.present))
        subject, options = self._options(value)
        if len(options) == 2:
            return f"{subject} is neither {listed(options, 'nor')}"
        if options:
            return f"{subject} is none of {listed(options)}"
        return f"it is not so that ({self.condition(value)})"

    def _part(self, node: Node) -> str:
        """Say a condition that is joined to others."""
        words = self.condition(node)
        return f"({words})" if isinstance(through(node), (And, Or, IfElse)) else words

    def _ifelse(self, node: IfElse) -> str:
        across = _quotient(node)
        if across is not None:
            top, bottom, op, other = across
            divided = self.say(Divide(node.type, node.span, top, bottom))
            return f"{divided} {_COMPARED[op]} {self._inside(other, IfElse)}"
        then, otherwise = self.say(node.then), self.say(node.otherwise)
        return f"if {self.condition(node.condition)} then {then}, else {otherwise}"


def listed(words: list[str], last: str = "and") -> str:
    """Join words as a sentence does: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def period(start: date | None, end: date | None) -> str:
    """Give the days from a first to a last one in words."""
    if start is None and end is None:
        return "always"
    return " ".join(
        part for part in (f"from {start}" if start else "", f"until {end}" if end else "") if part
    )


def _is_sum(node: Node) -> bool:
    inner = through(node)
    return isinstance(inner, Arith) and inner.op != "*"


def _is_true(node: Node) -> bool:
    """Say whether a condition asks nothing: `-` in a table, or nothing else."""
    if isinstance(node, And):
        return all(_is_true(part) for part in node.parts)
    return isinstance(node, Literal) and node.value is True


def _quotient(node: IfElse) -> tuple[Node, Node, str, Node] | None:
    """Give (a, b, op, c) of a division `a / b op c` that was multiplied across.

    Its parts all have the span of the comparison; those of a written `if` lie within it.
    """
    test, then = node.condition, node.then
    if not (isinstance(test, Compare) and isinstance(then, Compare) and test.span == node.span):
        return None
    product, bottom = then.right, test.left
    if not isinstance(product, Arith):
        return None
    other = product.right if product.left == bottom else product.left
    return then.left, bottom, then.op, other
