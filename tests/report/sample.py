"""A made-up result, rich enough to show every part of the report; all names are fictitious."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from compliance.engine import content_hash
from compliance.model.batch import Batch, BatchContext, FileAccount, Reject
from compliance.model.finding import CONFIRMED, Finding, fingerprint
from compliance.model.money import format_money
from compliance.model.result import ExceptionUsed, LinePosition, Result, RuleCard

RULEBOOK = hashlib.sha256(b"rulebook").hexdigest()
VENDORS = (
    "Orbita Ødegård AS", "Δίκτυα Αιγαίου Α.Ε.", "Спутник Дунав ЕООД", "Արեգ Համակարգեր ՓԲԸ",
    "شركة الأفق للأقمار", "קבוצת שחק בע״מ", "東京衛星サービス株式会社", "한빛위성 주식회사",
    "მთა ტელეკომი", "ไทยดาวเทียม จำกัด", "Société d’Études Spatiales du Val-de-l’Aisne et Environs",
    "Žluťoučký Kůň s.r.o.", "Gökyüzü Uydu A.Ş.",
    "Donaudampfschifffahrtsgesellschaftskapitäninnenmützenfabrik GmbH",
)  # fmt: skip


def _card(rule: str, title: str, **more: Any) -> RuleCard:
    base = {
        "set": "procurement", "asks": "May the act stand as it is?", "kind": "breach",
        "severity": "major", "status": "live", "standing": "house",
        "criteria": "Pilot procurement directive, section 4.2 (house)",
        "sentence": "Every record on which this rule applies must satisfy its condition.",
        "when": "estimated_value > limit.single_source",
        "require": "ground != null and ground <= awarded_on",
        "remedy": "Attach the dated justification, or the approved deviation.",
        "on": "procurement", "version": 1,
    }  # fmt: skip
    return RuleCard(id=rule, title=title, **(base | more))


CARDS = (
    _card("BUD-001", "Commitment above the credit in force on its day", set="budget",
          severity="critical", on="spending", standing="binding", asks="May the commitment stand?",
          when='kind = "commitment"', require="committed_to_date <= credit_in_force"),
    _card("BUD-007", "Payment on an in-kind line", set="budget", severity="critical",
          on="spending", when='kind = "payment"',
          require='funding_line.source != "national_in_kind"'),
    _card("CON-003", "Payments above the value of the contract", set="contracts", on="spending",
          require="paid_to_date <= contract.value + raised"),
    _card("PAY-002", "Invoice paid twice", set="payments", severity="critical", on="spending",
          asks="Was the second payment recovered?", require="earlier = 0",
          remedy="Recover the second payment, or show the credit note."),
    _card("PAY-009", "Late payment", set="payments", severity="minor", on="spending",
          require="booked_on <= due_on", remedy="State the reason for the delay."),
    _card("PRC-014", "Single-source award without a dated justification", standing="illustrative"),
    _card("PRC-021", "Too few bids for the value band", severity="minor", standing="analogue",
          require="bids_received >= bids.at_least"),
    _card("PRC-030", "One bid in an open procedure", kind="indicator", severity="info",
          require="bids_received > 1"),
    _card("PRC-040", "Bids of members of one group", kind="indicator", severity="info",
          require="groups = bids_received"),
    _card("PRC-099", "Evaluation by fewer than three persons", status="trial", severity="minor"),
    _card("QLT-001", "Evidence owed and not supplied", set="quality", kind="quality",
          severity="major", on="owed", require="supplied"),
    _card("QLT-004", "Supplier missing", set="quality", kind="quality", severity="minor",
          on="spending", require="vendor != null"),
    _card("VND-002", "Supplier outside its eligibility period", set="vendors", on="contract"),
)  # fmt: skip

PLAN = {  # rule: (fails, undetermined, stage, basis, audience)
    "BUD-001": (4, 0, "commitment", "excess", "all"),
    "BUD-007": (2, 1, "payment", "whole", "all"),
    "CON-003": (6, 0, "payment", "excess", "all"),
    "PAY-002": (3, 0, "payment", "recoverable", "all"),
    "PAY-009": (41, 3, "payment", "none", "all"),
    "PRC-014": (5, 2, "award", "whole", "all"),
    "PRC-021": (3, 0, "award", "whole", "all"),
    "PRC-030": (4, 0, None, None, "reviewer"),
    "PRC-040": (2, 0, None, None, "restricted"),
    "PRC-099": (2, 0, None, None, "all"),
    "QLT-001": (3, 0, None, None, "all"),
    "QLT-004": (7, 0, None, None, "all"),
    "VND-002": (0, 4, None, None, "all"),
}


def sample(scale: int = 1, seed: int = 7) -> tuple[Result, Batch]:
    """Give a result and its batch; `scale` multiplies the findings of each rule."""
    dice = random.Random(seed)
    findings = tuple(
        _finding(card, n, n < fails * scale, dice)
        for card in CARDS
        for fails, open_, *_rest in [PLAN[card.id]]
        for n in range((fails + open_) * scale)
    )
    rejects = _rejects()
    files = _files(len(rejects))
    batch = _batch(files, rejects)
    result = Result(
        summary=hashed(_summary(findings, files), findings, batch),
        findings=findings,
        rejects=rejects,
        rules=CARDS,
        lines=_lines(),
        exceptions=_exceptions(),
        parameters=PARAMETERS,
    )
    return result, batch


def with_findings(result: Result, findings: tuple[Finding, ...]) -> Result:
    """Give the result with other findings and a summary that fits them."""
    rules = dict(result.summary["rules"]) | {c.id: _rule_entry(c, findings) for c in CARDS}
    summary = dict(result.summary) | {"findings": _counts(findings), "rules": rules}
    batch = _batch(_files(len(result.rejects)), result.rejects)
    return replace(result, findings=findings, summary=hashed(summary, findings, batch))


def hashed(summary: dict[str, Any], findings: tuple[Finding, ...], batch: Batch) -> dict[str, Any]:
    return summary | {"content_hash": content_hash(summary, findings, batch)}


def _finding(card: RuleCard, n: int, fails: bool, dice: random.Random) -> Finding:
    _, _, stage, basis, audience = PLAN[card.id]
    vendor = VENDORS[n % len(VENDORS)]
    record = f"{card.on[0].upper()}-2026-{card.id[-3:]}{n:04d}"
    minor = dice.randrange(1_000, 90_000_000)
    currency = dice.choice(("EUR", "EUR", "EUR", "USD", "NOK"))
    base = minor if currency == "EUR" else minor * 100 // 117
    amount = (
        {"minor": minor, "currency": currency, "base_minor": base, "stage": stage, "basis": basis}
        if stage and fails
        else None
    )
    money = format_money(minor, currency)
    evidence: dict[str, Any] = {
        "amount": money, "vendor": vendor,
        "limit.single_source": {"value": "EUR 40,000.00", "from": "2026-01-01",
                                "standing": card.standing, "source": "Directive, annex B"},
        "ignored": {},
    }  # fmt: skip
    told = "does not satisfy the rule" if fails else "cannot be judged; due_on is missing"
    return Finding(
        finding=fingerprint(card.id, card.on, record), rule=card.id, rule_version=card.version,
        kind=card.kind, severity=card.severity, outcome="fail" if fails else "undetermined",
        standing=card.standing, audience=audience, record_kind=card.on, record=record,
        related=(f"S-2026-{n:05d}",) if card.id == "PAY-002" else (),
        related_count=1 if card.id == "PAY-002" else 0,
        cases=(f"procurement:P-{n % 60:03d}", f"funding_line:FL-10{n % 9}"),
        funding_line=f"FL-10{n % 9}/2026", pilot=f"SFD-{n % 8 + 1}", value=None,
        amount_at_issue=amount, message=f"{record}: {money} to {vendor} {told}",
        criteria=card.criteria, evidence=evidence,
        explanation=f"{money} <= EUR 40,000.00 is {'false' if fails else 'unknown'}",
        to_pass={"field": "justification_ref", "from": None, "to": "any value"}
        if card.id == "PRC-014" and fails else None,
        remedy=card.remedy,
        source={"file": "pilot-year.xlsx", "sheet": "Spending", "row": n + 5,
                "cells": {"amount": f"F{n + 5}", "due_on": f"K{n + 5}"}},
        rulebook=RULEBOOK,
    )  # fmt: skip


def _amounts(findings: list[Finding]) -> dict[str, dict[str, dict[str, int]]]:
    totals: dict[str, dict[str, dict[str, int]]] = {}
    for item in findings:
        if item.amount_at_issue is None or item.amount_at_issue["basis"] == "none":
            continue
        at = item.amount_at_issue
        cell = totals.setdefault(at["stage"], {}).setdefault(at["basis"], {})
        cell[at["currency"]] = cell.get(at["currency"], 0) + at["minor"]
        cell["base_minor"] = cell.get("base_minor", 0) + at["base_minor"]
    return totals


def _merged(*parts: dict[str, int]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total) or {"base_minor": 0}


def _counts(findings: tuple[Finding, ...]) -> dict[str, Any]:
    status = {card.id: card.status for card in CARDS}
    live = [f for f in findings if f.outcome == "fail" and status[f.rule] == "live"]
    breaches = [f for f in live if f.kind == "breach"]
    confirmed = [f for f in live if f.kind != "indicator" and f.standing in CONFIRMED]
    sure = [f for f in breaches if f.standing in CONFIRMED]
    amounts = _amounts(sure)
    payments = amounts.get("payment", {})
    return {
        "total": len(findings),
        "by_severity": {
            s: sum(f.severity == s for f in confirmed)
            for s in ("critical", "major", "minor", "info")
        },
        "by_rule": dict(sorted(Counter(f.rule for f in findings).items())),
        "undetermined": sum(
            f.outcome == "undetermined" and status[f.rule] == "live" for f in findings
        ),
        "indicators": sum(f.kind == "indicator" for f in live),
        "unconfirmed": len([f for f in breaches if f.standing not in CONFIRMED]),
        "trial": sum(status[f.rule] == "trial" for f in findings),
        "amounts": amounts,
        "headline": {
            "payments_at_issue": _merged(*payments.values()),
            "commitments_at_issue": _merged(*amounts.get("commitment", {}).values()),
            "commitments_not_yet_paid": {"EUR": 1_234_567, "NOK": 3, "base_minor": 1_234_568},
            "recoverable": _merged(payments.get("recoverable", {})),
            "undetermined_money": 7,
        },
    }


def _rule_entry(card: RuleCard, findings: tuple[Finding, ...]) -> dict[str, Any]:
    own = [f for f in findings if f.rule == card.id]
    fails = sum(f.outcome == "fail" for f in own)
    return {
        "title": card.title, "set": card.set, "kind": card.kind, "severity": card.severity,
        "status": card.status, "standing": card.standing, "version": card.version, "on": card.on,
        "pass": 420, "by_exception": 2, "fail": fails, "not_applicable": 60,
        "undetermined": len(own) - fails,
        "money_tested": {"EUR": 812_345_678, "NOK": 1_000_000, "base_minor": 820_000_000},
        "money_not_tested": {"base_minor": 18_250_000, "EUR": 18_250_000},
    }  # fmt: skip


def _summary(findings: tuple[Finding, ...], files: tuple[FileAccount, ...]) -> dict[str, Any]:
    rules = {card.id: _rule_entry(card, findings) for card in CARDS}
    rules["CTL-011"] = {
        "title": "Approval outside the delegation", "set": "controls", "kind": "breach",
        "severity": "major", "status": "live", "standing": "house", "version": 2, "on": "approval",
        "not_run": "the batch holds no `delegation` records, and the register none either",
    }  # fmt: skip
    totals = _totals(files)
    return {
        "batch": {
            "name": "SFD pilot year 2026", "profile": "pilot", "entity": "Space Section (specimen)",
            "period": {"from": "2026-01-01", "to": "2026-09-30"},
            "prepared_by": "programme_assistant", "source_system": "Ledger extract 4.1",
            "extracted_on": "2026-10-02", "marking": "SPECIMEN, FICTITIOUS DATA",
            "files": [{"file": f.file, "sha256": f.sha256, "bytes": f.bytes, "mapping": f.mapping,
                       "profile": "pilot"} for f in files],
            "known_omissions": ["Travel is booked in another system and is not in this batch."],
        },
        "control_totals": totals | {"files": {f.file: _account(f) for f in files}},
        "rules": rules,
        "findings": _counts(findings),
        "proposals": {},
        "rulebook": {"digest": RULEBOOK, "version": "budget 2026.1", "state": "approved"},
        "parameters": list(PARAMETERS),
        "as_of": "2026-10-05",
        "known_at": None,
        "engine": {"name": "compliance 0.1.0", "versions": {"duckdb": "2.0.0"},
                   "proposals": "reference"},
        "content_hash": "",
    }  # fmt: skip


def _account(item: FileAccount) -> dict[str, Any]:
    return {
        "rows": dict(item.rows), "structural": dict(item.structural), "derived": dict(item.derived),
        "money": {k: {c: dict(v) for c, v in m.items()} for k, m in item.money.items()},
        "unreadable_amounts": item.unreadable_amounts, "declared": [], "differences": [],
    }  # fmt: skip


def _totals(files: tuple[FileAccount, ...]) -> dict[str, Any]:
    money: dict[str, dict[str, dict[str, int]]] = {}
    for item in files:
        for field, by_currency in item.money.items():
            for currency, parts in by_currency.items():
                cell = money.setdefault(field, {}).setdefault(currency, {})
                for key, value in parts.items():
                    cell[key] = cell.get(key, 0) + value
    return {
        "rows": _merged(*(dict(f.rows) for f in files)),
        "structural": _merged(*(dict(f.structural) for f in files)),
        "derived": _merged(*(dict(f.derived) for f in files)),
        "money": money, "unreadable_amounts": 1,
        "declared": [DECLARED, DECLARED | {"code": "refund", "total": 5}],
        "differences": [
            DECLARED | {"found": 40_999_999, "difference": 1, "rows_found": 16},
            {"kind": "spending", "field": "document_number", "number": "D-1", "found": False},
        ],
    }  # fmt: skip


def _files(rejected: int) -> tuple[FileAccount, ...]:
    money = {
        "spending.amount": {
            "EUR": {"read": 812_345_678, "accepted": 812_345_000, "rejected": 678},
            "NOK": {"read": 1_000_000, "accepted": 1_000_000, "rejected": 0},
            "JPY": {"read": 5_000, "accepted": 5_000, "rejected": 0},
        },
        "procurement.estimated_value": {
            "EUR": {"read": 99_000_000, "accepted": 99_000_000, "rejected": 0}
        },
    }
    first = FileAccount(
        file="pilot-year.xlsx", sha256=hashlib.sha256(b"1").hexdigest(), bytes=181_432,
        mapping="native", lines=640, rows={"read": 620, "accepted": 620 - rejected,
                                           "rejected": rejected},
        structural={"header": 9, "blank": 8, "footer": 3}, derived={"allocation": 60},
        money=money, unreadable_amounts=1,
        notes=("sheet `Spending`: 3 hidden rows were read",),
    )  # fmt: skip
    name = "ledger/" + "q3-" * 30 + "extract.csv"
    return (first, replace(first, file=name, sha256=hashlib.sha256(b"2").hexdigest(),
                           rows={"read": 12, "accepted": 12, "rejected": 0}, money={},
                           unreadable_amounts=0, notes=()))  # fmt: skip


def _rejects() -> tuple[Reject, ...]:
    return (
        Reject("pilot-year.xlsx", "Spending", 77, "Amount", "12.345,6.7", "not an amount",
               "write 12345.67"),
        Reject("pilot-year.xlsx", "Spending", 78, "Kind", "paymnt", "`paymnt` is no code of kind",
               "did you mean `payment`?"),
        Reject("pilot-year.xlsx", "Spending", 79, None, "x" * 10_000, "no record key", ""),
    )  # fmt: skip


def _lines() -> tuple[LinePosition, ...]:
    dice = random.Random(11)
    titles = (
        "Front door and industry days", "Continuous access to imagery", "Exercise participation",
        "Launch access studies", "Ground segment as a service", "In-kind imagery, national",
    )  # fmt: skip
    lines = []
    for n in range(12):
        credit = dice.randrange(20_000_000, 400_000_000)
        committed = credit * (112 if n == 3 else dice.randrange(20, 98)) // 100
        paid = committed * dice.randrange(10, 95) // 100
        known = n != 7
        lines.append(LinePosition(
            line_id=f"FL-{101 + n}", budget_year="2026", title=titles[n % len(titles)],
            source="civil_budget", currency="NOK" if n == 5 else "EUR",
            ceiling=credit + 5_000_000 if n % 2 else None, appropriation=credit if known else None,
            committed=committed, invoiced=paid + 1_000, paid=paid,
            available=credit - committed if known else None,
            at_issue=paid // 9 if n % 3 == 0 else 0,
        ))  # fmt: skip
    return tuple(lines)


def _exceptions() -> tuple[ExceptionUsed, ...]:
    source = {"file": "pilot-year.xlsx", "sheet": "Procurements", "row": 12, "cells": {}}
    return tuple(
        ExceptionUsed("PRC-014", "approved deviation", "procurement", f"P-{n:03d}", f"DEV-{n}",
                      "EUR 91,000.00", source)
        for n in range(4)
    )  # fmt: skip


DECLARED = {
    "kind": "spending", "field": None, "code": "payment", "line": None, "currency": "EUR",
    "total": 41_000_000, "rows": 16, "source": "general ledger",
}  # fmt: skip
PARAMETERS = (
    {"id": "limit.single_source", "title": "Single-source limit", "value": "EUR 40,000.00",
     "unit": "money", "key": "nsip", "from": "2026-01-01", "until": None, "holds": True,
     "source": "Directive, annex B",
     "standing": "illustrative"},
    {"id": "bids.at_least", "title": "Bids to be received, by value band", "value": "3",
     "unit": "integer", "key": None, "from": None, "until": "2027-12-31", "holds": True,
     "source": "Directive, section 5", "standing": "house"},
)  # fmt: skip


def _batch(files: tuple[FileAccount, ...], rejects: tuple[Reject, ...]) -> Batch:
    context = BatchContext(
        name="SFD pilot year 2026", profile="pilot", entity="Space Section (specimen)",
        period_from=date(2026, 1, 1), period_to=date(2026, 9, 30),
        prepared_by="programme_assistant",
        marking="SPECIMEN, FICTITIOUS DATA", extracted_on=date(2026, 10, 2),
    )  # fmt: skip
    return Batch(context, tables={}, supplied={}, files=files, rejects=rejects)
