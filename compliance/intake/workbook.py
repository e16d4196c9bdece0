"""XLSX: the cells of every sheet as text, and what a reader of the sheet would not see.

The package is looked at before it is read: encrypted workbooks, macros, archives that unpack to
too much and XML with entities are refused; formula cells without a stored value too, since their
value is not in the file. Hidden rows, filters, merged cells and hidden sheets are read and noted.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

import numpy as np
import python_calamine as calamine

from compliance.errors import ComplianceError, Place
from compliance.intake.grid import Grid, text_columns
from compliance.intake.limits import (
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHEET_CELLS,
    MAX_ZIP_ENTRIES,
    RATIO_FROM,
)

if TYPE_CHECKING:
    from compliance.intake.files import Source

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A spreadsheet keeps and shows 15 digits; what stands behind them is the noise of binary numbers.
_SHOWN: Final = Context(prec=15)
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW: Final = re.compile(r"[0-9]{1,7}", re.ASCII)


@dataclass
class _Sheet:
    """What the XML of one sheet says beside its values."""

    hidden_rows: int = 0
    merged: int = 0
    filtered: bool = False
    uncached: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)  # A1 reference → `#REF!` and the like
    width: int = 0  # the last column and row that hold a value
    height: int = 0
    astray: str | None = None  # a reference to a cell that no sheet has


def read_workbook(source: Source) -> list[Grid]:
    """Read all sheets that hold anything; each row keeps the number that the sheet shows."""
    archive = _open(source)
    paths = _sheet_paths(archive, source.place)
    looks = {name: _look(archive, path, source.place) for name, path in paths.items()}
    for name, look in looks.items():
        _refuse(name, look, source)
    _prove(archive, set(paths.values()), source.place)
    grids = []
    for name, visible, sheet in _sheets(source):
        if name not in looks:
            raise _damaged(source.place, f"the sheet `{name}` has no part of its own")
        grids.append(_grid(name, sheet, looks[name], visible))
    return [grid for grid in grids if len(grid.rows)]


def _sheets(source: Source) -> list[tuple[str, bool, Any]]:
    """Give name, visibility and cells of each sheet; the reader itself may fall over."""
    try:
        book = calamine.load_workbook(io.BytesIO(source.data))
        return [
            (
                meta.name,
                meta.visible == calamine.SheetVisibleEnum.Visible,
                book.get_sheet_by_name(meta.name),
            )
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except (calamine.CalamineError, ValueError) as error:
        raise _damaged(source.place, str(error)) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(source.place, "its cells cannot be read") from None


def _refuse(name: str, look: _Sheet, source: Source) -> None:
    """Refuse a sheet that holds less, or reaches further, than can be read."""
    if look.uncached:
        raise _uncached(source, name, look.uncached)
    place = Place(source.name, sheet=name)
    if look.astray is not None:
        raise _damaged(place, f"`{look.astray[:40]}` is no cell of a sheet")
    if look.width * look.height > MAX_SHEET_CELLS:
        raise ComplianceError(
            f"the sheet reaches over {look.width:,} columns and {look.height:,} rows: too much",
            place,
            "clear the cells far from the table, or save it as CSV",
        )


def _prove(archive: zipfile.ZipFile, seen: set[str], place: Place) -> None:
    """Unpack the parts not yet looked at: each must have the size and sum that it states."""
    for name in archive.namelist():
        if name not in seen and name.endswith((".xml", ".rels")):
            data = _part(archive, name, place)
            try:
                while data.read(1 << 20):
                    pass
            except Exception:  # noqa: BLE001  whatever an unpacker raises on hostile bytes
                raise _damaged(place, f"the part {name} cannot be unpacked") from None


def _part(archive: zipfile.ZipFile, part: str, place: Place) -> Any:
    """Open one part of the package."""
    try:
        return archive.open(part)
    except KeyError:
        raise _damaged(place, f"the part {part} is missing") from None
    # What zipfile raises for a compression that it does not know is a RuntimeError too.
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        raise _damaged(place, f"the part {part} cannot be unpacked") from None


def _open(source: Source) -> zipfile.ZipFile:
    """Open the package, or say in a line why it is none that may be read."""
    if source.data.startswith(_OLE):
        raise ComplianceError(
            "the workbook is protected by a password, or in the old .xls format",
            source.place,
            "save it as .xlsx without a password",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
        names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ComplianceError(
            "this is not a workbook: the file is no .xlsx package",
            source.place,
            "open it in the program that made it and save it as .xlsx or .csv",
        ) from None
    if len(names) < len(archive.namelist()):
        raise _damaged(source.place, "it holds two parts of one name")
    _refuse_bomb(archive, len(source.data), source.place)
    if "EncryptedPackage" in names:
        raise ComplianceError(
            "the workbook is protected by a password", source.place, "save it without a password"
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ComplianceError(
            "the workbook holds macros", source.place, "save it as .xlsx without macros"
        )
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise ComplianceError(
            "this is not a workbook: the archive holds no sheets", source.place, "save it as .xlsx"
        )
    return archive


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, place: Place) -> None:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    limit = min(MAX_FILE_BYTES, max(RATIO_FROM, packed * MAX_RATIO))
    if len(entries) > MAX_ZIP_ENTRIES or size > limit:
        raise ComplianceError(
            f"the workbook unpacks to {size:,} bytes in {len(entries):,} parts: too much",
            place,
            "split it, or save it as CSV",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ComplianceError("the archive is protected by a password", place, "save it without")


def _damaged(place: Place, reason: str) -> ComplianceError:
    return ComplianceError(
        f"the workbook is damaged: {reason[:200]}", place, "open it and save it again as .xlsx"
    )


def _sheet_paths(archive: zipfile.ZipFile, place: Place) -> dict[str, str]:
    """Give the part of the package that holds each sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            target = values.get("Target", "")
            targets[values.get("Id", "")] = (
                target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
            )

    def sheet(name: str, values: dict[str, str]) -> None:
        if name == "sheet":
            sheets[values.get("name", "")] = values.get("id", "")

    _walk(archive, "xl/_rels/workbook.xml.rels", relation, place)
    _walk(archive, "xl/workbook.xml", sheet, place)
    names = set(archive.namelist())
    return {name: targets[key] for name, key in sheets.items() if targets.get(key) in names}


def _walk(archive: zipfile.ZipFile, part: str, visit: Any, place: Place) -> None:
    """Call `visit(name, attributes)` for each element of a part; entities are refused."""
    data = _part(archive, part, place)
    parser = _parser(place)
    parser.StartElementHandler = lambda name, values: visit(
        _local(name), {_local(key): value for key, value in values.items()}
    )
    _feed(parser, data, place)


def _parser(place: Place) -> expat.XMLParserType:
    def refuse(*_: Any) -> None:
        raise ComplianceError(
            "the workbook declares XML entities", place, "save it again with a spreadsheet program"
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, data: Any, place: Place) -> None:
    try:
        while block := data.read(1 << 20):
            parser.Parse(block, False)  # noqa: FBT003
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise _damaged(place, str(error)) from None
    except Exception as error:
        if isinstance(error, ComplianceError):
            raise
        raise _damaged(place, "it cannot be unpacked") from None


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]


def _look(archive: zipfile.ZipFile, part: str, place: Place) -> _Sheet:
    """Find hidden rows, filters, merged cells, errors, and formulas that have no stored value."""
    watch = _Watch()
    parser = _parser(place)
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    _feed(parser, _part(archive, part, place), place)
    return watch.look


class _Watch:
    """Notes, element by element, what the XML of a sheet says beside its values."""

    def __init__(self) -> None:
        self.look = _Sheet()
        self.cell = ""
        self.row = self.column = 0
        self.formula = self.value = self.error = self.inside = self.filled = False

    def start(self, name: str, values: dict[str, str]) -> None:
        """Note one element as it opens."""
        name = _local(name)
        if name == "c":
            self._move(values.get("r"))
            self.formula = self.filled = False
            self.error = values.get("t") == "e"
            self.value = values.get("t") == "str"  # a formula may well give an empty text
        elif name == "f":
            self.formula = True
        elif name in {"v", "is"}:
            self.inside = self.filled = True
        else:
            self._aside(name, values)

    def _aside(self, name: str, values: dict[str, str]) -> None:
        if name == "row":
            number = values.get("r", str(self.row + 1))
            self.row, self.column = int(number) if _ROW.fullmatch(number) else 0, 0
            self.look.hidden_rows += values.get("hidden") in {"1", "true"}
        elif name == "mergeCell":
            self.look.merged += 1
        elif name == "autoFilter":
            self.look.filtered = True

    def _move(self, reference: str | None) -> None:
        """Go to the cell of a reference, or to the next one of the row where there is none."""
        place = (self.row, self.column + 1) if reference is None else _cell_of(reference)
        if place is None or not (0 < place[0] <= MAX_ROWS and place[1] <= MAX_COLUMNS):
            self.look.astray = self.look.astray or reference or "a cell outside of the rows"
            place = (0, 0)
        self.row, self.column = place
        self.cell = reference or "?"

    def end(self, name: str) -> None:
        """Note how far the values reach, and a formula that closes without one."""
        self.inside = False
        if _local(name) != "c":
            return
        if self.formula and not self.value:
            self.look.uncached.append(self.cell)
        if self.filled:
            self.look.width = max(self.look.width, self.column)
            self.look.height = max(self.look.height, self.row)

    def text(self, data: str) -> None:
        """Note that the cell has a value, and keep the text of an error."""
        self.value = self.value or self.inside
        if self.error and data.startswith("#"):
            self.look.errors[self.cell] = data


def _uncached(source: Source, sheet: str, cells: list[str]) -> ComplianceError:
    more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
    return ComplianceError(
        f"a formula{more} has no stored value",
        Place(source.name, sheet=sheet, cell=cells[0]),
        "open the workbook in a spreadsheet program, let it calculate, and save it",
    )


def _notes(name: str, look: _Sheet, *, visible: bool) -> tuple[str, ...]:
    facts = [
        (not visible, "the sheet is hidden; it was read"),
        (look.hidden_rows, f"{look.hidden_rows} hidden rows were read"),
        (look.filtered, "a filter is set; rows that it hides were read"),
        (look.merged, f"{look.merged} merged ranges; the value counts for the first cell only"),
    ]
    return tuple(f"sheet {name}: {text}" for true, text in facts if true)


def _grid(name: str, sheet: Any, look: _Sheet, visible: bool) -> Grid:  # noqa: FBT001
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _write_errors(rows, look.errors)
    numbers = np.arange(1, len(rows) + 1, dtype=np.int64)
    notes = _notes(name, look, visible=visible)
    return Grid(text_columns(rows), numbers, len(rows), name, notes=notes)


def _write_errors(rows: list[list[str | None]], errors: dict[str, str]) -> None:
    """Put `#REF!` and the like back into their cells, which the reader leaves blank."""
    for reference, text in errors.items():
        row, column = _cell_of(reference) or (len(rows) + 1, 0)
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text


def _cell_of(reference: str) -> tuple[int, int] | None:
    """Give row and column of a reference such as `C7`; None where it is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _text(value: Any) -> str | None:
    """Write a cell as text; a number with the digits that the spreadsheet shows."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time, timedelta)):
        return _moment(value)
    number = _SHOWN.create_decimal(repr(value))
    return format(number.normalize() if number else Decimal(0), "f")


def _moment(value: date | time | timedelta) -> str:
    """Write a date cell as ISO 8601; the midnight of a pure date is no part of it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value) if isinstance(value, timedelta) else value.isoformat()
