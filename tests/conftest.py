"""What every test shares: the rulebook, the program, and the steps of the features."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from pytest_bdd import given, parsers, then, when

from compliance.authoring import LocalProgram
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.workbench.steps import Table, Told, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
# The same examples in every run, so that a change and not chance makes a test fail; the long counts
# search on: `--hypothesis-profile=searching`.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None, print_blob=True)
settings.load_profile("repeatable")
# Tags that exempt a feature from showing an outcome; each has its reason above it.
EXEMPTIONS = frozenset({"no-boundary", "no-undetermined", "no-not-applicable"})


def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool | None:
    """Keep the exemptions from becoming pytest marks."""
    return True if tag in EXEMPTIONS else None


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what commands keep between runs away from the user's own cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Give the rulebook of the repository, with its features."""
    return load_rulebook(ROOT / "rules", ROOT / "features")


@pytest.fixture(scope="session")
def program(rulebook: Rulebook) -> LocalProgram:
    """Give the program that the steps run."""
    return LocalProgram(rulebook, ROOT / "fixtures" / "clean")


@pytest.fixture
def told(program: LocalProgram) -> Told:
    """Begin a scenario with nothing told."""
    return Told(program)


# The forms of sentences are the package's own: `compliance rules test` reads features by the same.
SENTENCE = parsers.re(r"(?P<sentence>.+)")


@given(SENTENCE, target_fixture="told")
def _given(told: Told, sentence: str, datatable: Table = ()) -> Told:
    return _held(tell(told, "given", sentence, datatable))


@when(SENTENCE, target_fixture="told")
def _when(told: Told, sentence: str, datatable: Table = ()) -> Told:
    return _held(tell(told, "when", sentence, datatable))


@then(SENTENCE, target_fixture="told")
def _then(told: Told, sentence: str, datatable: Table = ()) -> Told:
    return _held(tell(told, "then", sentence, datatable))


def _held(told: Told) -> Told:
    assert told.unmet is None, told.unmet
    return told
