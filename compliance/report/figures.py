"""Figures that know where they come from: each printed one names its place in the evidence.

A figure is a whole number that carries a JSON Pointer (RFC 6901) into `summary.json`, or into what
follows from the other files embedded beside it. The filters that write it put the pointer around
the text, `conform` moves it into the tags of the PDF, and `verify` reads it there. So a printed
figure is found again in any language and layout, without a guess at the words around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from compliance.report.glyphs import printable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)

_HASH_DIGITS: Final = 64


class Figure(int):
    """A whole number with its pointer; what is computed from it is a plain number again."""

    pointer: str

    def __new__(cls, value: int, pointer: str) -> Self:
        """Take the number and where it stands."""
        figure = super().__new__(cls, value)
        figure.pointer = pointer
        return figure


class Hash(str):
    """A SHA-256 in hexadecimal digits, with its pointer."""

    __slots__ = ("pointer",)
    pointer: str

    def __new__(cls, value: str, pointer: str) -> Self:
        """Take the digits and where they stand."""
        figure = super().__new__(cls, value)
        figure.pointer = pointer
        return figure


def traced(value: Any, pointer: str = "") -> Any:
    """Give a JSON value of which every whole number and hash knows its place."""
    if isinstance(value, Mapping):
        return {key: traced(inner, f"{pointer}/{_escaped(key)}") for key, inner in value.items()}
    if isinstance(value, str):
        return Hash(value, pointer) if _is_hash(value) else value
    if isinstance(value, Sequence):
        return [traced(inner, f"{pointer}/{n}") for n, inner in enumerate(value)]
    if isinstance(value, int) and not isinstance(value, bool):
        return Figure(value, pointer)
    return value


def traced_fields(record: Record, pointer: str) -> Record:
    """Give a frozen record of which every whole number knows its place."""
    named = {item.name: getattr(record, item.name) for item in fields(record)}
    return replace(record, **traced(named, pointer))


def marked(write: Callable[..., str], currency: str = "") -> Callable[..., str]:
    """Give a filter that writes as `write` does, and marks what it wrote of a figure.

    `currency` is the one in which `write` writes an amount where it is told none.
    """

    def written(value: Any, *rest: Any, **named: Any) -> str:
        text = write(value, *rest, **named)
        if not isinstance(value, Figure | Hash):
            return text
        return mark(value, text, rest[0] if rest else named.get("currency", currency))

    return written


def mark(value: Figure | Hash, text: str, currency: str | None = "") -> Markup:
    """Put the pointer of a figure, and the currency of an amount, around its text."""
    return Markup('<span data-figure="{}" data-unit="{}">{}</span>').format(
        value.pointer, printable(currency or ""), printable(text)
    )


def counted(write: Callable[..., str], count: Callable[[int], str]) -> Callable[..., str]:
    """Give a filter that writes a number and its noun, and marks the number of a figure."""

    def written(number: int, *words: Any) -> str:
        text = write(number, *words)
        if not isinstance(number, Figure):
            return text
        before, own, after = text.partition(count(number))
        return escape(before) + mark(number, own) + escape(after)

    return written


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_DIGITS and not set(text) - set("0123456789abcdef")


def _escaped(key: str) -> str:
    """Escape a key for a pointer in its URI form, which is ASCII whatever the key is."""
    return quote(str(key).replace("~", "~0").replace("/", "~1"), safe="~", errors="surrogatepass")
