"""Text of an expression → untyped syntax, with spans; faults are located in the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from compliance.lang.functions import FUNCTIONS
from compliance.lang.syntax_fault import ExpressionError, syntax_error

__all__ = ["ExpressionError", "Syntax", "parse", "parse_unary"]

MAX_LENGTH = 4_000
MAX_NESTING = 40
MAX_DEPTH = 100


@dataclass(frozen=True)
class Syntax:
    """One untyped node: operator, arguments (nodes, tokens or text) and span."""

    op: str
    args: tuple[Any, ...]
    span: tuple[int, int]


def parse(text: str) -> Syntax:
    """Parse one expression; raise ExpressionError with place and hint."""
    root: Syntax = _parsed(text, "start").args[0]
    return root


def parse_unary(text: str) -> Syntax:
    """Parse one input entry of a decision table: `-`, tests, or not(tests)."""
    item = _parsed(text, "entry")
    kept = tuple(arg for arg in item.args if arg.op not in {"MINUS", "NOT"})
    return Syntax(item.op, kept, item.span)


@lru_cache(maxsize=8192)  # facts of a set are read once for each of its rules
def _parsed(text: str, start: str) -> Syntax:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"the expression has {len(text):,} characters; at most {MAX_LENGTH:,} are read",
            (0, 1),
            "split it with `let`",
        )
    _refuse_nesting(text)
    try:
        tree = _parser().parse(text, start=start)
    except UnexpectedInput as error:
        raise syntax_error(text, error) from None
    return _node(tree, text)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("compliance.lang").joinpath("feel.lark").read_text(encoding="utf-8")
    several = sorted((name for name in FUNCTIONS if " " in name), key=len, reverse=True)
    words = "|".join(name.replace(" ", r"\s+") for name in several)
    keywords = "if|then|else|and|or|in|between|on|true|false|null"
    function = rf"FUNCTION.3: /(?:{words}|(?!(?:{keywords})\b)[A-Za-z]+)(?=\s*\()/"
    return Lark(
        f"{grammar}\n{function}\n",
        parser="lalr",
        start=["start", "entry"],
        propagate_positions=True,
    )


def _refuse_nesting(text: str) -> None:
    """Refuse deep brackets before they are parsed."""
    depth = 0
    for offset, sign in enumerate(text):
        depth += sign in "(["
        depth -= sign in ")]"
        if depth > MAX_NESTING:
            raise ExpressionError(
                f"brackets are nested more than {MAX_NESTING} deep",
                (offset, offset + 1),
                "split the expression with `let`",
            )


def _node(item: Any, text: str, depth: int = 0) -> Syntax:
    if isinstance(item, Token):
        span = (item.start_pos or 0, item.end_pos or 0)
        return Syntax(str(item.type), (str(item),), span)
    if not isinstance(item, Tree):
        return Syntax("absent", (), (0, 0))
    span = (item.meta.start_pos, item.meta.end_pos) if not item.meta.empty else (0, len(text))
    if depth > MAX_DEPTH:
        raise ExpressionError(
            f"more than {MAX_DEPTH} steps follow from one another", span, "split it with `let`"
        )
    args = tuple(_node(child, text, depth + 1) for child in item.children if child is not None)
    return Syntax(str(item.data), args, span)
