"""What the commands share: how options are read, and how a wrong use is reported."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from compliance.model.wanted import ENGLISH, LANGUAGES, Wanted

EXIT_BAD_INPUT: Final = 2
EXIT_INTERNAL: Final = 3
EXIT_STOPPED: Final = 130  # by Ctrl-C or a signal to end
LEAST_MEMORY: Final = 500_000_000  # bytes: the tables of a plan need some, be they ever so small


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


def a_size(text: str) -> int:
    """Read an amount of memory, in bytes: 500MB, 2GB; as much as DuckDB can begin with."""
    found = re.fullmatch(
        r"([0-9]{1,6})(?:\.([0-9]{1,3}))? ?(MB|GB|TB)", text.strip(), re.IGNORECASE
    )
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory: write 500MB or 2GB")
    whole, part, unit = found[1], (found[2] or "").ljust(3, "0"), found[3].upper()
    size = int(whole + part) * {"MB": 10**3, "GB": 10**6, "TB": 10**9}[unit]
    if size < LEAST_MEMORY:
        least = f"{LEAST_MEMORY // 10**6}MB"
        raise argparse.ArgumentTypeError(f"{text!r} is too little memory: give {least} or more")
    return size


def a_batch(text: str) -> Path | str:
    """Read what a batch is: a path, or the address of a database as it stands."""
    return text if text.startswith(("postgresql://", "postgres://")) else Path(text)


def add_rules_folder(parser: Parser) -> None:
    """Add the option that names the rules folder."""
    parser.add_argument(
        "--rules", type=Path, metavar="DIR", help="rules folder (default: packaged)"
    )


def formats_of(*known: str) -> Callable[[str], tuple[str, ...]]:
    """Give what reads a list of formats."""

    def formats(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(",") if part.strip())
        wrong = [name for name in names if name not in known]
        if wrong or not names:
            raise argparse.ArgumentTypeError(
                f"{', '.join(wrong) or text!r} is not one of {', '.join(known)}"
            )
        return names

    return formats


def add_report(parser: Parser, *, names: bool = True) -> None:
    """Add the options that say how the report is to be; `names` where names of people are at hand.

    A register keeps none of those.
    """
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=ENGLISH, help="language of the report (default: en)"
    )
    parser.add_argument(
        "--brief", action="store_true", help="write a page for leadership beside the report"
    )
    if not names:
        parser.set_defaults(names=False)
        return
    parser.add_argument(
        "--names",
        action="store_true",
        help="write names.csv, the key to the numbers of people; never part of the report",
    )


def wanted(options: argparse.Namespace) -> Wanted:
    """Give what these options ask for."""
    return Wanted(options.lang, options.brief, options.names)


def add_register(parser: Parser, *, required: bool = True) -> None:
    """Add the options that name the register and who acts."""
    parser.add_argument(
        "--register",
        required=required,
        metavar="URL",
        help="the register: a file, or postgresql://user@host/database"
        + ("" if required else " (default: none, nothing is remembered)"),
    )
    parser.add_argument(
        "--as", dest="actor", metavar="NAME", help="who acts (default: the user of the system)"
    )


def actor_of(options: argparse.Namespace) -> str:
    """Give who acts: as given, else the name that the operating system knows."""
    name: str | None = options.actor
    return name or getpass.getuser()
