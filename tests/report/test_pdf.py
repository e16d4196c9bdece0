"""The PDF: its figures are the summary's, it is marked, tagged, reproducible and hard to break."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from compliance.errors import ComplianceError
from compliance.report import write
from compliance.report.page import HEADLINES, html_of
from compliance.report.words import amount, count, sums
from tests.report.sample import with_findings
from tests.report.test_records import NAUGHTY

ROOT = Path(__file__).parents[2]


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_the_figures_of_the_summary_page_are_those_of_the_summary(checked, pages):
    summary = checked[0].summary
    page = next(text for text in pages if "What needs a decision" in text)
    rows = summary["control_totals"]["rows"]
    assert f"Of {count(rows['read'])} rows read, {count(rows['accepted'])} were accepted" in page
    for key, label in HEADLINES.items():
        total = summary["findings"]["headline"][key]
        if isinstance(total, int):
            assert f"{label} — {count(total)} outcomes" in page
            continue
        assert _plain(f"{label} {amount(total['base_minor'])} {sums(total)}") in page
    assert "Commitments not yet paid 12,345.68 EUR 12,345.67; NOK 0.03" in page
    for severity, number in summary["findings"]["by_severity"].items():
        line = re.search(rf"^{severity.capitalize()}((?: [\d,]+){{9}})$", page, re.MULTILINE)
        assert line, severity
        assert line[1].split()[2] == count(number)
    assert re.search(rf"^Total.* {summary['findings']['total']}$", page, re.MULTILINE)


def test_money_by_stage_and_basis_is_that_of_the_summary(checked, pages):
    text = "\n".join(pages)
    for stage, by_basis in checked[0].summary["findings"]["amounts"].items():
        for basis, total in by_basis.items():
            row = f"{stage.capitalize()} {basis} {amount(total['base_minor'])} {sums(total)}"
            assert _plain(row) in text


def test_control_totals_and_rule_counts_are_those_of_the_summary(checked, pages):
    text = "\n".join(pages)
    flat = " ".join(text.split())
    totals = checked[0].summary["control_totals"]
    for field, by_currency in totals["money"].items():
        for currency, cell in by_currency.items():
            figures = " ".join(amount(cell[k], currency) for k in ("read", "accepted", "rejected"))
            assert f"{field} {currency} {figures}" in text
    for rule, entry in checked[0].summary["rules"].items():
        keys = ("pass", "by_exception", "fail", "not_applicable", "undetermined")
        if "not_run" not in entry:
            figures = " ".join(count(entry[key]) for key in keys)
            tested = amount(entry["money_tested"]["base_minor"])
            trial = ", on trial" if entry["status"] == "trial" else ""
            said = f"{entry['standing']} {entry['severity']} {entry['kind']}{trial}"
            assert f"{said} {figures} {tested}" in flat, rule


def test_every_page_is_marked_top_and_bottom_and_numbered(report, pages):
    labels = PdfReader(report).page_labels
    own = [label for label in labels if label.startswith("A-")]
    for label, text in zip(labels, pages, strict=True):
        last = f"A-{len(own)}" if label in own else len(pages) - len(own)
        assert text.count("SPECIMEN, FICTITIOUS DATA") >= 2
        assert f"Page {label} of {last}" in text
    assert own == [f"A-{number}" for number in range(1, len(own) + 1)]
    assert len(own) == -(-90 // 15)  # findings that are printed, on pages of 15 rows


def test_no_heading_stands_at_the_foot_of_a_page(report):
    reader = PdfReader(report)
    headings = {" ".join(title.split()) for title in _titles(reader.outline)}
    for number, page in enumerate(reader.pages, start=1):
        content = page.extract_text().partition("CR-2026-10-05")[0].strip().split("\n")
        assert " ".join(content[-1].split()) not in headings, number


@pytest.mark.slow
def test_the_summary_fits_one_page_with_the_longest_texts(checked, tmp_path: Path):
    result, batch = checked
    cards = tuple(
        replace(card, title="Wide word " * 30, asks="Why so wide? " * 30) for card in result.rules
    )
    write(replace(result, rules=cards), batch, tmp_path / "out", ["pdf"])
    texts = [page.extract_text() for page in PdfReader(tmp_path / "out/report.pdf").pages]
    assert "What needs a decision" in texts[2]
    assert "Stages are not added" in texts[2]
    assert "Nothing is lost at reading" in texts[3]


def _titles(outline) -> list[str]:
    nested = [_titles(item) if isinstance(item, list) else [item.title] for item in outline]
    return [title for titles in nested for title in titles]


def test_a_batch_without_marking_says_so(checked):
    result, batch = checked
    unmarked = dict(result.summary) | {"batch": result.summary["batch"] | {"marking": None}}
    html = html_of(replace(result, summary=unmarked), batch, result.findings, [])
    assert "UNMARKED WORKING DRAFT" in html


def test_the_first_page_says_what_this_is_and_is_not(pages):
    first = " ".join(pages[0].split())
    assert "not an external audit and gives no opinion" in first
    assert "It does not say why, nor that anyone acted wrongly" in first
    assert "Draft for comment" in first
    assert "programme_assistant, with compliance 0.1.0" in first


def test_restricted_findings_are_neither_printed_nor_embedded(checked, report, pages):
    restricted = [f for f in checked[0].findings if f.audience == "restricted"]
    text = "\n".join(pages)
    lines = PdfReader(report).attachments["findings.jsonl"][0].decode("utf-8")
    assert restricted
    for finding in restricted:
        assert finding.finding not in text
        assert finding.record not in text
        assert finding.finding not in lines


def test_the_evidence_is_embedded(checked, report):
    attached = PdfReader(report).attachments
    assert set(attached) == {
        "findings.jsonl", "withheld.jsonl", "summary.json", "rulebook.json", "rejects.csv",
        "funding_lines.csv",
    }  # fmt: skip
    assert json.loads(attached["summary.json"][0]) == json.loads(json.dumps(checked[0].summary))


def test_more_funding_lines_than_are_printed_are_counted_and_embedded(checked, tmp_path: Path):
    result, batch = checked
    line = result.lines[0]
    lines = tuple(replace(line, line_id=f"FL-{n:04d}") for n in range(1, 503))
    many = replace(with_findings(result, ()), lines=lines)
    write(many, batch, tmp_path / "out", ["pdf"])
    reader = PdfReader(tmp_path / "out/report.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "The table shows the first 500 of 502 funding lines; 2 lines are left out." in text
    assert "All of them are in funding_lines.csv, which is embedded in this file" in text
    assert "FL-0500" in text
    assert "FL-0501" not in text
    embedded = reader.attachments["funding_lines.csv"][0].decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(embedded, newline="")))
    assert [row["line_id"] for row in rows] == [item.line_id for item in lines]
    assert {(int(row["committed"]), int(row["paid"])) for row in rows} == {
        (line.committed, line.paid)
    }


def test_the_structure_is_that_of_an_accessible_archive(report):
    with pikepdf.open(report) as pdf:
        root = pdf.Root
        metadata = root.Metadata.read_bytes().decode("utf-8")
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked)
        assert root.ViewerPreferences.DisplayDocTitle
        assert "pdfaid:part" in metadata
        assert "pdfuaid:part" in metadata
        assert len(root.OutputIntents) == 1
        assert [str(f.AFRelationship) for f in root.AF] == ["/Data"] * len(root.AF)
        kinds = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        headers = [o for o in kinds if o.S == "/TH"]
        assert headers
        assert all("/Scope" in o.A for o in headers)
        figures = [o for o in kinds if o.S == "/Figure"]
        assert len(figures) == 2
        assert all(len(str(o.Alt)) > 40 for o in figures)


def test_the_bytes_depend_on_nothing_but_the_result(report, tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from compliance.report import write;"
        "from tests.report.sample import sample;"
        "write(*sample(), Path(sys.argv[1]), ['pdf'])"
    )
    environment = os.environ | {
        "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "5", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")],
        cwd=tmp_path, env=environment, check=True,
    )  # fmt: skip
    assert (tmp_path / "out/report.pdf").read_bytes() == report.read_bytes()


def test_hostile_text_shows_as_text_and_breaks_nothing(checked, tmp_path: Path):
    result, batch = checked
    texts = [*NAUGHTY, "x" * 10_000, "".join(map(chr, range(32))), "</td></table><h1>big</h1>"]
    card = result.rules[0]
    model = replace(result.findings[0], rule=card.id)
    findings = tuple(
        replace(model, finding=f"{n:016x}", message=text, record=text or "-", explanation=text,
                funding_line=text, pilot=text, remedy=text, criteria=text,
                source={"file": text, "sheet": text, "row": n, "cells": {"a": text}})
        for n, text in enumerate(texts)
    )  # fmt: skip
    hostile = replace(card, title=NAUGHTY[300], remedy="<script>alert(1)</script>{{ 7*7 }}")
    changed = replace(with_findings(result, findings), rules=(hostile, *result.rules[1:]))
    write(changed, batch, tmp_path / "out", ["pdf", "csv", "json"])
    text = "\n".join(p.extract_text() for p in PdfReader(tmp_path / "out/report.pdf").pages)
    joined = "".join(text.split())
    assert "<script>alert(1)</script>{{7*7}}" in joined
    assert "⟨U+0007⟩" in joined
    assert "</td></table><h1>big</h1>" in "".join(html_text(changed, batch).split())


def html_text(result, batch) -> str:
    """Give the text of the HTML with all rows, as a browser would show it."""
    import html

    from compliance.report.page import Limits

    page = html_of(result, batch, result.findings, [], Limits(rows=1000))
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_a_render_that_takes_too_long_is_given_up(checked, tmp_path: Path):
    with pytest.raises(ComplianceError, match="given up"):
        write(*checked, tmp_path / "out", ["pdf"], pdf_seconds=1)
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_the_libraries_is_told_so(checked, tmp_path: Path, monkeypatch):
    broken = tmp_path / "site"
    broken.mkdir()
    (broken / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setattr(
        "compliance.report.children._environment",
        lambda _folder: {"PYTHONPATH": f"{broken}{os.pathsep}{ROOT}"},
    )
    with pytest.raises(ComplianceError, match="libpango"):
        write(*checked, tmp_path / "out", ["pdf"])
    assert not (tmp_path / "out").exists()
