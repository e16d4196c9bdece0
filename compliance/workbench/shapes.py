"""What each file of a rulebook is, by its name, and the order in which its keys are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

Shapes = Mapping[str, type[BaseModel]]  # kind of file → how it is written

_FOLDERS: Final = {
    "catalogue": "kind",
    "lifecycles": "lifecycle",
    "mappings": "mapping",
    "parameters": "parameters",
    "profiles": "profile",
    "proposals": "proposal",
    "tables": "table",
}


def file_kind(path: Path) -> str | None:
    """Name the kind of a file by its folder and name; None where it is none of ours."""
    folder = path.parent.name
    if folder in _FOLDERS:
        return "common" if (folder, path.name) == ("catalogue", "common.yaml") else _FOLDERS[folder]
    if path.name in {"batch.yaml", "set.yaml"}:
        return path.stem
    return "rule" if re.fullmatch(r"[A-Z]{2,5}-[0-9]{3}", path.stem) else None


def ordered(shape: Any, keys: Sequence[str]) -> list[str]:
    """Give the keys of a mapping in the order of its shape; unknown keys follow as they stand.

    A mapping whose keys are the author's own (`let`, `fields`) keeps its order.
    """
    known = _key_order(_model(shape, keys))
    return sorted(keys, key=lambda key: known.index(key) if key in known else len(known))


def value_shape(shape: Any, keys: Sequence[str], key: str) -> Any:
    """Give the shape of the value under `key` of a mapping that has `keys`."""
    model = _model(shape, keys)
    if model is not None:
        fields = model.model_fields.items()
        return next((f.annotation for name, f in fields if key in {name, f.alias}), None)
    return next((get_args(m)[1] for m in _members(shape) if get_origin(m) is dict), None)


def item_shape(shape: Any) -> Any:
    """Give the shape of the items of a list."""
    lists = (m for m in _members(shape) if get_origin(m) in {tuple, list})
    return next((get_args(member)[0] for member in lists), None)


def _model(shape: Any, keys: Sequence[str]) -> type[BaseModel] | None:
    """Choose the model of a shape; among several the one that knows most of the keys."""
    models = [m for m in _members(shape) if isinstance(m, type) and issubclass(m, BaseModel)]
    known = {model: len(set(_key_order(model)) & set(keys)) for model in models}
    return max(models, key=lambda model: known[model], default=None)


def _key_order(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _members(shape: Any) -> Iterator[Any]:
    """Give the types that a shape allows, unions and annotations opened."""
    origin = get_origin(shape)
    if origin is Annotated:
        yield from _members(get_args(shape)[0])
    elif origin in {Union, UnionType}:
        for inner in get_args(shape):
            yield from _members(inner)
    elif shape not in {None, NoneType}:
        yield shape
