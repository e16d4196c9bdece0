"""The findings of one case → counts, amounts and what else proposal rules read of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from compliance.lang.case_fact import confirmed, counts, money_names
from compliance.model.finding import SEVERITIES, Finding
from compliance.model.money import Money

_EURO: Final = "EUR"
_YEAR: Final = 365
_PLACES: Final = Decimal("0.000001")


@dataclass(frozen=True)
class Seen:
    """One finding as a case counts it: beside itself, what the batch and the register tell."""

    finding: Finding
    set: str
    status: str
    waived: bool = False
    vendor: str | None = None
    earlier_runs: int = 0
    day: date | None = None  # of the record on which it stands

    @property
    def state(self) -> str:
        """Name the state: open, waived, undetermined, or trial, which counts for nothing else."""
        if self.status == "trial":
            return "trial"
        if self.finding.outcome == "undetermined":
            return "undetermined"
        return "waived" if self.waived else "open"

    @property
    def sure(self) -> bool:
        """Say whether it is open and confirmed: it may then lead to hold, recover or refer."""
        return self.state == "open" and confirmed(self.finding.kind, self.finding.standing)


@dataclass(frozen=True)
class Tally:
    """What the findings of one case come to, by the names of the case fact."""

    values: Mapping[str, Any] = field(default_factory=dict)
    open: int = 0


def tally(sets: tuple[str, ...], seen: Sequence[Seen], batch_open: int) -> Tally:
    """Count the findings of one case; `batch_open` is how many are open in the whole batch."""
    found = Counter(name for one in seen for name in _names(sets, one.state, *_properties(one)))
    values: dict[str, Any] = {name: Decimal(found[name]) for name, _, _ in counts(sets)}
    sure = [one for one in seen if one.sure]
    values |= _amounts(sure)
    values |= _spread(sure)
    still = [one for one in seen if one.state == "open"]
    undecided = found["undetermined"]
    total = len(still) + found["waived"] + undecided
    values |= {
        "trial": Decimal(sum(one.state == "trial" for one in seen)),
        "persistent": Decimal(sum(one.earlier_runs > 0 for one in still)),
        "earlier_runs": Decimal(max((one.earlier_runs for one in still), default=0)),
        "share_of_batch": _share(len(still), batch_open),
        "undetermined_share": _share(undecided, total),
        "leading_set": _leading(sure),
    }
    return Tally(values, len(still))


def _share(part: int, whole: int) -> Decimal:
    """Give a part of a whole, rounded half-even to six places; of nothing, 0."""
    return (Decimal(part) / whole).quantize(_PLACES) if whole else Decimal(0)


def _properties(one: Seen) -> tuple[str, str, str, str, bool]:
    own = one.finding
    return own.severity, own.kind, own.standing, one.set, own.audience == "restricted"


@lru_cache(maxsize=4096)
def _names(
    sets: tuple[str, ...],
    state: str,
    severity: str,
    kind: str,
    standing: str,
    name: str,
    restricted: bool,  # noqa: FBT001 - one of the properties
) -> tuple[str, ...]:
    """Name the counts in which a finding with these properties counts."""
    finding = {
        "severity": severity, "kind": kind, "standing": standing, "set": name,
        "confirmed": confirmed(kind, standing), "restricted": restricted,
    }  # fmt: skip
    return tuple(
        count for count, own, selector in counts(sets) if own == state and selector.takes(finding)
    )


def _amounts(sure: Iterable[Seen]) -> dict[str, Any]:
    """Add up money in euro cents; each record once a stage, by its gravest and largest finding."""
    totals: dict[str, int | None] = dict.fromkeys(money_names(), 0)
    chosen: dict[tuple[str, str, str], Finding] = {}
    unknown = 0
    for one in sure:
        amount = one.finding.amount_at_issue
        if not amount or amount["basis"] == "none":
            continue
        key = (one.finding.record_kind, one.finding.record, amount["stage"])
        other = chosen.get(key)
        if other is None or _weight(one.finding) > _weight(other):
            chosen[key] = one.finding
    for finding in chosen.values():
        amount = finding.amount_at_issue or {}
        unknown += amount["base_minor"] is None
        stage = f"at_issue_{amount['stage']}"
        names = [stage, f"{stage}_{amount['basis']}"]
        names += [f"{stage}_minor"] if finding.severity == "minor" else []
        names += ["recoverable"] if amount["basis"] == "recoverable" else []
        for name in names:
            known, base = totals[name], amount["base_minor"]
            totals[name] = None if known is None or base is None else known + base
    money = {
        name: None if total is None else Money(total, _EURO, total)
        for name, total in totals.items()
    }
    return {**money, "amounts_unknown": Decimal(unknown)}


def _weight(finding: Finding) -> tuple[int, int]:
    amount = finding.amount_at_issue or {}
    return SEVERITIES.index(finding.severity), amount.get("base_minor") or amount.get("minor") or 0


def _spread(sure: Iterable[Seen]) -> dict[str, Any]:
    lines: set[str] = set()
    rules: Counter[str] = Counter()
    days: dict[str, list[date]] = defaultdict(list)
    by_vendor: dict[str, set[str]] = defaultdict(set)
    vendors: set[str] = set()
    for one in sure:
        rules[one.finding.rule] += 1
        days[one.finding.rule] += [one.day] if one.day is not None else []
        line = one.finding.funding_line
        lines |= {line} if line else set()
        vendors |= {one.vendor} if one.vendor else set()
        if one.vendor and line and one.finding.kind == "breach":
            by_vendor[one.vendor].add(line)
    return {
        "distinct_lines": Decimal(len(lines)),
        "distinct_vendors": Decimal(len(vendors)),
        "vendor_lines": Decimal(max(map(len, by_vendor.values()), default=0)),
        "repeats": Decimal(max(rules.values(), default=0)),
        "repeats_in_a_year": Decimal(max(map(_in_a_year, days.values()), default=0)),
    }


def _in_a_year(days: Sequence[date]) -> int:
    """Give the most of some days that lie within 365 days, the first and the last included."""
    ordered = sorted(days)
    most = first = 0
    for number, day in enumerate(ordered):
        while (day - ordered[first]).days >= _YEAR:
            first += 1
        most = max(most, number - first + 1)
    return most


def _leading(sure: Iterable[Seen]) -> str | None:
    """Name the set of the gravest finding; of equal ones, the set with the most, then by name."""
    by_set: dict[str, Counter[int]] = defaultdict(Counter)
    for one in sure:
        by_set[one.set][SEVERITIES.index(one.finding.severity)] += 1
    ranked = sorted(
        by_set, key=lambda name: (-max(by_set[name]), -by_set[name][max(by_set[name])], name)
    )
    return ranked[0] if ranked else None
