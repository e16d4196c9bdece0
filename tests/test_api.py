"""The Python interface, as a notebook uses it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import compliance
from compliance.errors import ComplianceError

ROOT = Path(__file__).parent.parent


def _payments(*rows: tuple[str, str, str, Decimal, str]) -> pd.DataFrame:
    names = ["spending_id", "vendor", "document_number", "amount", "currency"]
    frame = pd.DataFrame(rows, columns=names)
    frame["kind"] = "payment"
    frame["booked_on"] = pd.Timestamp("2026-03-02")
    return frame


def test_frames_in_frames_out() -> None:
    frame = _payments(
        ("S-1", "Alpha", "INV 1", Decimal("100.10"), "EUR"),
        ("S-2", "Alpha", "INV-1", Decimal("100.10"), "EUR"),
        ("S-3", "Beta", "INV-1", Decimal("100.10"), "EUR"),
    )
    checked = compliance.check({"spending": frame}, as_of=date(2026, 6, 1), profile="spend_list")
    twice = checked.findings.query("rule == 'PAY-003'")
    assert list(twice["record"]) == ["S-2"]
    assert twice["related"].iloc[0] == ["S-1"]
    assert twice["amount_at_issue"].iloc[0]["minor"] == 10010
    counts = checked.summary.set_index("rule").loc["PAY-003"]
    assert (counts["pass"], counts["fail"]) == (2, 1)


def test_whole_numbers_with_gaps_stay_whole() -> None:
    frame = _payments(("S-1", "Alpha", "INV 1", Decimal(5), "EUR"))
    frame = pd.concat([frame, frame.assign(spending_id="S-2")], ignore_index=True)
    frame["budget_year"] = [2026, None]
    checked = compliance.check({"spending": frame}, as_of=date(2026, 6, 1), profile="spend_list")
    assert checked.batch.rejects == ()
    assert checked.batch.tables["spending"]["budget_year"].to_pylist() == [2026, None]


def test_paths_are_read_as_the_command_reads_them() -> None:
    checked = compliance.check(ROOT / "fixtures" / "uk-month")
    assert len(checked.findings) == checked.result.summary["findings"]["total"]


def test_a_missing_path_is_one_clear_error() -> None:
    with pytest.raises(ComplianceError, match="nowhere"):
        compliance.check("nowhere")
