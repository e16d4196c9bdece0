"""Payments drawn for review, from a seed that anybody can recompute.

The seed is the SHA-256 of the hashes of the input files, sorted, one a line: whoever holds the
files can draw the sample again by hand. By money: payments stand in the order of their key, and of
their euro cents laid end to end every interval-th is drawn, from a start that the seed gives, so
that a payment is drawn in proportion to its money, and one as large as the interval in any case.
At random: the payments whose SHA-256 of seed and key is the smallest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from compliance.engine.columns import AMOUNT, COUNTS, KEY, ORIGIN, TEXT, columns, source
from compliance.model.books import Drawn, Samples

if TYPE_CHECKING:
    import duckdb

_SPENDING: Final = KEY | ORIGIN | AMOUNT | {"kind": TEXT, "vendor": TEXT, "funding_line": TEXT}
_PAYMENT: Final = f"kind = 'payment' AND amount IS NOT NULL AND {COUNTS}"
_POPULATION: Final = f"drawn_spending WHERE {_PAYMENT} AND amount__base > 0"
_COUNTED: Final = f"""
SELECT count(*) FILTER (amount__base > 0), coalesce(sum(amount__base) FILTER (amount__base > 0), 0),
    count(*) FILTER (amount__base IS NULL OR amount__base <= 0)
FROM drawn_spending WHERE {_PAYMENT}
"""  # noqa: S608 - no text of a batch
_PICKED: Final = "_key, vendor, funding_line, amount__base, {certain}, _file, _sheet, _row"
_BY_MONEY: Final = f"""
WITH laid AS (
    SELECT *, sum(amount__base) OVER (ORDER BY _key, _row_hash ROWS UNBOUNDED PRECEDING) AS upto
    FROM {_POPULATION}
)
SELECT {_PICKED.format(certain="amount__base >= $interval")}
FROM laid
WHERE amount__base >= $interval
    OR (upto - $start + $interval - 1) // $interval
        > (upto - amount__base - $start + $interval - 1) // $interval
ORDER BY amount__base DESC, _key, _row_hash
"""  # noqa: S608 - no text of a batch
_AT_RANDOM: Final = f"""
SELECT {_PICKED.format(certain="false")}
FROM {_POPULATION}
ORDER BY sha256($seed || chr(10) || _key), _row_hash LIMIT $size
"""  # noqa: S608 - no text of a batch


def seed_of(hashes: Iterable[str]) -> str:
    """Give the seed that belongs to the SHA-256 of the input files."""
    return sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def samples(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], seed: str, size: int
) -> Samples | None:
    """Draw `size` payments by money and as many at random; None where there are no payments."""
    connection.register("drawn_spending", columns(tables.get("spending"), _SPENDING))
    population, total, left_out = map(int, connection.execute(_COUNTED).fetchall()[0])
    if not population:
        return None
    interval = max(1, total // size)
    start = int(seed[:15], 16) % interval
    given = {"interval": interval, "start": start}
    by_money = connection.execute(_BY_MONEY, given).fetchall()
    at_random = connection.execute(_AT_RANDOM, {"seed": seed, "size": size}).fetchall()
    return Samples(
        seed, size, population, total, left_out, interval, start,
        tuple(map(_drawn, by_money)), tuple(map(_drawn, at_random)),
    )  # fmt: skip


def _drawn(row: tuple[Any, ...]) -> Drawn:
    key, vendor, line, base, certain, *origin = row
    return Drawn(key, vendor, line, base, certain, source(*origin))
