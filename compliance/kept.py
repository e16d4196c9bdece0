"""A rulebook that was loaded before, from the user's cache folder: the same values, not read anew.

To parse and check some three hundred rules takes longer than to check a small batch by them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from compliance.lang.rulebook import Rulebook, load_rulebook, rulebook_digest
from compliance.model import shelf
from compliance.model.flat import FlatError, flat, whole
from compliance.model.meter import spending


def kept_rulebook(folder: Path) -> Rulebook:
    """Load a rules folder, or give what was kept of it by the same program from the same files.

    A folder with a fault is never kept, so that its faults are told each time.
    """
    with spending("rulebook") as count:
        book = _given(folder)
        count.rows = len(book.rules)
    return book


def _given(folder: Path) -> Rulebook:
    key = _key(folder)
    text = None if key is None else shelf.taken(key)
    if text is not None:
        try:
            book: Rulebook = replace(whole(text), _sources=_Later(folder))
            return book
        except (FlatError, TypeError):  # no rulebook
            pass
    book = load_rulebook(folder)
    if key is not None and key == _key(folder):  # no file was changed meanwhile
        shelf.put(key, flat(replace(book, _sources=())))
    return book


def _key(folder: Path) -> str | None:
    """Give the key of all that the rulebook of a folder depends on, or None where it is unread."""
    if shelf.cache_folder() is None or not folder.is_dir():
        return None
    try:
        inner = sorted(path.name for path in folder.iterdir() if path.is_dir())
        code = shelf.code_of(["lang", "model"], ["lark", "pydantic", "pyyaml"])
        # Places name files as the folder is written.
        return shelf.key_of([sys.version, code, str(folder), *inner, rulebook_digest(folder)])
    except OSError:
        return None


class _Later:
    """The sources of a rulebook, which only a narrowed rule asks for: read when they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[Any]:
        yield from load_rulebook(self.folder)._sources  # noqa: SLF001 - in its stead
