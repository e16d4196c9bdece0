"""Queries in bounded memory: slower, the same result, and nothing left on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.cli import main
from compliance.engine import duck, limited
from compliance.engine.means import means
from compliance.errors import ComplianceError

ROOT = Path(__file__).parent.parent.parent
BATCH = ROOT / "fixtures" / "corpus" / "lists"
SORTED = "CREATE TEMP TABLE t AS SELECT hash(i)::VARCHAR AS h FROM range({}) r(i) ORDER BY h"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_does_not_fit_goes_to_a_folder_that_is_removed(temporary: Path) -> None:
    with limited(20_000_000):
        connection = duck.connect(1)
        connection.execute(SORTED.format(900_000))
        (folder,) = temporary.iterdir()
        assert sum(path.stat().st_size for path in folder.iterdir()) > 1_000_000
        assert connection.execute("SELECT count(DISTINCT h) FROM t").fetchone() == (900_000,)
        connection.close()
    assert list(temporary.iterdir()) == []
    assert means().memory is None


def test_a_bounded_connection_can_still_read_no_file(temporary: Path) -> None:
    with limited(20_000_000), duck.connect(1) as connection:
        with pytest.raises(Exception, match="disabled by configuration"):
            connection.execute("SELECT * FROM read_text(?)", [__file__])
        with pytest.raises(Exception, match="locked"):
            connection.execute("SET memory_limit = '1GB'")


def test_too_little_memory_is_one_error_and_leaves_nothing(temporary: Path) -> None:
    with (
        pytest.raises(ComplianceError, match="the queries need more memory") as caught,
        limited(20_000_000),
        duck.connect(1) as connection,
    ):
        connection.execute("SELECT list(i::VARCHAR || repeat('x', 90)) FROM range(900000) r(i)")
    assert "--memory" in str(caught.value)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2", "no amount of memory"), ("-2GB", "no amount of memory"), ("2GBs", "no amount"),
        ("", "no amount"), ("1e3GB", "no amount"), ("2'GB", "no amount"), ("٢GB", "no amount"),
        ("499.999MB", "too little memory: give 500MB or more"), ("0GB", "too little"),
    ],
)  # fmt: skip
def test_a_wrong_amount_is_one_error(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as ended:
        main(["check", str(BATCH), "--out", str(out), f"--memory={text}"])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.slow
def test_bounded_memory_changes_no_finding_and_is_recorded(tmp_path: Path, temporary: Path) -> None:
    words = ["check", str(BATCH), "--format", "json,csv", "--quiet", "--out"]
    code = main([*words, str(tmp_path / "free")])
    assert main([*words, str(tmp_path / "bounded"), "--memory", "0.5GB"]) == code
    for name in ("findings.jsonl", "findings.csv", "rejects.csv"):
        free, bounded = (tmp_path / folder / name for folder in ("free", "bounded"))
        assert bounded.read_bytes() == free.read_bytes(), name
    free, bounded = (
        json.loads((tmp_path / folder / "summary.json").read_text())
        for folder in ("free", "bounded")
    )
    assert bounded["engine"].pop("memory") == 500_000_000
    assert bounded == free  # the content hash too
    assert list(temporary.iterdir()) == []
