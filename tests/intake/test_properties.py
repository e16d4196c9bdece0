"""Rows and money tie out for any input, whatever it holds."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from compliance.errors import ComplianceError, Place
from compliance.intake import from_rows, read_batch
from compliance.intake.delimited import _fast, _slow
from compliance.model.catalogue import read_catalogue

from .accounts import assert_ties_out

RULES = Path(__file__).parents[2] / "rules"
CATALOGUE = read_catalogue(RULES / "catalogue")
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = [
    *("", "-", "n/a", "#REF!", "13/02/2026", "02/13/2026", "2026-02-13", "46000", "payment"),
    *("1,234.00", "(5.00)", "5-", "£7", "$8", "EUR 9", "1.234,5", "x", '"', "Total", "Amount"),
]
cell = st.one_of(
    st.text(max_size=12),
    st.sampled_from(WORDS),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
)
FIELDS = ("spending_id", "kind", "amount", "booked_on", "vendor", "budget_year")
HEAD = [
    "Entity",
    "Date",
    "Expense Type",
    "Expense Area",
    "Supplier",
    "Transaction Number",
    "Amount",
]


@QUIET
@given(rows=st.lists(st.lists(cell, max_size=9), max_size=12))
def test_any_spend_list_ties_out(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        path.write_bytes(out.getvalue().encode("utf-8", errors="replace"))
        try:
            batch = read_batch([path], CATALOGUE, RULES)
        except ComplianceError as error:
            event(str(error))
            return
    assert_ties_out(batch)


@QUIET
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("spending_id", "kind", "amount", "booked_on", "vendor", "budget_year"), cell
            ),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_native_rows_tie_out(rows: list[dict[str, str]]) -> None:
    try:
        batch = from_rows({"spending": rows}, CATALOGUE, RULES)
    except ComplianceError as error:
        event(str(error))
        return
    assert_ties_out(batch)


@QUIET
@given(data=st.text(alphabet='a",\n\r ;x', max_size=60))
def test_both_readers_of_delimited_text_agree(data: str) -> None:
    quick = _fast(data.encode(), ",")
    if quick is None:
        return
    slow = _slow(data, ",", Place("f"))
    assert [c.to_pylist() for c in quick[0]] == [c.to_pylist() for c in slow[0]]
    assert quick[1].tolist() == slow[1].tolist()
    assert quick[2] == slow[2]
