"""The figures of a report computed anew from the findings that are embedded in it.

Nothing here is shared with the engine that made the summary, so that the two can disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.model.finding import CONFIRMED, SEVERITIES
from compliance.model.result import waived_in
from compliance.report.facts import CLASSES

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """What is embedded: the summary, the findings, what is told of those withheld, the rest."""

    summary: Json
    findings: Sequence[Json]
    lines: Sequence[bytes]  # the findings as they stand in their file, one line each
    withheld: Sequence[Json]
    rejects: Sequence[Mapping[str, str]]
    positions: Sequence[Mapping[str, str]]


def content_hash(evidence: Evidence) -> str:
    """Compute the hash that covers findings, rulebook, inputs and summary, as the engine does."""
    hashes = [hashlib.sha256(line).hexdigest() for line in evidence.lines]
    hashes += [item["sha256"] for item in evidence.withheld]
    summary = evidence.summary
    digest = hashlib.sha256("".join(sorted(hashes)).encode())
    digest.update(summary["rulebook"]["digest"].encode())
    for item in sorted(summary["batch"]["files"], key=lambda f: f["file"]):
        digest.update(f"{item['file']}\0{item['sha256']}\n".encode("utf-8", "backslashreplace"))
    kept = {key: value for key, value in summary.items() if key != "content_hash"}
    kept["engine"] = {"name": summary["engine"]["name"]}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    digest.update(text.encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def differences(evidence: Evidence) -> Iterator[str]:
    """Say where `summary.json` states another figure than follows from the files beside it."""
    summary = evidence.summary
    stated = summary["content_hash"]
    if (found := content_hash(evidence)) != stated:
        yield f"content_hash is {stated}, but {found} follows from the embedded files"
    yield from _unequal("findings", counts(evidence), summary["findings"])
    yield from _rule_counts(evidence)
    yield from _totals(evidence)


def counts(evidence: Evidence) -> dict[str, Any]:
    """Compute what `summary.json` states under `findings`, without what no finding tells.

    Money is left out where a withheld finding could carry some.
    """
    status = {rule: entry["status"] for rule, entry in evidence.summary["rules"].items()}
    both = [*evidence.findings, *evidence.withheld]
    waived = waived_in(evidence.summary)
    granted = [item for item in both if is_waived(item, waived)]
    live = [item for item in both if status[item["rule"]] == "live" and not is_waived(item, waived)]
    fails = [item for item in live if item["outcome"] == "fail"]
    firm = [i for i in fails if i["kind"] != "indicator" and i["standing"] in CONFIRMED]
    by_severity = Counter(item["severity"] for item in firm)
    found: dict[str, Any] = {
        "total": len(both),
        "by_severity": {severity: by_severity[severity] for severity in SEVERITIES},
        "by_rule": dict(Counter(item["rule"] for item in both)),
        "undetermined": sum(item["outcome"] == "undetermined" for item in live),
        "indicators": sum(item["kind"] == "indicator" for item in fails),
        "trial": len(both) - len(live) - len(granted),
    }
    if granted or "waived" in evidence.summary["findings"]:  # without a register none is stated
        found["waived"] = len(granted)
    breaches = [item for item in firm if item["kind"] == "breach"]
    if all("sha256" not in item for item in breaches):
        found |= _money(breaches)
    return found


def derived(evidence: Evidence) -> dict[str, Any]:
    """Compute the figures that the report prints beside those of the summary."""
    rules, waived = evidence.summary["rules"], waived_in(evidence.summary)
    classes = [(class_of(item, rules, waived), item) for item in evidence.findings]
    hidden = [(class_of(item, rules, waived), item) for item in evidence.withheld]
    by_class = {
        severity: _row(name for name, item in [*classes, *hidden] if item["severity"] == severity)
        for severity in SEVERITIES
    } | {"total": _row(name for name, _ in [*classes, *hidden])}
    groups: dict[str, dict[str, Any]] = {name: {} for name in CLASSES}
    for name, item in classes:
        group = groups[name].setdefault(item["rule"], {"findings": 0, "amounts": {}})
        group["findings"] += 1
        if _counts(item["amount_at_issue"]):
            _add(_cell(group["amounts"], item["amount_at_issue"]), item["amount_at_issue"])
    ran = sum("not_run" not in entry for entry in rules.values())
    decisions = sum(
        rules[rule]["severity"] in {"critical", "major"}
        for name in ("breach", "quality")
        for rule in groups[name]
    )
    return {
        "by_class": by_class,
        "groups": groups,
        "rules": {"all": len(rules), "ran": ran, "not_run": len(rules) - ran},
        "files": len(evidence.summary["batch"]["files"]),
        "decisions": decisions,
    }


def class_of(item: Json, rules: Json, waived: Collection[str]) -> str:
    """Name the one class in which a finding counts."""
    if is_waived(item, waived):
        return "waived"
    if rules[item["rule"]]["status"] == "trial":
        return "trial"
    if item["outcome"] == "undetermined":
        return "undetermined"
    if item["kind"] == "indicator":
        return "indicator"
    if item["standing"] not in CONFIRMED:
        return "unconfirmed"
    return "quality" if item["kind"] == "quality" else "breach"


def is_waived(item: Json, waived: Collection[str]) -> bool:
    """Tell whether a finding is waived; one that is withheld tells it itself."""
    return bool(item.get("waived")) or item.get("finding") in waived


def _row(names: Iterable[str]) -> dict[str, int]:
    found = Counter(names)
    row = {name: found[name] for name in CLASSES}
    return row | {"confirmed": row["breach"] + row["quality"], "all": sum(row.values())}


def _money(breaches: Sequence[Json]) -> dict[str, Any]:
    """Add up the money at issue: each record once in a stage, by its gravest and largest."""
    once: dict[tuple[str, str, str], Json] = {}
    for item in breaches:
        amount = item["amount_at_issue"]
        if _counts(amount):
            key = (item["record_kind"], item["record"], amount["stage"])
            once[key] = max(once.get(key, item), item, key=_weight)
    amounts: dict[str, dict[str, dict[str, int | None]]] = {}
    payments: dict[str, int | None] = {"base_minor": 0}
    commitments: dict[str, int | None] = {"base_minor": 0}
    recoverable: dict[str, int | None] = {"base_minor": 0}
    for item in once.values():
        amount = item["amount_at_issue"]
        _add(_cell(amounts, amount), amount)
        if amount["stage"] == "payment":
            _add(payments, amount)
        if amount["stage"] == "commitment":
            _add(commitments, amount)
        if amount["basis"] == "recoverable":
            _add(recoverable, amount)
    headline = {
        "payments_at_issue": payments,
        "commitments_at_issue": commitments,
        "recoverable": recoverable,
    }
    return {"amounts": amounts, "headline": headline}


def _weight(item: Json) -> tuple[int, int]:
    amount = item["amount_at_issue"]
    return SEVERITIES.index(item["severity"]), amount["base_minor"] or amount["minor"] or 0


def _counts(amount: Json | None) -> bool:
    return bool(amount) and (amount or {})["basis"] != "none"


def _cell(amounts: dict[str, Any], amount: Json) -> dict[str, int | None]:
    by_basis: dict[str, dict[str, int | None]] = amounts.setdefault(amount["stage"], {})
    return by_basis.setdefault(amount["basis"], {"base_minor": 0})


def _add(total: dict[str, int | None], amount: Json) -> None:
    total[amount["currency"]] = (total.get(amount["currency"]) or 0) + amount["minor"]
    known, base = total["base_minor"], amount["base_minor"]
    total["base_minor"] = None if known is None or base is None else known + base


def _rule_counts(evidence: Evidence) -> Iterator[str]:
    """Say which rule states another number of fails than it has findings."""
    both = [*evidence.findings, *evidence.withheld]
    fails = Counter(item["rule"] for item in both if item["outcome"] == "fail")
    for rule, entry in evidence.summary["rules"].items():
        if entry.get("fail", 0) != fails[rule]:
            yield f"rules/{rule}/fail is {entry.get('fail', 0)}, but it has {fails[rule]} findings"


def _totals(evidence: Evidence) -> Iterator[str]:
    """Say which control totals do not add up."""
    totals = evidence.summary["control_totals"]
    accounts = {"": totals} | {f"files/{name}/": own for name, own in totals["files"].items()}
    for place, account in accounts.items():
        cells = {"rows": account["rows"]} | {
            f"money/{field}/{currency}": cell
            for field, by_currency in account["money"].items()
            for currency, cell in by_currency.items()
        }
        for name, cell in cells.items():
            if cell["read"] != cell["accepted"] + cell["rejected"]:
                yield f"control_totals/{place}{name}: read is not accepted plus rejected"
    rejected = len({(item["file"], item["sheet"], item["row"]) for item in evidence.rejects})
    if rejected != totals["rows"]["rejected"]:
        yield (
            f"control_totals/rows/rejected is {totals['rows']['rejected']}, but rejects.csv "
            f"names {rejected} rows"
        )
    for key in ("read", "accepted", "rejected"):
        together = sum(own["rows"][key] for own in totals["files"].values())
        if together != totals["rows"][key]:
            yield f"control_totals/rows/{key} is {totals['rows'][key]}, its files have {together}"


def _unequal(place: str, found: Json, stated: Json) -> Iterator[str]:
    for key, value in found.items():
        if isinstance(value, Mapping):
            yield from _unequal(f"{place}/{key}", value, stated.get(key) or {})
        elif stated.get(key) != value:
            yield f"{place}/{key} is {stated.get(key)}, but {value} follows from findings.jsonl"
