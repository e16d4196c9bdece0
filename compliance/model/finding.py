"""Outcomes and findings: what the engine says of one record under one rule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

SEVERITIES: Final = ("info", "minor", "major", "critical")
STANDINGS: Final = ("illustrative", "analogue", "house", "binding")  # weakest first
CONFIRMED: Final = frozenset({"house", "binding"})
ACCUSING: Final = (
    "fraud", "collus", "suspicio", "evade", "evasion", "corrupt", "crim", "cheat", "guilt",
    "illegal", "dishonest", "rigg", "conceal", "brib", "embezzl", "launder", "deceit", "deceiv",
    # French, where the stem is another one
    "soupçon", "illégal", "malhonn", "escroqu", "dissimul", "truqu", "détourn", "blanchi",
)  # fmt: skip


class Outcome(IntEnum):
    """The outcome of one rule for one record. Every record has exactly one for every rule."""

    NOT_APPLICABLE = 0
    PASS = 1
    BY_EXCEPTION = 2
    FAIL = 3
    UNDETERMINED = 4

    @property
    def word(self) -> str:
        """Give the word used in outputs."""
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    """One fail, or one undetermined outcome that the rule asks to be shown."""

    finding: str
    rule: str
    rule_version: int
    kind: str
    severity: str
    outcome: str
    standing: str
    audience: str
    record_kind: str
    record: str
    related: tuple[str, ...]
    related_count: int
    cases: tuple[str, ...]
    funding_line: str | None
    pilot: str | None
    value: str | None
    amount_at_issue: Mapping[str, Any] | None
    message: str
    criteria: str
    evidence: Mapping[str, Any]
    explanation: str
    to_pass: Mapping[str, Any] | None
    remedy: str
    source: Mapping[str, Any]
    rulebook: str

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as the JSON object of `findings.jsonl`, keys in their fixed order."""
        return {name: _plain(getattr(self, name)) for name in KEYS}

    @cached_property
    def line(self) -> str:
        """Give one line of `findings.jsonl`, without the line feed."""
        return _ENCODER.encode(self.as_dict())


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
KEYS: Final = tuple(item.name for item in fields(Finding))


def fingerprint(rule: str, record_kind: str, record: str, occurrence: int = 0) -> str:
    """Give the stable id of a finding: 16 hex digits that no amount, message or row enters."""
    text = "\x1f".join((rule, record_kind, record, str(occurrence)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
