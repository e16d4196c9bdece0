"""FEEL as DMN means it: the value of each expression was worked out by hand from DMN 1.5."""

from __future__ import annotations

import pytest

from compliance.lang.dmn.evaluate import read
from compliance.lang.dmn.syntax import OutsideError
from compliance.lang.syntax import MAX_LENGTH
from tests.lang.dmn.feel import value

VALUES = [
    # null: equal to itself only; an order with it, or a sum, is null
    ("null = null", "true"),
    ('null != "X"', "true"),
    ("null < 1", "null"),
    ("1 + null", "null"),
    ("not(null)", "null"),
    ("if null then 1 else 2", "2"),
    # ternary logic; what is no boolean counts as null
    ("false and null", "false"),
    ("true and null", "null"),
    ("true or null", "true"),
    ("false or 1", "null"),
    # kinds that differ have no equality
    ('1 = "1"', "null"),
    ("[] = 0", "null"),
    ("[1, [2, {a: 3}]] = [1, [2, {a: 3}]]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("{a: 1} = {a: 1, b: null}", "false"),
    # numbers: 34 digits, half even; what has no result is null
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ("2 / 3", "0.6666666666666666666666666666666667"),
    ("1 / 0", "null"),
    ("0.1 + 0.2 = 0.3", "true"),
    ("-3 ** 2", "9"),
    ("2 ** 3 ** 2", "64"),
    ("10 ** 6144 * 10", "null"),
    ("1.5e3 + .5", "1500.5"),
    ("--1", "1"),
    ("decimal(2.5, 0)", "2"),
    ("decimal(1.125, 2)", "1.12"),
    ("round half up(-2.5, 0)", "-3"),
    ("round half down(-2.5, 0)", "-2"),
    ("round up(1.121, 2)", "1.13"),
    ("round down(-1.129, 2)", "-1.12"),
    ("round up(5.5, 6177)", "null"),
    ("floor(-1.5)", "-2"),
    ("ceiling(1.21, 1)", "1.3"),
    ("modulo(-12, 5)", "3"),
    ("modulo(12, -5)", "-3"),
    ("modulo(10.1, -4.5)", "-3.4"),
    ('abs(@"-P1D")', "P1D"),
    ("sqrt(-1)", "null"),
    ("sqrt(2.25)", "1.5"),
    ("odd(1E6000)", "false"),
    ("even(-4)", "true"),
    ("odd(1.5)", "null"),
    ("sum([1, 2, 3])", "6"),
    ("sum(1, 2, 3)", "6"),
    ("sum([])", "null"),
    ('min("b", "a")', "a"),
    ("max([1, null])", "null"),
    ("mean([1, 2])", "1.5"),
    ("count([null])", "1"),
    ("list contains([1, null], null)", "true"),
    # membership
    ("2 in [1..3)", "true"),
    ("3 in [1..3)", "false"),
    ("1 in ]1..3[", "false"),
    ("10 in (1, < 5, >= 10)", "true"),
    ("5 in [[2..4], [1..3]]", "false"),
    ("1 in != 2", "true"),
    ("5 in [1..null]", "null"),
    ("2 between 1 and 2 and true", "true"),
    ('1 between "a" and "b"', "null"),
    # text
    ('"a" + "b"', "ab"),
    ('"a" + 1', "null"),
    (r'string length("\U01F40Ea\n")', "3"),
    (r'string length("\\u0009")', "6"),
    (r'"\uD83D\uDE00" = "😀"', "true"),
    ('substring("foobar", 3, 2)', "ob"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', "null"),
    ('substring(string: "foobar", start position: 4)', "bar"),
    ('substring before("foobar", "o")', "f"),
    ('substring after("foobar", "x")', ""),
    ('substring after("foobar", "")', "foobar"),
    ('upper case("ß")', "SS"),
    ('contains("abc", "")', "true"),
    ('starts with(["abc"], "ab")', "true"),
    ('matches("abZ", "[A-Z]+$")', "true"),
    ('matches("a\\nb", "^b$")', "false"),
    ('matches("a\\nb", "^b$", "m")', "true"),
    ('matches("ABC", "b", "i")', "true"),
    ('matches("a.c", "a.c", "q")', "true"),
    (r'matches("a b", "a\ s b", "x")', "true"),
    ('matches("abc", "b", "p")', "null"),
    ('replace("abracadabra", "a(.)", "a$1$1")', "abbraccaddabbra"),
    ('replace("abc", "b*", "-")', "null"),
    ('replace("a1", "[0-9]", "\\\\$")', "a$"),
    ('split("a;b;;", ";")', '["a", "b", "", ""]'),
    ('number("1.000,5", ".", ",")', "1000.5"),
    ('number("1.5", null, ",")', "null"),
    ('number("1 2")', "null"),
    ("string(1.10)", "1.1"),
    ("string(null)", "null"),
    ('string([1, "a", {b: true}])', '[1, "a", {b: true}]'),
    # contexts and paths
    ("{a: 1, b: a + 1}.b", "2"),
    ("{a b: 1}.a b", "1"),
    ('{"a-b": 1}.a-b', "1"),
    ("{a: 1, a: 2}", "null"),
    ("[{a: 1}, {b: 2}].a", "[1, null]"),
    ("{a: 1}.b.c", "null"),
    ("[1..5).end included", "false"),
    # a call that does not fit
    ("floor()", "null"),
    ('floor("1")', "null"),
    ("floor(1, 2, 3)", "null"),
    ("floor(number: 1)", "null"),
    # comments
    ("1 /* one */ + 2 // and so on", "3"),
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text for text, _ in VALUES])
def test_an_expression_has_the_value_that_dmn_gives_it(text: str, expected: str) -> None:
    assert value(text) == expected


def test_the_longest_name_in_scope_is_read() -> None:
    assert value("net value + net", net_value=1, net=2) == "null"  # 1 and 2 are no decimals of FEEL
    assert value("net value + net", net_value="a", net="b") == "ab"
    assert value('a\n  b + "x"', a_b="1") == "1x"


def test_a_name_that_is_not_in_scope_is_null() -> None:
    assert value("nothing") == "null"


OUTSIDE = [
    ("for i in [1] return i", "loops (`for`)"),
    ("some x in [1] satisfies x = 1", "quantifiers (`some`, `every`)"),
    ("function(x) x", "functions defined in an expression"),
    ("1 instance of number", "`instance of`"),
    ("[1, 2][1]", "filters and indexes (`list[…]`)"),
    ("now()", "the function `now`"),
    ("append([1], 2)", "the function `append`"),
    ("if false then sort([1]) else 1", "the function `sort`"),
    ("1 +", "an expression that is not in the grammar"),
    ("(" * 50 + "1" + ")" * 50, "brackets nested more than 40 deep"),
    ("1" + "+1" * 1500, "an expression that is nested too deeply"),
    ("1" * (MAX_LENGTH + 1), "an expression of more than 4,000 characters"),
]


@pytest.mark.parametrize(("text", "reason"), OUTSIDE, ids=[reason for _, reason in OUTSIDE])
def test_what_the_profile_leaves_out_is_said(text: str, reason: str) -> None:
    with pytest.raises(OutsideError) as caught:
        read(text, ())
    assert str(caught.value) == reason


def test_a_pattern_outside_the_checked_subset_is_not_tried() -> None:
    with pytest.raises(OutsideError, match="a regular expression outside the checked subset"):
        value('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+c")')
