"""The records of earlier batches beside those of the batch that is judged."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from compliance.model.batch import Batch, Earlier


def with_earlier(batch: Batch, earlier: Earlier) -> tuple[Batch, dict[str, int]]:
    """Give the batch with earlier records behind its own, and how many are its own, by kind.

    Only kinds to which records were added are named. The file, row and layout of an earlier record
    are those of its own batch and lead nowhere in this one: they are left out.
    """
    tables, supplied, own = dict(batch.tables), dict(batch.supplied), {}
    for kind, table in earlier.tables.items():
        rows = table.drop_columns([n for n in table.column_names if n in _PLACE])
        rows = rows.append_column(BEFORE, pa.array([True] * rows.num_rows, pa.bool_()))
        mine = tables.get(kind)
        own[kind] = 0 if mine is None else mine.num_rows
        tables[kind] = (
            rows if mine is None else pa.concat_tables([mine, rows], promote_options="default")
        )
        supplied[kind] = supplied.get(kind, frozenset()) | earlier.supplied[kind]
    return replace(batch, tables=tables, supplied=supplied), own


BEFORE = "_before"  # true in the rows of earlier batches
_PLACE = frozenset({"_file", "_sheet", "_row", "_layout"})
