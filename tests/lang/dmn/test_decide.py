"""Decisions of a small model written for these tests; what each gives was worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compliance.lang.dmn.decide import Evaluator
from compliance.lang.dmn.model import Model
from compliance.lang.dmn.reading import model_of, read_model
from compliance.lang.dmn.syntax import OutsideError
from compliance.lang.dmn.values import text_of
from compliance.lang.dmn.xml import parse_xml


@pytest.fixture(scope="module")
def award() -> Model:
    return read_model(Path(__file__).parent / "models" / "award.dmn")


def decide(model: Model, decision: str, value: Any = 100_000, mechanism: Any = "contract") -> str:
    amount = None if value is None else Decimal(value)
    inputs = {
        "Award": {"Award Value": amount, "mechanism": mechanism},
        "Contract-length in months": Decimal(36),
    }
    return text_of(Evaluator(model, inputs).decision(decision))


@pytest.mark.parametrize(
    ("value", "mechanism", "method"),
    [
        (39_999, "grant", "direct"),
        (40_000, "contract", "restricted"),
        (40_000, "grant", "null"),
        (140_000, "contract", "open"),
        (140_000, "grant", "null"),
        (None, "contract", "unknown value"),
        (40_000, None, "restricted"),
    ],
)
def test_a_unique_table_gives_the_one_row_that_matches(
    award: Model, value: Any, mechanism: Any, method: str
) -> None:
    assert decide(award, "Method", value, mechanism) == method


def test_a_value_that_is_not_allowed_makes_the_input_null(award: Model) -> None:
    assert decide(award, "Method", 39_999, "gift") == "unknown value"


def test_names_with_spaces_signs_and_keywords_are_read(award: Model) -> None:
    assert decide(award, "Value per month") == "2777.78"


def test_a_boxed_invocation_binds_by_name(award: Model) -> None:
    per_month = "2777.777777777777777777777777777778"
    assert decide(award, "Value per month, boxed") == per_month


def test_a_context_sees_its_earlier_entries(award: Model) -> None:
    summary = '{per year: 33333.36, line: "restricted: 33333.36"}'
    assert decide(award, "Summary") == summary


def test_lists_relations_and_conditions_are_boxes_too(award: Model) -> None:
    assert decide(award, "Numbers") == "[1, 2]"
    assert decide(award, "Offices") == '[{code: "A", limit: 10}]'
    assert decide(award, "Either") == "long"


def test_a_function_of_the_model_is_called_by_name(award: Model) -> None:
    args = {"total value": Decimal(9), "months": Decimal(4)}
    assert Evaluator(award, {}).knowledge("monthly share", args) == Decimal("2.25")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        ("Loop", "loops (`for`)"),
        ("Needs the loop", "loops (`for`)"),
        ("First of a ring", "a node of the model that needs itself"),
        ("Nothing", "there is no decision `Nothing` in the model"),
    ],
)
def test_a_decision_that_needs_what_is_left_out_is_not_evaluated(
    award: Model, decision: str, reason: str
) -> None:
    with pytest.raises(OutsideError) as caught:
        decide(award, decision)
    assert str(caught.value) == reason


# hit policies: rows 1 and 3 match, with outputs 20 and 10; row 2 does not
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="hits">
<decision id="d" name="d"><decisionTable {policy}>
<input><inputExpression><text>{asked}</text></inputExpression></input>
<output><outputValues><text>20, 15, 10</text></outputValues>{default}</output>
<rule><inputEntry><text>&gt; 0</text></inputEntry><outputEntry><text>20</text></outputEntry></rule>
<rule><inputEntry><text>2</text></inputEntry><outputEntry><text>15</text></outputEntry></rule>
<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
DEFAULT = "<defaultOutputEntry><text>15</text></defaultOutputEntry>"


@pytest.mark.parametrize(
    ("policy", "asked", "default", "expected"),
    [
        ("", "1", "", "null"),
        ("", "-1", "", "null"),
        ("", "-1", DEFAULT, "15"),
        ('hitPolicy="ANY"', "1", "", "null"),
        ('hitPolicy="ANY"', "3", "", "20"),
        ('hitPolicy="FIRST"', "1", "", "20"),
        ('hitPolicy="PRIORITY"', "1", "", "20"),
        ('hitPolicy="RULE ORDER"', "1", "", "[20, 10]"),
        ('hitPolicy="OUTPUT ORDER"', "1", "", "[20, 10]"),
        ('hitPolicy="COLLECT"', "1", "", "[20, 10]"),
        ('hitPolicy="COLLECT" aggregation="SUM"', "1", "", "30"),
        ('hitPolicy="COLLECT" aggregation="MIN"', "1", "", "10"),
        ('hitPolicy="COLLECT" aggregation="MAX"', "2", "", "20"),
        ('hitPolicy="COLLECT" aggregation="COUNT"', "1", "", "2"),
        ('hitPolicy="COLLECT" aggregation="COUNT"', "-1", "", "null"),
        ('hitPolicy="FIRST"', "null", "", "null"),
    ],
)
def test_each_hit_policy(policy: str, asked: str, default: str, expected: str) -> None:
    text = TABLE.format(policy=policy, asked=asked, default=default)
    model = model_of(parse_xml(text.encode(), "hits.dmn"), "hits.dmn")
    assert text_of(Evaluator(model, {}).decision("d")) == expected


def test_a_type_takes_a_list_of_one_apart_and_makes_one() -> None:
    text = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="types">
    <itemDefinition name="tTexts" isCollection="true"><typeRef>string</typeRef></itemDefinition>
    <decision id="a" name="a"><variable name="a" typeRef="tTexts"/>
      <literalExpression><text>"x"</text></literalExpression></decision>
    <decision id="b" name="b"><variable name="b" typeRef="string"/>
      <literalExpression><text>["x"]</text></literalExpression></decision>
    <decision id="c" name="c"><variable name="c" typeRef="string"/>
      <literalExpression><text>1</text></literalExpression></decision>
    <decision id="e" name="e"><variable name="e" typeRef="date and time"/>
      <literalExpression><text>date("2026-01-31")</text></literalExpression></decision>
    </definitions>"""
    evaluator = Evaluator(model_of(parse_xml(text.encode(), "t.dmn"), "t.dmn"), {})
    found = [text_of(evaluator.decision(name)) for name in "abce"]
    assert found == ['["x"]', "x", "null", "2026-01-31T00:00:00Z"]


def test_every_typed_place_of_a_box_takes_only_its_type() -> None:
    text = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="types">
    <itemDefinition name="tSize"><typeRef>string</typeRef>
      <allowedValues><text>"small", "large"</text></allowedValues></itemDefinition>
    <itemDefinition name="tSide"><typeRef>tSize</typeRef>
      <allowedValues><text>"left", "right"</text></allowedValues></itemDefinition>
    <businessKnowledgeModel id="echo" name="echo"><encapsulatedLogic>
      <formalParameter name="v"/><literalExpression><text>v</text></literalExpression>
    </encapsulatedLogic></businessKnowledgeModel>
    <decision id="a" name="a"><decisionTable>
      <output name="one" typeRef="tSize"/><output name="two"/>
      <rule><outputEntry><text>"huge"</text></outputEntry>
        <outputEntry typeRef="tSize"><text>"small"</text></outputEntry></rule>
    </decisionTable></decision>
    <decision id="b" name="b"><decisionTable>
      <input><inputExpression typeRef="number"><text>"1"</text></inputExpression></input>
      <output/>
      <rule><inputEntry><text>null</text></inputEntry>
        <outputEntry><text>"null is asked"</text></outputEntry></rule>
    </decisionTable></decision>
    <decision id="c" name="c"><relation><column name="size" typeRef="tSize"/>
      <row><literalExpression><text>"huge"</text></literalExpression></row></relation></decision>
    <decision id="d" name="d">
      <knowledgeRequirement><requiredKnowledge href="#echo"/></knowledgeRequirement>
      <invocation><literalExpression><text>echo</text></literalExpression>
        <binding><parameter name="v" typeRef="tSide"/>
          <literalExpression><text>"left"</text></literalExpression></binding>
      </invocation></decision>
    <decision id="e" name="e"><variable name="e" typeRef="tSide"/>
      <literalExpression><text>"small"</text></literalExpression></decision>
    </definitions>"""
    evaluator = Evaluator(model_of(parse_xml(text.encode(), "t.dmn"), "t.dmn"), {})
    found = [text_of(evaluator.decision(name)) for name in "abcde"]
    in_table = '{one: null, two: "small"}'
    assert found == [in_table, "null is asked", "[{size: null}]", "left", "null"]
