"""The commands of what a register holds: `register load|approve|show|reserve`."""

from __future__ import annotations

import argparse
from pathlib import Path

from compliance.cli.options import Commands, a_date, actor_of, add_register, add_rules_folder
from compliance.errors import ComplianceError


def add_holdings(register: Commands) -> None:
    """Add the commands of reference data and of lines."""
    parser = register.add_parser(
        "load",
        help="load reference data: funding lines, credit, pilots, vendors, delegations, exclusions",
        description="Show what files of reference data would change; with --yes, record it. "
        "Funding lines, delegations and exclusions wait until another person approves.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file or folder")
    parser.add_argument("--mapping", metavar="FILE|NAME", help="how columns become fields")
    parser.add_argument("--yes", action="store_true", help="record it")
    add_rules_folder(parser)
    add_register(parser)
    parser.set_defaults(run=_load)

    parser = register.add_parser("approve", help="approve a load that another person asked for")
    parser.add_argument("number", type=int, metavar="LOAD")
    add_register(parser)
    parser.set_defaults(run=_approve)

    parser = register.add_parser(
        "show",
        help="show reference data, loads, or the account of a line",
        description="WHAT is line, loads, or a kind of reference data such as funding-lines.",
    )
    parser.add_argument("what", metavar="WHAT")
    parser.add_argument("line", nargs="?", metavar="LINE", help="the line, after `line`")
    parser.add_argument("--year", metavar="YEAR", help="one budget year of the line")
    parser.add_argument("--on", type=a_date, metavar="DATE", help="what holds on that day")
    parser.add_argument(
        "--known-at", type=a_date, metavar="DATE", help="as known at the end of that day"
    )
    add_rules_folder(parser)
    add_register(parser)
    parser.set_defaults(run=_show)

    parser = register.add_parser(
        "reserve", help="set an amount aside on a line, if it has the credit"
    )
    parser.add_argument("line", metavar="LINE")
    parser.add_argument("amount", metavar="AMOUNT", help='like "EUR 40,000.00"')
    parser.add_argument("--ref", required=True, metavar="TEXT", help="what it is for; once only")
    parser.add_argument("--year", metavar="YEAR", help="the budget year, where there are several")
    add_register(parser)
    parser.set_defaults(run=_reserve)


def _load(options: argparse.Namespace) -> int:
    from compliance import holdings

    for line in holdings.load(
        options.register, actor_of(options), options.files, options.rules, options.mapping,
        do=options.yes,
    ):  # fmt: skip
        print(line)
    return 0


def _approve(options: argparse.Namespace) -> int:
    from compliance import holdings

    holdings.approve(options.register, actor_of(options), options.number)
    print(f"load {options.number} is approved and counts from now on")
    return 0


def _show(options: argparse.Namespace) -> int:
    from compliance import holdings

    url = options.register
    if options.what == "loads":
        lines = holdings.load_lines(url)
    elif options.what == "line":
        if options.line is None:
            raise ComplianceError("no line is named", None, "compliance register show line FL-101")
        lines = holdings.statement(url, options.line, options.year, options.on, options.known_at)
    else:
        lines = holdings.shown(url, options.what, options.rules, options.on, options.known_at)
    for line in lines:
        print(line)
    return 0


def _reserve(options: argparse.Namespace) -> int:
    from compliance import holdings

    print(
        holdings.reserve(
            options.register, actor_of(options), options.line, options.year, options.amount,
            options.ref,
        )
    )  # fmt: skip
    return 0
