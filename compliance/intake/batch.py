"""Reading a batch: files to sheets, sheets to records, records to canonical tables."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from compliance.errors import ComplianceError, Place
from compliance.intake import account
from compliance.intake.batch_file import BatchFile, read_batch_file
from compliance.intake.cells import PLACEHOLDERS, Fault, Faults
from compliance.intake.convert import Settings, convert
from compliance.intake.files import BATCH_FILE, find_files, read_source
from compliance.intake.grid import Grid
from compliance.intake.layout import Sheet
from compliance.intake.mapping import SKIP, MappingFile, chosen, load_mappings, native_mapping
from compliance.intake.nested import read_releases
from compliance.intake.recognise import Match, recognise
from compliance.intake.records import Piece, build_table, supplied
from compliance.intake.sheets import read_grids
from compliance.model.batch import Batch, BatchContext, FileAccount, Reject
from compliance.model.marking import FREE, Marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from compliance.intake.account import Money
    from compliance.intake.convert import Part
    from compliance.intake.files import Source
    from compliance.intake.mapping import RecordMap
    from compliance.model.catalogue import Catalogue

KEY_VARIABLE: Final = "COMPLIANCE_FINGERPRINT_KEY"
_OPEN_KEY: Final = "compliance"
BEYOND: Final = "(beyond the heading)"


@dataclass
class _Gathered:
    """What has been read so far; it grows file by file and is turned into the batch at the end."""

    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    layouts: list[Mapping[str, str]] = field(default_factory=list)
    files: list[FileAccount] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    profiles: dict[str, str] = field(default_factory=dict)


@dataclass
class _Tally:
    """The account of one file while its sheets are read."""

    lines: int = 0
    read: int = 0
    rejected: int = 0
    unreadable: int = 0
    structural: Counter[str] = field(default_factory=Counter)
    derived: Counter[str] = field(default_factory=Counter)
    money: Money = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_batch(
    paths: Sequence[Path],
    catalogue: Catalogue,
    rules: Path,
    mapping: str | None = None,
    *,
    placeholders: Sequence[str] = PLACEHOLDERS,
    as_of: date | None = None,
    today: date | None = None,
    marks: Marks = FREE,
) -> Batch:
    """Read files and folders as one batch; one unreadable file refuses the whole of it.

    `mapping` is the id of a mapping of the rulebook, or the path of a mapping file; without it the
    one mapping that recognises a file is used. `placeholders` are the words that mean nothing
    (parameter `quality.placeholders`). `as_of` is the day on which the batch is judged, and of the
    rate of an amount that falls back on it; else it is the batch's `extracted_on`, else `today`.
    `marks` are the marking that is given, and the highest level that may be read.
    """
    found = find_files(paths)
    stated = read_batch_file(found.batch_file, catalogue, rules, marks)
    mappings = load_mappings(rules, catalogue)
    forced = chosen(mapping, mappings, catalogue) if mapping else None
    gathered = _Gathered()
    placeholders = [word.lower() for word in placeholders]
    skipped = list(found.skipped)
    for name, path in found.files:
        word = _stated_mapping(stated, name)
        if word == SKIP:
            skipped.append(name)
            continue
        own = chosen(word, mappings, catalogue) if word else forced
        source = read_source(name, path)
        alone = len(found.files) == 1
        _read_file(source, own, mappings, catalogue, placeholders, gathered, alone=alone)
    if not gathered.files:
        raise ComplianceError(
            "every file is left out", Place(BATCH_FILE), f"name one less as `{SKIP}` in `mappings`"
        )
    if not any(item.rows["read"] for item in gathered.files):
        raise ComplianceError(
            "there is a heading but no row", Place(found.name), "fill the sheets, or export again"
        )
    if skipped:
        gathered.files[0] = _noted(gathered.files[0], f"not read: {', '.join(skipped)}")
    day = as_of or stated.extracted_on or today
    return _finish(gathered, stated, catalogue, found.name, day)


def from_rows(
    rows: Mapping[str, Sequence[Mapping[str, str | None]]],
    catalogue: Catalogue,
    rules: Path,
    context: BatchContext | None = None,
    *,
    placeholders: Sequence[str] = PLACEHOLDERS,
    as_of: date | None = None,
) -> Batch:
    """Read native text cells by kind, as if each kind were a sheet whose heading is row 1.

    It is the way of the features' tables and of the Python API; `rules` gives the native mapping.
    """
    mapping = native_mapping(rules, catalogue)
    gathered = _Gathered()
    tally = _Tally()
    name = context.name if context else "rows"
    for kind, records in rows.items():
        grid = _grid_of(kind, records)
        match = Match(grid, mapping, -1, catalogue.kind(kind))
        _read_sheet(name, match, catalogue, placeholders, gathered, tally)
    gathered.files.append(_file_account(name, "", 0, mapping.id, tally))
    gathered.profiles[mapping.id] = mapping.profile
    entity = context.entity if context else None
    batch = _finish(gathered, BatchFile(entity=entity), catalogue, name, as_of)
    return batch if context is None else _with_context(batch, context)


def _grid_of(kind: str, records: Sequence[Mapping[str, str | None]]) -> Grid:
    """Lay rows out as a sheet whose heading is row 1."""
    names = tuple(dict.fromkeys(name for record in records for name in record))
    columns = tuple(pa.array([row.get(name) for row in records], pa.string()) for name in names)
    numbers = np.arange(2, len(records) + 2, dtype=np.int64)
    return Grid(
        columns, numbers, len(records) + 1, kind, header=names, structural={"header": 1}
    )  # fmt: skip


def _with_context(batch: Batch, context: BatchContext) -> Batch:
    return Batch(
        context, batch.tables, batch.supplied, batch.layouts, batch.files, batch.rejects,
        batch.differences,
    )  # fmt: skip


def _stated_mapping(stated: BatchFile, name: str) -> str | None:
    """Give the mapping that batch.yaml names for a file, by its name or a pattern."""
    if name in stated.mappings:
        return stated.mappings[name]
    return next((word for shape, word in stated.mappings.items() if fnmatch(name, shape)), None)


def _read_file(
    source: Source,
    own: MappingFile | None,
    mappings: Mapping[str, MappingFile],
    catalogue: Catalogue,
    placeholders: Sequence[str],
    gathered: _Gathered,
    *,
    alone: bool,
) -> None:
    """Read one file: its sheets, their mapping, their records and the account of its rows."""
    tally = _Tally()
    if own is not None and own.reads.rows:
        mapping = own
        _read_releases(source, own, catalogue, placeholders, gathered, tally)
    else:
        grids = read_grids(source, own)
        matches = recognise(source, grids, own, mappings, catalogue, tally.notes, alone=alone)
        mapping = matches[0].mapping
        for match in matches:
            _read_sheet(source.name, match, catalogue, placeholders, gathered, tally)
    gathered.profiles[mapping.id] = mapping.profile
    gathered.files.append(_file_account(source.name, source.sha256, source.size, mapping.id, tally))


def _read_sheet(
    file: str,
    match: Match,
    catalogue: Catalogue,
    placeholders: Sequence[str],
    gathered: _Gathered,
    tally: _Tally,
) -> None:
    """Read one sheet into records; every line of it enters the tally."""
    settings = _settings(file, placeholders)
    sheet, faults = match.lay_out(), Faults()
    records, notes = match.records(sheet, file, catalogue)
    for row, text in sheet.surplus.items():
        faults.add(row, Fault(BEYOND, text, *_SURPLUS))
    parts = [
        convert(sheet, record, catalogue.kinds[record.kind], match.mapping, settings, faults)
        for record in records
    ]
    rejected = np.zeros(len(sheet.rows), dtype=bool)
    rejected[list(faults.rows)] = True
    _count_rows(tally, sheet, rejected)
    _count_records(tally, parts, faults, rejected, derived=parts[1:])
    tally.notes += [*sheet.notes, *notes, *(note for part in parts for note in part.notes)]
    tally.notes += _key_note(parts)
    if not len(sheet.rows):
        tally.notes.append(f"no rows in {sheet.name or file}: the kind counts as not supplied")
        return
    gathered.rejects += account.rejects(sheet, parts, faults, file)
    for part in parts:
        _gather(part, sheet, file, rejected, gathered)


def _read_releases(
    source: Source,
    mapping: MappingFile,
    catalogue: Catalogue,
    placeholders: Sequence[str],
    gathered: _Gathered,
    tally: _Tally,
) -> None:
    """Read releases into records; one that holds a cell that cannot be read is rejected whole."""
    settings = _settings(source.name, placeholders)
    found = read_releases(source, mapping).made
    faults = [Faults() for _ in found]
    parts = [
        convert(made.sheet, made.record, catalogue.kinds[made.record.kind], mapping, settings, own)
        for made, own in zip(found, faults, strict=True)
    ]
    lost: dict[int, Reject] = {}
    for made, part, own in zip(found, parts, faults, strict=True):
        rejects = account.rejects(made.sheet, [part], own, source.name)
        for row, reject in zip(sorted(own.rows), rejects, strict=True):
            lost.setdefault(int(made.origin[row]), reject)
    rejected = np.zeros(len(found[0].sheet.rows), dtype=bool)
    rejected[list(lost)] = True
    gathered.rejects += [lost[row] for row in sorted(lost)]
    _count_rows(tally, found[0].sheet, rejected)
    for made, part, own in zip(found, parts, faults, strict=True):
        away = rejected[made.origin]
        _count_records(tally, [part], own, away, derived=[] if part is parts[0] else [part])
        if len(away):  # a kind of which no release holds any counts as not supplied
            _gather(part, made.sheet, source.name, away, gathered)
    tally.notes += [*(note for part in parts for note in part.notes), *_key_note(parts)]


_SURPLUS: Final = (
    "the row has more cells than the heading",
    "put a cell that holds the delimiter into quotes",
)


def _settings(file: str, placeholders: Sequence[str]) -> Settings:
    key = os.environ.get(KEY_VARIABLE) or _OPEN_KEY
    return Settings(file, placeholders, key.encode())


def _key_note(parts: Sequence[Part]) -> list[str]:
    """Say that fingerprints made without a key of the office can be computed by anyone."""
    made = any(
        name.endswith("fingerprint") and column.null_count < len(column)
        for part in parts
        for name, column in part.columns.items()
    )
    if os.environ.get(KEY_VARIABLE) or not made:
        return []
    return [f"account numbers were fingerprinted with the open key; set {KEY_VARIABLE}"]


def _count_rows(tally: _Tally, sheet: Sheet, rejected: np.ndarray) -> None:
    tally.lines += sheet.lines
    tally.read += len(rejected)
    tally.rejected += int(rejected.sum())
    tally.structural.update(sheet.structural)


def _count_records(
    tally: _Tally,
    parts: Sequence[Part],
    faults: Faults,
    rejected: np.ndarray,
    derived: Sequence[Part],
) -> None:
    tally.unreadable += sum(fault.amount for found in faults.rows.values() for fault in found)
    account.merge_money(tally.money, account.money_sums(parts, rejected))
    for part in derived:
        tally.derived[part.kind.kind] += int((part.made & ~rejected).sum())


def _gather(part: Part, sheet: Sheet, file: str, rejected: np.ndarray, gathered: _Gathered) -> None:
    """Keep the accepted records of one kind."""
    keep = part.made & ~rejected
    mask = pa.array(keep)
    gathered.layouts.append(dict(part.layout))
    piece = Piece(
        {name: column.filter(mask) for name, column in part.columns.items()},
        tuple(name for name in part.record.key if name != "hash"),
        file,
        sheet.name,
        sheet.rows[keep],
        len(gathered.layouts) - 1,
        part.record.primary or _apart(part.record),
        {name: amounts.minor.filter(mask) for name, amounts in part.amounts.items()},
    )
    gathered.pieces.setdefault(part.kind.kind, []).append(piece)


def _apart(record: RecordMap) -> bool:
    """Say whether equal records stay apart.

    Two offers of one price are two; a firm that is known by its own number is one.
    """
    return bool(record.each) and len([name for name in record.key if name != "hash"]) != 1


def _file_account(name: str, sha256: str, size: int, mapping: str, tally: _Tally) -> FileAccount:
    rows = {"read": tally.read, "accepted": tally.read - tally.rejected, "rejected": tally.rejected}
    return FileAccount(
        name, sha256, size, mapping, tally.lines, rows, dict(sorted(tally.structural.items())),
        {kind: count for kind, count in sorted(tally.derived.items()) if count},
        tally.money, tally.unreadable, tuple(dict.fromkeys(tally.notes)),
    )  # fmt: skip


def _noted(item: FileAccount, note: str) -> FileAccount:
    return FileAccount(
        item.file, item.sha256, item.bytes, item.mapping, item.lines, item.rows, item.structural,
        item.derived, item.money, item.unreadable_amounts, (*item.notes, note),
    )  # fmt: skip


def _finish(
    gathered: _Gathered, stated: BatchFile, catalogue: Catalogue, name: str, as_of: date | None
) -> Batch:
    """Build the canonical tables and the batch around them."""
    compared = account.compare(stated, gathered.pieces, catalogue)
    rates = stated.exchange
    kinds = sorted(gathered.pieces)
    return Batch(
        _context(stated, gathered.profiles, compared, name),
        {
            kind: build_table(
                catalogue.kinds[kind], gathered.pieces[kind], rates, stated.entity, as_of
            )
            for kind in kinds
        },
        {
            kind: supplied(catalogue.kinds[kind], gathered.pieces[kind], stated.entity)
            for kind in kinds
        },
        tuple(gathered.layouts),
        tuple(gathered.files),
        tuple(gathered.rejects),
        compared.differences,
    )


def _context(
    stated: BatchFile,
    profiles: Mapping[str, str],
    compared: account.Compared,
    name: str,
) -> BatchContext:
    names = sorted(set(profiles.values()))
    if stated.profile is None and len(names) > 1:
        raise ComplianceError(
            "the files of this batch belong to different profiles: " + ", ".join(names),
            hint="check them apart, or state `profile:` in batch.yaml",
        )
    period = stated.period
    return BatchContext(
        name=name,
        profile=stated.profile or names[0],
        entity=stated.entity,
        period_from=period.first if period else None,
        period_to=period.last if period else None,
        prepared_by=stated.prepared_by,
        source_system=stated.source_system,
        extracted_on=stated.extracted_on,
        marking=stated.marking,
        known_omissions=stated.known_omissions,
        retain_until=stated.retain_until,
        declared=compared.totals,
        numbers=compared.numbers,
    )
