"""How far a scenario has been told, and the forms of the sentences that tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from compliance.errors import ComplianceError
from compliance.workbench.case_story import CaseStory, Drawn
from compliance.workbench.scenario import Case, Program, Story, Verdict

Table = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Run:
    """One run of a rule: the case, and what the program said of it."""

    case: Case
    verdict: Verdict


@dataclass(frozen=True)
class Told:
    """How far a scenario has been told; `unmet` says which expectation does not hold, and why."""

    program: Program
    story: Story = field(default_factory=Story)
    last: Run | None = None
    judged: str = ""  # the record that the last `then` spoke of
    unmet: str | None = None
    case: CaseStory | None = None
    drawn: Drawn | None = None

    @property
    def run(self) -> Run:
        """Give the run of the rule, or fail where none has been told."""
        if self.last is None:
            raise ComplianceError("no rule has run yet", None, "before it: When rule PRC-014 runs")
        return self.last


@dataclass(frozen=True)
class Form:
    """One form of sentence: its keyword and pattern, how it is written, what it means and does."""

    keyword: str
    pattern: str
    example: str
    meaning: str
    step: Callable[[Told, re.Match[str], Table], Told]
    table: bool = False
