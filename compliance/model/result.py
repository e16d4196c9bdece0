"""What a check yields: the value that the report and every output are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.model.batch import Reject
from compliance.model.books import NO_BOOKS, Books
from compliance.model.finding import Finding
from compliance.model.history import NOTHING_BEFORE, Followed


@dataclass(frozen=True)
class RuleCard:
    """One rule as the report prints it: words, authority, expressions and history."""

    id: str
    set: str
    title: str
    asks: str
    kind: str
    severity: str
    status: str
    standing: str
    criteria: str  # document, reference and standing in one line
    sentence: str  # the rule in plain English
    when: str  # expression, as written
    require: str
    remedy: str
    on: str
    version: int
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → text


@dataclass(frozen=True)
class LinePosition:
    """The position of one funding line: minor units of `currency` (none where not supplied)."""

    line_id: str
    budget_year: str
    title: str
    source: str | None
    currency: str
    ceiling: int | None
    appropriation: (
        int | None
    )  # credit in force: initial, supplementary, transfers, carry-in, less cuts
    committed: int
    invoiced: int
    paid: int
    available: int | None
    at_issue: int
    initial: int | None = None  # these six add up to the credit in force
    supplementary: int | None = None  # less reductions
    transfers: int | None = None  # in less out
    carried_in: int | None = None
    withheld: int | None = None  # carried out, frozen and returned: below zero
    lapsed: int | None = None  # below zero
    authority: int | None = None  # to bind later years; no credit of this one
    accepted: int | None = None  # deliveries, by the line's share of their contract
    commit_until: str | None = None
    pay_until: str | None = None
    carry_until: str | None = None


@dataclass(frozen=True)
class ExceptionUsed:
    """One record that stands by an exception: passed by one, or used an exceptional procedure."""

    rule: str
    exception: str
    record_kind: str
    record: str
    reference: str | None
    amount: str | None
    source: Mapping[str, Any]


@dataclass(frozen=True)
class Stamp:
    """What binds a report to a register: the batch, the entry that was known, and the run's root.

    `batch` is None where all batches of the register were checked together.
    """

    batch: int | None
    known_at: int
    root: str


@dataclass(frozen=True)
class Result:
    """One check: summary (the object of `summary.json`), findings, rejects and what print needs."""

    summary: Mapping[str, Any]
    findings: tuple[Finding, ...]
    rejects: tuple[Reject, ...]
    rules: tuple[RuleCard, ...]
    lines: tuple[LinePosition, ...]
    exceptions: tuple[ExceptionUsed, ...]
    parameters: tuple[Mapping[str, Any], ...]  # id, title, value, unit, from, source, standing
    stamp: Stamp | None = None
    books: Books = NO_BOOKS
    followed: Followed = NOTHING_BEFORE
    messages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → finding

    @property
    def waived(self) -> frozenset[str]:
        """Give the findings that are waived, by fingerprint."""
        return waived_in(self.summary)


def waived_in(summary: Mapping[str, Any]) -> frozenset[str]:
    """Give the findings that a summary says are waived, by fingerprint."""
    return frozenset(
        name for item in summary["findings"].get("waivers", ()) for name in item["findings"]
    )
