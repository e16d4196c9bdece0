"""The Python interface: check frames or files, get frames back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from compliance import intake, run
from compliance.lang.rulebook import load_rulebook
from compliance.model.batch import Batch, BatchContext
from compliance.model.finding import KEYS
from compliance.model.result import Result

Frames = Mapping[str, pd.DataFrame]
Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class CheckResult:
    """What a check found, as frames; `result` holds the same as values."""

    result: Result
    batch: Batch

    @property
    def findings(self) -> pd.DataFrame:
        """Give one row a finding, with the keys of `findings.jsonl` as columns."""
        rows = [finding.as_dict() for finding in self.result.findings]
        return pd.DataFrame(rows, columns=list(KEYS))

    @property
    def summary(self) -> pd.DataFrame:
        """Give one row a rule: its words, its counts, or why it was not run."""
        rules = self.result.summary["rules"]
        return pd.DataFrame([{"rule": rule_id, **account} for rule_id, account in rules.items()])


def check(
    frames_or_paths: Frames | Paths,
    *,
    rules: str | Path | None = None,
    mapping: str | None = None,
    as_of: dt.date | None = None,
    profile: str = "pilot",
) -> CheckResult:
    """Check a batch of frames by kind (`{"spending": frame, …}`), or of files and folders.

    A database is given by its address, `postgresql://user@host/database?schema=NAME`.

    Frames have the catalogue's field names as columns; amounts are text such as `EUR 1,234.00`,
    decimals or integers beside a `currency` column. Nothing is written. Raises ComplianceError.
    """
    if not isinstance(frames_or_paths, Mapping):
        folder = None if rules is None else Path(rules)
        paths = _paths(frames_or_paths)
        checked = run.check(paths, rules=folder, mapping=mapping, as_of=as_of)
        return CheckResult(checked.result, checked.batch)
    rulebook = load_rulebook(Path(rules) if rules else run.home("rules"))
    day = as_of or dt.datetime.now(dt.UTC).date()
    rows = {kind: _rows(frame) for kind, frame in frames_or_paths.items()}
    context = BatchContext(name="frames", profile=profile)
    batch = intake.from_rows(rows, rulebook.catalogue, Path(rulebook.folder), context, as_of=day)
    return CheckResult(run.evaluate(rulebook, batch, day), batch)


def _paths(given: Paths) -> list[Path | str]:
    """Give paths as paths, and the addresses of databases as they stand."""
    listed = [given] if isinstance(given, (str, Path)) else given
    return [
        item if isinstance(item, str) and intake.is_address(item) else Path(item)
        for item in listed
    ]  # fmt: skip


def _rows(frame: pd.DataFrame) -> list[dict[str, str | None]]:
    names = [str(name) for name in frame.columns]
    return [
        dict(zip(names, (_text(value) for value in row), strict=True))
        for row in frame.itertuples(index=False, name=None)
    ]


def _text(value: Any) -> str | None:
    """Give a cell as the text that a person would have typed; missing values are empty."""
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, (dt.datetime, pd.Timestamp)):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    # pandas holds whole numbers with gaps as binary floats: 2026.0 was typed as 2026.
    return text.removesuffix(".0") if isinstance(value, float) else text
