"""Expressions are said so that a listener can tell what belongs together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from compliance.lang import types as t
from compliance.lang.build import build_rule
from compliance.lang.check import check
from compliance.lang.derive import set_facts
from compliance.lang.files import RuleFile, SetFile
from compliance.lang.rulebook import Rulebook
from compliance.lang.spoken import Spoken
from compliance.lang.table import read_tables
from compliance.lang.tree import DateTest, Decide, DerivedRef, TableRef, TableRow
from compliance.lang.words import explain_rule
from compliance.model.yaml_file import parse_document
from tests.compiler.plain import deals

if TYPE_CHECKING:
    from pathlib import Path

SCOPE = deals().scope
SPOKEN = Spoken(SCOPE.parameters)
HERE = (0, 0)

SAID = [
    ("bids = 1 or bids = 2", "its bids is 1 or 2"),
    ('stage in ["open", "limited", "direct"]', "its stage is “open”, “limited” or “direct”"),
    ("bids = 1 or year = 2", "its bids is 1 or its year is 2"),
    ("urgent and (bids = 1 or year > 2)",
     "its urgent is true and (its bids is 1 or its year is above 2)"),
    ("not(urgent)", "its urgent is false"),
    ("not(bids = 1 or bids = 2)", "its bids is neither 1 nor 2"),
    ("not(bids in (1, 2, 3))", "its bids is none of 1, 2 and 3"),
    ("not(bids < 2) and urgent", "it is not so that (its bids is below 2) and its urgent is true"),
    ("not(year = null)", "its year is stated"),
    ("not(urgent and bids = 1)", "it is not so that (its urgent is true and its bids is 1)"),
    ("entity = null and is defined(year)", "its entity is empty and its year is stated"),
    ("bids - (year + 1) > 2", "its bids less (its year plus 1) is above 2"),
    ("bids - year - 1 > 2", "its bids less its year less 1 is above 2"),
    ("(bids + year) * 2 >= 1", "(its bids plus its year) times 2 is at least 1"),
    ("bids * year + 2 != 1", "its bids times its year plus 2 is not 1"),
    ("-(bids + 1) < 2", "minus (its bids plus 1) is below 2"),
    ("bids / year > 30%", "its bids divided by its year is above 0.30"),
    ("30% <= bids / (year + 1)", "its bids divided by (its year plus 1) is at least 0.30"),
    ("value / fee > 2", "its value divided by its fee is above 2"),
    (
        "ends_on <= (if urgent then signed_on else as_of)",
        "its ends on is at most (if its urgent is true then its signed on, else the as-of date)",
    ),
    ("mean(bids, year) > 2", "(its bids plus its year) divided by 2 is above 2"),
    ("max(bids, year, 3) > 2", "the greatest of its bids, its year and 3 is above 2"),
    ("min(bids, year) > 2", "the least of its bids and its year is above 2"),
    ("count(tags) > 2", "the number of its tags is above 2"),
    ("decimal(rate, 2) = 1", "its rate rounded to 2 places (half to even) is 1"),
    ("round half up(rate * 2, 0) = 1",
     "(its rate times 2) rounded to 0 places (half away from zero) is 1"),
    ("round half down(rate, 0) = 1", "its rate rounded to 0 places (half towards zero) is 1"),
    ('years and months duration(signed_on, as_of) > duration("P2M")',
     "the whole months from its signed on to the as-of date is above 2 months"),
    ('list contains(split(name, ";"), "x")', "the parts of its name between “;” holds “x”"),
    ('upper case(name) = "X"', "its name in capitals is “X”"),
    ('lower case(substring(name, 2, 1)) = "x"',
     "the part of its name from position 2, 1 long in small letters is “x”"),
    ('normal key(name) = "x"', "the letters and digits of its name is “x”"),
    (
        'number key(name) = "x"',
        "the letters and digits of its name without leading zeros is “x”",
    ),
    ('check key(name) = "1"', "the check remainder of its name is “1”"),
    ('matches(name, "^a")', "its name matches “^a”"),
    ('firm.home.nation = "NO"', "the nation of the home of its firm is “NO”"),
    ('value > money("0")', "its value is above nothing"),
    ("value > p.money on signed_on", "its value is above the t on its signed on"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SAID)
def test_expressions_are_said_as_a_person_would(text: str, said: str) -> None:
    assert SPOKEN.condition(check(text, SCOPE, t.BOOLEAN)) == said


def test_a_table_is_said_row_by_row() -> None:
    rows = tuple(
        TableRow(t.TEXT, HERE, number, check(condition, SCOPE), check(output, SCOPE))
        for number, (condition, output) in enumerate(
            (("bids > 1 and urgent", '"a"'), ("true", '"b"')), start=1
        )
    )
    decide = Decide(t.TEXT, HERE, "first", rows)
    assert SPOKEN.say(decide) == (
        "what the first row that holds gives: (1) where its bids is above 1 and its urgent is "
        "true: “a”; (2) always: “b”"
    )
    named = TableRef(t.TEXT, HERE, "least_bids", "bids_by_value", decide)
    assert SPOKEN.say(named) == "“least bids” by the table bids by value"


def test_what_is_always_true_is_not_said_of_a_row() -> None:
    assert SPOKEN.say(check("true and bids > 1", SCOPE)) == "its bids is above 1"
    assert SPOKEN.say(check("true and true", SCOPE)) == "true"
    row = TableRow(t.TEXT, HERE, 3, check("true and true", SCOPE), check("1", SCOPE))
    assert SPOKEN.say(row) == "(3) always: 1"


def test_dates_and_facts_of_the_subject_are_said() -> None:
    test = DateTest(t.BOOLEAN, HERE, date(2026, 1, 1), None)
    assert SPOKEN.say(test) == "the rule's date lies from 2026-01-01"
    assert SPOKEN.say(DerivedRef(t.NUMBER, HERE, "net_paid")) == "“net paid”"
    assert SPOKEN.say(DerivedRef(t.NUMBER, HERE, "n", "this")) == "“n” of this record"


TABLE = """\
table: bids_asked
title: Bids asked for
hit: unique
inputs:
  - {name: stage, expression: stage, type: text}
  - {name: value, expression: value, type: money}
outputs: [{name: bids, type: number}]
source: Example
standing: house
versions:
  - until: 2025-12-31
    rules: [{when: ["-", "-"], then: ["1"]}]
  - from: 2026-01-01
    rules:
      - {when: ['"direct"', "-"], then: ["1"]}
      - {when: ['not("direct")', "<= p.money"], then: ["2"]}
      - {when: ['not("direct")', "> p.money"], then: ["3"]}
"""
PARTS = {
    "id": "SAY-001", "title": "Fewer bids than asked for", "asks": "Were there enough bids?",
    "status": "trial", "kind": "breach", "severity": "minor", "on": "deal",
    "authority": {"document": "Order 1", "standing": "house"}, "message": "m", "remedy": "r",
    "history": [{"version": 1, "date": "2026-01-01", "change": "c", "author": "a"}],
    "derive": {
        "asked": {"table": "bids_asked"},
        "upper": {"quartile": "value", "at": "75%", "per": ["stage", "entity"], "where": "urgent",
                  "match": {"firm": "parent.firm"}},
        "parts": {"hhi": "amount", "among": "firm", "of": "move", "match": {"deal": "deal"},
                  "where": "booked_on < this.ends_on"},
    },
    "require": "bids >= asked and value < upper and parts < 20%",
}  # fmt: skip
EXPLAINED = """\
For each deal: its bids is at least “asked” by the table bids asked and its value is below “upper” \
and “parts” is below 0.20.

derive     parts: hhi of its amount over move, with its deal that of this record: its deal id, \
where its booked on is below this record's ends on, divided among its firm
derive     upper: quartile of its value over deal, alike in its stage and its entity, with its \
firm that of this record: the firm of its parent, where its urgent is true, at 3/4
derive     asked: by the table bids_asked
             until 2025-12-31: what the one row that holds gives
               (1) always: 1
             from 2026-01-01: what the one row that holds gives
               (1) where its stage is “direct”: 1
               (2) where its stage is not “direct” and its value is at most the t: 2
               (3) where its stage is not “direct” and its value is above the t: 3"""


def test_a_rule_is_explained_with_its_sets_and_tables(tmp_path: Path) -> None:
    (tmp_path / "bids_asked.yaml").write_text(TABLE, "utf-8")
    tables, faults = read_tables(tmp_path)
    assert not faults, faults
    place, book = parse_document("id: SAY-001\n", "said.yaml"), (SCOPE.catalogue, SCOPE.parameters)
    named = SetFile(set="said", title="t", owner="o", version="1")
    own_set = set_facts(named, place, *book)
    rule, wrong = build_rule(place, RuleFile.model_validate(PARTS), own_set, tables)
    assert rule is not None, wrong
    rulebook = Rulebook("", *book, {}, {}, {rule.id: rule}, "", True, (), ())
    told = explain_rule(rule, rulebook).split("\n")
    start = next(n for n, line in enumerate(told) if line.startswith("derive"))
    end = next(n for n, line in enumerate(told) if line.startswith("message"))
    assert "\n".join([told[2], "", *told[start:end]]) == EXPLAINED
    assert "on         deal, dated by signed_on" in told
