"""The parts of the report beside the findings, as the templates read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from compliance.model.history import ACTS, SignedOff
from compliance.report.facts import add_up, may_print

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compliance.model.books import Books, Exceptional, Open
    from compliance.model.history import Answered, Decided, Followed
    from compliance.model.result import Result
    from compliance.report.facts import Group

TITLES: Final = {
    "s-summary": "Summary",
    "s-totals": "Files and control totals",
    "s-lines": "Funding lines",
    "s-cases": "Cases and what is proposed",
    "s-overview": "Overview of findings",
    "s-breach": "Findings",
    "s-quality": "Quality of the data",
    "s-unconfirmed": "Departures from limits not confirmed",
    "s-indicator": "Indicators: reasons to look",
    "s-trial": "Rules on trial",
    "s-waived": "Waived findings",
    "s-undetermined": "Undetermined",
    "s-exceptions": "Register of exceptions used",
    "s-prior": "Earlier findings",
    "s-rules": "Rules run and rules not run",
    "s-rejects": "Rows that were not accepted",
    "s-parameters": "Parameters used",
    "s-statistics": "Statistics",
    "s-sample": "Samples for review",
    "s-method": "Method, limits and provenance",
    "s-response": "Management response and sign-off",
    "s-register": "Register of all findings",
    "s-annex": "Embedded files and words used",
}
STATUSES: Final = ("Draft for comment", "With response", "Final")
_ANNEXES: Final = {"s-register": "A", "s-annex": "B"}
_EDGES: Final = (90, 180, 365)  # days


def section_numbers(*, annex: bool) -> dict[str, str]:
    """Give the number of each section that is printed; the annexes have letters."""
    body = [anchor for anchor in TITLES if anchor not in _ANNEXES]
    numbers = {anchor: str(place) for place, anchor in enumerate(body, start=1)}
    letters = _ANNEXES if annex else {"s-annex": "B"}
    return numbers | letters


def status_of(result: Result) -> str:
    """Give the status: final once it is approved, with response once somebody answered."""
    draft, answered, final = STATUSES
    approved = result.followed.by(ACTS[-1])
    if approved is not None and not approved.void:
        return final
    return answered if printed_answers(result) else draft


def printed_answers(result: Result) -> list[Answered]:
    """Give the answers to findings that may be told of."""
    known = result.followed.answers
    return [known[f.finding] for f in result.findings if f.finding in known and may_print(f)]


def signatures(result: Result) -> tuple[tuple[str, SignedOff | None], ...]:
    """Give the three acts of sign-off and who did them.

    Without a register, the one who prepared the batch is taken from its file.
    """
    followed = result.followed
    found = [followed.by(act) for act in ACTS]
    prepared = result.summary["batch"].get("prepared_by")
    if not followed.known and prepared:
        found[0] = SignedOff(ACTS[0], prepared)
    return tuple(zip(ACTS, found, strict=True))


def later_on(followed: Followed, entry: Mapping[str, Any], name: str) -> list[tuple[Decided, bool]]:
    """Give the decisions on a case, and whether another proposal was drawn for each of them."""
    now = {key: entry[key] for key in ("proposal", "act", "to")}
    return [(one, dict(one.proposed) != now) for one in followed.decided.get(name, ())]


def answers_of(followed: Followed, group: Group) -> list[Answered]:
    """Give what was answered to the findings of a group."""
    known = followed.answers
    return [known[f.finding] for f in group.findings if f.finding in known]


def exceptional_of(books: Books) -> dict[str, list[Exceptional]]:
    """Group the exceptional procedures by name, in their order."""
    found: dict[str, list[Exceptional]] = {}
    for item in books.exceptional:
        found.setdefault(item.procedure, []).append(item)
    return found


@dataclass(frozen=True)
class Age:
    """Open money of one age: from `least` to `most` days, without bound or date where None."""

    least: int | None
    most: int | None
    number: int
    total: Mapping[str, int | None]

    @property
    def base(self) -> int | None:
        """Give the euro cents, None where one of them has no rate."""
        return self.total["base_minor"]


def ages(rows: Sequence[Open]) -> list[Age]:
    """Sort what stands open by its age; an age that nothing has is left out."""
    starts = (None, 0, *(edge + 1 for edge in _EDGES))
    ends = (None, *_EDGES, None)
    found = []
    for least, most in zip(starts, ends, strict=True):
        own = [row for row in rows if _of_age(row.days, least, most)]
        if own:
            total: dict[str, int | None] = {}
            for row in own:
                add_up(
                    total,
                    {"currency": row.currency, "minor": row.amount, "base_minor": row.base},
                )
            found.append(Age(least, most, len(own), total))
    return found


def _of_age(days: int | None, least: int | None, most: int | None) -> bool:
    if days is None or least is None:
        return days is least
    return max(days, 0) >= least and (most is None or days <= most)


class MoneyRows(NamedTuple):
    """The control totals that are printed, and the names of those that are nothing but zero."""

    shown: list[tuple[str, str, Mapping[str, int]]]
    zero: list[str]


def money_rows(money: Mapping[str, Any]) -> MoneyRows:
    """Lay the totals out by field and currency."""
    rows = [
        (name, currency, cell)
        for name, currencies in sorted(money.items())
        for currency, cell in sorted(currencies.items())
    ]
    shown = [row for row in rows if any(row[2].values())]
    zero = [f"{name} ({currency})" for name, currency, cell in rows if not any(cell.values())]
    return MoneyRows(shown, zero)
