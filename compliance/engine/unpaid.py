"""What is not yet paid of the commitments at issue: the one place where it is defined.

An amount at issue is the last part of its record's money: what exceeds a limit lies on top. What
was paid fills the record from below, what was released empties it from above. Not yet paid is what
neither has reached of the amount at issue: of EUR 20 at issue on top of a commitment of EUR 100,
all as long as EUR 80 or less is paid, EUR 5 when EUR 95 is, and none once EUR 20 is released.

- A line of spending that commits is paid by the payments, less refunds, that settle it, directly
  or by way of its invoice; and by those of its contract that settle no commitment, which fill the
  commitments of the contract in the order of booking. Decommitments that reverse it release it.
- A contract and, in the order of signature, its amendments are paid by the payments, less refunds,
  that name the contract. Amendments that lower the value release it.
- A procurement is paid and released as its contracts together are, where they share a currency.
- An approval stands as what it approves: a contract, an amendment, a procurement, a line.
- A payment or refund is paid. To any other record no payment can be tied: its amount stands whole.

Only money in the record's own currency is set off, and its value in euro shrinks in proportion.
Lines that are cancelled or superseded never count, nor does what the batch does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from compliance.engine.columns import columns
from compliance.model.finding import Finding

if TYPE_CHECKING:
    import duckdb

STAGE: Final = "commitment"
_ROW: Final = {"_key": pa.string(), "_row_hash": pa.string(), "status": pa.string()}
READ: Final[Mapping[str, Mapping[str, pa.DataType]]] = {
    "spending": _ROW | {
        "kind": pa.string(), "settles": pa.string(), "reverses": pa.string(),
        "contract": pa.string(), "booked_on": pa.date32(), "amount": pa.int64(),
        "amount__currency": pa.string(),
    },
    "contract": _ROW | {
        "procurement": pa.string(), "value": pa.int64(), "value__currency": pa.string(),
    },
    "amendment": _ROW | {
        "contract": pa.string(), "signed_on": pa.date32(), "value_change": pa.int64(),
        "value_change__currency": pa.string(),
    },
    "approval": _ROW | {"subject_kind": pa.string(), "subject": pa.string()},
}  # fmt: skip
SUBJECTS: Final = """
SELECT _key, subject_kind, subject
FROM unpaid_approval
JOIN unpaid_wanted ON kind = 'approval' AND record = _key
WHERE subject_kind IS NOT NULL AND subject IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY _key ORDER BY _row_hash) = 1
"""
# A key that several rows hold means the row of the lowest hash, as everywhere.
LINES: Final = """
WITH line AS (
    SELECT *, coalesce(reverses, settles) AS parent,
        coalesce(status NOT IN ('cancelled', 'superseded'), true) AS counts
    FROM unpaid_spending
),
known AS (SELECT * FROM line QUALIFY row_number() OVER (PARTITION BY _key ORDER BY _row_hash) = 1),
moved AS (  -- a refund takes back a payment, which settles an invoice, which settles a commitment
    SELECT line.contract, line.amount__currency AS currency,
        CASE line.kind WHEN 'payment' THEN line.amount WHEN 'refund' THEN -line.amount END AS paid,
        CASE line.kind WHEN 'decommitment' THEN line.amount END AS released,
        CASE 'commitment' WHEN a.kind THEN a._key WHEN b.kind THEN b._key WHEN c.kind THEN c._key
        END AS commitment
    FROM line
    LEFT JOIN known a ON line.parent = a._key
    LEFT JOIN known b ON a.parent = b._key
    LEFT JOIN known c ON b.parent = c._key
    WHERE line.counts AND line.kind IN ('payment', 'refund', 'decommitment')
),
settled AS (
    SELECT commitment, currency, coalesce(sum(paid), 0) AS paid,
        coalesce(sum(released), 0) AS released
    FROM moved WHERE commitment IS NOT NULL GROUP BY ALL
),
loose AS (
    SELECT contract, currency, sum(paid) AS paid
    FROM moved WHERE commitment IS NULL AND contract IS NOT NULL GROUP BY ALL
),
held AS (
    SELECT known.*, coalesce(settled.paid, 0) AS paid, coalesce(settled.released, 0) AS released,
        greatest(amount - coalesce(settled.paid, 0) - coalesce(settled.released, 0), 0) AS rest
    FROM known
    LEFT JOIN settled ON commitment = _key AND currency = amount__currency
    WHERE kind = 'commitment' AND counts AND amount IS NOT NULL
),
queued AS (
    SELECT *, sum(rest) OVER (
        PARTITION BY contract, amount__currency ORDER BY booked_on NULLS LAST, _key
        ROWS UNBOUNDED PRECEDING
    ) - rest AS before
    FROM held
)
SELECT 'spending' AS kind, _key, amount__currency, amount,
    queued.paid + greatest(least(rest, coalesce(loose.paid, 0) - before), 0), amount - released
FROM queued
LEFT JOIN loose ON loose.contract = queued.contract AND loose.currency = amount__currency
WHERE _key IN (SELECT record FROM unpaid_wanted WHERE kind = 'spending')
UNION ALL
SELECT 'spending', _key, amount__currency, amount, amount, amount
FROM known
WHERE kind IN ('payment', 'refund') AND amount IS NOT NULL
    AND _key IN (SELECT record FROM unpaid_wanted WHERE kind = 'spending')
"""
CONTRACTS: Final = """
WITH paid AS (
    SELECT contract, amount__currency AS currency,
        sum(CASE kind WHEN 'payment' THEN amount ELSE -amount END) AS paid
    FROM unpaid_spending
    WHERE kind IN ('payment', 'refund')
        AND coalesce(status NOT IN ('cancelled', 'superseded'), true)
    GROUP BY ALL
),
deal AS (
    SELECT * FROM unpaid_contract
    WHERE value IS NOT NULL AND coalesce(status NOT IN ('cancelled', 'superseded'), true)
    QUALIFY row_number() OVER (PARTITION BY _key ORDER BY _row_hash) = 1
),
step AS (
    SELECT 'contract' AS kind, _key, _key AS contract, procurement, value AS change,
        value__currency AS currency, NULL::DATE AS signed_on, '' AS hash
    FROM deal
    UNION ALL
    SELECT 'amendment', own._key, own.contract, NULL, value_change, value__currency, signed_on,
        own._row_hash
    FROM unpaid_amendment own
    JOIN deal ON deal._key = own.contract AND value__currency = value_change__currency
    WHERE value_change IS NOT NULL
        AND coalesce(own.status NOT IN ('cancelled', 'superseded'), true)
),
reached AS (
    SELECT kind, _key, contract, procurement, currency, hash,
        sum(change) OVER (
            PARTITION BY contract
            ORDER BY kind = 'amendment', signed_on NULLS LAST, _key, hash ROWS UNBOUNDED PRECEDING
        ) AS top,
        sum(change) OVER (PARTITION BY contract) AS bound
    FROM step
),
placed AS (
    SELECT reached.*, coalesce(paid, 0) AS paid
    FROM reached LEFT JOIN paid USING (contract, currency)
    QUALIFY row_number() OVER (PARTITION BY kind, _key ORDER BY hash) = 1
)
SELECT kind, _key, currency, top, paid, bound
FROM (
    SELECT kind, _key, currency, top, paid, bound FROM placed
    UNION ALL
    SELECT 'procurement', procurement, min(currency), sum(top), sum(paid), sum(bound)
    FROM placed WHERE procurement IS NOT NULL
    GROUP BY procurement HAVING count(DISTINCT currency) = 1
)
JOIN unpaid_wanted USING (kind)
WHERE record = _key
"""


@dataclass(frozen=True)
class Extent:
    """Where a record's money lies, in minor units: its upper end, what is paid, what is bound."""

    currency: str
    top: int
    paid: int
    bound: int

    def unpaid(self, minor: int) -> int:
        """Give what of the last `minor` units is neither paid nor released."""
        return max(0, min(self.top, self.bound) - max(self.top - minor, self.paid))


Extents = Mapping[tuple[str, str], Extent]


def extents_at_issue(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], findings: Iterable[Finding]
) -> Extents:
    """Give the extent of every record with a commitment at issue, by kind and record key.

    A record to which no payment can be tied has none.
    """
    wanted = {
        (finding.record_kind, finding.record)
        for finding in findings
        if finding.amount_at_issue and finding.amount_at_issue["stage"] == STAGE
    }
    if not wanted:
        return {}
    _load(connection, tables)
    _want(connection, wanted)
    approved = {
        ("approval", approval): (kind, subject)
        for approval, kind, subject in connection.execute(SUBJECTS).fetchall()
    }
    _want(connection, wanted | set(approved.values()))
    rows = [row for query in (LINES, CONTRACTS) for row in connection.execute(query).fetchall()]
    found = {(kind, record): Extent(*extent) for kind, record, *extent in rows}
    acts = {act: found[subject] for act, subject in approved.items() if subject in found}
    return found | acts


def line_extents(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], records: Iterable[str]
) -> dict[str, Extent]:
    """Give the extents of lines of spending, by key."""
    wanted = [("spending", record) for record in records]
    if not wanted:
        return {}
    _load(connection, tables)
    _want(connection, wanted)
    return {record: Extent(*rest) for _, record, *rest in connection.execute(LINES).fetchall()}


def _load(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any]) -> None:
    for kind, wanted in READ.items():
        connection.register(f"unpaid_{kind}", columns(tables.get(kind), wanted))


def _want(connection: duckdb.DuckDBPyConnection, wanted: Iterable[tuple[str, str]]) -> None:
    kinds, records = zip(*sorted(wanted), strict=True)
    connection.register("unpaid_wanted", pa.table({"kind": kinds, "record": records}))


def not_yet_paid(amount: Mapping[str, Any], extent: Extent | None) -> Mapping[str, Any]:
    """Give an amount at issue without what was paid or released of it."""
    if extent is None or extent.currency != amount["currency"]:
        return amount
    minor, base = extent.unpaid(amount["minor"]), amount["base_minor"]
    if base is not None and amount["minor"]:
        base = round(Fraction(base * minor, amount["minor"]))  # exact, halves to the even cent
    return {**amount, "minor": minor, "base_minor": base}
