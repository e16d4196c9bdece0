"""A signal stops the program, but not in the middle of what must not be left half-done."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest

from compliance.model.stopping import SIGNALS, Stop, StoppedError, undisturbed

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_stops_and_is_remembered(number: signal.Signals) -> None:
    stop = Stop()
    stop.listen()
    assert not stop.came
    with pytest.raises(StoppedError):
        signal.raise_signal(number)
    assert stop.came


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_waits_for_the_end_of_the_block(number: signal.Signals) -> None:
    stop, done = Stop(), []
    stop.listen()

    def work() -> None:
        with undisturbed():
            signal.raise_signal(number)
            signal.raise_signal(number)
            done.append("all of it")

    with pytest.raises(StoppedError):
        work()
    assert done == ["all of it"]
    with pytest.raises(StoppedError):  # the handler stands again
        signal.raise_signal(number)


def test_a_failure_in_the_block_leaves_the_handlers_as_they_were() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with pytest.raises(OSError, match="full"), undisturbed():
        raise OSError("full")
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_another_thread_is_left_alone() -> None:
    done: list[str] = []

    def work() -> None:
        with undisturbed():
            done.append("all of it")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["all of it"]


def test_a_process_that_is_done_is_stopped_no_more() -> None:
    stop = Stop()
    stop.listen()
    stop.leave()
    signal.raise_signal(signal.SIGTERM)
    assert not stop.came
