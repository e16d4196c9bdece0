"""The commands of rule owners: `compliance rules …`."""

from __future__ import annotations

import argparse
from pathlib import Path

from compliance.cli.options import Commands, a_date, add_rules_folder


def add_rules(commands: Commands) -> None:
    """Add `rules` with its own commands."""
    rules = commands.add_parser("rules", help="check, test and explain rule files")
    inner = rules.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(inner)
    _add_test(inner)
    _add_explain(inner)


def _add_check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="read every rule file and report every fault")
    parser.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="default: packaged")
    parser.add_argument("--features", type=Path, metavar="DIR", help="default: beside the rules")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from compliance import run

    rulebook = run.check_rules(options.rules, options.features)
    live = sum(rule.file.status == "live" for rule in rulebook.rules.values())
    print(
        f"{len(rulebook.rules)} rules ({live} live) in {len(rulebook.sets)} sets, "
        f"{len(rulebook.parameters)} parameters: no fault found"
    )
    print(f"rulebook {rulebook.digest}")
    return 0


def _add_test(commands: Commands) -> None:
    parser = commands.add_parser(
        "test",
        help="run features, the specifications of rules, against a rulebook",
        description="Run every scenario of a folder of features (or of one file). Exit code: "
        "0 all hold, 1 some do not, 2 the features or the rulebook cannot be read.",
    )
    parser.add_argument(
        "features", nargs="?", type=Path, metavar="FEATURES", help="default: beside the rules"
    )
    add_rules_folder(parser)
    parser.add_argument(
        "--clean",
        type=Path,
        metavar="DIR",
        help="the clean records that scenarios begin with (default: packaged)",
    )
    parser.set_defaults(run=_test)


def _test(options: argparse.Namespace) -> int:
    from compliance import run
    from compliance.screen import Screen
    from compliance.workbench.features import report

    with Screen(quiet=False).progress() as progress:
        outcomes = run.try_features(
            options.features, rules=options.rules, worlds=options.clean, progress=progress
        )
    for line in report(outcomes):
        print(line)
    return int(any(outcome.fault for outcome in outcomes))


def _add_explain(commands: Commands) -> None:
    parser = commands.add_parser("explain", help="say what a rule means in plain English")
    parser.add_argument("rule", metavar="ID")
    add_rules_folder(parser)
    parser.add_argument("--on", type=a_date, metavar="DATE", help="parameters on this day only")
    parser.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from compliance import run

    print(run.explain(options.rule, options.rules, options.on))
    return 0
