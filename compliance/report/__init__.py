"""What a check hands over: JSON, CSV, XLSX, the user's own workbook with marks, and the PDF.

`write` is the whole interface. Every figure is taken from the result; nothing is computed twice.
"""

from compliance.report.write import FORMATS, write

__all__ = ["FORMATS", "write"]
