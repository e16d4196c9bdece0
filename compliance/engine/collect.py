"""Failing rows → findings: only the columns that one rule reads, only for the rows it flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from compliance.model.finding import Finding, Outcome
from compliance.model.result import ExceptionUsed

if TYPE_CHECKING:
    import duckdb


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
        writer = self._writer(self.judge(rule_plan), related)
        rows = list(self.rows(rule_plan, wanted))
        repeated = occurrences(rows)
        return [writer.finding(row, repeat) for row, repeat in zip(rows, repeated, strict=True)]

    def exceptions(self, rule_plan: RulePlan) -> list[ExceptionUsed]:
        """Give the records that pass a rule by a stated exception."""
        if not rule_plan.rule.exceptions:
            return []
        judge = self.judge(rule_plan)
        writer = self._writer(judge, {})
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

    def _writer(self, judge: Judge, related: Related) -> Writer:
        return Writer(judge, related, self.batch.layouts, self.rulebook.digest)

    def judge(self, rule_plan: RulePlan) -> Judge:
        """Give the reference judge of a rule."""
        parameters = self.rulebook.parameters
        reference = Reference(rule_plan.reader, parameters)
        return Judge(rule_plan, reference, self.plan.world.catalogue, parameters)

    def rows(self, rule_plan: RulePlan, wanted: Sequence[Outcome]) -> Iterator[Row]:
        """Fetch the rows of a rule with one of the outcomes, sorted by key and row hash."""
        kind = rule_plan.rule.kind.kind
        reader = RowReader.of(rule_plan, self.plan.columns[kind].names, self.plan.world.as_of)
        picked = "".join(f', x."{column}"' for column in reader.columns())
        codes = ", ".join(str(int(outcome)) for outcome in wanted)
        table = self.connection.sql(
            f'SELECT o."{rule_plan.column}" AS _o, x._key, x._row_hash, x._i{picked} '  # noqa: S608
            f'FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i '
            f'WHERE o."{rule_plan.column}" IN ({codes}) ORDER BY x._key, x._row_hash, x._i'
        ).to_arrow_table()
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
