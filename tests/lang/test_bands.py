"""Parameters by band: the value follows the record's money, and bands meet without overlap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.lang.parameters import Parameter, read_parameters
from compliance.model.money import Money

from .rule_text import built

HEAD = "parameters:\n  - {id: bids.least, title: t, unit: integer, by: band, values: [\n"


def read(folder: Path, *values: str) -> tuple[Parameter | None, list[str]]:
    """Read one parameter by band from the lines of its values."""
    rows = [f"      {{{value}, source: s, standing: house}}" for value in values]
    (folder / "p.yaml").write_text(HEAD + ",\n".join(rows) + "]}\n", encoding="utf-8")
    parameters, faults = read_parameters(folder)
    return parameters.get("bids.least"), [fault.message for fault in faults]


BANDS = (
    "up_to: EUR 800.00, value: 1",
    'above: 800 EUR, up_to: "20,000 EUR", value: 2',
    'above: "20,000 EUR", value: 5',
)


def test_a_value_holds_above_one_limit_and_up_to_another(tmp_path: Path) -> None:
    parameter, faults = read(tmp_path, *BANDS)
    assert not faults
    assert parameter is not None
    amounts = {-1: 1, 80_000: 1, 80_001: 2, 2_000_000: 2, 2_000_001: 5}
    for minor, wanted in amounts.items():
        found = parameter.lookup(None, Money(minor, "EUR", minor))
        assert found is not None
        assert found.value == wanted
    assert [value.key for value in parameter.values] == [
        "up to EUR 800.00", "over EUR 800.00 up to EUR 20,000.00", "over EUR 20,000.00",
    ]  # fmt: skip


def test_another_currency_compares_in_euro_and_without_a_rate_nothing_holds(tmp_path: Path) -> None:
    parameter, _ = read(tmp_path, *BANDS)
    assert parameter is not None
    yen = parameter.lookup(None, Money(5, "JPY", 80_001))
    assert yen is not None
    assert yen.value == 2
    assert parameter.lookup(None, Money(5, "JPY")) is None
    nothing = parameter.lookup(None, Money(0, None, 0))
    assert nothing is not None
    assert nothing.value == 1
    assert parameter.lookup(None, None) is None


def test_a_band_is_closed_by_its_next_value_alone(tmp_path: Path) -> None:
    parameter, faults = read(tmp_path, *BANDS, "from: 2026-01-01, up_to: 800 EUR, value: 3")
    assert not faults
    assert parameter is not None
    small, large = Money(1, "EUR", 1), Money(80_001, "EUR", 80_001)
    on = {day: parameter.lookup(day, small) for day in (date(2025, 12, 31), date(2026, 1, 1))}
    assert [value and value.value for value in on.values()] == [1, 3]
    later = parameter.lookup(date(2026, 1, 1), large)
    assert later is not None
    assert later.value == 2


def test_a_trial_value_takes_the_place_of_every_band_from_its_day(tmp_path: Path) -> None:
    parameter, _ = read(tmp_path, *BANDS)
    assert parameter is not None
    tried = parameter.with_value("7", date(2026, 1, 1))
    large = Money(80_001, "EUR", 80_001)
    on = [tried.lookup(day, large) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert [value and value.value for value in on] == [2, 7]
    always = parameter.with_value("7", None).lookup(date(2020, 1, 1), large)
    assert always is not None
    assert always.value == 7


def test_a_trial_value_keeps_of_each_band_what_held_before_it(tmp_path: Path) -> None:
    ended = "until: 2025-06-30, up_to: 800 EUR, value: 1"
    begun = "from: 2026-01-01, up_to: 800 EUR, value: 3"
    parameter, faults = read(tmp_path, ended, begun, *BANDS[1:])
    assert not faults
    assert parameter is not None
    tried = parameter.with_value("7", date(2026, 1, 1))
    small = Money(1, "EUR", 1)
    on = [tried.lookup(day, small) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert [value and value.value for value in on] == [1, None]
    # What would begin on that day never holds, and so has no say in the standing.
    assert [value.value for value in tried.values] == [7, 1, 2, 5]


FAULTS = [
    # values, the faults
    (("up_to: 800 EUR, value: 1", "above: 700 EUR, value: 2"), ["EUR 700.01 stands in two bands"]),
    (("up_to: 800 EUR, value: 1", "above: 900 EUR, value: 2"), ["EUR 800.01 stands in no band"]),
    (("up_to: 800 EUR, value: 1", "up_to: 900 EUR, value: 2"), ["EUR 0.00 stands in two bands"]),
    (("above: 800 EUR, value: 1", "value: 2"), ["EUR 800.01 stands in two bands"]),
    (("above: 800 EUR, up_to: 900 EUR, value: 1",), []),  # open at both ends
    (("above: 9 EUR, up_to: 9 EUR, value: 1",), ["no amount is over EUR 9.00 and up to EUR 9.00"]),
    (("above: 800 USD, value: 1",), ["'800 USD': limits are stated in EUR"]),
    (("key: nsip, value: 1",), ["`key` needs `by:` (entity, source or pilot)"]),
    (("up_to: 8 EUR, value: 1", "up_to: 8 EUR, value: 2"), ["two values begin on the same day"]),
    # From 2026 the limit is another: the old bands do not end by themselves.
    (
        (*BANDS[:2], "from: 2026-01-01, up_to: 900 EUR, value: 1"),
        [
            "EUR 0.00 stands in two bands on 2026-01-01",
            "EUR 800.01 stands in two bands on 2026-01-01",
        ],
    ),
    (
        ("until: 2025-12-31, up_to: 800 EUR, value: 1", "above: 800 EUR, value: 2",
         "from: 2026-02-01, up_to: 700 EUR, value: 1"),
        ["EUR 700.01 stands in no band on 2026-02-01"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "messages"), FAULTS)
def test_bands_neither_overlap_nor_leave_a_gap_between_them(
    tmp_path: Path, values: tuple[str, ...], messages: list[str]
) -> None:
    assert read(tmp_path, *values)[1] == messages


def test_limits_of_a_band_need_a_parameter_by_band(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "parameters:\n  - {id: a.b, title: t, unit: integer, values: [\n"
        "      {above: 8 EUR, value: 1, source: s, standing: house}]}\n",
        encoding="utf-8",
    )
    assert [f.message for f in read_parameters(tmp_path)[1]] == [
        "`above` and `up_to` need `by: band`"
    ]


def test_a_parameter_by_band_needs_a_record_with_money(tmp_path: Path) -> None:
    parameter, _ = read(tmp_path, *BANDS)
    assert parameter is not None
    text = 'on: {kind}\nrequire: "{name} > bids.least"\n'
    more = {parameter.id: parameter}
    assert built(text.format(kind="procurement", name="bids_received"), parameters=more)[1] == []
    _, faults = built(text.format(kind="file", name="rows_read"), parameters=more)
    assert any("bands of the record's money, and file has none" in f.message for f in faults)
