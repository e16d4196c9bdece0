"""Text of a FEEL expression → untyped syntax, in the DMN profile's grammar.

The grammar is the rule language's own (feel.lark) with profile.lark after it. A name of FEEL may
hold spaces and signs (`Monthly Payment`, `pre-bureau risk`): before the parser reads the text,
every known name, the longest first, is joined into one word by signs of the private use area, one
for one, so that each place in the text stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

from lark import Lark, Token
from lark.exceptions import UnexpectedInput

from compliance.lang.syntax import MAX_LENGTH, MAX_NESTING, Syntax

_START: Final = (
    "?_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\ue000-\ue0ff\uf900-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U000effff"
)
_PART: Final = _START + "0-9\u00b7\u0300-\u036f\u203f\u2040"
_NAME: Final = f"[{_START}][{_PART}]*"
_KEYWORDS: Final = "if|then|else|and|or|in|between|true|false|null"
_JOINED: Final = 0xE000
_SIGNS: Final = " ./\\-'+*"
_TOKEN: Final = re.compile(
    rf'(?P<string>"(?:\\.|[^"\\])*")|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<word>{_NAME})', re.DOTALL
)
_KEY: Final = re.compile(rf"[{{,(]\s*({_NAME}[^\"{{}}()\[\],:]*?|\"(?:\\.|[^\"\\])*\")\s*:")
_OUTSIDE: Final = {
    "for": "loops (`for`)",
    "some": "quantifiers (`some`, `every`)",
    "every": "quantifiers (`some`, `every`)",
    "function": "functions defined in an expression",
    "instance": "`instance of`",
    "external": "external functions",
}


class OutsideError(Exception):
    """Something that the profile leaves out; the text names what."""


def parse(text: str, names: Collection[str]) -> Syntax:
    """Parse an expression; `names` are those that may hold spaces or signs."""
    inner: Syntax = _parse(text, names, "start").args[0]
    return inner


def parse_tests(text: str, names: Collection[str]) -> Syntax:
    """Parse the unary tests of a table's cell: `-`, tests, or `not(tests)`."""
    found = _parse(text, names, "entry")
    tests = tuple(arg for arg in found.args if isinstance(arg, Syntax))
    return Syntax(found.op, tests, found.span)


def plain_name(name: str) -> str:
    """Give a name with single spaces, none beside its signs, as all spellings of it are one."""
    spread = "".join(chr(ord(c) - _JOINED) if _is_joined(c) else c for c in name)
    return re.sub(r"\s*([./\\'+*-])\s*", r"\1", " ".join(spread.split()))


def path_of(name: str) -> tuple[str, ...]:
    """Split a dotted name into its plain parts; a dot inside a joined name stays."""
    return tuple(plain_name(part) for part in name.split("."))


def walk(node: Any) -> Iterator[Syntax]:
    """Give a node and everything under it."""
    if isinstance(node, Syntax):
        yield node
        for arg in node.args:
            yield from walk(arg)


def _is_joined(sign: str) -> bool:
    return _JOINED <= ord(sign) < _JOINED + 0x100


def _parse(text: str, names: Collection[str], start: Literal["start", "entry"]) -> Syntax:
    if len(text) > MAX_LENGTH:
        raise OutsideError(f"an expression of more than {MAX_LENGTH:,} characters")
    joined = _join(text, names)
    _refuse_nesting(joined)
    try:
        tree = _parser().parse(joined, start=start)
        node: Syntax = _node(tree)
        return node
    except RecursionError:
        raise OutsideError("an expression that is nested too deeply") from None
    except UnexpectedInput as error:
        raise _outside(joined, error) from None


@lru_cache(maxsize=1)
def _parser() -> Lark:
    common = files("compliance.lang").joinpath("feel.lark").read_text(encoding="utf-8")
    own = files("compliance.lang.dmn").joinpath("profile.lark").read_text(encoding="utf-8")
    words = (
        f"%override NAME: /{_NAME}(\\.{_NAME})*/\n"
        f"FUNCTION.3: /(?!(?:{_KEYWORDS})\\b){_NAME}(\\.{_NAME})*(?=\\s*\\()/\n"
    )
    grammar = f"{common}\n{own}\n{words}"
    return Lark(grammar, parser="lalr", propagate_positions=True, start=["start", "entry"])


def _join(text: str, names: Collection[str]) -> str:
    """Join names into words and blank comments; the length stays the same."""
    pattern = _names_pattern(frozenset(names) | _keys(text))
    parts: list[str] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            parts.append(text[position])
            position += 1
            continue
        if token["word"] and pattern is not None:
            token = pattern.match(text, position) or token
            parts.append("".join(map(_joined, token[0])))
        else:
            parts.append(token[0] if token["string"] or token["word"] else " " * len(token[0]))
        position = token.end()
    return "".join(parts)


def _keys(text: str) -> frozenset[str]:
    """Find the names that the text itself makes: keys of contexts and names of arguments."""
    found = (match[1].strip('"') for match in _KEY.finditer(text))
    return frozenset(plain_name(name) for name in found if not name.isidentifier())


@lru_cache(maxsize=256)
def _names_pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    """Give what matches the longest of the names that are more than one word."""
    several = sorted((n for n in names if not re.fullmatch(_NAME, n)), key=len, reverse=True)
    if not several:
        return None
    forms = "|".join(_loose(name) for name in several)
    return re.compile(rf"(?:{forms})(?![{_PART}])")


def _loose(name: str) -> str:
    """Match a name with any space between its words and around its signs."""
    pieces = re.findall(r"[./\\'+*-]|\s+|[^./\\'+*\s-]+", plain_name(name))
    return "".join(
        r"\s+"
        if piece.isspace()
        else rf"\s*{re.escape(piece)}\s*"
        if piece in _SIGNS
        else re.escape(piece)
        for piece in pieces
    )


def _joined(sign: str) -> str:
    return chr(_JOINED + ord(sign)) if sign in _SIGNS or sign in "\t\n\r" else sign


def _refuse_nesting(text: str) -> None:
    depth = 0
    for sign in re.sub(r'"(?:\\.|[^"\\])*"', "", text):
        depth += sign in "([{"
        depth -= sign in ")]}"
        if depth > MAX_NESTING:
            raise OutsideError(f"brackets nested more than {MAX_NESTING} deep")


def _node(item: Any) -> Any:
    if isinstance(item, Token):
        return str(item)
    args = tuple(_node(child) for child in item.children if child is not None)
    span = (0, 0) if item.meta.empty else (item.meta.start_pos, item.meta.end_pos)
    return args[0] if item.data == "group" else Syntax(str(item.data), args, span)


def _outside(text: str, error: UnexpectedInput) -> OutsideError:
    """Say which construct of FEEL the profile leaves out, or that this is no expression."""
    for word, what in _OUTSIDE.items():
        if re.search(rf"\b{word}\b", re.sub(r'"(?:\\.|[^"\\])*"', '""', text)):
            return OutsideError(what)
    offset: int = getattr(error, "pos_in_stream", None) or 0
    if text[offset : offset + 1] == "[":
        return OutsideError("filters and indexes (`list[…]`)")
    return OutsideError("an expression that is not in the grammar")


def respelled(text: str, names: Collection[str], spell: Callable[[str], str]) -> str:
    """Give an expression in which each of the known names is spelled anew.

    Comments go, and `@"…"` becomes a call of `date` or `duration`.
    """
    parts: list[str] = []
    position = 0
    joined = _join(text, names)
    known = {plain_name(name) for name in names}
    while position < len(joined):
        token = _TOKEN.match(joined, position)
        end = position + 1 if token is None else token.end()
        piece = joined[position:end]
        if token is not None and token["word"]:
            piece = spell(plain_name(piece)) if plain_name(piece) in known else piece
        elif token is not None and token["string"] and parts and parts[-1] == "@":
            function = "duration" if re.match(r'"-?P', piece) else "date"
            parts[-1], piece = "", f"{function}({piece})"
        parts.append(piece)
        position = end
    return " ".join("".join(parts).split("\n")).strip()
