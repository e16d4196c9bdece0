"""Flagged rows → findings, in a Python process of Spark's: no pandas, a batch of rows at a time.

A worker reads the rulebook from its files' bytes and plans the same rules over the same fields, so
that it knows the same leaves as the driver; that the columns are the same is checked.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from compliance.compiler.plan import Plan, make_plan
from compliance.compiler.reference import Reference
from compliance.compiler.rule_plan import RulePlan, flagged
from compliance.compiler.sql import SPARK
from compliance.compiler.verdict import Judge
from compliance.engine.summary import line_hash
from compliance.engine.write import RowReader, Writer
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.finding import KEYS, Finding

_LISTS: Final = frozenset({"related", "cases"})
_NUMBERS: Final = frozenset({"rule_version", "related_count"})
NESTED: Final = ("amount_at_issue", "evidence", "to_pass", "source")  # each as its JSON text
BESIDE: Final[Mapping[str, str]] = {  # what totals and order are made from
    "_row_hash": "STRING", "_hash": "STRING", "_minor": "DECIMAL(38,0)", "_currency": "STRING",
    "_base": "DECIMAL(38,0)", "_stage": "STRING", "_basis": "STRING",
}  # fmt: skip
_ARROW: Final[Mapping[str, pa.DataType]] = {
    "STRING": pa.string(), "INT": pa.int32(), "ARRAY<STRING>": pa.list_(pa.string()),
    "DECIMAL(38,0)": pa.decimal128(38, 0),
}  # fmt: skip
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ROWS: Final = 1000  # findings in one batch that is given back


def columns() -> dict[str, str]:
    """Give the columns of a finding, in the order of `findings.jsonl`, and those beside them."""
    own: dict[str, str] = {
        key: "ARRAY<STRING>" if key in _LISTS else "INT" if key in _NUMBERS else "STRING"
        for key in KEYS
    }
    return {**own, **BESIDE}


@dataclass(frozen=True)
class Book:
    """A rulebook and a plan in a form that travels: files, and what the plan was made from."""

    files: tuple[tuple[str, bytes], ...]
    profile: str
    rules: tuple[str, ...]
    fields: tuple[tuple[str, frozenset[str]], ...]
    as_of: date

    @classmethod
    def of(
        cls,
        rulebook: Rulebook,
        profile: str,
        rules: Sequence[str],
        fields: Mapping[str, frozenset[str]],
        as_of: date,
    ) -> Book:
        """Pack a rulebook, and the rules and fields of a plan."""
        folder = Path(rulebook.folder)
        files = tuple(
            (path.relative_to(folder).as_posix(), path.read_bytes())
            for path in sorted(folder.rglob("*.yaml"))
        )
        return cls(files, profile, tuple(rules), tuple(sorted(fields.items())), as_of)


@lru_cache(maxsize=2)
def _planned(book: Book) -> tuple[Rulebook, Plan]:
    """Load the rulebook and plan the rules; once in a process."""
    with tempfile.TemporaryDirectory() as name:
        for path, data in book.files:
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(data)
        rulebook = load_rulebook(Path(name)).of_profile(book.profile)
    rules = [rulebook.rule(rule) for rule in book.rules]
    return rulebook, make_plan(rulebook, rules, dict(book.fields), book.as_of, SPARK)


@dataclass(frozen=True)
class FindingsOf:
    """Turns the rows of one kind that rules flag into findings."""

    book: Book
    kind: str
    ran: frozenset[str]  # the rules that count as run
    layouts: tuple[Mapping[str, str], ...]
    names: tuple[str, ...]  # the driver's columns of the kind's leaf table

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give the findings of rows that stand sorted by key, row hash and number."""
        rulebook, plan = _planned(self.book)
        if self.names != names_of(plan, self.kind):
            raise RuntimeError(f"the worker planned other columns of {self.kind} than the driver")
        rules = [
            _Rule(plan, rule_plan, rulebook, self.layouts)
            for rule_plan in plan.rules
            if rule_plan.rule.kind.kind == self.kind and rule_plan.rule.id in self.ran
        ]
        made: list[tuple[Finding, str]] = []
        for batch in batches:
            data = batch.to_pydict()
            for rule in rules:
                made += rule.findings(data)
                if len(made) >= _ROWS:
                    yield _packed(made)
                    made = []
        if made:
            yield _packed(made)


def names_of(plan: Plan, kind: str) -> tuple[str, ...]:
    """Give the names and columns of a kind's leaves: what the driver and a worker must share."""
    return tuple(f"{own} {leaf.name}" for leaf, own in plan.columns[kind].names.items())


class _Rule:
    """One rule in a worker; it remembers the last key, of which more rows may follow."""

    def __init__(
        self,
        plan: Plan,
        rule_plan: RulePlan,
        rulebook: Rulebook,
        layouts: Sequence[Mapping[str, str]],
    ) -> None:
        parameters = rulebook.parameters
        names = plan.columns[rule_plan.rule.kind.kind].names
        self.plan = rule_plan
        self.judge = Judge(
            rule_plan, Reference(rule_plan.reader, parameters), plan.world.catalogue, parameters
        )
        self.reader = RowReader.of(rule_plan, names, plan.world.as_of)
        self.layouts, self.digest = layouts, rulebook.digest
        self.wanted = {int(outcome) for outcome in flagged(rule_plan)}
        self.key, self.repeat = "", -1

    def findings(self, data: Mapping[str, Sequence[Any]]) -> Iterator[tuple[Finding, str]]:
        """Give the findings of a batch of rows, each with its record's row hash."""
        codes = data[f"o_{self.plan.column}"]
        places = [n for n, code in enumerate(codes) if code in self.wanted]
        if not places:
            return
        related = {data["_i"][n]: _related(data["_related"][n], self.plan.rule.id) for n in places}
        writer = Writer(self.judge, related, self.layouts, self.digest)
        origins = {name: data[name] for name in ("_file", "_sheet", "_row", "_layout")}
        for row in self.reader.rows(data, codes, places, origins):
            self.repeat = self.repeat + 1 if row.key == self.key else 0
            self.key = row.key
            yield writer.finding(row, self.repeat), row.row_hash


def _related(groups: Any, rule: str) -> tuple[tuple[str, ...], int]:
    """Give the other records of a finding's group, and their count."""
    for group in groups or ():
        if group["rule"] == rule:
            return tuple(group["names"]), group["count"]
    return (), 0


def _packed(made: Sequence[tuple[Finding, str]]) -> pa.RecordBatch:
    """Give findings as columns: nested values as the JSON text of `findings.jsonl`."""
    rows = [finding.as_dict() for finding, _ in made]
    amounts = [finding.amount_at_issue or {} for finding, _ in made]
    values: dict[str, list[Any]] = {key: [row[key] for row in rows] for key in KEYS}
    for key in NESTED:
        values[key] = [None if value is None else _JSON.encode(value) for value in values[key]]
    values["_row_hash"] = [row_hash for _, row_hash in made]
    values["_hash"] = [line_hash(finding) for finding, _ in made]
    for own, key in (("_minor", "minor"), ("_currency", "currency"), ("_base", "base_minor"),
                     ("_stage", "stage"), ("_basis", "basis")):  # fmt: skip
        values[own] = [amount.get(key) for amount in amounts]
    types = columns()
    return pa.RecordBatch.from_pydict(
        {name: pa.array(values[name], _ARROW[types[name]]) for name in types}
    )


def line_of(row: Mapping[str, Any]) -> str:
    """Give the line of `findings.jsonl` of a finding as it stands in Parquet."""
    read = {key: row[key] for key in KEYS}
    for key in NESTED:
        read[key] = None if read[key] is None else json.loads(read[key])
    return _JSON.encode(read)
