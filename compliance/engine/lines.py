"""The position of each funding line, from the batch's credit movements and spending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from compliance.engine.accepted import accepted_by_line
from compliance.model.finding import CONFIRMED, Finding
from compliance.model.ledger import AUTHORITY, CREDIT, SPENDING, WITHDRAWN
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
    currencies = {_key(line): line["currency"] or "EUR" for line in lines}
    moved = _live(tables["budget_movement"]) if "budget_movement" in tables else None
    credit = None if moved is None else _credit(moved, currencies)
    accepted = accepted_by_line(tables, currencies) if "receipt" in tables else None
    spent = {column: _sums(spending, currencies, column) for column in _SPENT}
    at_issue = _at_issue(findings, currencies)
    return [_position(line, credit, spent, accepted, at_issue) for line in sorted(lines, key=_key)]


_SPENT: Final = ("committed", "invoiced", "paid")
COLUMNS: Final = tuple(dict.fromkeys(CREDIT.values()))  # they add up to the credit in force


def _position(
    line: Mapping[str, Any],
    credit: Mapping[str, Sums] | None,
    spent: Mapping[str, Sums],
    accepted: Sums | None,
    at_issue: Mapping[str, int],
) -> LinePosition:
    key = _key(line)
    parts = {} if credit is None else {name: sums.get(key, 0) for name, sums in credit.items()}
    appropriation = sum(parts[name] for name in COLUMNS) if parts else None
    committed = spent["committed"].get(key, 0)
    return LinePosition(
        line_id=key[0],
        budget_year=key[1],
        title=line.get("title") or "",
        source=line.get("source"),
        currency=line.get("currency") or "EUR",
        ceiling=line.get("ceiling"),
        appropriation=appropriation,
        committed=committed,
        invoiced=spent["invoiced"].get(key, 0),
        paid=spent["paid"].get(key, 0),
        available=None if appropriation is None else appropriation - committed,
        at_issue=at_issue.get(key[0], 0),
        initial=parts.get("initial"),
        supplementary=parts.get("supplementary"),
        transfers=parts.get("transfers"),
        carried_in=parts.get("carried_in"),
        withheld=parts.get("withheld"),
        lapsed=parts.get("lapsed"),
        authority=parts.get("authority"),
        accepted=None if accepted is None else accepted.get(key, 0),
        commit_until=_day(line, "commit_until"),
        pay_until=_day(line, "pay_until"),
        carry_until=_day(line, "carry_forward_until"),
    )


def _day(line: Mapping[str, Any], field: str) -> str | None:
    return None if line.get(field) is None else str(line[field])


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


def _credit(
    rows: Sequence[Mapping[str, Any]], currencies: Mapping[tuple[str, str], str]
) -> Mapping[str, Sums]:
    """Give the movements of credit by the column of the account to which each belongs."""
    parts: dict[str, Sums] = {name: {} for name in (*COLUMNS, "authority")}
    for row in rows:
        kind = row["kind"]
        authority = kind in AUTHORITY
        name = "authority" if authority else CREDIT.get(kind)
        amount = row.get("amount" if authority else "signed_amount")
        key = _key(row)
        if name is None or amount is None or row.get("amount__currency") != currencies.get(key):
            continue
        given_back = authority and kind.endswith("_cancelled")
        parts[name][key] = parts[name].get(key, 0) + (-amount if given_back else amount)
    return parts


def _sums(
    rows: Iterable[Mapping[str, Any]], currencies: Mapping[tuple[str, str], str], column: str
) -> Sums:
    sums: Sums = {}
    for row in rows:
        key, amount = _key(row), row.get("amount")
        if amount is None or row.get("amount__currency") != currencies.get(key):
            continue
        moved, direction = SPENDING.get(row["kind"], (None, 0))
        if moved == column:
            sums[key] = sums.get(key, 0) + direction * amount
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
