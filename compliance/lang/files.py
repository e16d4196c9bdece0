"""The shapes of rule files and set files, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, field_validator, model_validator
from pydantic import Field as Setting

from compliance.model.yaml_file import Day, Frozen

Severity = Literal["info", "minor", "major", "critical"]
AGGREGATES = (
    "sum", "count", "distinct", "min", "max", "mean", "median", "quartile", "stddev", "rank",
    "first", "last", "previous", "trace", "share", "hhi", "first_digit",
)  # fmt: skip
OWN_SETTINGS = {"at": "quartile", "among": "hhi", "digits": "first_digit"}  # setting → aggregate


class Read(Frozen):
    """Who read the clause, by role, and when."""

    by_role: str
    """The role of the person who read the clause, never a name."""
    on: Day
    """The day on which it was read."""


class Authority(Frozen):
    """Where a rule comes from and how far that has been confirmed."""

    document: str
    """The document that the rule follows."""
    reference: str | None = None
    """Where in the document: article, paragraph, page."""
    standing: Literal["binding", "house", "analogue", "illustrative"]
    """binding: somebody has read the clause; house: adopted by the office; analogue: borrowed from
    another body; illustrative: not confirmed.
    """
    read: Read | None = None
    """Who read the clause, by role, and when; a binding rule needs it."""
    adopted_by: str | None = None
    """The role that adopted a house rule, where set.yaml does not say it."""


class AppliesTo(Frozen):
    """The entities and funding sources for which a rule holds."""

    entity: Literal["all"] | tuple[str, ...] = "all"
    """The bodies for which the rule holds, or all."""
    source: Literal["all"] | tuple[str, ...] = "all"
    """The funding sources for which the rule holds, or all."""


class InForce(Frozen):
    """The days on which a rule holds, both inclusive."""

    from_date: Day | None = Setting(default=None, alias="from")
    """The first day on which the rule holds; without one, since ever."""
    until: Day | None = None
    """The last day on which the rule holds; without one, until further notice."""


class ExceptionFile(Frozen):
    """A stated exception: the record passes by it where `if` is true."""

    name: str
    """What the exception is called in reports."""
    condition: str = Setting(alias="if")
    """Where this is true, the record passes by exception."""
    reference: str | None = None
    """The field that names the paper of the exception."""


class EffectFile(Frozen):
    """The amount at issue of a fail."""

    amount: str | None = None
    """The amount at issue of a fail; it never exceeds the record's money."""
    stage: Literal["plan", "award", "commitment", "invoice", "payment"]
    """Which sum the amount belongs to: stages are never added to one another."""
    basis: Literal["whole", "excess", "recoverable", "none"]
    """Whether the whole amount is at issue, what exceeds a limit, what may be recovered, or none.

    """


class Waivable(Frozen):
    """Who may waive a finding."""

    by: str
    """The role that may waive a finding of the rule."""


class HistoryEntry(Frozen):
    """One version of a rule."""

    version: int
    """The number of the version: 1, 2, 3."""
    date: Day
    """The day of the change."""
    change: str
    """What was changed, in a few words."""
    author: str
    """The role that wrote the change."""
    approved_by: str | None = None
    """The role that approved it, another one than the author's; a live rule needs it."""


class Translation(Frozen):
    """What a rule prints, in another language."""

    title: str
    """The title in that language."""
    message: str
    """The message; in braces stand names that the English one has, and no others."""
    remedy: str
    """The remedy in that language."""


class Population(Frozen):
    """The least number of records over which a rule means anything."""

    at_least: int = Setting(ge=1)
    """The least number of records; with fewer the rule is not run."""


class DeriveFile(Frozen):
    """A fact about a set: exactly one aggregate over the rows that match, or a decision table."""

    sum: str | None = None
    """The sum of this value over the rows."""
    count: str | None = None
    """How many rows have this value; `rows` counts every row."""
    distinct: str | None = None
    """How many different values there are."""
    min: str | None = None
    """The least value."""
    max: str | None = None
    """The greatest value."""
    mean: str | None = None
    """The sum divided by the number of rows, rounded half-even to 6 places."""
    median: str | None = None
    """The middle value; of an even number of rows the mean of the two in the middle."""
    quartile: str | None = None
    """The value at or below which the part `at` of the rows lies (Hyndman-Fan type 8)."""
    stddev: str | None = None
    """The standard deviation of a sample; needs two rows."""
    rank: str | None = None
    """The place of this record's value, the greatest first; equal values share a place."""
    first: str | None = None
    """The value of the earliest row."""
    last: str | None = None
    """The value of the latest row."""
    previous: str | None = None
    """The value of the row directly before this record in its group."""
    trace: str | None = None
    """The values of the rows in their order, each with its day, as one text."""
    share: str | None = None
    """This record's value as a part of the sum of its group."""
    hhi: str | None = None
    """How concentrated the sum is among the values of `among`: 1 where one holds it all."""
    first_digit: str | None = None
    """How far the leading digits of the values depart from Benford's law."""
    at: str | None = None
    """quartile: the part of the rows at or below it, such as 25%, or a parameter that states it."""
    among: str | None = None
    """hhi: what the sum is divided among, such as vendor."""
    digits: Literal["1", "2"] | None = None
    """first_digit: how many leading digits, 1 or 2."""
    table: str | None = None
    """The decision table that answers, by the name of its file."""
    output: str | None = None
    """Which column of a table with several outputs."""
    on: str | None = None
    """The kind of record that asks; stated in set.yaml only."""
    of: str | None = None
    """The kind whose rows are counted; without it, the kind of the rule."""
    match: dict[str, str] = {}
    """Which rows: their field or path, and the expression of ours that it equals."""
    per: tuple[str, ...] = ()
    """Rows of our own kind with the same values of these fields: short for match {x: x}."""
    where: str | None = None
    """Only rows for which this is true; bare names are theirs, this.x is ours."""
    by: str | None = None
    """The date of theirs by which within, through and until look; without it, the date of the kind.

    """
    through: str | None = None
    """Own kind: rows up to this record in the order of this date."""
    until: dict[str, str] = Setting(default={}, max_length=1)
    """Other kind: {their date: our date}, rows up to our date, that day included."""
    within: str | None = None
    """Rows of the days before this record, its own day included, such as P30D."""

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
        if {"through", "until"} <= self.model_fields_set:
            raise ValueError("a derivation has `through` or `until`, not both")
        for setting, function in OWN_SETTINGS.items():
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
    """The fields that make the groups."""
    of: str
    """The kind of record that is grouped."""


def _subject(value: Any) -> str:
    return "group" if isinstance(value, (dict, Each)) else "kind"


Subject = Annotated[
    Annotated[str, Tag("kind")] | Annotated[Each, Tag("group")], Discriminator(_subject)
]


RULE_STAND_IN: Mapping[str, Any] = {  # for what a rule file lacks, so that the rest is checked
    "title": "", "asks": "", "status": "trial", "kind": "breach", "severity": "info",
    "authority": {"document": "", "standing": "illustrative"}, "on": "batch", "require": "true",
    "message": "", "remedy": "",
    "history": [{"version": "1", "date": "2026-01-01", "change": "", "author": ""}],
}  # fmt: skip


class RuleFile(Frozen):
    """One rule, as `rules/<set>/<ID>.yaml` states it."""

    id: str = Setting(pattern=r"^[A-Z]{2,5}-[0-9]{3}$")
    """The id, which is also the name of the file; never used again."""
    title: str
    """What the record shows, never a motive or a person."""
    asks: str
    """The question that a person will answer."""
    status: Literal["trial", "live", "retired"]
    """trial: runs, and counts nowhere; live: counts; retired: kept for earlier years."""
    status_in: dict[str, Literal["trial", "live"]] = {}
    """By profile, where the status is another one in batches of that profile."""
    kind: Literal["breach", "indicator", "quality"]
    """breach: the record departs from a rule; indicator: a reason to look; quality: the data
    themselves.
    """
    severity: Severity
    """How much it matters, from info to critical."""
    severity_reason: str | None = None
    """Why it matters that much."""
    authority: Authority
    """Where the rule comes from and how far that has been confirmed."""
    applies_to: AppliesTo = AppliesTo()
    """For which bodies and funding sources it holds; without it, for all."""
    on: Subject
    """The kind of record that is judged, or groups: {each: [vendor], of: bid}."""
    dated_by: tuple[str, ...] = ()
    """The date fields of the record; the first that is set dates it."""
    in_force: InForce = InForce()
    """The days on which the rule holds; without it, always."""
    let: dict[str, str] = {}
    """Names of your own for expressions that are written more than once."""
    derive: dict[str, DeriveFile] = {}
    """Facts about sets of records, by a name of your own."""
    when: str | None = None
    """The rule is applicable where this is true; without it, to every record."""
    require: str
    """The record passes where this is true."""
    measure: str | None = None
    """A value that the finding shows."""
    exceptions: tuple[ExceptionFile, ...] = ()
    """Conditions under which the record passes although it departs."""
    effect: EffectFile | None = None
    """The amount at issue of a fail."""
    message: str
    """What a finding says; names in braces are filled from the record."""
    remedy: str
    """What would mend it."""
    fr: Translation | None = None
    """The title, message and remedy in French, for a report in French."""
    waivable: Waivable | Literal["no"] = "no"
    """Who may waive a finding; without it, nobody."""
    audience: Literal["all", "reviewer", "restricted"] = "all"
    """Who sees a finding."""
    missing: Literal["flag", "count"] | None = None
    """flag: an undetermined record is listed as a finding; count: it is counted only."""
    population: Population | None = None
    """The least number of records over which the rule means anything."""
    history: tuple[HistoryEntry, ...] = Setting(min_length=1)
    """The versions of the rule, the newest last."""

    @field_validator("dated_by", mode="before", json_schema_input_type=str | tuple[str, ...])
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @property
    def translations(self) -> Mapping[str, Translation]:
        """Give what the rule prints in other languages, by their code."""
        return {} if self.fr is None else {"fr": self.fr}

    @property
    def ever_live(self) -> bool:
        """Say whether the rule counts in batches of some profile."""
        return "live" in {self.status, *self.status_in.values()}

    @property
    def status_words(self) -> str:
        """Give the status in words, with the profiles in which it is another one."""
        others = [f"{status} in {name}" for name, status in sorted(self.status_in.items())]
        if others and self.status == "retired":
            return f"{', '.join(others)} only"
        return ", ".join([self.status, *others])

    def of_profile(self, profile: str) -> RuleFile:
        """Give the rule with the status that it has in batches of a profile."""
        status = self.status_in.get(profile, self.status)
        return self if status == self.status else self.model_copy(update={"status": status})

    @property
    def flags_missing(self) -> bool:
        """Say whether undetermined outcomes are findings."""
        default = "flag" if self.severity in {"critical", "major"} else "count"
        return (self.missing or default) == "flag"

    @property
    def version(self) -> int:
        """Give the version of the last history entry."""
        return self.history[-1].version


class SetEntry(Frozen):
    """One version of a rule set."""

    version: str
    """The version of the set."""
    date: Day
    """The day from which it is used."""
    change: str
    """What was changed, in a few words."""
    moves: str
    """Whose results move: which rules, records and dates now give other findings; or none."""


class SetFile(Frozen):
    """A rule set: who owns it, and the derivations its rules share."""

    set: str
    """The name of the set, which is also the name of its folder."""
    title: str
    """What the set is called in reports."""
    owner: str
    """The role that owns the set."""
    version: str
    """The version of the set."""
    adopted_by: str | None = None
    """The role that adopted the set: its rules are then house rules."""
    purpose: str | None = None
    """What the rules of the set are for, in one sentence."""
    history: tuple[SetEntry, ...] = ()
    """The versions of the set, the newest last."""
    derive: dict[str, DeriveFile] = {}
    """Facts about sets of records that all rules of the set may read."""
