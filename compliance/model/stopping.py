"""To stop on a signal at any moment but one at which something would be left half-done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class StoppedError(KeyboardInterrupt):
    """A signal came. Python, which would end by the signal itself, does not know this class."""


class Stop:
    """Stops the program as Ctrl-C does, and remembers that it did.

    What a library makes of the exception on its way, a failure of its own say, is then no failure.
    """

    def __init__(self) -> None:
        """Begin without a signal."""
        self.came = False

    def listen(self) -> None:
        """Take the signals of this process."""
        for number in SIGNALS:
            signal.signal(number, self._stop)

    def leave(self) -> None:
        """Let the process end: what was asked is done, and there is nothing left to stop."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _stop(self, _number: int, _frame: object) -> None:
        self.came = True
        raise StoppedError


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a signal that would stop the program wait until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield  # no other thread is ever interrupted
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        for number in SIGNALS:
            signal.signal(number, lambda number, _frame: came.append(number))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
