"""How the payments of a batch spread: over vendors, over funding lines, over leading digits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from compliance.engine.columns import AMOUNT, COUNTS, KEY, TEXT, columns
from compliance.lang.benford import BENFORD
from compliance.model.books import Digits, Portion, Spread

if TYPE_CHECKING:
    import duckdb

LARGEST: Final = 10
TITLES: Final = {"vendor": ("vendor", "name"), "funding_line": ("funding_line", "title")}
_SPENDING: Final = KEY | AMOUNT | {"kind": TEXT, "vendor": TEXT, "funding_line": TEXT}
_PAYMENT: Final = f"kind = 'payment' AND {COUNTS}"
_SUMS: Final = """
SELECT {name}, count(*), sum(amount__base)::BIGINT
FROM spread_spending
WHERE {payment} AND {name} IS NOT NULL AND amount__base > 0
GROUP BY {name} ORDER BY 3 DESC, 1
"""
_DIGITS: Final = f"""
SELECT left(cast(amount AS VARCHAR), 1)::INTEGER, count(*) FROM spread_spending
WHERE {_PAYMENT} AND amount > 0 GROUP BY 1
"""  # noqa: S608 - no text of a batch
_RANGE: Final = f"""
SELECT max(amount), min(amount) FROM spread_spending WHERE {_PAYMENT} AND amount > 0
"""  # noqa: S608 - no text of a batch


def spread(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], name: str
) -> Spread | None:
    """Give how payments with a rate spread over `vendor` or `funding_line`; None without any."""
    _load(connection, tables)
    query = _SUMS.format(name=name, payment=_PAYMENT)
    rows: list[tuple[str, int, int]] = connection.execute(query).fetchall()
    if not rows:
        return None
    total = sum(base for _, _, base in rows)
    titles = _titles(connection, tables, name)
    largest = tuple(
        Portion(key, titles.get(key), payments, base, round(Fraction(base * 10_000, total)))
        for key, payments, base in rows[:LARGEST]
    )
    index = round(Fraction(sum(base * base for _, _, base in rows) * 10_000, total * total))
    return Spread(largest, len(rows), total, index)


def digits(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], least: int, orders: int
) -> Digits | None:
    """Give the leading digits of payments; meant from `least` amounts that span `orders`-fold."""
    _load(connection, tables)
    found: dict[int, int] = dict(connection.execute(_DIGITS).fetchall())
    if not found:
        return None
    largest, smallest = connection.execute(_RANGE).fetchall()[0]
    counts = tuple(found.get(digit, 0) for digit in range(1, 10))
    expected = tuple(round(Fraction(part, 10**6)) for part in BENFORD[1])
    meant = sum(counts) >= least and largest >= smallest * orders
    return Digits(counts, expected, least, meant)


def _load(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any]) -> None:
    connection.register("spread_spending", columns(tables.get("spending"), _SPENDING))


def _titles(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], name: str
) -> dict[str, str]:
    kind, column = TITLES[name]
    wanted = KEY | {"line_id": TEXT, column: TEXT}
    connection.register("spread_titles", columns(tables.get(kind), wanted))
    key = "line_id" if kind == "funding_line" else "_key"
    query = f"SELECT {key}, min({column}) FROM spread_titles WHERE {column} IS NOT NULL GROUP BY 1"  # noqa: S608
    return dict(connection.execute(query).fetchall())
