"""Random proposal rules over random cases: normal form = reference = durable-rules."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compliance.model.money import Money
from compliance.proposals.conclude import Judge, conclude
from compliance.proposals.engine import Engine
from tests.proposals.told import AS_OF, fact, sound

if TYPE_CHECKING:
    from compliance.compiler.normal_form import Conjunction
    from compliance.compiler.reference import Record
    from compliance.lang.rulebook import Rulebook
    from compliance.model.case import CaseFact

COUNTS = ("open", "open_critical", "waived", "open_confirmed", "undetermined", "records")
SOURCES = ("civil_budget", "nsip", "national_cash", None)
TESTS = {
    "=": int.__eq__, "!=": int.__ne__, "<": int.__lt__, "<=": int.__le__, ">": int.__gt__,
    ">=": int.__ge__,
}  # fmt: skip
needs_library = pytest.mark.skipif(sys.version_info >= (3, 13), reason="the library is not there")


def condition(dice: random.Random, conclusions: list[str], depth: int = 3) -> str:
    if depth and dice.random() < 0.6:
        left, right = (condition(dice, conclusions, depth - 1) for _ in range(2))
        form = dice.choice(
            ["({0} and {1})", "({0} or {1})", "not({0})", "not({0} or {1})",
             "(if {0} then {1} else waived > 0)"]
        )  # fmt: skip
        return form.format(left, right)
    op = dice.choice(["=", "!=", "<", "<=", ">", ">="])
    one, other = dice.choice(COUNTS), dice.choice(COUNTS)
    return dice.choice(
        [
            f"{one} {op} {dice.randrange(4)}",
            f"{one} {op} {other}",
            f"{one} + {other} {op} {dice.randrange(6)}",
            f"{one} / {other} {op} 0.5",
            f"undetermined_share {op} 0.25",
            f'at_issue_payment {op} money("{dice.choice([0, 100])} EUR")',
            f'source {dice.choice(["=", "!="])} "nsip"',
            'source in ["civil_budget", "national_cash"]',
            f"source {dice.choice(['=', '!='])} null",
            "is defined(source)",
            f"{one} between 1 and {dice.randrange(4)}",
            f"{one} in ({dice.randrange(4)}, [2..3])",
            'next_act = "payment"',
            f"at_issue_payment {op} proposal.recovery_floor",
            *conclusions,
        ]
    )


def rules(dice: random.Random) -> list[str]:
    """Write rules in three strata; the later ones may read, and deny, what the earlier conclude."""
    texts, conclusions, needs = [], [], []
    for stratum in range(3):
        fresh = []
        for number in range(3):
            name = f"PRO-9{stratum}{number}"
            when = condition(dice, conclusions)
            propose = dice.choice(["no_exception", "return_to_staff", "regularise", "recover"])
            letter = "abc"[stratum] + "xyz"[number]
            texts.append(
                f"id: {name}\nneeds: [{', '.join(needs)}]\nwhen: |\n  {when}\n"
                f"concludes: seen_{letter}\npropose: {propose}"
            )
            fresh.append((f"seen_{letter}", name))
        conclusions += [name for name, _ in fresh]
        needs += [name for _, name in fresh]
    return texts


def case(dice: random.Random, number: int) -> CaseFact:
    values: dict[str, Any] = {name: dice.randrange(4) for name in COUNTS}
    cents = dice.choice([None, 0, 9_999, 10_000, 10_001, 10**15])
    values["at_issue_payment"] = None if cents is None else Money(cents, "EUR", cents)
    values["undetermined_share"] = dice.choice([Decimal(0), Decimal("0.25"), Decimal("0.5")])
    values["source"] = dice.choice(SOURCES)
    values["next_act"] = dice.choice(["payment", "none"])
    return fact(f"contract:C-{number}", **values)


def holds(judge: Judge, ways: list[Conjunction], record: Record) -> bool:
    """Evaluate a normal form by itself, as an engine would."""
    return any(
        all(TESTS[test.op](judge.compiler.worth(test.term, record), test.value) for test in way)
        for way in ways
    )


def agree(rulebook: Rulebook, seed: int, engine: Engine | None) -> None:
    dice = random.Random(seed)
    book = sound(rulebook, *rules(dice))
    facts = [case(dice, number) for number in range(20)]
    judge = Judge(book, rulebook.parameters, AS_OF)
    for held in conclude(judge, facts, engine):  # raises where the engines differ
        true = {rule.id for rule in held.rules}
        for rule in book.rules:
            ways = judge.compiler.conjunctions(rule.holds)
            assert holds(judge, ways, held.record) == (rule.id in true), (seed, rule.id)


@pytest.mark.parametrize("seed", range(60))
def test_the_normal_form_says_what_the_reference_says(rulebook: Rulebook, seed: int) -> None:
    agree(rulebook, seed, None)


@needs_library
@pytest.mark.slow
def test_three_hundred_sets_agree_with_the_library(rulebook: Rulebook) -> None:
    for seed in range(300):
        agree(rulebook, seed, Engine())


@needs_library
@pytest.mark.long
def test_five_thousand_sets_agree_with_the_library(rulebook: Rulebook) -> None:
    for seed in range(5_000):
        agree(rulebook, seed, Engine())
