"""A case as a feature tells it: findings in words, and the fields that no finding decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from compliance.errors import ComplianceError
from compliance.lang.case_fact import INTEGERS, NULLABLE
from compliance.lang.proposal import ProposalBook
from compliance.model.case import CaseFact
from compliance.model.finding import Finding, fingerprint
from compliance.model.money import parse_money
from compliance.model.yaml_file import did_you_mean
from compliance.proposals.count import Seen, tally

_PLAIN: Final[Mapping[str, str]] = {
    "rule": "PAY-001", "times": "1", "severity": "major", "kind": "breach", "standing": "house",
    "set": "payments", "outcome": "fail", "waived": "no", "audience": "all", "amount": "",
    "stage": "payment", "basis": "whole", "vendor": "", "funding_line": "", "earlier_runs": "0",
    "day": "2026-06-30",
}  # fmt: skip
_OTHERWISE: Final[Mapping[str, Any]] = {
    "last_act": "none", "next_act": "payment", "source": None, "entity": None,
    "records": Decimal(1), "not_run": Decimal(0), "not_run_critical": Decimal(0),
    "totals_that_differ": Decimal(0), "rejected": Decimal(0),
}  # fmt: skip


def told_case(
    book: ProposalBook,
    sets: tuple[str, ...],
    kind: str,
    findings: Sequence[Mapping[str, str]],
    fields: Mapping[str, str],
) -> CaseFact:
    """Give the fact of a case that is told; the batch holds nothing else."""
    seen = [one for number, row in enumerate(findings) for one in _seen(row, number, sets)]
    still = sum(one.state == "open" for one in seen)
    values = {**_OTHERWISE, **tally(sets, seen, still).values, "case_kind": kind}
    for name, words in fields.items():
        values[name] = _value(book, name, words)
    return CaseFact(f"{kind}:X-1" if kind != "batch" else kind, values)


def _value(book: ProposalBook, name: str, words: str) -> Any:
    known = book.kind.fields if book.kind is not None else {}
    if name not in {*INTEGERS, *NULLABLE, "last_act", "next_act"}:
        message = f"`{name}` is no field of a case that a scenario states"
        raise ComplianceError(message, None, did_you_mean(name, _OTHERWISE))
    if words.startswith('"'):
        text = words.strip('"')
        codes = known[name].values
        if codes and text not in codes:
            raise ComplianceError(f"“{text}” is not one of its codes", None, ", ".join(codes))
        return text
    try:
        return Decimal(words)
    except InvalidOperation:
        raise ComplianceError(
            f"“{words}” is not a number", None, "write 3, or a text in quotes"
        ) from None


def _seen(row: Mapping[str, str], number: int, sets: tuple[str, ...]) -> Iterator[Seen]:
    told = {**_PLAIN, **{name: words for name, words in row.items() if words}}
    if told["set"] not in sets:
        raise ComplianceError(
            f"there is no set {told['set']}", None, did_you_mean(told["set"], sets)
        )
    for repeat in range(int(told["times"])):
        yield Seen(
            _finding(told, f"R-{number}-{repeat}"),
            told["set"],
            "live",
            told["waived"] == "yes",
            told["vendor"] or None,
            int(told["earlier_runs"]),
            _day(told["day"]),
        )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ComplianceError(
            f"“{words}” is no day of the calendar", None, "write 2026-01-31"
        ) from None


def _finding(told: Mapping[str, str], record: str) -> Finding:
    amount = None
    if told["amount"]:
        money = parse_money(told["amount"])
        amount = {
            "minor": money.minor, "currency": money.currency, "base_minor": money.base_minor,
            "stage": told["stage"], "basis": told["basis"],
        }  # fmt: skip
    return Finding(
        finding=fingerprint(told["rule"], "spending", record), rule=told["rule"], rule_version=1,
        kind=told["kind"], severity=told["severity"], outcome=told["outcome"],
        standing=told["standing"], audience=told["audience"], record_kind="spending",
        record=record, related=(), related_count=0, cases=(),
        funding_line=told["funding_line"] or None, pilot=None, value=None, amount_at_issue=amount,
        message="", criteria="", evidence={}, explanation="", to_pass=None, remedy="", source={},
        rulebook="",
    )  # fmt: skip
