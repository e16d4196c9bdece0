"""The records that the program makes: the batch and its files, what is owed, stated or alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from compliance.compiler.availability import Supply, parameter_keys, why_not_run
from compliance.compiler.relation import physical_columns
from compliance.engine.namesakes import likeness_rows
from compliance.engine.numberings import numbering_rows
from compliance.engine.stated import control_totals, number_ranges
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.catalogue import Kind
from compliance.model.waiver import WAIVER

_PLACE: Final = {
    "_file": pa.string(), "_sheet": pa.string(), "_row": pa.int64(), "_layout": pa.int64(),
}  # fmt: skip

# Made only where a rule reads them, and a catalogue may do without them.
_WHERE_READ: Final[Mapping[str, Callable[[Batch], Sequence[Mapping[str, Any]]]]] = {
    "likeness": lambda batch: likeness_rows(batch.tables),
    "numbering": lambda batch: numbering_rows(batch.tables),
    "control_total": control_totals,
    "number_range": number_ranges,
}


def with_system_tables(
    rulebook: Rulebook, batch: Batch, rules: Sequence[Rule]
) -> tuple[dict[str, pa.Table], dict[str, frozenset[str]]]:
    """Give the batch's tables and fields with those that the program makes added.

    What is owed depends on all live rules; it is left empty where none of `rules` reads it. What a
    scenario states of records that the program makes is taken as it is.
    """
    read = {name for rule in rules for name in _kinds(rule)}
    own: dict[str, Sequence[Mapping[str, Any]]] = {
        "batch": [_batch_row(batch)],
        "file": [_file_row(item) for item in batch.files],
        "owed": _owed_rows(rulebook, batch, rulebook.live()) if "owed" in read else [],
        "conflict": batch.conflicts,
    }
    own |= {name: make(batch) for name, make in _WHERE_READ.items() if name in read}
    tables = dict(batch.tables)
    fields = dict(batch.supplied)
    waivers = rulebook.catalogue.kinds.get(WAIVER)
    if waivers is not None:
        tables.setdefault(WAIVER, _table([], waivers))
        fields[WAIVER] = frozenset(waivers.fields)
    for name, rows in own.items():
        kind = rulebook.catalogue.kinds[name]
        tables.setdefault(name, _table(rows, kind))
        fields[name] = frozenset(kind.fields)
    return tables, fields


def _kinds(rule: Rule) -> set[str]:
    return {rule.kind.base_kind, *(fact.of for fact in rule.facts())}


def _table(rows: Iterable[Mapping[str, Any]], kind: Kind) -> pa.Table:
    rows = list(rows)
    columns: dict[str, Any] = {
        "_key": pa.array([row[kind.key_text] for row in rows], pa.string()),
        "_row_hash": pa.array(["" for _ in rows], pa.string()),
    }
    for field, own in kind.fields.items():
        for name in physical_columns(field, own.type):
            columns[name] = pa.array([row.get(name) for row in rows])
    for name, type_ in _PLACE.items():
        if any(row.get(name) is not None for row in rows):
            columns[name] = pa.array([row.get(name) for row in rows], type_)
    return pa.table(columns)


def _batch_row(batch: Batch) -> dict[str, Any]:
    context = batch.context
    totals = {
        name: sum(item.rows.get(part, 0) for item in batch.files)
        for name, part in (
            ("rows_read", "read"), ("rows_accepted", "accepted"), ("rows_rejected", "rejected"),
        )
    }  # fmt: skip
    return {
        "batch": context.name,
        "profile": context.profile,
        "period_from": context.period_from,
        "period_to": context.period_to,
        "extracted_on": context.extracted_on,
        "files": len(batch.files),
        "unreadable_amounts": sum(item.unreadable_amounts for item in batch.files),
        **totals,
    }


def _file_row(item: Any) -> dict[str, Any]:
    return {
        "file": item.file,
        "mapping": item.mapping,
        "rows_read": item.rows.get("read", 0),
        "rows_accepted": item.rows.get("accepted", 0),
        "rows_rejected": item.rows.get("rejected", 0),
        "unreadable_amounts": item.unreadable_amounts,
    }


def _owed_rows(rulebook: Rulebook, batch: Batch, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Give one row for each owed field that a rule lacks or that was supplied."""
    profile = rulebook.profiles.get(batch.context.profile)
    if profile is None:
        return []
    supply = Supply(rulebook.catalogue, batch.supplied)
    needing: dict[str, int] = {}
    for rule in rules:
        if rule.kind.system or rule.file.status != "live":
            continue
        for name in why_not_run(rule, supply, parameter_keys(rulebook)):
            needing[name] = needing.get(name, 0) + 1
    rows: list[dict[str, Any]] = []
    for kind, fields in sorted(profile.owes.items()):
        if kind not in batch.supplied:
            rows += _owed(kind, None, supplied=False, rules=needing.get(kind, 0))
            continue
        for name in fields:
            lacking = needing.get(f"{kind}.{name}", 0)
            supplied = supply.missing(kind, name) is None
            rows += _owed(kind, name, supplied=supplied, rules=lacking)
    return rows


def _owed(kind: str, field: str | None, *, supplied: bool, rules: int) -> list[dict[str, Any]]:
    if not supplied and not rules:
        return []
    owed_id = kind if field is None else f"{kind}.{field}"
    return [
        {"owed_id": owed_id, "kind": kind, "field": field, "supplied": supplied, "rules": rules}
    ]
