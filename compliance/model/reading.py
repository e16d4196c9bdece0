"""What can still be read of a file with faults, so that none of them hides another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_origin

from pydantic import ValidationError

from compliance.model.shape_words import MAX_ERRORS, Keys, real_path, shape_faults, value_at
from compliance.model.yaml_file import Document, Frozen, open_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from compliance.errors import Fault

ModelT = TypeVar("ModelT", bound=Frozen)
_ROUNDS = 5  # of leaving out what does not fit: the later ones leave out what needed the earlier


@dataclass(frozen=True)
class Reading(Generic[ModelT]):
    """One file as it was read: `value` is whole only where there are no faults.

    What does not fit is left out, or replaced by a stand-in; `lost` names it. None: nothing of
    the file can be read.
    """

    value: ModelT | None
    document: Document
    faults: tuple[Fault, ...]
    lost: frozenset[str] = frozenset()

    def leaving(self, *names: str, words: str = r"[A-Za-z_]\w*") -> list[Fault]:
        """Give the faults as those of a file that gives names: they are left without meaning.

        Of a file that cannot be read at all, any of its `words` may be such a name.
        """
        text = "" if self.value is not None else "\n".join(self.document.lines)
        unsaid = self.lost | {*names} | {*re.findall(words, text)}
        return [replace(fault, unsaid=unsaid) for fault in self.faults]


def own_faults(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Give each fault once, without those that only follow from another."""
    told = tuple(dict.fromkeys(faults))
    unsaid = frozenset[str]().union(*(fault.unsaid for fault in told))
    own = (fault for fault in told if fault.sought is None or fault.sought not in unsaid)
    return tuple(sorted(own, key=_order))


def read_file(
    path: Path, model: type[ModelT], stand_in: Mapping[str, Any] | None = None
) -> Reading[ModelT]:
    """Read one file as `model`; `stand_in` gives what keys say that must not be missing."""
    document = open_document(path)
    try:
        whole = model.model_validate(document.data)
    except ValidationError as error:
        faults = shape_faults(document, model, document.data, error.errors())
    else:
        return Reading(whole, document, document.faults)
    told = sorted([*document.faults, *faults], key=_order)
    value, rest, lost = _remains(document, model, stand_in or {})
    return Reading(value, rest, tuple(told), lost)


def _order(fault: Fault) -> tuple[str, int, int]:
    place = fault.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


def _remains(
    document: Document, model: type[ModelT], stand_in: Mapping[str, Any]
) -> tuple[ModelT | None, Document, frozenset[str]]:
    """Leave out what does not fit, until the rest does."""
    lost: set[str] = set()
    if not isinstance(document.data, dict):
        return None, document, frozenset()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(document.data), document, frozenset(lost)
        except ValidationError as error:
            if error.error_count() > MAX_ERRORS:
                break
            parts = {_part(model, real_path(document.data, item), item) for item in error.errors()}
        if () in parts:
            break
        for part in sorted(parts, key=_place_in_order, reverse=True):
            lost |= _names(document.data, part)
            document = _without(document, part)
            if len(part) == 1 and part[0] in stand_in:
                lost.add(str(part[0]))
                document = replace(
                    document, data={**document.data, part[0]: stand_in[str(part[0])]}
                )
    return None, document, frozenset(lost)


def _names(data: Any, part: Keys) -> set[str]:
    """Give the names that something left out may have given: its keys, or its id."""
    if part[0] not in data:
        return set()
    item = value_at(data, part)
    stated = {item["id"]} if isinstance(item, dict) and isinstance(item.get("id"), str) else set()
    return {name for name in part if isinstance(name, str)} | stated


def _place_in_order(path: Keys) -> list[tuple[int, str]]:
    return [(name, "") if isinstance(name, int) else (0, name) for name in path]


def _part(model: type[Frozen], path: Keys, error: Any) -> Keys:
    """Give what is left out for an error: an unknown key, an item of the owner's, or a key."""
    if error["type"] == "extra_forbidden" or len(path) < 2:
        return path
    field = next((f for n, f in model.model_fields.items() if path[0] in {n, f.alias}), None)
    several = field is not None and get_origin(field.annotation) in {dict, tuple}
    return path[:2] if several else path[:1]


def _without(document: Document, path: Keys) -> Document:
    """Give a document without the value at `path`; the items after it move up."""
    data = _removed(document.data, path)
    if not isinstance(path[-1], int):
        return replace(document, data=data)
    return replace(
        document,
        data=data,
        marks=_moved(document.marks.items(), path),
        key_marks=_moved(document.key_marks.items(), path),
        comments=_moved(document.comments.items(), path),
        quoted=frozenset(_moved(((own, own) for own in document.quoted), path)),
    )


def _removed(data: Any, path: Keys) -> Any:
    first, *rest = path
    if isinstance(data, dict):
        if first not in data:
            return data
        kept = {key: value for key, value in data.items() if key != first or rest}
        return {**kept, first: _removed(data[first], tuple(rest))} if rest else kept
    return [
        _removed(item, tuple(rest)) if number == first else item
        for number, item in enumerate(data)
        if number != first or rest
    ]


def _moved(items: Iterable[tuple[Keys, Any]], path: Keys) -> dict[Keys, Any]:
    """Give what stands at each path of a list when the item at `path` has gone."""
    head, gone = path[:-1], path[-1]
    found: dict[Keys, Any] = {}
    for own, value in items:
        number = own[len(head)] if own[: len(head)] == head and len(own) > len(head) else None
        if isinstance(number, int) and isinstance(gone, int) and number >= gone:
            if number > gone:
                found[(*head, number - 1, *own[len(path) :])] = value
        else:
            found[own] = value
    return found
