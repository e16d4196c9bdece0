"""Commitments that are not yet paid and advances that are not yet recovered, with their age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from compliance.engine.columns import AMOUNT, COUNTS, DAY, KEY, TEXT, columns
from compliance.engine.unpaid import line_extents
from compliance.model.books import Open

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SPENDING: Final = KEY | AMOUNT | {
    "kind": TEXT, "nature": TEXT, "contract": TEXT, "vendor": TEXT, "funding_line": TEXT,
    "booked_on": DAY,
}  # fmt: skip
_COMMITMENTS: Final = f"""
SELECT _key, contract, vendor, funding_line, booked_on, amount__currency, amount, amount__base
FROM aged_spending
WHERE kind = 'commitment' AND amount IS NOT NULL AND {COUNTS}
QUALIFY row_number() OVER (PARTITION BY _key ORDER BY _row_hash) = 1
ORDER BY _key
"""  # noqa: S608 - no text of a batch
# An advance is recovered by credit notes and refunds that say so, of the same contract.
_ADVANCES: Final = f"""
WITH moved AS (
    SELECT *, CASE
        WHEN kind = 'payment' AND nature = 'advance' THEN 1
        WHEN kind = 'refund' AND nature IN ('advance', 'advance_recovery') THEN -1
        WHEN kind = 'credit_note' AND nature = 'advance_recovery' THEN -1
        END AS sign
    FROM aged_spending WHERE {COUNTS} AND amount IS NOT NULL AND contract IS NOT NULL
)
SELECT contract, contract, min(vendor), min(funding_line),
    min(booked_on) FILTER (sign = 1), amount__currency, sum(sign * amount)::BIGINT,
    CASE WHEN count(amount__base) = count(*) THEN sum(sign * amount__base)::BIGINT END
FROM moved WHERE sign IS NOT NULL
GROUP BY contract, amount__currency HAVING sum(sign * amount) > 0
ORDER BY contract, amount__currency
"""  # noqa: S608 - no text of a batch


def open_commitments(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], as_of: date
) -> tuple[Open, ...]:
    """Give each commitment of which something is neither paid nor released, the oldest first."""
    _load(connection, tables)
    rows = connection.execute(_COMMITMENTS).fetchall()
    extents = line_extents(connection, tables, [row[0] for row in rows])
    found = []
    for key, contract, vendor, line, since, currency, amount, base in rows:
        rest = extents[key].unpaid(amount) if key in extents else amount
        if rest > 0:
            share = None if base is None else round(Fraction(base * rest, amount))
            found.append(_open((key, contract, vendor, line), since, currency, rest, share, as_of))
    return tuple(sorted(found, key=_oldest_first))


def open_advances(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], as_of: date
) -> tuple[Open, ...]:
    """Give what each contract has of advances that nothing recovered, the oldest first."""
    _load(connection, tables)
    found = [
        _open((key, contract, vendor, line), since, currency, amount, base, as_of)
        for key, contract, vendor, line, since, currency, amount, base in connection.execute(
            _ADVANCES
        ).fetchall()
    ]
    return tuple(sorted(found, key=_oldest_first))


def _load(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    connection.register("aged_spending", columns(tables.get("spending"), _SPENDING))


def _open(
    names: tuple[str, str | None, str | None, str | None],
    since: date | None,
    currency: str,
    amount: int,
    base: int | None,
    as_of: date,
) -> Open:
    days = None if since is None else (as_of - since).days
    return Open(*names, since, days, currency, amount, base)


def _oldest_first(item: Open) -> tuple[int, bytes]:
    return -(-1 if item.days is None else item.days), item.record.encode("utf-8", "replace")
