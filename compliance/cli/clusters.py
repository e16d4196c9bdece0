"""`check --engine spark` and `prepare`."""

from __future__ import annotations

import argparse
from pathlib import Path

from compliance.cli.options import Commands, a_batch, a_date, a_size, add_rules_folder
from compliance.errors import ComplianceError


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose what runs the rules."""
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="what runs the rules; spark writes the findings as Parquet (default: duckdb)",
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        help="where Spark runs, such as spark://host:7077 or local[2] (default: local[*])",
    )
    parser.add_argument(
        "--memory",
        type=a_size,
        metavar="SIZE",
        help="most memory that queries take, such as 2GB; more of it goes to a folder for "
        "temporary files, which is removed after (default: as DuckDB sees fit)",
    )


def add_prepare(commands: Commands) -> None:
    """Add the command that reads a batch once and keeps it as Parquet."""
    parser = commands.add_parser(
        "prepare",
        help="read a batch once and keep it as Parquet, to be checked on any engine",
        description="Read a batch as `check` does and write its records as Parquet, a folder for "
        "each kind, beside the account of how every row was read. The folder is a BATCH.",
    )
    parser.add_argument(
        "batch", nargs="+", type=a_batch, metavar="BATCH", help="file, folder or postgresql://…"
    )
    add_rules_folder(parser)
    parser.add_argument("--mapping", metavar="FILE|NAME", help="how columns become fields")
    parser.add_argument(
        "--as-of", type=a_date, metavar="DATE", help="the day on which it will be asked"
    )
    parser.add_argument("--marking", metavar="TEXT", help="marking of the batch")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a folder that does not exist yet"
    )
    parser.set_defaults(run=_prepare)


def _prepare(options: argparse.Namespace) -> int:
    from compliance import clustered

    counts = clustered.prepare(
        options.batch,
        options.out,
        rules=options.rules,
        mapping=options.mapping,
        as_of=options.as_of,
        marking=options.marking,
    )
    for kind, count in counts.items():
        print(f"{count:>12,}  {kind}")
    print(f"wrote {options.out}")
    return 0


def check_on_spark(options: argparse.Namespace) -> int:
    """Check a batch on Spark."""
    if options.register is not None:
        raise ComplianceError(
            "a register is kept by the engine duckdb", None, "leave out --register or --engine"
        )
    if options.format is not None:
        raise ComplianceError(
            "--engine spark writes the findings as Parquet and nothing else",
            None,
            "leave out --format; for a report of fewer rows use --engine duckdb",
        )
    from compliance import clustered
    from compliance.screen import Screen

    checked = clustered.check(
        options.batch,
        out=options.out,
        master=options.master or "local[*]",
        rules=options.rules,
        mapping=options.mapping,
        as_of=options.as_of,
        marking=options.marking,
    )
    Screen(quiet=options.quiet).summary(checked.summary, checked.written)
    return checked.exit_code(options.fail_on)
