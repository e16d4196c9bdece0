"""Which act of a case is done and which comes next, as the batch's records tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from compliance.model.batch import Batch
from compliance.model.case import ACTS

_ENDS: Final = {"contract": "ends_on", "pilot": "ends_on", "funding_line": "pay_until"}
_STEPS: Final = {"awarded": "award", "signed": "signature", "paid": "payment"}  # of events
_KEYS: Final = {"contract": "contract_id", "pilot": "pilot_id", "funding_line": "line_id"}


def last_acts(batch: Batch) -> dict[str, str]:
    """Give the last act that is done, by case; a case that is missing has had none."""
    found: dict[str, str] = {}

    def done(kind: str, name: str | None, act: str) -> None:
        case = f"{kind}:{name}"
        if name is not None and ACTS.index(act) > ACTS.index(found.get(case, "none")):
            found[case] = act

    for row in _rows(batch, "procurement", "procurement_id", "awarded_on"):
        if row["awarded_on"] is not None:
            done("procurement", row["procurement_id"], "award")
    for row in _distinct(batch, "event", "kind", "procurement", "contract"):
        act = _STEPS.get(str(row["kind"]))
        if act is not None:
            done("procurement", row["procurement"], act)
            done("contract", row["contract"], act)
    procedure: dict[str, str | None] = {}
    for row in _rows(batch, "contract", "contract_id", "procurement", "signed_on"):
        procedure[str(row["contract_id"])] = row["procurement"]
        act = "award" if row["signed_on"] is None else "signature"
        done("contract", row["contract_id"], act)
        done("procurement", row["procurement"], act)
    columns = ("kind", "contract", "procurement", "funding_line", "pilot")
    for row in _distinct(batch, "spending", *columns):
        if row["kind"] == "payment":
            done("contract", row["contract"], "payment")
            done(
                "procurement", row["procurement"] or procedure.get(str(row["contract"])), "payment"
            )
            done("funding_line", row["funding_line"], "payment")
            done("pilot", row["pilot"], "payment")
    return found


def closed(batch: Batch, as_of: date) -> frozenset[str]:
    """Give the cases on which nothing more may be paid: their term is over."""
    over: set[str] = set()
    still: set[str] = set()
    for kind, column in _ENDS.items():
        for row in _rows(batch, kind, _KEYS[kind], column):
            case, end = f"{kind}:{row[_KEYS[kind]]}", row[column]
            (over if end is not None and end < as_of else still).add(case)
    return frozenset(over - still)  # a line has a row for each of its years


def next_act(case: str, last: str, *, is_closed: bool) -> str:
    """Give the act that comes next: payments follow payments until the case is closed."""
    kind = case.partition(":")[0]
    if is_closed:
        return "none"
    if kind not in {"procurement", "contract"}:
        return "payment"
    return ACTS[min(ACTS.index(last) + 1, len(ACTS) - 1)]


def _rows(batch: Batch, kind: str, *names: str) -> Iterable[Mapping[str, Any]]:
    """Give the rows of a kind with these columns; a column that is not there is unknown."""
    table = batch.tables.get(kind)
    if table is None or names[0] not in table.column_names:
        return []
    there = [name for name in names if name in table.column_names]
    missing = dict.fromkeys(set(names) - set(there))
    return ({**missing, **row} for row in table.select(there).to_pylist())


def _distinct(batch: Batch, kind: str, *names: str) -> Iterable[Mapping[str, Any]]:
    """Give each combination of values of some columns once."""
    table = batch.tables.get(kind)
    if table is None:
        return []
    there = [name for name in names if name in table.column_names]
    missing = dict.fromkeys(set(names) - set(there))
    rows = table.select(there).group_by(there).aggregate([]).to_pylist() if there else []
    return ({**missing, **row} for row in rows)
