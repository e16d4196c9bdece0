"""A number of more than 38 digits: which rule made it, and for which record.

It is looked for only after the rules have failed together: each runs alone, and the records of the
first that fails alone are then cut to the fewest with which it still does. The last of these, in
the order of their keys, is the record with which the number passes 38 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from compliance.engine.duck import DigitsError
from compliance.errors import ComplianceError, Place
from compliance.lang.rule import Rule

Tables = Mapping[str, pa.Table]
Trial = Callable[
    [Rule, Tables], None
]  # runs one rule over tables; raises where a number is too long


@dataclass(frozen=True)
class _Record:
    kind: str
    key: str
    place: Place | None


def named(
    error: ComplianceError, rules: Sequence[Rule], tables: Tables, trial: Trial
) -> ComplianceError:
    """Give the error of a run of rules anew, with the rule and the record; as it is if none is."""
    ordered = {kind: _by_key(table) for kind, table in tables.items()}
    for rule in rules:
        if _fails(trial, rule, ordered):
            record = _record(trial, rule, ordered)
            whose = "" if record is None else f" for {record.kind} {record.key}"
            return ComplianceError(
                f"{rule.id}: a number passes 38 digits{whose}",
                None if record is None else record.place,
                "look for an amount with too many digits, or multiply by less in the rule",
            )
    return error


def _record(trial: Trial, rule: Rule, tables: Tables) -> _Record | None:
    """Give the record with which a rule begins to fail, of the rule's own kind where it is one."""
    own = rule.kind.kind
    for kind in sorted(tables, key=lambda name: (name != own, name)):
        count = _fewest(trial, rule, kind, tables)
        if count:
            row = tables[kind].slice(count - 1, 1).to_pylist()[0]
            return _Record(kind, row["_key"], _place(row))
    return None


def _fewest(trial: Trial, rule: Rule, kind: str, tables: Tables) -> int:
    """Give the fewest first rows of a kind with which a rule fails; 0 if it needs none of them."""

    def fails(count: int) -> bool:
        return _fails(trial, rule, {**tables, kind: tables[kind].slice(0, count)})

    low = 0
    high: int = tables[kind].num_rows
    if fails(low):
        return 0
    while high - low > 1:  # it fails with `high` rows, and not with `low`
        middle = (low + high) // 2
        low, high = (low, middle) if fails(middle) else (middle, high)
    return high


def _fails(trial: Trial, rule: Rule, tables: Tables) -> bool:
    try:
        trial(rule, tables)
    except DigitsError:
        return True
    return False


def _by_key(table: pa.Table) -> pa.Table:
    return table.sort_by([("_key", "ascending"), ("_row_hash", "ascending")])


def _place(row: Mapping[str, Any]) -> Place | None:
    """Give where a record was read; None for records that the program made."""
    file, sheet, line = (row.get(name) for name in ("_file", "_sheet", "_row"))
    if file is None:
        return None
    return Place(file, line=line) if sheet is None else Place(file, sheet=sheet, cell=f"row {line}")
