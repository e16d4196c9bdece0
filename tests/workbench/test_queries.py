"""`rules explain --plan --sql`: how a rule is evaluated, for a reader who wants to see it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from compliance.cli import main
from compliance.workbench.queries import DIALECTS, plan_of, plan_text, sql_layout, sql_text

from .own import write_own

if TYPE_CHECKING:
    from pathlib import Path

    from compliance.lang.rulebook import Rulebook

DAY = date(2026, 3, 1)


def test_the_plan_names_every_table_what_it_holds_and_what_it_reads(rulebook: Rulebook) -> None:
    rule = rulebook.rule("FND-001")
    head, *lines = plan_text(plan_of(rulebook, rule, DAY)).splitlines()
    assert head.startswith("plan ")
    told = [re.fullmatch(r"  (\d)  (\w+): (.+); from ([\w, ]+)", line) for line in lines]
    assert all(told)
    found = {match[2]: (match[3], set(match[4].split(", "))) for match in told if match}
    fields = "funding_line, budget_year, signed_amount, kind, approved_on, effective_on, status"
    assert found["w_budget_movement"] == (
        f"each budget_movement with {fields}", {"k_budget_movement"},
    )  # fmt: skip
    credit = next(
        name for name, (holds, _) in found.items() if holds == "“credit” of each spending"
    )
    assert found[credit][1] == {"w_spending", "w_budget_movement"}
    assert found["x_spending"][0] == "each spending with its facts"
    assert credit in found["x_spending"][1]
    assert found["o_spending"][0].startswith("the outcome of each spending (0 not applicable, 1 ")
    assert found["o_spending"][1] == {"x_spending"}
    assert [match[1] for match in told if match] == [str(n) for n in range(1, len(lines) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_layout_of_a_query_changes_nothing_but_space(rulebook: Rulebook, dialect: str) -> None:
    for rule in rulebook.live():
        for step in plan_of(rulebook, rule, DAY, dialect).steps:
            laid = sql_layout(step.query)
            assert _without_space(laid) == _without_space(step.query)
            assert max(map(len, laid.splitlines())) <= len(step.query)


def _without_space(query: str) -> list[str]:
    """Give the words and signs of a query; what stands in quotes stays whole."""
    return re.findall(r"""'(?:[^']|'')*'|"[^"]*"|\w+|[^\s\w]""", query)


def test_a_query_is_broken_where_a_reader_breathes() -> None:
    query = (
        'SELECT a AS "from, where", sum(b) OVER (PARTITION BY c ORDER BY d) AS s FROM '
        "(SELECT *, 'x FROM y, z' AS t FROM u) AS v LEFT JOIN w ON v.i = w.i WHERE a IN (1, 2)"
    )
    assert sql_layout(query).splitlines() == [
        'SELECT a AS "from, where",',
        "  sum(b) OVER (PARTITION BY c ORDER BY d) AS s",
        "FROM (",
        "  SELECT *,",
        "    'x FROM y, z' AS t",
        "  FROM u",
        ") AS v",
        "LEFT JOIN w ON v.i = w.i",
        "WHERE a IN (1, 2)",
    ]


@pytest.mark.slow
def test_every_rule_is_shown_by_either_dialect(rulebook: Rulebook) -> None:
    for rule in rulebook.live():
        for dialect in DIALECTS:
            plan = plan_of(rulebook, rule, DAY, dialect)
            assert plan.not_run == {}
            told = sql_text(plan)
            assert told.count(";") >= len(plan.steps)
            assert [f"-- {step.name}: " in told for step in plan.steps] == [True] * len(plan.steps)


def test_the_tables_of_groups_are_named_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_own(tmp_path)
    rules = str(tmp_path / "rules")
    assert main(["rules", "explain", "PAD-002", "--rules", rules, "--plan", "--sql"]) == 0
    told = capsys.readouterr().out
    assert "x_launch by pad: each launch by pad with its facts; from w_launch by pad, j_" in told
    assert 'FROM "w_launch by pad" AS w\nLEFT JOIN ' in told


def test_explain_adds_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "PRC-014"]) == 0
    plain = capsys.readouterr().out
    assert main(["rules", "explain", "PRC-014", "--plan", "--sql", "spark"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(plain.rstrip("\n"))
    more = told.removeprefix(plain.rstrip("\n"))
    assert more.startswith("\n\nplan ")
    assert "\n\n-- w_procurement: each procurement with status (c0)" in more
    assert more.rstrip().endswith(";")


def test_explain_tells_who_when_and_what_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Limits as they were on the day, and the day on which there was none."""
    assert main(["rules", "explain", "PAY-008", "--on", "2025-03-01"]) == 0
    told = capsys.readouterr().out
    assert "limit.competition = EUR 143,000.00, from 2024-01-01 until 2025-12-31; analogue" in told
    assert "EUR 140,000.00" not in told
    assert "window.split = 30 days, always; illustrative" in told
    assert "within 30 days by booked_on" in told
    assert main(["rules", "explain", "PRC-014", "--on", "2025-03-01"]) == 0
    told = capsys.readouterr().out
    assert "  limit.single_source has no value on 2025-03-01\n" in told
    assert "\napplies    to source nsip and military_budget\n" in told
    assert "\nbecause    Competition was left out; the award may still be sound.\n" in told
    assert "\nmessage    {procurement_id}: {award_value} awarded to one source; no " in told
