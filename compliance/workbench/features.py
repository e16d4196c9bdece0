"""Folders of feature files → scenarios, and a scenario → whether the rulebook does as it says.

The files are ordinary Gherkin: backgrounds, outlines, rules and tags mean what they mean elsewhere.
What would test nothing (a sentence that no form reads, a scenario without a `then`, an outline
without examples) is refused, so that silence never looks like a scenario that holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError, Fault, Place
from compliance.workbench.steps import FORMS, Table, Told, form_of, tell

if TYPE_CHECKING:
    from compliance.workbench.scenario import Program

_KEYWORDS = {"Context": "given", "Action": "when", "Outcome": "then"}
_NEEDED = {
    "when": "a scenario runs a rule: When rule PRC-014 runs",
    "then": "a scenario expects something: Then it fails for P-1",
}


_STEP_WORDS = frozenset({"Given", "When", "Then", "And", "But", "*"})


@dataclass(frozen=True)
class Sentence:
    """One step: its keyword (given, when, then, or empty for `*`), its text, table and place."""

    keyword: str
    text: str
    table: Table
    place: Place
    block: bool = False  # whether a block of text stands under it: no form takes one


@dataclass(frozen=True)
class Scenario:
    """One scenario (or one row of an outline) with the steps of its backgrounds before its own."""

    feature: str
    name: str
    place: Place
    sentences: tuple[Sentence, ...]

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Give the rules that the scenario runs, in order."""
        forms = (form_of(item.keyword, item.text, item.table) for item in self.sentences)
        return tuple(match["rule"] for form, match in forms if form.keyword == "when")


@dataclass(frozen=True)
class Outcome:
    """What came of one scenario: how far it was told, and where and why it does not hold."""

    scenario: Scenario
    told: Told
    fault: Fault | None


def read_features(folder: Path) -> tuple[Scenario, ...]:
    """Read every feature of a folder (or one file); all faults of all files are raised together."""
    if not folder.exists():
        raise ComplianceError("there is no folder of features here", Place(str(folder)))
    paths = sorted(folder.rglob("*.feature")) if folder.is_dir() else [folder]
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            scenarios += read_feature(path)
        except ComplianceError as error:
            faults += error.faults
    if not paths:
        raise ComplianceError(
            "this folder holds no feature file", Place(str(folder)), "features end in .feature"
        )
    if faults:
        raise ComplianceError(faults=tuple(faults))
    return tuple(scenarios)


def read_feature(path: Path) -> list[Scenario]:
    """Read one feature file; every fault in it is raised, each at its line."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ComplianceError(f"cannot read the file: {error.strerror}", Place(str(path))) from None
    except UnicodeDecodeError:
        raise ComplianceError("the file is not UTF-8", Place(str(path))) from None
    page = _Page(str(path), tuple(text.split("\n")))
    document = _parsed(text, page)
    feature = document.get("feature")
    if feature is None:
        raise ComplianceError("the file holds no feature", page.place(1), "begin with: Feature: …")
    scenarios = list(_scenarios(document, feature, page))
    faults = [*_empty_outlines(feature, page), *_lost_steps(feature, page)]
    for scenario in scenarios:
        faults += _faults(scenario)
    if not scenarios and not faults:
        faults.append(Fault("the feature has no scenario", page.place(1)))
    if faults:
        raise ComplianceError(faults=tuple(dict.fromkeys(faults)))
    return scenarios


def perform(scenario: Scenario, program: Program) -> Outcome:
    """Tell a scenario to its end, or to the first sentence that does not hold."""
    told = Told(program)
    for sentence in scenario.sentences:
        try:
            told = tell(told, sentence.keyword, sentence.text, sentence.table)
        except ComplianceError as error:
            return Outcome(scenario, told, _moved(error.faults[0], sentence.place))
        if told.unmet is not None:
            return Outcome(scenario, told, Fault(told.unmet, sentence.place))
    return Outcome(scenario, told, None)


def perform_all(
    scenarios: Sequence[Scenario],
    program: Program,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Outcome]:
    """Perform scenarios in their order; `progress` is told (what, how many, of how many)."""
    outcomes = []
    for number, scenario in enumerate(scenarios):
        outcomes.append(perform(scenario, program))
        if progress is not None:
            progress("scenarios", number + 1, len(scenarios))
    return outcomes


def report(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Give one line for each scenario that does not hold, and a closing count."""
    held = failed = 0
    for outcome in outcomes:
        if outcome.fault is None:
            held += 1
            continue
        failed += 1
        fault, name = outcome.fault, outcome.scenario.name
        hint = f" ({fault.hint})" if fault.hint else ""
        yield f"{_where(fault.place)}: {name}: {' '.join(fault.message.split())}{hint}"
    total = held + failed
    scenarios = "1 scenario" if total == 1 else f"{total} scenarios"
    yield f"{scenarios}: {f'{failed} do not hold' if failed else 'all hold'}"


def _where(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place is not None else ""


@dataclass(frozen=True)
class _Page:
    """The text of one feature file, for places."""

    file: str
    lines: tuple[str, ...]

    def place(self, line: int, column: int = 1) -> Place:
        text = self.lines[line - 1] if line <= len(self.lines) else None
        return Place(self.file, line, column, text=text)


def _parsed(text: str, page: _Page) -> Mapping[str, Any]:
    from gherkin.errors import CompositeParserException, ParserException
    from gherkin.parser import Parser

    try:
        document: Mapping[str, Any] = Parser().parse(text)
    except (CompositeParserException, ParserException) as error:
        found = getattr(error, "errors", [error])
        raise ComplianceError(faults=tuple(_syntax(item, page) for item in found)) from None
    return document


def _syntax(error: Any, page: _Page) -> Fault:
    """Put one parser error into plain words: it names what stands there."""
    _, _, got = str(error).partition(", got ")
    told = f"{got} cannot stand here" if got else str(error).partition("): ")[2] or str(error)
    place = page.place(error.location["line"], error.location.get("column") or 1)
    return Fault(told, place, "lines begin with Feature, Background, Scenario, Given, When, Then")


def _scenarios(
    document: Mapping[str, Any], feature: Mapping[str, Any], page: _Page
) -> Iterator[Scenario]:
    from gherkin.pickles.compiler import Compiler

    places = {item["id"]: page.place(**item["location"]) for item in _located(feature)}
    source: Any = {**document, "uri": page.file}
    for pickle in Compiler().compile(source):
        steps: Sequence[Any] = pickle["steps"]
        yield Scenario(
            feature["name"],
            pickle["name"],
            page.place(**pickle["location"]),
            tuple(_sentence(step, places) for step in steps),
        )


def _located(node: Any) -> Iterator[Mapping[str, Any]]:
    """Give every part of a parsed feature that has an id and a location."""
    if isinstance(node, dict):
        if "id" in node:
            yield node
        for inner in node.values():
            yield from _located(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _located(inner)


def _sentence(step: Mapping[str, Any], places: Mapping[str, Place]) -> Sentence:
    argument = step.get("argument", {})
    rows = argument.get("dataTable", {}).get("rows", ())
    table = tuple(tuple(cell["value"] for cell in row["cells"]) for row in rows)
    keyword = _KEYWORDS.get(step["type"], "")
    place = places[step["astNodeIds"][0]]
    return Sentence(keyword, step["text"], table, place, "docString" in argument)


def _faults(scenario: Scenario) -> Iterator[Fault]:
    """Find what no form reads, and what would let a scenario hold without testing anything."""
    told = set()
    for sentence in scenario.sentences:
        if sentence.block:
            yield Fault("no step takes a block of text", sentence.place, "use a table")
        try:
            form, _ = form_of(sentence.keyword, sentence.text, sentence.table)
        except ComplianceError as error:
            yield _moved(error.faults[0], sentence.place)
            told.add(sentence.keyword)
            continue
        told.add(form.keyword)
    for keyword, hint in _NEEDED.items():
        if keyword not in told:
            yield Fault(f"“{scenario.name}” has no `{keyword}`", scenario.place, hint)


def _empty_outlines(feature: Mapping[str, Any], page: _Page) -> Iterator[Fault]:
    """Find the outlines of which no scenario is made."""
    for node in _located(feature):
        examples = node.get("examples")
        if examples and not any(part.get("tableBody") for part in examples):
            place = page.place(**node["location"])
            yield Fault(f"“{node['name']}” has no examples", place, "add rows under Examples")


def _lost_steps(feature: Mapping[str, Any], page: _Page) -> Iterator[Fault]:
    """Find steps that Gherkin reads as free words, because the heading above them is misspelt."""
    for node in (feature, *_located(feature)):
        after = node["location"]["line"]
        for told in str(node.get("description", "")).splitlines():
            keyword, _, sentence = told.strip().partition(" ")
            if keyword not in _STEP_WORDS or not any(
                re.fullmatch(form.pattern, sentence) for form in FORMS
            ):
                continue
            lines = enumerate(page.lines[after:], after + 1)
            line = next((n for n, text in lines if text.strip() == told.strip()), after)
            yield Fault(
                "this step is read as free words, and tests nothing",
                page.place(line),
                "the heading above it is misspelt: `Background:` or `Scenario:`",
            )


def _moved(fault: Fault, place: Place) -> Fault:
    """Give a fault at the place of the sentence that met it."""
    return Fault(fault.message, place, fault.hint)
