"""The runner of the conformance kit counts what agrees, what does not, and what is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "dmn_tck.py"
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m">
<inputData id="i" name="A Number"><variable name="A Number" typeRef="number"/></inputData>
<businessKnowledgeModel id="b" name="half"><encapsulatedLogic>
  <formalParameter name="n"/><literalExpression><text>n / 2</text></literalExpression>
</encapsulatedLogic></businessKnowledgeModel>
<decision id="s" name="sum">
  <informationRequirement><requiredInput href="#i"/></informationRequirement>
  <literalExpression><text>A Number + 1 / 3</text></literalExpression></decision>
<decision id="c" name="context"><literalExpression>
  <text>{a: [1, "x"], b: null}</text></literalExpression></decision>
<decision id="l" name="loop"><literalExpression>
  <text>for i in [1] return i</text></literalExpression></decision>
</definitions>"""
TESTS = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema">
<modelName>m.dmn</modelName>
<testCase id="typed"><inputNode name="A Number"><value xsi:type="x:decimal">1</value></inputNode>
  <resultNode name="sum" type="decision"><expected>
    <value xsi:type="x:decimal">1.333333333</value></expected></resultNode></testCase>
<testCase id="untyped"><inputNode name="A Number"><value>2</value></inputNode>
  <resultNode name="sum" type="decision"><expected>
    <value xsi:type="x:double">2.33333333333333</value></expected></resultNode></testCase>
<testCase id="wrong"><inputNode name="A Number"><value>2</value></inputNode>
  <resultNode name="sum" type="decision"><expected>
    <value xsi:type="x:decimal">2.3333</value></expected></resultNode></testCase>
<testCase id="null"><resultNode name="sum" type="decision" errorResult="true"><expected>
    <value xsi:nil="true"/></expected></resultNode></testCase>
<testCase id="context"><resultNode name="context" type="decision"><expected>
    <component name="a"><list><item><value xsi:type="x:decimal">1</value></item>
    <item><value xsi:type="x:string">x</value></item></list></component>
    <component name="b"><value xsi:nil="true"/></component></expected></resultNode></testCase>
<testCase id="short"><resultNode name="context" type="decision"><expected>
    <component name="a"><list><item><value xsi:type="x:decimal">1</value></item></list></component>
    <component name="b"><value xsi:nil="true"/></component></expected></resultNode></testCase>
<testCase id="function" type="bkm" invocableName="half">
  <inputNode name="n"><value xsi:type="x:decimal">5</value></inputNode>
  <resultNode name="half"><expected><value xsi:type="x:decimal">2.5</value></expected></resultNode>
</testCase>
<testCase id="loop"><resultNode name="loop" type="decision"><expected>
    <list><item><value xsi:type="x:decimal">1</value></item></list></expected></resultNode>
</testCase>
<testCase id="service" type="decisionService" invocableName="s"><resultNode name="s"><expected>
    <value xsi:nil="true"/></expected></resultNode></testCase>
</testCases>"""


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(folder)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=SCRIPT.parents[1]
    )


def test_every_test_case_is_counted_once(tmp_path: Path) -> None:
    folder = tmp_path / "level" / "0001-own"
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_text(MODEL, encoding="utf-8")
    (folder / "m-test-01.xml").write_text(TESTS, encoding="utf-8")
    other = TESTS.replace("m.dmn", "missing.dmn").partition('<testCase id="untyped"')[0]
    (folder / "n-test-01.xml").write_text(other + "</testCases>", encoding="utf-8")
    done = run(tmp_path / "level")
    assert done.stderr == ""
    *disagreed, first, second, third, unsupported, last = done.stdout.splitlines()
    test = "0001-own/m-test-01.xml"
    sum_got = "2.333333333333333333333333333333333"
    assert disagreed == [
        f"{test} wrong: sum: expected 2.3333, got {sum_got}",
        f'{test} short: context: expected {{a: [1], b: null}}, got {{a: [1, "x"], b: null}}',
    ]
    reasons = {line.partition("outside the subset: ")[2] for line in (first, second, third)}
    assert reasons == {
        "loops (`for`)",
        "decision services",
        "a model that is not read: cannot read the file: No such file or directory",
    }
    assert unsupported == "3 unsupported"
    assert last == "5/7"
    assert done.returncode == 1


def test_a_folder_without_tests_agrees_with_nothing(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.stdout.splitlines() == ["0 unsupported", "0/0"]
    assert done.returncode == 1
