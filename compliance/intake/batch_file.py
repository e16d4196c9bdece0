"""`batch.yaml`: what the office states about the batch, read strictly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic import Field as Setting

from compliance.errors import ComplianceError
from compliance.intake.currencies import CURRENCIES
from compliance.intake.numbers import read_amount
from compliance.intake.rates import Rates, StatedRate
from compliance.model.marking import FREE, Marks
from compliance.model.money import parse_money
from compliance.model.yaml_file import Day, Frozen, did_you_mean, read_document, validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compliance.model.catalogue import Catalogue


def _currency(value: Any) -> Any:
    if isinstance(value, str) and value not in CURRENCIES:
        raise ValueError(f"`{value}` is no currency of ISO 4217")
    return value


Currency = Annotated[
    str, BeforeValidator(_currency), WithJsonSchema({"enum": sorted(CURRENCIES)}, mode="validation")
]


class Period(Frozen):
    """The days that the batch covers, both inclusive."""

    first: Day = Setting(alias="from")
    """The first day."""
    last: Day = Setting(alias="to")
    """The last day."""


class Rate(Frozen):
    """Units of a currency for one euro, from a day to another, both inclusive."""

    currency: Currency
    """The currency."""
    rate: Annotated[Decimal, Setting(gt=0)]
    """How many units of it are one euro."""
    first: Day | None = Setting(default=None, alias="from")
    """The first day of the rate."""
    last: Day | None = Setting(default=None, alias="until")
    """The last day of the rate."""


class RateTable(Frozen):
    """The batch's own rates: those that the books used, or those of the budget."""

    basis: Literal["stated", "budget"]
    """stated: the rates that the books used; budget: those of the budget."""
    source: str
    """Where the rates come from."""
    values: tuple[Rate, ...]
    """The rates."""


class ControlTotal(Frozen):
    """One total from the books; `total` carries its sign as the books print it."""

    kind: str
    """The kind of record."""
    field: str | None = None
    """The money field; without it, the money of the kind."""
    code: str | None = None
    """Only records whose field `kind` has this code."""
    line: str | None = None
    """Only records charged to this funding line."""
    currency: Currency
    """The currency."""
    total: str
    """The total with its sign, as the books print it."""
    rows: int | None = None
    """How many rows it sums."""
    source: str | None = None
    """Where the total was read."""


class NumberRange(Frozen):
    """The first and the last document number that the batch should hold."""

    kind: str = "spending"
    """The kind of record."""
    field: str = "document_number"
    """The field that holds the number."""
    first: str
    """The first number."""
    last: str
    """The last number."""


class BatchFile(Frozen):
    """All that a `batch.yaml` may say; every key is optional."""

    entity: str | None = None
    """The body whose rules apply."""
    period: Period | None = None
    """The days that the batch covers."""
    profile: str | None = None
    """What sort of batch it is: which kinds and fields it owes."""
    prepared_by: str | None = None
    """Who prepared it, by role."""
    source_system: str | None = None
    """The system from which it was taken."""
    extracted_on: Day | None = None
    """The day on which it was taken."""
    marking: str | None = None
    """The marking printed on every page."""
    rates: RateTable | None = None
    """The batch's own exchange rates."""
    mappings: dict[str, str] = {}
    """File name (or pattern) and mapping; `skip` leaves a file out."""
    control_totals: tuple[ControlTotal, ...] = ()
    """Totals from the books, with which the batch must tie out."""
    first_and_last_number: NumberRange | None = None
    """The document numbers that the batch should hold without a gap."""
    known_omissions: tuple[str, ...] = ()
    """What is known to be missing, in words."""

    retain_until: Day | None = None
    """The day until which a register keeps the batch."""

    @property
    def exchange(self) -> Rates:
        """Give the rates by which amounts are converted."""
        if self.rates is None:
            return Rates()
        table = tuple(
            StatedRate(item.currency, item.rate, item.first, item.last)
            for item in self.rates.values
        )
        return Rates(table, self.rates.basis)


def read_batch_file(
    path: Path | None, catalogue: Catalogue, rules: Path, marks: Marks = FREE
) -> BatchFile:
    """Read and check `batch.yaml`; without one everything is left to the mapping.

    The marking comes first: a batch that is declared above `marks.most` is read no further.
    """
    if path is None:
        return BatchFile(marking=marks.given_for(None, None))
    document = read_document(path, path.name)
    own = validate(document, BatchFile)
    place = document.place(["marking"]) if own.marking is not None else None
    own = own.model_copy(update={"marking": marks.given_for(own.marking, place)})
    profiles = {item.stem for item in (rules / "profiles").glob("*.yaml")}
    if own.profile is not None and profiles and own.profile not in profiles:
        raise ComplianceError(
            f"there is no profile `{own.profile}`",
            document.place(["profile"]),
            did_you_mean(own.profile, profiles),
        )
    for number, item in enumerate(own.control_totals):
        here: list[str | int] = ["control_totals", number]
        kind = catalogue.kind(item.kind, document.place([*here, "kind"]))
        name = item.field or kind.money
        if name is None or name not in kind.fields or kind.fields[name].type != "money":
            raise ComplianceError(
                f"`{name or item.kind}` is no money of {kind.kind}",
                document.place([*here, "field"] if item.field else [*here, "kind"]),
                did_you_mean(name or "", [n for n, f in kind.fields.items() if f.type == "money"]),
            )
        try:
            minor_of(item)
        except ValueError as error:
            raise ComplianceError(str(error), document.place([*here, "total"])) from None
    return own


def minor_of(item: ControlTotal) -> int:
    """Give a control total in minor units."""
    if item.total[:3].isalpha():
        return parse_money(item.total).minor
    return read_amount(item.total, ".", item.currency).minor


def as_declared(item: ControlTotal) -> Mapping[str, Any]:
    """Give a control total as it enters the summary."""
    return {
        "kind": item.kind,
        "field": item.field,
        "code": item.code,
        "line": item.line,
        "currency": item.currency,
        "total": minor_of(item),
        "rows": item.rows,
        "source": item.source,
    }
