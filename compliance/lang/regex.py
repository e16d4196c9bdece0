"""The checked subset of regular expressions: the same meaning in RE2, Java and Python, linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from compliance.lang.syntax import ExpressionError

MAX_PATTERN = 200
_SPACES = r"\t\n\f\r "
_ALLOWED = re.compile(
    r"""(?: \\[dsw.\\\-+*?()\[\]{}|^$/]         # an escaped sign or an ASCII class
        | \[\^?(?:\\[dsw.\\\-\]\[^]|[^\\\[\]])+\]  # a class in brackets
        | \((?!\?) | \(\?: | \) | \|             # groups and alternatives
        | [.^$?*+] | \{\d{1,3}(?:,\d{0,3})?\}
        | [^\\()\[\]{}|?*+^$.] )*""",
    re.VERBOSE,
)


def refuse_unsafe(pattern: str, span: tuple[int, int]) -> None:
    """Refuse what backends read differently, and nested repetition that could run for ever."""
    hint = "use literals, classes, `.`, ^ $, groups, | ? * + {n,m} and \\d \\s \\w"
    if len(pattern) > MAX_PATTERN:
        raise ExpressionError(f"a pattern has at most {MAX_PATTERN} characters", span, hint)
    if _ALLOWED.fullmatch(pattern) is None:
        raise ExpressionError("this pattern uses a form outside the checked subset", span, hint)
    if _repeats_a_repetition(pattern):
        raise ExpressionError(
            "a repetition stands inside a repetition, or over alternatives", span, "flatten it"
        )
    if any(one == other and one in "-&|~" for one, other, inside in _pairs(pattern) if inside):
        raise ExpressionError("a class holds the same sign twice", span, "write it once")
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        raise ExpressionError(f"not a pattern: {error.msg}", span, hint) from None


def python_form(pattern: str) -> str:
    """Give the pattern as Python must read it to mean what RE2 means by it.

    `$` is the end of the text only, not also a line feed before it; the class of spaces has no
    vertical tab.
    """
    parts: list[str] = []
    for sign, inside in _signs(pattern):
        if sign == r"\s":
            parts.append(_SPACES if inside else f"[{_SPACES}]")
        else:
            parts.append(r"\Z" if sign == "$" and not inside else sign)
    return "".join(parts)


def _signs(pattern: str) -> Iterator[tuple[str, bool]]:
    """Give each sign, an escape being one, and whether it stands inside a class in brackets."""
    inside = False
    for sign in re.findall(r"\\.|.", pattern, re.DOTALL):
        yield sign, inside
        inside = sign == "[" or (inside and sign != "]")


def _pairs(pattern: str) -> Iterator[tuple[str, str, bool]]:
    """Give neighbouring signs, and whether they stand inside a class."""
    for (one, inside), (other, _) in pairwise(_signs(pattern)):
        yield one, other, inside


def _repeats_a_repetition(pattern: str) -> bool:
    """Say whether a repetition is repeated, or a group that holds one, an option or alternatives.

    Such patterns can make a matcher that goes back (Python's) run for ever on a short text.
    """
    groups = [False]
    closed = before = ""
    for sign, inside in _signs(pattern):
        repeats = not inside and sign in {"*", "+", "{"}
        if repeats and (closed or (sign == "+" and before in {"*", "+", "?", "}"})):
            return True
        closed = ""
        if not inside and sign == "(":
            groups.append(False)
        elif not inside and sign == ")" and len(groups) > 1:
            closed = sign if groups.pop() else ""
            groups[-1] = groups[-1] or bool(closed)
        option = not inside and (sign == "|" or (sign == "?" and before != "("))
        groups[-1] = groups[-1] or repeats or option
        before = "" if inside else sign
    return False
