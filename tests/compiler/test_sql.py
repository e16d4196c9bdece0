"""Pieces of SQL as they are written, in the words of both engines where these differ."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.compiler import sql
from compliance.compiler.sql import DUCKDB, SPARK, Dialect, Shared

LONG = "x" * 158


@pytest.mark.parametrize(
    ("write", "duckdb", "spark"),
    [
        (lambda d: d.text("it"), "'it'", "'it'"),
        (lambda d: d.text("it's"), "'it''s'", "decode(unhex('69742773'), 'UTF-8')"),
        (lambda d: d.text("a\\b"), r"'a\b'", "decode(unhex('615c62'), 'UTF-8')"),
        (lambda d: d.text("a\nb"), "'a\nb'", "decode(unhex('610a62'), 'UTF-8')"),
        (lambda d: d.array(["a", "b"]), "[a, b]", "array(a, b)"),
        (lambda d: d.array([]), "CAST([] AS STRING[])", "CAST(array() AS ARRAY<STRING>)"),
        (lambda d: d.null("DATE"), "CAST(NULL AS DATE)", "CAST(NULL AS DATE)"),
        (lambda d: d.null("LIST"), "CAST(NULL AS STRING[])", "CAST(NULL AS ARRAY<STRING>)"),
        (lambda d: d.total("a"), "sum(a)", "sum(CAST(a AS DECIMAL(38, 0)))"),
        (
            lambda d: d.distinct("a", " OVER w"),
            "count(DISTINCT a) OVER w",
            "CAST(size(collect_set(a) OVER w) AS BIGINT)",
        ),
        (lambda d: d.at_least("a", "p", " OVER w"), "arg_min(a, p) OVER w", "min_by(a, p) OVER w"),
        (lambda d: d.at_most("a", "p"), "arg_max(a, p)", "max_by(a, p)"),
        (
            lambda d: d.struct({"v": "a", "c": "b"}),
            "{'v': a, 'c': b}",
            "named_struct('v', a, 'c', b)",
        ),
        (
            lambda d: d.ordered("a"),
            "list(a ORDER BY a) FILTER (WHERE a IS NOT NULL)",
            "array_sort(collect_list(a))",  # which leaves nulls out
        ),
        (
            lambda d: d.split("a", "."),
            "string_split(a, '.')",
            # \Q.\E
            "split(a, decode(unhex('5c512e5c45'), 'UTF-8'))",
        ),
        (
            lambda d: d.split("a", "\\E"),
            r"string_split(a, '\E')",
            # \Q, then \E\\E\Q in place of the delimiter's own \E, then \E
            "split(a, decode(unhex('5c515c455c5c455c515c45'), 'UTF-8'))",
        ),
        (
            lambda d: d.matches("a", "^b$"),
            "regexp_matches(a, '^b$')",
            # ^b\z: in Java $ would match before a last line end too
            "(a RLIKE decode(unhex('5e625c7a'), 'UTF-8'))",
        ),
    ],
)
def test_each_engine_has_its_words(write, duckdb: str, spark: str) -> None:
    def written(dialect: Dialect) -> str:
        return write(dialect)

    assert written(DUCKDB) == duckdb
    assert written(SPARK) == spark


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-1, "-1"),
        (2_147_483_647, "2147483647"),
        (2_147_483_648, "CAST('2147483648' AS BIGINT)"),
        (-2_147_483_647, "-2147483647"),
        (-2_147_483_648, "CAST('-2147483648' AS BIGINT)"),
        (4_611_686_018_427_387_903, "CAST('4611686018427387903' AS BIGINT)"),
        (4_611_686_018_427_387_904, "CAST('4611686018427387904' AS DECIMAL(38, 0))"),
        (-4_611_686_018_427_387_904, "CAST('-4611686018427387904' AS DECIMAL(38, 0))"),
    ],
)
def test_a_whole_number_has_the_type_it_needs(value: int, text: str) -> None:
    assert sql.integer(value) == text


def test_names_and_days_are_quoted() -> None:
    assert sql.name('a "b"') == '"a ""b"""'
    assert sql.day(date(2026, 2, 28)) == "DATE '2026-02-28'"


@pytest.mark.parametrize(
    ("tests", "all_of", "any_of"),
    [
        ([], "TRUE", "FALSE"),
        (["a"], "a", "a"),
        (["a", "b", "c"], "(a AND b AND c)", "(a OR b OR c)"),
        (["TRUE", "a"], "a", "(TRUE OR a)"),
        (["a", "FALSE"], "(a AND FALSE)", "a"),
    ],
)
def test_conditions_are_joined(tests: list[str], all_of: str, any_of: str) -> None:
    assert sql.all_of(tests) == all_of
    assert sql.any_of(tests) == any_of


def test_a_condition_that_may_be_null_is_made_to_hold_or_not() -> None:
    assert sql.holds("a") == "coalesce(a, FALSE)"
    assert sql.holds("TRUE") == "TRUE"
    assert sql.holds("FALSE") == "FALSE"


def test_cases_are_asked_in_their_order() -> None:
    assert sql.when([("a", "1"), ("b", "2")]) == "CASE WHEN a THEN 1 WHEN b THEN 2 END"
    assert sql.either("a", "1", "2") == "CASE WHEN a THEN 1 ELSE 2 END"


def test_only_a_part_of_160_characters_is_worth_a_column() -> None:
    shared = Shared()
    assert shared.part(f"{LONG}a") == f"{LONG}a"
    assert shared.part(f"{LONG}ab") == '"_s0"'


def test_a_part_is_computed_once_and_below_those_that_read_it() -> None:
    shared = Shared()
    first = shared.part(f"{LONG}+a")
    second = shared.part(f"{LONG}+b")
    above = shared.part(f"({first} + {second}){LONG}")
    assert (first, second, above) == ('"_s0"', '"_s1"', '"_s2"')
    assert shared.part(f"{LONG}+a") == first
    assert shared.select({"x": above}, "t") == (
        'SELECT "_s2" AS "x" FROM ('  # noqa: S608 - never run
        f'SELECT *, ("_s0" + "_s1"){LONG} AS "_s2" FROM ('
        f'SELECT *, {LONG}+a AS "_s0", {LONG}+b AS "_s1" FROM t))'
    )


def test_a_quotation_mark_in_a_text_hides_no_part_that_stands_behind_it() -> None:
    shared = Shared()
    first = shared.part(f"{LONG}+a")
    above = shared.part(f"""(replace("b", '"', 'it''s') OR {first}){LONG}""")
    assert (first, above) == ('"_s0"', '"_s1"')
    assert shared.depths == {"_s0": 1, "_s1": 2}
