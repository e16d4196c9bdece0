"""What a register knows beside a check: the check before it, and what people did since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

STATES: Final = ("new", "outstanding", "settled", "superseded")


@dataclass(frozen=True)
class Prior:
    """One finding of this check or of the one before, and why it is in its state."""

    finding: str
    rule: str
    record: str
    why: str


@dataclass(frozen=True)
class Decided:
    """What a person decided on a case."""

    decided: str
    reason: str
    role: str
    person: str
    on: str


@dataclass(frozen=True)
class Answered:
    """What staff answered to a finding, and whether a reviewer accepted it."""

    finding: str
    said: str
    person: str
    on: str
    accepted: bool


@dataclass(frozen=True)
class Followed:
    """All of it; without a register there is nothing."""

    run: int | None = None
    cause: str | None = None
    states: tuple[tuple[str, tuple[Prior, ...]], ...] = ()
    decided: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)
    answers: Mapping[str, Answered] = field(default_factory=dict)
    reviewed_by: str | None = None
    approved_by: str | None = None


NOTHING_BEFORE: Final = Followed()
