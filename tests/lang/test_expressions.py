"""Every expression that cannot be meant is refused at its place, with what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compliance.lang.check import Scope, check, check_unary, parse_duration
from compliance.lang.parameters import read_parameters
from compliance.lang.syntax import ExpressionError
from compliance.lang.types import BOOLEAN, MONEY, NUMBER, Type
from compliance.model.catalogue import read_catalogue

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def scope() -> Scope:
    catalogue = read_catalogue(RULES / "catalogue")
    parameters, faults = read_parameters(RULES / "parameters")
    assert faults == []
    return Scope(catalogue, catalogue.kind("procurement"), parameters)


REFUSED = [
    # expression, where the fault begins, part of the message, part of the hint
    ("awarded = null", "awarded", "neither a field of procurement", "awarded_on"),
    ("justification_ref.dated = null", "dated", "`dated` is not a field", "dated_on"),
    ("title.length = 3", "length", "nothing can follow its dot", None),
    ("evaluated_by.name = null", "name", "nothing can follow its dot", "`evaluated_by` alone"),
    ('method = "singel_source"', '"singel_source"', "not one of the codes", "single_source"),
    ("estimated_value > 500", "estimated_value > 500", "compared with a number", "money("),
    ('awarded_on > "2026-01-31"', 'awarded_on > "2026', "compared with text", "date("),
    ("awarded_on + 30 < as_of", "awarded_on + 30", "no meaning between a date", "duration("),
    ('title < "b"', 'title < "b"', "`<` has no meaning for text", "= or !="),
    ("awarded_on > null", "awarded_on > null", "always null", "!= null"),
    ('estimated_value > money("500 USD")', '"500 USD"', "needs a date for its rate", "EUR"),
    ('awarded_on > date("2026-02-30")', '"2026-02-30"', "not a date", "2026-01-31"),
    ('awarded_on > as_of - duration("30 days")', '"30 days"', "not a duration", "P30D"),
    ("bids_received / bids_admitted + 1 > 2", "/", "stands alone", "multiply across"),
    ("bids_received ** 10 > 2", "10", "from 0 to 9", None),
    ("bids_received == 2", "==", "cannot stand here", "write `=`"),
    ("title = 'a'", "'a'", "cannot stand here", "double quotes"),
    ("bids_received > 2 AND true", "AND", "cannot stand here", "small letters"),
    ("title is null", "is", "cannot stand here", "= null"),
    ("bids_received > 1,000", ",", "cannot stand here", "without it"),
    ("for x in evaluated_by return x", "x", "cannot stand here", "not part of this language"),
    ("bids_received >", ">", "ends too early", "missing"),
    ('title = "open', '"open', "the quote that begins here is never closed", "close the text"),
    (") > 3", ")", "the bracket `)` closes nothing", "open one before it"),
    ("> 3", ">", "`>` cannot stand here", None),
    ("evaluated_by = 1", "evaluated_by = 1", "a list of references is compared", None),
    ("in_eur(estimated_value) > 1", "in_eur", "there is no function", "in euro"),
    ("rounded(bids_received) > 1", "rounded", "there is no function", None),
    ("contains(title) = true", "contains", "takes text, text; 1 given", None),
    ('matches(title, "(a+)+")', '"(a+)+"', "stands inside a repetition", None),
    ('matches(title, "(?=a)")', '"(?=a)"', "outside the checked subset", None),
    ('matches(title, "(a|a)*b")', '"(a|a)*b"', "over alternatives", None),
    ("not(bids_received)", "bids_received", "a yes/no value is needed", None),
    ("if bids_received then true else false", "bids_received", "a yes/no value", None),
    ("title in []", "title in []", "the list is empty", None),
    ('normal key("a") = "a"', '"a"', "takes a field", None),
    ('number key("a") = "a"', '"a"', "takes a field", None),
    ("limit.single_sourc > estimated_value", "limit", "nor a parameter", "limit.single_source"),
    ("bids_received", "bids_received", "a yes/no value is needed", "comparison"),
    ("awarded_on + as_of > as_of", "awarded_on + as_of", "no meaning between a date", None),
    ('count([1, "a"]) = 2', "1, ", "a number is compared with text", None),
    (f"0.{'1' * 14} * 0.{'1' * 14} > 0", "0.1", "the product has 28 decimals", None),
    ('list contains(funding_line.eligible_categories, "lunch")', '"lunch"', "not one of", "launch"),
    ("1 < 2 / (3 / 4)", "/ 4", "stands alone", "multiply across"),
    ("mean(awarded_on, as_of) = as_of", "awarded_on", "a number or money is needed", None),
    ("sum() = 1", "sum()", "takes a number, an amount or a duration; 0 given", None),
    ("min(bids_received, awarded_on) = 1", "bids_received", "is compared with a date", None),
    ("max(evaluated_by) = 1", "evaluated_by", "a duration or a date is needed", None),
    ("count(title) = 1", "title", "a list is needed", None),
    ("count(title, 1) = 1", "title, 1", "is compared with a number", None),
    ("decimal(bids_received, 1.5) = 1", "1.5", "whole number from 0 to 9", None),
    ("decimal(bids_received, 10) = 1", "10", "whole number from 0 to 9", None),
    ("round half up(1.5, bids_received) = 1", "bids_received)", "whole number from 0", None),
    ("decimal(award_value, 2) = award_value", "award_value", "a number is needed", None),
    ('count(split(title, "")) = 1', '""', "the delimiter is empty", "split(x"),
    ("count(split(title, title)) = 1", "title)", "takes a text in quotes", None),
    ("years and months duration(awarded_on, as_of) > 6", "years", "a duration in months", "P6M"),
    ("-awarded_on < as_of", "awarded_on", "a number or money is needed", None),
    ('abs(award_value - estimated_value) < money("0.01 EUR")', "abs(", "a tolerance", "parameters"),
    ("1 >= abs(bids_received - bids_admitted)", "1 >=", "a tolerance", "parameters"),
    ("abs(days between(awarded_on, as_of)) <= 3", "abs(", "a tolerance", "parameters"),
    ("abs(award_value - estimated_value) < award_value * 1%", "abs(", "a tolerance", "parameters"),
    ("bids_received - bids_admitted between -1 and 1", "bids_rec", "a tolerance", "parameters"),
    ('award_value - estimated_value in [money("-1 EUR")..money("1 EUR")]', "[", "a tol", "param"),
    ("bids_received between bids_admitted - 1 and bids_admitted + 1", "bids_rec", "a tol", "param"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_meant_is_refused(
    scope: Scope, text: str, place: str, message: str, hint: str | None
) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(text, scope, BOOLEAN)
    error = caught.value
    assert message in error.message
    assert text[error.span[0] :].startswith(place), text[error.span[0] :]
    assert hint is None or hint in (error.hint or "")


# What is wrong stands between « and »: no more and no less is marked.
MARKED = [
    ('title = «"»open', "close the text"),
    ('title = «"»a\nb" ==', "close the text"),
    ("bids_received > 2«)»", "open one before it"),
    ("bids_received + 1«)» * (2 > 3", "open one before it"),
    ("«(»bids_received > 2", "close it by `)`"),
    ('title = "a)b" and «(»true', "close it by `)`"),
    ("count([1, «(»2", "close it by `)`"),
    ("2 > (3) + «[»(1)", "close it by `]`"),
    ("bids_received «==» 2", "write `=`"),
    ("bids_received «<>» 2", "write `!=`"),
    ("bids_received >= «=>» 2", "compare two values at a time"),
    ("1 < bids_received «<» 5", "compare two values at a time"),
    ("bids_received «>»  ", "the value that is missing"),
    ("if true then tru«e»", "if … then … else …"),
    ("title «is» null", "is defined(x)"),
    ("not «bids_received» > 2", "with brackets"),
    ('title «not» in ("a")', "not(x in …)"),
    ("bids_received «5» > 2", "is an operator missing before `5`?"),
    ('title = "a" «"b"»', "is an operator missing"),
    ("true «Or» true", "is an operator missing"),
    ("bids_received > 2 «AND» true", "write `and` in small letters"),
    ("«string lenght»(title) = 2", "did you mean `string length`?"),
    ("if «string lenght»(title) = 2 then true else false", "did you mean `string length`?"),
    ("1 < 2 and «string lenght»(title) = 2", "did you mean `string length`?"),
    ("1 > 2 or «string lenght»(title) = 2", "did you mean `string length`?"),
    ("if 1 < 2 then «string lenght»(title) else 2", "did you mean `string length`?"),
    ("«{»a: 1}", "contexts"),
    ('title = "a" «;» true', "split it with `let`"),
    ("bids_received «^» 2 > 4", "write `**`"),
    ("true «&» true", "write `and`"),
    ("true «|» true", "write `or`"),
    ("«!» true", "not(…)"),
    ("bids_received > «%» 2", "a number followed by %"),
    ("(«)» = 1", "a value is missing before it"),
    ("every «x» in title satisfies true", "loops"),
    ("«@»x", "see docs/language.md"),
    ("«titel» = title", "did you mean `title`?"),
    ("funding_line.«sorce» = title", "did you mean `source`?"),
    ("funding_line.source.«x» = 1", "write `source` alone"),
    ("« »", "drop the key"),
    ("«bids_received + title» > 2", None),
    ('«awarded_on > "x"»', "date("),
    ("decimal(bids_received, «11») > 1", "decimal(x, 2)"),
    ('method in ("open", «"opne"»)', "did you mean `open`?"),
    ('(if commercial then method else method) = «"opne"»', "did you mean `open`?"),
]


@pytest.mark.parametrize(("marked", "hint"), MARKED, ids=[m[0] for m in MARKED])
def test_what_is_wrong_is_marked_from_its_first_sign_to_its_last(
    scope: Scope, marked: str, hint: str | None
) -> None:
    text = marked.replace("«", "").replace("»", "")
    with pytest.raises(ExpressionError) as caught:
        check(text, scope, BOOLEAN)
    start, end = caught.value.span
    assert f"{text[:start]}«{text[start:end]}»{text[end:]}" == marked
    assert hint is None or hint in (caught.value.hint or "")


def test_an_expression_and_an_amount_may_be_as_long_as_is_said(scope: Scope) -> None:
    check("true".ljust(4_000), scope)
    with pytest.raises(ExpressionError, match="has 4,001 characters; at most 4,000") as caught:
        check("true".ljust(4_001), scope)
    assert caught.value.span == (0, 1)
    amount = "1 EUR".rjust(30, "0")
    check(f'estimated_value > money("{amount}")', scope)
    with pytest.raises(ExpressionError, match="at most 30 signs"):
        check(f'estimated_value > money("0{amount}")', scope)


ACCEPTED = [
    'method = "open" and not(bids_received in (0, 1, > 9))',
    'estimated_value between money("0") and limit.single_source',
    'awarded_on in [bids_due_on..bids_due_on + duration("P2M")]',
    "bids_admitted / bids_received < 30%",
    "list contains(evaluated_by, requested_by) = false",
    "if is defined(awarded_on) then award_value <= estimated_value * 1.5 else null",
    'funding_line.source = "nsip" or pilot.objective != null',
    'day of week(awarded_on) in ("Saturday", "Sunday")',
    "limit.single_source on launched_on <= max(estimated_value, award_value)",
    "modulo(bids_received, 2) = 0 and abs(-bids_received) = bids_received",
    'in euro(estimated_value) > money("EUR 1,000.00")',
    "workdays between(published_on, bids_due_on) >= 10",
    "mean(estimated_value, award_value) <= limit.single_source",
    "mean(bids_received, bids_admitted) / bids_received > 50%",
    "max([1, bids_received]) > sum(bids_admitted, 1) and count(1, 2) = 2",
    'years and months duration(launched_on, awarded_on) < duration("P1Y6M")',
    'list contains(split(upper case(substring(title, 1, 20)), "; "), "X")',
    "round half up(bids_received * 1.5, 0) = decimal(bids_received * 1.5, 0)",
    # A distance without a tolerance, and one that a field or a parameter names, may stand.
    'abs(award_value - estimated_value) = money("0")',
    "abs(award_value - estimated_value) <= limit.single_source * 2",
    "abs(award_value - estimated_value) <= award_value",
    "days between(published_on, bids_due_on) between 10 and 30",
    "bids_received - bids_admitted between -1 and bids_received",
    'award_value - estimated_value between money("0") and money("1 EUR")',
    "bids_received between bids_admitted - 1 and bids_admitted",
    f"0.{'1' * 14} * 0.{'1' * 13} > 0",
    "abs(bids_received) > 5",
    '(if commercial then method else title) = "opne"',
    "decimal(bids_received, 9) = decimal(bids_received, 0)",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_the_language_names_is_read(scope: Scope, text: str) -> None:
    assert check(text, scope, BOOLEAN).type == BOOLEAN


QUOTIENTS = [
    ("bids_received / bids_admitted", NUMBER.scaled(6)),
    ("(estimated_value / bids_received)", MONEY.scaled(6)),
    ("award_value / estimated_value", NUMBER.scaled(6)),
    ("award_value * 3 / bids_received", MONEY.scaled(6)),
]


@pytest.mark.parametrize(("text", "type_"), QUOTIENTS)
def test_a_division_may_be_the_last_step_where_that_is_allowed(
    scope: Scope, text: str, type_: Type
) -> None:
    assert check(text, scope, last_division=True).type == type_
    with pytest.raises(ExpressionError, match="one side of a comparison"):
        check(text, scope)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("bids_received / 2 * 100", "is the last step", "a \\* 100 / b"),
        ("-(bids_received / 2)", "is the last step", "divide last"),
        ("(awarded_on - as_of) / 2", "no meaning between a duration and a number", "days between"),
        ("bids_received / award_value", "no meaning between a number and money", "currency"),
        ("if bids_received > 1 then 1 / 2 else 1", "is the last step", "divide last"),
    ],
)
def test_any_other_division_is_refused_there(
    scope: Scope, text: str, message: str, hint: str
) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        check(text, scope, last_division=True)
    assert re.search(hint, caught.value.hint or "")


@pytest.mark.parametrize(
    ("entry", "tested", "place", "message"),
    [
        ("< 500", "estimated_value", "< 500", "money is compared with a number"),
        ('"opne"', "method", '"opne"', "not one of the codes"),
        ("open", "method", "open", "neither a field of procurement nor a parameter"),
        ("> 5 and < 9", "bids_received", "and", "cannot stand here"),
        ("", "bids_received", "", "is empty"),
        ("not(> 5", "bids_received", "(", "is never closed"),
        ("[1..]", "bids_received", "]", "cannot stand here"),
        ("1, - ", "bids_received", "-", "ends too early"),
    ],
)
def test_an_entry_of_a_table_is_refused_at_its_place(
    scope: Scope, entry: str, tested: str, place: str, message: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        check_unary(entry, check(tested, scope), scope)
    assert message in caught.value.message
    assert entry[caught.value.span[0] :].startswith(place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P30D", ("days", 30)),
        ("P2W", ("days", 14)),
        ("P1Y2M", ("months", 14)),
        ("P", None),
        ("30D", None),
        ("P1D2M", None),
    ],
)
def test_durations(text: str, expected: tuple[str, int] | None) -> None:
    assert parse_duration(text) == expected
