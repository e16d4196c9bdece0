"""A limit that tells work from a hang, whatever the machine and whoever measures."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every piece of work under it takes less than a second; under coverage on a busy machine a few.
# What it guards against grows without bound, so a wide limit notices it as surely as a narrow one.
SECONDS = 30


@contextmanager
def soon() -> Iterator[None]:
    """Fail when the work within takes more processor time than it ever may."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS
