"""The commands of a report: `report verify`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.cli.options import Commands

if TYPE_CHECKING:
    from compliance.report.verify import Verdict

_SHOWN = 20


def add_reports(commands: Commands) -> None:
    """Add `report`."""
    group = commands.add_parser("report", help="verify an audit report")
    inner: Commands = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
    parser = inner.add_parser(
        "verify",
        help="recompute every figure of a report from the files embedded in it",
        description="Check the structure of a report, compute its figures anew from the findings "
        "embedded in it, and compare every printed figure with them. Exit code: 0 all holds, "
        "1 something does not.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.pdf")
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    from compliance.report.verify import verify

    found = verify(options.file)
    print("\n".join(_told(found)))
    return int(not found.holds)


def _told(found: Verdict) -> list[str]:
    figures = f"{found.figures} figures on {found.figure_pages} of {found.pages} pages"
    return [
        *_part("structure", "tags, metadata, fonts and embedded files stand", found.structure),
        *_part(
            "evidence",
            f"summary, content hash and totals follow from {len(found.files)} embedded files",
            found.evidence,
        ),
        *_part("printed", f"{figures} are those of the embedded files", found.printed),
    ]


def _part(name: str, well: str, faults: Sequence[str]) -> list[str]:
    if not faults:
        return [f"{name:<10} {well}"]
    more = len(faults) - _SHOWN
    return [
        f"{name:<10} {len(faults)} {'thing does' if len(faults) == 1 else 'things do'} not hold",
        *(f"  {fault}" for fault in faults[:_SHOWN]),
        *([f"  and {more} more"] if more > 0 else []),
    ]
