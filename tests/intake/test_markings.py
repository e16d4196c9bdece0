"""Markings: read from the words, never lowered, and too high a one leaves the batch unread."""

from __future__ import annotations

import pytest

from compliance import run
from compliance.errors import ComplianceError
from compliance.intake import read_batch
from compliance.model.catalogue import read_catalogue
from compliance.model.marking import LEVELS, Marks, keeps, level_of

RULES = run.home("rules")


@pytest.mark.parametrize(
    ("marking", "level"),
    [
        (None, "none"),
        ("", "none"),
        ("SPECIMEN, FICTITIOUS DATA", "none"),
        ("UNCLASSIFIED", "unclassified"),
        ("NATO UNCLASSIFIED - Releasable to X", "unclassified"),
        ("Non classifié", "unclassified"),
        ("OTAN SANS CLASSIFICATION", "unclassified"),
        ("NATO RESTRICTED", "restricted"),
        ("DIFFUSION RESTREINTE OTAN", "restricted"),
        ("NATO CONFIDENTIAL", "confidential"),
        ("OTAN CONFIDENTIEL", "confidential"),
        ("nato secret", "secret"),
        ("COSMIC TOP SECRET", "top secret"),
        ("COSMIC TRÈS SECRET", "top secret"),
        ("SECRETARIAT WORKING PAPER", "none"),
        ("UNCLASSIFIED with a RESTRICTED annex", "restricted"),
    ],
)
def test_the_level_is_read_from_the_words(marking: str | None, level: str) -> None:
    assert LEVELS[level_of(marking)] == level


@pytest.mark.parametrize(
    ("given", "stated", "kept"),
    [
        ("NATO UNCLASSIFIED", None, True),
        ("NATO RESTRICTED", "NATO UNCLASSIFIED", True),
        ("NATO UNCLASSIFIED", "NATO RESTRICTED", False),
        ("NATO UNCLASSIFIED", "SPECIMEN, FICTITIOUS DATA", False),
        ("SPECIMEN, FICTITIOUS DATA, UNCLASSIFIED", "SPECIMEN, FICTITIOUS DATA", True),
        ("NATO UNCLASSIFIED", "NATO UNCLASSIFIED - COMMERCIAL", False),
    ],
)
def test_a_marking_is_added_to_and_never_lowered(
    given: str, stated: str | None, kept: bool
) -> None:
    assert keeps(given, stated) is kept


@pytest.fixture
def batch(tmp_path):
    def made(marking: str):
        (tmp_path / "batch.yaml").write_text(f'marking: "{marking}"\n')
        (tmp_path / "spending.csv").write_bytes(b"\x00 no reader gets this far \xff")
        return tmp_path

    return made


def _read(folder, marks: Marks):
    return read_batch([folder], read_catalogue(RULES / "catalogue"), RULES, marks=marks)


def test_a_batch_declared_above_the_limit_is_refused_unread(batch) -> None:
    with pytest.raises(ComplianceError, match=r"batch\.yaml:1:10: .*above unclassified"):
        _read(batch("NATO RESTRICTED"), Marks(most="unclassified"))


def test_so_is_one_that_whoever_checks_declares_above_it(batch) -> None:
    with pytest.raises(ComplianceError, match="above unclassified"):
        _read(batch("NATO UNCLASSIFIED"), Marks("NATO SECRET", "unclassified"))


def test_a_lower_marking_is_refused(batch) -> None:
    with pytest.raises(ComplianceError, match="would lower or drop"):
        _read(batch("NATO RESTRICTED"), Marks("NATO UNCLASSIFIED", "restricted"))


def test_the_rulebook_sets_the_limit(batch) -> None:
    with pytest.raises(ComplianceError, match="no record of it was read"):
        run.check([batch("NATO CONFIDENTIAL")])
