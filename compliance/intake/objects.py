"""JSON, JSON lines and Parquet: objects become rows, nested names are joined with a dot."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from compliance.errors import ComplianceError, Place
from compliance.intake.delimited import decode
from compliance.intake.grid import LIST_MARK, LIST_MARKS, Grid
from compliance.intake.limits import MAX_CELLS, MAX_COLUMNS, MAX_DEPTH, MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compliance.intake.files import Source

_SPACE = " \t\r\n"


def read_json_lines(source: Source) -> list[Grid]:
    """Read one object a line; blank lines are counted."""
    found, lines = parse_lines(source)
    rows = [_object(value, source, number) for number, value in found]
    numbers = [number for number, _ in found]
    return [_grid(rows, numbers, lines, None, blank=lines - len(rows))]


def parse_lines(source: Source) -> tuple[list[tuple[int, Any]], int]:
    """Give what stands on each line that is not blank, with its number; and how many lines."""
    text, _ = decode(source.data, source.place)
    lines = text.removesuffix("\n").split("\n") if text else []
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    return [(number, parse(line, source, number)) for number, line in filled], len(lines)


def read_json(source: Source, each: str | None = None) -> list[Grid]:
    """Read an array of objects, or an object of arrays: one sheet for each of its names.

    `each` is the dotted path of the array whose elements are the rows.
    """
    text, _ = decode(source.data, source.place)
    root = parse(text, source, 1)
    if each:
        rows = list(_elements(root, each.removeprefix("$.").split(".")))
        return [_elements_grid(rows, list(range(1, len(rows) + 1)), None, source)]
    if isinstance(root, list):
        lines = start_lines(text, text.index("[") + 1, len(root))
        return [_elements_grid(root, lines, None, source)]
    if isinstance(root, dict) and root and all(isinstance(v, list) for v in root.values()):
        return [
            _elements_grid(v, list(range(1, len(v) + 1)), name, source) for name, v in root.items()
        ]
    raise ComplianceError(
        "this JSON is no table",
        source.place,
        "expected an array of objects, or one array for each kind of record",
    )


def read_parquet(source: Source) -> list[Grid]:
    """Read a Parquet file; every value is written out as text, exactly."""
    from pyarrow import parquet  # slow to import, and rarely needed

    try:
        file = parquet.ParquetFile(io.BytesIO(source.data))
        names = tuple(file.schema_arrow.names)
        _refuse_size(file.metadata, source)
        table = file.read()
        table.validate(full=True)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise ComplianceError(
            "this is not a Parquet file, or it is damaged", source.place, "write it again"
        ) from None
    columns = tuple(_column_text(column) for column in table.columns)
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return [Grid(columns, rows, table.num_rows, header=names)]


def _refuse_size(metadata: Any, source: Source) -> None:
    """Refuse a file that says of itself that it unpacks to more than is read."""
    size = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    if metadata.num_rows * metadata.num_columns > MAX_CELLS or size > MAX_FILE_BYTES:
        raise ComplianceError("the file has too many cells", source.place, "split the file")


def _column_text(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.string()).combine_chunks()
    if pa.types.is_integer(kind) or pa.types.is_date(kind):
        return column.cast(pa.string()).combine_chunks()
    return pa.array([cell(value) for value in column.to_pylist()], pa.string())


def parse(text: str, source: Source, line: int) -> Any:
    """Parse JSON: numbers stay text, a name that stands twice and deep nesting are refused."""
    try:
        return json.loads(
            text,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_unique_names,
        )
    except json.JSONDecodeError as error:
        place = Place(source.name, line + error.lineno - 1, error.colno)
        reason = error.msg.removesuffix(" starting at")
        raise ComplianceError(
            f"not valid JSON: {reason[0].lower()}{reason[1:]}",
            place,
            "the file may be cut off; export it again",
        ) from None
    except _TwiceError as error:
        raise ComplianceError(
            f"the name `{error}` stands twice in one object", Place(source.name, line), "keep one"
        ) from None
    except RecursionError:
        raise ComplianceError("the JSON is nested too deeply", source.place, "flatten it") from None


class _TwiceError(Exception):
    """A name that stands twice in one JSON object."""


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return result


def _object(value: Any, source: Source, line: int) -> dict[str, str | None]:
    if not isinstance(value, dict):
        raise ComplianceError(
            "expected an object with named values", Place(source.name, line), 'such as {"kind": …}'
        )
    return dict(_flat(value, ""))


def _flat(value: dict[str, Any], prefix: str, depth: int = 0) -> Iterator[tuple[str, str | None]]:
    """Give the leaves of an object with dotted names; a list of values is joined with `;`."""
    for name, item in value.items():
        if isinstance(item, dict) and depth < MAX_DEPTH:
            yield from _flat(item, f"{prefix}{name}.", depth + 1)
        else:
            yield prefix + name, cell(item)


def cell(value: Any) -> str | None:
    """Write one value as a cell of text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return _nested(value) if isinstance(value, (dict, list, tuple, bytes)) else str(value)


def _nested(value: Any) -> str:
    """Write a list as its items joined with `;`, and what is nested deeper as JSON."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict) or any(isinstance(item, (dict, list)) for item in value):
        return json.dumps(value, ensure_ascii=False, default=str)
    items = [cell(item) or "" for item in value]
    if any(mark in item for item in items for mark in LIST_MARKS):
        return "".join(LIST_MARK + item for item in items)
    return ";".join(items)


def _elements(value: Any, path: list[str]) -> Iterator[Any]:
    """Give the elements of the array at `path`; arrays on the way are walked through."""
    if isinstance(value, list):
        for item in value:
            yield from _elements(item, path) if path else [item]
    elif not path:
        yield value
    elif isinstance(value, dict):
        name = path[0].removesuffix("[*]")
        if name in value:
            yield from _elements(value[name], path[1:])


def _elements_grid(rows: list[Any], lines: list[int], sheet: str | None, source: Source) -> Grid:
    objects = [_object(row, source, line) for row, line in zip(rows, lines, strict=True)]
    return _grid(objects, lines, len(rows), sheet)


def _grid(
    rows: list[dict[str, str | None]],
    numbers: list[int],
    lines: int,
    sheet: str | None,
    blank: int = 0,
) -> Grid:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MAX_COLUMNS:
        raise ComplianceError("the objects have too many different names", hint="split the file")
    columns = tuple(pa.array([row.get(name) for row in rows], pa.string()) for name in names)
    structural = {"blank": blank} if blank else {}
    return Grid(
        columns,
        np.array(numbers, dtype=np.int64),
        lines,
        sheet,
        header=names,
        structural=structural,
    )


def start_lines(text: str, position: int, count: int) -> list[int]:
    """Give the physical line on which each element of the outermost array starts."""
    decoder = json.JSONDecoder()
    lines: list[int] = []
    line, seen = 1, 0
    for _ in range(count):
        while text[position] in _SPACE + ",":
            position += 1
        line += text.count("\n", seen, position)
        seen = position
        lines.append(line)
        _, position = decoder.raw_decode(text, position)
    return lines
