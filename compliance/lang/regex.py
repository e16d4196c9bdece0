"""The checked subset of regular expressions: the same meaning in RE2, Java and Python, linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from compliance.lang.syntax import ExpressionError

MAX_PATTERN = 200
MAX_REPEATED = 1_000  # signs that a pattern has when its counted repetitions are written out
MAX_WAYS = 64  # ways to read one text, apart from where a repetition ends
_FEW = 10  # a repetition of more counts as one without end
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
    """Refuse what backends read differently, and what could run for ever or nearly so."""
    hint = "use literals, classes, `.`, ^ $, groups, | ? * + {n,m} and \\d \\s \\w"
    if len(pattern) > MAX_PATTERN:
        raise ExpressionError(f"a pattern has at most {MAX_PATTERN} characters", span, hint)
    if _ALLOWED.fullmatch(pattern) is None:
        message = f"`{_outside(pattern)}` is outside the checked subset of patterns"
        raise ExpressionError(message, span, hint)
    if _repeats_a_repetition(pattern):
        raise ExpressionError(
            "a repetition stands inside a repetition, or over alternatives",
            span,
            "leave the outer repetition out: `a+` for `(a+)+`",
        )
    if any(one == other and one in "-&|~" for one, other, inside in _pairs(pattern) if inside):
        raise ExpressionError("a class holds the same sign twice", span, "write it once")
    try:
        re.compile(pattern, re.ASCII)
    except re.error:
        message = "this is no pattern: a bracket or a repetition in it is not complete"
        raise ExpressionError(message, span, hint) from None
    _refuse_slow(pattern, span)


def _outside(pattern: str) -> str:
    """Give the part of a pattern with which what is outside the subset begins."""
    known = _ALLOWED.match(pattern)
    return pattern[known.end() if known else 0 :][:4]


def _refuse_slow(pattern: str, span: tuple[int, int]) -> None:
    """Refuse a pattern that a matcher which goes back would try in too many ways."""
    signs = frozenset(map(chr, range(128))) | set(pattern) | {_OTHER}
    whole = _Reader(pattern, signs).alternatives()
    if whole.size > MAX_REPEATED:
        raise ExpressionError(
            f"the pattern repeats more than {MAX_REPEATED:,} signs in all", span, "count less far"
        )
    ways = whole.ways(frozenset())
    anchored = pattern.startswith("^") and whole.kind != "or"
    if ways.loops + (not anchored) > 2 or ways.factor > MAX_WAYS:
        raise ExpressionError(
            "the pattern can read one text in too many ways",
            span,
            "let each part begin with a sign that the part before it cannot hold, begin with ^, "
            "or use two `matches`",
        )


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


def java_form(pattern: str) -> str:
    """Give the pattern as Java must read it to mean what RE2 means by it.

    As for Python; and a dot stands for every sign but a line feed, not for other ends of lines too.
    """
    parts: list[str] = []
    for sign, inside in _signs(pattern):
        if sign == r"\s":
            parts.append(_SPACES if inside else f"[{_SPACES}]")
        else:
            parts.append(sign if inside else {"$": r"\z", ".": r"[^\n]"}.get(sign, sign))
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


Signs = frozenset[str]
_OTHER = "\u0378"  # stands for every sign that a pattern does not name: it is not assigned
_END = ""  # what `$` asks to come next
_MARK = re.compile(r"\\.|\[\^?(?:\\.|[^\\\]])+\]|\(\?:|\{[^}]*\}|.", re.DOTALL)
_COUNTS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True)
class _Ways:
    """How many ways there are to read a text: `factor`, times its length for each of `loops`."""

    loops: int = 0
    factor: int = 1

    def then(self, other: _Ways) -> _Ways:
        return _Ways(self.loops + other.loops, self.factor * other.factor)


@dataclass(frozen=True)
class _Piece:
    """A piece of a pattern: "sign", "end", "all" of its parts, one ("or"), or a "repeat" of one.

    Each question is asked with what may follow: the signs with which the rest can begin. Where
    the next sign always tells how to go on, there is one way to read a text.
    """

    kind: str
    parts: tuple[_Piece, ...] = ()
    signs: Signs = frozenset()
    least: int = 1
    most: int | None = 1  # None: without end

    @property
    def size(self) -> int:
        """Count the signs of the piece with its counted repetitions written out."""
        own = sum(part.size for part in self.parts) or 1
        return own * max(self.least, self.most or 1)

    def first(self, follow: Signs) -> Signs:
        """Give the signs with which the piece, and what follows, can begin."""
        if self.kind == "sign":
            return self.signs
        if self.kind == "end":
            return frozenset({_END})
        if self.kind == "or":
            return frozenset().union(*(part.first(follow) for part in self.parts))
        for part in reversed(self.parts):
            follow = part.first(follow) | (follow if self.least == 0 else frozenset())
        return follow

    def ways(self, follow: Signs) -> _Ways:
        """Count the choices that the next sign does not decide."""
        found = _Ways()
        after = follow
        for part in reversed(self.parts):
            found = found.then(part.ways(after))
            after = part.first(after) if self.kind == "all" else follow
        return found.then(self._own_ways(follow))

    def _own_ways(self, follow: Signs) -> _Ways:
        if self.kind == "or":
            firsts = [part.first(follow) for part in self.parts]
            unclear = any(one & other for one, other in combinations(firsts, 2))
            return _Ways(0, len(firsts)) if unclear else _Ways()
        if self.kind != "repeat" or self.least == self.most:
            return _Ways()
        if not self.parts[0].first(frozenset()) & follow:
            return _Ways()
        endless = self.most is None or self.most - self.least > _FEW
        return _Ways(1) if endless else _Ways(0, (self.most or 0) - self.least + 1)


class _Reader:
    """Reads a pattern of the checked subset into pieces."""

    def __init__(self, pattern: str, signs: Signs) -> None:
        self.marks = _MARK.findall(pattern)
        self.signs = signs

    def alternatives(self) -> _Piece:
        """Read up to the end, or to the bracket that closes the group."""
        branches: list[list[_Piece]] = [[]]
        while self.marks and (mark := self.marks.pop(0)) != ")":
            if mark == "|":
                branches.append([])
            elif mark[0] in "*+?{" and branches[-1]:
                branches[-1].append(_repeated(branches[-1].pop(), mark))
            else:
                branches[-1].append(self._piece(mark))
        parts = tuple(_Piece("all", tuple(branch)) for branch in branches)
        return parts[0] if len(parts) == 1 else _Piece("or", parts)

    def _piece(self, mark: str) -> _Piece:
        if mark in {"(", "(?:"}:
            return self.alternatives()
        if mark == "$":
            return _Piece("end")
        if mark == "^":
            return _Piece("all")
        sign = re.compile(python_form(mark), re.ASCII)
        return _Piece("sign", signs=frozenset(s for s in self.signs if sign.fullmatch(s)))


def _repeated(piece: _Piece, mark: str) -> _Piece:
    """Give the piece repeated; a sign that makes a repetition lazy changes no way of reading."""
    if mark == "?" and piece.kind == "repeat":
        return piece
    if mark in _COUNTS:
        least, most = _COUNTS[mark]
        return _Piece("repeat", (piece,), least=least, most=most)
    low, comma, high = mark[1:-1].partition(",")
    limit = int(high) if high else None
    return _Piece("repeat", (piece,), least=int(low), most=limit if comma else int(low))
