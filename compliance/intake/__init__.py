"""Intake: files of any layout become canonical tables; every row and amount is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.intake.batch import from_rows, read_batch
from compliance.intake.files import find_files, read_source
from compliance.intake.postgres import is_address, on_disk
from compliance.intake.prepared import is_prepared, read_prepared, write_prepared
from compliance.intake.sheets import read_rows as _read_rows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "find_files", "from_rows", "is_address", "is_prepared", "on_disk", "read_batch",
    "read_prepared", "read_rows", "write_prepared",
]  # fmt: skip


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read the first sheet of a file as plain rows by heading, with nothing interpreted."""
    return _read_rows(read_source(path.name, path))
