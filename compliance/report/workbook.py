"""The user's own workbook, given back with its faulty cells coloured and explained.

openpyxl keeps values, formulas, formats, validations and pictures; charts and pivot caches that it
cannot carry are lost, so the original is never overwritten. What a cell of the user holds is never
changed: colour, a comment, and one new sheet "To do" are added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from compliance.errors import ComplianceError, Place
from compliance.report.sheets import book_bytes, fill_sheet, storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from compliance.model.batch import Reject
    from compliance.model.finding import Finding
    from compliance.model.result import Result

TO_DO: Final = "To do"
AUTHOR: Final = "compliance check"
SHOWN: Final = 4  # findings in one comment; the sheet "To do" lists all
_COLOURS: Final = {
    "critical": "F4B6B6",
    "major": "F8CFA8",
    "minor": "FFF0B3",
    "info": "DDE6F1",
    "reject": "D9D9D9",
}
_ORDER: Final = tuple(_COLOURS)
_ADDRESS: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_COLUMNS: Final = (
    ("go to", 22), ("severity", 10), ("rule", 10), ("record", 20), ("what is wrong", 70),
    ("remedy", 46), ("it would pass with", 34), ("finding", 20),
)  # fmt: skip


def annotated_workbook(path: Path, name: str, result: Result, findings: Sequence[Finding]) -> bytes:
    """Give the workbook at `path`, which findings call `name`, with its marks.

    Only unwaived findings for all audiences are marked: this file goes back to those who keep the
    records.
    """
    book = _load(path, name)
    own = [
        f
        for f in findings
        if f.source.get("file") == name and f.audience == "all" and f.finding not in result.waived
    ]
    rejects = [r for r in result.rejects if r.file == name]
    _mark_cells(book, own, rejects)
    titles = {card.id: card.title for card in result.rules}
    _list_to_do(book, own, rejects, titles)
    return book_bytes(book, str(result.summary["as_of"]))


def _load(path: Path, name: str) -> Workbook:
    from openpyxl import load_workbook

    try:
        return load_workbook(path, rich_text=True)
    except Exception as error:  # openpyxl raises what its many readers raise
        raise ComplianceError(
            f"the workbook cannot be marked up: {type(error).__name__}: {error}",
            Place(name),
            "save it anew as .xlsx, or hand it in as CSV",
        ) from error


def _mark_cells(book: Workbook, findings: Sequence[Finding], rejects: Sequence[Reject]) -> None:
    notes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for finding in findings:
        for address in _addresses(finding.source):
            notes[finding.source.get("sheet") or "", address].append(
                (finding.severity, _note(finding))
            )
    for reject in rejects:
        text = f"This row was not accepted: {reject.reason}. {reject.hint}"
        notes[reject.sheet or "", f"A{reject.row}"].append(("reject", text))
    for (title, address), found in notes.items():
        if title in book.sheetnames:
            _mark(book[title], address, found)


def _addresses(source: Mapping[str, Any]) -> list[str]:
    """Give the cells of a finding; without any, the first cell of its row."""
    cells = [str(cell) for cell in (source.get("cells") or {}).values()]
    named = [cell for cell in dict.fromkeys(cells) if _ADDRESS.fullmatch(cell)]
    return named or ([f"A{source['row']}"] if source.get("row") else [])


def _note(finding: Finding) -> str:
    lines = [f"{finding.rule} ({finding.severity}): {finding.message}", finding.remedy]
    if finding.to_pass:
        lines.append(f"It would pass with {finding.to_pass['field']} = {finding.to_pass['to']}.")
    return "\n".join(filter(None, lines))


def _mark(sheet: Worksheet, address: str, found: Sequence[tuple[str, str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = _writable(sheet, address)
    found = sorted(found, key=lambda item: _ORDER.index(item[0]))
    cell.fill = PatternFill("solid", fgColor=_COLOURS[found[0][0]])
    texts = [storable(text, 700) for _, text in found[:SHOWN]]
    if len(found) > SHOWN:
        texts.append(f"{len(found) - SHOWN} more: see the sheet “{TO_DO}”.")
    if cell.comment is not None:
        texts.append(f"Comment already in this cell: {storable(cell.comment.text, 700)}")
    comment = Comment("\n\n".join(texts), AUTHOR)
    comment.width, comment.height = 420, min(90 + 70 * len(texts), 420)
    cell.comment = comment


def _writable(sheet: Worksheet, address: str) -> Any:
    """Give the cell, or the first cell of the merged area in which it lies."""
    for area in sheet.merged_cells.ranges:
        if address in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[address]


def _list_to_do(
    book: Workbook,
    findings: Sequence[Finding],
    rejects: Sequence[Reject],
    titles: Mapping[str, str],
) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(_free(TO_DO, book.sheetnames), 0)
    entries = [*_reject_rows(rejects), *_finding_rows(findings, titles)]
    fill_sheet(sheet, _COLUMNS, (row for _, _, row in entries))
    for n, (title, address, _row) in enumerate(entries, start=2):
        if address and title in book.sheetnames:
            cell = sheet.cell(n, 1)
            quoted = title.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
            cell.font = Font(underline="single", color="17365D")


def _finding_rows(
    findings: Sequence[Finding], titles: Mapping[str, str]
) -> Iterator[tuple[str, str, list[Any]]]:
    for f in sorted(findings, key=lambda f: _ORDER.index(f.severity)):
        to_pass = f"{f.to_pass['field']} = {f.to_pass['to']}" if f.to_pass else None
        title, address = f.source.get("sheet") or "", next(iter(_addresses(f.source)), "")
        yield title, address, [
            f"{title}, {address}", f.severity, f.rule, f.record,
            f"{titles.get(f.rule, f.rule)}: {f.message}",
            f.remedy, to_pass, f.finding,
        ]  # fmt: skip


def _reject_rows(rejects: Sequence[Reject]) -> Iterator[tuple[str, str, list[Any]]]:
    for r in rejects:
        where = f"{r.column}: " if r.column else ""
        yield r.sheet or "", f"A{r.row}", [
            f"{r.sheet or ''}, A{r.row}", "not accepted", None, None, f"{where}{r.reason}",
            r.hint, None, None,
        ]  # fmt: skip


def _free(wanted: str, taken: Sequence[str]) -> str:
    """Give a sheet name that the workbook does not have yet; Excel ignores case in names."""
    lowered = {name.casefold() for name in taken}
    names = [wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in lowered)
