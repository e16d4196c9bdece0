"""What nations pledged, were called to pay, paid and gave in kind, by funding line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from compliance.engine.columns import AMOUNT, COUNTS, KEY, TEXT, columns
from compliance.model.books import Contributions

if TYPE_CHECKING:
    import duckdb

_CONTRIBUTION: Final = KEY | AMOUNT | {"funding_line": TEXT, "nation": TEXT, "kind": TEXT}
_SHARE: Final = KEY | {"funding_line": TEXT, "nation": TEXT, "share": pa.decimal128(38, 9)}
_KINDS: Final = (
    "pledged", "called", "received", "returned", "in_kind_pledged", "in_kind_accepted",
)  # fmt: skip
_QUERY: Final = f"""
WITH paid AS (
    SELECT funding_line, nation, amount__currency AS currency,
        {", ".join(f"sum(amount) FILTER (kind = '{kind}') AS {kind}" for kind in _KINDS)}
    FROM nations_contribution
    WHERE {COUNTS} AND amount IS NOT NULL AND funding_line IS NOT NULL AND nation IS NOT NULL
    GROUP BY ALL
),
agreed AS (
    SELECT funding_line, nation, max(share) AS share FROM nations_share WHERE {COUNTS} GROUP BY ALL
)
SELECT funding_line, nation, share, currency,
    {", ".join(f"coalesce({kind}, 0)::BIGINT" for kind in _KINDS)}
FROM paid LEFT JOIN agreed USING (funding_line, nation)
ORDER BY funding_line, nation, currency
"""  # noqa: S608 - no text of a batch


def contributions(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any]
) -> tuple[Contributions, ...]:
    """Give one row for each line, nation and currency that the batch's contributions name."""
    connection.register("nations_contribution", columns(tables.get("contribution"), _CONTRIBUTION))
    connection.register("nations_share", columns(tables.get("share"), _SHARE))
    return tuple(
        Contributions(line, nation, None if share is None else _plain(share), currency, *sums)
        for line, nation, share, currency, *sums in connection.execute(_QUERY).fetchall()
    )


def _plain(share: Any) -> str:
    return f"{share.normalize():f}"
