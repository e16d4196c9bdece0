"""What does not fit the shape of a file, in the owner's words, each at its line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_origin

from pydantic import BaseModel

from compliance.errors import Fault
from compliance.model.near import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compliance.model.yaml_file import Document

Keys = tuple[str | int, ...]
MAX_ERRORS: Final = 500  # of the shape of one file; a file with more is another sort of file

_WANTED: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "tuple_type": "a list",
    "dict_type": "a map of keys and values",
    "model_type": "a map of keys and values",
    "model_attributes_type": "a map of keys and values",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}
FORMS: Final[Mapping[str, str]] = {
    r"^[A-Z]{2,5}-[0-9]{3}$": "two to five capital letters, a dash and three digits, as PRC-014",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$": "small letters, digits and `_` in parts joined by dots, "
    "as limit.single_source",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and `_`, as method_by_value",
}


def shape_faults(
    document: Document, model: type[BaseModel], data: Any, errors: Sequence[Any]
) -> list[Fault]:
    """Say every error of a file's shape once, but none that follows from a fault of its YAML."""
    if () in document.spoiled:
        return []
    if not isinstance(data, dict):
        return [_no_map(document, data)]
    found: dict[Keys, list[Any]] = {}
    for error in errors[:MAX_ERRORS]:
        found.setdefault(real_path(data, error), []).append(error)
    return [
        _fault(document, model, data, path, own)
        for path, own in found.items()
        if not _follows(path, document)
        and not _is_other_branch(path, own, found)
        and not _is_misspelt(path, own, found)
    ]


def _is_other_branch(path: Keys, errors: Sequence[Any], found: Mapping[Keys, Any]) -> bool:
    """Say whether errors follow from others below them, or are of an alternative not meant."""
    deeper = any(other[: len(path)] == path and len(other) > len(path) for other in found)
    follows = (len(error["loc"]) > len(path) or error["type"] == "too_short" for error in errors)
    return deeper and all(follows)


def _is_misspelt(path: Keys, errors: Sequence[Any], found: Mapping[Keys, Sequence[Any]]) -> bool:
    """Say whether a key is missing since it stands there misspelt, which is told by itself."""
    if errors[0]["type"] != "missing":
        return False
    beside = (
        str(other[-1])
        for other, own in found.items()
        if other[:-1] == path[:-1] and own[0]["type"] == "extra_forbidden"
    )
    return any(nearest(word, [str(path[-1])]) is not None for word in beside)


def real_path(data: Any, error: Any) -> Keys:
    """Give where an error stands in the file: the names of alternatives are left out."""
    path: list[str | int] = []
    current = data
    for part in error["loc"]:
        if _holds(current, part):
            current = current[part]
            path.append(part)
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    return tuple(path)


def _holds(value: Any, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _follows(path: Keys, document: Document) -> bool:
    return any(path[:length] in document.spoiled for length in range(len(path) + 1))


def _no_map(document: Document, data: Any) -> Fault:
    """Say that a file holds something else than keys and values."""
    if data is None:
        return Fault("the file is empty", document.place(), "write its keys, or remove the file")
    what = "a list" if isinstance(data, list) else "a text"
    hint = "begin each line with a key: `key: value`"
    return Fault(f"the file holds {what}, where keys and values are wanted", document.place(), hint)


def _fault(
    document: Document, model: type[BaseModel], data: Any, path: Keys, errors: Sequence[Any]
) -> Fault:
    """Say what is wrong at one place; several errors there are alternatives, none of which fits."""
    first, value = errors[0], value_at(data, path)
    kind, name = first["type"], _name(path)
    if kind == "missing":
        place = document.place(path[:-1], key=_is_below(document, path[:-1]))
        return Fault(f"the key {name} is missing", place, f"add a line `{path[-1]}: …`")
    place = document.place(path, key=kind == "extra_forbidden" or _is_below(document, path))
    if kind == "extra_forbidden":
        near = did_you_mean(str(path[-1]), _known_keys(model, path[:-1]))
        return Fault(f"{name} is not a key of this place", place, near)
    if kind == "value_error":
        return Fault(first["msg"].removeprefix("Value error, ") + _here(value), place)
    keys = _known_keys(model, path)
    wanted = " or ".join(dict.fromkeys(_wanted(error, keys) for error in errors))
    if value is None:
        return Fault(f"{name} is empty; it should be {wanted}", place, "write it after the colon")
    hint = _hint(path, value, errors)
    if isinstance(value, (dict, list)) and kind not in {"too_short", "too_long"}:
        what = "map" if isinstance(value, dict) else "list"
        return Fault(f"{name} is a {what}; it should be {wanted}", place, hint)
    return Fault(f"{name} should be {wanted}{_here(value)}", place, hint)


def _wanted(error: Any, keys: Sequence[str]) -> str:
    """Say what an error asks for, as it follows `should be`; `keys` are those of a map."""
    kind, given = error["type"], error.get("ctx", {})
    if kind.startswith("model") and keys:
        return f"a map with {'the key' if len(keys) == 1 else 'keys such as'} `{keys[0]}`"
    if kind == "literal_error":
        return str(given["expected"])
    if kind == "string_pattern_mismatch":
        return FORMS[given["pattern"]]
    if kind in {"too_short", "too_long"}:
        least = kind == "too_short"
        number = given["min_length"] if least else given["max_length"]
        what = "map" if given["field_type"] == "Dictionary" else "list"
        items = "item" if number == 1 else "items"
        return f"a {what} of at {'least' if least else 'most'} {number} {items}"
    if kind == "greater_than_equal":
        return f"{given['ge']} or more"
    return _WANTED.get(kind) or str(error["msg"]).removeprefix("Input should be ")


def _hint(path: Keys, value: Any, errors: Sequence[Any]) -> str | None:
    kinds = {error["type"] for error in errors}
    if isinstance(value, str) and "tuple_type" in kinds:
        return f"write it in brackets: `{path[-1]}: [{value}]`"
    if isinstance(value, str) and "literal_error" in kinds:
        expected = " ".join(_wanted(e, ()) for e in errors if e["type"] == "literal_error")
        near = nearest(value, re.findall(r"'([^']*)'", expected))
        return None if near is None else f"did you mean `{near}`?"
    if isinstance(value, (dict, list)) and "string_type" in kinds:
        sign = "{" if isinstance(value, dict) else "["
        return f"a text that begins with `{sign}` is put in quotes or under `|`"
    return None


def _is_below(document: Document, path: Keys) -> bool:
    """Say whether a value stands on the lines below its key; then the key shows it better."""
    value, key = document.marks.get(path), document.key_marks.get(path)
    return value is not None and key is not None and value[0] > key[0]


def _name(path: Keys) -> str:
    """Name what stands at a path: a key, or an entry of a list."""
    name = path[-1] if path else "the file"
    if isinstance(name, str):
        return f"`{name}`"
    return f"entry {name + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {name + 1}"


def _here(value: Any) -> str:
    return f" (here: {value[:80]!r})" if isinstance(value, str) else ""


def value_at(data: Any, path: Keys) -> Any:
    """Give the value at a path, None where there is none."""
    for part in path:
        if isinstance(data, list) and isinstance(part, int):
            data = data[part]
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


def _known_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Give the keys that `model` allows at `loc`, following nested models as far as they go."""
    current: Any = model
    for part in loc:
        known = _inner_model(current)
        if isinstance(part, int) or get_origin(current) is dict:
            current = known
            continue
        fields = known.model_fields.items() if known is not None else ()
        current = next((f.annotation for n, f in fields if part in {n, f.alias}), None)
    known = _inner_model(current)
    return [f.alias or n for n, f in known.model_fields.items()] if known is not None else []


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    """Find the model inside `X | None`, `tuple[X, ...]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None
