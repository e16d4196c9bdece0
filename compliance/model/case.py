"""Cases and proposals: what a person is asked to decide on, and the words for what may follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

CaseKind = Literal["procurement", "contract", "funding_line", "pilot", "batch"]
Proposal = Literal[
    "no_exception", "no_exception_with_remarks", "return_to_staff", "hold", "regularise",
    "recover", "refer",
]  # fmt: skip
Act = Literal["award", "signature", "payment"]
Addressee = Literal[
    "financial_controller", "contracting_authority", "nor", "investment_committee_staff",
    "programme_board", "customer", "security_office", "restricted_channel",
]  # fmt: skip

CASE_KINDS: Final = ("procurement", "contract", "funding_line", "pilot", "batch")
PROPOSALS: Final = (  # weakest first: the strongest of one priority is the headline
    "no_exception", "no_exception_with_remarks", "return_to_staff", "hold", "regularise",
    "recover", "refer",
)  # fmt: skip
ADDRESSEES: Final = (
    "financial_controller", "contracting_authority", "nor", "investment_committee_staff",
    "programme_board", "customer", "security_office", "restricted_channel",
)  # fmt: skip
ACTS: Final = ("none", "award", "signature", "payment")  # in the order in which they are done
NEED_CONFIRMED: Final = frozenset({"hold", "recover", "refer"})


@dataclass(frozen=True)
class CaseFact:
    """All that proposal rules may read of one case.

    `values` has every field of the kind `case`: Decimal, Money, bool, text, or None where it is
    unknown. `rules` are those with an open or waived finding, `undetermined` those that could not
    decide, `not_run` the critical ones that were not run for the case. `checked` gives for each
    kind of record how many of the case were checked, by how many rules.
    """

    case: str
    values: Mapping[str, Any]
    rules: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    checked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
