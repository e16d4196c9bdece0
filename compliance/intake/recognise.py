"""Which mapping a sheet belongs to, and where its heading stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Place
from compliance.intake import native
from compliance.intake.files import BATCH_FILE
from compliance.intake.grid import plain_name
from compliance.intake.layout import LOOK, Sheet, find_heading, lay_out, widest_heading
from compliance.intake.mapping import NATIVE, SKIP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compliance.intake.files import Source
    from compliance.intake.grid import Grid
    from compliance.intake.mapping import MappingFile, RecordMap
    from compliance.model.catalogue import Catalogue, Kind


@dataclass(frozen=True)
class Match:
    """A sheet, the mapping that reads it and the line of its heading; `kind` where it is native."""

    grid: Grid
    mapping: MappingFile
    heading: int
    kind: Kind | None = None

    def lay_out(self) -> Sheet:
        """Split the sheet into its heading, its rows and the lines that are none."""
        return lay_out(self.grid, self.heading, self._aliases, self.mapping.footer, self._keys)

    def records(
        self, sheet: Sheet, file: str, catalogue: Catalogue
    ) -> tuple[tuple[RecordMap, ...], list[str]]:
        """Give the records to make from each row, the primary one first, and notes."""
        if self.kind is not None:
            place = Place(file, sheet=sheet.name)
            return native.records(sheet.heading, self.kind, catalogue, place)
        primary = self.mapping.primary
        others = tuple(record for record in self.mapping.records if record is not primary)
        used = {plain_name(column) for column in _columns(self.mapping)}
        left = [name for name in sheet.heading if name and plain_name(name) not in used]
        notes = [f"columns that the mapping does not read: {', '.join(left)}"] if left else []
        return (primary, *others), notes

    def _aliases(self, names: Sequence[str]) -> dict[int, set[str]]:
        """Give the names under which each column that is read may be headed again."""
        found: dict[int, set[str]] = {}
        for number, name in enumerate(names):
            if not name:
                continue
            found[number] = {name.lower()}
            for record in self.mapping.records:
                for item in record.fields.values():
                    if plain_name(name) in {plain_name(column) for column in item.column}:
                        found[number] |= {column.lower() for column in item.column}
        return found

    def _keys(self, names: Sequence[str]) -> set[int]:
        """Give the columns of which one filled cell already makes a row."""
        if self.kind is not None:
            return set(range(len(names)))
        required = {
            plain_name(column)
            for item in self.mapping.primary.fields.values()
            if item.required
            for column in item.column
        }
        return {number for number, name in enumerate(names) if plain_name(name) in required}


def recognise(
    source: Source,
    grids: Sequence[Grid],
    own: MappingFile | None,
    mappings: Mapping[str, MappingFile],
    catalogue: Catalogue,
    notes: list[str],
    *,
    alone: bool = True,
) -> list[Match]:
    """Give the sheets that are read, all by one mapping; sheets left aside are noted.

    A file that is not `alone` in its batch may be left out of it, and the error says how.
    """
    matches: list[Match] = []
    for grid in _wanted(grids, own):
        found = _matches(source, grid, [own] if own else list(mappings.values()), catalogue)
        if len({match.mapping.id for match in found}) > 1:
            raise _several(source, grid, [match.mapping.id for match in found])
        if found:
            matches.append(found[0])
        else:
            _left_aside(source, grid, catalogue, notes)
    if not matches:
        raise _none(source, grids[0], own, mappings, catalogue, alone=alone)
    ids = sorted({match.mapping.id for match in matches})
    if len(ids) > 1:
        raise _several(source, grids[0], ids)
    return matches


def _wanted(grids: Sequence[Grid], own: MappingFile | None) -> Iterable[Grid]:
    if own is None or not own.reads.sheets:
        return grids
    names = {plain_name(name) for name in own.reads.sheets}
    return [grid for grid in grids if plain_name(grid.sheet or "") in names]


def _matches(
    source: Source, grid: Grid, mappings: Iterable[MappingFile], catalogue: Catalogue
) -> list[Match]:
    found = []
    for mapping in mappings:
        if mapping.native:
            match = _native(source, grid, mapping, catalogue)
        else:
            heading = find_heading(grid, lambda row, own=mapping: _has_all(row, own))  # type: ignore[misc]
            match = Match(grid, mapping, heading) if heading is not None else None
        if match is not None:
            found.append(match)
    return found


def _native(source: Source, grid: Grid, mapping: MappingFile, catalogue: Catalogue) -> Match | None:
    kind = native.kind_of(grid.sheet, catalogue) or native.kind_of(source.stem, catalogue)
    if kind is None:
        return None
    heading = find_heading(grid, lambda row: native.fits(row, kind, catalogue))
    return Match(grid, mapping, heading, kind) if heading is not None else None


def _has_all(row: Sequence[str], mapping: MappingFile) -> bool:
    """Tell whether a line shows every column by which the mapping is recognised."""
    names = {plain_name(cell) for cell in row}
    return bool(mapping.recognises) and all(plain_name(n) in names for n in mapping.recognises)


def _left_aside(source: Source, grid: Grid, catalogue: Catalogue, notes: list[str]) -> None:
    """Note a sheet that no mapping reads; a sheet that looks misnamed is an error."""
    name = grid.sheet or ""
    near = native.near_kind(name, catalogue)
    if near is not None:
        exact = native.kind_of(name, catalogue) is not None
        raise ComplianceError(
            f"the headings of the sheet are not those of {near}"
            if exact
            else f"the sheet `{name}` is called after no kind of record",
            Place(source.name, sheet=name),
            f"`compliance template` writes the headings of {near}"
            if exact
            else f"did you mean `{near}`?",
        )
    notes.append(f"sheet `{name}` is no table of records; its {len(grid.rows)} rows are not read")


def _several(source: Source, grid: Grid, ids: Sequence[str]) -> ComplianceError:
    return ComplianceError(
        f"several mappings recognise the file: {', '.join(sorted(set(ids)))}",
        Place(source.name, sheet=grid.sheet),
        "choose one with --mapping",
    )


def _none(
    source: Source,
    grid: Grid,
    own: MappingFile | None,
    mappings: Mapping[str, MappingFile],
    catalogue: Catalogue,
    *,
    alone: bool,
) -> ComplianceError:
    """Say why no mapping reads a file, and every way out of it."""
    place = Place(source.name, sheet=grid.sheet)
    row = list(grid.header or grid.row(widest_heading(grid)))
    cells = [cell.strip()[:30] for cell in row if cell.strip()]
    shown = ", ".join(cells)[:160] or "(none)"
    if own is not None and own.recognises:
        return ComplianceError(
            f"the mapping {own.id} does not fit: there is no column {_lacking(grid, own)}",
            place,
            f"the headings are: {shown}",
        )
    ways = [
        f"choose a mapping with --mapping ({', '.join(sorted(set(mappings) - {NATIVE}))})",
        "name the file or sheet after a kind of record, as `compliance template` does",
    ]
    kind = native.kind_of(grid.sheet, catalogue) or native.kind_of(source.stem, catalogue)
    why = f"no mapping fits this file; its headings look like: {shown}"
    if len(cells) < 2:
        why = "this is not a table: no line of it has several cells"
        ways = ["give a file with a heading and one row for each record"]
    elif kind is not None:
        why = f"no line looks like the heading of {kind.kind}; the nearest is: {shown}"
        ways[1] = f"use its fields as headings ({', '.join([*kind.fields][:5])} …)"
    if not alone:
        ways.insert(0, f"leave it out with `mappings: {{{source.name}: {SKIP}}}` in {BATCH_FILE}")
    return ComplianceError(why, place, ", or ".join(ways))


def _lacking(grid: Grid, own: MappingFile) -> str:
    """Give the columns that a mapping seeks and the most similar line does not show."""
    lines = grid.first(LOOK) if grid.header is None else [list(grid.header)]
    best = max(lines, key=lambda line: sum(_shows(line, name) for name in own.recognises))
    return ", ".join(name for name in own.recognises if not _shows(best, name))


def _shows(row: Sequence[str], name: str) -> bool:
    return plain_name(name) in {plain_name(cell) for cell in row}


def _columns(mapping: MappingFile) -> Iterable[str]:
    """Give all columns that a mapping names."""
    for record in mapping.records:
        for item in record.fields.values():
            yield from item.column
            if item.currency is not None and not isinstance(item.currency, str):
                yield from item.currency.column
    if mapping.currency is not None and not isinstance(mapping.currency, str):
        yield from mapping.currency.column
    if mapping.reads.part:
        yield mapping.reads.part
