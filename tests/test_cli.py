"""The command line answers at once: nothing heavy is imported before a command needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "duckdb", "gherkin", "jinja2", "lark", "numpy", "openpyxl", "pandas", "pikepdf", "pyarrow",
    "pydantic", "pyhanko", "rich", "sqlalchemy", "weasyprint", "yaml",
}  # fmt: skip
CODE = """
import sys
from compliance.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("\\nimported:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["rules", "--help"], ["nonsense"]])
def test_help_imports_no_library(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words], capture_output=True, text=True, check=True
    )
    imported = set(done.stdout.rpartition("imported:")[2].split())
    assert imported & HEAVY == set()
    assert "compliance" in imported
