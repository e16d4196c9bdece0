"""The commands of waivers: `waiver request|approve|list`."""

from __future__ import annotations

import argparse

from compliance.cli.options import Commands, a_date, actor_of, add_register, add_rules_folder


def add_waivers(commands: Commands) -> None:
    """Add `waiver`."""
    group = commands.add_parser("waiver", help="ask for a waiver, approve one, list them")
    inner: Commands = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
    parser = inner.add_parser(
        "request",
        help="ask for a waiver of a finding, or of records of a rule",
        description="Ask for a waiver; another person with the role that the rule names approves "
        "it. It covers acts dated from its approval on, within its days and its cap.",
    )
    parser.add_argument("--finding", metavar="FINGERPRINT", help="the one finding that it is of")
    parser.add_argument("--rule", metavar="ID", help="the rule, with --where")
    parser.add_argument(
        "--where", metavar="CONDITION", help="which records of the rule, in the rule language"
    )
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why")
    parser.add_argument("--cap", metavar="AMOUNT", help='at most, like "EUR 40,000.00"')
    parser.add_argument(
        "--from", dest="first", required=True, type=a_date, metavar="DATE", help="the first day"
    )
    parser.add_argument(
        "--until", dest="last", required=True, type=a_date, metavar="DATE", help="the last day"
    )
    add_rules_folder(parser)
    add_register(parser)
    parser.set_defaults(run=_request)

    parser = inner.add_parser("approve", help="approve a waiver that another person asked for")
    parser.add_argument("number", type=int, metavar="WAIVER")
    add_rules_folder(parser)
    add_register(parser)
    parser.set_defaults(run=_approve)

    parser = inner.add_parser("list", help="show the waivers")
    add_register(parser)
    parser.set_defaults(run=_list)


def _request(options: argparse.Namespace) -> int:
    from compliance import waiving

    asked = waiving.Asked(
        options.reason, options.first, options.last, options.finding, options.rule, options.where,
        options.cap,
    )  # fmt: skip
    number = waiving.request(options.register, actor_of(options), asked, options.rules)
    print(f"waiver {number} is asked for, and waits for another person to approve it")
    return 0


def _approve(options: argparse.Namespace) -> int:
    from compliance import waiving

    role = waiving.approve(options.register, actor_of(options), options.number, options.rules)
    print(f"waiver {options.number} is approved by the role {role}")
    return 0


def _list(options: argparse.Namespace) -> int:
    from compliance import waiving

    for line in waiving.listed(options.register):
        print(line)
    return 0
