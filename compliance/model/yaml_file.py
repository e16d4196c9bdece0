"""Strict YAML: scalars stay text, every value keeps its line and column, nothing is expanded.

Text such as `NO`, `on`, `0.10` or `2026-01-01` means what was typed; the schema that reads it
gives it a type. Anchors, aliases, tags, duplicate keys and deep nesting are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from compliance.errors import ComplianceError, Fault, Place
from compliance.model.near import did_you_mean
from compliance.model.shape_words import shape_faults, value_at
from compliance.model.yaml_events import Events, Keys, Parsed, Spot, read_events
from compliance.model.yaml_mends import Trouble, misread

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Day", "Document", "Frozen", "did_you_mean", "open_document", "parse_document",
    "read_document", "validate",
]  # fmt: skip

MAX_BYTES: Final = 2_000_000
_MAX_REPAIRS: Final = 50  # misread lines of one file that are reported together
_MAX_REREAD: Final = 2_000_000  # characters that are read anew for them
_CONTROL: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Frozen(BaseModel):
    """A frozen value read from a file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _day(value: Any) -> Any:
    """Read a day in the one form that has one meaning; a number is no seconds since 1970."""
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("this is no day of the calendar; one is written as 2026-01-31")


Day = Annotated[date, BeforeValidator(_day)]
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """A parsed YAML file: plain dicts, lists and text, and where each value stands.

    `comments` are the texts that a comment on the same line ends, `quoted` the values from which
    YAML took quotes. `faults` are those of the YAML itself; values at `spoiled` mean nothing.
    """

    file: str
    data: Any
    lines: tuple[str, ...]
    marks: Mapping[Keys, Spot] = field(default_factory=dict)
    key_marks: Mapping[Keys, Spot] = field(default_factory=dict)
    comments: Mapping[Keys, Spot] = field(default_factory=dict)
    quoted: AbstractSet[Keys] = frozenset()
    faults: tuple[Fault, ...] = ()
    spoiled: AbstractSet[Keys] = frozenset()

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """Give the place of the value (or of its key) at `path`, or of its nearest parent."""
        wanted = tuple(path)
        while True:
            marks = self.key_marks if key and wanted in self.key_marks else self.marks
            if wanted in marks:
                return self.spot(*marks[wanted])
            if not wanted:
                return self.spot(1, 1)
            wanted = wanted[:-1]

    def spot(self, line: int, column: int) -> Place:
        """Give a place by its line and column, with the text of the line."""
        text = self.lines[line - 1] if line <= len(self.lines) else None
        return Place(self.file, line, column, text=text)


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one YAML file; `name` is how messages call it (default: the path as given)."""
    return _sound(open_document(path, name))


def parse_document(text: str, file: str) -> Document:
    """Parse YAML text; `file` names it in messages."""
    return _sound(_parsed(text, file))


def open_document(path: Path, name: str | None = None) -> Document:
    """Read what can be read of one YAML file; its faults are in the document, none is raised."""
    shown = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot read the file: {error.strerror}"
        return _unread(shown, "", Fault(message, Place(shown), "check the path and the rights"))
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read"
        return _unread(shown, "", Fault(message, Place(shown), "split the file"))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = Fault("the file is UTF-16", Place(shown, 1, 1), "save the file as UTF-8")
        return _unread(shown, raw.decode("utf-16", errors="replace"), wide)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8-sig"))
        message = f"the byte {raw[error.start]:#04x} is not UTF-8"
        rest = raw.decode("utf-8", errors="replace")
        place = Document(shown, None, tuple(rest.splitlines())).spot(line, column + 1)
        return _unread(shown, rest, Fault(message, place, "save the file as UTF-8"))
    return _parsed(text, shown)


def _unread(file: str, text: str, *faults: Fault) -> Document:
    """Give a document of which nothing but its lines is known."""
    lines = tuple(text.splitlines())
    return Document(file, None, lines, faults=faults, spoiled=frozenset({()}))


def _sound(document: Document) -> Document:
    if document.faults:
        raise ComplianceError(faults=document.faults)
    return document


def _parsed(text: str, file: str) -> Document:
    """Parse YAML text; a value that YAML misreads is noted, left out, and the rest is read."""
    lines = tuple(text.splitlines())
    control = _CONTROL.search(text)
    if control is not None:
        before = f"{text[: control.start()]}?".splitlines()
        message = f"the sign U+{ord(control[0]):04X} cannot stand in a text"
        place = Document(file, None, lines).spot(len(before), len(before[-1]))
        return _unread(file, text, Fault(message, place, "remove it"))
    found: list[Fault] = []
    cut: set[int] = set()
    rows = text.splitlines(keepends=True)
    for _ in range(min(_MAX_REPAIRS, 2 + _MAX_REREAD // (len(text) + 1))):
        events = Events("".join(rows))
        try:
            parsed = read_events(events, file, lines)
        except yaml.YAMLError as error:
            wrong = misread(Trouble.of(error, events.last), file, lines)
            line, column = wrong.cut or (0, 0)
            if wrong.cut is None or line in cut or line >= len(rows):
                # What follows a misread line may follow from it; then it is not told as well.
                return _unread(file, text, *(found or [wrong.fault]))
            found.append(wrong.fault)
            cut.add(line)
            rows[line] = rows[line][:column] + " \n"  # never \r before \n, which is one line
        else:
            return _document(file, lines, parsed, found, cut)
    return _unread(file, text, *found)


def _document(
    file: str, lines: tuple[str, ...], parsed: Parsed, found: Sequence[Fault], cut: AbstractSet[int]
) -> Document:
    spoiled: set[Keys] = {()} if parsed.data is None and cut else set()
    spoiled |= {
        path
        for path, (line, _) in parsed.marks.items()
        if line - 1 in cut and value_at(parsed.data, path) is None
    }
    faults = sorted([*found, *parsed.faults], key=_order)
    return Document(
        file, parsed.data, lines, parsed.marks, parsed.key_marks, parsed.comments, parsed.quoted,
        tuple(faults), parsed.spoiled | spoiled,
    )  # fmt: skip


def _order(fault: Fault) -> Spot:
    place = fault.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def validate(document: Document, model: type[ModelT], data: Any = None) -> ModelT:
    """Read `document` as `model`; every fault is reported at its line and column."""
    given = document.data if data is None else data
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = shape_faults(document, model, given, error.errors())
    raise ComplianceError(faults=tuple(faults))
