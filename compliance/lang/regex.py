"""The checked subset of regular expressions: the same meaning in RE2, Java and Python, linear."""

from __future__ import annotations

import re

from compliance.lang.syntax import ExpressionError

MAX_PATTERN = 200
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
    if re.search(r"[*+}][^()|]*\)(?:[*+]|\{\d+,)", pattern):
        raise ExpressionError("a repetition stands inside a repetition", span, "flatten it")
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        raise ExpressionError(f"not a pattern: {error.msg}", span, hint) from None
