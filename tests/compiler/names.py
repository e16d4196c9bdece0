"""Names, written terms and the words of which expressions are made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compliance.lang.types import field_type

if TYPE_CHECKING:
    from compliance.lang.types import Type
    from compliance.model.catalogue import Catalogue

MOST_DIGITS = 35
PATTERNS = (
    "a", "^a", "a$", "^a.*$", "[^a]", "^.$", "b|c", r"\s", r"^\s", "a+b?c*", "(?:ab)+", r"\w{2,3}",
    r"\d", r"\.", "^$", "$", "é", "[a-c]{2}", r"[\s]", r"[^\s]a", "a\nb", "x$|^%",
)  # fmt: skip
PARAMETERS = {
    "money": ("p.money", "p.keyed", "p.late on {date}", "p.money on {date}"),
    "number": ("p.entity", "p.share", "p.number", "p.number on {date}"),
    "days": ("p.days", "p.window"),
    "text": ("p.text", "p.pilot"),
    "boolean": ("p.yes", "p.yes on {date}"),
    "list": ("p.words",),
}


def quoted(text: str) -> str:
    """Write a text as a literal of the language."""
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class Term:
    """A written number or amount: its text, decimals, and digits before the decimal point."""

    text: str
    scale: int = 0
    digits: int = 1


@dataclass(frozen=True)
class Name:
    """A name that may stand in an expression, with its type."""

    text: str
    type: Type
    digits: int = 10


def names_of(catalogue: Catalogue, kind: str, prefix: str = "", hops: int = 2) -> list[Name]:
    """Give every field and path of a kind, up to a number of references away."""
    found: list[Name] = []
    for name, item in catalogue.kinds[kind].fields.items():
        kind_of = field_type(item)
        digits = {"money": 17, "number": 4 if kind_of.scale else 7}.get(kind_of.name, 0)
        found.append(Name(prefix + name, kind_of, digits))
        if item.type == "reference" and item.to and hops:
            found += names_of(catalogue, item.to, f"{prefix}{name}.", hops - 1)
    return found
