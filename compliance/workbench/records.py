"""Rows of a scenario: plain text cells by kind, and how one row refers to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.errors import ComplianceError
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.yaml_file import did_you_mean

Row = dict[str, str]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Cell:
    """One field of one row, found by a path."""

    kind: Kind
    row: Row
    field: str

    @property
    def text(self) -> str:
        """Give what stands in the cell; an empty cell is an empty text."""
        return self.row.get(self.field) or ""


def key_of(kind: Kind, row: Mapping[str, str]) -> str:
    """Give the record key of a row: its key fields joined by a slash."""
    return "/".join(row.get(name) or "" for name in kind.key)


def find(rows: Rows, catalogue: Catalogue, key: str) -> tuple[Kind, Row]:
    """Give the one row that bears `key`, whatever its kind, or fail with the nearest key."""
    found = [
        (catalogue.kind(kind), row)
        for kind, group in rows.items()
        for row in group
        if key in {key_of(catalogue.kind(kind), row), row.get(catalogue.kind(kind).key_text)}
    ]
    if not found:
        known = [key_of(catalogue.kind(kind), row) for kind, group in rows.items() for row in group]
        raise ComplianceError(f"no record {key} is given", None, did_you_mean(key, known))
    return found[0]


def follow(rows: Rows, catalogue: Catalogue, kind: Kind, row: Row, path: Sequence[str]) -> Cell:
    """Walk `path` from a row through its references to the cell that it names."""
    first, *rest = path
    known = kind.fields.get(first)
    if known is None:
        raise ComplianceError(
            f"`{first}` is not a field of {kind.kind}", None, did_you_mean(first, kind.fields)
        )
    if not rest:
        return Cell(kind, row, first)
    if known.to is None:
        raise ComplianceError(f"`{first}` of {kind.kind} refers to no record")
    target = catalogue.kind(known.to)
    wanted = row.get(first) or ""
    held = [item for item in rows.get(target.kind, []) if item.get(target.key_text) == wanted]
    same = [item for item in held if all(item.get(a) == row.get(b) for a, b in known.also.items())]
    if not held:
        raise ComplianceError(f"{first} of {key_of(kind, row)} is {wanted!r}: no such record")
    return follow(rows, catalogue, target, (same or held)[0], rest)


def merge(
    rows: Rows, catalogue: Catalogue, more: Mapping[str, Sequence[Mapping[str, str]]]
) -> Rows:
    """Give `rows` with the records of `more` that are not yet there; the first of a key stays."""
    merged = {kind: list(group) for kind, group in rows.items()}
    for name, group in more.items():
        kind = catalogue.kind(name)
        held = {key_of(kind, row) for row in merged.get(name, [])}
        fresh = [dict(row) for row in group if key_of(kind, row) not in held]
        merged[name] = [*merged.get(name, []), *fresh]
    return merged
