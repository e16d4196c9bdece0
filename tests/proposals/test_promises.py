"""What holds of every proposal, whatever findings meet: drawn at random over the shipped rules."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.lang.case_fact import INTEGERS
from compliance.model.case import CASE_KINDS, NEED_CONFIRMED
from compliance.proposals import decide, told_case
from tests.proposals.told import AS_OF, built

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compliance.lang.rulebook import Rulebook

SETS = ("payments", "procurement", "vendors", "quality")
FINDINGS = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(["PAY-001", "PAY-002", "PRC-014", "VEN-001"]),
        "times": st.sampled_from(["1", "1", "2", "4"]),
        "severity": st.sampled_from(["info", "minor", "major", "critical"]),
        "kind": st.sampled_from(["breach", "quality", "indicator"]),
        "standing": st.sampled_from(["binding", "house", "analogue", "illustrative"]),
        "set": st.sampled_from(SETS),
        "outcome": st.sampled_from(["fail", "fail", "undetermined"]),
        "waived": st.sampled_from(["no", "no", "yes"]),
        "audience": st.sampled_from(["all", "all", "restricted"]),
        "amount": st.sampled_from(["", "EUR 50.00", "EUR 20,000.00"]),
        "stage": st.sampled_from(["award", "commitment", "invoice", "payment"]),
        "basis": st.sampled_from(["whole", "excess", "recoverable", "none"]),
        "vendor": st.sampled_from(["", "V-1"]),
        "funding_line": st.sampled_from(["", "FL-1", "FL-2"]),
        "earlier_runs": st.sampled_from(["0", "0", "3"]),
    }
)
FIELDS = st.fixed_dictionaries(
    {
        "next_act": st.sampled_from(['"award"', '"payment"', '"none"']),
        "last_act": st.sampled_from(['"none"', '"signature"', '"payment"']),
        "not_run_critical": st.sampled_from(["0", "0", "1"]),
        "totals_that_differ": st.sampled_from(["0", "0", "1"]),
    },
    optional={"source": st.sampled_from(['"nsip"', '"multinational_mou"', '"customer_funded"'])},
)
CASES = st.tuples(st.sampled_from(CASE_KINDS), st.lists(FINDINGS, max_size=5), FIELDS)


def drawn(rulebook: Rulebook, kind: str, findings: list[dict[str, str]], fields: Any) -> Any:
    told = told_case(rulebook.proposals, tuple(rulebook.sets), kind, findings, fields)
    return decide(rulebook.proposals, rulebook.parameters, AS_OF, [told], None)[told.case]


def sure(finding: Mapping[str, str]) -> bool:
    """Say whether a finding may lead to hold, recover or refer."""
    return (
        finding["outcome"] == "fail"
        and finding["waived"] == "no"
        and finding["kind"] != "indicator"
        and finding["standing"] in {"binding", "house"}
    )


@settings(max_examples=50, deadline=None, derandomize=True)
@given(case=CASES)
def test_what_is_not_confirmed_never_leads_far(rulebook: Rulebook, case: Any) -> None:
    kind, findings, fields = case
    entry = drawn(rulebook, kind, [f for f in findings if not sure(f)], fields)
    assert not NEED_CONFIRMED & set(entry["all"]), entry["chain"]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(case=CASES)
def test_no_exception_means_that_nothing_critical_is_left_open(
    rulebook: Rulebook, case: Any
) -> None:
    kind, findings, fields = case
    entry = drawn(rulebook, kind, findings, fields)
    grave = [f for f in findings if f["outcome"] == "undetermined" and f["severity"] == "critical"]
    if grave or fields["not_run_critical"] != "0":
        assert "no_exception" not in entry["all"]
    if entry["proposal"] == "no_exception":
        assert not findings
    assert entry["proposal"] != "hold" or entry["act"] in {"award", "signature", "payment"}
    assert (entry["proposal"] == "refer") == (entry["to"] is not None)
    assert entry["reasons"]


@pytest.mark.parametrize("propose", ["hold\nact: payment", "recover", "refer\nto: nor"])
def test_no_rule_of_an_office_can_break_the_promise(rulebook: Rulebook, propose: str) -> None:
    text = f"id: PRO-901\nwhen: open > 0 or undetermined > 0\npropose: {propose}"
    book, faults = built(rulebook, text)
    assert not faults
    for finding in (
        {"kind": "indicator"}, {"standing": "analogue"}, {"outcome": "undetermined"},
    ):  # fmt: skip
        told = told_case(book, ("payments", "vendors"), "contract", [finding], {})
        assert told.values["open"] + told.values["undetermined"] == 1
        (entry,) = decide(book, rulebook.parameters, AS_OF, [told], None).values()
        assert entry["all"] == []


def test_an_office_cannot_write_no_exception_past_a_critical_rule(rulebook: Rulebook) -> None:
    book, _ = built(rulebook, "id: PRO-901\nwhen: records >= 0\npropose: no_exception")
    for fields, held in (({}, ["no_exception"]), ({"not_run_critical": "1"}, [])):
        told = told_case(book, ("payments", "vendors"), "contract", [], fields)
        (entry,) = decide(book, rulebook.parameters, AS_OF, [told], None).values()
        assert entry["all"] == held
    critical = [{"outcome": "undetermined", "severity": "critical"}]
    told = told_case(book, ("payments", "vendors"), "contract", critical, {})
    (entry,) = decide(book, rulebook.parameters, AS_OF, [told], None).values()
    assert entry["all"] == []


def test_every_field_of_a_case_is_told(rulebook: Rulebook) -> None:
    told = told_case(rulebook.proposals, tuple(rulebook.sets), "contract", [], {})
    assert INTEGERS.keys() <= told.values.keys()
    assert told.values["repeats_in_a_year"] == Decimal(0)
