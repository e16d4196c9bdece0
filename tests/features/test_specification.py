"""Every rule is specified: a feature of its own name that shows each outcome and the boundary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd.parser import Feature, FeatureParser, Scenario

if TYPE_CHECKING:
    from compliance.lang.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
FEATURES = sorted((ROOT / "features").glob("*/*.feature"))
PROPOSALS = [path for path in FEATURES if path.parent.name == "proposals"]
JUDGING = [path for path in FEATURES if path.parent.name != "proposals"]
SHOWN = {
    "fail": r"(it fails for|exactly these fail)",
    "pass": r"(it passes for|exactly these pass)",
    "not-applicable": r"(it is not applicable to|exactly these are not applicable)",
    "undetermined": r"(it is undetermined for|exactly these are undetermined)",
    "boundary": (
        r"\b(one cent (above|below)|one day (after|before)|one (more|fewer) than|one row more|"
        r"exactly (one|the share))\b"
    ),
}

HOLDS = rf"{SHOWN['fail']}|it holds"


def test_every_rule_has_a_feature_of_its_name(rulebook: Rulebook) -> None:
    rules = {(rule.set, rule.id) for rule in rulebook.rules.values()}
    rules |= {("proposals", rule.id) for rule in rulebook.proposals.rules}
    features = {(path.parent.name, path.stem) for path in FEATURES}
    assert rules == features


@pytest.mark.parametrize("path", PROPOSALS, ids=lambda path: path.stem)
def test_a_proposal_rule_is_shown_to_hold_and_not_to_hold(path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    assert re.search("it holds$", told, re.MULTILINE)
    assert re.search("it does not hold$", told, re.MULTILINE)


@pytest.mark.parametrize("path", JUDGING, ids=lambda path: path.stem)
def test_a_feature_shows_every_outcome_and_the_boundary(path: Path) -> None:
    feature = _parsed(path)
    text = path.read_text(encoding="utf-8")
    for shown, pattern in SHOWN.items():
        if f"no-{shown}" in feature.tags:
            assert text.startswith("#"), f"{path.stem}: say above the tags why not"
            continue
        assert re.search(pattern, text), f"{path.stem} shows no {shown}"


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_a_feature_bears_the_title_of_its_rule(path: Path, rulebook: Rulebook) -> None:
    proposals = {rule.id: rule.file.title for rule in rulebook.proposals.rules}
    title = proposals.get(path.stem) or rulebook.rule(path.stem).file.title
    assert _parsed(path).name == f"{path.stem} {title}"


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_a_feature_runs_its_own_rule_once_in_each_scenario(path: Path) -> None:
    for scenario in _parsed(path).scenarios.values():
        assert _ran(scenario) == [path.stem], scenario.name


def test_every_set_tells_its_versions(rulebook: Rulebook) -> None:
    assert [name for name, one in rulebook.sets.items() if not one.history] == []


def test_every_number_that_an_owner_may_change_is_tried_on_both_sides(rulebook: Rulebook) -> None:
    told = [_told(one) for path in FEATURES for one in _parsed(path).scenarios.values()]
    judging = [*rulebook.rules.values(), *rulebook.proposals.rules]  # others shape the report
    read = {name for rule in judging for name in rule.parameters()}
    missing = {
        name
        for name, parameter in rulebook.parameters.items()
        if name in read
        and parameter.unit not in {"text", "list of text", "boolean"}
        and {bool(re.search(HOLDS, one)) for one in told if _names(one, name)} != {True, False}
    }
    assert not missing, "show for each a record that fails by it and one that does not"


def _names(told: str, parameter: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(parameter)}(?![\w.])", told) is not None


def _parsed(path: Path) -> Feature:
    return FeatureParser(str(path.parent), path.name).parse()


def _told(scenario: Scenario) -> str:
    return "\n".join(step.name for step in scenario.steps)


def _ran(scenario: Scenario) -> list[str]:
    return re.findall(r"^rule (\S+) (?:runs|is asked)", _told(scenario), re.MULTILINE)
