"""The specimen result with cases, and with what a register knows of it and people did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from compliance.model.batch import Batch
from compliance.model.finding import Finding
from compliance.model.history import (
    Answered,
    Changed,
    Decided,
    Earlier,
    Followed,
    Prior,
    SignedOff,
    Why,
)
from compliance.model.result import Result
from tests.report.sample import hashed


def told(result: Result, batch: Batch) -> tuple[Result, Batch]:
    """Give the result with two cases, and with what a register knows of it and people did."""
    summary = dict(result.summary) | {"proposals": CASES}
    breaches = [f for f in result.findings if f.rule == "CON-003"]
    followed = Followed(
        known=True,
        entry=23,
        earlier=Earlier(
            (4,),
            (Changed.RULEBOOK, Changed.BATCH),
            (
                ("new", (_prior(breaches[0], Why.RULE_CHANGED, by_rules=True),)),
                ("outstanding", tuple(_prior(f, Why.FOUND_AGAIN) for f in breaches[1:])),
                ("settled", (replace(_prior(breaches[0], Why.RECORDS), record="S-2025-0031"),)),
                ("superseded", (replace(_prior(breaches[0], Why.NOT_RUN), record="S-2025-0047"),)),
            ),
            withheld=1,
        ),
        decided={
            "procurement:P-001": (
                Decided("accept", "The payment waits for the note of credit.", "reviewer",
                        "person-3", "2026-10-12", 5, HOLD),
                Decided("change", "First asked what was delivered.", "financial_controller",
                        "person-7", "2026-09-02", 4, HOLD | {"proposal": "refer", "act": None,
                                                             "to": "nor"}),
            ),
        },
        answers={
            breaches[0].finding: Answered(
                breaches[0].finding, "The amendment of 3 March raised the value.", "DOC-31",
                "person-2", "2026-10-09", "accepted", "person-3", "2026-10-10", "Seen, and dated.",
            ),
            breaches[1].finding: Answered(
                breaches[1].finding, "Paid twice by error; recovery is asked for.", "DOC-32",
                "person-2", "2026-10-09",
            ),
        },
        signed=(
            SignedOff("prepared", "person-2", "staff", "2026-10-11"),
            SignedOff("reviewed", "person-3", "reviewer", "2026-10-13"),
            SignedOff("approved", "person-4", "reviewer", "2026-10-11", void=True),
        ),
    )  # fmt: skip
    summary = hashed(summary, result.findings, batch)
    return replace(result, summary=summary, followed=followed), batch


def _prior(item: Finding, why: str, *, by_rules: bool = False) -> Prior:
    return Prior(item.finding, item.rule, item.record_kind, item.record, why, by_rules)


def _case(**own: Any) -> dict[str, Any]:
    return {
        "proposal": "no_exception", "act": None, "to": None, "all": [], "reasons": [], "chain": [],
        "rules": [], "checked": {"contract": {"records": 1, "rules": 40}}, "undetermined": [],
        "not_run": [],
    } | own  # fmt: skip


HOLD = {"proposal": "hold", "act": "payment", "to": None}
CASES = {
    "procurement:P-001": _case(
        **HOLD, reasons=["Critical findings that are open: 1; the next act is payment."],
        chain=[{"rule": "PRO-001", "title": "Open", "concludes": None, "proposes": "hold",
                "values": {}}],
    ),
    "procurement:P-002": _case(),
}  # fmt: skip
