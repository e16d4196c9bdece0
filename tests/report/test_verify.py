"""A report is taken at its word only after it was computed anew; whatever was bent is named."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.report.printed import _unicode_map, printed_figures
from compliance.report.verify import agrees, verify


@pytest.fixture(scope="module")
def figures(report):
    with pikepdf.open(report) as pdf:
        return printed_figures(pdf)


def test_a_report_holds_as_it_was_made(report, capsys):
    found = verify(report)
    assert found.holds
    assert found.figures > 400
    assert main(["report", "verify", str(report)]) == 0
    assert f"{found.figures} figures on {found.figure_pages} of {found.pages}" in (
        capsys.readouterr().out
    )


NUMBER = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
# Numbers that are no figures: headings, references to the report itself, its name and its pages.
NO_FIGURES = re.compile(
    r"CR-2026-10-05-\w+|Page \d+ of \d+|section \d+|F\d\d|first 5 of|1 Summary|SFD pilot year 2026"
)


def test_every_figure_of_the_summary_page_is_marked(figures, pages):
    number = next(n for n, text in enumerate(pages, 1) if "What needs a decision" in text)
    printed = Counter(NUMBER.findall(NO_FIGURES.sub("", " ".join(pages[number - 1].split()))))
    texts = " ".join(figure.text for figure in figures if figure.page == number)
    assert printed == Counter(NUMBER.findall(texts))
    assert printed.total() > 60


def test_each_figure_names_the_value_that_it_shows(figures, checked):
    summary = checked[0].summary
    by_pointer = {figure.pointer: figure.text for figure in figures}
    assert by_pointer["/findings/by_severity/critical"] == str(
        summary["findings"]["by_severity"]["critical"]
    )
    assert by_pointer["/content_hash"] == summary["content_hash"]
    assert by_pointer["/control_totals/money/spending.amount/EUR/read"] == "8,123,456.78"
    assert by_pointer["/control_totals/money/spending.amount/JPY/read"] == "5,000"


@pytest.mark.parametrize(
    ("text", "unit", "value", "same"),
    [
        ("1,234.50", "EUR", 123_450, True),
        ("1\u202f234,50\u00a0EUR", "EUR", 123_450, True),
        ("1\u00a0234,50\u00a0€", "EUR", 123_450, True),
        ("EUR\u00a0\u22121,234.50", "EUR", -123_450, True),
        ("1.234,50", "EUR", 123_450, True),
        ("1’234.50", "CHF", 123_450, True),
        ("1,234", "JPY", 1_234, True),
        ("1,234", "KWD", 1_234, True),  # three decimals, written with a comma
        ("0.05", "EUR", 5, True),
        ("1234", "", 1_234, True),
        ("1,234.50", "EUR", -123_450, False),
        ("12,34.50", "EUR", 123_450, False),
        ("1,234,50", "EUR", 123_450, False),
        ("1,234.5", "EUR", 12_345, False),
        ("1,234.50", "USD", 123_451, False),
        ("USD 1,234.50", "EUR", 123_450, False),
        ("1,23", "", 123, False),
        ("", "", 0, False),
        ("5", "", None, False),
    ],
)
def test_figures_are_compared_in_any_language(text, unit, value, same):
    assert agrees(text, unit, value) is same


def _changed(report: Path, target: Path, name: str, change) -> Path:
    """Write a copy of the report in which one embedded file is another, checksum and all."""
    with pikepdf.open(report) as pdf:
        content = pdf.attachments[name].get_file().read_bytes()
        relationship = pdf.attachments[name].relationship
        del pdf.attachments[name]
        spec = pikepdf.AttachedFileSpec(
            pdf, change(content), filename=name, relationship=relationship
        )
        pdf.attachments[name] = spec
        pdf.Root.AF.append(pdf.attachments[name].obj)
        pdf.save(target)
    return target


def _one_less_critical(content: bytes) -> bytes:
    summary = json.loads(content)
    summary["findings"]["by_severity"]["critical"] -= 1
    return json.dumps(summary).encode()


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("findings.jsonl", lambda c: c.partition(b"\n")[2], "findings/by_severity/critical is 9"),
        ("findings.jsonl", lambda c: c.replace(b'"minor":', b'"minor":1', 1), "findings/amounts"),
        ("withheld.jsonl", lambda c: c.partition(b"\n")[2], "findings/total is"),
        ("rejects.csv", lambda c: b"\r\n".join(c.split(b"\r\n")[:2]) + b"\r\n", "rows/rejected"),
        ("summary.json", _one_less_critical, "by_severity/critical is 8, but 9 follows"),
    ],
)
def test_an_embedded_file_that_was_bent_is_named(report, tmp_path, name, change, told):
    found = verify(_changed(report, tmp_path / "bent.pdf", name, change))
    assert any(told in line for line in found.evidence), found.evidence
    assert any("content_hash" in line for line in found.evidence) == (name != "rejects.csv")
    assert any(f"/embedded/{name}/sha256" in line for line in found.printed)


def test_another_funding_line_disagrees_with_its_page(report, checked, tmp_path):
    paid = str(checked[0].lines[0].paid).encode()
    bent = _changed(
        report, tmp_path / "bent.pdf", "funding_lines.csv", lambda c: c.replace(paid, b"1" + paid)
    )
    assert any(re.match(r"page \d+: .*/lines/0/paid is 1", line) for line in verify(bent).printed)


def test_a_digit_drawn_otherwise_is_found_on_its_page(report, figures, tmp_path, capsys):
    """Draw another digit over the first amount of the summary page, as a forger would."""
    figure = next(f for f in figures if f.pointer.endswith("payments_at_issue/base_minor"))
    with pikepdf.open(report) as pdf:
        page = pdf.pages[figure.page - 1]
        instructions = list(pikepdf.parse_content_stream(page))
        font = None
        for place, (operands, operator) in enumerate(instructions):
            if str(operator) == "Tf":
                font = _unicode_map(page.Resources.Font[operands[0]])
            elif str(operator) in {"Tj", "TJ"}:
                text, redrawn = _redrawn(operands, font)
                if text == figure.text:
                    instructions[place] = ([redrawn], operator)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        pdf.save(tmp_path / "bent.pdf")
    assert main(["report", "verify", str(tmp_path / "bent.pdf")]) == 1
    told = capsys.readouterr().out
    assert f"page {figure.page}: printed is" in told
    assert figure.pointer in told


def _redrawn(operands, font):
    """Give the text of an operator, and its operand with the first digit made another."""
    pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else pikepdf.Array(operands)
    codes = b"".join(bytes(p) for p in pieces if isinstance(p, pikepdf.String))
    text = "".join(font[codes[n : n + 2]] for n in range(0, len(codes), 2))
    by_text = {shown: code for code, shown in font.items()}
    digits = [digit for digit in "123456789" if digit in by_text and digit != text[:1]]
    other = by_text[digits[0]] + codes[2:] if digits else codes
    piece = pikepdf.String(other)
    return text, pikepdf.Array([piece]) if isinstance(operands[0], pikepdf.Array) else piece


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "cannot read"), (b"no pdf", "no PDF"), (b"", "no PDF")],
)
def test_a_file_that_is_no_report_is_refused(tmp_path, content, told):
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ComplianceError, match=told):
        verify(path)


def test_a_pdf_of_another_kind_is_refused(tmp_path, capsys):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "x.pdf")
    assert main(["report", "verify", str(tmp_path / "x.pdf")]) == 2
    assert "no report of ours" in capsys.readouterr().err
