"""Grouping: every finding counts once, restricted ones are never printed, sums are exact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compliance.report.facts import (
    CLASSES,
    add_up,
    class_of,
    groups_of,
    missing_numbers,
    severity_table,
    tie_outs,
)
from tests.report.sample import sample


@pytest.fixture(scope="module")
def result():
    return sample()[0]


def test_the_severity_table_adds_up_to_the_summary(result):
    table = dict(severity_table(result, result.findings))
    by_severity = result.summary["findings"]["by_severity"]
    assert {word: table[word]["confirmed"] for word in by_severity} == by_severity
    assert table["total"]["all"] == result.summary["findings"]["total"]
    counts = result.summary["findings"]
    assert table["total"]["unconfirmed"] == counts["unconfirmed"]
    assert table["total"]["indicator"] == counts["indicators"]
    assert table["total"]["undetermined"] == counts["undetermined"]
    assert table["total"]["trial"] == counts["trial"]
    for name in CLASSES:
        assert sum(table[word][name] for word in by_severity) == table["total"][name]


def test_groups_hold_all_findings_but_restricted_ones(result):
    groups = groups_of(result, result.findings, rows=5)
    held = [f.finding for own in groups.values() for g in own for f in g.findings]
    expected = [f.finding for f in result.findings if f.audience != "restricted"]
    assert sorted(held) == sorted(expected)
    numbers = [g.number for own in groups.values() for g in own]
    assert numbers == [f"F{n:02d}" for n in range(1, len(numbers) + 1)]


def test_a_group_shows_the_most_money_first(result):
    group = next(
        g for g in groups_of(result, result.findings, 3)["breach"] if g.card.id == "CON-003"
    )
    shown = [f.amount_at_issue["base_minor"] for f in group.shown]
    everything = [f.amount_at_issue["base_minor"] for f in group.findings]
    assert shown == sorted(everything, reverse=True)[:3]
    assert group.hidden == 3


def test_amounts_of_a_group_equal_the_summary(result):
    group = next(
        g for g in groups_of(result, result.findings, 3)["breach"] if g.card.id == "CON-003"
    )
    assert (
        group.amounts[("payment", "excess")]
        == (result.summary["findings"]["amounts"]["payment"]["excess"])
    )


def test_an_amount_without_a_rate_makes_the_euro_sum_unknown():
    total: dict[str, int | None] = {}
    add_up(total, {"minor": 5, "currency": "EUR", "base_minor": 5})
    add_up(total, {"minor": 7, "currency": "XAF", "base_minor": None})
    add_up(total, {"minor": 1, "currency": "EUR", "base_minor": 1})
    assert total == {"EUR": 6, "XAF": 7, "base_minor": None}


@pytest.mark.parametrize(
    ("change", "status", "expected"),
    [
        ({}, "live", "breach"),
        ({"kind": "quality"}, "live", "quality"),
        ({"standing": "illustrative"}, "live", "unconfirmed"),
        ({"standing": "analogue", "kind": "quality"}, "live", "unconfirmed"),
        ({"kind": "indicator", "standing": "analogue"}, "live", "indicator"),
        ({}, "trial", "trial"),
        ({"outcome": "undetermined", "kind": "indicator"}, "live", "undetermined"),
        ({"outcome": "undetermined"}, "trial", "trial"),
    ],
)
def test_every_finding_has_one_class(result, change, status, expected):
    finding = replace(result.findings[0], **change)
    card = replace(result.rules[0], status=status)
    assert class_of(finding, card) == expected


def test_declared_totals_stand_beside_what_was_found(result):
    totals = result.summary["control_totals"]
    first, second = tie_outs(totals)
    assert (first.what, first.declared, first.found) == (
        "spending, payment",
        41_000_000,
        40_999_999,
    )
    assert not first.agrees
    assert second.agrees
    assert [item["number"] for item in missing_numbers(totals)] == ["D-1"]
