"""How one value of a record is written for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from compliance.model.money import format_money

_CURRENCY: Final = "__currency"  # an amount's currency stands in a column of its own


def cell_text(row: Mapping[str, Any], name: str) -> str | None:
    """Write the value of a field; None where there is none."""
    value = row.get(name)
    if value is None:
        return None
    if f"{name}{_CURRENCY}" in row:
        return format_money(int(value), row[f"{name}{_CURRENCY}"])
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def stated(name: str) -> bool:
    """Say whether a column is what a record states: no place, and nothing computed from it."""
    return not name.startswith("_") and ("__" not in name or name.endswith(_CURRENCY))


def fields_of(columns: Iterable[str]) -> list[str]:
    """Name the fields of columns: an amount and its currency are one field."""
    return list(dict.fromkeys(name.removesuffix(_CURRENCY) for name in columns if stated(name)))
