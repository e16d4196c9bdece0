"""Parameters: how a value of each unit is read, and which value holds on which day for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compliance.lang.parameters import Parameter, read_parameters
from compliance.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

FIRST, LAST = date.min, date.max


def read(folder: Path, unit: str, *values: str, by: str = "") -> tuple[Parameter | None, list[str]]:
    """Read one parameter from the lines of its values."""
    rows = ["      {source: s, standing: house, " + value + "}" for value in values]
    head = f"parameters:\n  - {{id: a.limit, title: t, unit: {unit}, {by}values: [\n"
    (folder / "p.yaml").write_text(head + ",\n".join(rows) + "]}\n", encoding="utf-8")
    parameters, faults = read_parameters(folder)
    return parameters.get("a.limit"), [fault.message for fault in faults]


def parameter(folder: Path, unit: str, *values: str, by: str = "") -> Parameter:
    """Read a parameter that is sound."""
    found, faults = read(folder, unit, *values, by=by)
    assert faults == []
    assert found is not None
    return found


def on(held: Parameter, day: date | None, key: str | Money | None = None) -> Any:
    """Give the value that holds on a day."""
    found = held.lookup(day, key)
    return found and found.value


VALUES = [
    # unit, as written, the value, as shown
    ("money", "'EUR 5,000.00'", Money(500_000, "EUR", 500_000), "EUR 5,000.00"),
    ("number", "'2.50'", Decimal("2.5"), "2.5"),
    ("number", "-1e3", Decimal(-1000), "-1000"),
    ("ratio", "10%", Decimal("0.1"), "0.1"),
    ("ratio", "'12.5 %'", Decimal("0.125"), "0.125"),
    ("ratio", "0.1", Decimal("0.1"), "0.1"),
    ("integer", "'1,000'", Decimal(1000), "1000"),
    ("integer", "3.0", Decimal(3), "3"),
    ("days", "P30D", 30, "30"),
    ("days", "1 day", 1, "1"),
    ("days", "99999 days", 99_999, "99999"),
    ("months", "P6M", 6, "6"),
    ("months", "18 months", 18, "18"),
    ("boolean", "true", True, "true"),
    ("boolean", "false", False, "false"),
    ("text", "a; b", "a; b", "a; b"),
    ("list of text", "'a; b;; c '", ("a", "b", "c"), "a; b; c"),
    ("list of text", "[a, ' b ', '']", ("a", "b"), "a; b"),
    ("number", f"'{'9' * 30}'", Decimal(10**30 - 1), "9" * 30),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "written", "value", "shown"), VALUES)
def test_a_value_is_read_by_its_unit(
    tmp_path: Path, unit: str, written: str, value: object, shown: str
) -> None:
    [held] = parameter(tmp_path, unit, f"value: {written}").values
    assert (held.value, held.text) == (value, shown)


REFUSED = [
    ("money", "5000", "'5000'"),
    ("money", "USD 5", "'USD 5': limits are stated in EUR"),
    ("money", "[EUR 5]", "the value should be one money"),
    ("number", "two", "'two' is not a number"),
    ("number", "Infinity", "'Infinity' is not a number of at most 30 digits"),
    ("number", "'1234567890123456789012345678901'", "'1234567890123456789012345678901' is not"),
    ("integer", "2.5", "'2.5' is not a whole number"),
    ("days", "30", "'30' is not a number of days: write `30 days` or `P30D`"),
    ("days", "P6M", "'P6M' is not a number of days"),
    ("days", "100000 days", "'100000 days' is not a number of days"),
    ("months", "P30D", "'P30D' is not a number of months: write `30 months` or `P30M`"),
    ("boolean", "yes", "'yes' is neither true nor false"),
    ("text", "[a]", "the value should be one text"),
]


@pytest.mark.parametrize(("unit", "written", "message"), REFUSED)
def test_a_value_of_another_form_is_refused(
    tmp_path: Path, unit: str, written: str, message: str
) -> None:
    found, [told] = read(tmp_path, unit, f"value: {written}")
    assert found is None
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("unit", "values", "scale"),
    [
        ("integer", ["value: 3", "from: 2026-01-01, value: 4"], 0),
        ("integer", ["value: 1e3"], 0),
        ("number", ["value: 0.5", "from: 2026-01-01, value: 1.25"], 2),
        ("ratio", ["value: 12.5%"], 3),
    ],
)
def test_a_number_has_the_decimals_of_its_most_exact_value(
    tmp_path: Path, unit: str, values: list[str], scale: int
) -> None:
    kind = parameter(tmp_path, unit, *values).type
    assert (kind.name, kind.scale) == ("number", scale)


@pytest.mark.parametrize(
    ("unit", "value", "kind"),
    [
        ("money", "EUR 1", "money"),
        ("days", "1 day", "days"),
        ("months", "P1M", "months"),
        ("boolean", "true", "boolean"),
        ("text", "x", "text"),
        ("list of text", "x", "list"),
    ],
)
def test_other_units_have_a_type_of_their_own(
    tmp_path: Path, unit: str, value: str, kind: str
) -> None:
    found = parameter(tmp_path, unit, f"value: {value}").type
    assert found.name == kind
    assert (found.element and found.element.name) == ("text" if kind == "list" else None)


def test_a_value_holds_from_its_first_day_to_the_day_before_the_next(tmp_path: Path) -> None:
    held = parameter(
        tmp_path,
        "integer",
        "value: 1",
        "from: 2025-01-01, value: 2",
        "from: 2026-01-01, until: 2026-06-30, value: 3",
    )
    days = {
        FIRST: 1, date(2024, 12, 31): 1,
        date(2025, 1, 1): 2, date(2025, 12, 31): 2,
        date(2026, 1, 1): 3, date(2026, 6, 30): 3,
        date(2026, 7, 1): None, LAST: None,
    }  # fmt: skip
    assert {day: on(held, day) for day in days} == days
    assert on(held, None) is None


def test_a_value_that_ends_early_leaves_a_gap(tmp_path: Path) -> None:
    held = parameter(
        tmp_path, "integer", "until: 2024-06-30, value: 1", "from: 2025-01-01, value: 2"
    )
    days = {date(2024, 6, 30): 1, date(2024, 7, 1): None, date(2025, 1, 1): 2, LAST: 2}
    assert {day: on(held, day) for day in days} == days


def test_without_a_day_only_a_value_without_bounds_holds(tmp_path: Path) -> None:
    assert on(parameter(tmp_path, "integer", "value: 1"), None) == 1
    assert on(parameter(tmp_path, "integer", "from: 2025-01-01, value: 1"), None) is None
    assert on(parameter(tmp_path, "integer", "until: 2025-01-01, value: 1"), None) is None


@pytest.mark.parametrize(
    ("values", "dated"),
    [
        (["value: 1"], False),
        (["from: 2025-01-01, value: 1"], True),
        (["until: 2025-01-01, value: 1"], True),
        (["from: 2025-01-01, until: 2025-12-31, value: 1"], True),
        (["value: 1", "from: 2025-01-01, value: 2"], True),
    ],
)
def test_a_parameter_is_dated_where_one_of_its_values_has_a_bound(
    tmp_path: Path, values: list[str], dated: bool
) -> None:
    assert parameter(tmp_path, "integer", *values).dated is dated


KEYED = (
    "value: 1",
    "key: nspa, value: 2",
    "key: nspa, from: 2026-01-01, value: 3",
    "key: ncia, until: 2025-12-31, value: 4",
)


def test_a_listed_key_has_its_own_values_and_every_other_the_common_one(tmp_path: Path) -> None:
    held = parameter(tmp_path, "integer", *KEYED, by="by: entity, ")
    before, after = date(2025, 12, 31), date(2026, 1, 1)
    assert [on(held, before, key) for key in ("nspa", "ncia", "shape")] == [2, 4, 1]
    # A listed key whose value has ended does not fall back.
    assert [on(held, after, key) for key in ("nspa", "ncia", "shape")] == [3, None, 1]
    assert on(held, after, None) is None


def test_without_a_common_value_an_unlisted_key_has_none(tmp_path: Path) -> None:
    held = parameter(tmp_path, "integer", KEYED[1], by="by: entity, ")
    assert on(held, None, "nspa") == 2
    assert on(held, None, "shape") is None


def test_the_standing_of_a_parameter_is_its_weakest(tmp_path: Path) -> None:
    values = [
        f"source: s, standing: {standing}, value: {n}, from: 202{n}-01-01"
        for n, standing in enumerate(["binding", "analogue", "house"])
    ]
    (tmp_path / "p.yaml").write_text(
        "parameters:\n  - {id: a.limit, title: t, unit: integer, values: [\n      {"
        + "},\n      {".join(values)
        + "}]}\n",
        encoding="utf-8",
    )
    assert read_parameters(tmp_path)[0]["a.limit"].weakest == "analogue"


def test_a_value_stated_in_a_scenario_takes_the_place_of_what_begins_later(tmp_path: Path) -> None:
    held = parameter(
        tmp_path,
        "number",
        "value: 1",
        "from: 2025-01-01, value: 2",
        "from: 2026-01-01, value: 3",
        "from: 2027-01-01, value: 4",
    )
    days = [date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1), LAST]
    assert [on(held.with_value("9.5", date(2026, 1, 1)), day) for day in days] == [
        1, 2, Decimal("9.5"), Decimal("9.5"),
    ]  # fmt: skip
    assert [on(held.with_value("9", None), day) for day in days] == [9, 9, 9, 9]
    assert held.with_value("9.5", None).type.scale == 1


def test_a_value_stated_in_a_scenario_is_for_every_key(tmp_path: Path) -> None:
    held = parameter(tmp_path, "integer", *KEYED, by="by: entity, ")
    stated = held.with_value("9", date(2026, 1, 1))
    assert [on(stated, date(2026, 1, 1), key) for key in ("nspa", "ncia", "shape")] == [9, 9, 9]
    assert on(stated, date(2025, 12, 31), "shape") == 1


CLASHES = [
    (["from: 2026-01-02, until: 2026-01-01"], ["the value ends before it begins"]),
    (["from: 2026-01-01, until: 2026-01-01"], []),
    (["until: 2025-12-31", "from: 2026-01-01"], []),
    (["until: 2026-01-01", "from: 2026-01-01"], ["two values hold on 2026-01-01"]),
    (["from: 2026-01-01", "from: 2026-01-01"], ["two values begin on the same day"]),
    (["from: 2026-01-01, until: 2027-01-01", "from: 2025-01-01"], []),
]


@pytest.mark.parametrize(("days", "messages"), CLASHES)
def test_values_of_one_key_do_not_clash(
    tmp_path: Path, days: list[str], messages: list[str]
) -> None:
    values = [f"{one}, value: {number}" for number, one in enumerate(days)]
    assert read(tmp_path, "integer", *values)[1] == messages


def test_values_of_different_keys_may_hold_together(tmp_path: Path) -> None:
    values = ["key: nspa, until: 2026-01-01, value: 1", "key: ncia, from: 2026-01-01, value: 2"]
    assert read(tmp_path, "integer", *values, by="by: entity, ")[1] == []
    assert (
        read(tmp_path, "integer", *values)[1] == ["`key` needs `by:` (entity, source or pilot)"] * 2
    )


def test_a_parameter_stands_once_in_all_files(tmp_path: Path) -> None:
    text = (
        "parameters:\n"
        "  - {id: a.limit, title: t, unit: integer, values: [\n"
        "      {value: 1, source: s, standing: house}]}\n"
    )
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(text.replace("value: 1", "value: 2"), encoding="utf-8")
    parameters, [fault] = read_parameters(tmp_path)
    assert fault.message == "the id `a.limit` stands twice"
    assert fault.place is not None
    assert (fault.place.file.rpartition("/")[2], fault.place.line) == ("two.yaml", 2)
    assert "one.yaml:2" in (fault.hint or "")
    assert on(parameters["a.limit"], None) == 1
