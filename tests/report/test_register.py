"""Annex A: rendered in parts and joined, of a known length whatever it holds."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from compliance.errors import ComplianceError
from compliance.report import annex, children
from compliance.report.children import Job, run_all
from compliance.report.page import Limits
from compliance.report.pdf import write_pdf
from compliance.report.records import in_order
from compliance.report.widths import _advances, fitted
from tests.report.sample import with_findings
from tests.report.test_conformance import failures
from tests.report.test_records import NAUGHTY


@given(st.text(max_size=300), st.integers(2_000, 60_000))
def test_a_fitted_text_is_no_wider_than_its_room(text, width):
    known = _advances()
    cut = fitted(text, width)
    assert sum(known.get(ord(char), 1000) for char in cut) <= width
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_parts_hold_every_finding_once_and_bookmarks_every_rule(checked):
    findings = in_order(checked[0].findings) * 20
    parts = list(annex.parts_of(findings))
    held = [item for part in parts for page in part.pages for item in page.findings]
    assert held == findings
    assert [len(part.pages) for part in parts[:-1]] == [annex.PAGES] * (len(parts) - 1)
    last = parts[-1].pages[-1]
    assert (last.number, last.last) == (annex.page_count(len(findings)), len(findings))
    for part in parts:
        for rule, page in part.bookmarks:
            assert rule in {item.rule for item in part.pages[page].findings}


@pytest.fixture(scope="module")
def joined(checked, tmp_path_factory):
    """Render a register of several parts with hostile texts in every cell that takes one."""
    result, batch = checked
    texts = ["x" * 10_000, "W" * 500, "衛星" * 200, "\u202eabc" * 50, *NAUGHTY]
    model = result.findings
    findings = in_order(
        replace(model[n % 40], finding=f"{n:016x}", record=text or "-", funding_line=text,
                message=text, source={"file": text, "sheet": text, "row": n, "cells": {"a": text}})
        for n, text in enumerate(texts)
    )  # fmt: skip
    target = tmp_path_factory.mktemp("joined") / "report.pdf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annex, "PAGES", 12)
        told: list[tuple[str, int, int]] = []
        write_pdf(
            with_findings(result, tuple(findings)), batch, findings, target, seconds=1200,
            limits=Limits(rows=1, open_rows=1), progress=lambda *words: told.append(words),
        )  # fmt: skip
    return target, told, len(findings)


@pytest.mark.slow
def test_a_joined_report_still_passes_the_validator(joined):
    data = joined[0].read_bytes()
    assert [failures(data, profile) for profile in ("3a", "ua1")] == [[], []]


@pytest.mark.slow
def test_every_row_of_a_hostile_register_keeps_its_page(joined):
    target, _, count = joined
    reader = PdfReader(target)
    own = [label for label in reader.page_labels if label.startswith("A-")]
    assert own == [f"A-{n}" for n in range(1, annex.page_count(count) + 1)]


@pytest.mark.slow
def test_tags_and_bookmarks_of_all_parts_are_in_the_joined_report(joined):
    with pikepdf.open(joined[0]) as pdf:
        keys = [int(page.obj.StructParents) for page in pdf.pages]
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(map(int, nums[::2]))
        assert len(set(map(int, nums[::2]))) == len(nums) // 2
        names = [str(o.ID) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ID" in o]
        assert len(set(names)) == len(names)
        with pdf.open_outline() as outline:
            register = next(item for item in outline.root if "Register of all" in item.title)
        assert len(register.children) >= 5


@pytest.mark.slow
def test_progress_tells_of_every_part(joined):
    _, told, count = joined
    parts = -(-annex.page_count(count) // 12)
    assert told == [("report", done, parts + 2) for done in range(parts + 3)]


def test_children_end_when_the_work_is_given_up(tmp_path, monkeypatch):
    def sleeping(job: Job) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[-1]

    started: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(children, "_started", sleeping)
    with pytest.raises(ComplianceError, match="given up"):
        run_all([Job("render", tmp_path)] * 5, time.monotonic() + 0.3)
    assert len(started) == children.AT_ONCE
    assert all(process.poll() is not None for process in started)
