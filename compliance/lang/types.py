"""The types of the rule language and of the catalogue's fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from compliance.model.catalogue import Field

MAX_SCALE: Final = 27  # decimals that an exact product may have before it could pass 38 digits
FIELD_SCALE: Final = 9
QUOTIENT_SCALE: Final = 6  # decimals of a division, half-even


@dataclass(frozen=True)
class Type:
    """One type. `scale` counts decimals of a number, or decimals below the minor unit of money."""

    name: str
    scale: int = 0
    codes: frozenset[str] | None = None
    kind: str | None = None
    element: Type | None = None

    def __str__(self) -> str:
        """Give the word that messages use."""
        if self.name == "reference":
            return f"a reference to {self.kind}"
        if self.name == "list" and self.element is not None:
            return f"a list of {_SEVERAL.get(self.element.name, self.element.name)}"
        return _WORDS.get(self.name, self.name)

    def scaled(self, scale: int) -> Type:
        """Give the same type with another scale."""
        return replace(self, scale=scale)


_WORDS: Final = {
    "text": "text",
    "code": "a code",
    "money": "money",
    "number": "a number",
    "boolean": "a yes/no value",
    "date": "a date",
    "timestamp": "a time stamp",
    "days": "a duration",
    "months": "a duration in months",
    "null": "null",
}

_SEVERAL: Final = {"text": "texts", "code": "codes", "reference": "references"}

TEXT: Final = Type("text")
MONEY: Final = Type("money")
NUMBER: Final = Type("number")
BOOLEAN: Final = Type("boolean")
DATE: Final = Type("date")
DAYS: Final = Type("days")
MONTHS: Final = Type("months")
NULL: Final = Type("null")
TEXTUAL: Final = frozenset({"text", "code", "reference"})
ORDERED: Final = frozenset({"money", "number", "date", "timestamp", "days", "months"})


def list_of(element: Type) -> Type:
    """Give the type of a list."""
    return Type("list", element=element)


def field_type(field: Field) -> Type:
    """Give the language's type of a catalogue field."""
    if field.type == "code":
        return Type("code", codes=frozenset(field.values or ()))
    if field.type == "reference":
        return Type("reference", kind=field.to)
    if field.type in {"decimal", "ratio"}:
        return Type("number", scale=FIELD_SCALE)
    if field.type == "integer":
        return NUMBER
    if field.type == "list":
        codes = frozenset(field.values) if field.values else None
        element = Type(str(field.of), codes=codes, kind=field.to)
        return list_of(element)
    return Type(field.type)


def comparable(left: Type, right: Type) -> bool:
    """Say whether `=` and `!=` between the two types can mean anything."""
    if left.name in TEXTUAL and right.name in TEXTUAL:
        if left.name == right.name == "reference":
            return left.kind == right.kind
        return True
    return left.name == right.name
