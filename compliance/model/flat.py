"""Frozen values ↔ JSON: a table in which each value stands once, parts before what holds them.

Only values are read back: records of this package's own shapes, dates, decimals, collections.
Nothing is called that a text could name, so that a text can at worst be refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from pydantic import BaseModel

from compliance.model.yaml_file import Document

_SHAPES: Final = ("compliance.lang.", "compliance.model.")  # where the classes of records stand
_TUPLE, _LIST, _DICT, _SET, _FROZENSET, _DATE, _DECIMAL = range(7)
_RECORDS: Final = 7  # from here on, a number names a class


class FlatError(ValueError):
    """A text that is no table of values, or a value that no table holds."""


def flat(value: Any) -> str:
    """Write a value; of a document, only the name of its file is kept."""
    writer = _Writer()
    top = writer.put(value)
    whole = {"shapes": writer.shapes, "values": writer.values, "top": top}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def whole(text: str) -> Any:
    """Read a value that `flat` wrote."""
    try:
        table = json.loads(text)
        makers = _makers(table["shapes"])
        made: list[Any] = []
        for item in table["values"]:
            if type(item) is list:
                made.append(makers[item[0]]([made[place] for place in item[1:]]))
            else:
                made.append(item)
        return made[table["top"]]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError) as error:
        raise FlatError(f"no table of values: {error}") from None


class _Writer:
    """Gives every value its place; what was put before keeps the place that it has."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.shapes: list[list[str]] = []
        self._numbers: dict[type, int] = {}
        self._places: dict[int, int] = {}  # by identity
        self._alike: dict[tuple[Any, ...], int] = {}  # of what cannot change: equal ones are one
        self._held: list[Any] = []  # keeps the identities true while we write

    def put(self, value: Any) -> int:
        """Give the place of a value."""
        if value is None or isinstance(value, (str, bool, int)):
            return self._alone((type(value), value), value)
        known = self._places.get(id(value))
        if known is None:
            known = self._places[id(value)] = self._composed(value)
            self._held.append(value)
        return known

    def _composed(self, value: Any) -> int:
        parts = [*self._parts(value)]
        changeable = isinstance(value, (list, dict, set))
        return self._new(parts) if changeable else self._alone(tuple(parts), parts)

    def _parts(self, value: Any) -> Iterator[int]:
        """Give the number of what makes the value, and the places of its parts."""
        if type(value) is date:
            yield from (_DATE, self.put(value.isoformat()))
        elif isinstance(value, Decimal):
            yield from (_DECIMAL, self.put(str(value)))
        elif isinstance(value, (tuple, list)):
            yield from (_TUPLE if isinstance(value, tuple) else _LIST, *map(self.put, value))
        elif isinstance(value, (set, frozenset)):
            number = _SET if isinstance(value, set) else _FROZENSET
            yield from (number, *map(self.put, sorted(value)))
        elif isinstance(value, dict):
            pairs = (part for pair in value.items() for part in pair)
            yield from (_DICT, *map(self.put, pairs))
        elif isinstance(value, Document):
            yield from self._record(Document(value.file, None, ()))
        else:
            yield from self._record(value)

    def _record(self, value: Any) -> Iterator[int]:
        names = _names(type(value))
        yield self._number(type(value), names)
        yield from (self.put(getattr(value, name)) for name in names)
        if isinstance(value, BaseModel):
            yield self.put(frozenset(value.model_fields_set))

    def _number(self, shape: type, names: list[str]) -> int:
        if shape not in self._numbers:
            self._numbers[shape] = _RECORDS + len(self.shapes)
            self.shapes.append([shape.__module__, shape.__qualname__, *names])
        return self._numbers[shape]

    def _alone(self, key: tuple[Any, ...], value: Any) -> int:
        if key not in self._alike:
            self._alike[key] = self._new(value)
        return self._alike[key]

    def _new(self, value: Any) -> int:
        self.values.append(value)
        return len(self.values) - 1


def _names(shape: type) -> list[str]:
    """Name the fields of a class of records of ours."""
    if shape.__module__.startswith(_SHAPES) and "." not in shape.__qualname__:
        if is_dataclass(shape):
            return [item.name for item in fields(shape)]
        if issubclass(shape, BaseModel):
            return list(shape.model_fields)
    raise FlatError(f"{shape.__module__}.{shape.__qualname__} is no record of ours")


def _makers(shapes: list[list[str]]) -> list[Callable[[list[Any]], Any]]:
    """Give, by number, what makes a value of its parts."""
    own: list[Callable[[list[Any]], Any]] = [
        tuple, list, _dict, set, frozenset,
        lambda parts: date.fromisoformat(parts[0]), lambda parts: Decimal(parts[0]),
    ]  # fmt: skip
    return [*own, *(_maker(*shape) for shape in shapes)]


def _dict(parts: list[Any]) -> dict[Any, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _maker(module: str, name: str, *names: str) -> Callable[[list[Any]], Any]:
    """Give what makes a record of a class, which must have the fields that were written."""
    if not module.startswith(_SHAPES):
        raise FlatError(f"{module} has no records of ours")
    shape = getattr(import_module(module), name)
    if not isinstance(shape, type) or _names(shape) != list(names):
        raise FlatError(f"{module}.{name} has other fields")
    new, put = object.__new__, object.__setattr__

    def record(parts: list[Any]) -> Any:
        made: Any = new(shape)
        made.__dict__.update(zip(names, parts, strict=True))
        return made

    def model(parts: list[Any]) -> Any:
        made: Any = new(shape)
        put(made, "__dict__", dict(zip(names, parts, strict=False)))
        put(made, "__pydantic_fields_set__", set(parts[-1]))
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made

    return record if is_dataclass(shape) else model
