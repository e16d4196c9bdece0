"""What could run without bound is refused, within a second, before anything evaluates it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.lang.check import Scope, check
from compliance.lang.check_limits import MAX_NODES
from compliance.lang.regex import java_form, python_form, refuse_unsafe
from compliance.lang.syntax import ExpressionError
from compliance.model.catalogue import read_catalogue
from tests.clock import soon

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def scope() -> Scope:
    catalogue = read_catalogue(RULES / "catalogue")
    scope = Scope(catalogue, catalogue.kind("procurement"))
    check("bids_received > 1", scope)  # the parser is made once
    return scope


def grown(times: int) -> str:
    """Write a replacement of a sign by ten of them, within itself."""
    text = "title"
    for _ in range(times):
        text = f'replace({text}, "a", "{"a" * 10}")'
    return text


HOSTILE = {
    "round brackets": ("(" * 1_500 + "1" + ")" * 1_500, "nested more than"),
    "square brackets": ("[" * 1_900 + "]" * 1_900, "nested more than"),
    "negations": ("not(" * 900 + "true" + ")" * 300, "nested more than"),
    "minus signs apart": ("- " * 1_900 + "1", "steps follow from one another"),
    "minus signs": ("-" * 3_900 + "1", "steps follow from one another"),
    "a long sum": ("1" + " + 1" * 900, "steps follow from one another"),
    "conditionals": ("if true then 1 else " * 190 + "1", "steps follow from one another"),
    "a long text": ("1 + " * 2_000 + "1", "at most 4,000"),
    "a long literal": ('"' + "a" * 1_000_000 + '"', "at most 4,000"),
    "39 digits": ("9" * 39, "at most 38 digits"),
    "3,000 digits": ("9" * 3_000, "at most 38 digits"),
    "a long percentage": ("9" * 3_000 + "%", "at most 38 digits"),
    "a long amount": (f'money("{"9" * 3_000} EUR")', "at most 30 signs"),
    "a long duration": (f'duration("P{"9" * 3_000}D")', "not a duration"),
    "powers": ("((((((bids_received ** 9) ** 9) ** 9) ** 9) ** 9) ** 9) ** 9", "too large or too"),
    "tests of tests": ("(" * 30 + "true" + " in (true, false))" * 30, "too large or too deep"),
    "a tolerance of powers": (
        "abs(bids_received - 1) < " + "(" * 30 + "bids_received" + " ** 9)" * 30,
        "too large or too deep",
    ),
    "a text that grows": (grown(4), "1,000 times as long"),
    "a text that grows past memory": (grown(30), "1,000 times as long"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_expressions_are_refused_soon(scope: Scope, name: str) -> None:
    text, message = HOSTILE[name]
    with soon(), pytest.raises(ExpressionError, match=message):
        check(text, scope)


def names_of_names(scope: Scope, written: str, count: int) -> None:
    """Give names by `let`, each standing for what is written of the one before it."""
    before = "bids_received"
    for number in range(count):
        node = check(written.format(before), scope)
        scope = replace(scope, lets={**scope.lets, f"x{number}": node})
        before = f"x{number}"


def test_names_that_stand_for_one_another_cannot_grow_without_bound(scope: Scope) -> None:
    names_of_names(scope, "max({0}, {0})", 10)
    with soon(), pytest.raises(ExpressionError, match="too large or too deep"):
        names_of_names(scope, "max({0}, {0})", 60)


def test_names_that_stand_for_one_another_cannot_nest_without_bound(scope: Scope) -> None:
    names_of_names(scope, "-" * 50 + "{0}", 2)
    with pytest.raises(ExpressionError, match="too large or too deep"):
        names_of_names(scope, "-" * 50 + "{0}", 9)


def test_a_depth_is_counted_through_names(scope: Scope) -> None:
    deep = check("-" * 99 + "bids_received", scope)
    named = replace(scope, lets={"deep": deep})
    check("-" * 49 + "deep", named)  # 49 signs, the name, 99 signs, the field: 150 levels
    with pytest.raises(ExpressionError, match="too large or too deep"):
        check("-" * 50 + "deep", named)


def test_growth_is_counted_over_all_replacements_on_the_way(scope: Scope) -> None:
    check(f"{grown(3)} = title", scope)  # 10 x 10 x 10
    half = "title"
    for _ in range(9):
        half = f'replace({half}, "aa", "aaa")'  # 3 for 2 counts as 2 for 1
    check(f"{half} = title", scope)
    with pytest.raises(ExpressionError, match="1,000 times"):
        check(f'replace({half}, "aa", "aaa") = title', scope)
    shorter = "title"
    for _ in range(30):
        shorter = f'replace({shorter}, "aa", "a")'
    check(f'replace({shorter}, "", "aaaa") = title', scope)
    same = "title"
    for _ in range(20):
        same = f'replace({same}, "", "aaaa")'  # nothing is sought, so nothing is replaced
    check(f"{same} = title", scope)


def test_a_long_rule_is_read(scope: Scope) -> None:
    listed = ", ".join(str(number) for number in range(600))
    assert sum(1 for _ in check(f"bids_received in [{listed}]", scope).walk()) < MAX_NODES
    check(" and ".join(["bids_received > 1"] * 150), scope)
    check("(" * 35 + "1" + ")" * 35, scope)


SLOW = [
    "(a+)+$",
    "(a|a)*b",
    "(a?)*b",
    "((ab)*)*c",
    "a?" * 30 + "a" * 30,
    "(a|aa)" * 20 + "$",
    "(x|xy|xz)" * 4 + "$",
    "(a|ab)(a|ac)(a|ad)(a|ae)(a|af)(a|ag)(a|ah)$",
    ".*a.*b",
    "^.*a.*b.*c",
    r"\s*\s*\s*x",
    "a{0,60}a{0,60}a{0,60}b",
    "a{0,11}a.*b",
    ".{999}.{999}",
    "(abcdefghij){200}",
    "x" * 201,
]


@pytest.mark.parametrize("pattern", SLOW)
def test_patterns_that_a_matcher_could_try_for_ever_are_refused_soon(
    pattern: str,
) -> None:
    with soon(), pytest.raises(ExpressionError):
        refuse_unsafe(pattern, (0, 1))


REASONS = [
    # pattern, part of the message
    ("x" * 201, "at most 200 characters"),
    ("a{999}b+c", "repeats more than 1,000 signs"),
    ("(abcdefghij){100}k", "repeats more than 1,000 signs"),
    (r"ab\b", r"`\b` is outside"),
    ("ab(?=c)d", "`(?=c` is outside"),
    ("[a&&b]", "the same sign twice"),
    ("[+--]", "the same sign twice"),
    ("[a||b]", "the same sign twice"),
    ("[~~]", "the same sign twice"),
    ("(ab", "not complete"),
    ("ab)", "not complete"),
    ("+a", "not complete"),
    ("a**", "not complete"),
    ("a++", "a repetition stands inside"),
    ("a?+", "a repetition stands inside"),
    ("a{2}+", "a repetition stands inside"),
    ("((a+))+", "a repetition stands inside"),
    ("(ab?)*", "a repetition stands inside"),
    ("(a{2}b){3}", "a repetition stands inside"),
    ("^a{2,6}a{2,6}a{2,6}a{2,6}b", "in too many ways"),  # 5 · 5 · 5 ways; the last has one
    ("a*a*a*b", "in too many ways"),
    ("^a*a*a*a*b", "in too many ways"),
    ("^a|.*b.*c", "in too many ways"),  # not each alternative begins with ^
]


@pytest.mark.parametrize(("pattern", "message"), REASONS)
def test_a_pattern_is_refused_for_its_own_reason(pattern: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        refuse_unsafe(pattern, (0, 1))
    assert message in caught.value.message


PLAIN = [
    "x" * 200, "(abcdefghij){100}", "a&&b||c--d~~e", "[a&b|c]", "(ab)+c+", r"(\|\?)+", "([|?*+])+",
    "a{999}b+", "a{998}b+c?",
    "((ab))+", "(a+)(b)+", "a+?b*?", "^a{2,5}a{2,5}a{2,5}a{2,5}b", "a{3}a{3}a{3}a{3}b", "^a*a*a*b",
    "a*a*b", "^a*b+a*b+a*b+a*c",
    "", "a", "^a.*$", "b|c", "x$|^%", "a+b?c*", "(?:ab)+", "(a+)?b", "foo.*bar", ".*foo",
    "^.*foo.*bar", r"^[A-Z]{2,4}-\d+-\d+$", r"^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\.[a-z]+$",
    "(cancelled|canceled|closed)", r"\s*,\s*", r"\d{2,4}\d?$", ".{0,999}x", "a??b", "[à-ü]+é?",
    "(ab|cd)?(ef|gh)?$", "()", "a||b", "|a*", "(|a+)b", "(a|ab)x.*d",
    "a{0,10}a.*b", "(a|ab)(a|ac)(a|ad)(a|ae)(a|af)(a|ag)$",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PLAIN)
def test_ordinary_patterns_are_taken(pattern: str) -> None:
    refuse_unsafe(pattern, (0, 1))


@pytest.mark.parametrize("pattern", PLAIN)
def test_a_pattern_that_is_taken_is_matched_soon(pattern: str) -> None:
    texts = ["a" * 2_000, "foo" * 700, "ab" * 1_000 + "!", "-1" * 1_000, "a.b@" * 500, " ," * 900]
    with soon():
        for text in texts:
            re.search(python_form(pattern), text, re.ASCII)


@pytest.mark.parametrize(
    ("pattern", "python", "java"),
    [
        (r"a\sb", r"a[\t\n\f\r ]b", r"a[\t\n\f\r ]b"),
        (r"[\s,]", r"[\t\n\f\r ,]", r"[\t\n\f\r ,]"),
        ("a.$", r"a.\Z", r"a[^\n]\z"),
        ("[.$]x", "[.$]x", "[.$]x"),
        (r"\.\$", r"\.\$", r"\.\$"),
        (r"^\d+(?:a|b)", r"^\d+(?:a|b)", r"^\d+(?:a|b)"),
    ],
)
def test_a_pattern_is_written_for_each_matcher_so_that_it_means_the_same(
    pattern: str, python: str, java: str
) -> None:
    assert python_form(pattern) == python
    assert java_form(pattern) == java
