"""What a command tells of its stages while it works: a line of JSON each, or a table at the end."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from compliance.model.meter import Spent, watched


def add_watching(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is told of the stages, and how."""
    parser.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        help="json: when a stage ends, one JSON object a line on standard error, with its rows and "
        "seconds (default: text, a progress bar on a terminal)",
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="tell time, rows and memory of each stage, table and rule, on standard error",
    )


def bars(options: argparse.Namespace) -> bool:
    """Say whether there may be a progress bar."""
    return not options.profile and options.log_format == "text"


@contextmanager
def telling(options: argparse.Namespace) -> Iterator[None]:
    """Tell what these options ask for of the stages in the block."""
    if options.log_format == "json":
        with watched(_Lines(parts=options.profile)):
            yield
    elif options.profile:
        table = Table()
        with watched(table):
            yield
        print("\n".join(laid_out(table.spent)), file=sys.stderr)
    else:
        yield


def laid_out(spent: Iterable[Spent]) -> Iterator[str]:
    """Lay out what was spent: each stage, and below it its parts, those that took longest first."""
    yield f"{'stage':36} {'seconds':>9} {'rows':>12} {'scanned':>12} {'memory':>11}"
    parts: list[Spent] = []
    for item in spent:
        if item.part is not None:
            parts.append(item)
            continue
        yield _line(item.stage, item)
        for part in sorted(parts, key=lambda part: -part.seconds):
            yield _line(f"  {part.part}", part)
        parts.clear()


def _line(name: str, item: Spent) -> str:
    rows, scanned = ("" if value is None else f"{value:,}" for value in (item.rows, item.scanned))
    memory = "" if item.memory is None else f"{item.memory / 10**6:,.1f} MB"
    return f"{name:36} {item.seconds:9.3f} {rows:>12} {scanned:>12} {memory:>11}".rstrip()


class _Lines:
    """Prints what ends as JSON; parts of stages where they are asked for."""

    def __init__(self, *, parts: bool) -> None:
        self.parts = parts

    def begins(self, stage: str, parts: int | None) -> None:
        """Tell nothing yet."""

    def ends(self, spent: Spent) -> None:
        """Print a stage, or a part of one."""
        if spent.part is None or self.parts:
            told = {**asdict(spent), "seconds": round(spent.seconds, 6)}
            print(json.dumps(told, ensure_ascii=False), file=sys.stderr, flush=True)


class Table:
    """Keeps what ends."""

    def __init__(self) -> None:
        self.spent: list[Spent] = []

    def begins(self, stage: str, parts: int | None) -> None:
        """Keep nothing yet."""

    def ends(self, spent: Spent) -> None:
        """Keep a stage, or a part of one."""
        self.spent.append(spent)
