"""The commands of a register: `register`, `runs`, `batch`, `audit`, and `check --register`."""

from __future__ import annotations

import argparse
from pathlib import Path

from compliance.cli.holdings import add_holdings
from compliance.cli.options import (
    Commands,
    Parser,
    a_date,
    actor_of,
    add_register,
    add_rules_folder,
    wanted,
)
from compliance.cli.people import add_findings, add_roles
from compliance.cli.waivers import add_waivers
from compliance.cli.watching import bars
from compliance.model.wanted import ENGLISH


def add_register_commands(commands: Commands) -> None:
    """Add the commands that read or write a register."""
    register = _group(
        commands, "register", "make a register, keep its reference data and its people"
    )
    parser = register.add_parser("init", help="make an empty register, or bring one up to date")
    add_register(parser)
    parser.set_defaults(run=_init)
    add_holdings(register)
    add_roles(register)
    add_findings(commands)
    add_waivers(commands)

    runs = _group(commands, "runs", "show, compare and repeat runs")
    parser = runs.add_parser("list", help="show every run")
    add_register(parser)
    parser.set_defaults(run=_list)
    parser = runs.add_parser("show", help="show what a run read and found")
    parser.add_argument("number", type=int, metavar="RUN")
    add_register(parser)
    parser.set_defaults(run=_show)
    parser = runs.add_parser(
        "compare",
        help="show which findings are new, persist or are resolved",
        description="Compare the findings of two runs. Exit code: 0 none is new, 1 some are.",
    )
    parser.add_argument("earlier", type=int, metavar="EARLIER")
    parser.add_argument("later", type=int, metavar="LATER")
    add_register(parser)
    parser.set_defaults(run=_compare)
    parser = runs.add_parser(
        "reproduce",
        help="run again what a run read, and say what differs",
        description="Run again from the records and rules that were kept. Exit code: 0 the same "
        "bytes, 1 something differs.",
    )
    parser.add_argument("number", type=int, metavar="RUN")
    add_register(parser)
    parser.set_defaults(run=_reproduce)

    batch = _group(commands, "batch", "correct a batch, and show what a correction changed")
    parser = batch.add_parser("supersede", help="check a batch that corrects an earlier one")
    parser.add_argument("supersedes", type=int, metavar="NUMBER", help="the batch it corrects")
    parser.add_argument("batch", nargs="+", type=Path, metavar="BATCH", help="file or folder")
    add_register(parser)
    add_retention(parser)
    add_rules_folder(parser)
    parser.add_argument("--mapping", metavar="FILE|NAME", help="how columns become fields")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="default: out")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(
        run=check_recorded, as_of=None, marking=None, format=("pdf", "json", "csv"),
        fail_on="critical", lang=ENGLISH, brief=False, names=False, profile=False,
        log_format="text",
    )  # fmt: skip

    parser = batch.add_parser("trace", help="show what a correction changed, record by record")
    parser.add_argument("number", type=int, metavar="NUMBER", help="the batch that corrects")
    add_register(parser)
    parser.set_defaults(run=_trace)

    audit = _group(commands, "audit", "verify the audit trail, or write it into a file")
    parser = audit.add_parser(
        "verify",
        help="check every entry, row and file against the trail",
        description="Check the register against its own trail. Exit code: 0 all fits, 1 something "
        "does not. Without --anchor, entries cut from the end and a trail written anew as a whole "
        "cannot be seen.",
    )
    add_register(parser)
    parser.add_argument("--anchor", metavar="ROOT", help="a root printed in a report")
    parser.set_defaults(run=_verify)
    parser = audit.add_parser(
        "export",
        help="write the trail into a file that can be verified without this program",
        description="Write the trail as lines of JSON; docs/verify_audit.py verifies the file with "
        "Python alone. No name of a person and no content of a file is in it.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file")
    add_register(parser)
    parser.set_defaults(run=_export)


def add_retention(parser: Parser) -> None:
    """Add the option that says how long a batch is kept."""
    parser.add_argument(
        "--retain-until",
        type=a_date,
        metavar="DATE",
        help="how long the register keeps the batch (default: as batch.yaml says)",
    )


def check_recorded(options: argparse.Namespace) -> int:
    """Run `check` beside a register."""
    from compliance import recorded
    from compliance.screen import Screen

    screen = Screen(quiet=options.quiet, bars=bars(options))
    asked = recorded.Asked(
        paths=options.batch, out=options.out, rules=options.rules, mapping=options.mapping,
        as_of=options.as_of, marking=options.marking, formats=options.format,
        supersedes=getattr(options, "supersedes", None), fail_on=options.fail_on,
        retain_until=options.retain_until, wanted=wanted(options),
    )  # fmt: skip
    with screen.progress() as progress:
        done = recorded.check(asked, options.register, actor_of(options), progress)
    screen.recorded(done)
    return done.code


def _group(commands: Commands, name: str, what: str) -> Commands:
    parser = commands.add_parser(name, help=what)
    inner: Commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    return inner


def _init(options: argparse.Namespace) -> int:
    from compliance import people

    for line in people.begin(options.register, actor_of(options)):
        print(line)
    return 0


def _list(options: argparse.Namespace) -> int:
    from compliance import remembered

    for line in remembered.run_lines(options.register):
        print(line)
    return 0


def _show(options: argparse.Namespace) -> int:
    from compliance import remembered

    for line in remembered.run_page(options.register, options.number):
        print(line)
    return 0


def _compare(options: argparse.Namespace) -> int:
    from compliance import remembered

    found = remembered.compare(options.register, options.earlier, options.later)
    for word, items in (
        ("new", found.new),
        ("persisting", found.persisting),
        ("resolved", found.resolved),
        ("waived", found.waived),
    ):
        print(f"{len(items)} {word}")
        for item in items if word != "persisting" else ():
            print(
                f"  {item.finding}  {item.rule}  {item.severity}  {item.record_kind} {item.record}"
            )
    return int(bool(found.new))


def _reproduce(options: argparse.Namespace) -> int:
    from compliance import remembered

    differs = remembered.reproduce(options.register, options.number)
    if differs:
        print(f"run {options.number} is not the same again: {', '.join(differs)}")
        return 1
    print(f"run {options.number} gives the same bytes again")
    return 0


def _trace(options: argparse.Namespace) -> int:
    from compliance import remembered

    for line in remembered.correction(options.register, options.number):
        print(line)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from compliance import remembered

    found = remembered.verify(options.register, options.anchor)
    print(f"{found.entries} entries, {found.rows} rows; the last hash is {found.head}")
    if found.misfits:
        print(f"{len(found.misfits)} places do not fit; the first:")
        for misfit in found.misfits[:20]:
            print(f"  {misfit}")
        return 1
    print("everything fits the trail")
    if options.anchor is None:
        print("without --anchor a cut end, or a trail written anew as a whole, cannot be seen")
    return 0


def _export(options: argparse.Namespace) -> int:
    from compliance import remembered

    count = remembered.export(options.register, options.out)
    print(f"wrote {options.out}: {count} lines")
    return 0
