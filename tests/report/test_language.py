"""The report in French: nothing untranslated, figures by locale, rules in their own words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from compliance import engine, intake, run
from compliance.lang.rulebook import load_rulebook
from compliance.model.batch import BatchContext
from compliance.model.money import Money
from compliance.report import write
from compliance.report.language import language
from compliance.report.page import Form, html_of
from compliance.report.verify import verify
from tests.report.sample import sample
from tests.report.strings import bare_words, messages

FRENCH = language("fr")
LONG = 30  # characters from which a string is no longer found in another by chance


@pytest.fixture(scope="module")
def checked():
    return sample()


@pytest.fixture(scope="module")
def html(checked) -> str:
    result, batch = checked
    return html_of(result, batch, result.findings, [], form=Form(language="fr"))


def _forms(message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


def test_every_string_is_translated_and_none_is_left_over() -> None:
    assert set(FRENCH.catalogue) == messages()


def test_a_translation_has_the_places_of_its_original() -> None:
    for english, french in FRENCH.catalogue.items():
        for one, other in zip(_forms(english), _forms(french), strict=True):
            assert other.strip()
            assert set(re.findall(r"{\w+}", one)) == set(re.findall(r"{\w+}", other)), one


def test_no_word_of_a_template_goes_past_the_catalogue() -> None:
    assert {name: words for name, words in bare_words().items() if words} == {}


def test_no_english_string_is_left_in_the_french_report(html: str) -> None:
    assert '<html lang="fr">' in html
    own = re.sub(r'<span lang="en">.*?</span></span>', "", html)
    left = [
        text
        for message in messages()
        for text in _forms(message)
        if len(text) >= LONG and "{" not in text and text in own
    ]
    assert left == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (language("en").count(1234567), "1\xa0234\xa0567"),
        (language("en").amount(-123456789), "\u22121\xa0234\xa0567,89"),
        (language("en").money(123450, "NOK"), "1\xa0234,50\xa0NOK"),
    ],
)
def test_figures_are_grouped_as_the_language_does(english: str, french: str) -> None:
    plain = english.replace("NOK\xa0", "") + ("\xa0NOK" if "NOK" in english else "")
    assert plain.translate({ord(","): "\xa0", ord("."): ","}) == french
    digits = {"1,234,567": FRENCH.count(1234567), "\u22121,234,567.89": FRENCH.amount(-123456789)}
    assert digits.get(english, FRENCH.money(123450, "NOK")) == french


def test_amounts_keep_the_decimals_of_their_currency() -> None:
    assert FRENCH.amount(1234567, "JPY") == "1\xa0234\xa0567"
    assert FRENCH.amount(1234567, "KWD") == "1\xa0234,567"
    assert FRENCH.amount(None) == "—"


def test_days_and_numbers_of_things() -> None:
    assert FRENCH.day("2026-03-01") == "1er\xa0mars\xa02026"
    assert FRENCH.day("2026-08-02") == "2\xa0août\xa02026"
    assert FRENCH.day("not a day") == "not a day"
    assert FRENCH.period({"from": "2026-01-01", "to": None}) == "du 1er\xa0janvier\xa02026 au —"
    forms = ("{n} finding", "{n} findings")
    assert [FRENCH.texts(*forms, n) for n in (0, 1, 2)] == ["0 constat", "1 constat", "2 constats"]
    assert [language("en").texts(*forms, n) for n in (0, 1)] == ["0 findings", "1 finding"]


def test_a_value_in_a_string_is_escaped_once() -> None:
    assert FRENCH.text("Amounts of {file}", file="<b>&") == "Montants de &lt;b&gt;&amp;"
    assert FRENCH.plain("Amounts of {file}", file="<b>&") == "Montants de <b>&"


def test_a_rule_without_french_prints_in_english_with_a_mark(checked, html: str) -> None:
    title = checked[0].rules[0].title
    assert f'<span lang="en">{title}<span class="english">EN</span></span>' in html


def test_a_rule_with_french_prints_it(checked) -> None:
    result, batch = checked
    own = {"fr": {"title": "Un titre à lui", "remedy": "Un remède à lui."}}
    cards = tuple(replace(card, translated=own) for card in result.rules)
    told = {"fr": {result.findings[0].finding: "Un message à lui"}}
    html = html_of(replace(result, rules=cards, messages=told), batch, result.findings, [],
                   form=Form(language="fr"))  # fmt: skip
    assert "Un titre à lui" in html
    assert "Un remède à lui." in html
    assert "Un message à lui" in html


@pytest.mark.slow
def test_messages_are_told_by_the_engine_in_french() -> None:
    rulebook = load_rulebook(run.home("rules"))
    rows = {
        "spending": [
            {"spending_id": "S-1", "kind": "payment", "amount": "EUR 1,234.50", "vendor": None,
             "booked_on": "2026-03-02"},
        ]
    }  # fmt: skip
    batch = intake.from_rows(
        rows, rulebook.catalogue, run.home("rules"), BatchContext("t", "spend_list"),
        as_of=date(2026, 4, 1),
    )  # fmt: skip
    telling = engine.Telling("fr", FRENCH.written)
    result = engine.evaluate(rulebook, batch, date(2026, 4, 1), ["QLT-010"], telling=telling)
    (finding,) = result.findings
    assert finding.message == "S-1: the line of EUR 1,234.50 names no vendor"
    assert result.messages["fr"][finding.finding] == (
        "S-1\xa0: la ligne de 1\xa0234,50\xa0EUR ne désigne aucun fournisseur"
    )


def test_values_in_messages_are_written_as_the_language_does() -> None:
    assert FRENCH.written(Money(123450, "EUR", None)) == "1\xa0234,50\xa0EUR"
    assert FRENCH.written(date(2026, 3, 2)) == "2\xa0mars\xa02026"
    assert FRENCH.written(Decimal(3)) is None


@pytest.mark.slow
def test_the_figures_of_the_french_pdf_are_those_of_the_evidence(checked, tmp_path) -> None:
    write(*checked, tmp_path / "out", ["pdf"], wanted=run.Wanted(language="fr"))
    verdict = verify(tmp_path / "out" / "report.pdf")
    assert verdict.printed == ()
    assert verdict.figures > 100
