"""The specimen report, rendered once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from compliance.report import write
from tests.report.sample import sample
from tests.report.told_sample import told


@pytest.fixture(scope="session")
def checked():
    return sample()


@pytest.fixture(scope="session")
def report(checked, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("report") / "out"
    write(*checked, out, ["pdf"])
    return out / "report.pdf"


@pytest.fixture(scope="session")
def told_report(tmp_path_factory) -> Path:
    """Give the specimen with what a register knows of it: answers, decisions, signatures."""
    out = tmp_path_factory.mktemp("told") / "out"
    write(*told(*sample()), out, ["pdf"])
    return out / "report.pdf"


@pytest.fixture(scope="session")
def pages(report) -> list[str]:
    return [page.extract_text().replace("\xa0", " ") for page in PdfReader(report).pages]
