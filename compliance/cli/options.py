"""What the commands share: how options are read, and how a wrong use is reported."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

EXIT_BAD_INPUT: Final = 2
EXIT_INTERNAL: Final = 3


class Parser(argparse.ArgumentParser):
    """Reports a wrong use in the form of every other error."""

    def error(self, message: str) -> NoReturn:
        """Print the message and a hint, and end with 2."""
        print(f"{self.prog}: {message}\n  hint: {self.prog} --help", file=sys.stderr)
        raise SystemExit(EXIT_BAD_INPUT)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no public name


def a_date(text: str) -> date:
    """Read the date of an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write 2026-01-31") from None


def add_rules_folder(parser: Parser) -> None:
    """Add the option that names the rules folder."""
    parser.add_argument(
        "--rules", type=Path, metavar="DIR", help="rules folder (default: packaged)"
    )
