"""What every test shares: the rulebook, and the program behind the steps of the features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compliance.engine import examine
from compliance.intake import from_rows
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.batch import BatchContext, FileAccount
from compliance.workbench.scenario import Case, FileFacts, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
# Tags that exempt a feature from showing an outcome; each has its reason above it.
EXEMPTIONS = frozenset({"no-boundary", "no-undetermined", "no-not-applicable"})

pytest_plugins = ["compliance.workbench.steps"]


def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool | None:
    """Keep the exemptions from becoming pytest marks."""
    return True if tag in EXEMPTIONS else None


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Give the rulebook of the repository, with its features."""
    return load_rulebook(ROOT / "rules", ROOT / "features")


@dataclass(frozen=True)
class LocalProgram:
    """The program in this process: intake and engine as `compliance check` joins them."""

    rulebook: Rulebook
    worlds: Path

    def run(self, case: Case) -> Verdict:
        """Check the rows of a case by one rule."""
        context = BatchContext(name="scenario", profile=case.profile)
        catalogue = case.rulebook.catalogue
        batch = from_rows(case.rows, catalogue, ROOT / "rules", context, as_of=case.as_of)
        if case.files:
            batch = replace(batch, files=tuple(_account(facts) for facts in case.files))
        result, outcomes = examine(case.rulebook, batch, case.as_of, case.rule)
        return Verdict(
            outcomes=outcomes,
            findings={finding.record: finding for finding in result.findings},
            exceptions={used.record: used.exception for used in result.exceptions},
        )


@pytest.fixture(scope="session")
def program(rulebook: Rulebook) -> LocalProgram:
    """Give the program that the steps run."""
    return LocalProgram(rulebook, ROOT / "fixtures" / "clean")


def _account(facts: FileFacts) -> FileAccount:
    accepted = facts.rows_read - facts.rows_rejected
    rows = {"read": facts.rows_read, "accepted": accepted, "rejected": facts.rows_rejected}
    return FileAccount(
        file=facts.file,
        sha256="0" * 64,
        bytes=0,
        mapping="native",
        lines=facts.rows_read + 1,
        rows=rows,
        structural={"header": 1},
        derived={},
        money={},
        unreadable_amounts=facts.unreadable_amounts,
    )
