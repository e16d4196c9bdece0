"""The summary of a check: every figure that the report prints, from the findings themselves."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from compliance import __version__
from compliance.engine.unpaid import STAGE, Extents, not_yet_paid
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch, FileAccount
from compliance.model.finding import CONFIRMED, SEVERITIES, Finding

Total = dict[str, int | None]  # minor units by currency, and `base_minor` in euro cents
_VERSIONED = ("duckdb", "pandas", "pyarrow", "pydantic", "weasyprint")


def summarise(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    known_at: int | None,
    accounts: Mapping[str, Mapping[str, Any]],
    findings: Sequence[Finding],
    undecided: Mapping[str, int | None],
    extents: Extents,
) -> dict[str, Any]:
    """Give the object of `summary.json`, with its content hash."""
    summary: dict[str, Any] = {
        "batch": _batch(batch),
        "control_totals": control_totals(batch),
        "rules": accounts,
        "findings": finding_totals(findings, accounts, undecided, extents),
        "proposals": {},
        "rulebook": {
            "digest": rulebook.digest,
            "version": rulebook_version(rulebook),
            "state": "approved" if rulebook.approved else "draft",
        },
        "parameters": list(_parameters(rulebook, accounts, as_of)),
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "engine": {
            "name": f"compliance {__version__}",
            "versions": dict(_versions()),
            "proposals": None,
        },
    }
    summary["content_hash"] = content_hash(summary, findings, batch)
    return summary


def content_hash(summary: Mapping[str, Any], findings: Iterable[Finding], batch: Batch) -> str:
    """Give SHA-256 of the findings, rulebook, inputs and this summary without hash and versions.

    The findings enter by the sorted hashes of their lines, so that who may not see some of them
    can still take the whole hash. Which engine drew the proposals is left out: both draw the same.
    """
    lines = (finding.line.encode("utf-8", "backslashreplace") for finding in findings)
    hashes = sorted(hashlib.sha256(line).hexdigest() for line in lines)
    digest = hashlib.sha256("".join(hashes).encode())
    digest.update(str(summary["rulebook"]["digest"]).encode())
    for item in sorted(batch.files, key=lambda f: f.file):
        digest.update(f"{item.file}\0{item.sha256}\n".encode("utf-8", "backslashreplace"))
    kept = {k: v for k, v in summary.items() if k != "content_hash"}
    kept["engine"] = {"name": summary["engine"]["name"]}
    digest.update(
        json.dumps(kept, sort_keys=True, ensure_ascii=False).encode("utf-8", "backslashreplace")
    )
    return digest.hexdigest()


def rulebook_version(rulebook: Rulebook) -> str:
    """Give the versions of the rule sets in one line."""
    return ", ".join(f"{name} {item.version}" for name, item in sorted(rulebook.sets.items()))


def finding_totals(
    findings: Sequence[Finding],
    accounts: Mapping[str, Mapping[str, Any]],
    undecided: Mapping[str, int | None],
    extents: Extents,
) -> dict[str, Any]:
    """Give counts and money. The headline holds unwaived fails of live rules, confirmed only."""
    live = [f for f in findings if accounts[f.rule]["status"] == "live"]
    fails = [f for f in live if f.outcome == "fail"]
    headline = [f for f in fails if f.kind != "indicator" and f.standing in CONFIRMED]
    breaches = [f for f in headline if f.kind == "breach"]
    by_severity = Counter(f.severity for f in headline)
    amounts = _amounts(breaches)
    return {
        "total": len(findings),
        "by_severity": {name: by_severity.get(name, 0) for name in reversed(SEVERITIES)},
        "by_rule": dict(sorted(Counter(f.rule for f in findings).items())),
        "fails": len(fails),
        "undetermined": sum(f.outcome == "undetermined" for f in live),
        "indicators": sum(f.kind == "indicator" for f in fails),
        "unconfirmed": sum(f.kind != "indicator" and f.standing not in CONFIRMED for f in fails),
        "trial": len(findings) - len(live),
        "waived": 0,
        "amounts": amounts,
        "headline": {
            "payments_at_issue": _stage_total(breaches, "payment"),
            "commitments_at_issue": _stage_total(breaches, STAGE),
            "commitments_not_yet_paid": _unpaid(breaches, extents),
            "recoverable": _recoverable(breaches),
            "undetermined_money": dict(undecided),
        },
    }


def _amounts(breaches: Sequence[Finding]) -> dict[str, Any]:
    """Give money at issue by stage and basis; each record once, at its highest severity."""
    result: dict[str, dict[str, Total]] = {}
    for finding in _largest(breaches):
        amount = finding.amount_at_issue or {}
        stage = result.setdefault(str(amount["stage"]), {})
        _add(stage.setdefault(str(amount["basis"]), {"base_minor": 0}), amount)
    return {stage: dict(sorted(bases.items())) for stage, bases in sorted(result.items())}


def _largest(breaches: Sequence[Finding]) -> list[Finding]:
    """Give, for each record and stage, the finding of its highest severity and largest amount."""
    chosen: dict[tuple[str, str, str], Finding] = {}
    for finding in breaches:
        amount = finding.amount_at_issue
        if not amount or amount["basis"] == "none":
            continue
        key = (finding.record_kind, finding.record, amount["stage"])
        other = chosen.get(key)
        if other is None or _weight(finding) > _weight(other):
            chosen[key] = finding
    return list(chosen.values())


def _weight(finding: Finding) -> tuple[int, int]:
    amount = finding.amount_at_issue or {}
    return SEVERITIES.index(finding.severity), amount.get("base_minor") or amount.get("minor") or 0


def _stage_total(breaches: Sequence[Finding], stage: str) -> Total:
    total: Total = {"base_minor": 0}
    for finding in _largest(breaches):
        if finding.amount_at_issue and finding.amount_at_issue["stage"] == stage:
            _add(total, finding.amount_at_issue)
    return total


def _unpaid(breaches: Sequence[Finding], extents: Extents) -> Total:
    """Give what is not yet paid of the commitments at issue, as `engine.unpaid` defines it."""
    total: Total = {"base_minor": 0}
    for finding in _largest(breaches):
        if finding.amount_at_issue and finding.amount_at_issue["stage"] == STAGE:
            extent = extents.get((finding.record_kind, finding.record))
            _add(total, not_yet_paid(finding.amount_at_issue, extent))
    return total


def _recoverable(breaches: Sequence[Finding]) -> Total:
    total: Total = {"base_minor": 0}
    for finding in _largest(breaches):
        if finding.amount_at_issue and finding.amount_at_issue["basis"] == "recoverable":
            _add(total, finding.amount_at_issue)
    return total


def _add(total: Total, amount: Mapping[str, Any]) -> None:
    if amount["currency"] is not None:
        total[amount["currency"]] = (total.get(amount["currency"]) or 0) + amount["minor"]
    # One amount without a rate leaves the total in euro unknown; it is never taken as 0.
    known, base = total["base_minor"], amount["base_minor"]
    total["base_minor"] = None if known is None or base is None else known + base


def _batch(batch: Batch) -> dict[str, Any]:
    context = batch.context
    period = [d.isoformat() if d else None for d in (context.period_from, context.period_to)]
    return {
        "name": context.name,
        "profile": context.profile,
        "entity": context.entity,
        "period": {"from": period[0], "to": period[1]},
        "prepared_by": context.prepared_by,
        "source_system": context.source_system,
        "extracted_on": context.extracted_on.isoformat() if context.extracted_on else None,
        "marking": context.marking,
        "known_omissions": list(context.known_omissions),
        "files": [
            {"file": f.file, "sha256": f.sha256, "bytes": f.bytes, "mapping": f.mapping,
             "profile": context.profile, "notes": list(f.notes)}
            for f in batch.files
        ],
    }  # fmt: skip


def control_totals(batch: Batch) -> dict[str, Any]:
    """Give the tie-out, overall and under each file, in minor units."""
    overall = _merged([_account(f) for f in batch.files])
    return {
        **overall,
        "declared": [dict(item) for item in batch.context.declared],
        "differences": [dict(item) for item in batch.differences],
        "files": {f.file: _account(f) for f in batch.files},
    }


def _account(item: FileAccount) -> dict[str, Any]:
    return {
        "lines": item.lines,
        "rows": dict(item.rows),
        "structural": dict(item.structural),
        "derived": dict(item.derived),
        "money": {
            field: {currency: dict(sums) for currency, sums in currencies.items()}
            for field, currencies in item.money.items()
        },
        "unreadable_amounts": item.unreadable_amounts,
    }


def _merged(accounts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Add up the leaves of several accounts."""
    total: dict[str, Any] = {
        "lines": 0, "rows": {"read": 0, "accepted": 0, "rejected": 0}, "structural": {},
        "derived": {}, "money": {}, "unreadable_amounts": 0,
    }  # fmt: skip
    for account in accounts:
        _add_into(total, account)
    return total


def _add_into(total: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            _add_into(total.setdefault(key, {}), value)
        else:
            total[key] = total.get(key, 0) + value


def _parameters(
    rulebook: Rulebook, accounts: Mapping[str, Mapping[str, Any]], as_of: date
) -> Iterable[dict[str, Any]]:
    """Give every parameter value that a rule of this run may have read, latest first by id."""
    used = {
        name
        for rule_id, account in accounts.items()
        if "not_run" not in account
        for name in rulebook.rules[rule_id].parameters()
    }
    for name in sorted(used):
        parameter = rulebook.parameters[name]
        for value in parameter.values:
            yield {
                "id": name,
                "title": parameter.title,
                "unit": parameter.unit,
                "key": value.key,
                "value": value.text,
                "from": value.start.isoformat() if value.start else None,
                "until": value.end.isoformat() if value.end else None,
                "source": value.source,
                "standing": value.standing,
                "holds": value.holds(as_of),
            }


@cache
def _versions() -> dict[str, str]:
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    for name in _VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
