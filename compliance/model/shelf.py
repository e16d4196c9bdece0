"""Texts that the program made before, in the user's cache folder: to lose them costs time only.

What is read back was written whole, by this user, under the same key; anything else is passed over.
Whether a text means what it should is for those who read it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

_MOST: Final = 64  # texts that are kept
_MAX_BYTES: Final = 64_000_000  # of one


def cache_folder() -> Path | None:
    """Give the folder: in XDG_CACHE_HOME where that is set, else in ~/.cache; None for none."""
    if os.environ.get("COMPLIANCE_NO_CACHE"):
        return None
    stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if stated.is_absolute():
        return stated / "compliance"
    try:
        return Path.home() / ".cache" / "compliance"
    except RuntimeError:  # a user without a home
        return None


def key_of(parts: Iterable[str]) -> str:
    """Give the key of all that a text depends on."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def code_of(packages: Iterable[str], libraries: Iterable[str]) -> str:
    """Give a hash over the source of packages of ours and the versions of libraries."""
    found = hashlib.sha256()
    own = Path(__file__).parent.parent
    for package in packages:
        for path in sorted((own / package).rglob("*")):
            if path.suffix in {".py", ".lark"}:
                found.update(path.relative_to(own).as_posix().encode() + b"\0" + path.read_bytes())
    for library in libraries:
        found.update(f"{library} {version(library)}\0".encode())
    return found.hexdigest()


def taken(key: str) -> str | None:
    """Give the text of a key, or None where there is none that may be used."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(os.open(folder / key, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123
            facts = os.fstat(file.fileno())
            if not _ours(facts):
                return None
            head, _, rest = file.read(_MAX_BYTES).partition(b"\n")
        whole = head.decode() == _head(key, rest)
        return rest.decode() if whole else None
    except (OSError, UnicodeDecodeError):
        return None


def put(key: str, text: str) -> None:
    """Keep a text under a key, whole or not at all; where that cannot be done, nothing is kept."""
    folder = cache_folder()
    data = text.encode()
    if folder is None or len(data) > _MAX_BYTES - 1000:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_room(folder)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
                file.write(_head(key, data).encode() + b"\n" + data)
            Path(name).replace(folder / key)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _head(key: str, data: bytes) -> str:
    return f"{key} {hashlib.sha256(data).hexdigest()}"


def _ours(facts: os.stat_result) -> bool:
    """Say whether a file is a plain one that belongs to this user and is written by nobody else."""
    alone = not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid() and alone


def _make_room(folder: Path) -> None:
    """Drop the texts that were written longest ago where there are too many."""
    kept = sorted(folder.iterdir(), key=lambda path: path.lstat().st_mtime, reverse=True)
    for path in kept[_MOST - 1 :]:
        path.unlink(missing_ok=True)
