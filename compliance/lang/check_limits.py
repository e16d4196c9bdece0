"""Bounds: no expression, with what its names stand for, can grow without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import Call, Literal, Node

MAX_NODES: Final = 50_000  # of one expression, with what its names of `let` stand for
MAX_DEPTH: Final = 150
MAX_GROWTH: Final = 1_000  # how many times longer `replace` may make a text


def refuse_unbounded(node: Node) -> None:
    """Refuse a tree that is too large or too deep, before anything walks it by recursion."""
    for count, (_part, depth) in enumerate(_levels(node)):
        if count >= MAX_NODES or depth > MAX_DEPTH:
            raise ExpressionError(
                "with what its names stand for, the expression is too large or too deep",
                node.span,
                "use a name of `let` less often, or split the rule",
            )
    _growth(node, {})


def _levels(node: Node) -> Iterator[tuple[Node, int]]:
    """Give every node with its depth, without recursion."""
    waiting = [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        waiting.extend((child, depth + 1) for child in part.children())


def _growth(node: Node, known: dict[int, int]) -> int:
    """Give how many times longer a text can become by the replacements made on the way to it."""
    if id(node) not in known:
        before = max((_growth(child, known) for child in node.children()), default=1)
        known[id(node)] = before * _lengthening(node)
        if known[id(node)] > MAX_GROWTH:
            raise ExpressionError(
                f"the text could become more than {MAX_GROWTH:,} times as long",
                node.span,
                "replace less",
            )
    return known[id(node)]


def _lengthening(node: Node) -> int:
    if not isinstance(node, Call) or node.function != "replace":
        return 1
    sought, given = (str(arg.value) for arg in node.args[1:] if isinstance(arg, Literal))
    return max(1, -(-len(given) // len(sought))) if sought else 1
