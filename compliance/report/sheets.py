"""`findings.xlsx`: the findings and rejects as a workbook that people filter and sort.

All text is stored as text, so that nothing in it can act as a formula. The bytes depend on the
content only.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from compliance.model.money import decimal_of
from compliance.report.records import REJECT_KEYS
from compliance.report.words import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from compliance.model.finding import Finding
    from compliance.model.result import Result

CELL_LENGTH: Final = 32_000  # a cell holds 32,767 characters
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMNS: Final = (
    ("severity", 10), ("rule", 10), ("title", 34), ("outcome", 13), ("standing", 12),
    ("record", 22), ("funding_line", 16), ("pilot", 12), ("what the record shows", 60),
    ("remedy", 40), ("at issue", 16), ("currency", 9), ("at issue, EUR", 16), ("stage", 12),
    ("basis", 12), ("file", 26), ("where", 30), ("finding", 20),
)  # fmt: skip
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def findings_workbook(result: Result, findings: Sequence[Finding]) -> bytes:
    """Give the workbook: a sheet of findings and a sheet of rejected rows."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Findings"
    titles = {card.id: card.title for card in result.rules}
    fill_sheet(sheet, _COLUMNS, (_row(finding, titles) for finding in findings))
    rejects = book.create_sheet("Rejects")
    widths = (26, 18, 8, 20, 40, 40, 40)
    rows = ([getattr(item, key) for key in REJECT_KEYS] for item in result.rejects)
    fill_sheet(rejects, tuple(zip(REJECT_KEYS, widths, strict=True)), rows)
    return book_bytes(book, str(result.summary["as_of"]))


def fill_sheet(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a heading row and rows of values; freeze and filter the headings."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for n, (name, width) in enumerate(columns, start=1):
        put(sheet, 1, n, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(n)].width = width
    last = 1
    wrapped = Alignment(wrap_text=True, vertical="top")
    for last, row in enumerate(rows, start=2):
        for n, value in enumerate(row, start=1):
            put(sheet, last, n, value).alignment = wrapped
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """Write one value; text is stored as text, whatever sign it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = storable(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
        if value is not None and not isinstance(value, int):
            cell.number_format = "#,##0.00"
    return cell


def storable(text: str, length: int = CELL_LENGTH) -> str:
    """Give text that a cell can hold: control characters by number, cut at `length`."""
    shown = _ILLEGAL.sub(lambda match: f"\u27e8U+{ord(match[0]):04X}\u27e9", text)
    if len(shown) <= length:
        return shown
    return f"{shown[:length]}… [{len(text):,} characters]"


def book_bytes(book: Workbook, as_of: str) -> bytes:
    """Save a workbook so that the same content gives the same bytes: no time of day in it."""
    dated = datetime.fromisoformat(as_of)
    book.properties.created = dated
    raw = io.BytesIO()
    book.save(raw)
    stamp = dated.strftime("%Y-%m-%dT00:00:00Z")
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content
                )
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return fixed.getvalue()


def _row(finding: Finding, titles: dict[str, str]) -> list[Any]:
    at_issue = finding.amount_at_issue or {}
    minor, base = at_issue.get("minor"), at_issue.get("base_minor")
    currency = at_issue.get("currency")
    return [
        finding.severity, finding.rule, titles.get(finding.rule), finding.outcome,
        finding.standing, finding.record, finding.funding_line, finding.pilot, finding.message,
        finding.remedy, None if minor is None else decimal_of(minor, currency), currency,
        None if base is None else decimal_of(base, "EUR"), at_issue.get("stage"),
        at_issue.get("basis"), finding.source.get("file"), cells(finding.source), finding.finding,
    ]  # fmt: skip
