"""Payments drawn for review, from a seed that anybody can recompute.

The seed is the SHA-256 of the hashes of the input files, sorted, one a line: whoever holds the
files can draw the sample again by hand. By money: a payment as large as the interval is drawn in
any case; the interval is what the others come to, divided by the draws that are left. Of the euro
cents of the others, laid end to end in the order of their keys, every interval-th is drawn, from a
start that the seed gives, so that each payment is drawn in proportion to its money. At random: the
payments whose SHA-256 of seed and key is the smallest.
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
    SELECT *, sum(CASE WHEN amount__base < $interval THEN amount__base ELSE 0 END)
        OVER (ORDER BY _key, _row_hash ROWS UNBOUNDED PRECEDING) AS upto
    FROM {_POPULATION}
)
SELECT {_PICKED.format(certain="amount__base >= $interval")}
FROM laid
WHERE amount__base >= $interval
    OR (upto - $start + $interval - 1) // $interval
        > (upto - amount__base - $start + $interval - 1) // $interval
ORDER BY amount__base DESC, _key, _row_hash
"""  # noqa: S608 - no text of a batch
_LARGE: Final = f"""
SELECT count(*), coalesce(sum(amount__base), 0) FROM {_POPULATION} AND amount__base >= $interval
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
    interval = _interval(connection, total, size)
    start = int(seed[:15], 16) % interval
    given = {"interval": interval, "start": start}
    by_money = connection.execute(_BY_MONEY, given).fetchall()
    at_random = connection.execute(_AT_RANDOM, {"seed": seed, "size": size}).fetchall()
    return Samples(
        seed, size, population, total, left_out, interval, start,
        tuple(map(_drawn, by_money)), tuple(map(_drawn, at_random)),
    )  # fmt: skip


def _interval(connection: duckdb.DuckDBPyConnection, total: int, size: int) -> int:
    """Give the euro cents for one draw, once what is drawn in any case has been set apart."""
    apart, interval = 0, max(1, total // size)
    while True:
        ((number, held),) = connection.execute(_LARGE, {"interval": interval}).fetchall()
        if number == apart or number >= size:
            return interval
        apart, interval = int(number), max(1, (total - int(held)) // (size - int(number)))


def _drawn(row: tuple[Any, ...]) -> Drawn:
    key, vendor, line, base, certain, *origin = row
    return Drawn(key, vendor, line, base, certain, source(*origin))
