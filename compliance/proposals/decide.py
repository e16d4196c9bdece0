"""What is proposed for each case: the headline, the reasons, and the chain that led there."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from compliance.compiler.reference import Record
from compliance.lang.parameters import Parameter
from compliance.lang.proposal import ProposalBook, ProposalRule
from compliance.lang.tree import FieldRef, Node, ParameterRef
from compliance.model.case import ADDRESSEES, PROPOSALS, CaseFact
from compliance.proposals.conclude import Held, Judge, conclude
from compliance.proposals.engine import Engine

DURABLE: Final = "durable-rules 2.0.28"
REFERENCE: Final = "reference"
_SILENT: Final = "No proposal rule speaks of this case; a person has to look at it."
_UNROUTED: Final = "contracting_authority"


def engine_here() -> Engine | None:
    """Give the engine where the library can be imported: below Python 3.13."""
    return Engine() if sys.version_info < (3, 13) else None


def decide(
    book: ProposalBook,
    parameters: Mapping[str, Parameter],
    as_of: date,
    facts: Sequence[CaseFact],
    engine: Engine | None,
) -> dict[str, dict[str, Any]]:
    """Give, by case, the object of `summary.json`; {} where there are no proposal rules."""
    if not book.rules:
        return {}
    judge = Judge(book, parameters, as_of)
    return {held.fact.case: _entry(judge, held) for held in conclude(judge, facts, engine)}


def _entry(judge: Judge, held: Held) -> dict[str, Any]:
    proposing = sorted((rule for rule in held.rules if rule.file.propose), key=_rank)
    chain = [_link(judge, rule, held.record) for rule in held.rules]
    links = {link["rule"]: link for link in chain}
    entry: dict[str, Any] = {
        "proposal": "return_to_staff",
        "act": None,
        "to": None,
        "reasons": [_SILENT],
        "all": [],
    }
    if proposing:
        head = links[proposing[0].id]
        entry = {
            "proposal": head["proposes"],
            "act": head["act"],
            "to": head["to"],
            "reasons": [links[rule.id]["because"] for rule in proposing],
            "all": list(dict.fromkeys(links[rule.id]["proposes"] for rule in proposing)),
        }
    fact = held.fact
    return entry | {
        "rules": list(fact.rules),
        "checked": {kind: dict(counts) for kind, counts in fact.checked.items()},
        "undetermined": list(fact.undetermined),
        "not_run": list(fact.not_run),
        "chain": chain,
    }


def _rank(rule: ProposalRule) -> tuple[int, int, str]:
    """Order by priority, then by strength, the first being the headline."""
    return -rule.file.priority, -PROPOSALS.index(rule.file.propose or PROPOSALS[0]), rule.id


def _link(judge: Judge, rule: ProposalRule, record: Record) -> dict[str, Any]:
    """Give one step of the chain: the rule, the values that it read, and what it came to."""
    file = rule.file
    read = {
        part.name: text_of(judge.reference.value(part, record))
        for part in rule.holds.walk()
        if isinstance(part, FieldRef)
    }
    limits = {
        part.id: text_of(judge.reference.value(part, record))
        for part in rule.holds.walk()
        if isinstance(part, ParameterRef)
    }
    return {
        "rule": rule.id,
        "title": file.title,
        "stratum": rule.stratum,
        "because": _said(judge, rule, record),
        "values": dict(sorted({**read, **limits}.items())),
        "used": [name for name in judge.book.conclusions if read.get(name) == "true"],
        "concludes": file.concludes,
        "proposes": file.propose,
        "act": _act(rule, record),
        "to": _to(judge, rule, record),
        "priority": file.priority,
    }


def _act(rule: ProposalRule, record: Record) -> str | None:
    if rule.file.act != "next":
        return rule.file.act
    values = {leaf.name: value for leaf, value in record.values.items()}
    return str(values["next_act"])


def _to(judge: Judge, rule: ProposalRule, record: Record) -> str | None:
    """Say to whom a case is referred; where the table has no answer, to those who contract."""
    if rule.to is None:
        return rule.file.to if isinstance(rule.file.to, str) else None
    found = judge.reference.value(rule.to, record)
    if found is not None and found not in ADDRESSEES:
        raise RuntimeError(f"the table `{rule.to.table}` refers to {found!r}, whom nobody knows")
    return found or _UNROUTED


def _said(judge: Judge, rule: ProposalRule, record: Record) -> str:
    parts = (
        text_of(judge.reference.value(part, record)) if isinstance(part, Node) else part
        for part in rule.because
    )
    return "".join(parts)


def text_of(value: Any) -> str:
    """Give a value of a case fact as text; — where it is unknown."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
