"""A limit that a rule reads has a value on every day on which the rule is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.lang.coverage import uncovered
from compliance.lang.parameters import read_parameters

from .rule_text import built

if TYPE_CHECKING:
    from pathlib import Path

# A gap in July 2025, and nothing before that year.
LIMITS = """\
parameters:
  - {id: test.limit, title: t, unit: money, values: [
      {from: 2025-08-01, value: EUR 3.00, source: s, standing: house},
      {from: 2025-01-01, until: 2025-06-30, value: EUR 1.00, source: s, standing: house}]}
  - {id: test.ended, title: t, unit: money, values: [
      {until: 2025-06-30, value: EUR 1.00, source: s, standing: house}]}
  - {id: test.keyed, title: t, unit: money, by: entity, values: [
      {key: north, from: 2025-01-01, value: EUR 1.00, source: s, standing: house}]}
  - {id: test.common, title: t, unit: money, by: entity, values: [
      {key: north, value: EUR 1.00, source: s, standing: house},
      {from: 2025-01-01, value: EUR 2.00, source: s, standing: house}]}
"""
JULY = "is in force on 2025-07-{} but `test.{}` has no value then"
EVER = "is in force since ever but `test.{}` has no value before 2025-01-01"


@pytest.mark.parametrize(
    ("limit", "force", "told"),
    [
        ("limit", "{from: 2025-01-01, until: 2025-06-30}", None),
        ("limit", "{from: 2025-01-01, until: 2025-07-01}", JULY.format("01", "limit")),
        ("limit", "{from: 2025-01-01}", JULY.format("01", "limit")),
        ("limit", "{from: 2025-07-31}", JULY.format("31", "limit")),
        ("limit", "{from: 2025-08-01}", None),
        ("limit", "{from: 2024-12-31}", "is in force on 2024-12-31 but `test.limit`"),
        ("limit", "{}", EVER.format("limit")),
        ("limit", "{until: 2025-03-01}", EVER.format("limit")),
        ("ended", "{}", JULY.format("01", "ended")),
        ("ended", "{until: 2025-06-30}", None),
        ("keyed", "{}", None),  # what a key has no value for is not known before a record
        ("common", "{}", EVER.format("common")),
        ("limit on launched_on", "{}", None),  # read on another day than the rule's
    ],
)
def test_a_day_without_a_value_is_told(
    limit: str, force: str, told: str | None, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").write_text(LIMITS, "utf-8")
    parameters, faults = read_parameters(tmp_path)
    assert not faults
    text = f"on: procurement\nin_force: {force}\nrequire: estimated_value < test.{limit}\n"
    rule, faults = built(text, parameters=parameters)
    assert rule is not None, faults
    found = [message for message, _ in uncovered(rule, parameters)]
    assert len(found) == (told is not None)
    assert told is None or f"TST-001 {told}" in found[0]
