"""The other forms of the report: a page for leadership, HTML that stands alone, a key to people."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pytest
from pypdf import PdfReader

from compliance.model.wanted import Wanted
from compliance.report import write
from compliance.report.html import html_page
from compliance.report.page import Form
from tests.report.sample import sample


@pytest.fixture(scope="module")
def checked():
    return sample()


def _page(result, batch, form: Form | None = None) -> str:
    data = html_page(result, batch, result.findings, {}, form or Form())
    return data.decode("utf-8")


def test_the_page_stands_alone_and_calls_nobody(checked) -> None:
    page = _page(*checked)
    assert not re.search(r"<(?:script|link|iframe|img|object|form)\b", page)
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_bears_the_marking_on_screen_and_on_paper(checked) -> None:
    page = _page(*checked)
    assert page.count('<p class="screen marking">SPECIMEN, FICTITIOUS DATA</p>') == 2
    style = page.partition("</style>")[0]
    assert style.count('content: "SPECIMEN, FICTITIOUS DATA"') == 2
    assert "string(" not in style.replace("string-set", "")


def test_a_hostile_marking_ends_neither_string_nor_style(checked) -> None:
    result, batch = checked
    evil = '"; } </style><script>alert(1)</script> \\'
    summary = {**result.summary, "batch": {**result.summary["batch"], "marking": evil}}
    page = _page(replace(result, summary=summary), batch)
    assert "<script" not in page
    assert page.count("</style>") == 1
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "\\22 ; \\7d  \\3c /style\\3e " in style


def test_the_page_says_what_the_pdf_says(checked, tmp_path) -> None:
    page = _page(*checked)
    for words in ("Draft for comment", "It is not an external audit and gives no opinion",
                  "Register of exceptions used", "Samples for review"):  # fmt: skip
        assert words in page


@pytest.mark.slow
def test_the_brief_is_one_page(checked, tmp_path) -> None:
    result, batch = checked
    cards = tuple(
        replace(card, title="Wide word " * 30, asks="Why so wide? " * 30) for card in result.rules
    )
    wide = replace(result, rules=cards)
    write(wide, batch, tmp_path / "out", ["pdf", "html"], wanted=Wanted(brief=True))
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.pdf", "report.html", "brief.pdf", "brief.html", "summary.json"}
    reader = PdfReader(tmp_path / "out" / "brief.pdf")
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Brief for leadership" in text
    assert "gives no opinion" in text


def test_the_key_to_people_is_a_file_of_its_own(checked, tmp_path) -> None:
    result, batch = checked
    people = pa.table({"person_id": ["P-1"], "name": ["=Ann Example"], "unit": [None]})
    named = replace(batch, tables={"person": people})
    write(result, named, tmp_path / "out", ["json"], wanted=Wanted(names=True))
    assert (tmp_path / "out" / "names.csv").read_bytes() == (
        b"person_id,name,unit\r\nP-1,'=Ann Example,\r\n"
    )
    write(result, named, tmp_path / "plain", ["json"])
    assert not (tmp_path / "plain" / "names.csv").exists()
    for path in (tmp_path / "plain").iterdir():
        assert b"Ann Example" not in path.read_bytes()
