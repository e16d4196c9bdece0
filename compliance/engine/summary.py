"""The summary of a check: every figure that the report prints, from the findings themselves."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from compliance import __version__
from compliance.engine.means import means
from compliance.engine.unpaid import STAGE, Extents, not_yet_paid
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch, FileAccount
from compliance.model.finding import CONFIRMED, SEVERITIES, Finding

Total = dict[str, int | None]  # minor units by currency, and `base_minor` in euro cents
_VERSIONED = ("duckdb", "pandas", "pyarrow", "pydantic", "weasyprint")


@dataclass(frozen=True)
class Beside:
    """What the totals take beside the findings: money by what is known of it, and waivers."""

    undecided: Mapping[str, int | None]
    extents: Extents
    waivers: Sequence[Mapping[str, Any]] = ()


def summarise(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    known_at: int | None,
    accounts: Mapping[str, Mapping[str, Any]],
    findings: Sequence[Finding],
    beside: Beside,
) -> dict[str, Any]:
    """Give the object of `summary.json`, with its content hash."""
    found = finding_totals(findings, accounts, beside)
    summary = summary_of(rulebook, batch, as_of, known_at, accounts, found)
    summary["content_hash"] = content_hash(summary, findings, batch)
    return summary


def summary_of(
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    known_at: int | None,
    accounts: Mapping[str, Mapping[str, Any]],
    found: Mapping[str, Any],
) -> dict[str, Any]:
    """Give the object without its content hash; `found` are the totals of the findings."""
    return {
        "batch": _batch(batch),
        "control_totals": control_totals(batch),
        "rules": accounts,
        "findings": found,
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
            **({} if means().memory is None else {"memory": means().memory}),
        },
    }


def content_hash(summary: Mapping[str, Any], findings: Iterable[Finding], batch: Batch) -> str:
    """Give SHA-256 of the findings, rulebook, inputs and this summary without hash and versions.

    The findings enter by the sorted hashes of their lines, so that who may not see some of them
    can still take the whole hash. Which engine drew the proposals is left out: both draw the same.
    """
    return hash_of(summary, sorted(line_hash(finding) for finding in findings), batch)


def line_hash(finding: Finding) -> str:
    """Give SHA-256 of a finding's line."""
    return hashlib.sha256(finding.line.encode("utf-8", "backslashreplace")).hexdigest()


def hash_of(summary: Mapping[str, Any], hashes: Iterable[str], batch: Batch) -> str:
    """Give the content hash from the sorted hashes of the findings' lines."""
    digest = hashlib.sha256()
    for line in hashes:
        digest.update(line.encode())
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


@dataclass(frozen=True)
class AtIssue:
    """Money at issue of one record, or of several added up: `unpaid` is what of it is not paid."""

    stage: str
    basis: str
    amount: Mapping[str, Any]  # minor, currency, base_minor
    unpaid: Mapping[str, Any]


Counts = Mapping[tuple[str, str, str, str, str], int]  # rule, kind, severity, outcome, standing


def finding_totals(
    findings: Sequence[Finding],
    accounts: Mapping[str, Mapping[str, Any]],
    beside: Beside,
) -> dict[str, Any]:
    """Give counts and money. The headline holds unwaived fails of live rules, confirmed only.

    Findings that waivers name are counted apart.
    """
    named = {name for item in beside.waivers for name in item["findings"]}
    still = [f for f in findings if f.finding not in named]
    waived = [f for f in findings if f.finding in named]
    counts = Counter((f.rule, f.kind, f.severity, f.outcome, f.standing) for f in still)
    breaches = [
        f
        for f in still
        if f.outcome == "fail" and f.kind == "breach" and f.standing in CONFIRMED
        and accounts[f.rule]["status"] == "live"
    ]  # fmt: skip
    covered = [f for f in waived if f.kind == "breach"]
    return {
        **totals(counts, list(_at_issue(breaches, beside.extents)), accounts, beside.undecided),
        "total": len(findings),
        "by_rule": dict(sorted(Counter(f.rule for f in findings).items())),
        "waived": len(waived),
        "amounts_waived": _amounts(list(_at_issue(covered, beside.extents))),
        "waivers": list(beside.waivers),
    }


def totals(
    counts: Counts,
    at_issue: Sequence[AtIssue],
    accounts: Mapping[str, Mapping[str, Any]],
    undecided: Mapping[str, int | None],
) -> dict[str, Any]:
    """Give the same from findings that are counted, and money that is chosen, already."""
    by_rule: Counter[str] = Counter()
    by_severity: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (rule, kind, severity, outcome, standing), count in counts.items():
        by_rule[rule] += count
        if accounts[rule]["status"] != "live":
            found["trial"] += count
        elif outcome != "fail":
            found["undetermined"] += count
        else:
            found["fails"] += count
            if kind == "indicator":
                found["indicators"] += count
            elif standing in CONFIRMED:
                by_severity[severity] += count
            else:
                found["unconfirmed"] += count
    return {
        "total": by_rule.total(),
        "by_severity": {name: by_severity.get(name, 0) for name in reversed(SEVERITIES)},
        "by_rule": dict(sorted(by_rule.items())),
        **{name: found[name] for name in ("fails", "undetermined", "indicators", "unconfirmed")},
        "trial": found["trial"],
        "waived": 0,
        "amounts": _amounts(at_issue),
        "amounts_waived": {},
        "waivers": [],
        "headline": {
            "payments_at_issue": _total(x.amount for x in at_issue if x.stage == "payment"),
            "commitments_at_issue": _total(x.amount for x in at_issue if x.stage == STAGE),
            "commitments_not_yet_paid": _total(x.unpaid for x in at_issue if x.stage == STAGE),
            "recoverable": _total(x.amount for x in at_issue if x.basis == "recoverable"),
            "undetermined_money": dict(undecided),
        },
    }


def _amounts(at_issue: Iterable[AtIssue]) -> dict[str, Any]:
    """Give money at issue by stage and basis; each record once, at its highest severity."""
    result: dict[str, dict[str, Total]] = {}
    for item in at_issue:
        stage = result.setdefault(item.stage, {})
        _add(stage.setdefault(item.basis, {"base_minor": 0}), item.amount)
    return {stage: dict(sorted(bases.items())) for stage, bases in sorted(result.items())}


def _at_issue(breaches: Sequence[Finding], extents: Extents) -> Iterable[AtIssue]:
    """Give the money of each record and stage, and what is not yet paid as `unpaid` defines it."""
    for finding in _largest(breaches):
        amount = finding.amount_at_issue or {}
        extent = extents.get((finding.record_kind, finding.record))
        unpaid = not_yet_paid(amount, extent) if amount["stage"] == STAGE else amount
        yield AtIssue(str(amount["stage"]), str(amount["basis"]), amount, unpaid)


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


def _total(amounts: Iterable[Mapping[str, Any]]) -> Total:
    total: Total = {"base_minor": 0}
    for amount in amounts:
        _add(total, amount)
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
