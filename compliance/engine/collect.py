"""Failing rows → findings: only the columns that one rule reads, only for the rows it flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from compliance.compiler.exact import EXACT, whole
from compliance.compiler.leaf import DateLeaf, DerivedLeaf, Leaf, PathLeaf
from compliance.compiler.plan import Plan
from compliance.compiler.reference import Record, Reference
from compliance.compiler.relation import leaf_columns
from compliance.compiler.rule_plan import RulePlan, case_leaves, deciding_derivations
from compliance.compiler.verdict import Judge
from compliance.engine.related import Related, related_records
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.finding import Finding, Outcome, fingerprint
from compliance.model.money import Money
from compliance.model.result import ExceptionUsed

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Row:
    """One record that a rule flags: its identity, its source and the values of its leaves."""

    outcome: Outcome
    key: str
    row_hash: str
    index: int
    record: Record
    ignored: Mapping[Leaf, int]
    origin: Mapping[str, Any]  # _file, _sheet, _row, _layout; empty for records made by the program


@dataclass(frozen=True)
class Collector:
    """Turns the rows that rules flag into findings."""

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    rulebook: Rulebook
    batch: Batch
    tables: Mapping[str, Any]

    def findings(self, rule_plan: RulePlan) -> list[Finding]:
        """Give the findings of one rule: its fails, and undetermined ones where it asks so."""
        wanted = [Outcome.FAIL]
        if rule_plan.rule.file.flags_missing:
            wanted.append(Outcome.UNDETERMINED)
        related = related_records(self.connection, self.plan, rule_plan)
        writer = Writer(self, self.judge(rule_plan), related)
        rows = list(self.rows(rule_plan, wanted))
        repeated = _occurrences(rows)
        return [writer.finding(row, repeat) for row, repeat in zip(rows, repeated, strict=True)]

    def exceptions(self, rule_plan: RulePlan) -> list[ExceptionUsed]:
        """Give the records that pass a rule by a stated exception."""
        if not rule_plan.rule.exceptions:
            return []
        judge = self.judge(rule_plan)
        writer = Writer(self, judge, {})
        found: list[ExceptionUsed] = []
        for row in self.rows(rule_plan, [Outcome.BY_EXCEPTION]):
            name, reference = judge.exception(row.record) or ("", None)
            money = judge.record_money(row.record)
            found.append(
                ExceptionUsed(
                    rule_plan.rule.id, name, rule_plan.rule.kind.kind, row.key, reference,
                    None if money is None else str(money), writer.source(row),
                )
            )  # fmt: skip
        return found

    def judge(self, rule_plan: RulePlan) -> Judge:
        """Give the reference judge of a rule."""
        parameters = self.rulebook.parameters
        reference = Reference(rule_plan.reader, parameters)
        return Judge(rule_plan, reference, self.plan.world.catalogue, parameters)

    def rows(self, rule_plan: RulePlan, wanted: Sequence[Outcome]) -> Iterator[Row]:
        """Fetch the rows of a rule with one of the outcomes, sorted by key and row hash."""
        kind = rule_plan.rule.kind.kind
        names = self.plan.columns[kind].names
        leaves = [leaf for leaf in rule_plan.leaves if leaf in names]
        columns = [column for leaf in leaves for column in leaf_columns(names[leaf], leaf)]
        picked = "".join(f', x."{column}"' for column in columns)
        codes = ", ".join(str(int(outcome)) for outcome in wanted)
        table = self.connection.sql(
            f'SELECT o."{rule_plan.column}" AS _o, x._key, x._row_hash, x._i{picked} '  # noqa: S608
            f'FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i '
            f'WHERE o."{rule_plan.column}" IN ({codes}) ORDER BY x._key, x._row_hash, x._i'
        ).to_arrow_table()
        data = table.to_pydict()
        readers = [(leaf, _reader(leaf, names[leaf], data)) for leaf in leaves]
        derived = [leaf for leaf in leaves if isinstance(leaf, DerivedLeaf)]
        origins = self._origins(kind, data["_i"])
        for n in range(table.num_rows):
            values = {leaf: read(n) for leaf, read in readers}
            ignored: dict[Leaf, int] = {
                leaf: int(data[f"{names[leaf]}__ignored"][n] or 0) for leaf in derived
            }
            record = Record(values, self.plan.world.as_of)
            yield Row(
                Outcome(data["_o"][n]), data["_key"][n], data["_row_hash"][n], data["_i"][n],
                record, ignored,
                {name: column[n] for name, column in origins.items()},
            )  # fmt: skip

    def _origins(self, kind: str, indices: Sequence[int]) -> Mapping[str, list[Any]]:
        """Give where each of the rows was read: file, sheet, row and layout."""
        table = self.tables[kind]
        names = [n for n in ("_file", "_sheet", "_row", "_layout") if n in table.column_names]
        picked: Mapping[str, list[Any]] = (
            table.select(names).take(pa.array(indices, pa.int64())).to_pydict()
        )
        return picked


@dataclass(frozen=True)
class Writer:
    """Writes the findings of one rule; what is the same for every row is worked out once."""

    collector: Collector
    judge: Judge
    related: Related

    @cached_property
    def _case_leaves(self) -> list[tuple[str, list[PathLeaf]]]:
        plan = self.judge.plan
        return sorted(case_leaves(plan.reader, plan.rule.kind).items())

    @cached_property
    def _fields(self) -> set[str]:
        return _deciding_fields(self.judge.plan)

    @cached_property
    def _deciding(self) -> tuple[DerivedLeaf, ...]:
        return deciding_derivations(self.judge.plan.rule, self.judge.plan.reader)

    def finding(self, row: Row, occurrence: int) -> Finding:
        """Give the finding of one row; the reference must agree with the set on its outcome."""
        judge = self.judge
        rule, file = judge.plan.rule, judge.plan.rule.file
        ignored = sum(row.ignored.get(leaf, 0) for leaf in self._deciding)
        agreed = judge.outcome(row.record, ignored)
        if agreed is not row.outcome:
            raise RuntimeError(
                f"{rule.id} for {row.key}: the set evaluation says {row.outcome.word}, "
                f"the reference {agreed.word}"
            )
        failed = row.outcome is Outcome.FAIL
        cases = self._cases(row)
        related, related_count = self.related.get(row.index, ((), 0)) if failed else ((), 0)
        return Finding(
            finding=fingerprint(rule.id, rule.record_kind, row.key, occurrence),
            rule=rule.id,
            rule_version=file.version,
            kind=file.kind,
            severity=file.severity,
            outcome=row.outcome.word,
            standing=judge.standing(row.record),
            audience=file.audience,
            record_kind=rule.record_kind,
            record=row.key,
            related=related,
            related_count=related_count,
            cases=tuple(f"{name}:{value}" for name, value in cases) or ("batch",),
            funding_line=next((value for name, value in cases if name == "funding_line"), None),
            pilot=next((value for name, value in cases if name == "pilot"), None),
            value=judge.measure(row.record),
            amount_at_issue=judge.amount(row.record) if failed else None,
            message=judge.message(row.record),
            criteria=rule.criteria,
            evidence=judge.evidence(row.record, row.ignored),
            explanation=judge.explanation(row.record),
            to_pass=judge.to_pass(row.record, ignored) if failed else None,
            remedy=file.remedy,
            source=self.source(row),
            rulebook=self.collector.rulebook.digest,
        )

    def _cases(self, row: Row) -> list[tuple[str, str]]:
        """Give the cases that a record touches: for each case kind the first path that is set."""
        found: list[tuple[str, str]] = []
        for name, leaves in self._case_leaves:
            values = (row.record.values.get(leaf) for leaf in leaves)
            value = next((v for v in values if v is not None), None)
            if value is not None:
                found.append((name, str(value)))
        return found

    def source(self, row: Row) -> dict[str, Any]:
        """Give the file, sheet, row and cells from which the record was read."""
        line, layout = row.origin.get("_row"), row.origin.get("_layout")
        letters = {} if layout is None else self.collector.batch.layouts[layout]
        wanted = sorted(self._fields & set(letters))
        return {
            "file": row.origin.get("_file"),
            "sheet": row.origin.get("_sheet"),
            "row": line,
            "cells": {name: f"{letters[name]}{line}" for name in wanted},
        }


def _deciding_fields(rule_plan: RulePlan) -> set[str]:
    """Give the record's own fields that the rule reads to decide, its derivations included."""
    fields: set[str] = set()
    for node in rule_plan.rule.deciding():
        for leaf in rule_plan.reader.leaves(node):
            if isinstance(leaf, DerivedLeaf):
                for own in leaf.derivation.our_nodes():
                    fields |= {
                        inner.steps[0].field
                        for inner in rule_plan.reader.leaves(own)
                        if hasattr(inner, "steps")
                    }
            elif hasattr(leaf, "steps"):
                fields.add(leaf.steps[0].field)
            elif isinstance(leaf, DateLeaf):
                fields |= set(leaf.context.dated_by)
    return fields


def _occurrences(rows: Sequence[Row]) -> list[int]:
    """Number the rows that share a key, in the order in which they come."""
    seen: dict[str, int] = {}
    numbers: list[int] = []
    for row in rows:
        numbers.append(seen.get(row.key, 0))
        seen[row.key] = numbers[-1] + 1
    return numbers


def _reader(leaf: Leaf, name: str, data: Mapping[str, Sequence[Any]]) -> Any:
    """Give a function that reads a leaf's Python value from one row."""
    column = data[name]
    scale = leaf.type.scale
    if leaf.type.name == "money":
        currencies, bases = data[f"{name}__currency"], data[f"{name}__base"]

        def money(n: int) -> Money | None:
            minor = column[n]
            if minor is None:
                return None
            base = None if bases[n] is None else whole(_unscaled(bases[n], scale))
            return Money(whole(_unscaled(minor, scale)), currencies[n], base)

        return money
    if leaf.type.name == "number":
        return lambda n: None if column[n] is None else _unscaled(column[n], scale)
    if leaf.type.name == "days":
        return lambda n: None if column[n] is None else int(column[n])
    if leaf.type.name == "list":
        return lambda n: None if column[n] is None else tuple(column[n])
    return lambda n: column[n]


def _unscaled(cell: Any, scale: int) -> Decimal:
    return Decimal(cell).scaleb(-scale, EXACT)
