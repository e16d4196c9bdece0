"""YAML events → plain values with their places; what an owner would not mean is a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from compliance.errors import Fault, Place
from compliance.model.yaml_mends import comma_fault, lone_key_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 30
MAX_FAULTS: Final = 500  # of the YAML of one file; a file with more is no YAML at all
Keys = tuple[str | int, ...]
Spot = tuple[int, int]  # line and column, both from 1

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _StopError(Exception):
    """The file is nested so deeply, or has so many faults, that reading on is refused."""


@dataclass
class Parsed:
    """What one YAML text holds: values, where each stands, and what is wrong with the YAML."""

    data: Any = None
    marks: dict[Keys, Spot] = field(default_factory=dict)
    key_marks: dict[Keys, Spot] = field(default_factory=dict)
    comments: dict[Keys, Spot] = field(default_factory=dict)  # of texts that a comment ends
    quoted: set[Keys] = field(default_factory=set)  # values from which YAML takes quotes
    faults: list[Fault] = field(default_factory=list)
    spoiled: set[Keys] = field(default_factory=set)  # values that a fault has left without sense


class Events:
    """The events of one text, with a look at the last one that went by."""

    def __init__(self, text: str) -> None:
        """Begin at the start of the text; nothing is read yet."""
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self.last: Any = None

    def next(self) -> Any:
        """Give the next event; raise yaml.YAMLError where the text is no YAML."""
        event = next(self._events)
        self.last = event
        return event


def read_events(events: Events, file: str, lines: tuple[str, ...]) -> Parsed:
    """Read one document, as text, lists and maps; nothing is expanded, so nothing can grow."""
    reader = _Reader(events, file, lines)
    try:
        reader.document()
    except _StopError:
        reader.found.data = None
        reader.found.spoiled.add(())
    return reader.found


class _Reader:
    """Turns events into values, each with its path."""

    def __init__(self, events: Events, file: str, lines: tuple[str, ...]) -> None:
        self.events, self.file, self.lines = events, file, lines
        self.found = Parsed()

    def document(self) -> None:
        """Read the one document; a second one is a fault."""
        event = self.events.next()
        while not isinstance(event, yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                first = () not in self.found.marks
                value = self._value(self.events.next(), (), flow=False)
                if first:
                    self.found.data = value
                else:
                    self._fault(
                        event,
                        "a second document begins here: a file holds one",
                        "drop the line `---` or `...`, or put the rest into a file of its own",
                    )
                    self.found.spoiled.add(())
                    return
            event = self.events.next()

    def _value(self, event: Any, path: Keys, *, flow: bool) -> Any:
        self.found.marks.setdefault(path, _start(event))
        if len(path) > MAX_DEPTH:
            self._fault(
                event, f"the file is nested more than {MAX_DEPTH} levels deep", "flatten it"
            )
            raise _StopError
        if path[:-1] in self.found.spoiled or self._is_reused(event):
            self.found.spoiled.add(path)
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, flow=bool(event.flow_style))
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(path, flow=bool(event.flow_style))
        return self._text(event, path, flow=flow)

    def _is_reused(self, event: Any) -> bool:
        """Note an anchor, an alias or a tag; say whether there was one."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._fault(
                event,
                f"a value that begins with `{sign}` is a reference for YAML: anchors and aliases "
                "are not part of this format",
                "write the value out; a text that begins so is put in quotes or under `|`",
            )
            return True
        if event.tag is not None:
            self._fault(
                event,
                "a value that begins with `!` is a tag for YAML: tags are not part of this format",
                "drop the tag; a text that begins so is put in quotes or under `|`",
            )
            return True
        return False

    def _text(self, event: Any, path: Keys, *, flow: bool) -> str | None:
        plain = not event.style
        if plain:
            line, column = event.end_mark.line, event.end_mark.column
            rest = self.lines[line][column:] if line < len(self.lines) else ""
            if event.value and re.match(r"\s+#", rest):
                self.found.comments[path] = (line + 1, column + 1 + rest.index("#"))
            if flow and rest.lstrip().startswith(",") and _is_open(event.value):
                self._cut(path, line, column + rest.index(","))
        elif event.style in {'"', "'"}:
            self.found.quoted.add(path)
        if plain and event.value in {"", "null", "~"}:
            return None
        return str(event.value)

    def _list(self, path: Keys, *, flow: bool) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self.events.next(), _ENDS):
            found.append(self._value(event, (*path, len(found)), flow=flow))
        return found

    def _map(self, path: Keys, *, flow: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        before: tuple[Keys, Any] | None = None  # the value before, and where it ends
        while not isinstance(key := self.events.next(), _ENDS):
            if not isinstance(key, yaml.ScalarEvent):
                self._fault(key, "a key must be plain text", "quote it")
                self._value(key, (*path, ""), flow=flow)
                self._value(self.events.next(), (*path, ""), flow=flow)
                continue
            inner = (*path, key.value)
            event = self.events.next()
            if flow and self._is_lone(key, event):
                self._lone(path, key, before)
                continue
            self._is_reused(key)
            if key.value in found:
                line = self.found.key_marks[inner][0]
                hint = f"keep one of the two; the first is on line {line}"
                self._fault(key, f"the key `{key.value}` stands twice", hint)
                self._value(event, (*path, ""), flow=flow)
                continue
            self.found.key_marks[inner] = _start(key)
            found[key.value] = self._value(event, inner, flow=flow)
            before = (inner, self.events.last.end_mark)
        return found

    # what a flow map misreads ---------------------------------------------------------------

    def _is_lone(self, key: Any, event: Any) -> bool:
        """Say whether a key of a flow map stands without a colon: it was meant as text."""
        if not isinstance(event, yaml.ScalarEvent) or event.style or event.value:
            return False
        row = self.lines[key.end_mark.line] if key.end_mark.line < len(self.lines) else ""
        return not row[key.end_mark.column :].lstrip().startswith(":")

    def _lone(self, path: Keys, key: Any, before: tuple[Keys, Any] | None) -> None:
        """Note a text that a comma has cut off from its value, or one in braces by itself."""
        if before is None:
            if path not in self.found.spoiled:
                self.found.spoiled.add(path)
                line, column = self.found.marks[path]
                self._note(lone_key_fault(self._place(line, column), path, key.value))
            return
        value, end = before
        row = self.lines[end.line]
        if value not in self.found.spoiled and "," in row[end.column :]:
            self._cut(value, end.line, row.index(",", end.column))

    def _cut(self, path: Keys, line: int, column: int) -> None:
        """Note the comma that ends a value too early, and of a list shifts the entries after it."""
        self.found.spoiled |= {path, path[:-1]} if isinstance(path[-1], int) else {path}
        self._note(comma_fault(self._place(line + 1, column + 1), path))

    # faults ---------------------------------------------------------------------------------

    def _fault(self, event: Any, message: str, hint: str) -> None:
        self._note(Fault(message, self._place(*_start(event)), hint))

    def _note(self, fault: Fault) -> None:
        if len(self.found.faults) == MAX_FAULTS:
            raise _StopError
        self.found.faults.append(fault)

    def _place(self, line: int, column: int) -> Place:
        text = self.lines[line - 1] if line <= len(self.lines) else None
        return Place(self.file, line, column, text=text)


def _is_open(text: str) -> bool:
    """Say whether a text ends within a bracket or a quote."""
    return text.count("(") > text.count(")") or text.count('"') % 2 == 1


def _start(event: Any) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1
