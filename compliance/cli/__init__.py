"""The command line: reads options, calls `run`, prints for a person, and gives the exit code."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from compliance import __version__
from compliance.cli.clusters import add_engine, add_prepare, check_on_spark
from compliance.cli.options import (
    EXIT_BAD_INPUT,
    EXIT_INTERNAL,
    EXIT_STOPPED,
    Commands,
    Parser,
    a_batch,
    a_date,
    add_register,
    add_report,
    add_rules_folder,
    formats_of,
    wanted,
)
from compliance.cli.register import add_register_commands, add_retention, check_recorded
from compliance.cli.reports import add_reports
from compliance.cli.rules import add_rules
from compliance.cli.watching import add_watching, bars, telling
from compliance.errors import ComplianceError
from compliance.model.stopping import Stop, StoppedError

_FORMATS = ("pdf", "json", "csv", "xlsx", "html")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 and 1 are its answers, 2 is bad input or use, 3 a failure of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that it cannot show is shown escaped
            stream.reconfigure(errors="backslashreplace")
    stop = Stop()
    if argv is None:
        stop.listen()
    try:
        return _run(argv, stop)
    except KeyboardInterrupt:
        print("stopped; nothing is half-written", file=sys.stderr)
        return EXIT_STOPPED
    finally:
        if argv is None:
            stop.leave()


def _run(argv: Sequence[str] | None, stop: Stop) -> int:
    options = _parser().parse_args(argv, argparse.Namespace(alone=argv is None))
    # To clear huge pages of which little is used takes longer than to read all of a large file;
    # Arrow's allocator asks for this when it is loaded.
    os.environ.setdefault("MIMALLOC_ALLOW_THP", "0")
    # One command makes millions of objects and no cycles worth finding: the search for them,
    # in its default rhythm, takes a tenth of the time.
    gc.set_threshold(200_000, 50, 50)
    try:
        code: int = options.run(options)
    except ComplianceError as error:
        if stop.came:
            raise StoppedError from None
        print(f"error: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last fence: a person gets a sentence, a developer the trace
        if stop.came:
            raise StoppedError from None
        if os.environ.get("COMPLIANCE_DEBUG"):
            raise
        print(
            f"internal error: {type(error).__name__}: {error}\n"
            "  hint: nothing was written; set COMPLIANCE_DEBUG=1 to see where it happened",
            file=sys.stderr,
        )
        return EXIT_INTERNAL
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="compliance",
        description="Check procurements and spending against a rulebook; write the audit report.",
    )
    parser.add_argument("--version", action="version", version=f"compliance {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(commands)
    _add_demo(commands)
    _add_template(commands)
    add_prepare(commands)
    _add_doctor(commands)
    _add_explain_case(commands)
    add_rules(commands)
    add_reports(commands)
    add_register_commands(commands)
    return parser


def _add_check(commands: Commands) -> None:
    parser = commands.add_parser(
        "check",
        help="check a batch and write the findings and the audit report",
        description="Check a batch: files or folders of CSV, TSV, XLSX, JSON, JSON lines or "
        "Parquet, each plain or gzipped; a folder that `prepare` wrote; or the tables of a "
        "PostgreSQL schema: postgresql://user@host/database?schema=NAME. Exit code: "
        "0 nothing at or above --fail-on, 1 something, "
        "2 bad input, rule or use, 3 internal failure.",
    )
    parser.add_argument(
        "batch", nargs="*", type=a_batch, metavar="BATCH", help="file, folder or postgresql://…"
    )
    add_register(parser, required=False)
    add_retention(parser)
    parser.add_argument(
        "--all", action="store_true", help="check all batches of the register together, no BATCH"
    )
    add_rules_folder(parser)
    parser.add_argument(
        "--mapping", metavar="FILE|NAME", help="how columns become fields (default: recognised)"
    )
    parser.add_argument(
        "--as-of",
        type=a_date,
        metavar="DATE",
        help="the day on which it is asked (default: of the batch)",
    )
    parser.add_argument("--marking", metavar="TEXT", help="marking printed on every page")
    parser.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR", help="output folder (default: out)"
    )
    parser.add_argument(
        "--format",
        type=formats_of(*_FORMATS),
        metavar="LIST",
        help="of pdf, json, csv, xlsx, html (default: pdf,json,csv)",
    )
    add_report(parser)
    add_engine(parser)
    add_watching(parser)
    parser.add_argument(
        "--fail-on",
        choices=("info", "minor", "major", "critical"),
        default="critical",
        help="severity from which the exit code is 1 (default: critical)",
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument(
        "--no-cache", action="store_true",
        help="read the rulebook anew, and keep nothing of it in the cache folder",
    )  # fmt: skip
    parser.set_defaults(run=_check)


def _add_demo(commands: Commands) -> None:
    parser = commands.add_parser(
        "demo", help="check the two specimen batches and show where the reports are"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/demo"), metavar="DIR", help="default: out/demo"
    )
    parser.set_defaults(run=_demo)


def _add_template(commands: Commands) -> None:
    parser = commands.add_parser("template", help="write an empty workbook to fill in")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="the workbook")
    parser.add_argument("--extended", action="store_true", help="every kind of record")
    add_rules_folder(parser)
    parser.set_defaults(run=_template)


def _add_explain_case(commands: Commands) -> None:
    parser = commands.add_parser(
        "explain-case",
        help="say what is proposed for a case of a check, and why",
        description="Read the results of a check and say what it proposes for one case, by which "
        "rules and values, and what was checked.",
    )
    parser.add_argument("case", metavar="CASE", help="such as procurement:P-1, or batch")
    parser.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR",
        help="the folder that the check wrote (default: out)",
    )  # fmt: skip
    parser.set_defaults(run=_explain_case)


def _add_doctor(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="say what this machine lacks, and how to get it")
    parser.set_defaults(run=_doctor)


def _check(options: argparse.Namespace) -> int:
    _refuse_misuse(options)
    if options.no_cache:
        os.environ["COMPLIANCE_NO_CACHE"] = "1"
    if options.alone:
        from compliance.cli.lean import spare_pandas

        spare_pandas()
    if options.engine == "spark":
        return check_on_spark(options)
    from compliance import engine

    options.format = options.format or ("pdf", "json", "csv")
    with telling(options), engine.limited(options.memory, profile=options.profile):
        return check_recorded(options) if options.register is not None else _check_alone(options)


def _check_alone(options: argparse.Namespace) -> int:
    """Run `check` without a register."""
    from compliance import run
    from compliance.screen import Screen

    screen = Screen(quiet=options.quiet, bars=bars(options))
    with screen.progress() as progress:
        checked = run.check(
            options.batch,
            rules=options.rules,
            mapping=options.mapping,
            as_of=options.as_of,
            marking=options.marking,
            out=options.out,
            formats=options.format,
            wanted=wanted(options),
            progress=progress,
        )
    screen.result(checked.result, checked.written)
    return run.exit_code(checked.result, options.fail_on)


def _refuse_misuse(options: argparse.Namespace) -> None:
    if options.all == bool(options.batch):
        raise ComplianceError(
            "give a BATCH or --all, and not both" if options.all else "no BATCH is given",
            None,
            "compliance check FILE, or --all --register FILE; see compliance check --help",
        )
    if options.master is not None and options.engine != "spark":
        raise ComplianceError("--master is for Spark", None, "add --engine spark")
    if options.memory is not None and options.engine == "spark":
        hint = (
            "state what Spark may take in PYSPARK_SUBMIT_ARGS: --executor-memory 8g pyspark-shell"
        )
        raise ComplianceError("--memory is for DuckDB", None, hint)
    if options.all and options.marking is not None:
        raise ComplianceError(
            "--marking is for a BATCH", None, "the markings of the batches hold for --all"
        )
    if options.all and options.register is None:
        raise ComplianceError("--all needs a register", None, "add --register FILE")
    if options.retain_until is not None and (options.all or options.register is None):
        raise ComplianceError(
            "--retain-until is for a BATCH that a register keeps", None, "add --register FILE"
        )


def _demo(options: argparse.Namespace) -> int:
    from compliance import run
    from compliance.screen import Screen

    screen = Screen(quiet=False)
    for title, name in (
        ("A specimen pilot year", "pilot"),
        ("A real month of spending", "uk-month"),
    ):
        folder = run.home("fixtures") / name
        screen.heading(f"{title}  ({folder.name})")
        with screen.progress() as progress:
            checked = run.check([folder], out=options.out / name, progress=progress)
        screen.result(checked.result, checked.written)
    screen.reports([options.out / "pilot" / "report.pdf", options.out / "uk-month" / "report.pdf"])
    return 0


def _template(options: argparse.Namespace) -> int:
    from compliance import authoring

    authoring.template(options.out, extended=options.extended, rules=options.rules)
    print(f"wrote {options.out}")
    return 0


def _explain_case(options: argparse.Namespace) -> int:
    from compliance.report.case import explain_case

    for line in explain_case(options.case, options.out):
        print(line)
    return 0


def _doctor(_options: argparse.Namespace) -> int:
    from compliance.workbench import doctor

    return doctor.main()
