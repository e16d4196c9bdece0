"""Expressions written at random as text, each of a wanted type, over the small catalogue.

A number or an amount is written with a bound on its digits, so that no expression passes the 38
digits on which the language gives an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.lang.types import TEXTUAL

from .amounts import Amounts
from .names import MOST_DIGITS, PATTERNS, Name, Term, quoted
from .records import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable


class Writer(Amounts):
    """Writes texts, lists and conditions beside numbers, amounts and dates."""

    # text and lists -------------------------------------------------------------------------

    def _string(self) -> str:
        return quoted(self.random.choice([text for text in TEXTS if text.isprintable()]))

    def _text(self, depth: int) -> str:
        name = self._name(*TEXTUAL)
        if depth <= 0 or self.random.random() < 0.4 or name is None:
            plain = name.text if name else self._string()
            return self._pick(plain, plain, plain, self._string(), self._parameter("text"))
        text = self._text(depth - 1)
        at = self._pick("-2", "-1", "0", "1", "2", "9", "floor(1.5)")
        return self._pick(
            f"substring({text}, {at})",
            f"substring({text}, {at}, {self._pick('-1', '0', '1', '5')})",
            f"replace({text}, {self._string()}, {self._string()})",
            f"{self._pick('upper case', 'lower case', 'trim')}({self.own_text()})",
            f"{self._pick('normal key', 'number key', 'check key')}({self.own_text()})",
            f"{self._pick('upper case', 'lower case', 'trim')}({text})",
            f"day of week({self._date(depth - 1)})",
            f"(if {self._boolean(depth - 1)} then {name.text} else {self._alike(name)})",
        )  # fmt: skip

    def own_text(self) -> str:
        """Give a text field of the record itself, or a literal where it has none."""
        found = [n for n in self.names if n.type.name in TEXTUAL and n.digits == 0]
        return self.random.choice(found).text if found else self._string()

    def _list(self, _depth: int) -> str:
        name = self._name("list")
        if name is not None and self.random.random() < 0.6:
            return name.text
        if self.random.random() < 0.3:
            return self._parameter("list")
        if self.random.random() < 0.3:
            delimiter = quoted(self._pick(" ", "a", "|", ".*", "ab"))
            return f"(split({self._text(0)}, {delimiter}))"
        one = self._name(*TEXTUAL)
        items = [one.text if one else self._string()]
        items += [self._alike(one) for _ in range(self.random.randrange(3))]
        return f"[{', '.join(items)}]"

    def _alike(self, name: Name | None) -> str:
        """Give a text that may stand beside a name: the same kind of reference, a code's word."""
        if name is None or (name.type.name == "text" and self.random.random() < 0.5):
            return self._string()
        if name.type.codes and self.random.random() < 0.5:
            return quoted(self.random.choice(sorted(name.type.codes)))
        kinds = {None, name.type.kind} if name.type.kind is None else {name.type.kind}
        same = [n for n in self.names if n.type.name in TEXTUAL and n.type.kind in kinds]
        return self.random.choice(same).text

    def _member(self, listed: str) -> str:
        """Give a text that may be looked for in a list."""
        name = self._name("text", "reference")
        coded = "words" in listed or listed.startswith("[")
        return name.text if name is not None and coded else self._text(0)

    # conditions -----------------------------------------------------------------------------

    def _boolean(self, depth: int) -> str:
        """Give a condition."""
        if depth <= 0:
            return self._compared(0)
        deep = [self._joined, self._joined, self._negated, self._branched]
        flat = [
            self._compared,
            self._compared,
            self._within,
            self._textual,
            self._share,
            self._flag,
        ]
        options = [*flat, *deep, *([self._null_test] if self.null_tests else [])]
        return self.random.choice(options)(depth - 1)

    def _joined(self, depth: int) -> str:
        word = self._pick(" and ", " or ")
        parts = [self._boolean(depth) for _ in range(self.random.randrange(2, 4))]
        return f"({word.join(parts)})"

    def _negated(self, depth: int) -> str:
        return f"not({self._boolean(depth)})"

    def _branched(self, depth: int) -> str:
        parts = [self._boolean(depth) for _ in range(3)]
        return f"(if {parts[0]} then {parts[1]} else {parts[2]})"

    def _flag(self, _depth: int) -> str:
        name = self._name("boolean")
        return self._pick(
            name.text if name else "true", "true", "false", self._parameter("boolean")
        )

    def _null_test(self, depth: int) -> str:
        kind = self._pick("number", "money", "date", "text", "list", "boolean")
        text = self.write(kind, depth)
        return self._pick(f"({text}) = null", f"({text}) != null", f"is defined({text})")

    def _compared(self, depth: int) -> str:
        kind = self._pick("number", "money", "money", "date", "days", "text", "code", "timestamp")
        if kind == "timestamp" and self._name("timestamp") is None:
            kind = "number"
        if kind in {"text", "code"}:
            return self._equal(depth, kind)
        op = self._pick("=", "!=", "<", "<=", ">", ">=")
        if kind == "timestamp":
            one, two = self._name("timestamp"), self._name("timestamp")
            return f"{one.text if one else ''} {op} {two.text if two else ''}"
        return self._fitting(kind, depth, lambda one, two: f"{one} {op} {two}")

    def _fitting(self, kind: str, depth: int, make: Callable[[str, str], str]) -> str:
        """Write a test of two values whose digits fit when they are brought to one scale."""
        if kind not in {"number", "money"}:
            return f"({make(self.write(kind, depth), self.write(kind, depth))})"
        one, two = self.amount(kind, depth), self.amount(kind, depth)
        if max(one.scale, two.scale) + max(one.digits, two.digits) > MOST_DIGITS:
            one, two = self._leaf_amount(kind), self._leaf_amount(kind)
        return f"({make(one.text, two.text)})"

    def _equal(self, depth: int, kind: str) -> str:
        op = self._pick("=", "!=")
        coded = self._name("code")
        if kind == "code" and coded is not None:
            words = sorted(coded.type.codes or ())
            listed = ", ".join(quoted(w) for w in self.random.sample(words, min(2, len(words))))
            one = quoted(self.random.choice(words))
            return self._pick(f"({coded.text} {op} {one})", f"({coded.text} in [{listed}])")
        refers = self._name("reference")
        if refers is not None and self.random.random() < 0.3:
            return f"({refers.text} {op} {self._alike(refers)})"
        plain = self._name("text")
        return f"({plain.text if plain else self._string()} {op} {self._text(depth)})"

    def _within(self, depth: int) -> str:
        kind = self._pick("number", "money", "date")
        low, high = self._pick("[", "]", "("), self._pick("]", "[", ")")
        form = self._pick("between", "range", "list", "tests")
        if form == "between":
            return self._fitting(kind, depth, lambda a, b: f"{a} between {b} and {b}")
        if form == "range":
            return self._fitting(kind, depth, lambda a, b: f"{a} in {low}{b}..{b}{high}")
        if form == "list":
            return self._fitting(kind, depth, lambda a, b: f"{a} in [{b}, {a}]")
        return self._fitting(kind, depth, lambda a, b: f"{a} in (< {b}, {low}{b}..{b}{high}, {b})")

    def _textual(self, depth: int) -> str:
        text, listed = self._text(depth), self._list(depth)
        member = self._member(listed)
        pattern = quoted(self.random.choice(PATTERNS))
        held = f"list contains({listed}, {member})"
        return self._pick(
            f"{self._pick('contains', 'starts with', 'ends with')}({text}, {self._text(0)})",
            f"matches({text}, {pattern})",
            held,
            held if listed.startswith(("[", "(")) else f"({member} in {listed})",
        )

    def _share(self, _depth: int) -> str:
        """Write a division inside a comparison."""
        op = self._pick("=", "!=", "<", "<=", ">", ">=")
        top, bottom = self._leaf_amount("money"), self._leaf_amount("money")
        limit = Term(self._pick("0.5", "1", "-2", "30%"))
        if self.random.random() < 0.5:
            top, bottom = self._leaf_amount("number"), self._leaf_amount("number")
        text = f"{top.text} / {bottom.text}"
        return self._pick(f"({text} {op} {limit.text})", f"({limit.text} {op} {text})")
