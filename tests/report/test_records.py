"""The machine-readable outputs: nothing is lost, nothing acts, the order is fixed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.model.finding import KEYS
from compliance.report.records import (
    SUMMARY_KEYS,
    findings_lines,
    findings_table,
    in_order,
    neutralise,
    rejects_table,
    restore,
    summary_text,
)
from tests.report.sample import sample

# The Big List of Naughty Strings (MIT licence), 515 texts that break programs.
MALFORMED = Path(__file__).parents[2] / "fixtures/malformed"
NAUGHTY: list[str] = json.loads((MALFORMED / "blns.json").read_text("utf-8"))


def _table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "＝", "'", " =", "\n+"])
def test_text_that_could_be_a_formula_gets_the_prefix(start: str):
    assert neutralise(start + "cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["-5", "-12.50", "17", "P-001", "EUR 5.00", "Ωmega", "日本"])
def test_plain_text_and_numbers_stay_as_they_are(text: str):
    assert neutralise(text) == text


@given(st.text())
def test_every_text_comes_back(text: str):
    assert restore(neutralise(text)) == text


def test_naughty_strings_go_to_csv_and_back():
    result, _ = sample()
    model = result.findings[0]
    findings = [replace(model, message=text, pilot=text) for text in NAUGHTY]
    rows = _table(findings_table(findings))
    assert len(NAUGHTY) == 515
    assert [restore(row["message"]) for row in rows] == NAUGHTY
    assert [restore(row["pilot"]) for row in rows] == NAUGHTY
    assert not any(row["message"][:1] in set("=+-@\t\r") for row in rows if len(row["message"]) > 9)


def test_naughty_strings_go_to_json_lines_and_back():
    result, _ = sample()
    findings = [replace(result.findings[0], message=text) for text in NAUGHTY]
    lines = findings_lines(findings).decode("utf-8").split("\n")
    assert [json.loads(line)["message"] for line in lines[:-1]] == NAUGHTY


def test_half_a_surrogate_pair_is_an_escape_and_no_error():
    result, _ = sample()
    line = findings_lines([replace(result.findings[0], message="a\ud800b")]).decode("utf-8")
    assert json.loads(line)["message"] == "a\ud800b"


def test_lines_have_every_key_in_order_and_no_spaces():
    result, _ = sample()
    first = findings_lines(result.findings[:1]).decode("utf-8")
    assert list(json.loads(first)) == list(KEYS)
    assert first.endswith("}\n")
    assert '": ' not in first.split('"message"')[0]


def test_findings_are_sorted_by_utf8_bytes():
    result, _ = sample()
    model = result.findings[0]
    records = ["b", "a", "ﬀ", "𐀀", "Z"]
    ordered = in_order([replace(model, record=record) for record in records])
    assert [f.record for f in ordered] == sorted(records, key=str.encode)


def test_nested_keys_are_columns_in_the_order_of_the_keys():
    result, _ = sample()
    row = _table(findings_table(result.findings))[0]
    tops = list(dict.fromkeys(name.partition(".")[0] for name in row))
    assert tops == list(KEYS)
    assert row["amount_at_issue.currency"] in {"EUR", "USD", "NOK"}
    assert row["source.cells.amount"] == "F5"
    assert json.loads(row["cases"])[0].startswith("procurement:")


def test_fixed_parts_have_a_column_even_without_findings():
    header = findings_table([]).decode("utf-8").strip().split(",")
    assert {"amount_at_issue.minor", "to_pass.field", "source.row"} <= set(header)


def test_the_summary_keeps_the_agreed_order():
    result, _ = sample()
    text = summary_text(result.summary)
    assert list(json.loads(text)) == list(SUMMARY_KEYS)
    assert json.loads(text) == json.loads(json.dumps(result.summary))
    shuffled = dict(reversed(result.summary.items()))
    assert summary_text(shuffled) == text


def test_a_reject_keeps_its_raw_value():
    result, _ = sample()
    rows = _table(rejects_table(result.rejects))
    assert list(rows[0]) == ["file", "sheet", "row", "column", "value", "reason", "hint"]
    assert restore(rows[2]["value"]) == "x" * 10_000
