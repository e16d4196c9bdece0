"""durable-rules at arm's length: chunks of facts to worker processes, every answer checked.

A worker that dies, hangs, hides an exception, loses a fact or answers nonsense ends the run with
one error that names the case where there is one. A decision is never guessed and never skipped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import compliance

CHUNK: Final = 500  # facts of one process; past about 1,000 states the library fails
RULES: Final = 50  # conjunctions of one process; past 64 matches of one fact it fails
PROPERTIES: Final = 200  # of one fact; the library takes 251
SECONDS: Final = 60.0
Tests = Sequence[tuple[str, str, int]]  # one conjunction: property, op, integer
Numbers = Mapping[str, int]  # one fact: property → integer


@dataclass(frozen=True)
class Engine:
    """How workers are started: the command, the time that one may take, how many at once."""

    command: tuple[str, ...] = (sys.executable, "-P", str(Path(__file__).with_name("worker.py")))
    seconds: float = SECONDS
    at_once: int = 2
    chunk: int = CHUNK

    def fired(
        self, rules: Mapping[str, Tests], facts: Mapping[str, Numbers]
    ) -> dict[str, set[str]]:
        """Give, for each case, the conjunctions that hold; both are known by name."""
        found: dict[str, set[str]] = {case: set() for case in facts}
        jobs = [
            (some, part)
            for some in _parts(list(rules.items()), RULES)
            for part in _parts(list(facts.items()), self.chunk)
        ]
        with ThreadPoolExecutor(self.at_once) as pool:
            for pairs in pool.map(lambda job: self._chunk(dict(job[0]), job[1]), jobs):
                for rule, case in pairs:
                    found[case].add(rule)
        return found

    def _chunk(
        self, rules: Mapping[str, Tests], facts: Sequence[tuple[str, Numbers]]
    ) -> list[tuple[str, str]]:
        """Run one chunk; where its worker fails, find the case that fails it."""
        try:
            return self._run(rules, facts)
        except _WorkerError as error:
            culprit = self._culprit(rules, facts)
            if culprit is not None:
                name, alone = culprit
                raise RuntimeError(f"the rule engine failed on the case {name}: {alone}") from None
            raise RuntimeError(
                f"the rule engine failed on {len(facts)} cases, on none of them alone: {error}"
            ) from None

    def _culprit(
        self, rules: Mapping[str, Tests], facts: Sequence[tuple[str, Numbers]]
    ) -> tuple[str, str] | None:
        """Halve the chunk until one case is left that fails by itself."""
        while len(facts) > 1:
            half = len(facts) // 2
            for part in (facts[:half], facts[half:]):
                try:
                    self._run(rules, part)
                except _WorkerError:
                    facts = part
                    break
            else:
                return None
        try:
            self._run(rules, facts)
        except _WorkerError as error:
            return facts[0][0], str(error)
        return None

    def _run(
        self, rules: Mapping[str, Tests], facts: Sequence[tuple[str, Numbers]]
    ) -> list[tuple[str, str]]:
        names = {f"c{number}": case for number, (case, _) in enumerate(facts)}
        refuse_collisions(f"f{number}" for number in range(len(facts)))
        aliases = {f"r{number}": rule for number, rule in enumerate(rules)}
        used = sorted({name for tests in rules.values() for name, _, _ in tests})
        if len(used) > PROPERTIES:
            raise RuntimeError(f"{len(used)} properties of one fact; at most {PROPERTIES} are sent")
        job = {
            "rules": {alias: list(rules[rule]) for alias, rule in aliases.items()},
            "facts": [
                {"id": f"f{number}", "sid": f"c{number}", **{name: fact[name] for name in used}}
                for number, (_, fact) in enumerate(facts)
            ],
        }
        answer = _checked(self._answer(json.dumps(job)), len(facts))
        pairs = [(aliases.get(rule), names.get(sid)) for rule, sid in answer["fired"]]
        known = [(rule, case) for rule, case in pairs if rule is not None and case is not None]
        if len(known) != len(pairs) or len(set(known)) != len(known):
            raise _WorkerError("its answer names a case or a rule that it was not given, or twice")
        return known

    def _answer(self, job: str) -> Any:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter; only integers are sent
                self.command,
                input=job,
                env=_environment(),
                capture_output=True,
                text=True,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _WorkerError(f"no answer within {self.seconds:g} s") from None
        if done.returncode < 0:
            raise _WorkerError(f"the worker died by {_signal(-done.returncode)}")
        if done.returncode:
            said = done.stderr.strip().splitlines()[-1:] or ["nothing said"]
            raise _WorkerError(f"the worker ended with {done.returncode}: {said[0]}")
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise _WorkerError("its answer cannot be read") from None


class _WorkerError(Exception):
    """A worker that gave no answer that may be used."""


def refuse_collisions(ids: Iterable[str]) -> None:
    """Refuse ids of which the library would take two for one: it compares 32 bits of them."""
    seen: dict[int, str] = {}
    for name in ids:
        other = seen.setdefault(_fnv(name), name)
        if other != name:
            raise RuntimeError(f"the rule engine cannot tell the facts {other} and {name} apart")


def _fnv(text: str) -> int:
    """Give the 32-bit FNV-1a hash, as the library reckons it."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 & 0xFFFFFFFF
    return found


def _checked(answer: Any, count: int) -> Mapping[str, Any]:
    """Refuse an answer that hides an exception or has not taken every fact."""
    if not isinstance(answer, dict) or not {"taken", "fired", "exceptions"} <= answer.keys():
        raise _WorkerError("its answer cannot be read")
    for text in answer["exceptions"].values():
        raise _WorkerError(f"an exception was hidden in its state: {text}")
    if answer["taken"] != count:
        raise _WorkerError(f"it took {answer['taken']} of {count} facts")
    return answer


def _parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _signal(number: int) -> str:
    try:
        return f"signal {number} ({signal.Signals(number).name})"
    except ValueError:
        return f"signal {number}"


def _environment() -> dict[str, str]:
    source = str(Path(compliance.__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths}
