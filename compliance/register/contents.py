"""Files kept by their SHA-256: canonical records, rulebook files, outputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select

from compliance.errors import ComplianceError
from compliance.register.seal import digest
from compliance.register.tables import Content
from compliance.register.trail import Writing, parts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def keep(writing: Writing, files: Iterable[bytes]) -> None:
    """Keep files, each once, whoever else holds the same bytes."""
    wanted = {digest(data): data for data in files}
    held = set(
        writing.session.scalars(
            select(Content.digest).where(Content.digest.in_(wanted), Content.part == 0)
        )
    )
    writing.add(
        *(
            Content(digest=name, part=number, data=part)
            for name, data in wanted.items()
            if name not in held
            for number, part in enumerate(parts(data))
        )
    )


def kept(session: Session, name: str) -> bytes:
    """Give the file of a digest."""
    found = session.scalars(
        select(Content.data).where(Content.digest == name).order_by(Content.part)
    ).all()
    data = b"".join(found)
    if not found or digest(data) != name:
        raise ComplianceError(
            f"the register does not hold the file {name[:16]}… as it was recorded",
            None,
            "`compliance audit verify` shows what was changed",
        )
    return data


def parquet(rows: pa.Table) -> bytes:
    """Give records as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    return bytes(sink.getvalue())
