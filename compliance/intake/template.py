"""The empty workbook: one sheet a kind, headings, notes on meaning and unit, lists of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from compliance.intake.native import FLAT

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from compliance.model.catalogue import Catalogue, Field, Kind

_CODES: Final = "Codes"
_READ_ME: Final = "Read me"
_ROWS: Final = 5000  # rows to which lists and formats reach
_FORMATS: Final = {
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "money": "#,##0.00",
    "ratio": "0.00%",
    "integer": "0",
}
_HEAD: Final = PatternFill("solid", fgColor="FF1F3A5F")
_KEY: Final = PatternFill("solid", fgColor="FF3C6997")
_WORDS: Final = {
    "text": "text",
    "code": "one word of the list",
    "money": "amount; its currency stands in the next column",
    "decimal": "number",
    "ratio": "percentage, such as 30%",
    "integer": "whole number",
    "boolean": "yes or no",
    "date": "date, such as 2026-03-02",
    "timestamp": "date and time",
    "list": "several, parted by ;",
}
_ORDER: Final = (
    FLAT,
    "contract",
    "spending",
    "receipt",
    "funding_line",
    "budget_movement",
    "vendor",
)


def write_template(path: Path, catalogue: Catalogue, extended: bool = False) -> None:  # noqa: FBT001, FBT002
    """Write the empty workbook; filled in, it is read back by the native mapping.

    Without `extended` it has the core kinds, with it all kinds that an office keeps.
    """
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    codes = book.create_sheet(_CODES)
    codes.sheet_state = "hidden"
    for kind in _kinds(catalogue, extended=extended):
        _sheet(book.create_sheet(kind.kind), kind, codes)
    _read_me(book.create_sheet(_READ_ME, 0), catalogue, extended=extended)
    book.move_sheet(_CODES, offset=len(book.sheetnames))
    book.active = 0
    book.save(path)


def _kinds(catalogue: Catalogue, *, extended: bool) -> list[Kind]:
    kinds = [kind for kind in catalogue if not kind.system and (kind.core or extended)]
    order = {name: number for number, name in enumerate(_ORDER)}
    return sorted(kinds, key=lambda kind: (order.get(kind.kind, len(order)), kind.kind))


def _sheet(sheet: Worksheet, kind: Kind, codes: Worksheet) -> None:
    """Write the headings of one kind, each with its note, format and list."""
    column = 0
    for name, field in kind.fields.items():
        if field.computed is not None:
            continue
        column += 1
        _heading(sheet, column, name, _note(name, field, kind), key=name in kind.key)
        _format(sheet, column, field, codes)
        if field.type == "money":
            column += 1
            _heading(sheet, column, f"{name} currency", f"ISO 4217 code of {name}, such as EUR")
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32


def _heading(sheet: Worksheet, column: int, name: str, note: str, *, key: bool = False) -> None:
    cell: Any = sheet.cell(1, column, name)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = _KEY if key else _HEAD
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.comment = Comment(note, "compliance", width=320, height=160)
    sheet.column_dimensions[get_column_letter(column)].width = max(12, min(30, len(name) + 4))


def _note(name: str, field: Field, kind: Kind) -> str:
    """Give meaning, form, unit and default of a field."""
    form = f"a {field.to} by its number" if field.type == "reference" else _WORDS[field.type]
    lines = [field.meaning, f"Form: {form}."]
    if field.unit:
        lines.append(f"Unit: {field.unit}.")
    if field.default is not None:
        lines.append(f"Empty means: {field.default}.")
    if name in kind.key:
        lines.append("This is the key of the sheet.")
    if field.values:
        words = "; ".join(f"{code} = {meaning}" for code, meaning in field.values.items())
        lines.append(f"Codes: {words}"[:1500])
    return "\n".join(lines)


def _format(sheet: Worksheet, column: int, field: Field, codes: Worksheet) -> None:
    letter = get_column_letter(column)
    reach = f"{letter}2:{letter}{_ROWS}"
    if field.type in _FORMATS:
        sheet.column_dimensions[letter].number_format = _FORMATS[field.type]
    if field.type == "boolean":
        _list(sheet, reach, '"yes,no"')
    elif field.type == "code" and field.values:
        _list(sheet, reach, _code_range(codes, list(field.values)))


def _list(sheet: Worksheet, reach: str, formula: str) -> None:
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.error = "Choose a word of the list."
    choice.add(reach)
    sheet.add_data_validation(choice)


def _code_range(codes: Worksheet, words: list[str]) -> str:
    """Write the codes into a column of the hidden sheet; give their range."""
    blank = codes.max_column == 1 and codes.cell(1, 1).value is None
    column = 1 if blank else codes.max_column + 1
    for row, word in enumerate(words, start=1):
        codes.cell(row, column, word)
    letter = get_column_letter(column)
    return f"{_CODES}!${letter}$1:${letter}${len(words)}"


def _read_me(sheet: Worksheet, catalogue: Catalogue, *, extended: bool) -> None:
    lines = [
        "How to fill this workbook",
        "One sheet a kind of record, one row a record. Leave out what you do not hold.",
        "The heading of each column has a note with its meaning, its form and its unit.",
        "Amounts: the currency stands in the column beside the amount.",
        "Dates: 2026-03-02, or a date cell. Several values in one cell are parted by ;",
        "n/a declares that a value does not apply; tbc, - and ? say that it is not yet known.",
        "Do not rename sheets or headings; columns may be moved or removed.",
        "",
    ]
    lines += [f"{kind.kind}: {kind.meaning}" for kind in _kinds(catalogue, extended=extended)]
    for row, line in enumerate(lines, start=1):
        cell: Any = sheet.cell(row, 1, line)
        cell.font = Font(bold=row == 1, size=14 if row == 1 else 11)
    sheet.column_dimensions["A"].width = 100
