"""The shapes of rule files and set files, as they are written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, field_validator, model_validator
from pydantic import Field as Setting

from compliance.model.yaml_file import Frozen

Severity = Literal["info", "minor", "major", "critical"]
AGGREGATES = (
    "sum", "count", "distinct", "min", "max", "mean", "median", "quartile", "stddev", "rank",
    "first", "last", "previous", "share", "hhi", "first_digit",
)  # fmt: skip
_OWN_SETTINGS = {"at": "quartile", "among": "hhi", "digits": "first_digit"}  # setting → aggregate


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
    """A fact about a set: exactly one aggregate over the rows that match, or a decision table."""

    sum: str | None = None
    count: str | None = None
    distinct: str | None = None
    min: str | None = None
    max: str | None = None
    mean: str | None = None
    median: str | None = None
    quartile: str | None = None
    stddev: str | None = None
    rank: str | None = None
    first: str | None = None
    last: str | None = None
    previous: str | None = None
    share: str | None = None
    hhi: str | None = None
    first_digit: str | None = None
    at: str | None = None  # quartile: the part of the rows at or below it, such as 25%
    among: str | None = None  # hhi: what the total is divided among
    digits: Literal["1", "2"] | None = None  # first_digit: how many leading digits
    table: str | None = None
    output: str | None = None  # which column of a table with several outputs
    on: str | None = None
    of: str | None = None
    match: dict[str, str] = {}
    per: tuple[str, ...] = ()
    where: str | None = None
    by: str | None = None
    through: str | None = None
    until: dict[str, str] = Setting(default={}, max_length=1)
    within: str | None = None

    @property
    def function(self) -> str:
        """Name the aggregate."""
        return next(name for name in AGGREGATES if getattr(self, name) is not None)

    @property
    def counts_rows(self) -> bool:
        """Say whether it counts rows, whatever they hold: `count: rows`."""
        return self.count == "rows"

    @model_validator(mode="after")
    def _one_fact(self) -> DeriveFile:
        given = [name for name in AGGREGATES if getattr(self, name) is not None]
        if self.table is not None:
            self._table_alone()
            return self
        if len(given) != 1:
            names = ", ".join(AGGREGATES)
            raise ValueError(f"a derivation has exactly one of {names}; or `table`")
        if self.output is not None:
            raise ValueError("`output` names a column of a `table`; this derivation has none")
        if self.through and self.until:
            raise ValueError("a derivation has `through` or `until`, not both")
        for setting, function in _OWN_SETTINGS.items():
            if getattr(self, setting) is not None and given != [function]:
                raise ValueError(f"`{setting}` belongs to {function}, not to {given[0]}")
        if given == ["quartile"] and self.at is None:
            raise ValueError("`quartile` needs `at`: write `at: 25%` or `at: 75%`")
        if given == ["hhi"] and self.among is None:
            raise ValueError(
                "`hhi` needs `among`: whose parts of the total, such as `among: vendor`"
            )
        return self

    def _table_alone(self) -> None:
        allowed = {"table", "output", "on"}
        other = sorted(self.model_fields_set - allowed)
        if other:
            raise ValueError(f"a derivation by `table` has no `{other[0]}`")


class Each(Frozen):
    """A subject made of groups: one outcome for each distinct value of the fields `each`."""

    each: tuple[str, ...] = Setting(min_length=1)
    of: str


def _subject(value: Any) -> str:
    return "group" if isinstance(value, (dict, Each)) else "kind"


Subject = Annotated[
    Annotated[str, Tag("kind")] | Annotated[Each, Tag("group")], Discriminator(_subject)
]


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
    on: Subject
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
