"""Evaluates the public DMN TCK in the DMN profile: `python benchmarks/dmn_tck.py DIR`.

DIR is one level of the TCK (`compliance-level-2`, `compliance-level-3`) or a single folder of it.
Prints each disagreement, the reasons for which test cases fall outside the subset, how many these
are, and last `agreed/total` of the supported ones. Exits 0 where all agree, 1 where one does not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from compliance.errors import ComplianceError
from compliance.lang.dmn import calendar
from compliance.lang.dmn.decide import Evaluator
from compliance.lang.dmn.model import InputData, Model
from compliance.lang.dmn.reading import read_model
from compliance.lang.dmn.syntax import OutsideError, plain_name
from compliance.lang.dmn.values import equal, text_of
from compliance.lang.dmn.xml import Element, read_xml

XSI = "http://www.w3.org/2001/XMLSchema-instance"
PRECISION = Decimal("0.00000001")  # to which the TCK's own runner compares numbers
READERS = {
    "date": calendar.read_day,
    "time": calendar.read_clock,
    "dateTime": calendar.read_moment,
    "date and time": calendar.read_moment,
    "duration": calendar.read_duration,
    "days and time duration": calendar.read_duration,
    "years and months duration": calendar.read_duration,
    "dayTimeDuration": calendar.read_duration,
    "yearMonthDuration": calendar.read_duration,
}
NUMBERS = {"number", "decimal", "double", "integer", "int", "long", "float"}


@dataclass(frozen=True)
class Verdict:
    """How one test case came out: agreed, or why it did not or was not evaluated."""

    case: str
    unsupported: str | None = None
    disagreement: str | None = None


def main() -> int:
    """Evaluate a folder and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list-unsupported", action="store_true", help="name each such test case")
    options = parser.parse_args()
    verdicts = list(evaluate_folder(options.folder))
    disagreements = [verdict for verdict in verdicts if verdict.disagreement]
    outside = [verdict for verdict in verdicts if verdict.unsupported]
    for verdict in disagreements:
        print(f"{verdict.case}: {verdict.disagreement}")
    if options.list_unsupported:
        for verdict in outside:
            print(f"{verdict.case}: unsupported: {verdict.unsupported}")
    for reason, number in Counter(verdict.unsupported for verdict in outside).most_common():
        print(f"{number:6} outside the subset: {reason}")
    total = len(verdicts) - len(outside)
    print(f"{len(outside)} unsupported")
    print(f"{total - len(disagreements)}/{total}")
    return 1 if disagreements or not verdicts else 0


def evaluate_folder(folder: Path) -> Iterator[Verdict]:
    """Evaluate every test file under a folder, in the order of their names."""
    for path in sorted(folder.rglob("*.xml")):
        root = read_xml(path)
        if root.name == "testCases":
            yield from evaluate_file(path, root, folder)


def evaluate_file(path: Path, root: Element, folder: Path) -> Iterator[Verdict]:
    """Evaluate the test cases of one file against its model."""
    model: Model | None = None
    unreadable = "a test without a model"
    try:
        model = read_model(path.parent / (root.text_of("modelName") or ""))
    except ComplianceError as error:
        unreadable = f"a model that is not read: {error.faults[0].message}"
    for number, case in enumerate(root.all("testCase"), 1):
        name = f"{path.relative_to(folder)} {case.get('id') or number}"
        if model is None:
            yield Verdict(name, unsupported=unreadable)
        else:
            yield evaluate_case(name, case, model)


def evaluate_case(name: str, case: Element, model: Model) -> Verdict:
    """Evaluate one test case: it agrees where each of its results does."""
    try:
        types = {
            node.name: node.type_ref for node in model.nodes.values() if isinstance(node, InputData)
        }
        inputs = {
            node.get("name"): value_of(node, types.get(plain_name(node.get("name"))))
            for node in case.all("inputNode")
        }
        for result in case.all("resultNode"):
            wanted = result.first("expected")
            expected = None if wanted is None else value_of(wanted)
            got = evaluate_result(case, result, inputs, model)
            if not agree(expected, got):
                said = f"{result.get('name')}: expected {text_of(expected)}, got {text_of(got)}"
                return Verdict(name, disagreement=said)
    except OutsideError as error:
        return Verdict(name, unsupported=str(error))
    except Exception as error:  # noqa: BLE001 - a crash is a disagreement, and the run goes on
        return Verdict(name, disagreement=f"{type(error).__name__}: {error}")
    return Verdict(name)


def evaluate_result(case: Element, result: Element, inputs: dict[str, Any], model: Model) -> Any:
    """Evaluate what one result node asks for."""
    kind = result.get("type") or case.get("type") or "decision"
    if "decisionService" in {kind, case.get("type")}:
        raise OutsideError("decision services")
    evaluator = Evaluator(model, inputs)
    if kind == "bkm" or case.get("type") == "bkm":
        return evaluator.knowledge(case.get("invocableName") or result.get("name"), inputs)
    return evaluator.decision(result.get("name"))


def value_of(element: Element, declared: str | None = None) -> Any:
    """Read the value that a node of a test states: a scalar, a list or a context.

    A scalar without a type has the one that the model declares, else it stays `Untyped`.
    """
    if (items := element.first("list")) is not None:
        return tuple(value_of(item) for item in items.all("item"))
    if element.first("component") is not None:
        return {part.get("name"): value_of(part) for part in element.all("component")}
    value = element.first("value")
    if value is None or value.attributes.get(f"{XSI} nil") == "true":
        return None
    kind = value.attributes.get(f"{XSI} type", "").rpartition(":")[2] or declared
    return scalar(kind, value.text) if kind else Untyped(value.text)


class Untyped(str):
    """The text of a value for which a test names no type."""

    __slots__ = ()


def scalar(kind: str, text: str) -> Any:
    """Read a value by the name of its type in XML Schema or in DMN."""
    if kind == "boolean":
        return text.strip() in {"true", "1"}
    if kind in NUMBERS:
        return Decimal(text.strip())
    if kind in READERS:
        return READERS[kind](text.strip())
    if kind == "string":
        return text
    return Untyped(text)


def agree(expected: Any, got: Any) -> bool:
    """Say whether two values are the same, numbers within the TCK's own precision."""
    if isinstance(expected, Untyped):
        return got is not None and text_of(got) == expected.strip()
    if isinstance(expected, Decimal) and isinstance(got, Decimal):
        return abs(expected - got) <= PRECISION
    if isinstance(expected, tuple) and isinstance(got, tuple):
        return len(expected) == len(got) and all(map(agree, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(agree(expected[k], got[k]) for k in expected)
    return equal(expected, got) is True


if __name__ == "__main__":
    sys.exit(main())
