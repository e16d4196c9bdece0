"""Failing rows → findings: only the columns that one rule reads, only for the rows it flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from compliance.compiler.plan import Plan
from compliance.compiler.reference import Reference
from compliance.compiler.rule_plan import RulePlan
from compliance.compiler.verdict import Judge
from compliance.engine.related import Related, related_records
from compliance.engine.write import Row, RowReader, Writer, occurrences
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.finding import Finding, Outcome, fingerprint
from compliance.model.result import ExceptionUsed

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Telling:
    """A language in which messages are wanted beside English, and how it writes a value.

    `written` gives None for a value that it writes as English does.
    """

    language: str
    written: Callable[[Any], str | None]


@dataclass(frozen=True)
class Collector:
    """Turns the rows that rules flag into findings."""

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    rulebook: Rulebook
    batch: Batch
    tables: Mapping[str, Any]

    def collect(self, rule_plan: RulePlan) -> tuple[list[Finding], list[ExceptionUsed]]:
        """Give the findings of one rule, and the records that pass it by a stated exception.

        Findings are its fails, and undetermined ones where it asks so.
        """
        related = related_records(self.connection, self.plan, rule_plan)
        writer = self._writer(self.judge(rule_plan), related)
        found: list[Row] = []
        excused: list[Row] = []
        for row in self.rows(rule_plan):
            (excused if row.outcome is Outcome.BY_EXCEPTION else found).append(row)
        numbered = zip(found, occurrences(found), strict=True)
        return [writer.finding(*item) for item in numbered], [*map(writer.excused, excused)]

    def translated(self, rule_plan: RulePlan, telling: Telling) -> dict[str, str]:
        """Give the messages of a rule's findings in another language, by finding."""
        rule = rule_plan.rule
        if telling.language not in rule.translated:
            return {}
        judge = self.judge(rule_plan)
        found = [row for row in self.rows(rule_plan) if row.outcome is not Outcome.BY_EXCEPTION]
        return {
            fingerprint(rule.id, rule.record_kind, row.key, repeat):
            judge.translated(row.record, telling.language, telling.written) or ""
            for row, repeat in zip(found, occurrences(found), strict=True)
        }  # fmt: skip

    def _writer(self, judge: Judge, related: Related) -> Writer:
        return Writer(judge, related, self.batch.layouts, self.rulebook.digest)

    def judge(self, rule_plan: RulePlan) -> Judge:
        """Give the reference judge of a rule."""
        parameters = self.rulebook.parameters
        reference = Reference(rule_plan.reader, parameters)
        return Judge(rule_plan, reference, self.plan.world.catalogue, parameters)

    def rows(self, rule_plan: RulePlan) -> Iterator[Row]:
        """Fetch the rows of which a rule speaks, sorted by key and row hash."""
        kind = rule_plan.rule.kind.kind
        reader = RowReader.of(rule_plan, self.plan.columns[kind].names, self.plan.world.as_of)
        table = self.connection.sql(self.plan.rows[rule_plan.rule.id]).to_arrow_table()
        data = table.to_pydict()
        origins = self._origins(kind, data["_i"])
        return reader.rows(data, data["_o"], range(table.num_rows), origins)

    def _origins(self, kind: str, indices: Sequence[int]) -> Mapping[str, list[Any]]:
        """Give where each of the rows was read: file, sheet, row and layout."""
        table = self.tables[kind]
        names = [n for n in ("_file", "_sheet", "_row", "_layout") if n in table.column_names]
        picked: Mapping[str, list[Any]] = (
            table.select(names).take(pa.array(indices, pa.int64())).to_pydict()
        )
        return picked
