"""What YAML misreads, in the owner's words, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from compliance.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LINE: Final = re.compile(
    r"""(?P<indent>[ ]*(?:-[ ]+)*)
        (?:(?P<key>"[^"]*"|'[^']*'|[^\s:\#{}\[\],"'|>@`%&*!-][^:\#{}\[\],]*?)[ ]*:[ ]+)?
        (?P<value>\S.*)?$""",
    re.VERBOSE,
)
_QUOTES: Final = ('"', "'")
_FLOW: Final = {"{": "map", "[": "list"}
_CLOSED: Final = {"{": "}", "[": "]"}
_FLOW_HINTS: Final = {
    "{": "write each key on a line of its own, and put this one under `|`",
    "[": "put the entry in single quotes; or write each entry on a line of its own, under `|`",
}
_LAYOUT: Final = (
    "the keys of one map begin in the same column; a text of several lines is put under `|`"
)


@dataclass(frozen=True)
class Trouble:
    """Where YAML could not read on: its own words, the place, and the last event before it."""

    problem: str
    line: int  # from 0, as `column`
    column: int
    begun: tuple[int, int] | None  # where what it was reading began
    last: Any

    @classmethod
    def of(cls, error: yaml.YAMLError, last: Any) -> Trouble:
        """Read an error of the YAML parser."""
        mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        words = [getattr(error, "context", None), getattr(error, "problem", None) or str(error)]
        return cls(
            ", ".join(word for word in words if word),
            mark.line if mark else 0,
            mark.column if mark else 0,
            (begun.line, begun.column) if begun else None,
            last,
        )


@dataclass(frozen=True)
class Misread:
    """A fault of YAML, and the stretch of its line without which the rest can be read, if any."""

    fault: Fault
    cut: tuple[int, int] | None = None  # line from 0, and the column from which it is left out


def under(key: str | int | None) -> str:
    """Say how to put a value under `|`, where YAML reads nothing into it."""
    if key is None:
        return "put it under `|`"
    head = f"{key}: |" if isinstance(key, str) else "- |"
    return f"put it under `|`: write `{head}`, and the text on the next line, indented"


def comma_fault(place: Place, path: Sequence[str | int]) -> Fault:
    """Give the fault of a comma within a value of a flow map or list."""
    name = path[-1]
    if isinstance(name, int):
        message = (
            f"the comma ends entry {name + 1} here: inside […] it parts one entry from the next"
        )
        hint = "put the entry in single quotes; or write each entry on a line of its own, under `|`"
    else:
        message = f"the comma ends `{name}` here: inside {{…}} it parts the keys"
        hint = f"{_FLOW_HINTS['{']}: `{name}: |`"
    return Fault(message, place, hint)


def lone_key_fault(place: Place, path: Sequence[str | int], word: str) -> Fault:
    """Give the fault of a text in braces, which YAML takes for a map."""
    message = f"a value that begins with `{{` is a map for YAML, and `{word}` a key without a value"
    return Fault(message, place, under(path[-1] if path else None))


def comment_fault(place: Place, key: str | int) -> Fault:
    """Give the fault of ` #` within an expression, which YAML takes for a comment."""
    return Fault(
        "the text ends before ` #`: YAML takes the rest of the line for a comment",
        place,
        f"{under(key)}; a comment stands on a line of its own",
    )


def misread(trouble: Trouble, file: str, lines: Sequence[str]) -> Misread:
    """Say what YAML could not read, as the owner of the file would see it."""
    reader = _Misreader(trouble, file, lines)
    found = next((made for test in reader.tests() if (made := test()) is not None), None)
    return found or reader.other()


class _Misreader:
    """Tells the ways apart in which an ordinary line is no YAML."""

    def __init__(self, trouble: Trouble, file: str, lines: Sequence[str]) -> None:
        self.trouble, self.file, self.lines = trouble, file, lines
        self.row = lines[trouble.line] if trouble.line < len(lines) else ""
        match = _LINE.match(self.row)
        self.key = _key(match)
        self.value = match["value"] or "" if match else ""
        self.start = match.start("value") if match and match["value"] else len(self.row)
        self.sign = self.row[trouble.column : trouble.column + 1]

    def tests(self) -> tuple[Callable[[], Misread | None], ...]:
        """Give the tests, the surest first."""
        return (
            self._tab, self._marker, self._open_quote, self._escape, self._reference,
            self._block_sign, self._item_sign, self._flow, self._after_value, self._colon,
            self._no_key, self._first_sign, self._layout,
        )  # fmt: skip

    def other(self) -> Misread:
        """Give YAML's own words, where nothing better is known."""
        hint = "check the indentation and the quotes; put an expression under `|`"
        return self._misread(f"this is no YAML: {self.trouble.problem}", hint)

    # signs with which no value can begin -----------------------------------------------------

    def _tab(self) -> Misread | None:
        blank = self.row[: len(self.row) - len(self.row.lstrip())]
        if "\t" not in blank:
            return None
        column = blank.index("\t")
        return self._misread("a tab indents this line", "write blanks instead", column=column)

    def _marker(self) -> Misread | None:
        """Notice a line that speaks to YAML itself."""
        for line in (self.trouble.line, self.trouble.line - 1):
            row = self.lines[line] if 0 <= line < len(self.lines) else ""
            sign = next((sign for sign in ("...", "%") if row.startswith(sign)), None)
            if sign is not None:
                message = f"a line that begins with `{sign}` is no part of this format"
                return self._misread(message, "remove the line", line, 0)
        return None

    def _reference(self) -> Misread | None:
        known = ("scanning a tag", "parsing a tag", "scanning an anchor", "scanning an alias")
        if self.trouble.begun is None or not any(w in self.trouble.problem for w in known):
            return None
        line, column = self.trouble.begun
        sign = self.lines[line][column : column + 1]
        what = "a tag" if sign == "!" else "a reference"
        message = f"a value that begins with `{sign}` is {what} for YAML"
        cut = self.start if line == self.trouble.line else None
        return self._misread(message, under(self.key), line, column, cut)

    def _block_sign(self) -> Misread | None:
        if "block scalar" not in self.trouble.problem:
            return None
        sign = self.value[:1]
        message = f"a value that begins with `{sign}` is YAML's sign for a text on the lines below"
        return self._value_misread(message)

    def _item_sign(self) -> Misread | None:
        if "block sequence entries" in self.trouble.problem:
            return self._value_misread(
                "a value that begins with `- ` is an item of a list for YAML"
            )
        if "mapping keys are not allowed" in self.trouble.problem:
            return self._value_misread("a value that begins with `? ` is a key for YAML")
        return None

    def _first_sign(self) -> Misread | None:
        known = ("cannot start any token", "expected node content")
        if not any(words in self.trouble.problem for words in known):
            return None
        message = (
            f"a value cannot begin with {'a backtick' if self.sign == '`' else f'`{self.sign}`'}"
        )
        if self.trouble.column == self.start:
            return self._value_misread(message)
        hint = "put the entry in single quotes; or write each entry on a line of its own, under `|`"
        return self._misread(message, hint, cut=self.start)

    # quotes ---------------------------------------------------------------------------------

    def _open_quote(self) -> Misread | None:
        """Notice a quote that is closed nowhere, or where another text begins."""
        hint = "close it at the end of its text"
        if "quoted scalar" in self.trouble.problem and "end of stream" in self.trouble.problem:
            line, column = self.trouble.begun or (self.trouble.line, self.trouble.column)
            return self._misread("the quote that begins here is never closed", hint, line, column)
        last = self.trouble.last
        if _is_quoted(last) and last.start_mark.line < last.end_mark.line == self.trouble.line:
            line, column = last.start_mark.line, last.start_mark.column
            closed = f"the quote that begins here is closed only on line {last.end_mark.line + 1}"
            return self._misread(closed, hint, line, column)
        return None

    def _escape(self) -> Misread | None:
        if "escape character" not in self.trouble.problem and "hexd" not in self.trouble.problem:
            return None
        start = self.row.rfind("\\", 0, self.trouble.column + 1)
        pair = self.row[start : start + 2]
        return self._misread(
            f"inside double quotes YAML reads `{pair}` as one sign, and there is none such",
            f"{under(self.key)}; or put it in single quotes",
            column=start,
            cut=self.start,
        )

    # what follows a value that YAML takes for whole -------------------------------------------

    def _after_value(self) -> Misread | None:
        """Notice a value that begins with a quote or a bracket and goes on after it."""
        sign, mark = self.value[:1], self.trouble.column
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        last = self.trouble.last
        if sign in _QUOTES and _is_quoted(last) and last.end_mark.line == self.trouble.line:
            whole = self.row[last.start_mark.column : last.end_mark.column]
            return self._value_misread(
                f"the value begins with a quote, so for YAML it is all of {whole}"
            )
        on_value = self.start < mark
        if sign in _FLOW and on_value and (isinstance(last, ends) or self.sign == ":"):
            kind = _FLOW[sign]
            message = (
                f"a value that begins with `{sign}` is a {kind} for YAML: nothing can follow it"
            )
            return self._value_misread(message)
        return None

    def _colon(self) -> Misread | None:
        """Notice a colon and a blank within a text."""
        allowed = "mapping values are not allowed" in self.trouble.problem
        if not allowed or self.trouble.column < self.start or self.key is None:
            return None
        return Misread(
            Fault(
                "YAML takes what stands before a colon and a blank for a key, within a text too",
                self._place(self.trouble.line, self.trouble.column),
                under(self.key),
            ),
            (self.trouble.line, self.start),
        )

    # brackets -------------------------------------------------------------------------------

    def _flow(self) -> Misread | None:
        """Notice what a map in braces, or a list in brackets, cannot hold."""
        if "expected ',' or" not in self.trouble.problem or self.trouble.begun is None:
            return None
        line, column = self.trouble.begun
        opened = self.lines[line][column]
        if line != self.trouble.line:
            return self._unclosed(opened, line, column)
        inside = f"inside {opened}…{_CLOSED[opened]}"
        if self.sign in {"[", "{", "]", "}"}:
            message = f"the bracket `{self.sign}` cannot stand within a value {inside}"
        elif self.sign == ":":
            message = f"a colon followed by a blank cannot stand within a value {inside}"
        elif _is_quoted(self.trouble.last):
            message = f"the quotes end the value, so nothing can follow them {inside}"
        else:
            message = f"`{self.sign}` cannot stand here {inside}"
        return self._misread(message, _FLOW_HINTS[opened], cut=self.start)

    def _unclosed(self, opened: str, line: int, column: int) -> Misread:
        """Tell a value that begins with a bracket by chance from a bracket left open."""
        closed, kind = _CLOSED[opened], _FLOW[opened]
        match = _LINE.match(self.lines[line])
        if match and match.start("value") == column and closed not in match["value"]:
            message = f"a value that begins with `{opened}` is a {kind} for YAML, never closed"
            hint = f"{under(_key(match))}; or close the {kind} by `{closed}`"
            return self._misread(message, hint, line, column, cut=column)
        message = f"the `{opened}` that begins here is never closed"
        return self._misread(message, f"close it by `{closed}`", line, column)

    # lines ----------------------------------------------------------------------------------

    def _no_key(self) -> Misread | None:
        """Notice a line without a key, or without the blank after its colon."""
        if "could not find expected ':'" in self.trouble.problem and self.trouble.begun:
            return self._keyless(self.trouble.begun[0])
        if "mapping values are not allowed" in self.trouble.problem:
            last: Any = self.trouble.last
            if _is_text(last) and last.start_mark.line < self.trouble.line:
                return self._keyless(last.start_mark.line)
        return None

    def _keyless(self, line: int) -> Misread | None:
        row = self.lines[line]
        indent = len(row) - len(row.lstrip())
        match = re.match(r"\s*(?:- )*([A-Za-z_]\w*):(?=\S)", row)
        if match:
            hint = f"write `{match[1]}: {row[match.end() :]}`"
            return self._misread("a blank is missing after the colon", hint, line, match.end() - 1)
        if re.match(r"\s*(?:- )*[\w\"']+:\s", row):
            return None
        message = "this line has no key: a colon is missing"
        return self._misread(message, "write `key: value`", line, indent)

    def _layout(self) -> Misread | None:
        known = (
            "mapping values are not allowed",
            "expected key",
            "expected '-' indicator",
            "expected <document start>",
        )
        if not any(words in self.trouble.problem for words in known):
            return None
        column = len(self.row) - len(self.row.lstrip())
        return self._misread(
            "this line is not indented like the lines above it", _LAYOUT, column=column
        )

    # ----------------------------------------------------------------------------------------

    def _value_misread(self, message: str) -> Misread:
        """Give the fault of a whole value, without which the rest of the file can be read."""
        return self._misread(message, under(self.key), column=self.start, cut=self.start)

    def _misread(
        self, message: str, hint: str, line: int | None = None, column: int | None = None,
        cut: int | None = None,
    ) -> Misread:  # fmt: skip
        line = self.trouble.line if line is None else line
        column = self.trouble.column if column is None else column
        fault = Fault(message, self._place(line, column), hint)
        return Misread(fault, None if cut is None else (line, cut))

    def _place(self, line: int, column: int) -> Place:
        text = self.lines[line] if line < len(self.lines) else None
        return Place(self.file, line + 1, column + 1, text=text)


def _key(match: re.Match[str] | None) -> str | int | None:
    """Give the key of a line, 0 for an item of a list, None for the rest of a value."""
    if match is None or (match["key"] is None and "-" not in match["indent"]):
        return None
    return match["key"].strip("\"'") if match["key"] else 0


def _is_text(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent)


def _is_quoted(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.style in _QUOTES
