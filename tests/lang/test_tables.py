"""Decision tables: what a file may state, and what a rule reads of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.errors import ComplianceError
from compliance.lang import types as t
from compliance.lang.table import read_tables
from compliance.lang.tree import DateTest, Decide, IfElse, TableRef

from .rule_text import built, rule_of, table_of
from .table_text import ASKED, KIND, NOW, VALUE, faults_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = [
    # hit, inputs, rows, more, part of the message
    ("unique", [VALUE], ['> 5 -> "a"'], {}, "money is compared with a number"),
    ("unique", [KIND], ['"wroks" -> "a"'], {}, "not one of the codes"),
    ("unique", ["{name: n, expression: title, type: text, values: [x]}"], ['"y" -> "a"'], {},
     "not one of the codes"),
    ("unique", ["{name: n, expression: titel, type: text}"], ['"y" -> "a"'], {}, "`titel` is"),
    ("unique", ["{name: n, expression: title, type: money}"], ['- -> "a"'], {}, "stated as money"),
    ("unique", [NOW], ["- -> 5"], {}, "this is a number; `method` is text"),
    ("unique", [NOW], ["- -> null"], {}, "every answer of `method` is null"),
    ("unique", [NOW], ['- -> "c"'], {"outputs": "[{name: method, type: text, values: [a, b]}]"},
     "not among the values"),
    ("priority", [NOW], ['- -> "c"'], {}, "needs `values`"),
    ("output order", [NOW], ["- -> title"], {"outputs": "[{name: m, type: text, values: [a]}]"},
     "sets constants in order"),
    ("collect sum", [NOW], ['- -> "c"'], {}, "an output of the type days or money or number"),
    ("collect", [NOW], ["- -> 5"], {"outputs": "[{name: m, type: number}]"}, "of the type text"),
    ("unique", [NOW], ["- -> 5"], {"outputs": "[{name: m, type: number, values: [x]}]"},
     "'x' is not a number"),
    ("unique", [NOW], ["- -> true"], {"outputs": "[{name: m, type: boolean, values: [yes]}]"},
     "'yes' is neither true nor false"),
    ("unique", [NOW], ['- -> duration("P1D")'],
     {"outputs": "[{name: m, type: days, values: [P2M]}]"}, "'P2M' is not a number of days"),
    ("unique", [NOW], ['- -> date("2026-01-31")'],
     {"outputs": "[{name: m, type: date, values: [soon]}]"}, "'soon' is not a date"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("hit", "inputs", "rows", "more", "message"), REFUSED, ids=[f"{r[2]} {r[4]}" for r in REFUSED]
)
def test_a_table_that_means_nothing_is_refused(
    hit: str, inputs: list[str], rows: list[str], more: dict[str, str], message: str
) -> None:
    faults = faults_of(hit, inputs, rows, **more)
    assert [fault.place and fault.place.file for fault in faults] == ["table.yaml"]
    assert message in faults[0].message


def test_a_fault_in_an_entry_stands_at_its_character() -> None:
    [fault] = faults_of("first", [VALUE, NOW], ['> money("5 EUR") | tru -> "a"'])
    assert fault.place is not None
    assert fault.place.text is not None
    assert fault.place.text[(fault.place.column or 0) - 1 :].startswith("tru'")


def test_a_file_is_checked_row_by_row_and_version_by_version(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text_of("first", [VALUE], ['- | - -> "a"']), "utf-8")
    (tmp_path / "y.yaml").write_text(text_of("first", [VALUE], ['- -> "a"']), "utf-8")
    (tmp_path / "z.yaml").write_text("table: z\ntitle: t\n", "utf-8")
    found, faults = read_tables(tmp_path)
    shown = [fault.message for fault in faults]
    assert shown[:2] == [
        "row 1 has 2 entries in `when`; the columns are value",
        "the table x does not match the file name",
    ]
    assert "the key `hit` is missing" in shown
    assert set(found) == {"x"}


def test_a_table_is_asked_by_its_own_kind_and_for_one_of_its_outputs() -> None:
    several = text_of(
        "first", [VALUE], ['- -> "a" | 5'], on="bid",
        outputs="[{name: method, type: text}, {name: least, type: number}]",
    )  # fmt: skip
    table = table_of(several)
    assert "is asked by bid, not by procurement" in built(ASKED, tables=(table,))[1][0].message
    table = table_of(several.replace("on: bid\n", ""))
    assert "say which answer" in built(ASKED, tables=(table,))[1][0].message
    most, least = (ASKED.replace("table: x", f"table: x, output: {o}") for o in ("most", "least"))
    assert "`most` is not an output" in built(most, tables=(table,))[1][0].message
    rule = rule_of(least.replace('"true"', "m > 4"), tables=(table,))
    [node] = [part for part in rule.require.walk() if isinstance(part, TableRef)]
    assert (node.type, node.name, node.table) == (t.NUMBER, "m", "x")


def test_versions_choose_by_the_rule_date() -> None:
    text = text_of("first", [NOW], []).replace(
        "rules:\n",
        'versions:\n  - {from: 2026-01-01, rules: [{when: ["-"], then: ["5"]}]}\n'
        '  - {until: 2025-06-30, rules: [{when: ["-"], then: ["2.5"]}]}\n',
    )
    table = table_of(text.replace("type: text", "type: number"))
    asked = ASKED.replace('"true"', "m > 1") + "in_force: {from: 2026-01-01}\n"
    ref = next(
        part
        for part in rule_of(asked, tables=(table,)).require.walk()
        if isinstance(part, TableRef)
    )
    assert ref.type == t.NUMBER.scaled(1)
    chosen = ref.value
    spans = []
    while isinstance(chosen, IfElse):
        assert isinstance(chosen.condition, DateTest)
        assert isinstance(chosen.then, Decide)
        spans.append((str(chosen.condition.start), str(chosen.condition.end)))
        chosen = chosen.otherwise
    assert spans == [("None", "2025-06-30"), ("2026-01-01", "None")]


def test_a_rule_in_force_on_a_day_without_a_version_is_refused() -> None:
    text = text_of("first", [NOW], []).replace(
        "rules:\n", 'versions:\n  - {from: 2026-01-01, rules: [{when: ["-"], then: ["5"]}]}\n'
    )
    table = table_of(text.replace("type: text", "type: number"))
    rule = ASKED.replace('"true"', "m > 1") + "in_force: {from: 2025-01-01}\n"
    assert built(rule, tables=(table,))[1][0].message == (
        "TST-001 is in force on 2025-01-01 but the table `x` has no value then"
    )
    assert built(rule.replace("2025", "2026"), tables=(table,))[1] == []


def test_the_standing_of_a_table_counts() -> None:
    table = table_of(
        text_of("first", [NOW], ["- -> 5"])
        .replace("house", "illustrative")
        .replace("type: text", "type: number")
    )
    rule = rule_of(ASKED.replace('"true"', "m > 1"), tables=(table,))
    assert rule.standing == "illustrative"
    assert [asked.name for asked in rule.used_tables()] == ["x"]
    unused = rule_of(ASKED, tables=(table,))
    assert (unused.standing, unused.used_tables()) == ("house", [])


def test_rules_and_versions_are_not_both_given() -> None:
    with pytest.raises(ComplianceError, match="a table has `rules`, or `versions`"):
        table_of(text_of("first", [NOW], []).replace("rules:\n", ""))


def test_no_two_columns_have_one_name() -> None:
    bids = "{name: value, expression: bids_received, type: number}"
    with pytest.raises(ComplianceError, match="two columns are named `value`"):
        table_of(text_of("first", [VALUE, bids], ['- | - -> "a"']))
    outputs = "[{name: a, type: text}, {name: b, type: text}, {name: a, type: text}]"
    with pytest.raises(ComplianceError, match="two columns are named `a`"):
        table_of(text_of("first", [VALUE], ['- -> "a" | "b" | "c"'], outputs=outputs))
