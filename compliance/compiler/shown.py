"""How values are written for people, and which names an expression shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from compliance.compiler.exact import EXACT
from compliance.lang.tree import (
    DerivedRef,
    FieldRef,
    LetRef,
    Literal,
    Node,
    ParameterRef,
    TableRef,
    TextKey,
)
from compliance.model.money import Money

NULL_TEXT = "—"


def show(value: Any) -> str:  # noqa: PLR0911 - one return for each type
    """Give a value as text: money with its currency, decimals without trailing zeros, ISO dates."""
    if value is None:
        return NULL_TEXT
    if isinstance(value, Money):
        return str(Money(whole_minor(value.minor), value.currency))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(EXACT) if value else Decimal(0), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return "; ".join(show(item) for item in value)
    return str(value)


def read_names(node: Node) -> Iterator[Node]:
    """Give the leaves, tables and parameters below a node, in reading order, through `let`.

    A text key gives its field: a reader looks for what stands in the cell.
    """
    if isinstance(node, (FieldRef, DerivedRef, ParameterRef, TableRef)):
        yield node
    for child in node.children():
        yield from read_names(child)


def names(node: Node) -> Iterator[Node]:
    """Give the names in an expression as it was written: constants and sub-expressions not."""
    named = isinstance(node, (LetRef, TableRef, ParameterRef, TextKey))
    if named or not (isinstance(node, Literal) or any(node.children())):
        yield node
        return
    for child in node.children():
        yield from names(child)


def whole_minor(minor: Any) -> int:
    """Round minor units half to even."""
    return int(Decimal(minor).to_integral_value(rounding=ROUND_HALF_EVEN))
