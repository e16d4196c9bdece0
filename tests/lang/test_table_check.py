"""Overlaps and gaps of decision tables, each with an input that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.lang.parameters import read_parameters
from tests.clock import soon

from .rule_text import built, table_of
from .table_text import ASKED, BIDS, DAY, KIND, NOW, VALUE, faults_of, messages, text_of

if TYPE_CHECKING:
    from pathlib import Path

SMALL = '<= money("800 EUR")'
MIDDLE = '(money("800 EUR")..money("20000 EUR")]'
LARGE = '> money("20000 EUR")'


def test_bands_that_meet_have_neither_overlap_nor_gap() -> None:
    assert (
        messages("unique", [VALUE], [f'{SMALL} -> "a"', f'{MIDDLE} -> "b"', f'{LARGE} -> "c"'])
        == []
    )


WRONG = [
    # inputs, rows, what is found
    ([VALUE], [f'{SMALL} -> "a"', f'{LARGE} -> "c"'], ["no row matches value = EUR 800.01"]),
    ([VALUE], [f'{SMALL} -> "a"', f'{MIDDLE} -> "b"'], ["no row matches value = EUR 20,000.01"]),
    (
        [VALUE],
        ['< money("0.01 EUR") -> "a"', '>= money("0.02 EUR") -> "b"'],
        ["no row matches value = EUR 0.01"],
    ),
    (
        [VALUE],
        [f'{SMALL} -> "a"', '>= money("800 EUR") -> "b"'],
        ["rows 1 and 2 both match value = EUR 800.00"],
    ),
    # Whole numbers have nothing between 4 and 5; with a number of decimals there would be.
    ([BIDS], ['<= 4 -> "a"', '>= 5 -> "b"'], []),
    ([BIDS], ['<= 4 -> "a"', '> 5 -> "b"'], ["no row matches bids = 5"]),
    ([BIDS], ['< 4.5 -> "a"', '> 4.5 -> "b"'], []),
    (["{name: tenth, expression: bids_received * 0.1, type: number}"],
     ['<= 4 -> "a"', '>= 5 -> "b"'], ["no row matches tenth = 4.1"]),
    (
        [DAY],
        ['< date("2026-01-01") -> "a"', '> date("2026-01-01") -> "b"'],
        ["no row matches day = 2026-01-01"],
    ),
    # The first and the last day that there are.
    ([DAY], ['<= date("9999-12-30") -> "a"'], ["no row matches day = 9999-12-31"]),
    ([DAY], ['<= date("9999-12-31") -> "a"'], []),
    ([DAY], ['> date("0001-01-01") -> "a"'], ["no row matches day = 0001-01-01"]),
    ([NOW], ['true -> "a"'], ["no row matches commercial = false"]),
    # Every code of the field is an input; of a text, any text that no row names.
    (
        [KIND],
        ['"imagery" -> "a"', 'not("imagery", "satcom") -> "b"'],
        ['no row matches kind = "satcom"'],
    ),
    (["{name: name, expression: title, type: text}"], ['"x" -> "a"'],
     ["no row matches name = any other text"]),
    (["{name: n, expression: title, type: text, values: [x, y]}"],
     ['"x" -> "a"', '"y" -> "b"'], []),
    # Below nought, and between two amounts in parts of a cent.
    ([BIDS], ['< -5 -> "a"', '>= -5 -> "b"'], []),
    ([BIDS], ['<= -5 -> "a"', '>= -5 -> "b"'], ["rows 1 and 2 both match bids = -5"]),
    (
        [VALUE],
        ['< -money("1 EUR") -> "a"', '> -money("1 EUR") -> "b"'],
        ["no row matches value = EUR -1.00"],
    ),
    (
        ["{name: half, expression: estimated_value * 0.5, type: money}"],
        ['<= money("1 EUR") -> "a"', '> money("1.01 EUR") -> "b"'],
        ["no row matches half = EUR 1.001"],
    ),
    # Two inputs: a gap in one corner, an overlap in another.
    (
        [VALUE, NOW],
        [f'{SMALL} | - -> "a"', '> money("800 EUR") | true -> "b"'],
        ["no row matches value = EUR 800.01, commercial = false"],
    ),
    (
        [VALUE, NOW],
        [f'{SMALL} | - -> "a"', '- | true -> "b"', '> money("800 EUR") | false -> "c"'],
        ["rows 1 and 2 both match value = EUR 799.99, commercial = true"],
    ),
    # Rows can meet on an unknown input alone.
    (
        [NOW, BIDS],
        ['null | - -> "a"', 'null, true | - -> "b"', 'false | - -> "c"'],
        ["rows 1 and 2 both match commercial = null, bids = 0"],
    ),
    # A parameter is taken on each day on which it changes.
    (
        [VALUE],
        ['<= limit.single_source -> "a"', '> limit.single_source -> "b"'],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "rows", "found"), WRONG, ids=[str(w[:2]) for w in WRONG])
def test_overlaps_and_gaps_are_found_exactly(
    inputs: list[str], rows: list[str], found: list[str]
) -> None:
    assert messages("unique", inputs, rows) == found


def test_limits_that_cross_from_some_day_on_overlap_from_that_day(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(LIMIT, "utf-8")
    parameters, _ = read_parameters(tmp_path)
    rows = ['<= test.limit -> "a"', '> test.limit -> "b"']
    table = table_of(text_of("unique", [VALUE], rows))
    assert built(ASKED, tables=(table,), parameters=parameters)[1] == []
    rows[1] = '> money("800 EUR") -> "b"'
    table = table_of(text_of("unique", [VALUE], rows))
    assert [f.message for f in built(ASKED, tables=(table,), parameters=parameters)[1]] == [
        "no row matches value = EUR 700.01 (on 2025-01-01)",
        "rows 1 and 2 both match value = EUR 800.01 (on 2026-01-01)",
    ]


LIMIT = """\
parameters:
  - {id: test.limit, title: t, unit: money, values: [
      {value: EUR 800.00, source: s, standing: house},
      {from: 2025-01-01, value: EUR 700.00, source: s, standing: house},
      {from: 2026-01-01, value: EUR 900.00, source: s, standing: house}]}
"""


def test_limits_that_differ_by_a_key_are_told_with_the_key(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(KEYED, "utf-8")
    parameters, _ = read_parameters(tmp_path)

    def found(limit: str) -> list[str]:
        rows = [f'<= money("{limit} EUR") -> "a"', '> test.limit -> "b"']
        table = table_of(text_of("unique", [VALUE], rows))
        return [f.message for f in built(ASKED, tables=(table,), parameters=parameters)[1]]

    assert found("700") == [
        "rows 1 and 2 both match value = EUR 600.01 (entity nspa)",
        "no row matches value = EUR 700.01",  # for any entity that is not listed
    ]
    assert found("600") == ["no row matches value = EUR 600.01"]
    assert found("800") == ["rows 1 and 2 both match value = EUR 600.01 (entity nspa)"]


KEYED = """\
parameters:
  - {id: test.limit, title: t, unit: money, by: entity, values: [
      {key: nspa, value: EUR 600.00, source: s, standing: house},
      {value: EUR 800.00, source: s, standing: house}]}
"""


def test_the_words_of_a_listed_parameter_are_followed(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(WORDS, "utf-8")
    parameters, _ = read_parameters(tmp_path)

    def found(*rows: str) -> list[str]:
        name = "{name: name, expression: title, type: text}"
        table = table_of(text_of("unique", [name], list(rows)))
        return [f.message for f in built(ASKED, tables=(table,), parameters=parameters)[1]]

    assert found('test.words -> "a"', 'not(test.words) -> "b"') == []
    assert found('test.words -> "a"') == ["no row matches name = any other text"]
    assert found('test.words -> "a"', '"y" -> "b"', 'not(test.words, "y") -> "c"') == [
        'rows 1 and 2 both match name = "y"'
    ]


WORDS = """\
parameters:
  - {id: test.words, title: t, unit: list of text, values: [
      {value: [x, y], source: s, standing: house}]}
"""


def test_rows_under_any_may_meet_where_they_agree() -> None:
    rows = [f'{SMALL} -> "a"', '<= money("900 EUR") -> "a"', '> money("900 EUR") -> "b"']
    assert messages("any", [VALUE], rows) == []
    rows[1] = '<= money("900 EUR") -> "b"'
    assert messages("any", [VALUE], rows) == ["rows 1 and 2 answer value = EUR 799.99 differently"]


@pytest.mark.parametrize("hit", ["first", "collect", "rule order", "collect count"])
def test_other_policies_may_overlap_and_lists_may_be_empty(hit: str) -> None:
    rows = ['true -> "a"', '- -> "b"'] if hit == "first" else ['true -> "a"', 'true -> "b"']
    assert messages(hit, [NOW], rows) == []


def test_a_gap_that_is_meant_is_said() -> None:
    assert messages("first", [NOW], ['true -> "a"']) == ["no row matches commercial = false"]
    assert messages("first", [NOW], ['true -> "a"'], complete="false") == []


def test_what_cannot_be_followed_is_refused_only_where_it_matters() -> None:
    rows = ['<= award_value -> "a"', '> award_value -> "b"']
    [fault] = faults_of("unique", [VALUE], rows)
    assert "the entry `<= award_value` of row 1 compares with more than constants" in fault.message
    assert "hit: first" in (fault.hint or "")
    assert messages("first", [VALUE], rows, complete="false") == []


def test_a_table_of_too_many_combinations_is_refused_within_a_second() -> None:
    """Whether each of twenty inputs holds is asked by a row of its own: two to the twentieth."""
    inputs = [f"{{name: b{n}, expression: bids_received > {n}, type: boolean}}" for n in range(20)]
    rows = [" | ".join("true" if n == at else "-" for n in range(20)) for at in range(20)]
    everything = " | ".join("-" for _ in range(20))
    with soon():
        [fault] = faults_of("first", inputs, [f'{row} -> "a"' for row in (*rows, everything)])
    assert fault.message == (
        "overlaps and gaps cannot be found: it has too many combinations of inputs"
    )


def test_a_large_table_is_checked_within_a_second() -> None:
    columns = [f"{{name: b{n}, expression: bids_received + {n}, type: number}}" for n in range(6)]
    rows = [
        " | ".join(f"= {row // 4**column % 4}" for column in range(6)) + ' -> "a"'
        for row in range(200)
    ]
    assert messages("any", columns, rows) == [
        "no row matches " + ", ".join(f"b{n} = -1" for n in range(6))
    ]
