"""The shapes of rule files and set files, as they are written."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from compliance.model.yaml_file import Frozen

Severity = Literal["info", "minor", "major", "critical"]
AGGREGATES = ("sum", "count", "distinct", "min", "max")


class Read(Frozen):
    """Who read the clause, by role, and when."""

    by_role: str
    on: date


class Authority(Frozen):
    """Where a rule comes from and how far that has been confirmed."""

    document: str
    reference: str | None = None
    standing: Literal["binding", "house", "analogue", "illustrative"]
    read: Read | None = None
    adopted_by: str | None = None


class AppliesTo(Frozen):
    """The entities and funding sources for which a rule holds."""

    entity: Literal["all"] | tuple[str, ...] = "all"
    source: Literal["all"] | tuple[str, ...] = "all"


class InForce(Frozen):
    """The days on which a rule holds, both inclusive."""

    from_date: date | None = Setting(default=None, alias="from")
    until: date | None = None


class ExceptionFile(Frozen):
    """A stated exception: the record passes by it where `if` is true."""

    name: str
    condition: str = Setting(alias="if")
    reference: str | None = None


class EffectFile(Frozen):
    """The amount at issue of a fail."""

    amount: str | None = None
    stage: Literal["plan", "award", "commitment", "invoice", "payment"]
    basis: Literal["whole", "excess", "recoverable", "none"]


class Waivable(Frozen):
    """Who may waive a finding."""

    by: str


class HistoryEntry(Frozen):
    """One version of a rule."""

    version: int
    date: date
    change: str
    author: str
    approved_by: str | None = None


class Population(Frozen):
    """The least number of records over which a rule means anything."""

    at_least: int = Setting(ge=1)


class DeriveFile(Frozen):
    """A fact about a set: exactly one aggregate, over the rows that match."""

    sum: str | None = None
    count: str | None = None
    distinct: str | None = None
    min: str | None = None
    max: str | None = None
    on: str | None = None
    of: str | None = None
    match: dict[str, str] = {}
    per: tuple[str, ...] = ()
    where: str | None = None
    by: str | None = None
    through: str | None = None
    until: dict[str, str] = {}
    within: str | None = None

    @property
    def function(self) -> str:
        """Name the aggregate."""
        return next(name for name in AGGREGATES if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one_aggregate(self) -> DeriveFile:
        given = [name for name in AGGREGATES if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("a derivation has exactly one of " + ", ".join(AGGREGATES))
        if sum(bool(x) for x in (self.through, self.until)) > 1:
            raise ValueError("a derivation has `through` or `until`, not both")
        if not self.match and not self.per:
            raise ValueError(
                "a derivation needs `match` or `per`: without an equality it would "
                "compare every row with every other"
            )
        return self


class RuleFile(Frozen):
    """One rule, as `rules/<set>/<ID>.yaml` states it."""

    id: str = Setting(pattern=r"^[A-Z]{2,5}-[0-9]{3}$")
    title: str
    asks: str
    status: Literal["trial", "live", "retired"]
    kind: Literal["breach", "indicator", "quality"]
    severity: Severity
    severity_reason: str | None = None
    authority: Authority
    applies_to: AppliesTo = AppliesTo()
    on: str
    dated_by: tuple[str, ...] = ()
    in_force: InForce = InForce()
    let: dict[str, str] = {}
    derive: dict[str, DeriveFile] = {}
    when: str | None = None
    require: str
    measure: str | None = None
    exceptions: tuple[ExceptionFile, ...] = ()
    effect: EffectFile | None = None
    message: str
    remedy: str
    waivable: Waivable | Literal["no"] = "no"
    audience: Literal["all", "reviewer", "restricted"] = "all"
    missing: Literal["flag", "count"] | None = None
    population: Population | None = None
    history: tuple[HistoryEntry, ...] = Setting(min_length=1)

    @field_validator("dated_by", mode="before")
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @property
    def flags_missing(self) -> bool:
        """Say whether undetermined outcomes are findings."""
        default = "flag" if self.severity in {"critical", "major"} else "count"
        return (self.missing or default) == "flag"

    @property
    def version(self) -> int:
        """Give the version of the last history entry."""
        return self.history[-1].version


class SetFile(Frozen):
    """A rule set: who owns it, and the derivations its rules share."""

    set: str
    title: str
    owner: str
    version: str
    adopted_by: str | None = None
    purpose: str | None = None
    derive: dict[str, DeriveFile] = {}
