"""What a check tells of its stages: lines of JSON, a table; and the same results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.cli import main
from compliance.cli.watching import laid_out
from compliance.model.meter import Spent, spending, watched

ROOT = Path(__file__).parent.parent
BATCH = ROOT / "fixtures" / "corpus" / "lists"
ROWS = len((BATCH / "spending.tsv").read_text(encoding="utf-8").splitlines()) - 1
STAGES = [
    "rulebook", "read", "plan", "load", "tables", "rules", "summary", "proposals", "write",
]  # fmt: skip


class Kept:
    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def begins(self, stage: str, parts: int | None) -> None:
        self.told.append(("begins", stage, str(parts)))

    def ends(self, spent: Spent) -> None:
        self.told.append(("ends", spent.stage, str(spent.part), str(spent.rows)))


def test_a_watcher_is_told_of_stages_and_parts() -> None:
    kept = Kept()
    with watched(kept), spending("tables", parts=1) as whole:
        with spending("tables", "k_vendor") as part:
            part.rows = 3
        whole.rows = 4
    with spending("tables"):
        pass
    assert kept.told == [
        ("begins", "tables", "1"),
        ("ends", "tables", "k_vendor", "3"),
        ("ends", "tables", "None", "4"),
    ]


def test_what_fails_is_not_told_as_ended() -> None:
    kept = Kept()
    with pytest.raises(OSError, match="full"), watched(kept), spending("write"):
        raise OSError("full")
    assert kept.told == [("begins", "write", "None")]


def test_the_table_shows_parts_below_their_stage_the_longest_first() -> None:
    spent = [
        Spent("read", None, 0.5, 1200, None, 2_000_000),
        Spent("tables", "quick", 0.001, 5, 10, 500),
        Spent("tables", "slow", 1.25, 7, 12_345, 8_000_000),
        Spent("tables", None, 1.3, None, None, 9_000_000),
    ]
    assert list(laid_out(spent)) == [
        "stage                                  seconds         rows      scanned      memory",
        "read                                     0.500        1,200                   2.0 MB",
        "tables                                   1.300                                9.0 MB",
        "  slow                                   1.250            7       12,345      8.0 MB",
        "  quick                                  0.001            5           10      0.0 MB",
    ]


@pytest.mark.slow
def test_a_check_tells_its_stages_as_json_and_finds_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["check", str(BATCH), "--quiet", "--format", "json,csv", "--out"]
    code = main([*words, str(tmp_path / "plain")])
    assert capsys.readouterr().err == ""
    assert main([*words, str(tmp_path / "told"), "--log-format", "json", "--profile"]) == code
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(
        list(line) == ["stage", "part", "seconds", "rows", "scanned", "memory"] for line in told
    )
    stages = {line["stage"]: line for line in told if line["part"] is None}
    assert list(stages) == STAGES
    assert stages["read"]["rows"] == ROWS
    findings = (tmp_path / "told" / "findings.jsonl").read_text().splitlines()
    assert stages["rules"]["rows"] == stages["write"]["rows"] == len(findings)
    parts = [line for line in told if line["part"] is not None]
    outcomes = next(line for line in parts if line["part"] == "o_spending")
    assert outcomes["rows"] == ROWS  # one row of outcomes for each record
    assert outcomes["scanned"] >= ROWS
    assert outcomes["memory"] > 0
    found = {line["part"]: line["rows"] for line in parts if line["stage"] == "rules"}
    by_rule = json.loads((tmp_path / "told" / "summary.json").read_text())["findings"]["by_rule"]
    assert {rule: count for rule, count in found.items() if count} == by_rule
    for path in (tmp_path / "plain").iterdir():
        assert (tmp_path / "told" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_the_plan_of_a_rule_is_told_with_what_a_batch_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["rules", "explain", "PAY-011", "--batch", str(BATCH)]
    assert main(words) == 2
    assert "add --plan" in capsys.readouterr().err
    assert main([*words, "--plan"]) == 0
    lines = capsys.readouterr().out.splitlines()
    outcomes = next(line.split() for line in lines if line.startswith("  o_spending "))
    assert [int(number.replace(",", "")) for number in outcomes[2:4]] == [
        ROWS,
        ROWS,
    ]  # a row rule: one scan
