"""Reads XML without what makes it dangerous: no DOCTYPE, no entities, bounded size and depth.

Every element keeps its line, so that a fault can name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from compliance.errors import ComplianceError, Place

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 50_000
MAX_NAME: Final = 1_000
_MEND: Final = "export the file again from the modeller, as plain DMN"


@dataclass(slots=True)
class Element:
    """One element: its namespace, local name, attributes, text, children and line."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute that stands in no namespace."""
        return self.attributes.get(name, default)

    def all(self, *names: str) -> Iterator[Element]:
        """Give the children of the given local names, in order."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Element | None:
        """Give the first child of the given local names."""
        return next(self.all(*names), None)

    def text_of(self, name: str) -> str | None:
        """Give the text of the first such child, or None."""
        child = self.first(name)
        return None if child is None else child.text.strip()


def read_xml(path: Path, name: str | None = None) -> Element:
    """Read an XML file; `name` is how messages call it (default: the path as given)."""
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            return parse_xml(file.read(MAX_BYTES + 1), shown)
    except OSError as error:
        raise ComplianceError(
            f"cannot read the file: {error.strerror}", Place(shown), "check the path and the rights"
        ) from None


def parse_xml(raw: bytes, file: str) -> Element:
    """Parse XML; `file` names it in messages."""
    if len(raw) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes"
        raise ComplianceError(message, Place(file), "split the model")
    parser = expat.ParserCreate(namespace_separator=" ")
    builder = _Builder(parser, file)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat takes it by position
    except (LookupError, ValueError) as error:
        place = Place(file, 1)
        raise ComplianceError(
            f"cannot decode the XML: {error}", place, "save it as UTF-8"
        ) from None
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code) or str(error)
        raise ComplianceError(
            f"not well-formed XML: {what}", Place(file, error.lineno, error.offset + 1), _MEND
        ) from None
    return builder.root


class _Builder:
    """Builds the elements while expat reads, and refuses what passes a limit."""

    def __init__(self, parser: Any, file: str) -> None:
        self.parser, self.file = parser, file
        self.open: list[Element] = []
        self.count = 0
        self.root: Element

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(name) > MAX_NAME:
            self._refuse(f"a name or namespace has more than {MAX_NAME:,} characters", _MEND)
        namespace, _, local = name.rpartition(" ")
        element = Element(namespace, local, attributes, self.parser.CurrentLineNumber)
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.open) >= MAX_DEPTH:
            limits = f"{MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels"
            self._refuse(f"the file has more than {limits}", "split the model")
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text

    def refuse_doctype(self, *_: Any) -> None:
        self._refuse("a DOCTYPE is not read: it can hold entities", _MEND)

    def _refuse(self, message: str, hint: str) -> None:
        raise ComplianceError(message, Place(self.file, self.parser.CurrentLineNumber), hint)
