"""What a run of mutants came to, as the text kept beside the other evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from .trial import Tried, Verdict

_READ: Final = Path(__file__).with_name("equivalent.yaml")


@dataclass(frozen=True)
class Report:
    """The outcomes of the mutants that were tried."""

    tried: Sequence[Tried]
    made: int  # of which these were drawn
    seed: int | None
    failing: Sequence[str] = ()  # tests that failed before anything was changed

    @property
    def survivors(self) -> list[Tried]:
        """Give those that no test noticed."""
        return [one for one in self.tried if one.verdict is Verdict.SURVIVED]

    @property
    def noticed(self) -> list[Tried]:
        """Give those that a failing test noticed; one that only takes long is not among them."""
        return [one for one in self.tried if one.verdict is Verdict.NOTICED]

    @property
    def share(self) -> float:
        """Give the part that was noticed, in per cent."""
        return 100 * len(self.noticed) / len(self.tried)

    def text(self) -> str:
        """Give the report."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        survivors = [(one, reason(one)) for one in self.survivors]
        equivalent = [(one, why) for one, why in survivors if why]
        drawn = "" if self.seed is None else f", drawn with seed {self.seed}"
        yield "Mutants of compliance/lang (without dmn) and compliance/compiler."
        yield "One operator, constant or condition is changed at a time, and the tests run."
        yield ""
        yield f"tried     {len(self.tried):>6} of {self.made}{drawn}"
        stopped = [one for one in self.tried if one.verdict is Verdict.STOPPED]
        yield f"noticed   {len(self.noticed):>6} = {self.share:.1f} %, a test failed"
        yield f"stopped   {len(stopped):>6}, the tests took far more processor time than before"
        yield f"survived  {len(survivors):>6}, {len(equivalent)} of which change no behaviour"
        yield ""
        yield "by package and by operator: noticed / tried"
        yield from self._table(lambda one: str(Path(one.mutant.path).parent))
        yield from self._table(lambda one: one.mutant.operator)
        yield ""
        yield "Survivors that a test could notice"
        for one in (one for one, why in survivors if not why):
            yield from _shown(one)
        yield ""
        yield "Survivors that change no behaviour"
        for one, why in equivalent:
            yield from _shown(one)
            yield f"    {why}"
        yield ""
        yield "Stopped, not counted as noticed"
        for one in stopped:
            yield from _shown(one)
        yield ""
        yield "Tests left out, since they failed before anything was changed"
        yield from (f"  {test}" for test in self.failing)

    def _table(self, key) -> Iterator[str]:
        tried = Counter(map(key, self.tried))
        noticed = Counter(map(key, self.noticed))
        for own, count in sorted(tried.items()):
            yield f"  {own:<42}{noticed[own]:>5} / {count}"


def _shown(one: Tried) -> Iterator[str]:
    yield f"{one.mutant.path}:{one.mutant.line}"
    yield f"  - {one.before}"
    yield f"  + {one.after}"


def reason(one: Tried) -> str | None:
    """Give why a survivor changes no behaviour, where it was read and found so."""
    for known in yaml.safe_load(_READ.read_text()):
        if (known["file"], known["from"], known["to"]) == (one.mutant.path, one.before, one.after):
            return known["why"]
    return None
