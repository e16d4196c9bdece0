"""A rulebook from the cache folder gives what the rule files give."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from compliance import kept, run
from compliance.errors import ComplianceError
from compliance.lang.rulebook import load_rulebook
from compliance.model import shelf
from compliance.model.flat import flat

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
BATCH = ROOT / "fixtures" / "corpus" / "lists"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "compliance"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Give a small rules folder that may be changed."""
    folder = tmp_path / "rules"
    for name in ("catalogue", "parameters", "profiles", "tables"):
        shutil.copytree(RULES / name, folder / name)
    (folder / "quality").mkdir()
    for name in ("set.yaml", "QLT-001.yaml"):
        shutil.copy(next(RULES.glob(f"*/{name}")), folder / "quality" / name)
    return folder


def unread(_folder: Path) -> None:
    raise AssertionError("the rules were read anew")


@pytest.mark.slow
def test_the_rulebook_is_equal_in_every_part(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept.kept_rulebook(RULES)
    monkeypatch.setattr(kept, "load_rulebook", unread)
    again = kept.kept_rulebook(RULES)
    assert again is not first
    for item in fields(first):
        if item.name != "_sources":
            # Documents are told apart by their file alone, as they are kept.
            assert flat(getattr(again, item.name)) == flat(getattr(first, item.name)), item.name


@pytest.mark.slow
def test_a_check_writes_the_same_bytes_with_and_without_it(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("COMPLIANCE_NO_CACHE", "1")
        run.check([BATCH], out=tmp_path / "without", formats=("json", "csv"))
    assert not cache.exists()
    kept.kept_rulebook(RULES)
    monkeypatch.setattr(kept, "load_rulebook", unread)
    run.check([BATCH], out=tmp_path / "warm", formats=("json", "csv"))
    names = sorted(path.name for path in (tmp_path / "without").iterdir())
    assert names == ["findings.csv", "findings.jsonl", "rejects.csv", "summary.json"]
    assert (tmp_path / "without" / "findings.jsonl").stat().st_size > 0
    for name in names:
        assert (tmp_path / "warm" / name).read_bytes() == (
            tmp_path / "without" / name
        ).read_bytes(), name


@pytest.mark.slow
def test_a_kept_rule_can_be_narrowed(cache: Path) -> None:
    kept.kept_rulebook(RULES)
    book = kept.kept_rulebook(RULES)
    assert isinstance(book._sources, kept._Later)
    rule = book.narrowed("PRC-014", "bids_received > 1")
    assert rule == load_rulebook(RULES).narrowed("PRC-014", "bids_received > 1")
    with pytest.raises(ComplianceError, match="no_such"):
        book.narrowed("PRC-014", "no_such = 1")


def test_a_changed_rule_is_read_anew(cache: Path, rules: Path) -> None:
    path = rules / "quality" / "QLT-001.yaml"
    before = kept.kept_rulebook(rules).rule("QLT-001").file.title
    path.write_text(path.read_text().replace(before, "Another title"))
    assert kept.kept_rulebook(rules).rule("QLT-001").file.title == "Another title"


def test_a_fault_is_told_each_time(cache: Path, rules: Path) -> None:
    kept.kept_rulebook(rules)
    (rules / "empty").mkdir()
    for _ in range(2):
        with pytest.raises(ComplianceError, match=r"no set\.yaml"):
            kept.kept_rulebook(rules)


def test_a_text_that_is_no_rulebook_is_replaced(cache: Path, rules: Path) -> None:
    kept.kept_rulebook(rules)
    (path,) = cache.iterdir()
    for text in ("[]", flat("a text"), flat(("a", "b"))):
        shelf.put(path.name, text)
        assert kept.kept_rulebook(rules).rule("QLT-001").id == "QLT-001"
        assert shelf.taken(path.name) != text


@pytest.mark.slow
def test_a_warm_check_loads_neither_pandas_nor_sqlalchemy(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = (
        "import sys; from compliance.cli import main\n"
        f"sys.argv = ['compliance', 'check', {str(BATCH)!r}, '--out', {str(out)!r}, "
        "'--format', 'json,csv', '--quiet']\n"
        "main()\n"
        "print([name for name in ('pandas', 'ibis', 'sqlalchemy', 'weasyprint') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stderr
