"""Text of an expression → untyped syntax, with spans; faults are located in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from compliance.lang.functions import FUNCTIONS
from compliance.model.yaml_file import did_you_mean

MAX_LENGTH = 4_000
MAX_NESTING = 40
MAX_DEPTH = 100


class ExpressionError(Exception):
    """A fault in an expression: message, hint, and the offsets (start, end) in its text.

    `sought` is a name that was sought in vain; `others` are further faults of the expression.
    """

    def __init__(
        self, message: str, span: tuple[int, int], hint: str | None = None,
        sought: str | None = None,
    ) -> None:  # fmt: skip
        """Take the message, where it applies, what to write instead, and the name sought."""
        super().__init__(message)
        self.message, self.span, self.hint, self.sought = message, span, hint, sought
        self.others: tuple[ExpressionError, ...] = ()


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
        raise _syntax_error(text, error) from None
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


_LOOP_WORDS = frozenset({"for", "some", "every", "function", "return", "satisfies", "instance"})
_LOOPS = "loops, quantifiers and own functions are not part of this language; use `derive:`"
_INSTEAD = {
    "==": "write `=`",
    "<>": "write `!=`",
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `!=`, or `not(…)`",
    "'": 'write text in double quotes: "…"',
    "{": "contexts `{…}` are not part of this language",
    ";": "write one expression; split it with `let`",
    "^": "write `**`",
    "%": "a percentage is a number followed by %: 30%",
    ",": "a comma stands only in lists and between arguments; thousands are written without it",
}


def _syntax_error(text: str, error: UnexpectedInput) -> ExpressionError:
    if isinstance(error, UnexpectedEOF) or (
        isinstance(error, UnexpectedToken) and error.token.type == "$END"
    ):
        end = len(text)
        return ExpressionError(
            "the expression ends too early",
            (max(end - 1, 0), end),
            "is a bracket or a value missing?",
        )
    offset: int = getattr(error, "pos_in_stream", None) or 0
    rest = text[offset : offset + 12].split(maxsplit=1)
    found = rest[0] if rest else text[offset:]
    if text[max(offset - 1, 0) : offset + 1] == "==":
        offset, found = offset - 1, "=="
    before = text[:offset].split()[-1:] or [""]
    if found.startswith("(") and re.fullmatch(r"[A-Za-z_]\w*", before[0]):
        start = text[:offset].rindex(before[0])
        return ExpressionError(
            f"there is no function `{before[0]}`",
            (start, start + len(before[0])),
            did_you_mean(before[0].replace("_", " "), FUNCTIONS),
        )
    hint = _LOOPS if before[0].lower() in _LOOP_WORDS else _hint(text, offset, found)
    length = len(error.token) if isinstance(error, UnexpectedToken) else 1
    what = "this sign" if isinstance(error, UnexpectedCharacters) else f"`{found}`"
    return ExpressionError(f"{what} cannot stand here", (offset, offset + length), hint)


def _hint(text: str, offset: int, found: str) -> str | None:
    lowered = found.lower()
    if found in {"AND", "OR", "NOT", "IN"}:
        return f"write `{lowered}` in small letters"
    if lowered.startswith("not") and text[offset:].lower().startswith("not in"):
        return "write `not(x in …)`"
    if lowered in _LOOP_WORDS:
        return _LOOPS
    for sign, instead in _INSTEAD.items():
        if text[offset : offset + len(sign)] == sign:
            return instead
    if lowered == "is":
        return "write `= null` or `!= null`, or `is defined(x)`"
    return "see docs/language.md for the forms an expression can take"
