"""Rule folders: faults are all reported, at their lines, in the owner's words."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook, rulebook_digest

ROOT = Path(__file__).parents[2]
RULE = "procurement/PRC-014.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


def _edit(rules: Path, name: str, old: str, new: str) -> tuple[int, int]:
    """Replace a text in a file and give the line and column where it stood."""
    path = rules / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    offset = text.index(old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


BROKEN = [
    # file, text, replaced by, message, hint, shift of the place from the text's start
    (RULE, "severity:", "severty:", "`severty` is not a key", "severity", 0),
    (RULE, "severity: major", "severity: serious", "`severity` should be 'info'", None, 10),
    (RULE, "on: procurement", "on: procurment", "not a kind of record", "procurement", 4),
    (RULE, "limit.single_source\n", "limit.single_sourc\n", "nor a parameter", "single_source", 0),
    (RULE, "title: Single", "title: Suspicious", "accusing word", "never a motive", 7),
    (RULE, "id: PRC-014", "id: PRC-015", "does not match the file name", None, 4),
    (RULE, "{award_value}", "{award_valu}", "neither a field", "award_value", None),
    (RULE, "kind: breach", "kind: &x breach", "anchors and aliases", "write the value out", None),
    ("procurement/set.yaml", "owner:", "ownr:", "`ownr` is not a key", "owner", 0),
    ("parameters/procurement.yaml", "unit: money", "unit: euros", "should be 'money'", None, None),
    (
        "profiles/pilot.yaml",
        "spending_id",
        "spendng_id",
        "not a field of spending",
        "spending_id",
        0,
    ),
    ("catalogue/spending.yaml", "type: money", "type: cash", "should be 'text'", None, None),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "hint", "shift"),
    BROKEN,
    ids=[f"{b[0]}: {b[2]}" for b in BROKEN],
)
def test_a_broken_file_is_one_located_fault(
    rules: Path, name: str, old: str, new: str, message: str, hint: str | None, shift: int | None
) -> None:
    line, column = _edit(rules, name, old, new)
    with pytest.raises(ComplianceError) as caught:
        load_rulebook(rules)
    faults = [f for f in caught.value.faults if message in f.message]
    assert faults, str(caught.value)
    fault = faults[0]
    assert fault.place is not None
    assert fault.place.file == str(rules / name)
    assert fault.place.line == line
    if shift is not None:
        assert fault.place.column == column + shift
    assert hint is None or hint in (fault.hint or "")


def test_no_fault_hides_another(rules: Path) -> None:
    _edit(rules, RULE, "severity:", "severty:")
    _edit(rules, "payments/PAY-003.yaml", "require: times", "require: timse")
    _edit(rules, "parameters/payments.yaml", "unit: money", "unit: euros")
    with pytest.raises(ComplianceError) as caught:
        load_rulebook(rules)
    files = {fault.place.file for fault in caught.value.faults if fault.place}
    assert {str(rules / RULE), str(rules / "payments/PAY-003.yaml")} <= files
    assert str(rules / "parameters/payments.yaml") in files


def test_a_live_rule_is_approved_by_another_than_its_author(rules: Path) -> None:
    _edit(rules, RULE, "approved_by: head_of_section", "approved_by: policy_owner")
    with pytest.raises(ComplianceError, match="needs `approved_by`"):
        load_rulebook(rules)


def test_a_rule_without_a_feature_is_a_fault(rules: Path, tmp_path: Path) -> None:
    features = Path(shutil.copytree(ROOT / "features", tmp_path / "features"))
    (features / "procurement" / "PRC-014.feature").unlink()
    with pytest.raises(ComplianceError, match="PRC-014 has no feature file"):
        load_rulebook(rules, features)


def test_a_limit_must_hold_while_a_rule_that_reads_it_is_in_force(rules: Path) -> None:
    path = rules / "parameters" / "procurement.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "  - id: limit.gap\n    title: A limit with a gap\n    unit: money\n    values:\n"
        "      - {from: 2026-02-01, value: EUR 1.00, source: test, standing: illustrative}\n",
        encoding="utf-8",
    )
    _edit(rules, RULE, "> limit.single_source", "> limit.gap")
    with pytest.raises(
        ComplianceError, match=r"in force on 2026-01-01 but `limit.gap` has no value"
    ):
        load_rulebook(rules)


def test_the_digest_follows_every_file_and_nothing_else(rules: Path) -> None:
    before = rulebook_digest(rules)
    assert before == rulebook_digest(ROOT / "rules")
    (rules / "notes.txt").write_text("not a rule", encoding="utf-8")
    assert rulebook_digest(rules) == before
    _edit(rules, RULE, "severity: major", "severity: minor")
    assert rulebook_digest(rules) != before


def test_a_parameter_can_be_tried_without_touching_the_rulebook(rules: Path) -> None:
    rulebook = load_rulebook(rules)
    tried = rulebook.with_parameter("limit.single_source", "EUR 123.45", date(2026, 1, 1))
    value = tried.parameters["limit.single_source"].lookup(date(2026, 6, 1), "nsip")
    assert value is not None
    assert value.text == "EUR 123.45"
    kept = rulebook.parameters["limit.single_source"].lookup(date(2026, 6, 1), "nsip")
    assert kept is not None
    assert kept.text == "EUR 20,000.00"


def test_a_shared_fact_of_no_kind_is_one_fault_and_not_one_for_each_rule(rules: Path) -> None:
    _edit(rules, "payments/set.yaml", '"on": spending', '"on": spendng')
    with pytest.raises(ComplianceError) as caught:
        load_rulebook(rules)
    own = [f for f in caught.value.faults if "is not a kind of record" in f.message]
    assert [(f.message, f.hint) for f in own] == [
        ("paid: `on: spendng` is not a kind of record", "did you mean `spending`?")
    ]


def test_a_fault_of_a_shared_fact_is_told_once(rules: Path) -> None:
    _edit(rules, "payments/set.yaml", "sum: signed_amount", "sum: signed_amuont")
    with pytest.raises(ComplianceError) as caught:
        load_rulebook(rules)
    assert [f.message for f in caught.value.faults] == [
        "`signed_amuont` is neither a field of spending nor a parameter"
    ]


TABLE = """\
table: least
title: t
hit: unique
on: procurement
source: s
standing: house
inputs: [{name: value, expression: estimated_value, type: money}]
outputs: [{name: bids, type: number}]
rules:
  - {when: ['<= money("800 EUR")'], then: ["1"]}
  - {when: ['> money("800 EUR")'], then: ["3"]}
"""


def test_tables_are_read_and_checked_though_no_rule_asks_them(rules: Path) -> None:
    (rules / "tables" / "least.yaml").write_text(TABLE, encoding="utf-8")
    assert load_rulebook(rules).tables["least"].file.hit == "unique"
    line, _ = _edit(rules, "tables/least.yaml", ">", ">=")
    with pytest.raises(ComplianceError) as caught:
        load_rulebook(rules)
    [fault] = caught.value.faults
    assert fault.message == "rows 1 and 2 both match value = EUR 800.00"
    assert fault.place is not None
    assert (fault.place.file, fault.place.line) == (str(rules / "tables" / "least.yaml"), line)
