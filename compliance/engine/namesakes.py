"""Vendors and entries of exclusion lists whose names are alike, as rows of the kind `likeness`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from compliance.model.ledger import WITHDRAWN

Row = Mapping[str, Any]
_READ: Final = (
    "_key", "name", "status", "lei", "nation", "identifiers", "scope", "valid_from", "valid_until",
)  # fmt: skip


def likeness_rows(tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give a row for each vendor and each other record that may be the same firm, by name."""
    vendors, exclusions = _named(tables.get("vendor")), _named(tables.get("exclusion"))
    names = sorted({row["name"] for row in (*vendors, *exclusions)})
    firms = _firms(names)
    alike: defaultdict[int, list[Row]] = defaultdict(list)
    listed: defaultdict[int, list[Row]] = defaultdict(list)
    for row in vendors:
        alike[firms[row["name"]]].append(row)
    for row in exclusions:
        listed[firms[row["name"]]].append(row)
    found: dict[str, dict[str, Any]] = {}
    for firm, group in alike.items():
        for vendor in group:
            others = [other for other in group if other["_key"] != vendor["_key"]]
            rows = [_pair(vendor, other, firm) for other in others]
            rows += [_entry(vendor, entry) for entry in listed[firm]]
            found.update((row["likeness_id"], row) for row in rows)
    return [row for _, row in sorted(found.items())]


def _firms(names: Sequence[str]) -> dict[str, int]:
    """Give for each name the number of its firm; names come in order, whatever that of the rows."""
    # Read here, since few checks compare names.
    from compliance.engine.firms import same_firm
    from compliance.engine.likeness import likenesses

    return dict(zip(names, same_firm(len(names), likenesses(names)), strict=True))


def _named(table: Any) -> list[Row]:
    """Give the rows in force that have a name, each of a key once for each version."""
    if table is None:
        return []
    names = [name for name in _READ if name in table.column_names]
    rows: Iterator[Row] = iter(table.select(names).to_pylist())
    return [row for row in rows if row.get("name") and row.get("status") not in WITHDRAWN]


def _pair(vendor: Row, other: Row, firm: int) -> dict[str, Any]:
    return {
        "likeness_id": f"vendor {vendor['_key']} and vendor {other['_key']}",
        "vendor": vendor["_key"],
        "other": other["_key"],
        "firm": firm,
        "apart": _differ(vendor.get("lei"), other.get("lei")),
    }


def _entry(vendor: Row, entry: Row) -> dict[str, Any]:
    identifiers = entry.get("identifiers") or ()
    return {
        "likeness_id": f"vendor {vendor['_key']} and exclusion {entry['_key']}",
        "vendor": vendor["_key"],
        "exclusion": entry["_key"],
        "by_number": vendor["_key"] in identifiers or vendor.get("lei") in identifiers,
        "apart": _differ(vendor.get("nation"), entry.get("nation")),
        "scope": entry.get("scope") or "all",
        "excluded_from": entry.get("valid_from"),
        "excluded_until": entry.get("valid_until"),
    }


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
