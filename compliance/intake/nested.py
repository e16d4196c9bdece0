"""Releases: JSON objects with lists inside, of which one row makes records of several kinds.

A mapping that states `reads: {rows: …}` names columns by their dotted path from the release, such
as `bids.details.value.amount`. A record made from `each` element of a list reads the paths below
that list from its own element and all others from the release (or a list further out).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from compliance.errors import ComplianceError
from compliance.intake.delimited import decode
from compliance.intake.layout import Sheet
from compliance.intake.mapping import CurrencyColumn
from compliance.intake.objects import cell, parse, parse_lines, start_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compliance.intake.files import Source
    from compliance.intake.grid import Rows
    from compliance.intake.mapping import MappingFile, RecordMap

Path = tuple[str, ...]
Context = dict[Path, Any]  # what stands at each path that is bound: the release itself at ()
ITSELF = "."  # in `rows`: the document is a release


@dataclass(frozen=True)
class Made:
    """The cells of one kind of record, and from which release each of them was made."""

    record: RecordMap
    sheet: Sheet
    origin: Rows


@dataclass(frozen=True)
class Releases:
    """The releases of one file: what is made of them, the primary record first."""

    made: tuple[Made, ...]
    blank: int


def read_releases(source: Source, mapping: MappingFile) -> Releases:
    """Read JSON or JSON lines; every release is a row, whatever its document wraps around it."""
    if source.format not in {"json", "jsonl"}:
        raise ComplianceError(
            f"the mapping {mapping.id} reads JSON or JSON lines", source.place, "choose another one"
        )
    documents, lines, blank = _documents(source)
    rows: list[Any] = []
    numbers: list[int] = []
    for number, document in documents:
        found = list(_rows(document, mapping.reads.rows))
        rows += found
        numbers += [number] * len(found) if source.format == "jsonl" else []
    if not rows:
        raise ComplianceError("the file holds no rows", source.place, "export it again")
    stated = _numbers(documents, numbers, len(rows), source)
    counted = lines + len(rows) - len(documents)  # a document of many releases has as many rows
    primary = mapping.primary
    records = [primary, *(record for record in mapping.records if record is not primary)]
    made = tuple(_made(rows, stated, record, mapping, counted, blank) for record in records)
    return Releases(made, blank)


def _documents(source: Source) -> tuple[list[tuple[int, Any]], int, int]:
    """Give the documents of a file, each with its line; how many lines; how many are blank."""
    if source.format == "jsonl":
        found, lines = parse_lines(source)
        return found, lines, lines - len(found)
    text, _ = decode(source.data, source.place)
    root = parse(text, source, 1)
    if not isinstance(root, list):
        return [(1, root)], 1, 0
    starts = start_lines(text, text.index("[") + 1, len(root))
    return list(zip(starts, root, strict=True)), len(root), 0


def _numbers(
    documents: Sequence[tuple[int, Any]], lines: list[int], count: int, source: Source
) -> Rows:
    """Number releases by the line on which they start, or by their place in their package."""
    if source.format == "jsonl":
        return np.array(lines, dtype=np.int64)
    if len(documents) == count and count > 1:
        return np.array([number for number, _ in documents], dtype=np.int64)
    return np.arange(1, count + 1, dtype=np.int64)


def _rows(document: Any, paths: Sequence[str]) -> Iterator[Any]:
    """Give the releases of a document; of several paths into a list the first that is filled."""
    split = [_split(path) if path != ITSELF else () for path in paths]
    for outer in dict.fromkeys(path[0] for path in split if path):
        below = [path[1:] for path in split if path and path[0] == outer]
        found = document.get(outer) if isinstance(document, dict) else None
        if isinstance(found, list):
            for item in found:
                yield from _first(item, below)
            return
        if isinstance(found, dict) and () in below:
            yield found
            return
    if () in split:
        yield document


def _first(item: Any, below: Sequence[Path]) -> list[Any]:
    for path in below:
        found = _at({(): item}, path) if path else item
        if found:
            return found if isinstance(found, list) else [found]
    return [item]


# the cells of one kind ---------------------------------------------------------------------------


def _made(
    rows: Sequence[Any],
    numbers: Rows,
    record: RecordMap,
    mapping: MappingFile,
    lines: int,
    blank: int,
) -> Made:
    """Lay out the cells of one kind as a sheet whose headings are paths."""
    each = [_split(path) for path in record.each]
    contexts = [
        (origin, context) for origin, row in enumerate(rows) for context in _elements(row, each)
    ]
    origin = np.array([number for number, _ in contexts], dtype=np.int64)
    columns = {
        names[0]: _column([context for _, context in contexts], [_split(name) for name in names])
        for names in _columns(record, mapping)
    }
    structural = {"blank": blank} if blank else {}
    sheet = Sheet(tuple(columns), tuple(columns.values()), numbers[origin], lines, structural)
    return Made(record, sheet, origin)


def _columns(record: RecordMap, mapping: MappingFile) -> Iterator[Sequence[str]]:
    """Give the paths that a record reads, each with those that stand in for it."""
    for item in record.fields.values():
        if item.column:
            yield item.column
        for stated in (item.currency, mapping.currency):
            if isinstance(stated, CurrencyColumn):
                yield stated.column


def _elements(row: Any, each: Sequence[Path]) -> list[Context]:
    """Bind the paths of `each`, one within or beside the other; a second list may be empty."""
    contexts: list[Context] = [{(): row}]
    for number, path in enumerate(each):
        found = [list(_bound(context, _start(context, path), path)) for context in contexts]
        contexts = [
            bound
            for context, several in zip(contexts, found, strict=True)
            for bound in several or ([{**context, path: None}] if number else [])
        ]
    return contexts


def _bound(context: Context, done: Path, path: Path) -> Iterator[Context]:
    if done == path:
        yield context
        return
    step = path[: len(done) + 1]
    found = _step(context[done], step[-1])
    for item in found if isinstance(found, list) else [] if found is None else [found]:
        yield from _bound({**context, step: item}, step, path)


def _start(context: Context, path: Path) -> Path:
    """Give the longest beginning of a path that is bound."""
    return next(path[:n] for n in range(len(path), -1, -1) if path[:n] in context)


def _split(path: str) -> Path:
    return tuple(path.split("."))


def _column(contexts: Sequence[Context], paths: Sequence[Path]) -> pa.Array:
    return pa.array([_cell(context, paths) for context in contexts], pa.string())


def _cell(context: Context, paths: Sequence[Path]) -> str | None:
    """Give the first of the paths that is filled, as text."""
    for path in paths:
        found = cell(_at(context, path))
        if found not in {None, ""}:
            return found
    return None


def _at(context: Context, path: Path) -> Any:
    start = _start(context, path)
    value = context[start]
    for name in path[len(start) :]:
        value = _step(value, name)
    return value


def _step(value: Any, name: str) -> Any:
    """Take one name of an object, or of every object of a list.

    `name[0]` takes one of its items, `name[1:]` those from there on, `name[only]` the item of a
    list of one: of several awards none is *the* award.
    """
    if isinstance(value, list):
        several = [_step(item, name) for item in value]
        flat = [part for item in several for part in (item if isinstance(item, list) else [item])]
        return [item for item in flat if item is not None] or None
    if not isinstance(value, dict):
        return None
    plain, bracket, place = name.partition("[")
    found = value.get(plain)
    if not bracket:
        return found
    items = found if isinstance(found, list) else [] if found is None else [found]
    if place == "only]":
        return items[0] if len(items) == 1 else None
    number = int(place.rstrip(":]"))
    if place.endswith(":]"):
        return items[number:] or None
    return items[number] if number < len(items) else None
