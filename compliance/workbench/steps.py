"""The steps in which features are written: fixed forms, the same for every rule.

A test run loads this module as a plugin and gives the fixture `program` (see `scenario.Program`);
no rule needs Python of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when

from compliance.model.money import Money
from compliance.workbench import scenario
from compliance.workbench.scenario import Case, FileFacts, Program, Story, Verdict

_AS_OF = date(2026, 12, 31)
_WORDS = {
    "fail": "fail",
    "pass": "pass",
    "are undetermined": "undetermined",
    "are not applicable": "not_applicable",
}


@dataclass(frozen=True)
class Run:
    """One run of a rule: the case, and what the program said of it."""

    case: Case
    verdict: Verdict


@pytest.fixture
def story() -> Story:
    """Begin a scenario with nothing given."""
    return Story()


@pytest.fixture
def judged() -> str:
    """Name no record yet."""
    return ""


@given(parsers.re(r"a clean (?P<name>[a-z_ ]+?) (?P<key>\S+)"), target_fixture="story")
def _clean(story: Story, program: Program, name: str, key: str) -> Story:
    catalogue = program.rulebook.catalogue
    return scenario.clean(story, catalogue, program.worlds, _singular(name, program), key)


@given(parsers.re(r"these (?P<name>[a-z_ ]+)"), target_fixture="story")
def _table(story: Story, program: Program, name: str, datatable: list[list[str]]) -> Story:
    catalogue = program.rulebook.catalogue
    singular = _singular(name, program)
    return scenario.table(story, catalogue, program.worlds, singular, datatable)


@given(parsers.re(r"another (?P<name>[a-z_ ]+) (?P<key>\S+)"), target_fixture="story")
def _another(story: Story, name: str, key: str) -> Story:
    return scenario.twin(story, name.replace(" ", "_"), key)


@given(parsers.re(r"its (?P<path>[a-z_.0-9]+) is (?P<words>.+)"), target_fixture="story")
def _its(story: Story, path: str, words: str) -> Story:
    return story.change(story.subject, path, words)


@given(
    parsers.re(r"the (?P<path>[a-z_.0-9]+) of (?P<key>\S+) is (?P<words>.+)"),
    target_fixture="story",
)
def _of(story: Story, path: str, key: str, words: str) -> Story:
    return story.change(key, path, words)


@given(parsers.re(r"no (?P<kind>[a-z_ ]+) names (?P<key>\S+)"), target_fixture="story")
def _unnamed(story: Story, program: Program, kind: str, key: str) -> Story:
    return scenario.unnamed(story, kind.replace(" ", "_"), key)


@given(
    parsers.re(r"parameter (?P<name>\S+) is (?P<text>.+?)(?: from (?P<start>\d{4}-\d\d-\d\d))?"),
    target_fixture="story",
)
def _parameter(story: Story, name: str, text: str, start: str | None) -> Story:
    stated = (name, text, date.fromisoformat(start) if start else None)
    return replace(story, parameters=(*story.parameters, stated))


@given(parsers.re(r"the profile of the batch is (?P<profile>\w+)"), target_fixture="story")
def _profile(story: Story, profile: str) -> Story:
    return replace(story, profile=profile)


@given(parsers.re(r"the batch does not supply (?P<name>[a-z_.]+)"), target_fixture="story")
def _withheld(story: Story, name: str) -> Story:
    return replace(story, withheld=(*story.withheld, name))


@given(
    parsers.re(
        r"a file (?P<file>\S+) of (?P<read>\d+) rows, (?P<rejected>\d+) of them rejected"
        r"(?:, with (?P<unreadable>\d+) amounts? that could not be read)?"
    ),
    target_fixture="story",
)
def _file(story: Story, file: str, read: str, rejected: str, unreadable: str | None) -> Story:
    facts = FileFacts(file, int(read), int(rejected), int(unreadable or 0))
    return replace(story, files=(*story.files, facts))


@when(
    parsers.re(r"rule (?P<rule>[A-Z]+-\d+) runs(?: as of (?P<day>\d{4}-\d\d-\d\d))?"),
    target_fixture="run",
)
def _runs(story: Story, program: Program, rule: str, day: str | None) -> Run:
    case = scenario.ready(story, program, rule, date.fromisoformat(day) if day else _AS_OF)
    return Run(case, program.run(case))


@then(parsers.re(r"it fails for (?P<key>\S+)"), target_fixture="judged")
def _fails(run: Run, key: str) -> str:
    return _judged(run, key, "fail")


@then(parsers.re(r"it passes for (?P<key>\S+)"), target_fixture="judged")
def _passes(run: Run, key: str) -> str:
    return _judged(run, key, "pass")


@then(parsers.re(r"it is not applicable to (?P<key>\S+)"), target_fixture="judged")
def _not_applicable(run: Run, key: str) -> str:
    return _judged(run, key, "not_applicable")


@then(parsers.re(r"it is undetermined for (?P<key>\S+)"), target_fixture="judged")
def _undetermined(run: Run, key: str) -> str:
    return _judged(run, key, "undetermined")


@then(parsers.re(r"it passes for (?P<key>\S+) by exception (?P<name>.+)"), target_fixture="judged")
def _by_exception(run: Run, key: str, name: str) -> str:
    _same(run.verdict.exceptions.get(key), name)
    return _judged(run, key, "by_exception")


@then(parsers.re(r"nothing fails"))
def _nothing(run: Run) -> None:
    _same(_having(run, "fail"), set())


@then(
    parsers.re(
        r"exactly these (?P<words>fail|pass|are undetermined|are not applicable): (?P<keys>.+)"
    )
)
def _exactly(run: Run, story: Story, words: str, keys: str) -> None:
    found = _having(run, _WORDS[words])
    if words in {"pass", "are not applicable"}:  # bystanders pass too, and nobody named them
        found &= set(story.named)
    _same(found, _split(keys))


@then(parsers.re(r"exactly these pass by exception (?P<name>[^:]+): (?P<keys>.+)"))
def _exactly_by_exception(run: Run, name: str, keys: str) -> None:
    held = {key for key, exception in run.verdict.exceptions.items() if exception == name}
    _same(held, _split(keys))


@then(parsers.re(r"the amount at issue is (?:its )?(?P<words>.+)"))
def _amount(run: Run, judged: str, words: str) -> None:
    expected = scenario.reader_of(run.case, judged).value(words)
    finding = run.verdict.findings.get(judged)
    found = finding.amount_at_issue if finding else None
    shown = str(Money(found["minor"], found["currency"], None)) if found else None
    _same(shown, str(expected))


@then(parsers.re(r'the message for (?P<key>\S+) contains "(?P<text>.+)"'))
def _message(run: Run, key: str, text: str) -> None:
    finding = run.verdict.findings.get(key)
    message = finding.message if finding else ""
    if text not in message:
        raise AssertionError(f"the message for {key} is {message!r}")


def _judged(run: Run, key: str, outcome: str) -> str:
    found = run.verdict.outcomes.get(key)
    if found != outcome:
        finding = run.verdict.findings.get(key)
        why = f": {finding.explanation}" if finding else ""
        raise AssertionError(f"{run.case.rule} says {found} for {key}, not {outcome}{why}")
    return key


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"found {found}, expected {expected}")


def _having(run: Run, outcome: str) -> set[str]:
    return {key for key, word in run.verdict.outcomes.items() if word == outcome}


def _split(keys: str) -> set[str]:
    return {key.strip() for key in keys.split(",")}


def _singular(name: str, program: Program) -> str:
    """Give the name of the clean record that a plural speaks of: `funding lines`."""
    plain = name.strip().replace(" ", "_")
    known = {path.stem for path in program.worlds.glob("*.yaml")}
    return next((word for word in (plain, plain.removesuffix("s")) if word in known), plain)
