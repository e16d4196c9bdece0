"""What a command spends, by stage and by part of a stage, told to whoever watches."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol


@dataclass
class Count:
    """What a stage, or a part of one, has done; filled while it runs."""

    rows: int | None = None  # that came of it
    scanned: int | None = None  # that a query read
    memory: int | None = None  # most bytes that a query held


@dataclass(frozen=True)
class Spent:
    """What a stage took, or a part of it: a table, a rule.

    `memory` is the most that a query held; of a stage, the most that the process has held so far.
    """

    stage: str
    part: str | None
    seconds: float
    rows: int | None
    scanned: int | None
    memory: int | None


class Watcher(Protocol):
    """Is told what begins and what ends."""

    def begins(self, stage: str, parts: int | None) -> None:
        """Take note of a stage that begins, and of how many parts it has where that is known."""

    def ends(self, spent: Spent) -> None:
        """Take note of what a stage, or a part of it, took."""


_WATCHER: Final[ContextVar[Watcher | None]] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher | None) -> Iterator[None]:
    """Tell a watcher what is spent in the block."""
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)


@contextmanager
def spending(stage: str, part: str | None = None, parts: int | None = None) -> Iterator[Count]:
    """Measure a stage, or a part of one; what fails or is stopped is not told."""
    watcher, count = _WATCHER.get(), Count()
    if watcher is not None and part is None:
        watcher.begins(stage, parts)
    start = time.perf_counter()
    yield count
    if watcher is not None:
        taken, memory = time.perf_counter() - start, count.memory
        if part is None:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        watcher.ends(Spent(stage, part, taken, count.rows, count.scanned, memory))
