"""Rows that a rule flags → its findings: values of leaves first, then what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from compliance.compiler.exact import EXACT, whole
from compliance.compiler.leaf import DateLeaf, DerivedLeaf, Leaf, PathLeaf
from compliance.compiler.reference import Record
from compliance.compiler.relation import leaf_columns
from compliance.compiler.rule_plan import RulePlan, case_leaves
from compliance.compiler.verdict import Judge
from compliance.engine.related import Related
from compliance.model.finding import Finding, Outcome, fingerprint
from compliance.model.money import Money
from compliance.model.result import ExceptionUsed


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

    @property
    def judged(self) -> Record:
        """Give the record as it is judged: facts about sets that skipped rows are unsure."""
        unsure = frozenset(leaf for leaf, count in self.ignored.items() if count)
        return replace(self.record, unsure=unsure)


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one rule from columns of Python values, as an engine gives them."""

    leaves: Mapping[Leaf, str]  # those of the rule that the batch supplies, with their columns
    as_of: date

    @classmethod
    def of(cls, rule_plan: RulePlan, names: Mapping[Leaf, str], as_of: date) -> RowReader:
        """Give the reader of a rule's rows; `names` are the columns of its kind's leaf table."""
        return cls({leaf: names[leaf] for leaf in rule_plan.leaves if leaf in names}, as_of)

    def columns(self) -> list[str]:
        """Give the physical columns that are read."""
        return [column for leaf, own in self.leaves.items() for column in leaf_columns(own, leaf)]

    def rows(
        self,
        data: Mapping[str, Sequence[Any]],
        codes: Sequence[int],
        places: Sequence[int],
        origins: Mapping[str, Sequence[Any]],
    ) -> Iterator[Row]:
        """Give the rows at some places of the columns, each with its outcome."""
        readers = [(leaf, _reader(leaf, own, data)) for leaf, own in self.leaves.items()]
        skipped = {
            leaf: data[f"{own}__ignored"]
            for leaf, own in self.leaves.items()
            if isinstance(leaf, DerivedLeaf)
        }
        for n in places:
            yield Row(
                Outcome(codes[n]), data["_key"][n], data["_row_hash"][n], data["_i"][n],
                Record({leaf: read(n) for leaf, read in readers}, self.as_of),
                {leaf: int(column[n] or 0) for leaf, column in skipped.items()},
                {name: column[n] for name, column in origins.items()},
            )  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """Writes the findings of one rule; what is the same for every row is worked out once."""

    judge: Judge
    related: Related
    layouts: Sequence[Mapping[str, str]]
    rulebook: str  # its digest

    @cached_property
    def _case_leaves(self) -> list[tuple[str, list[PathLeaf]]]:
        plan = self.judge.plan
        return sorted(case_leaves(plan.reader, plan.rule.kind).items())

    @cached_property
    def _fields(self) -> set[str]:
        return _deciding_fields(self.judge.plan)

    def finding(self, row: Row, occurrence: int) -> Finding:
        """Give the finding of one row; the reference must agree with the set on its outcome."""
        judge = self.judge
        rule, file = judge.plan.rule, judge.plan.rule.file
        agreed = judge.outcome(row.judged)
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
            to_pass=judge.to_pass(row.judged) if failed else None,
            remedy=file.remedy,
            source=self.source(row),
            rulebook=self.rulebook,
        )

    def excused(self, row: Row) -> ExceptionUsed:
        """Give the use of the exception by which a row passes."""
        rule = self.judge.plan.rule
        name, reference = self.judge.exception(row.judged) or ("", None)
        money = self.judge.record_money(row.record)
        return ExceptionUsed(
            rule.id, name, rule.kind.kind, row.key, reference,
            None if money is None else str(money), self.source(row),
        )  # fmt: skip

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
        letters = {} if layout is None else self.layouts[layout]
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


def occurrences(rows: Sequence[Row]) -> list[int]:
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
