"""Waived findings stand in the report, counted apart, and are found again by computing anew."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from compliance.engine.summary import Beside, finding_totals
from compliance.model.result import Result
from compliance.report import recompute
from compliance.report.facts import severity_table
from compliance.report.page import html_of
from compliance.report.records import withheld_lines
from tests.report.sample import sample


@pytest.fixture(scope="module")
def waived() -> tuple[Result, Any]:
    """Give a result in which a waiver covers two of the three findings of PAY-002."""
    result, batch = sample()
    own = [item.finding for item in result.findings if item.rule == "PAY-002"]
    waiver = {
        "waiver": 3, "rule": "PAY-002", "finding": None, "condition": 'amount < money("EUR 9")',
        "reason": "adopted by the board", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
        "approved_on": "2025-12-20", "approved_by": "person-7", "role": "financial_controller",
        "delegation": None, "cap": {"minor": 5_000_000, "currency": "EUR"},
        "used_elsewhere": 10_000, "used": 4_321_000, "fits": True, "findings": own[:2],
        "left_open": {"beyond_cap": 1, "before_approval": 0, "after_end": 0, "own_acts": 0},
    }  # fmt: skip
    accounts = result.summary["rules"]
    totals = finding_totals(result.findings, accounts, Beside({"base_minor": 0}, {}, [waiver]))
    return replace(result, summary={**result.summary, "findings": totals}), batch


def test_a_waived_finding_is_counted_once_and_apart(waived: tuple[Result, Any]) -> None:
    result, _ = waived
    totals = result.summary["findings"]
    assert totals["waived"] == 2
    rows = dict(severity_table(result, result.findings))
    assert rows["total"]["waived"] == 2
    assert rows["total"]["all"] == totals["total"] == len(result.findings)
    assert rows["total"]["confirmed"] == sum(totals["by_severity"].values())
    plain = dict(sample()[0].summary["findings"])
    # The critical rule PAY-002 had three; one of them is left.
    assert sum(plain["by_severity"].values()) - sum(totals["by_severity"].values()) == 2


def test_the_report_tells_the_waiver_and_what_it_covers(waived: tuple[Result, Any]) -> None:
    result, batch = waived
    html = html_of(result, batch, result.findings, [])
    words = re.sub(r"<[^>]+>", " ", html[html.index("Approved waivers of the register") :])
    words = words.replace("\u00a0", " ")
    for part in (
        "adopted by the board", "person-7", "by role alone", "EUR 43,210.00", "EUR 100.00",
        "left open, beyond the cap",
    ):  # fmt: skip
        assert part in words, part
    for name in result.waived:
        assert name in words


def test_the_figures_follow_from_the_findings(waived: tuple[Result, Any]) -> None:
    result, _ = waived
    shown = [item for item in result.findings if item.audience != "restricted"]
    hidden = [item for item in result.findings if item.audience == "restricted"]
    lines = withheld_lines(hidden, result.waived).splitlines()
    evidence = recompute.Evidence(
        summary=result.summary, findings=[item.as_dict() for item in shown], lines=(),
        withheld=[json.loads(line) for line in lines], rejects=(), positions=(),
    )  # fmt: skip
    totals = result.summary["findings"]
    for name, value in recompute.counts(evidence).items():
        if name not in {"amounts", "headline"}:
            assert value == totals[name], name
    assert recompute.derived(evidence)["by_class"]["total"]["waived"] == 2
