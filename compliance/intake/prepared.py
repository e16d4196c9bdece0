"""A batch that was read already: canonical tables as Parquet, and the account of the reading.

`batch.json` holds what is no table: context, fields supplied, layouts, files, rejects. Beside it
stands a folder of Parquet files for each kind, with the columns of `model.batch` and two that an
engine would otherwise have to find by sorting: `_i`, the row number in reading order, and `_order`,
the place by key and row hash.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError

from compliance.errors import ComplianceError, Place
from compliance.model.batch import Batch, BatchContext, FileAccount, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT: Final = "batch.json"
FORM: Final = 1
_CONTEXT: Final = TypeAdapter(BatchContext)
_FILES: Final = TypeAdapter(tuple[FileAccount, ...])
_REJECTS: Final = TypeAdapter(tuple[Reject, ...])


@dataclass(frozen=True)
class Prepared:
    """A prepared batch: the account of it, without tables, and where the tables lie."""

    batch: Batch
    tables: Mapping[str, Path]  # kind → folder of Parquet files

    def loaded(self) -> Batch:
        """Give the batch with its tables in memory."""
        tables = {kind: _own_columns(pq.read_table(path)) for kind, path in self.tables.items()}
        return replace(self.batch, tables=tables)


def is_prepared(paths: Sequence[Path | str]) -> bool:
    """Say whether a batch is one folder that `prepare` wrote."""
    return len(paths) == 1 and isinstance(paths[0], Path) and (paths[0] / ACCOUNT).is_file()


def write_prepared(batch: Batch, out: Path) -> None:
    """Write a batch as Parquet into a folder that does not exist yet, all or nothing."""
    if out.exists():
        raise ComplianceError(
            "something stands here already", Place(str(out)), "name a folder that does not exist"
        )
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent) as name:
            made = Path(name) / "made"
            for kind, rows in batch.tables.items():
                (made / kind).mkdir(parents=True)
                pq.write_table(_numbered(rows), made / kind / "part-0.parquet")
            (made / ACCOUNT).write_text(json.dumps(_account(batch), indent=1), "utf-8")
            shutil.move(made, out)
    except OSError as error:
        raise ComplianceError(
            f"cannot write the batch: {error.strerror or error}",
            Place(str(out)),
            "choose another folder with --out",
        ) from None


def read_prepared(folder: Path, mapping: str | None = None, marking: str | None = None) -> Prepared:
    """Open a folder that `prepare` wrote; its tables stay where they are.

    How it was read and marked is settled: a mapping or marking that is asked now is refused.
    """
    place = Place(str(folder / ACCOUNT))
    for word, asked in (("--mapping", mapping), ("--marking", marking)):
        if asked is not None:
            raise ComplianceError(
                f"{word} is for a batch that is read now, and this one was prepared", place,
                f"give {word} to `compliance prepare`",
            )  # fmt: skip
    try:
        told = json.loads((folder / ACCOUNT).read_text("utf-8"))
        if told["form"] != FORM:
            raise ComplianceError(
                f"the batch was prepared in form {told['form']}, and form {FORM} is read", place,
                "prepare it again with this program",
            )  # fmt: skip
        batch = Batch(
            _CONTEXT.validate_python(told["context"]),
            {},
            {kind: frozenset(names) for kind, names in told["supplied"].items()},
            tuple(told["layouts"]),
            _FILES.validate_python(told["files"]),
            _REJECTS.validate_python(told["rejects"]),
            tuple(told["differences"]),
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ComplianceError(
            f"this is not the account of a prepared batch: {str(error).splitlines()[0]}", place,
            "prepare the batch again",
        ) from None  # fmt: skip
    return Prepared(batch, dict(_tables(folder, batch)))


def _tables(folder: Path, batch: Batch) -> Iterator[tuple[str, Path]]:
    for kind in sorted(batch.supplied):
        if not (folder / kind).is_dir():
            raise ComplianceError(
                f"the table of {kind} is not here", Place(str(folder / kind)),
                "prepare the batch again",
            )  # fmt: skip
        yield kind, folder / kind


def _account(batch: Batch) -> dict[str, Any]:
    return {
        "form": FORM,
        "context": _CONTEXT.dump_python(batch.context, mode="json"),
        "supplied": {kind: sorted(names) for kind, names in sorted(batch.supplied.items())},
        "layouts": [dict(layout) for layout in batch.layouts],
        "files": _FILES.dump_python(batch.files, mode="json"),
        "rejects": _REJECTS.dump_python(batch.rejects, mode="json"),
        "differences": [dict(item) for item in batch.differences],
    }


def _numbered(rows: pa.Table) -> pa.Table:
    """Give the rows with their number, and their place by key (UTF-8 bytes) and row hash."""
    by = [("_key", "ascending"), ("_row_hash", "ascending")]
    order = pc.sort_indices(pc.sort_indices(rows, sort_keys=by))  # of the order, the inverse
    numbers = pa.array(range(rows.num_rows), pa.int64())
    return rows.append_column("_i", numbers).append_column("_order", order.cast(pa.int64()))


def _own_columns(rows: pa.Table) -> pa.Table:
    return rows.drop_columns([name for name in ("_i", "_order") if name in rows.column_names])
