"""`check --engine spark` and `prepare`: what they refuse, and that both engines say the same."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from compliance import clustered, run
from compliance.engine.spark_worker import line_of
from tests.compiler.engines import SMALL

from .conftest import vendors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conftest import Run

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"


def test_spark_that_is_not_installed_is_one_error_with_its_mend(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    told = run("check", tmp_path / "none.csv", "--engine", "spark", "--out", tmp_path / "out")
    assert (told.code, told.lines) == (
        2, ["error: Spark is not installed", "  hint: make setup-spark"],
    )  # fmt: skip
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "pdf", "--engine", "spark"], "writes the findings as Parquet"),
        (["--register", "r.db", "--engine", "spark"], "a register is kept by the engine duckdb"),
        (["--master", "local[2]"], "--master is for Spark"),
    ],
)
def test_what_does_not_go_with_spark_is_refused(
    run: Run, tmp_path: Path, words: list[str], said: str
) -> None:
    told = run("check", tmp_path, *words)
    assert told.code == 2
    assert said in told.err


def test_a_prepared_batch_gives_the_same_outputs(run: Run, desk: Path, tmp_path: Path) -> None:
    rows = [("V-1", "DSK-001", "BE"), ("V-2", "DSK-001", "FR"), ("", "DSK-002", "")]
    path = vendors(tmp_path / "batch" / "vendor.csv", [*rows, ("", "DSK-002", "")])
    prepared = tmp_path / "prepared"
    told = run("prepare", path, "--rules", desk, "--as-of", "2026-03-01", "--out", prepared)
    assert (told.code, told.err) == (0, "")
    for batch in (path, prepared):
        words = ["--as-of", "2026-03-01", "--format", "json,csv", "--out", tmp_path / batch.name]
        run("check", batch, "--rules", desk, *words)
    first, second = tmp_path / path.name, tmp_path / prepared.name
    for name in ("findings.jsonl", "summary.json", "rejects.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--marking", "SECRET"], "--marking is for a batch that is read now"),
        (["--mapping", "native"], "--mapping is for a batch that is read now"),
    ],
)
def test_how_a_prepared_batch_was_read_is_settled(
    run: Run, desk: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    path = vendors(tmp_path / "vendor.csv", [("V-1", "A", "BE")])
    run("prepare", path, "--rules", desk, "--out", tmp_path / "prepared")
    told = run("check", tmp_path / "prepared", "--rules", desk, *words)
    assert told.code == 2
    assert said in told.err


def test_a_damaged_account_of_a_prepared_batch_is_one_error(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    path = vendors(tmp_path / "vendor.csv", [("V-1", "A", "BE")])
    run("prepare", path, "--rules", desk, "--out", tmp_path / "prepared")
    account = tmp_path / "prepared" / "batch.json"
    account.write_text(account.read_text()[:-40])
    told = run("check", tmp_path / "prepared", "--rules", desk)
    assert told.code == 2
    assert "this is not the account of a prepared batch" in told.err
    assert "Traceback" not in told.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["corpus/lists"])
def test_spark_gives_the_findings_of_duckdb(name: str, tmp_path: Path) -> None:
    same_on_both(FIXTURES / name, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", ["pilot", "corpus/whole", "corpus/many", "corpus/owed"])
def test_spark_gives_the_findings_of_duckdb_on_every_batch(name: str, tmp_path: Path) -> None:
    same_on_both(FIXTURES / name, tmp_path)


@pytest.mark.long
def test_spark_gives_the_findings_of_duckdb_on_drawn_lines(tmp_path: Path) -> None:
    same_on_both(drawn(1_000, tmp_path / "lines"), tmp_path)


@pytest.mark.long
def test_spark_gives_the_findings_of_duckdb_on_a_million_lines(tmp_path: Path) -> None:
    large = {"spark.driver.memory": "8g"}
    same_on_both(drawn(1_000_000, tmp_path / "lines"), tmp_path, large)


def drawn(count: int, folder: Path) -> Path:
    """Write lines as the benchmarks draw them."""
    subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "lines.py", str(count), folder], check=True
    )
    return folder


def same_on_both(batch: Path, tmp_path: Path, settings: Mapping[str, str] = SMALL) -> None:
    """Hold the findings, line for line, and the whole summary of one engine to the other's."""
    checked = run.check([batch])
    out = tmp_path / "out"
    done = clustered.check([batch], out=out, master="local[2]", settings=settings)
    parts = sorted((out / clustered.FINDINGS).iterdir())
    lines = [line_of(row) for part in parts for row in pq.read_table(part).to_pylist()]
    assert lines == [finding.line for finding in checked.result.findings]
    assert done.exit_code("info") == run.exit_code(checked.result, "info")
    one, other = dict(checked.result.summary), json.loads((out / "summary.json").read_bytes())
    for summary in (one, other):  # Spark draws no proposals
        for key in ("engine", "proposals", "content_hash"):
            summary.pop(key)
    assert other == json.loads(json.dumps(one))
