"""The commands of people: roles, `finding`, `decide`, and personal data."""

from __future__ import annotations

import argparse
from pathlib import Path

from compliance.cli.options import Commands, a_date, actor_of, add_register, add_rules_folder


def add_roles(register: Commands) -> None:
    """Add the commands of roles and personal data below `register`."""
    parser = register.add_parser(
        "grant",
        help="give a person a role",
        description="ROLE is staff, reviewer, policy_owner, administrator, or a role that a rule "
        "names as who may waive it, such as contracting_authority.",
    )
    _named(parser, "NAME", "ROLE")
    add_rules_folder(parser)
    add_register(parser)
    parser.set_defaults(run=_grant)

    parser = register.add_parser("revoke", help="withdraw a role from a person")
    _named(parser, "NAME", "ROLE")
    add_register(parser)
    parser.set_defaults(run=_revoke)

    parser = register.add_parser("people", help="show who is known, and the roles they hold")
    add_register(parser)
    parser.set_defaults(run=_people)

    parser = register.add_parser(
        "erase",
        help="erase the name of a person; their id and the trail stay",
        description="PERSON is a name or an id. Their roles are withdrawn.",
    )
    _named(parser, "PERSON")
    add_register(parser)
    parser.set_defaults(run=_erase)

    parser = register.add_parser("retention", help="show the batches that were kept long enough")
    parser.add_argument("--on", type=a_date, required=True, metavar="DATE", help="until that day")
    add_register(parser)
    parser.set_defaults(run=_retention)


def add_findings(commands: Commands) -> None:
    """Add `finding` and `decide`."""
    group = commands.add_parser("finding", help="answer, accept, reopen or show a finding")
    inner: Commands = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, what in (
        ("answer", "record what staff answer to a finding"),
        ("accept", "accept the answer of another person"),
        ("reopen", "open a finding again"),
    ):
        parser = inner.add_parser(name, help=what)
        _named(parser, "FINGERPRINT")
        parser.add_argument("--text", required=True, metavar="TEXT", help="what is said")
        if name == "answer":
            parser.add_argument(
                "--evidence", required=True, metavar="REFERENCE", help="the document that shows it"
            )
        add_register(parser)
        parser.set_defaults(run=_act, act=name)
    parser = inner.add_parser("show", help="show the state of a finding, and how it came to it")
    _named(parser, "FINGERPRINT")
    add_register(parser)
    parser.set_defaults(run=_life)

    parser = commands.add_parser(
        "decide",
        help="record what a person decides on a case",
        description="Record a decision beside what a run proposed for a case. Nothing is executed.",
    )
    _named(parser, "CASE")
    parser.add_argument("decided", choices=("accept", "change", "reject"), help="the decision")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why")
    parser.add_argument(
        "--run", dest="number", type=int, metavar="RUN", help="the run (default: the latest)"
    )
    add_register(parser)
    parser.set_defaults(run=_decide)


def _named(parser: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        parser.add_argument(name.lower(), metavar=name)


def _grant(options: argparse.Namespace) -> int:
    from compliance import people

    rules: Path | None = options.rules
    people.grant(options.register, actor_of(options), options.name, options.role, rules)
    print(f"{options.name} holds the role {options.role}")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from compliance import people

    people.revoke(options.register, actor_of(options), options.name, options.role)
    print(f"{options.name} holds the role {options.role} no more")
    return 0


def _people(options: argparse.Namespace) -> int:
    from compliance import people

    return _printed(people.holders(options.register))


def _erase(options: argparse.Namespace) -> int:
    from compliance import people

    kept = people.erase(options.register, actor_of(options), options.person)
    print(f"the name is erased; what was done stays recorded under {kept}")
    return 0


def _retention(options: argparse.Namespace) -> int:
    from compliance import people

    found = people.due(options.register, options.on)
    return _printed(found or [f"no batch is kept only until {options.on} or earlier"])


def _act(options: argparse.Namespace) -> int:
    from compliance import people

    url, actor, finding = options.register, actor_of(options), options.fingerprint
    if options.act == "answer":
        people.answer(url, actor, finding, options.text, options.evidence)
    elif options.act == "accept":
        people.accept(url, actor, finding, options.text)
    else:
        people.reopen(url, actor, finding, options.text)
    return _printed(people.life(options.register, options.fingerprint)[:2])


def _life(options: argparse.Namespace) -> int:
    from compliance import people

    return _printed(people.life(options.register, options.fingerprint))


def _decide(options: argparse.Namespace) -> int:
    from compliance import people

    return _printed(
        people.decide(
            options.register, actor_of(options), options.case, options.decided, options.reason,
            options.number,
        )
    )  # fmt: skip


def _printed(lines: list[str]) -> int:
    for line in lines:
        print(line)
    return 0
