"""Two versions of one key that are valid on the same day: refused, by whichever engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compliance.compiler.loaded import key_columns
from compliance.errors import ComplianceError
from compliance.model.catalogue import Kind


def overlap_query(kind: Kind) -> str:
    """Give the query of the first key of `r_KIND` with such versions, and of the day."""
    same = " AND ".join(f'a."{name}" = b."{name}"' for name in key_columns(kind))
    return (
        f'SELECT a._key, greatest(a.valid_from, b.valid_from) FROM "r_{kind.kind}" a '  # noqa: S608
        f'JOIN "r_{kind.kind}" b ON {same} AND a._i < b._i '
        "WHERE coalesce(a.valid_from <= b.valid_until, true) "
        "AND coalesce(b.valid_from <= a.valid_until, true) ORDER BY 1 LIMIT 1"
    )


def refuse_overlap(kind: Kind, found: Sequence[tuple[Any, ...]]) -> None:
    """Raise what the query found."""
    for key, since in found:
        day = f" on {since}" if since else ""
        raise ComplianceError(
            f"{kind.kind} {key} has two versions that are both valid{day}",
            None,
            "end the earlier one (valid_until) on the day before the later one begins",
        )
