"""What was delivered and accepted, by the funding line that pays for it.

A delivery belongs to a contract, and the contract to its lines: by its allocations, in their
shares, else to the line of its procurement. It falls in the budget year in which it was accepted,
where the line has that year; else, where the line has one year only, in that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from compliance.engine.columns import DAY, KEY, MINOR, TEXT, columns
from compliance.model.ledger import WITHDRAWN

Key = tuple[str, str]
TAKEN: Final = frozenset({"accepted", "with_reserve"})
_RECEIPT: Final = KEY | {
    "contract": TEXT, "outcome": TEXT, "amount": MINOR, "amount__currency": TEXT,
    "accepted_on": DAY,
}  # fmt: skip


def accepted_by_line(tables: Mapping[str, Any], currencies: Mapping[Key, str]) -> dict[Key, int]:
    """Give the accepted amounts in the currency of each line, rounded half-even once a line."""
    shares = _shares(tables)
    years: dict[str, list[str]] = defaultdict(list)
    for line, year in currencies:
        years[line].append(year)
    sums: dict[Key, Fraction] = defaultdict(Fraction)
    for row in columns(tables.get("receipt"), _RECEIPT).to_pylist():
        if row["outcome"] not in TAKEN or row["amount"] is None or row["status"] in WITHDRAWN:
            continue
        for line, share in shares.get(row["contract"], {}).items():
            key = (line, _year(years.get(line, []), row["accepted_on"]))
            if row["amount__currency"] == currencies.get(key):
                sums[key] += row["amount"] * share
    return {key: round(total) for key, total in sums.items()}


def _shares(tables: Mapping[str, Any]) -> Mapping[str, Mapping[str, Fraction]]:
    """Give the parts of each contract that its lines pay."""
    found: dict[str, dict[str, Fraction]] = {}
    for contract, line, share in _allocated(tables):
        own = found.setdefault(contract, {})
        own[line] = own.get(line, Fraction(0)) + share
    lines = {
        row["_key"]: row["funding_line"]
        for row in columns(tables.get("procurement"), KEY | {"funding_line": TEXT}).to_pylist()
    }
    for row in columns(tables.get("contract"), KEY | {"procurement": TEXT}).to_pylist():
        own_line = lines.get(row["procurement"])
        if own_line is not None:
            found.setdefault(row["_key"], {own_line: Fraction(1)})
    return found


def _allocated(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, Fraction]]:
    table = tables.get("allocation")
    if table is None or "share" not in table.column_names:
        return
    for row in table.select(["contract", "funding_line", "share", "status"]).to_pylist():
        known = row["contract"] and row["funding_line"] and row["share"] is not None
        if known and row["status"] not in WITHDRAWN:
            yield row["contract"], row["funding_line"], Fraction(row["share"])


def _year(years: list[str], day: Any) -> str:
    if day is not None and str(day.year) in years:
        return str(day.year)
    return years[0] if len(years) == 1 else ""
