"""What a scenario about proposals has given so far: one case, its findings and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FINDING_COLUMNS = (
    "rule", "times", "severity", "kind", "standing", "set", "outcome", "waived", "audience",
    "amount", "stage", "basis", "vendor", "funding_line", "earlier_runs",
    "day",
)  # fmt: skip


@dataclass(frozen=True)
class CaseStory:
    """One case as it is told: words are read when its rule is asked.

    `findings` has one mapping a row, column → words; `fields` are those of the case fact that no
    finding decides.
    """

    kind: str = "procurement"
    findings: tuple[Mapping[str, str], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[tuple[str, str, date | None], ...] = ()


@dataclass(frozen=True)
class Drawn:
    """What was proposed for the case, and the rule that the scenario is about."""

    rule: str
    entry: Mapping[str, Any]

    @property
    def link(self) -> Mapping[str, Any] | None:
        """Give the link of the chain that the rule made; None where it does not hold."""
        return next((one for one in self.entry["chain"] if one["rule"] == self.rule), None)
