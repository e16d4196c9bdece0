"""What the project needs is declared, locked by hash, and carried by the wheel."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _name(requirement: str) -> str:
    return re.split(r"[^a-z0-9-]", requirement)[0]


def _imported(path: Path) -> set[str]:
    """Give the top-level names that a module imports, wherever it does."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {item.name.partition(".")[0] for item in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"compliance"}


RUN = frozenset(_name(line) for line in PROJECT["project"]["dependencies"])
EXTRA = frozenset(
    _name(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines
)
OWN = {"tests", "fixtures", "_typeshed"}  # the last is known to type checkers only
PARTS = {  # what comes with another
    "asn1crypto": "pyhanko",
    "coverage": "pytest-cov",
    "cryptography": "pyhanko",
    "parso": "cosmic-ray",
    "pillow": "weasyprint",
    "py4j": "pyspark",
    "pyhanko-certvalidator": "pyhanko",
    "pydantic-core": "pydantic",
}
WORK = RUN | {_name(line) for line in PROJECT["dependency-groups"]["dev"]}


def _modules() -> Iterator[tuple[Path, frozenset[str]]]:
    """Give every module, with what it may import: tests know pytest too."""
    for path in sorted((ROOT / "compliance").rglob("*.py")):
        yield path, RUN
    for path in sorted((ROOT / "tests").rglob("*.py")):
        yield path, WORK


def test_every_import_is_a_declared_dependency() -> None:
    carried_by = packages_distributions()
    for path, declared in _modules():
        for name in _imported(path) - OWN:
            owners = {owner.lower().replace("_", "-") for owner in carried_by.get(name, ())}
            owners = {PARTS.get(owner, owner) for owner in owners} | {PARTS.get(name, name)}
            beside = (path.parent / f"{name}.py").exists()
            extra = owners & EXTRA  # may be missing: imported where it is used
            assert beside or extra or owners & declared, f"{path.relative_to(ROOT)} imports {name}"


def test_the_lock_names_every_dependency_by_hash_and_no_address() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for name in map(_name, wanted):
        assert re.search(rf"^{name}==\S+.*\\\n    --hash=sha256:", lock, re.MULTILINE), name
    for path in (ROOT / "requirements.lock", ROOT / "requirements-build.lock"):
        assert "://" not in path.read_text("utf-8")


@pytest.mark.slow
def test_the_wheel_carries_the_rulebook_and_the_batches_of_the_demo(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "features", "fixtures/clean", "fixtures/pilot", "fixtures/uk-month"):
        files = [p for p in (ROOT / folder).rglob("*.*") if p.is_file() and p.suffix != ".pyc"]
        wanted = {f"compliance/_packaged/{p.relative_to(ROOT).as_posix()}" for p in files}
        assert wanted <= carried
    assert not any(name.startswith(("tests/", "fixtures/")) for name in carried)
    _features_run_from(wheel, tmp_path / "installed")


def _features_run_from(wheel: Path, folder: Path) -> None:
    """Run specifications by what the wheel carries, with nothing of the repository in reach."""
    zipfile.ZipFile(wheel).extractall(folder)
    packaged = folder / "compliance" / "_packaged" / "features"
    told = subprocess.run(
        [sys.executable, "-m", "compliance.cli", "rules", "test", packaged / "vendors"],
        cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert re.fullmatch(r"\d+ scenarios: all hold\n", told.stdout)
