"""A scenario of a feature is judged as the command judges a file with the same rows."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from compliance.engine import examine
from compliance.intake import read_batch
from compliance.workbench.scenario import Story, clean, ready

from .conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from compliance.workbench.records import Rows
    from compliance.workbench.scenario import Program

DAY = date(2026, 6, 30)


def test_an_amount_without_a_date_of_its_own_has_the_rate_of_the_as_of_day(
    program: Program, tmp_path: Path
) -> None:
    """The limit is in euro, the estimate in dollars, and the launch has no date yet."""
    story = clean(Story(), program.rulebook.catalogue, program.worlds, "procurement", "P-1")
    story = story.change("P-1", "method", '"single_source"')
    story = story.change("P-1", "estimated_value", "USD 900,000.00")
    story = story.change("P-1", "launched_on", "empty")
    story = story.change("P-1", "justification_ref", "empty")
    case = ready(story, program, "PRC-014", DAY)
    batch = read_batch([_files(case.rows, tmp_path)], case.rulebook.catalogue, ROOT / "rules",
                       as_of=DAY)  # fmt: skip
    _, outcomes = examine(case.rulebook, batch, DAY, "PRC-014")
    assert outcomes["P-1"] == "fail"
    assert program.run(case).outcomes == outcomes


def _files(rows: Rows, folder: Path) -> Path:
    for kind, group in rows.items():
        with (folder / f"{kind}.csv").open("w", newline="") as file:
            names = dict.fromkeys(name for row in group for name in row)
            writer = csv.DictWriter(file, list(names))
            writer.writeheader()
            writer.writerows(group)
    return folder
