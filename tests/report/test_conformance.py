"""The report passes a validator for PDF/A-3a and PDF/UA-1, and the validator is not blind.

`page-validation` 0.11.0 has one known false alarm: it takes a stream whose last byte is a carriage
return for one of the wrong length. Only that is let pass, after a look of our own at the lengths.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import page
import pikepdf
import pytest

from compliance import run
from compliance.report.structure import structure_faults
from compliance.report.verify import verify
from tests.report.defects import DEFECTS

PROFILES = ("3a", "ua1")
FALSE_ALARM = "PDFA3A-STREAM-LENGTH-001"
PILOT = Path(__file__).parents[2] / "fixtures/pilot"


def failures(data: bytes, profile: str) -> list[str]:
    """Give what the validator finds, without its false alarm where the lengths are right."""
    found = [item.rule_id for item in page.validate_pdf_bytes(data, profile=profile).failures]
    if FALSE_ALARM in found and ends_in_return(data) and not wrong_lengths(data):
        found.remove(FALSE_ALARM)
    return found


def streams(data: bytes):
    """Give the stated length and the start of every stream, by the bytes of the file alone."""
    for match in re.finditer(rb"/Length (\d+)[^\x00]{0,400}?stream\r?\n", data):
        yield int(match[1]), match.end()


def wrong_lengths(data: bytes) -> list[int]:
    return [
        start
        for length, start in streams(data)
        if not re.match(rb"\r?\n?endstream", data[start + length : start + length + 11])
    ]


def ends_in_return(data: bytes) -> bool:
    return any(data[start + length - 1] == 13 for length, start in streams(data))


@pytest.mark.parametrize("profile", PROFILES)
def test_the_specimen_passes_the_validator(report, profile):
    assert failures(report.read_bytes(), profile) == []


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_what_a_register_tells_passes_the_validator(told_report, profile):
    assert failures(told_report.read_bytes(), profile) == []


@pytest.mark.slow
def test_the_figures_beside_what_a_register_tells_hold(told_report):
    verdict = verify(told_report)
    assert verdict.holds
    assert "history.json" in verdict.files


def test_the_specimen_passes_our_own_check(report):
    with pikepdf.open(report) as pdf:
        assert structure_faults(pdf) == []


@pytest.mark.slow
def test_the_report_of_the_pilot_passes_the_validator(tmp_path):
    run.check([PILOT], out=tmp_path / "out", formats=["pdf"])
    data = (tmp_path / "out/report.pdf").read_bytes()
    assert {profile: failures(data, profile) for profile in PROFILES} == {"3a": [], "ua1": []}


def test_lengths_are_looked_at(report):
    data = report.read_bytes()
    with pikepdf.open(report) as pdf:
        assert len(list(streams(data))) == sum(
            isinstance(item, pikepdf.Stream) for item in pdf.objects
        )
    length, start = max(streams(data))
    wrong = data.replace(b"/Length %d" % length, b"/Length %d" % (length - 1))
    assert wrong_lengths(data) == []
    assert wrong_lengths(wrong) == [start]


@pytest.mark.parametrize(
    ("spoil", "profile", "own"), DEFECTS, ids=[spoil.__name__ for spoil, *_ in DEFECTS]
)
def test_a_defect_is_caught(report, spoil, profile, own):
    spoilt = io.BytesIO()
    with pikepdf.open(report) as pdf:
        encryption = spoil(pdf)
        pdf.save(spoilt, encryption=encryption or False)
    assert failures(spoilt.getvalue(), profile) != []
    spoilt.seek(0)
    with pikepdf.open(spoilt) as pdf:
        assert bool(structure_faults(pdf)) is own
