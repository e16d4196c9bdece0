"""CSV and TSV: encoding, delimiter, records, and the physical line of each of them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from compliance.errors import ComplianceError, Place
from compliance.intake.grid import Grid, one_array, places
from compliance.intake.limits import MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compliance.intake.files import Source
    from compliance.intake.grid import Rows

_DELIMITERS: Final = (",", ";", "\t", "|")
_CHUNK: Final = 20_000
_FAST_FROM: Final = 1 << 20  # bytes; below it one reader is as quick as the other


def read_delimited(
    source: Source, encoding: str | None = None, delimiter: str | None = None
) -> Grid:
    """Read one delimited file; a quote that does not close is an error with its line."""
    quick = None if encoding else _at_once(source, delimiter)
    if quick is not None:
        return quick
    text, found = decode(source.data, source.place, encoding)
    mark = delimiter or _delimiter(text, source)
    columns, rows, lines = _slow(text, mark, source.place)
    return _grid(columns, rows, lines, () if found == "utf-8" else (f"read as {found}",))


def _grid(columns: tuple[pa.Array, ...], rows: Rows, lines: int, notes: tuple[str, ...]) -> Grid:
    continued = lines - len(rows)
    structural = {"continuation": continued} if continued else {}
    return Grid(columns, rows, lines, notes=notes, structural=structural)


def _at_once(source: Source, delimiter: str | None) -> Grid | None:
    """Read a large, regular UTF-8 file at once; None where it is not one."""
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    if len(data) < _FAST_FROM or b"\0" in data:
        return None
    head = data[:200_000].decode("utf-8", errors="ignore")
    read = _fast(data, delimiter or _delimiter(head, source))
    return _grid(*read, ()) if read is not None else None


def decode(data: bytes, place: Place, encoding: str | None = None) -> tuple[str, str]:
    """Give the text and the name of its encoding: as stated, by its mark, UTF-8, or cp1252."""
    for name in [encoding] if encoding else _encodings(data):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        _refuse_binary(text, place)
        return text.removeprefix("\ufeff"), "utf-8" if name == "utf-8-sig" else name
    raise ComplianceError(
        f"the file cannot be read as {encoding}", place, "save it as UTF-8 and try again"
    )


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    start = data[:4000]
    if len(start) >= 4 and start[1::2].count(0) > len(start) * 0.3:
        return ["utf-16-le"]
    if len(start) >= 4 and start[0::2].count(0) > len(start) * 0.3:
        return ["utf-16-be"]
    return ["utf-8-sig", "cp1252", "latin-1"]


def _refuse_binary(text: str, place: Place) -> None:
    """Refuse what is no text: NUL characters, or one control character in ten."""
    start = text[:100_000]
    odd = sum(1 for c in start if c < " " and c not in "\t\r\n\x0b\x0c")
    if "\0" in text or odd > len(start) * 0.1:
        raise ComplianceError(
            "this is not a table: the file holds binary data", place, "export it as CSV or XLSX"
        )


def _delimiter(text: str, source: Source) -> str:
    """Give the mark by which most of the first lines have one width, and of these the widest.

    The other marks split the lists and decimal commas inside cells, but not line by line alike.
    """
    if source.name.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        return "\t"
    start = text[:200_000]
    return max(_DELIMITERS, key=lambda mark: _agreement(start, mark))


def _agreement(text: str, mark: str) -> tuple[int, int]:
    """Give how many lines have the commonest width above one, and that width."""
    widths = Counter(width for width in _widths(text, mark) if width > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _widths(text: str, mark: str) -> Iterator[int]:
    """Give the widths of the first lines; a mark that cuts a quoted cell in two is none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in islice(reader, 200):
            yield 0 if any(cell.count('"') % 2 for cell in row) else len(row)
    except csv.Error:
        return


def _slow(text: str, mark: str, place: Place) -> tuple[tuple[pa.Array, ...], Rows, int]:
    """Read records one by one: ragged rows, blank lines and any line ending."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    chunks: list[list[pa.Array]] = []
    starts: list[int] = []
    while rows := _some(reader, starts, place):
        chunks.append([pa.array(c, pa.string()) for c in zip_longest(*rows)])
    return _joined(chunks), np.array(starts, dtype=np.int64), reader.line_num


def _some(reader: Any, starts: list[int], place: Place) -> list[list[str]]:
    """Read the next records and note the line on which each one starts."""
    rows: list[list[str]] = []
    before = reader.line_num
    try:
        for row in islice(reader, _CHUNK):
            starts.append(before + 1)
            before = reader.line_num
            rows.append(row or [""])
    except csv.Error as error:
        raise _quote_error(error, before + 1, place) from None
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise ComplianceError("a line has too many cells to be a table", place, "check the file")
    return rows


def _quote_error(error: csv.Error, line: int, place: Place) -> ComplianceError:
    reason = str(error)
    if "unexpected end" in reason:
        reason = "a quote opens here and never closes"
    elif "expected after" in reason:
        reason = "a quoted cell goes on after its closing quote"
    elif "field larger" in reason:
        reason = "a cell is longer than 131,072 characters, or a quote never closes"
    return ComplianceError(
        reason, Place(place.file, line), 'write a quote inside a quoted cell twice: ""'
    )


def _joined(chunks: list[list[pa.Array]]) -> tuple[pa.Array, ...]:
    width = max((len(chunk) for chunk in chunks), default=0)
    filled = [
        chunk + [pa.nulls(len(chunk[0]), pa.string())] * (width - len(chunk)) for chunk in chunks
    ]
    return tuple(
        one_array(pa.chunked_array([c[n] for c in filled], pa.string())) for n in range(width)
    )


def _fast(data: bytes, mark: str) -> tuple[tuple[pa.Array, ...], Rows, int] | None:
    """Read a large and regular file at once; None where it must be read record by record.

    The positions of quotes, marks and line ends prove first that each record has the same number
    of cells, that quotes stand only at the edges of cells and that no line is blank: for such a
    file both readers give the same cells.
    """
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    starts, lines, width = _regular(np.frombuffer(data, dtype=np.uint8), ord(mark))
    if width < 2:
        return None
    try:
        table = _parsed(data, mark, width)
    except pa.ArrowInvalid:  # not UTF-8
        return None
    if table.num_rows != len(starts):
        return None
    return tuple(one_array(column) for column in table.columns), starts, lines


def _parsed(data: bytes, mark: str, width: int) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=1 << 25),
        parse_options=arrow_csv.ParseOptions(delimiter=mark, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types={f"f{n}": pa.string() for n in range(width)}, strings_can_be_null=False
        ),
    )


def _regular(data: np.ndarray, mark: int) -> tuple[Rows, int, int]:
    """Give each record's first line, the number of lines and the width (0: not regular)."""
    quotes = places(data, ord('"'))
    breaks = places(data, ord("\n"))
    irregular = (np.empty(0, dtype=np.int64), 0, 0)
    if len(quotes) % 2 or not _edges_only(data, quotes, mark):
        return irregular
    ends = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
    if not len(ends) or ends[-1] != len(data) - 1:
        ends = np.append(ends, len(data))
    marks = places(data, mark)
    marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    widths = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    begins = np.concatenate(([0], ends[:-1] + 1))
    if widths.min() != widths.max() or widths[0] > MAX_COLUMNS:
        return irregular
    starts = np.searchsorted(breaks, begins) + 1
    lines = len(breaks) + (int(breaks[-1]) != len(data) - 1 if len(breaks) else 1)
    return starts.astype(np.int64), lines, int(widths[0])


def _edges_only(data: np.ndarray, quotes: np.ndarray, mark: int) -> bool:
    """Tell whether opening quotes start cells (or are doubled) and closing ones end them."""
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    line = np.uint8(ord("\n"))
    before = np.where(opening > 0, data[opening - 1], line)
    after = np.where(closing + 1 < len(data), data[np.minimum(closing + 1, len(data) - 1)], line)
    # A quote right before an opening one closes what stood before: together they are one doubled.
    starts = (before == mark) | (before == line) | (before == ord('"'))
    ends = (after == mark) | (after == line) | (after == ord("\r")) | (after == ord('"'))
    return bool(starts.all() and ends.all())
