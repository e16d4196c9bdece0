"""Functions on texts. Lengths and positions count characters (code points)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from compliance.lang.dmn.signatures import Builtin, form
from compliance.lang.dmn.syntax import OutsideError
from compliance.lang.dmn.values import number, text_of
from compliance.lang.regex import refuse_unsafe
from compliance.lang.syntax import ExpressionError

_SEPARATORS: Final = {" ", ",", "."}


def _substring(text: str, start: Decimal, length: Decimal | None) -> str | None:
    """Give the part from a position: 1 is the first character, a negative one counts back."""
    begin = int(start) - 1 if start > 0 else len(text) + int(start)
    if int(start) == 0 or begin < 0 or (length is not None and length < 1):
        return None
    return text[begin:] if length is None else text[begin : begin + int(length)]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _matches(text: str, pattern: str, flags: str | None) -> bool | None:
    compiled = _compiled(pattern, flags or "")
    return None if compiled is None else compiled.search(text) is not None


def _replace(text: str, pattern: str, by: str, flags: str | None) -> str | None:
    compiled = _compiled(pattern, flags or "")
    if compiled is None or compiled.search("") is not None:
        return None
    if "q" in (flags or ""):
        return compiled.sub(lambda _: by, text)
    if re.fullmatch(r"(?:[^\\$]|\\[\\$]|\$\d)*", by, re.DOTALL) is None:
        return None
    return compiled.sub(lambda found: _filled(by, found), text)


def _filled(by: str, found: re.Match[str]) -> str:
    """Put the groups of a match into a replacement: `$1`; a backslash frees the sign after it."""

    def part(sign: re.Match[str]) -> str:
        if sign[0][0] == "\\":
            return sign[0][1]
        group = int(sign[0][1])
        return (found[group] or "") if group <= len(found.groups()) else ""

    return re.sub(r"\\.|\$\d", part, by)


def _split(text: str, delimiter: str) -> tuple[str, ...] | None:
    compiled = _compiled(delimiter, "")
    if compiled is None or compiled.search("") is not None:
        return None
    pieces, position = [], 0
    for found in compiled.finditer(text):
        pieces.append(text[position : found.start()])
        position = found.end()
    return (*pieces, text[position:])


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> re.Pattern[str] | None:
    """Read a pattern of XPath, in the rule language's checked subset; null for unknown flags."""
    if not set(flags) <= set("smixq"):
        return None
    if "q" in flags:
        return re.compile(re.escape(pattern), re.IGNORECASE if "i" in flags else 0)
    if "x" in flags:
        pattern = "".join(s if inside else s.rstrip(" \t\n\r") for s, inside in _signs(pattern))
    try:
        refuse_unsafe(pattern, (0, 1))
    except ExpressionError as error:
        raise OutsideError(f"a regular expression outside the checked subset ({error})") from None
    forms = (
        _SIGN_FORMS | (_MULTILINE if "m" in flags else {}) | ({".": "."} if "s" in flags else {})
    )
    python = "".join(s if inside else forms.get(s, s) for s, inside in _signs(pattern))
    found = (
        re.DOTALL * ("s" in flags) | re.IGNORECASE * ("i" in flags) | re.MULTILINE * ("m" in flags)
    )
    return re.compile(python, found)


_SIGN_FORMS: Final = {"$": r"\Z", ".": r"[^\n\r]"}
_MULTILINE: Final = {"$": "$", "^": r"(?:\A|^(?!\Z))"}


def _signs(pattern: str) -> list[tuple[str, bool]]:
    """Give each sign, an escape being one, and whether it stands inside a class in brackets."""
    found, inside = [], False
    for sign in re.findall(r"\\.|.", pattern, re.DOTALL):
        found.append((sign, inside))
        inside = sign == "[" or (inside and sign != "]")
    return found


def _number(text: str, grouping: str | None, point: str | None) -> Decimal | None:
    """Read a number written with the given signs for thousands and for the point."""
    if not ({grouping} <= _SEPARATORS | {None} and point in {".", ",", None}):
        return None
    if grouping is not None and grouping == (point or "."):
        return None
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    if re.fullmatch(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", plain, re.ASCII) is None:
        return None
    return number(plain)


def _string(value: Any) -> str | None:
    return None if value is None else text_of(value)


FUNCTIONS: Final[Mapping[str, tuple[Builtin, ...]]] = {
    "string": (form(_string, "from: any or null"),),
    "number": (
        form(
            _number,
            "from: text",
            "grouping separator: text or null",
            "decimal separator: text or null",
        ),
        form(lambda text: _number(text, None, None), "from: text"),
        form(lambda value: value, "from: number"),
    ),
    "substring": (
        form(_substring, "string: text", "start position: number", "length?: number or null"),
    ),
    "string length": (form(lambda s: Decimal(len(s)), "string: text"),),
    "upper case": (form(str.upper, "string: text"),),
    "lower case": (form(str.lower, "string: text"),),
    "substring before": (form(_before, "string: text", "match: text"),),
    "substring after": (form(_after, "string: text", "match: text"),),
    "contains": (form(lambda s, m: m in s, "string: text", "match: text"),),
    "starts with": (form(str.startswith, "string: text", "match: text"),),
    "ends with": (form(str.endswith, "string: text", "match: text"),),
    "matches": (form(_matches, "input: text", "pattern: text", "flags?: text or null"),),
    "replace": (
        form(
            _replace,
            "input: text",
            "pattern: text",
            "replacement: text",
            "flags?: text or null",
        ),
    ),
    "split": (form(_split, "string: text", "delimiter: text"),),
}
