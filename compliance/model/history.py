"""What a register knows beside a check: the check before it, and what people did since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

STATES: Final = ("new", "outstanding", "settled", "superseded")
ACTS: Final = ("prepared", "reviewed", "approved")


class Why(StrEnum):
    """Why a finding is in its state."""

    FOUND_AGAIN = "found again"
    RULE_NEW = "the rule is new"
    NOT_RUN_THEN = "the rule did not run then"
    UNKNOWN_THEN = "it could not be determined then"
    RULE_GONE = "the rule is in the rulebook no more"
    NOT_RUN = "the rule did not run"
    UNKNOWN = "it can no longer be determined"
    NOT_EVERY = "the rule could not judge every record"
    RULE_CHANGED = "the rule changed; the records do not matter"
    LIMIT_CHANGED = "a parameter or shared fact changed; the records do not matter"
    EITHER = "rules and records changed; by which of them it moved is not known"
    RECORD_GONE = "the record is in the batch no more"
    RECORDS = "the records changed"
    AROUND = "the batch is the same; the day, the register or other batches are not"


class Changed(StrEnum):
    """What differs between a check and the earlier one."""

    RULEBOOK = "the rulebook"
    BATCH = "the batch"
    REGISTER = "what the register knew"
    DAY = "the day on which it is asked"
    WAIVERS = "the waivers"


@dataclass(frozen=True)
class Prior:
    """One finding of this check or of the one before, and why it is in its state.

    `by_rules`: the records show it under one of the two rulebooks and not under the other.
    """

    finding: str
    rule: str
    record_kind: str
    record: str
    why: str
    by_rules: bool = False


@dataclass(frozen=True)
class Earlier:
    """A check beside the earlier ones of the same records: what differs, what became of each."""

    runs: tuple[int, ...] = ()  # none: no earlier check of these records is known
    changed: tuple[str, ...] = ()
    states: tuple[tuple[str, tuple[Prior, ...]], ...] = ()
    withheld: int = 0  # findings for a restricted audience, which are in no state here


@dataclass(frozen=True)
class Decided:
    """What a person decided on a case, and on what proposal of which run."""

    decided: str
    reason: str
    role: str
    person: str
    on: str
    run: int
    proposed: Mapping[str, str | None]  # proposal, act, to


@dataclass(frozen=True)
class Answered:
    """What staff answered to a finding, by which evidence, and what became of the answer.

    `state` is answered, accepted or reopened; `then_by` is nobody where a run found it again.
    """

    finding: str
    said: str
    evidence: str | None
    person: str
    on: str
    state: str = "answered"
    then_by: str | None = None
    then_on: str | None = None
    then_said: str | None = None


@dataclass(frozen=True)
class SignedOff:
    """Who prepared, reviewed or approved a report; `void` where people acted after it.

    Without a role and a day it is whoever recorded the run.
    """

    act: str
    person: str
    role: str | None = None
    on: str | None = None
    void: bool = False


@dataclass(frozen=True)
class Followed:
    """All of it; without a register nothing is known."""

    known: bool = False
    entry: int | None = None  # the last entry of the trail that is told here
    earlier: Earlier = Earlier()
    decided: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)  # the latest first
    answers: Mapping[str, Answered] = field(default_factory=dict)
    requested: Mapping[int, str] = field(default_factory=dict)  # waiver → who asked for it
    signed: tuple[SignedOff, ...] = ()

    def by(self, act: str) -> SignedOff | None:
        """Give who did one of the acts of sign-off."""
        return next((item for item in self.signed if item.act == act), None)

    def plain(self) -> dict[str, Any]:
        """Give it as it is written in JSON."""
        return asdict(self)


NOTHING_BEFORE: Final = Followed()


def earlier_of(plain: Mapping[str, Any]) -> Earlier:
    """Read what `Followed.plain` gave of the earlier checks."""
    found = plain["earlier"]
    return Earlier(
        tuple(found["runs"]),
        tuple(found["changed"]),
        tuple((state, tuple(Prior(**item) for item in items)) for state, items in found["states"]),
        found["withheld"],
    )
