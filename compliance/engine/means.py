"""What a run may use of the machine: it changes how long a result takes, never the result."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

import duckdb

from compliance.errors import ComplianceError


@dataclass(frozen=True)
class Means:
    """The memory that queries may take, in bytes, and the folder to which more of it goes."""

    memory: int | None = None
    folder: str | None = None
    profile: bool = False  # each query notes what it scans and holds


_NONE: Final = Means()
_MEANS: Final[ContextVar[Means]] = ContextVar("means", default=_NONE)


def means() -> Means:
    """Give what the present run may use."""
    return _MEANS.get()


@contextmanager
def limited(memory: int | None, *, profile: bool = False) -> Iterator[None]:
    """Bound the memory of queries; what does not fit goes to a folder that is removed after."""
    with tempfile.TemporaryDirectory(prefix="compliance-") as folder:
        token = _MEANS.set(Means(memory, folder, profile))
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            first = str(error).splitlines()[0].removeprefix("Out of Memory Error: ")
            hint = "give more by --memory, or leave it out" if memory else "check a part of it"
            raise ComplianceError(f"the queries need more memory: {first}", None, hint) from None
        finally:
            _MEANS.reset(token)
