"""The audit trail as a file of its own, which anybody can verify without this program.

Lines of JSON: a head; each entry, followed by the rows that it wrote; and an end that says how many
there were. Files that are kept stand there by their SHA-256, as they do in the seals of their rows.
Names of people are in no hash and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from compliance.register.seal import canonical, digest
from compliance.register.tables import AuditEntry
from compliance.register.trail import FIRST, sealed_values
from compliance.register.verify import merged

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FORMAT: Final = "compliance audit trail 1"


def lines(session: Session) -> Iterator[str]:
    """Give the lines of the file, without their line feeds."""
    yield canonical({"format": FORMAT})
    entries, rows, head = 0, 0, FIRST
    for _, group in groupby(merged(session.connection()), key=lambda piece: piece.order[0]):
        found = list(group)
        for piece in found:
            if piece.table == AuditEntry.__tablename__:
                entries, head = entries + 1, piece.values["hash"]
                yield canonical({"entry": _plain(piece.values)})
        for piece in found:
            if piece.table != AuditEntry.__tablename__:
                rows += 1
                own = sealed_values(piece.table, piece.values)
                seal = piece.values["seal"]
                yield canonical({"table": piece.table, "row": _plain(own), "seal": seal})
    yield canonical({"end": {"entries": entries, "rows": rows, "head": head}})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as JSON can hold them: bytes by their SHA-256."""
    return {
        name: digest(value) if isinstance(value, bytes) else value for name, value in values.items()
    }
