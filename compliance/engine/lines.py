"""The position of each funding line, from the batch's credit movements and spending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from compliance.model.finding import CONFIRMED, Finding
from compliance.model.ledger import AUTHORITY, SPENDING, WITHDRAWN
from compliance.model.result import LinePosition

Sums = dict[tuple[str, str], int]


def line_positions(tables: Mapping[str, Any], findings: Sequence[Finding]) -> list[LinePosition]:
    """Give one position for each line and budget year, by line and year.

    Only rows in the line's own currency enter its sums; the others are in the findings.
    """
    if "funding_line" not in tables:
        return []
    lines = tables["funding_line"].to_pylist()
    spending = _live(tables.get("spending"))
    movements = [m for m in _live(tables.get("budget_movement")) if m["kind"] not in AUTHORITY]
    currencies = {_key(line): line["currency"] or "EUR" for line in lines}
    credit = _sums(movements, currencies, "signed_amount", None)
    committed, invoiced, paid = (
        _sums(spending, currencies, "amount", column)
        for column in ("committed", "invoiced", "paid")
    )
    at_issue = _at_issue(findings, currencies)
    return [
        _position(line, credit if "budget_movement" in tables else None, committed, invoiced, paid,
                  at_issue)
        for line in sorted(lines, key=_key)
    ]  # fmt: skip


def _position(
    line: Mapping[str, Any], credit: Sums | None, committed: Sums, invoiced: Sums, paid: Sums,
    at_issue: Mapping[str, int],
) -> LinePosition:  # fmt: skip
    key = _key(line)
    appropriation = None if credit is None else credit.get(key, 0)
    spent = committed.get(key, 0)
    return LinePosition(
        line_id=key[0],
        budget_year=key[1],
        title=line.get("title") or "",
        source=line.get("source"),
        currency=line.get("currency") or "EUR",
        ceiling=line.get("ceiling"),
        appropriation=appropriation,
        committed=spent,
        invoiced=invoiced.get(key, 0),
        paid=paid.get(key, 0),
        available=None if appropriation is None else appropriation - spent,
        at_issue=at_issue.get(key[0], 0),
    )


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    line = row.get("line_id") or row.get("funding_line") or ""
    year = row.get("budget_year")
    return line, "" if year is None else str(year)


def _live(table: Any) -> list[Mapping[str, Any]]:
    if table is None:
        return []
    wanted = ("kind", "amount", "amount__currency", "signed_amount", "funding_line",
              "budget_year", "status")  # fmt: skip
    names = [name for name in wanted if name in table.column_names]
    rows: Iterable[Mapping[str, Any]] = table.select(names).to_pylist()
    return [row for row in rows if row.get("status") not in WITHDRAWN]


def _sums(
    rows: Iterable[Mapping[str, Any]],
    currencies: Mapping[tuple[str, str], str],
    field: str,
    column: str | None,
) -> Sums:
    sums: Sums = {}
    for row in rows:
        key, amount = _key(row), row.get(field)
        if amount is None or row.get("amount__currency") != currencies.get(key):
            continue
        sign = 1
        if column is not None:
            moved, direction = SPENDING.get(row["kind"], (None, 0))
            sign = direction if moved == column else 0
        sums[key] = sums.get(key, 0) + sign * amount
    return sums


def _at_issue(
    findings: Sequence[Finding], currencies: Mapping[tuple[str, str], str]
) -> Mapping[str, int]:
    """Give the confirmed money at issue by line, each record once by its largest amount."""
    by_line = {line: currency for (line, _), currency in currencies.items()}
    largest: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        amount = finding.amount_at_issue
        counts = finding.kind == "breach" and finding.outcome == "fail"
        if not (counts and amount and finding.funding_line and finding.standing in CONFIRMED):
            continue
        if amount["currency"] == by_line.get(finding.funding_line):
            key = (finding.funding_line, finding.record_kind, finding.record)
            largest[key] = max(largest.get(key, 0), amount["minor"])
    totals: dict[str, int] = {}
    for (line, _, _), minor in largest.items():
        totals[line] = totals.get(line, 0) + minor
    return totals
