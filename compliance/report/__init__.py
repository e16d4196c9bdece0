"""What a check hands over: JSON, CSV, XLSX, the user's own workbook with marks, and the PDF.

`write` makes the files, `publish` puts files that were kept into place. Every figure is taken from
the result; nothing is computed twice.
"""

from compliance.report.records import history_text, names_table
from compliance.report.write import FORMATS, publish, write

__all__ = ["FORMATS", "history_text", "names_table", "publish", "write"]
