"""Strict YAML: scalars stay text, every value keeps its line and column, nothing is expanded.

Text such as `NO`, `on`, `0.10` or `2026-01-01` means what was typed; the schema that reads it
gives it a type. Anchors, aliases, tags, duplicate keys and deep nesting are refused.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from compliance.errors import ComplianceError, Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MAX_BYTES = 2_000_000
MAX_DEPTH = 30

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    raise ValueError("a day of the calendar is written as 2026-01-31")


Day = Annotated[date, BeforeValidator(_day)]
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """A parsed YAML file: plain dicts, lists and text, and where each value stands."""

    file: str
    data: Any
    lines: tuple[str, ...]
    marks: dict[tuple[str | int, ...], tuple[int, int]]
    key_marks: dict[tuple[str | int, ...], tuple[int, int]]

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """Give the place of the value (or of its key) at `path`, or of its nearest parent."""
        wanted = tuple(path)
        while True:
            marks = self.key_marks if key and wanted in self.key_marks else self.marks
            if wanted in marks:
                line, column = marks[wanted]
                text = self.lines[line - 1] if line <= len(self.lines) else None
                return Place(self.file, line, column, text=text)
            if not wanted:
                return Place(self.file, 1, 1, text=self.lines[0] if self.lines else None)
            wanted = wanted[:-1]


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one YAML file; `name` is how messages call it (default: the path as given)."""
    shown = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ComplianceError(
            f"cannot read the file: {error.strerror}", Place(shown), "check the path and the rights"
        ) from None
    if len(raw) > MAX_BYTES:
        raise ComplianceError(
            f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read",
            Place(shown),
            "split the file",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ComplianceError(
            f"byte {error.start + 1} is not UTF-8", Place(shown), "save the file as UTF-8"
        ) from None
    return parse_document(text, shown)


def parse_document(text: str, file: str) -> Document:
    """Parse YAML text; `file` names it in messages."""
    lines = tuple(text.splitlines())
    _refuse_expansion(text, file, lines)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _syntax_error(error, file, lines) from None
    marks: dict[tuple[str | int, ...], tuple[int, int]] = {}
    key_marks: dict[tuple[str | int, ...], tuple[int, int]] = {}
    builder = _Builder(file, lines, marks, key_marks)
    data = builder.value(root, ()) if root is not None else None
    if builder.faults:
        raise ComplianceError(faults=tuple(builder.faults))
    return Document(file, data, lines, marks, key_marks)


def validate(document: Document, model: type[ModelT], data: Any = None) -> ModelT:
    """Read `document` as `model`; every fault is reported at its line and column."""
    try:
        return model.model_validate(document.data if data is None else data)
    except ValidationError as error:
        raise ComplianceError(
            faults=tuple(_fault(document, model, item) for item in error.errors())
        ) from None


def read_model(path: Path, model: type[ModelT], name: str | None = None) -> ModelT:
    """Read one YAML file as one model."""
    return validate(read_document(path, name), model)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Give a hint that names the nearest known word, or lists a few when none is near."""
    names = sorted(set(known))
    lowered = {name.lower(): name for name in reversed(names)}
    near = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    if near:
        return f"did you mean `{lowered[near[0]]}`?"
    if not names:
        return None
    more = ", …" if len(names) > 12 else ""
    return "one of: " + ", ".join(names[:12]) + more


class _Builder:
    """Turns YAML nodes into plain values while it notes their places."""

    def __init__(
        self,
        file: str,
        lines: tuple[str, ...],
        marks: dict[tuple[str | int, ...], tuple[int, int]],
        key_marks: dict[tuple[str | int, ...], tuple[int, int]],
    ) -> None:
        self.file, self.lines, self.marks, self.key_marks = file, lines, marks, key_marks
        self.faults: list[Fault] = []

    def value(self, node: Any, path: tuple[str | int, ...]) -> Any:
        self.marks[path] = _start(node)
        if len(path) > MAX_DEPTH:
            self._fault(node, f"the file is nested more than {MAX_DEPTH} levels deep", None)
            return None
        if isinstance(node, yaml.ScalarNode):
            if not node.style and node.value in {"", "null", "~"}:
                return None
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "a key must be plain text", "quote it")
                continue
            key = key_node.value
            if key in result:
                self._fault(key_node, f"the key `{key}` stands twice", "keep one of the two")
                continue
            self.key_marks[(*path, key)] = _start(key_node)
            result[key] = self.value(value_node, (*path, key))
        return result

    def _fault(self, node: Any, message: str, hint: str | None) -> None:
        line, column = _start(node)
        place = Place(self.file, line, column, text=self.lines[line - 1])
        self.faults.append(Fault(message, place, hint))


def _start(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _refuse_expansion(text: str, file: str, lines: tuple[str, ...]) -> None:
    """Refuse anchors, aliases and tags before anything is built (no billion laughs)."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            mark = event.start_mark
            line = mark.line + 1 if mark else 1
            place = Place(
                file,
                line,
                mark.column + 1 if mark else 1,
                text=lines[line - 1] if line <= len(lines) else None,
            )
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise ComplianceError(
                    "anchors and aliases (& and *) are not part of this format",
                    place,
                    "write the value out, or put the text in quotes if it begins with & or *",
                )
            tag = getattr(event, "tag", None)
            if tag not in {None, "!"}:
                raise ComplianceError(
                    f"the tag {tag} is not part of this format",
                    place,
                    "drop the tag, or put the text in quotes if it begins with !",
                )
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            if depth > MAX_DEPTH:
                raise ComplianceError(
                    f"the file is nested more than {MAX_DEPTH} levels deep", place, "flatten it"
                )
    except yaml.YAMLError as error:
        raise _syntax_error(error, file, lines) from None


def _syntax_error(error: yaml.YAMLError, file: str, lines: tuple[str, ...]) -> ComplianceError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    if mark is None:
        return ComplianceError(f"not valid YAML: {problem}", Place(file))
    line = mark.line + 1
    text = lines[line - 1] if line <= len(lines) else None
    hint = "check the indentation and the quotes; put an expression or a text with `: ` under `|`"
    return ComplianceError(
        f"not valid YAML: {problem}", Place(file, line, mark.column + 1, text=text), hint
    )


def _fault(document: Document, model: type[BaseModel], item: Any) -> Fault:
    """Put one pydantic error into the owner's words, at its place."""
    loc = tuple(part for part in item["loc"] if _exists(document.data, item["loc"], part))
    kind = item["type"]
    name = str(item["loc"][-1]) if item["loc"] else ""
    if kind == "extra_forbidden":
        known = _known_keys(model, item["loc"][:-1])
        return Fault(
            f"`{name}` is not a key of this place",
            document.place(item["loc"], key=True),
            did_you_mean(name, known),
        )
    if kind == "missing":
        return Fault(f"the key `{name}` is missing", document.place(loc), f"add a line `{name}: …`")
    message = item["msg"].removeprefix("Value error, ")
    message = message.replace("Input should be", f"`{name}` should be")
    shown = item.get("input")
    if isinstance(shown, str):
        message += f" (here: {shown[:80]!r})"
    return Fault(message, document.place(loc), None)


def _exists(_data: Any, _loc: Any, part: Any) -> bool:
    return isinstance(part, (str, int))


def _known_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Give the keys that `model` allows at `loc`, following nested models as far as they go."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            return []
        field = next((f for n, f in current.model_fields.items() if part in {n, f.alias}), None)
        current = _inner_model(field.annotation) if field else None
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [f.alias or n for n, f in current.model_fields.items()]
    return []


def _inner_model(annotation: Any) -> Any:
    """Find the model inside `X | None`, `tuple[X, ...]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None
