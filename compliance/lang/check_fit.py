"""What fits together: the types that operators and functions take, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Final

from compliance.lang import types as t
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import LetRef, Literal, Node
from compliance.model.yaml_file import did_you_mean


def need(node: Node, names: AbstractSet[str], words: str) -> None:
    """Refuse a node of any other type; no names stand for every type."""
    if names and node.type.name not in names:
        message = f"this is {node.type}, where {words} is needed"
        raise ExpressionError(message, node.span, form_of(names))


def form_of(names: AbstractSet[str]) -> str | None:
    """Say how a value of one of these types is written."""
    return next((f"write {form}" for name, form in _FORMS.items() if name in names), None)


def same(left: Node, right: Node) -> None:
    """Refuse two nodes of which neither could ever equal the other."""
    if not t.comparable(left.type, right.type):
        raise ExpressionError(
            f"{left.type} is compared with {right.type}",
            (left.span[0], right.span[1]) if left.span < right.span else right.span,
            _alike(left, right),
        )
    for one, other in ((left, right), (right, left)):
        if one.type.codes and isinstance(other, Literal) and other.value not in one.type.codes:
            raise unknown_code(str(other.value), one.type.codes, other.span)


def joined(nodes: tuple[Node, ...]) -> t.Type:
    """Give the one type of several branches; the larger scale wins, null takes the other."""
    known = [node for node in nodes if node.type != t.NULL]
    if not known:
        return t.NULL
    for other in known[1:]:
        same(known[0], other)
    first = known[0].type
    if first.name in t.TEXTUAL and any(n.type != first for n in known):
        return t.TEXT
    return first.scaled(max(n.type.scale for n in known))


def through(node: Node) -> Node:
    """Give what a name of `let` stands for, or the node itself."""
    while isinstance(node, LetRef):
        node = node.value
    return node


def unknown_code(word: str, codes: frozenset[str], span: tuple[int, int]) -> ExpressionError:
    """Give the fault of a word that is not in a closed list."""
    return ExpressionError(
        f"{word!r} is not one of the codes of this field", span, did_you_mean(word, codes)
    )


def _alike(left: Node, right: Node) -> str | None:
    """Say how to write one of two values so that they compare."""
    names = frozenset({left.type.name, right.type.name})
    if "list" in names:
        return "write `x in list`, or `list contains(list, x)`"
    if names == {"reference"}:
        return "compare references to one kind, or a field of each"
    written = next((n.value for n in (left, right) if isinstance(n, Literal)), None)
    mend = units((left.type.name, right.type.name))
    if isinstance(written, Decimal):
        return _number(written, names)
    form = _WRITTEN["money" if "money" in names else "date"]
    if isinstance(written, str) and re.fullmatch(form, written):
        return mend and re.sub(r'"[^"]*"', f'"{written}"', mend)
    return mend


def _number(written: Decimal, names: frozenset[str]) -> str | None:
    """Say how to write a number that stands beside something else."""
    if "date" in names:
        return units(("date", "text"))
    if "money" in names and not written:
        return 'nothing is money("0"), in any currency'
    mend = _MENDS.get(names)
    return mend and mend.replace("500 EUR", f"{written:f} EUR")


def units(names: tuple[str, str]) -> str | None:
    """Give the mend for two types that do not fit, where there is an ordinary one."""
    return _MENDS.get(frozenset(names))


_WRITTEN: Final = {
    "money": r"EUR \d[\d,.]*|\d[\d,.]* EUR",
    "date": r"\d{4}-\d\d-\d\d",
}
_FORMS: Final = {
    "boolean": "a comparison, such as `amount > limit.single_source`",
    "date": 'a date field, or date("2026-01-31")',
    "number": "a number field, or a number such as 2.5",
    "money": 'an amount field, or money("500 EUR")',
    "list": 'a list, such as ["a", "b"]',
    "text": 'a text field, or a text such as "a"',
}
_DAYS = 'write a number of days as duration("P30D")'
_MENDS: Final = {
    frozenset({"money"}): "an amount is multiplied by a number",
    frozenset({"date"}): "subtract them for a duration, or use `days between`",
    frozenset({"money", "number"}): 'an amount needs its currency: money("500 EUR")',
    frozenset({"money", "text"}): 'write an amount as money("500 EUR")',
    frozenset({"date", "text"}): 'write a date as date("2026-01-31")',
    frozenset({"date", "number"}): _DAYS,
    frozenset({"days", "number"}): f"{_DAYS}, or use `days between`",
    frozenset({"months", "number"}): 'write a number of months as duration("P6M")',
}
