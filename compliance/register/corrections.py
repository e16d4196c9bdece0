"""What a correction changed: the records of a batch beside those of the batch that it corrects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError
from compliance.register.batches import read_batch
from compliance.register.tables import ImportedBatch

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Traced:
    """One record in two batches: `same`, `changed`, `new` or `gone`; several may bear one key."""

    kind: str
    key: str
    what: str
    before: tuple[str, ...]  # row hashes
    after: tuple[str, ...]


def traced(session: Session, number: int) -> tuple[int, list[Traced]]:
    """Give the batch that a batch corrects, and every record of the two, by kind and key."""
    row = session.get(ImportedBatch, number)
    if row is None or row.supersedes is None:
        raise ComplianceError(
            f"batch {number} corrects none" if row else f"the register holds no batch {number}",
            None,
            "`compliance batch supersede` brings in a correction",
        )
    before, after = (read_batch(session, one).tables for one in (row.supersedes, number))
    kinds = sorted({*before, *after})
    return row.supersedes, [item for kind in kinds for item in _traced(kind, before, after)]


def _traced(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Traced]:
    old, new = _hashes(before.get(kind)), _hashes(after.get(kind))
    for key in sorted({*old, *new}):
        one, other = tuple(sorted(old.get(key, ()))), tuple(sorted(new.get(key, ())))
        what = "new" if not one else "gone" if not other else "same" if one == other else "changed"
        yield Traced(kind, key, what, one, other)


def _hashes(table: Any) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    if table is not None:
        rows = zip(table["_key"].to_pylist(), table["_row_hash"].to_pylist(), strict=True)
        for key, own in rows:
            found.setdefault(key, []).append(own)
    return found
