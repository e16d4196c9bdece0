"""What `rules check` says of proposal rules: place, words and hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.proposals.analysis import faults_together
from tests.proposals.told import AS_OF, built, sound

if TYPE_CHECKING:
    from compliance.errors import Fault
    from compliance.lang.rulebook import Rulebook

ONE = "id: PRO-901\nwhen: open > 0\nconcludes: something\npropose: return_to_staff"


def together(rulebook: Rulebook, *texts: str) -> list[Fault]:
    return faults_together(sound(rulebook, *texts), rulebook.parameters, AS_OF)


def test_a_circle_of_needs_names_its_rules(rulebook: Rulebook) -> None:
    _, faults = built(
        rulebook,
        "id: PRO-901\nneeds: [PRO-902]\nwhen: second\nconcludes: first",
        "id: PRO-902\nneeds: [PRO-901]\nwhen: not(first)\nconcludes: second",
        "id: PRO-903\nneeds: [PRO-902]\nwhen: second\npropose: return_to_staff",
    )
    (fault,) = faults
    assert fault.message == "these rules need one another: PRO-901 → PRO-902 → PRO-901"
    assert str(fault.place) == "rules/proposals/PRO-901.yaml:2:8"
    assert fault.hint == "take one of the needs out"


@pytest.mark.parametrize(
    ("when", "message", "hint"),
    [
        ('open > "many"', "a number is compared with text", None),
        ("at_issue_payment > 500", "money is compared with a number", 'money("500 EUR")'),
        ("opne > 0", "`opne` is neither a field of case nor a parameter", "`open`"),
    ],
)
def test_a_type_error_is_found_at_its_place(
    rulebook: Rulebook, when: str, message: str, hint: str | None
) -> None:
    _, faults = built(rulebook, f"id: PRO-901\nwhen: {when}\npropose: return_to_staff")
    (fault,) = faults
    assert fault.message == message
    assert str(fault.place) == "rules/proposals/PRO-901.yaml:2:7"
    assert fault.hint is None if hint is None else hint in str(fault.hint)


def test_a_conclusion_is_read_of_earlier_rules_only(rulebook: Rulebook) -> None:
    _, faults = built(rulebook, ONE, "id: PRO-902\nwhen: not(something)\npropose: no_exception")
    (fault,) = faults
    assert "does not need PRO-901" in fault.message
    assert fault.hint == "add PRO-901 to `needs`"


def test_a_need_that_there_is_not_is_told_with_the_nearest(rulebook: Rulebook) -> None:
    _, faults = built(
        rulebook, ONE, "id: PRO-902\nneeds: [PRO-910]\nwhen: open > 1\npropose: no_exception"
    )
    (fault,) = faults
    assert fault.message == "there is no proposal rule PRO-910"
    assert str(fault.place) == "rules/proposals/PRO-902.yaml:2:9"


@pytest.mark.parametrize(
    "when",
    [
        "open > 3 and open < 3",
        "open < 0",
        "open_critical > 2 and open <= 2",  # a part is not greater than the whole
        "open_confirmed_critical > 0 and open_confirmed = 0",
        'next_act = "award" and next_act = "payment"',
        "something and open = 0",  # what `something` stands for is written out
        'at_issue_payment < money("0")',
        "open_confirmed > 0 and not(open_confirmed > 0)",
    ],
)
def test_a_rule_that_never_holds_is_found(rulebook: Rulebook, when: str) -> None:
    text = f"id: PRO-902\nneeds: [PRO-901]\nwhen: {when}\npropose: return_to_staff"
    (fault,) = together(rulebook, ONE, text)
    assert fault.message == "PRO-902 never holds: no case meets its condition"
    assert str(fault.place) == "rules/proposals/PRO-902.yaml:3:7"
    assert fault.hint


@pytest.mark.parametrize(
    "when",
    [
        "open > 3 or open < 3",
        "open_critical > 2 and open <= 3",
        "open_critical > 2 and waived = 0",
        'not(next_act = "award") and next_act = "payment"',
        "something and open = 1",
    ],
)
def test_a_rule_that_may_hold_is_not(rulebook: Rulebook, when: str) -> None:
    text = f"id: PRO-902\nneeds: [PRO-901]\nwhen: {when}\npropose: return_to_staff"
    assert together(rulebook, ONE, text) == []


def test_a_promise_of_the_program_can_leave_a_rule_nothing(rulebook: Rulebook) -> None:
    """Hold needs a confirmed finding: a rule that wants none can never hold."""
    text = "id: PRO-902\nwhen: open_confirmed = 0\npropose: hold\nact: next"
    (fault,) = together(rulebook, text)
    assert "never holds" in fault.message


def test_opposed_proposals_of_one_priority_are_found(rulebook: Rulebook) -> None:
    calm = "id: PRO-902\nwhen: waived > 0\npropose: no_exception_with_remarks"
    (fault,) = together(rulebook, ONE, calm)
    assert fault.message == (
        "PRO-901 and PRO-902 can hold for one case at the same priority: "
        "return_to_staff and no_exception_with_remarks"
    )
    assert str(fault.place) == "rules/proposals/PRO-902.yaml:1:5"
    assert fault.hint == (
        "give one of them the greater `priority`; PRO-901 is at rules/proposals/PRO-901.yaml:1:5"
    )
    assert together(rulebook, ONE, f"{calm}\npriority: -1") == []
    assert together(rulebook, ONE, calm.replace("waived > 0", "open = 0")) == []


def test_two_acts_or_addressees_at_one_priority_are_opposed(rulebook: Rulebook) -> None:
    first = "id: PRO-902\nwhen: open_major > 0\npropose: hold\nact: award"
    second = "id: PRO-903\nwhen: open_minor > 0\npropose: hold\nact: payment"
    (fault,) = together(rulebook, first, second)
    assert "both hold, with award and with payment" in fault.message
    assert together(rulebook, first, second.replace("payment", "award")) == []
    apart = (first + "\non: [pilot]", second + "\non: [contract]")
    assert together(rulebook, *apart) == []


def test_a_conclusion_that_nobody_reads_is_found(rulebook: Rulebook) -> None:
    (fault,) = together(rulebook, "id: PRO-902\nwhen: open > 0\nconcludes: lonely")
    assert "no rule reads `lonely`" in fault.message


def test_the_rules_that_are_shipped_are_sound(rulebook: Rulebook) -> None:
    book = rulebook.proposals
    assert len(book.rules) >= 20
    assert faults_together(book, rulebook.parameters, AS_OF) == []
