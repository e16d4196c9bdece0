"""A worker that is killed, at whatever moment: one error, no run recorded, nothing written."""

from __future__ import annotations

import random
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from compliance import proposals, recorded, run
from compliance.lang.rulebook import load_rulebook
from compliance.proposals import Engine
from compliance.recorded import Asked
from compliance.register import open_register
from compliance.register.tables import StoredRun
from tests.acceptance.conftest import rulebook as written
from tests.register.conftest import TWICE_RULE, spending

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="the library is not there")
RULE = """\
id: PRO-901
title: Something is open
authority: {document: Desk manual, standing: house}
when: open > 0
propose: return_to_staff
because: "Open: {open}."
history:
  - {version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}
"""
TWICE = ["P-1,payment,FL-1,2026,EUR 6.00,2026-02-01,INV-1",
         "P-2,payment,FL-1,2026,EUR 6.00,2026-03-01,INV-1"]  # fmt: skip
# It answers as ever, and waits for its end: whenever that comes, the answer must not be used.
VICTIM = """\
import os, signal, sys, threading, time
threading.Timer({delay}, os.kill, (os.getpid(), signal.SIGKILL)).start()
from compliance.proposals import worker
worker.main()
sys.stdout.flush()
time.sleep(60)
"""


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Give a check of two payments of one invoice, by a rulebook with one proposal rule."""
    rules = written(tmp_path / "rules", {"DSK-002": TWICE_RULE})
    (rules / "proposals").mkdir()
    (rules / "proposals" / "PRO-901.yaml").write_text(RULE)
    batch = spending(tmp_path / "batch", TWICE)
    return Asked(paths=(batch,), out=tmp_path / "out", rules=rules, formats=("json",))


def killed(folder: Path, delay: float) -> Engine:
    script = folder / "victim.py"
    script.write_text(VICTIM.format(delay=delay))
    return Engine((sys.executable, str(script)), at_once=1)


@pytest.mark.slow
def test_a_worker_killed_at_random_fifty_times_records_nothing(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    store = open_register(url, create=True)
    loaded = load_rulebook(asked.rules or tmp_path)
    monkeypatch.setattr(recorded, "kept_rulebook", lambda _: loaded)
    dice = random.Random(20261130)
    for _ in range(50):
        victim = killed(tmp_path, dice.uniform(0, 0.4))
        monkeypatch.setattr(proposals, "engine_here", lambda victim=victim: victim)
        with pytest.raises(RuntimeError, match=r"the worker died by signal 9 \(SIGKILL\)"):
            recorded.check(asked, url, "anna")
        assert not asked.out.exists()
        with store.reading() as session:
            assert session.query(StoredRun).count() == 0
    monkeypatch.setattr(proposals, "engine_here", Engine)  # and left alone it does its work
    done = recorded.check(asked, url, "anna")
    assert done.summary["proposals"]["batch"]["proposal"] == "return_to_staff"
    with store.reading() as session:
        assert session.query(StoredRun).count() == 1
    store.close()


def test_a_check_whose_worker_fails_writes_nothing(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "engine_here", lambda: killed(tmp_path, 0))
    with pytest.raises(RuntimeError, match="SIGKILL"):
        run.check(asked.paths, rules=asked.rules, out=asked.out, formats=["json"])
    assert not asked.out.exists()


def test_on_later_pythons_the_reference_draws_and_the_summary_says_so(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_library = run.check(asked.paths, rules=asked.rules).result.summary
    module = sys.modules[proposals.engine_here.__module__]
    monkeypatch.setattr(module, "sys", SimpleNamespace(version_info=(3, 13, 0)))
    by_reference = run.check(asked.paths, rules=asked.rules).result.summary
    assert by_library["engine"]["proposals"] == "durable-rules 2.0.28"
    assert by_reference["engine"]["proposals"] == "reference"
    assert by_reference["proposals"] == by_library["proposals"]
