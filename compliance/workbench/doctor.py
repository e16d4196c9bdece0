"""What this machine lacks, and the package that brings it.

Every check is made from outside, in a child process where a library could bring the program down:
a machine without a library is exactly the one on which this has to work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

# Distribution → the module that is imported.
LIBRARIES: Final = {
    "alembic": "alembic",
    "babel": "babel",
    "rapidfuzz": "rapidfuzz",
    "currencyconverter": "currency_converter",
    "duckdb": "duckdb",
    "durable-rules": "durable.lang",
    "fonttools": "fontTools.ttLib",
    "gherkin-official": "gherkin",
    "jinja2": "jinja2",
    "lark": "lark",
    "markupsafe": "markupsafe",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "pandas": "pandas",
    "pikepdf": "pikepdf",
    "psycopg": "psycopg",
    "pyarrow": "pyarrow",
    "pydantic": "pydantic",
    "pydyf": "pydyf",
    "pyhanko": "pyhanko",
    "python-calamine": "python_calamine",
    "pyyaml": "yaml",
    "rich": "rich",
    "sqlalchemy": "sqlalchemy",
    "weasyprint": "weasyprint",
}
APT: Final = "apt-get install -y --no-install-recommends"
NATIVE: Final = ("libpangoft2-1.0-0", "libharfbuzz-subset0")
GIB: Final = 2**30
ENOUGH_DISK: Final = GIB
ENOUGH_MEMORY: Final = 2 * GIB
PATIENCE: Final = 120  # seconds that a child process may take

_IMPORTS: Final = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
        print(name, "", sep="\\t", flush=True)
    except Exception as error:
        print(name, str(error).partition("\\n")[0] or repr(error), sep="\\t", flush=True)
"""
_RENDER: Final = "import weasyprint; print(len(weasyprint.HTML(string='<p>x').write_pdf()))"
_SUBSET: Final = "import ctypes; ctypes.CDLL('libharfbuzz-subset.so.0')"
_MEMORY: Final = (
    "import duckdb; c = duckdb.connect(config={'threads': 1}); "
    "print(*c.execute(\"select current_setting('memory_limit')\").fetchone())"
)


@dataclass(frozen=True)
class Check:
    """One thing that must hold: its name, whether it does, what was seen, and how to mend it."""

    name: str
    ok: bool
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        """Give one line, with the mend on a second line where there is something to mend."""
        head = f"{'ok     ' if self.ok else 'MISSING'}  {self.name}: {self.detail}"
        return head if self.ok else f"{head}\n         mend: {self.mend}"


def main(out: TextIO | None = None, folder: Path | None = None) -> int:
    """Print every check; give 0 when all hold, else 1. `folder` is where reports go."""
    checks = []
    for check in examine(folder or Path.cwd()):
        checks.append(check)
        print(check, file=out, flush=True)
    missing = sum(not check.ok for check in checks)
    held = f"all {len(checks)} checks hold"
    print(f"{missing} of {len(checks)} checks do not hold" if missing else held, file=out)
    return 1 if missing else 0


def examine(folder: Path) -> Iterator[Check]:
    """Look at the interpreter, the libraries, the native parts and the machine, in that order."""
    yield python_version(sys.version_info[:3])
    needed = wanted(sys.version_info[:2])
    answers = imports(tuple(needed.values()))
    yield from (library(name, answers[module]) for name, module in needed.items())
    if not answers["weasyprint"]:
        yield pdf_page()
    yield subset_library()
    yield compiler(built=answers.get(LIBRARIES["durable-rules"], "") == "")
    yield fonts(Path(__file__).parents[1] / "report")
    yield disk(folder)
    yield write_rights(folder)
    yield memory()
    yield spark()


def spark() -> Check:
    """Look for Spark and Java: Spark alone is nothing wrong to be without, for a second engine."""
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    bring = "make setup-spark, or: pip install 'compliance-engine[spark]' and Java 17 or 21"
    try:
        found = version("pyspark")
    except PackageNotFoundError:
        beside = "Java is there" if java else "nor is Java"
        detail = f"not installed, {beside}; only --engine spark needs it: {bring}"
        return Check("Spark", ok=True, detail=detail)
    if java is None:
        mend = f"{APT} openjdk-17-jre-headless"
        return Check("Spark", ok=False, detail=f"{found}, but Java is missing", mend=mend)
    return Check("Spark", ok=True, detail=f"{found}, with Java at {java}")


def python_version(found: tuple[int, ...]) -> Check:
    """Say whether the interpreter is new enough, and what a very new one goes without."""
    detail = ".".join(map(str, found))
    if found >= (3, 13):
        detail += " (durable-rules cannot be imported here: the reference decides alone)"
    return Check("Python", found >= (3, 11), detail, "PYTHON=python3.11 ./setup")


def wanted(found: tuple[int, ...]) -> dict[str, str]:
    """Give the libraries that this version of Python needs."""
    skipped = {"durable-rules"} if found >= (3, 13) else set()
    return {name: module for name, module in LIBRARIES.items() if name not in skipped}


def imports(modules: tuple[str, ...]) -> dict[str, str]:
    """Import the modules in a child process; give what went wrong with each, or nothing.

    One that brings the process down leaves those after it unsaid: they are tried one by one.
    """
    said = _child(_IMPORTS, *modules).lines
    answers = dict(line.split("\t", 1) for line in said if "\t" in line)
    for module in modules:
        if module not in answers:
            alone = _child(f"import {module}")
            answers[module] = "" if alone.ok else alone.last
    return answers


def library(name: str, fault: str) -> Check:
    """Name the version of one library, and why it cannot be imported if so."""
    mend = f"./setup, or: python -m pip install {name}"
    if name == "durable-rules":
        mend += f" (built from source: {APT} gcc libc6-dev python3-dev)"
    try:
        detail = version(name)
    except PackageNotFoundError:
        return Check(name, ok=False, detail="not installed", mend=mend)
    if fault and name == "weasyprint":
        mend = f"{APT} {' '.join(NATIVE)}"
    return Check(name, not fault, f"{detail}, but: {fault}" if fault else detail, mend)


def pdf_page() -> Check:
    """Write one page of PDF: Pango, fontconfig and HarfBuzz are met only there."""
    page = _child(_RENDER)
    detail = f"{page.last} bytes written" if page.ok else page.last
    return Check("PDF page", page.ok, detail, f"{APT} {' '.join(NATIVE)}")


def subset_library() -> Check:
    """Look for HarfBuzz-Subset: without it the PDF takes longer and has other bytes."""
    ok = _child(_SUBSET).ok
    detail = "found" if ok else "not found; reports would be slower, and not the same bytes"
    return Check("HarfBuzz-Subset", ok, detail, f"{APT} libharfbuzz-subset0")


def compiler(*, built: bool) -> Check:
    """Look for a C compiler, which is needed only while durable-rules is not yet built."""
    found = shutil.which("cc") or shutil.which("gcc")
    detail = found or ("none, none needed" if built else "none, and durable-rules is not built")
    return Check("C compiler", bool(found) or built, detail, f"{APT} gcc libc6-dev python3-dev")


def fonts(report: Path) -> Check:
    """Count the typefaces that are shipped, so that a report looks the same on every machine."""
    count = sum(1 for _ in report.rglob("*.ttf"))
    return Check("fonts", count > 0, f"{count} shipped faces", "install the package again: ./setup")


def disk(folder: Path) -> Check:
    """Say how much room there is where reports are written."""
    free = shutil.disk_usage(_existing(folder)).free
    detail = f"{free // GIB} GiB free in {folder}"
    return Check("disk", free >= ENOUGH_DISK, detail, "make 1 GiB of room, or use --out elsewhere")


def write_rights(folder: Path) -> Check:
    """Write and remove a file where reports go, and where temporary files go."""
    for place in (_existing(folder), Path(tempfile.gettempdir())):
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            detail = f"cannot write in {place}: {error.strerror}"
            return Check(
                "write rights", ok=False, detail=detail, mend="--out FOLDER, or set TMPDIR"
            )
    return Check("write rights", ok=True, detail=f"{folder} can be written")


def memory() -> Check:
    """Say how much memory the machine has, and how much of it DuckDB allows itself."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _child(_MEMORY)
    detail = f"{total // GIB} GiB" + (f", DuckDB uses at most {limit.last}" if limit.ok else "")
    return Check("memory", total >= ENOUGH_MEMORY, detail, "give the machine 2 GiB or more")


def _existing(folder: Path) -> Path:
    """Give the folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if place.is_dir())


@dataclass(frozen=True)
class _Said:
    """How a child process ended, and what it printed."""

    ok: bool
    lines: tuple[str, ...]

    @property
    def last(self) -> str:
        return next((line.strip() for line in reversed(self.lines) if line.strip()), "")


def _child(code: str, *arguments: str) -> _Said:
    """Run `code` in a fresh interpreter: what it printed, or why it ended badly."""
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return _Said(ok=False, lines=(f"no answer in {PATIENCE} seconds",))
    shown = done.stdout.splitlines()
    if done.returncode < 0:
        shown.append(f"the process died of signal {-done.returncode}")
    elif done.returncode > 0:
        shown += done.stderr.splitlines()
    return _Said(done.returncode == 0, tuple(shown))
