"""How much of a hostile file is read before it is refused.

There is no limit of time: every step takes time in proportion to what it reads, so these sizes
bound the time too.
"""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 1 << 30  # unpacked; a spreadsheet export of ten million lines fits
MAX_RATIO: Final = 250  # unpacked to packed; real tables stay below 100
RATIO_FROM: Final = 64 << 20  # small files may compress as well as they like
MAX_CELLS: Final = 400_000_000
MAX_SHEET_CELLS: Final = 50_000_000  # from A1 to the last value; each takes memory, filled or not
MAX_ROWS: Final = 1_048_576  # the rows of a spreadsheet
MAX_COLUMNS: Final = 16_384  # the columns of a spreadsheet
MAX_ZIP_ENTRIES: Final = 10_000
MAX_FILES: Final = 10_000
MAX_DEPTH: Final = 60  # nesting of a JSON document
MAX_CELL: Final = 32_767  # characters, the most that a cell of a spreadsheet holds
