"""Proposal rules and cases as tests write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from compliance.lang.case_fact import INTEGERS, RATIOS, counts, money_names
from compliance.lang.proposal import Known, ProposalBook, ProposalFile, build_proposals
from compliance.model.case import CaseFact
from compliance.model.money import Money
from compliance.model.yaml_file import parse_document, validate

if TYPE_CHECKING:
    from compliance.errors import Fault
    from compliance.lang.rulebook import Rulebook

AS_OF = date(2026, 12, 31)
SETS = ("payments", "vendors")


def built(rulebook: Rulebook, *texts: str) -> tuple[ProposalBook, list[Fault]]:
    """Type rules written as short YAML; what a rule must say beside is added."""
    sources = []
    for text in texts:
        name = text.split("id: ")[1][:7]
        whole = (
            text.strip()
            + "\ntitle: A title\nauthority: {document: House rules, standing: house}\n"
            + 'because: "So it is."\n'
            + "history: [{version: 1, date: 2026-02-02, change: first, author: owner,"
            + " approved_by: head}]\n"
        )
        document = parse_document(whole, f"rules/proposals/{name}.yaml")
        sources.append((document, validate(document, ProposalFile)))
    known = Known(rulebook.catalogue, rulebook.parameters, rulebook.tables, SETS)
    return build_proposals(sources, known)


def sound(rulebook: Rulebook, *texts: str) -> ProposalBook:
    """Type rules without fault."""
    book, faults = built(rulebook, *texts)
    assert faults == []
    return book


def fact(case: str = "contract:C-1", **values: Any) -> CaseFact:
    """Give a case in which nothing was found but what is stated; whole numbers are counts."""
    plain: dict[str, Any] = {name: Decimal(0) for name, _, _ in counts(SETS)}
    plain |= dict.fromkeys([*INTEGERS, *RATIOS], Decimal(0))
    plain |= {name: Money(0, "EUR", 0) for name in money_names()}
    plain |= {
        "case_kind": case.partition(":")[0], "last_act": "none", "next_act": "payment",
        "source": None, "entity": None, "leading_set": None,
    }  # fmt: skip
    given = {
        name: Decimal(value) if isinstance(value, int) else value for name, value in values.items()
    }
    assert given.keys() <= plain.keys(), given.keys() - plain.keys()
    return CaseFact(case, plain | given)


def fired(entry: Mapping[str, Any]) -> list[str]:
    """Give the rules in the chain of one case."""
    return [link["rule"] for link in entry["chain"]]
