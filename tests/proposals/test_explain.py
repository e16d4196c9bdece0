"""`compliance explain-case`: what a check proposes for one case, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.cli import main
from compliance.proposals import decide
from compliance.report.records import summary_text
from tests.proposals.told import AS_OF, fact

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from compliance.lang.rulebook import Rulebook


def written(rulebook: Rulebook, folder: Path) -> list[str]:
    one = fact("contract:C-1", open=1, open_confirmed=1, open_confirmed_critical=1)
    kind = rulebook.proposals.kind
    missing = [name for name in (kind.fields if kind else ()) if name not in one.values]
    values = {**dict.fromkeys(missing, one.values["records"]), **one.values}
    told = type(one)("contract:C-1", values, rules=("PAY-001",), not_run=("FND-030",))
    drawn = decide(rulebook.proposals, rulebook.parameters, AS_OF, [told], None)
    summary = {"proposals": drawn, "engine": {"proposals": "reference"}}
    (folder / "summary.json").write_bytes(summary_text(summary))
    return ["explain-case", "contract:C-1", "--out", str(folder)]


def test_it_gives_the_headline_the_chain_and_what_was_not_run(
    rulebook: Rulebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(written(rulebook, tmp_path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "contract:C-1: hold the payment (proposed; a person decides)"
    assert "  PRO-010 A critical finding is open before the next act: proposes hold" in lines
    assert "    critical_open = true" in lines
    assert "rules with findings: PAY-001" in lines
    assert "critical rules not run: FND-030" in lines
    assert lines[-1] == "drawn by reference"


def test_a_case_that_there_is_not_is_told_with_the_nearest(
    rulebook: Rulebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(rulebook, tmp_path)
    assert main(["explain-case", "contract:C-2", "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "there is no case contract:C-2" in told
    assert "contract:C-1" in told


def test_a_folder_without_results_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain-case", "batch", "--out", str(tmp_path)]) == 2
    assert "cannot read the results" in capsys.readouterr().err
    (tmp_path / "summary.json").write_text("[]")
    assert main(["explain-case", "batch", "--out", str(tmp_path)]) == 2
    assert "no results of a check" in capsys.readouterr().err


def test_a_proposal_rule_is_explained_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "PRO-019"]) == 0
    told = capsys.readouterr().out
    assert (
        "For a case that is of any kind, where its open confirmed is above 0 and its material in "
        "sum is true: it is proposed: refer to financial controller." in told
    )
    assert "needs      PRO-002\n" in told
    assert main(["rules", "explain", "PRO-003"]) == 0
    assert "needed by  PRO-010, PRO-011, PRO-012, PRO-016\n" in capsys.readouterr().out
    assert main(["rules", "explain", "PRO-019", "--sql"]) == 2
    assert "PRO-019 reads cases, and no table" in capsys.readouterr().err
