"""Faults of an expression, and what cannot stand where it stands, in the owner's words."""

from __future__ import annotations

import re
from typing import Final

from lark.exceptions import UnexpectedEOF, UnexpectedInput, UnexpectedToken

from compliance.lang.functions import FUNCTIONS
from compliance.model.near import did_you_mean, nearest

_LOOPS: Final = "loops, quantifiers and own functions are not part of this language; use `derive:`"
_LOOP_WORDS: Final = re.compile(
    r"\b(for|some|every|function|return|satisfies|instance)\b", re.IGNORECASE
)
_CALLED: Final = re.compile(r"(?:[A-Za-z_]\w*\s+)*[A-Za-z_]\w*(?=\s*$)")  # words before a bracket
_SIGNS: Final = re.compile(r"[^\w\s\"'()\[\]{},;.]+|\S")  # a run of operators, or one sign
_TEXT: Final = re.compile(r'"(\\.|[^"\\])*"')
_KEYWORDS: Final = frozenset({"if", "then", "else", "and", "or", "in", "between", "on", "not"})
_BRACKETS: Final = {"(": ")", "[": "]"}
_INSTEAD: Final = {
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
    ")": "a value is missing before it",
    "]": "a value is missing before it",
    **dict.fromkeys("<>=", "compare two values at a time: write `x in [1..3]`, or join by `and`"),
}


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


def syntax_error(text: str, error: UnexpectedInput) -> ExpressionError:
    """Say what cannot stand where it stands, and what to write instead."""
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if ended or isinstance(error, UnexpectedEOF):
        return _ended(text)
    offset: int = getattr(error, "pos_in_stream", None) or 0
    if text[max(offset - 1, 0) : offset + 1] in {"==", "<>"}:
        offset -= 1
    found = _found(text, offset, error)
    if found == '"':
        message = "the quote that begins here is never closed"
        return ExpressionError(message, (offset, offset + 1), 'close the text by `"`')
    closes = next((sign for sign, closing in _BRACKETS.items() if closing == found), None)
    if closes is not None and _open_bracket(text[:offset], closes) < 0:
        message, hint = f"the bracket `{found}` closes nothing", "remove it, or open one before it"
        return ExpressionError(message, (offset, offset + 1), hint)
    unknown = _unknown_function(text, offset)
    if unknown is not None:
        return unknown
    span = (offset, offset + len(found))
    return ExpressionError(f"`{found}` cannot stand here", span, _hint(text, offset, found))


def _ended(text: str) -> ExpressionError:
    """Say what is missing at the end of an expression."""
    if not text.strip():
        return ExpressionError("the expression is empty", (0, 1), "write one, or drop the key")
    opened = max(_open_bracket(text, sign) for sign in _BRACKETS)
    if opened >= 0:
        sign = text[opened]
        message = f"the bracket `{sign}` is never closed"
        return ExpressionError(message, (opened, opened + 1), f"close it by `{_BRACKETS[sign]}`")
    words = text.split()
    end = len(text.rstrip())
    message = f"the expression ends too early, after `{words[-1]}`"
    hint = "write the value that is missing"
    if "if" in words and "else" not in words:
        hint = "write `if … then … else …`"
    return ExpressionError(message, (end - 1, end), hint)


def _open_bracket(text: str, sign: str) -> int:
    """Give where the last bracket stands that is not closed, -1 for none; texts do not count."""
    waiting: list[int] = []
    for offset, found in enumerate(_TEXT.sub(lambda quoted: " " * len(quoted[0]), text)):
        if found == sign:
            waiting.append(offset)
        elif found == _BRACKETS[sign] and waiting:
            waiting.pop()
    return waiting[-1] if waiting else -1


def _found(text: str, offset: int, error: UnexpectedInput) -> str:
    """Give what stands where it cannot: a word or a text, or a run of signs."""
    if isinstance(error, UnexpectedToken) and error.token.type in {"NAME", "NUMBER", "STRING"}:
        return str(error.token)
    word = re.compile(r"\w+").match(text, offset)
    signs = _SIGNS.match(text, offset)
    found = word or signs
    return found[0] if found else text[offset : offset + 1]


def _unknown_function(text: str, offset: int) -> ExpressionError | None:
    """Notice words before a bracket that name no function, such as `string lenght(…)`."""
    words_on = re.compile(r"[\w\s]*\(").match(text, offset)
    called = _CALLED.search(text[: words_on.end() - 1]) if words_on else None
    if called is None or _LOOP_WORDS.search(text):
        return None
    words = called[0].split()
    while words and words[0].lower() in _KEYWORDS:
        words.pop(0)
    name = " ".join(words)
    if not words or name in FUNCTIONS or nearest(name.replace("_", " "), FUNCTIONS) is None:
        return None
    start = text.index(words[0], called.start())
    return ExpressionError(
        f"there is no function `{name}`",
        (start, called.end()),
        did_you_mean(name.replace("_", " "), FUNCTIONS),
    )


def _hint(text: str, offset: int, found: str) -> str:
    lowered = found.lower()
    before = (text[:offset].split() or [""])[-1].lower()
    tests = (
        (found in {"AND", "OR", "NOT", "IN"}, f"write `{lowered}` in small letters"),
        (text[offset:].lower().startswith("not in"), "write `not(x in …)`"),
        (before == "not", "write `not(…)`, with brackets"),
        (bool(_LOOP_WORDS.search(text)), _LOOPS),
        (lowered == "is", "write `= null` or `!= null`, or `is defined(x)`"),
    )
    told = next((hint for true, hint in tests if true), None)
    if told is not None:
        return told
    instead = next((mend for sign, mend in _INSTEAD.items() if lowered.startswith(sign)), None)
    if instead is None and re.match(r'[\w"]', found):
        return f"is an operator missing before `{found}`?"
    return instead or "see docs/language.md for the forms an expression can take"
