"""The case fact: the fields that proposal rules read, as a kind of record made by the program.

Counts are named `state`, or `state_selector`: `open_critical`, `waived_in_payments`,
`undetermined_confirmed_critical`. A selector states which findings are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from compliance.model.case import ACTS, CASE_KINDS
from compliance.model.catalogue import Catalogue, Field, Kind
from compliance.model.finding import CONFIRMED, SEVERITIES, STANDINGS

CASE: Final = "case"
STATES: Final[Mapping[str, str]] = {
    "open": "failed, not waived",
    "waived": "failed and waived",
    "undetermined": "could not be decided",
}
KINDS: Final = ("breach", "quality", "indicator")
STAGES: Final = ("plan", "award", "commitment", "invoice", "payment")
BASES: Final = ("whole", "excess", "recoverable")
NULLABLE: Final = frozenset({"source", "entity", "leading_set"})


@dataclass(frozen=True)
class Selector:
    """Which findings one count counts; None is any."""

    severity: str | None = None
    kind: str | None = None
    standing: str | None = None
    set: str | None = None
    confirmed: bool | None = None
    restricted: bool | None = None

    @property
    def suffix(self) -> str:
        """Give what follows the state in the name of the count."""
        words = []
        if self.confirmed is not None:
            words.append("confirmed" if self.confirmed else "unconfirmed")
        if self.restricted:
            words.append("restricted")
        words += [word for word in (self.kind, self.standing) if word]
        words += [f"in_{self.set}"] if self.set else []
        words += [self.severity] if self.severity else []
        return "_".join(words)

    def takes(self, finding: Mapping[str, Any]) -> bool:
        """Say whether a finding, given by its properties of these names, is counted."""
        return all(value is None or finding[name] == value for name, value in vars(self).items())

    def within(self, other: Selector) -> bool:
        """Say whether all that this one counts, the other counts too."""
        theirs = vars(other).items()
        return all(value is None or getattr(self, name) == value for name, value in theirs)


def confirmed(kind: str, standing: str) -> bool:
    """Say whether a finding may lead to hold, recover or refer: by its kind and its standing."""
    return kind != "indicator" and standing in CONFIRMED


@lru_cache(maxsize=16)
def selectors(sets: tuple[str, ...]) -> tuple[Selector, ...]:
    """Give every selector of a rulebook with these sets."""
    found = [Selector(), Selector(restricted=True)]
    found += [Selector(severity=one) for one in SEVERITIES]
    found += [Selector(kind=one) for one in KINDS]
    found += [Selector(standing=one) for one in STANDINGS]
    found += [Selector(kind=one, severity=grave) for one in KINDS for grave in SEVERITIES]
    for sure in (True, False):
        found.append(Selector(confirmed=sure))
        found += [Selector(confirmed=sure, severity=grave) for grave in SEVERITIES]
    found += [
        Selector(confirmed=True, kind=one, severity=grave)
        for one in ("breach", "quality")
        for grave in (None, *SEVERITIES)
    ]
    for name in sets:
        found.append(Selector(set=name))
        found.append(Selector(confirmed=True, set=name))
        found += [Selector(confirmed=True, set=name, severity=grave) for grave in SEVERITIES]
    return tuple(found)


def counts(sets: tuple[str, ...]) -> Iterator[tuple[str, str, Selector]]:
    """Give every count: its name, its state and its selector."""
    for state in STATES:
        for selector in selectors(sets):
            yield "_".join(filter(None, (state, selector.suffix))), state, selector


def money_names() -> Iterator[str]:
    """Give the names of the amounts: by stage, by stage and basis, of minor findings by stage."""
    yield "recoverable"
    for stage in STAGES:
        yield f"at_issue_{stage}"
        yield f"at_issue_{stage}_minor"
        for basis in BASES:
            yield f"at_issue_{stage}_{basis}"


INTEGERS: Final[Mapping[str, str]] = {
    "records": "How many records belong to the case.",
    "trial": "How many findings are of rules on trial.",
    "not_run": "How many live rules that speak of the case were not run.",
    "not_run_critical": "How many of those are critical, or could not decide some record.",
    "distinct_lines": "On how many funding lines confirmed open findings stand.",
    "distinct_vendors": "To how many vendors confirmed open findings belong.",
    "vendor_lines": "The most funding lines on which one vendor has confirmed open breaches.",
    "amounts_unknown": "How many of its amounts at issue are not known in euro.",
    "repeats": "The most confirmed open findings that one rule has in the case.",
    "repeats_in_a_year": "The same, of those on records whose days lie within 365 days.",
    "persistent": "How many open findings stood on an earlier day; 0 without a register.",
    "earlier_runs": "The most earlier days on which one finding stood; 0 without a register.",
    "totals_that_differ": "How many declared totals do not tie; of the batch only.",
    "rejected": "How many rows were rejected; of the batch only.",
}
RATIOS: Final[Mapping[str, str]] = {
    "share_of_batch": "The part of the batch's open findings that stands in the case.",
    "undetermined_share": "The part of the case's findings that could not be decided.",
}


def case_kind(sets: tuple[str, ...], catalogue: Catalogue, conclusions: Iterable[str]) -> Kind:
    """Give the kind `case` with the conclusions that proposal rules come to as yes/no fields."""
    fields = {name: Field(type="integer", meaning=text) for name, text in INTEGERS.items()}
    for name, state, selector in counts(sets):
        words = selector.suffix.replace("_", " ") or "all"
        meaning = f"How many findings {STATES[state]}: {words}."
        fields[name] = Field(type="integer", meaning=meaning)
    for name in money_names():
        words = name.replace("_", " ")
        fields[name] = Field(type="money", meaning=f"Confirmed open money in euro: {words}.")
    fields |= {name: Field(type="ratio", meaning=text) for name, text in RATIOS.items()}
    fields |= {
        "case_kind": _code("What the case is.", CASE_KINDS),
        "last_act": _code("The last act that is done.", ACTS),
        "next_act": _code("The act that comes next; none where the case is closed.", ACTS),
        "source": _source(catalogue),
        "entity": Field(type="text", meaning="The body whose rules apply, where it is one."),
        "leading_set": Field(type="text", meaning="The set of the gravest confirmed open finding."),
    }
    fields |= {
        name: Field(type="boolean", meaning="A conclusion of earlier proposal rules.")
        for name in conclusions
    }
    return Kind(
        kind=CASE, title="Case", meaning="What a person decides on.", key=("case_kind",),
        system=True, source="source", fields=fields,
    )  # fmt: skip


def _code(meaning: str, words: Iterable[str]) -> Field:
    return Field(type="code", meaning=meaning, values={word: word for word in words})


def _source(catalogue: Catalogue) -> Field:
    meaning = "The source of the money; unknown where there are several."
    line = catalogue.kinds.get("funding_line")
    known = line.fields.get("source") if line is not None else None
    if known is None or not known.values:
        return Field(type="text", meaning=meaning)
    return Field(type="code", meaning=meaning, values=known.values)
