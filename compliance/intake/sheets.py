"""One file to its sheets of text, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.errors import ComplianceError
from compliance.intake.delimited import read_delimited
from compliance.intake.layout import lay_out, widest_heading
from compliance.intake.objects import read_json, read_json_lines, read_parquet
from compliance.intake.workbook import read_workbook

if TYPE_CHECKING:
    from compliance.intake.files import Source
    from compliance.intake.grid import Grid
    from compliance.intake.mapping import MappingFile


def read_grids(source: Source, mapping: MappingFile | None = None) -> list[Grid]:
    """Read all sheets of a file that hold anything; a file without any is refused."""
    grids = [grid for grid in _read(source, mapping) if len(grid.rows)]
    if not grids:
        raise ComplianceError("the file holds no rows", source.place, "export it again")
    return grids


def _read(source: Source, mapping: MappingFile | None) -> list[Grid]:
    reads = mapping.reads if mapping else None
    if source.format == "xlsx":
        return read_workbook(source)
    if source.format == "json":
        each = mapping.primary.each if mapping and mapping.records else ()
        return read_json(source, each[0] if each else None)
    if source.format == "jsonl":
        return read_json_lines(source)
    if source.format == "parquet":
        return read_parquet(source)
    if reads is None:
        return [read_delimited(source)]
    return [read_delimited(source, reads.encoding, reads.delimiter)]


def read_rows(source: Source) -> list[dict[str, str]]:
    """Read the first sheet of a file as plain rows by heading, with nothing interpreted."""
    grid = read_grids(source)[0]
    sheet = lay_out(grid, widest_heading(grid), keys=lambda names: set(range(len(names))))
    columns = [column.to_pylist() for column in sheet.columns]
    return [
        dict(zip(sheet.heading, (cell or "" for cell in row), strict=False))
        for row in zip(*columns, strict=True)
    ]
