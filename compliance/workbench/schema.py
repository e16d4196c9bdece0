"""JSON Schemas of rule files, made from their shapes, so that an editor completes and checks.

An editor reads `1`, `true` and `2026-01-01` as a number, a boolean and a text; our reader takes
each as the text that was typed. The schemas admit both, and refuse what the shapes refuse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

from compliance.lang.files import AGGREGATES, OWN_SETTINGS, DeriveFile
from compliance.lang.lifecycle import FORMS, OWN_KEYS, CheckFile
from compliance.lang.proposal import ProposalFile
from compliance.lang.table import TableFile
from compliance.model.catalogue import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from pydantic_core import core_schema

    from compliance.workbench.shapes import Shapes

Json = dict[str, Any]

_TEXT: Final = ("string", "number", "boolean")  # what an editor may take a plain word for
_WHOLE: Final = r"^\s*[+-]?[0-9]+(_[0-9]+)*(\.0*)?\s*$"
_NUMBER: Final = r"^\s*[+-]?([0-9]+(_[0-9]+)*\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_YES_OR_NO: Final = "|".join(  # in any case of letters
    "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in word)
    for word in ("true", "false", "yes", "no", "on", "off", "t", "f", "y", "n", "0", "1")
)


@dataclass(frozen=True)
class Names:
    """The names of a rulebook that a file may choose from, so that a slip is seen at once."""

    kinds: Sequence[str] = ()
    profiles: Sequence[str] = ()
    tables: Sequence[str] = ()


@dataclass(frozen=True)
class _Choices:
    """Which keys choose from which names, as `Shape.key`."""

    names: Names = field(default_factory=Names)

    def of(self, place: str) -> Sequence[str]:
        if place in _KINDS:
            return self.names.kinds
        if place in {"MappingFile.profile", "BatchFile.profile"}:
            return self.names.profiles
        return self.names.tables if place == "DeriveFile.table" else ()


_KINDS: Final = frozenset(
    {
        "RuleFile.on",
        "Each.of",
        "DeriveFile.on",
        "DeriveFile.of",
        "TableFile.on",
        "Field.to",
        "RecordMap.kind",
        "ControlTotal.kind",
    }
)


def schemas(shapes: Shapes, names: Names | None = None) -> dict[str, str]:
    """Give the text of each schema by its file name; `names` closes the lists of a rulebook."""
    choices = _Choices(names or Names())
    return {schema_file(kind): _schema(kind, shape, choices) for kind, shape in shapes.items()}


def schema_file(kind: str) -> str:
    """Name the file of the schema of a kind of file."""
    return f"{kind}.schema.json"


def modeline(kind: str) -> str:
    """Give the first line of a file of a rulebook, by which an editor finds its schema."""
    return f"# yaml-language-server: $schema=../schemas/{schema_file(kind)}\n"


def _schema(kind: str, shape: type[BaseModel], choices: _Choices) -> str:
    made = shape.model_json_schema(by_alias=True, schema_generator=_generator(choices))
    head = {"$schema": _Generator.schema_dialect, "title": f"{kind} file of a rulebook"}
    return json.dumps({**head, **_on_one_line(made)}, ensure_ascii=False, indent=2) + "\n"


def _on_one_line(made: Any, key: str = "") -> Any:
    """Undo the line breaks of the docstrings that became descriptions."""
    if isinstance(made, dict):
        return {name: _on_one_line(value, name) for name, value in made.items()}
    if isinstance(made, list):
        return [_on_one_line(value) for value in made]
    return " ".join(made.split()) if key == "description" and isinstance(made, str) else made


def _generator(choices: _Choices) -> type[_Generator]:
    return type("_OneRulebook", (_Generator,), {"choices": choices})


class _Generator(GenerateJsonSchema):
    """Makes schemas of what is typed, not of what it is read as."""

    choices = _Choices()

    def sort(self, value: Json, parent_key: str | None = None) -> Json:  # noqa: ARG002
        return value  # keys stay in the order of the shape

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> Json:
        made = super().str_schema(schema)
        return made if "pattern" in made else {**made, "type": list(_TEXT)}

    def int_schema(self, schema: core_schema.IntSchema) -> Json:
        return {**super().int_schema(schema), "type": ["integer", "string"], "pattern": _WHOLE}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Json:
        least = {"exclusiveMinimum": schema["gt"]} if "gt" in schema else {}
        return {"type": ["number", "string"], "pattern": _NUMBER, **least}

    def bool_schema(self, schema: core_schema.BoolSchema) -> Json:  # noqa: ARG002
        types = ["boolean", "integer", "string"]
        return {"type": types, "minimum": 0, "maximum": 1, "pattern": f"^({_YES_OR_NO})$"}

    def date_schema(self, schema: core_schema.DateSchema) -> Json:  # noqa: ARG002
        return {"type": "string", "format": "date", "pattern": _DAY}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> Json:
        words = [*schema["expected"], *(int(w) for w in schema["expected"] if str(w).isdigit())]
        return {"enum": words}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Json:
        made = self.generate_inner(schema["schema"])
        if "enum" in made:
            return {**made, "enum": [*made["enum"], None]}
        if "type" in made:
            types = made["type"] if isinstance(made["type"], list) else [made["type"]]
            return {**made, "type": [*types, "null"]}
        return {"anyOf": [made, {"type": "null"}]}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Json:
        made = super().default_schema(schema)
        if not isinstance(made.get("default"), (str, bool)):
            made.pop("default", None)
        return made

    def model_schema(self, schema: core_schema.ModelSchema) -> Json:
        shape = schema["cls"]
        made = super().model_schema(schema)
        made.pop("title", None)
        for key, value in made.get("properties", {}).items():
            _choose(value, self.choices.of(f"{shape.__name__}.{key}"))
        if shape.__name__ == "Profile" and self.choices.names.kinds:
            made["properties"]["owes"]["propertyNames"] = {"enum": list(self.choices.names.kinds)}
        return {**made, **_CONDITIONS.get(shape, {})}


def _choose(value: Json, words: Sequence[str]) -> None:
    """Close the list of a text, also of one beside other forms."""
    if not words:
        return
    for form in [value, *value.get("anyOf", ()), *value.get("oneOf", ())]:
        if "string" in form.get("type", ()):
            null = [None] if "null" in form.pop("type") else []
            form["enum"] = [*words, *null]


def _given(key: str) -> Json:
    """Give the schema of a map in which a key stands with a value."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _rows(key: str) -> Json:
    return {"required": [key], "properties": {key: {"minItems": 1}}}


def _filled(key: str) -> Json:
    """Give the schema of a map in which a key holds a text, or something in a list or a map."""
    filled = {"minLength": 1, "minItems": 1, "minProperties": 1, "not": {"type": "null"}}
    return {"required": [key], "properties": {key: filled}}


def _words(key: str) -> Json:
    """Give the schema of a map in which a key holds at least one word of its own."""
    given = {"type": "object", "minProperties": 1}
    return {"required": [key], "properties": {key: given}}


def _when(key: str, word: str, needs: str) -> Json:
    said = {"required": [key], "properties": {key: {"const": word}}}
    return {"if": said, "then": _given(needs)}


def _only_where(key: str, word: str, needs: str) -> Json:
    """Give the schema by which a key stands with a value exactly where another says a word."""
    return {**_when(key, word, needs), "else": {"not": _given(needs)}}


# What the shapes check of several keys together.
_CONDITIONS: Final[Mapping[Any, Json]] = {
    DeriveFile: {
        "if": _given("table"),
        "then": {"propertyNames": {"enum": ["table", "output", "on"]}},
        "else": {
            "oneOf": [_given(name) for name in AGGREGATES],
            "not": {
                "anyOf": [
                    _given("output"),
                    {"allOf": [_given("through"), {"required": ["until"]}]},
                ]
            },
            "allOf": [
                *({"if": _given(key), "then": _given(name)} for key, name in OWN_SETTINGS.items()),
                {"if": _given("quartile"), "then": _given("at")},
                {"if": _given("hhi"), "then": _given("among")},
            ],
        },
    },
    ProposalFile: {
        "anyOf": [_given("propose"), _given("concludes")],
        "allOf": [_only_where("propose", "hold", "act"), _only_where("propose", "refer", "to")],
    },
    CheckFile: {
        "oneOf": [_filled(form) for form in FORMS],
        "allOf": [
            {
                "if": {"anyOf": [_filled(form) for form in forms]},
                "then": _given(key),
                "else": {"not": _given(key)},
            }
            for key, forms in OWN_KEYS.items()
        ]
        + [{"properties": {"apart": {"uniqueItems": True, "not": {"minItems": 1, "maxItems": 1}}}}],
    },
    TableFile: {"oneOf": [_rows("rules"), _rows("versions")]},
    Field: {
        "allOf": [
            {**_when("type", "code", "values"), "then": _words("values")},
            _when("type", "reference", "to"),
            _when("type", "list", "of"),
        ]
    },
}
