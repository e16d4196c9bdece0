"""`compliance rules format`: rule files in one layout, their meaning and comments unchanged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance.errors import ComplianceError, Fault, Place
from compliance.model.yaml_file import parse_document, read_document
from compliance.workbench.comments import read_text
from compliance.workbench.layout import laid_out
from compliance.workbench.shapes import Shapes, file_kind


@dataclass(frozen=True)
class Formatted:
    """One file: its text before and after."""

    path: Path
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Say whether the file is not in the one layout yet."""
        return self.before != self.after


def format_files(paths: Sequence[Path], shapes: Shapes, *, write: bool) -> list[Formatted]:
    """Lay out files, and the YAML files of folders; write all that change, or none.

    A file that cannot be read, or whose meaning the layout would change, is a fault; the faults of
    all files are raised together.
    """
    found: list[Formatted] = []
    faults: list[Fault] = []
    for path in _files(paths):
        try:
            found.append(_formatted(path, shapes.get(file_kind(path.resolve()) or "")))
        except ComplianceError as error:
            faults += error.faults
    if faults:
        raise ComplianceError(faults=tuple(faults))
    if write:
        for file in found:
            if file.changed:
                _replace(file.path, file.after)
    return found


def formatted(text: str, shape: Any = None, file: str = "") -> str:
    """Give a text in the one layout, or fail where that would change its meaning."""
    before = parse_document(text, file)
    after = laid_out(text, shape)
    try:
        same = parse_document(after, file).data == before.data
    except ComplianceError:
        same = False
    if not same or _comments(after) != _comments(text):
        raise ComplianceError(
            "the layout would change what this file says; it is left as it is",
            Place(file),
            "write the unusual part (a key after `?`, comments in the midst of a value) plainly",
        )
    return after


def _formatted(path: Path, shape: Any) -> Formatted:
    read_document(path)  # refuses what is no file of ours, with its place
    raw = path.read_bytes()
    before = raw.decode("utf-8")
    return Formatted(path, before, formatted(before.removeprefix("\ufeff"), shape, str(path)))


def _comments(text: str) -> list[str]:
    return sorted(comment.text for comment in read_text(text).comments)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        elif path.exists():
            yield path
        else:
            raise ComplianceError("there is no such file or folder", Place(str(path)))


def _replace(path: Path, text: str) -> None:
    """Write a file beside the old one and put it in its place, so that it is never half there."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(text.encode())
        shutil.copymode(path, fresh)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise ComplianceError(
            f"cannot write the file: {error.strerror}", Place(str(path))
        ) from None
