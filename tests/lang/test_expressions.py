"""Every expression that cannot be meant is refused at its place, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.lang.check import Scope, check, parse_duration
from compliance.lang.parameters import read_parameters
from compliance.lang.syntax import ExpressionError, parse
from compliance.lang.types import BOOLEAN
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
    ("justification_ref.dated = null", "justification_ref", "`dated` is not a field", "dated_on"),
    ("title.length = 3", "title.length", "nothing can follow its dot", None),
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
    ("evaluated_by = 1", "evaluated_by = 1", "a list of reference is compared", None),
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
    ("limit.single_sourc > estimated_value", "limit", "nor a parameter", "limit.single_source"),
    ("bids_received", "bids_received", "a yes/no value is needed", "comparison"),
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
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_the_language_names_is_read(scope: Scope, text: str) -> None:
    assert check(text, scope, BOOLEAN).type == BOOLEAN


def test_deep_nesting_and_long_texts_are_refused_before_they_are_read() -> None:
    with pytest.raises(ExpressionError, match="nested more than"):
        parse("(" * 1_500 + "1" + ")" * 1_500)
    with pytest.raises(ExpressionError, match="at most 4,000"):
        parse("1 + " * 2_000 + "1")


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
