"""Batches that are remembered: imported once, read again as they were, corrected by later ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import func, select

from compliance.errors import ComplianceError
from compliance.model.batch import Batch, BatchContext, Earlier, FileAccount, Reject
from compliance.model.catalogue import Catalogue
from compliance.model.marking import keeps
from compliance.register.contents import keep, kept, parquet
from compliance.register.postings import postings
from compliance.register.seal import canonical, digest
from compliance.register.store import Register
from compliance.register.tables import BatchTable, ImportedBatch
from compliance.register.trail import change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

IMPORT: Final = "import batch"
SUPERSEDE: Final = "supersede batch"
_DAYS: Final = ("period_from", "period_to", "extracted_on", "retain_until")


@dataclass(frozen=True)
class Imported:
    """A batch in the register: its number, the entry that imported it, and whether just now."""

    batch_id: int
    entry: int
    new: bool


def without_names(batch: Batch, catalogue: Catalogue) -> Batch:
    """Give the batch as the register keeps it: without personal fields."""
    tables = {}
    for kind, table in batch.tables.items():
        fields = catalogue.kinds[kind].fields
        personal = [n for n in table.column_names if n in fields and fields[n].personal]
        tables[kind] = table.drop_columns(personal) if personal else table
    return Batch(
        batch.context, tables, batch.supplied, batch.layouts, batch.files, batch.rejects,
        batch.differences,
    )  # fmt: skip


def content_hash(batch: Batch) -> str:
    """Give what makes a batch the same batch: the bytes of its files and how they were read."""
    if batch.files:
        parts = sorted(f"{item.sha256}\0{item.mapping}" for item in batch.files)
    else:
        parts = sorted(f"{kind}\0{digest(parquet(rows))}" for kind, rows in batch.tables.items())
    return digest("\n".join([batch.context.profile, *parts]).encode())


def import_batch(
    register: Register, actor: str, batch: Batch, *, supersedes: int | None = None
) -> Imported:
    """Record a batch in one transaction, or find it where it was recorded before."""
    known = content_hash(batch)
    with register.reading() as session:
        found = _found(session, known)
    if found is not None:
        _same_keeping(register, found.batch_id, batch.context.retain_until)
        _same_correction(register, found.batch_id, supersedes)
        return found
    try:
        return _import(register, actor, batch, known, supersedes)
    except _QuickerImport as quicker:
        return quicker.found


def _import(
    register: Register, actor: str, batch: Batch, known: str, supersedes: int | None
) -> Imported:
    files = {kind: parquet(rows) for kind, rows in sorted(batch.tables.items())}
    account = canonical(_account(batch)).encode()
    context = {key: _text(value) for key, value in asdict(batch.context).items()}
    act = IMPORT if supersedes is None else SUPERSEDE
    with change(register, actor, act, batch.context.name) as writing:
        found = _found(writing.session, known)
        if found is not None:
            raise _QuickerImport(found)  # the transaction is given up
        number = (writing.session.scalar(select(func.max(ImportedBatch.batch_id))) or 0) + 1
        if supersedes is not None:
            writing.before = _superseded(writing.session, supersedes).content_hash
        writing.after = known
        keep(writing, [account, *files.values()])
        writing.add(
            ImportedBatch(
                batch_id=number, name=batch.context.name, content_hash=known,
                context=canonical(context), account=digest(account), supersedes=supersedes,
                retention_until=context["retain_until"],
            ),
            *(
                BatchTable(
                    batch_id=number, kind=kind, row_count=batch.tables[kind].num_rows,
                    supplied=canonical(sorted(batch.supplied[kind])), digest=digest(data),
                )
                for kind, data in files.items()
            ),
            *postings(number, batch.tables),
        )  # fmt: skip
    return Imported(number, writing.seq, new=True)


def read_batch(session: Session, number: int) -> Batch:
    """Give a batch as it was imported."""
    row = session.get(ImportedBatch, number)
    if row is None:
        raise ComplianceError(
            f"the register holds no batch {number}", None, "`compliance runs list` shows them"
        )
    account = json.loads(kept(session, row.account))
    tables, supplied = _tables(session, number)
    return Batch(
        _context(json.loads(row.context)),
        tables,
        supplied,
        tuple(account["layouts"]),
        tuple(FileAccount(**{**item, "notes": tuple(item["notes"])}) for item in account["files"]),
        tuple(Reject(**item) for item in account["rejects"]),
        tuple(account["differences"]),
    )


def standing(session: Session, known_at: int) -> list[ImportedBatch]:
    """Give the batches that stand at an entry, corrected by no later one, by their numbers."""
    rows = session.scalars(
        select(ImportedBatch)
        .where(ImportedBatch.entry <= known_at)
        .order_by(ImportedBatch.batch_id)
    ).all()
    corrected = {row.supersedes for row in rows}
    return [row for row in rows if row.batch_id not in corrected]


def earlier_records(
    session: Session, known_at: int, but: int, batch: Batch, catalogue: Catalogue, held: set[str]
) -> Earlier:
    """Give the records of all batches that stand at an entry, but one and those it corrects.

    Reference data are no history: of each record the latest batch's counts, and none where `batch`,
    which is the one left out, brings that record itself, or the register holds (`held`) the kind.
    """
    left_out = {but, *corrected_by(session, but)}
    tables: dict[str, list[pa.Table]] = {}
    supplied: dict[str, frozenset[str]] = {}
    for row in standing(session, known_at):
        if row.batch_id in left_out:
            continue
        found, fields = _tables(session, row.batch_id)
        for kind, rows in found.items():
            tables.setdefault(kind, []).append(rows)
            supplied[kind] = supplied.get(kind, frozenset()) | fields[kind]
    for kind, rows in tables.items():
        if catalogue.kinds[kind].register_wins:
            own = [batch.tables[kind]] if kind in batch.tables else []
            tables[kind] = _latest([*rows, *own])[: len(rows)]
    return Earlier(
        {
            kind: pa.concat_tables(rows, promote_options="default")
            for kind, rows in tables.items()
            if kind not in held
        },
        supplied,
    )


def everything(session: Session, at: int, catalogue: Catalogue) -> Batch:
    """Give all that stands at an entry as one batch; a file is called by its batch's number too.

    Of reference data that several batches bring, a record is that of the latest of them.
    """
    found = [(row.batch_id, read_batch(session, row.batch_id)) for row in standing(session, at)]
    if not found:
        raise ComplianceError(
            "the register holds no batch", None, "check a batch with --register first"
        )
    tables: dict[str, list[pa.Table]] = {}
    supplied: dict[str, frozenset[str]] = {}
    layouts: list[Mapping[str, str]] = []
    for number, batch in found:
        for kind, rows in batch.tables.items():
            tables.setdefault(kind, []).append(_placed(rows, number, len(layouts)))
            supplied[kind] = supplied.get(kind, frozenset()) | batch.supplied[kind]
        layouts += batch.layouts
    batches = [batch for _, batch in found]
    return Batch(
        _together([batch.context for batch in batches]),
        {
            kind: pa.concat_tables(
                _latest(rows) if catalogue.kinds[kind].register_wins else rows,
                promote_options="default",
            )
            for kind, rows in tables.items()
        },
        supplied,
        tuple(layouts),
        tuple(
            replace(item, file=_called(number, item.file))
            for number, batch in found
            for item in batch.files
        ),
        tuple(
            replace(item, file=_called(number, item.file))
            for number, batch in found
            for item in batch.rejects
        ),
        tuple(item for batch in batches for item in batch.differences),
    )


def _together(contexts: Sequence[BatchContext]) -> BatchContext:
    """Give what the contexts of several batches state together; no marking of any is lost."""
    entities = {context.entity for context in contexts}
    periods = [(context.period_from, context.period_to) for context in contexts]
    begins = [first for first, _ in periods if first is not None]
    ends = [last for _, last in periods if last is not None]
    extracted = [context.extracted_on for context in contexts if context.extracted_on is not None]
    markings = list(dict.fromkeys(context.marking for context in contexts if context.marking))
    whole = next((one for one in markings if all(keeps(one, other) for other in markings)), None)
    return BatchContext(
        name="register",
        profile=contexts[0].profile,
        entity=entities.pop() if len(entities) == 1 else None,
        period_from=min(begins) if len(begins) == len(contexts) else None,
        period_to=max(ends) if len(ends) == len(contexts) else None,
        extracted_on=max(extracted, default=None),
        marking=whole or "; ".join(markings) or None,
        declared=tuple(item for context in contexts for item in context.declared),
        numbers=tuple(item for context in contexts for item in context.numbers),
    )


def _latest(tables: Sequence[pa.Table]) -> list[pa.Table]:
    """Give of each key the rows of the last table that holds it, in the order of tables."""
    seen: set[str] = set()
    kept: list[pa.Table] = []
    for rows in reversed(tables):
        keys = rows["_key"].to_pylist()
        kept.append(rows.filter(pa.array([key not in seen for key in keys], pa.bool_())))
        seen.update(keys)
    return kept[::-1]


def _called(number: int, file: str) -> str:
    return f"batch {number}/{file}"


def _placed(rows: pa.Table, number: int, layouts: int) -> pa.Table:
    """Give rows with their file called as in the whole, and their layout counted on."""
    names = rows.column_names
    if "_file" in names:
        files = pc.binary_join_element_wise(f"batch {number}", rows["_file"], "/")
        rows = rows.set_column(names.index("_file"), "_file", files)
    if "_layout" in names:
        moved = pc.add(rows["_layout"], pa.scalar(layouts, rows["_layout"].type))
        rows = rows.set_column(names.index("_layout"), "_layout", moved)
    return rows


class _QuickerImport(Exception):  # noqa: N818
    """Another imported the same batch meanwhile."""

    def __init__(self, found: Imported) -> None:
        super().__init__()
        self.found = found


def _found(session: Session, known: str) -> Imported | None:
    row = session.scalars(
        select(ImportedBatch).where(ImportedBatch.content_hash == known)
    ).one_or_none()
    return None if row is None else Imported(row.batch_id, row.entry, new=False)


def _same_keeping(register: Register, number: int, wanted: date | None) -> None:
    """Refuse to keep a batch for another time than was stated when it was imported."""
    with register.reading() as session:
        row = session.get(ImportedBatch, number)
    held = None if row is None else row.retention_until
    if wanted is not None and wanted.isoformat() != held:
        raise ComplianceError(
            f"batch {number} was imported to be kept until {held or 'further notice'}",
            None,
            "how long it is kept is stated once, when it is imported",
        )


def _same_correction(register: Register, number: int, wanted: int | None) -> None:
    """Refuse to let a batch correct another than it did when it was imported."""
    with register.reading() as session:
        row = session.get(ImportedBatch, number)
    held = None if row is None else row.supersedes
    if wanted is not None and wanted != held:
        corrects = "no other" if held is None else f"batch {held}"
        raise ComplianceError(
            f"the same files are batch {number} already, which corrects {corrects}",
            None,
            "what a batch corrects is stated once, when it is imported",
        )


def _superseded(session: Session, number: int) -> ImportedBatch:
    row = session.get(ImportedBatch, number)
    if row is None:
        raise ComplianceError(f"the register holds no batch {number}")
    later = session.scalars(
        select(ImportedBatch.batch_id).where(ImportedBatch.supersedes == number)
    ).first()
    if later is not None:
        raise ComplianceError(
            f"batch {number} is corrected by batch {later} already",
            None,
            f"correct batch {later}",
        )
    return row


def corrected_by(session: Session, number: int) -> Iterable[int]:
    """Give the batches that a batch corrects, the latest first."""
    row = session.get(ImportedBatch, number)
    while row is not None and row.supersedes is not None:
        yield row.supersedes
        row = session.get(ImportedBatch, row.supersedes)


def _tables(session: Session, number: int) -> tuple[dict[str, pa.Table], dict[str, frozenset[str]]]:
    rows = session.scalars(
        select(BatchTable).where(BatchTable.batch_id == number).order_by(BatchTable.kind)
    ).all()
    tables = {row.kind: pq.read_table(pa.BufferReader(kept(session, row.digest))) for row in rows}
    return tables, {row.kind: frozenset(json.loads(row.supplied)) for row in rows}


def _account(batch: Batch) -> dict[str, Any]:
    return {
        "files": [asdict(item) for item in batch.files],
        "layouts": [dict(item) for item in batch.layouts],
        "rejects": [asdict(item) for item in batch.rejects],
        "differences": [dict(item) for item in batch.differences],
    }


def _context(values: Mapping[str, Any]) -> BatchContext:
    days = {name: values[name] and date.fromisoformat(values[name]) for name in _DAYS}
    names = ("known_omissions", "declared", "numbers")  # of an older program without numbers
    lists = {name: tuple(values.get(name, ())) for name in names}
    return BatchContext(**{**values, **days, **lists})


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
