"""Records for which an exceptional procedure was used, also those that pass every rule.

Single source and direct purchase, approved deviations, advances, and approvals that came after
the act: a reviewer reads them all, whether or not a rule finds anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from compliance.engine.columns import AMOUNT, COUNTS, DAY, KEY, MINOR, ORIGIN, TEXT, columns, source
from compliance.model.books import Exceptional

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PROCEDURES: Final = (
    "single source", "direct purchase", "deviation", "advance", "late approval",
)  # fmt: skip
_ROW: Final = KEY | ORIGIN
_READ: Final[Mapping[str, Mapping[str, pa.DataType]]] = {
    "procurement": _ROW | {
        "method": TEXT, "mechanism": TEXT, "justification_ref": TEXT, "deviation_ref": TEXT,
        "awarded_on": DAY, "approved_on": DAY, "award_value": MINOR, "award_value__currency": TEXT,
    },
    "amendment": _ROW | {
        "signed_on": DAY, "approved_on": DAY, "approval_ref": TEXT, "value_change": MINOR,
        "value_change__currency": TEXT,
    },
    "spending": _ROW | AMOUNT | {
        "kind": TEXT, "nature": TEXT, "contract": TEXT, "booked_on": DAY, "approved_on": DAY,
    },
}  # fmt: skip
_PROCUREMENT: Final = (
    "'procurement', _key, {reference}, awarded_on, {days}, award_value__currency, award_value, "
    "_file, _sheet, _row FROM odd_procurement"
)
_LATE: Final = "approved_on > {act}"
_SPENDING: Final = (
    "'spending', _key, {reference}, booked_on, {days}, amount__currency, amount, "
    "_file, _sheet, _row FROM odd_spending"
)
_QUERY: Final = f"""
SELECT 'single source', {_PROCUREMENT.format(reference="justification_ref", days="NULL")}
WHERE method = 'single_source' AND {COUNTS}
UNION ALL
SELECT 'direct purchase', {_PROCUREMENT.format(reference="justification_ref", days="NULL")}
WHERE mechanism = 'direct_purchase' AND method IS DISTINCT FROM 'single_source' AND {COUNTS}
UNION ALL
SELECT 'deviation', {_PROCUREMENT.format(reference="deviation_ref", days="NULL")}
WHERE deviation_ref IS NOT NULL AND {COUNTS}
UNION ALL
SELECT 'advance', {_SPENDING.format(reference="contract", days="NULL")}
WHERE kind = 'payment' AND nature = 'advance' AND {COUNTS}
UNION ALL
SELECT 'late approval', {_PROCUREMENT.format(reference="NULL", days="approved_on - awarded_on")}
WHERE {_LATE.format(act="awarded_on")} AND {COUNTS}
UNION ALL
SELECT 'late approval', {_SPENDING.format(reference="contract", days="approved_on - booked_on")}
WHERE {_LATE.format(act="booked_on")} AND kind IN ('commitment', 'payment') AND {COUNTS}
UNION ALL
SELECT 'late approval', 'amendment', _key, approval_ref, signed_on, approved_on - signed_on,
    value_change__currency, value_change, _file, _sheet, _row FROM odd_amendment
WHERE {_LATE.format(act="signed_on")} AND {COUNTS}
ORDER BY 1, 2, 3
"""  # noqa: S608 - no text of a batch


def exceptional(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any]
) -> tuple[Exceptional, ...]:
    """Give every such record, by procedure, kind and key."""
    for kind, wanted in _READ.items():
        connection.register(f"odd_{kind}", columns(tables.get(kind), wanted))
    rows = [
        Exceptional(
            procedure, kind, record, reference, on, days, currency, amount, source(*origin)
        )
        for procedure, kind, record, reference, on, days, currency, amount, *origin
        in connection.execute(_QUERY).fetchall()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda item: PROCEDURES.index(item.procedure)))
