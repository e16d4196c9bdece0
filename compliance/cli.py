"""The command line: reads options, calls `run`, prints for a person, and gives the exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from compliance import __version__
from compliance.errors import ComplianceError

EXIT_BAD_INPUT = 2
EXIT_INTERNAL = 3
_FORMATS = ("pdf", "json", "csv", "xlsx")


class _Parser(argparse.ArgumentParser):
    """Reports a wrong use in the form of every other error."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}\n  hint: {self.prog} --help", file=sys.stderr)
        raise SystemExit(EXIT_BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 and 1 are its answers, 2 is bad input or use, 3 a failure of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that it cannot show is shown escaped
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except ComplianceError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        print("stopped; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last fence: a person gets a sentence, a developer the trace
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
    parser = _Parser(
        prog="compliance",
        description="Check procurements and spending against a rulebook; write the audit report.",
    )
    parser.add_argument("--version", action="version", version=f"compliance {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(commands)
    _add_demo(commands)
    _add_template(commands)
    _add_doctor(commands)
    _add_rules(commands)
    return parser


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "check",
        help="check a batch and write the findings and the audit report",
        description="Check a batch: files or folders of CSV, TSV, XLSX, JSON, JSON lines or "
        "Parquet, each plain or gzipped. Exit code: 0 nothing at or above --fail-on, 1 something, "
        "2 bad input, rule or use, 3 internal failure.",
    )
    parser.add_argument("batch", nargs="+", type=Path, metavar="BATCH", help="file or folder")
    parser.add_argument(
        "--rules", type=Path, metavar="DIR", help="rules folder (default: packaged)"
    )
    parser.add_argument(
        "--mapping", metavar="FILE|NAME", help="how columns become fields (default: recognised)"
    )
    parser.add_argument(
        "--as-of",
        type=_date,
        metavar="DATE",
        help="the day on which it is asked (default: of the batch)",
    )
    parser.add_argument("--marking", metavar="TEXT", help="marking printed on every page")
    parser.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR", help="output folder (default: out)"
    )
    parser.add_argument(
        "--format",
        type=_formats,
        default=("pdf", "json", "csv"),
        metavar="LIST",
        help="of pdf, json, csv, xlsx (default: pdf,json,csv)",
    )
    parser.add_argument("--engine", choices=("duckdb",), default="duckdb", help="default: duckdb")
    parser.add_argument(
        "--fail-on",
        choices=("info", "minor", "major", "critical"),
        default="critical",
        help="severity from which the exit code is 1 (default: critical)",
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(run=_check)


def _add_demo(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser(
        "demo", help="check the two specimen batches and show where the reports are"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/demo"), metavar="DIR", help="default: out/demo"
    )
    parser.set_defaults(run=_demo)


def _add_template(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("template", help="write an empty workbook to fill in")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="the workbook")
    parser.add_argument("--extended", action="store_true", help="every kind of record")
    parser.add_argument(
        "--rules", type=Path, metavar="DIR", help="rules folder (default: packaged)"
    )
    parser.set_defaults(run=_template)


def _add_doctor(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("doctor", help="say what this machine lacks, and how to get it")
    parser.set_defaults(run=_doctor)


def _add_rules(commands: argparse._SubParsersAction[_Parser]) -> None:
    rules = commands.add_parser("rules", help="check and explain rule files")
    inner = rules.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = inner.add_parser("check", help="read every rule file and report every fault")
    check.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="default: packaged")
    check.add_argument("--features", type=Path, metavar="DIR", help="default: beside the rules")
    check.set_defaults(run=_rules_check)
    explain = inner.add_parser("explain", help="say what a rule means in plain English")
    explain.add_argument("rule", metavar="ID")
    explain.add_argument("--rules", type=Path, metavar="DIR", help="default: packaged")
    explain.add_argument("--on", type=_date, metavar="DATE", help="parameters on this day only")
    explain.set_defaults(run=_rules_explain)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write 2026-01-31") from None


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [name for name in names if name not in _FORMATS]
    if wrong or not names:
        raise argparse.ArgumentTypeError(
            f"{', '.join(wrong) or text!r} is not one of {', '.join(_FORMATS)}"
        )
    return names


def _check(options: argparse.Namespace) -> int:
    from compliance import run
    from compliance.screen import Screen

    screen = Screen(quiet=options.quiet)
    with screen.progress() as progress:
        checked = run.check(
            options.batch,
            rules=options.rules,
            mapping=options.mapping,
            as_of=options.as_of,
            marking=options.marking,
            out=options.out,
            formats=options.format,
            progress=progress,
        )
    screen.result(checked.result, checked.written)
    return run.exit_code(checked.result, options.fail_on)


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
    from compliance import run

    run.template(options.out, extended=options.extended, rules=options.rules)
    print(f"wrote {options.out}")
    return 0


def _doctor(_options: argparse.Namespace) -> int:
    from compliance.workbench import doctor

    return doctor.main()


def _rules_check(options: argparse.Namespace) -> int:
    from compliance import run

    rulebook = run.check_rules(options.rules, options.features)
    live = sum(rule.file.status == "live" for rule in rulebook.rules.values())
    print(
        f"{len(rulebook.rules)} rules ({live} live) in {len(rulebook.sets)} sets, "
        f"{len(rulebook.parameters)} parameters: no fault found"
    )
    print(f"rulebook {rulebook.digest}")
    return 0


def _rules_explain(options: argparse.Namespace) -> int:
    from compliance import run

    print(run.explain(options.rule, options.rules, options.on))
    return 0


if __name__ == "__main__":
    sys.exit(main())
