"""The commands of rule owners: `compliance rules …`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from compliance.cli.options import Commands, Parser, a_batch, a_date, add_rules_folder
from compliance.cli.watching import Table, laid_out
from compliance.errors import ComplianceError, Place
from compliance.model.meter import watched


def add_rules(commands: Commands) -> None:
    """Add `rules` with its own commands."""
    rules = commands.add_parser("rules", help="check, test and explain rule files")
    inner = rules.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(inner)
    _add_test(inner)
    _add_explain(inner)
    _add_format(inner)
    _add_schema(inner)
    _add_docs(inner)
    _add_import(inner)
    _add_export(inner)


def _add_check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="read every rule file and report every fault")
    parser.add_argument("rules", nargs="?", type=Path, metavar="DIR", help="default: packaged")
    parser.add_argument("--features", type=Path, metavar="DIR", help="default: beside the rules")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from compliance import authoring

    rulebook = authoring.check_rules(options.rules, options.features)
    live = sum(rule.file.ever_live for rule in rulebook.rules.values())
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
    _add_clean(parser)
    parser.set_defaults(run=_test)


def _test(options: argparse.Namespace) -> int:
    from compliance import authoring
    from compliance.screen import Screen
    from compliance.workbench.features import report

    with Screen(quiet=False).progress() as progress:
        outcomes = authoring.try_features(
            options.features, rules=options.rules, worlds=options.clean, progress=progress
        )
    for line in report(outcomes):
        print(line)
    return int(any(outcome.fault for outcome in outcomes))


def _add_clean(parser: Parser) -> None:
    parser.add_argument(
        "--clean",
        type=Path,
        metavar="DIR",
        help="the clean records that scenarios begin with (default: packaged)",
    )


def _add_explain(commands: Commands) -> None:
    parser = commands.add_parser("explain", help="say what a rule means in plain English")
    parser.add_argument("rule", metavar="ID")
    add_rules_folder(parser)
    parser.add_argument("--on", type=a_date, metavar="DATE", help="parameters on this day only")
    parser.add_argument(
        "--plan", action="store_true", help="add the tables by which a batch is checked"
    )
    parser.add_argument(
        "--batch", nargs="+", type=a_batch, metavar="BATCH",
        help="with --plan: check this batch by the rule alone, and add for each table its rows, "
        "the rows scanned, time and memory",
    )  # fmt: skip
    parser.add_argument(
        "--sql",
        nargs="?",
        const="duckdb",
        choices=("duckdb", "spark"),
        help="add their queries (default: duckdb)",
    )
    parser.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from compliance import run

    if options.batch and not options.plan:
        raise ComplianceError("--batch is for a plan", None, "add --plan")
    told = run.explain(options.rule, options.rules, options.on, plan=options.plan, sql=options.sql)
    print(told)
    if options.batch:
        print("\n".join(["", *_taken(options)]))
    return 0


def _taken(options: argparse.Namespace) -> Iterator[str]:
    """Say what a batch takes by one rule."""
    from compliance import engine, run

    table = Table()
    with watched(table), engine.limited(None, profile=True):
        lacks = run.try_rule(options.rule, options.batch, options.rules, options.on)
    if lacks is not None:
        yield f"not run: {lacks}"
    yield from laid_out(table.spent)


def _add_format(commands: Commands) -> None:
    parser = commands.add_parser(
        "format",
        help="lay out rule files in one way",
        description="Put the keys of rule files in their order and their lines in one layout. "
        "Comments and values stay as typed; a file whose meaning would change is left alone. "
        "Exit code: 0 done, 1 with --check where a file is not in the layout, 2 bad input.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: packaged)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only say")
    parser.set_defaults(run=_format)


def _format(options: argparse.Namespace) -> int:
    from compliance import authoring, run
    from compliance.workbench.format import format_files

    paths = options.paths or [run.home("rules")]
    files = format_files(paths, authoring.file_shapes(), write=not options.check)
    changed = [file for file in files if file.changed]
    word = "not in the layout" if options.check else "written"
    for file in changed:
        print(f"{word}: {file.path}")
    told = f"{len(changed)} {word}" if changed else "all in the layout"
    print(f"{len(files)} {'file' if len(files) == 1 else 'files'}: {told}")
    return int(options.check and bool(changed))


def _add_schema(commands: Commands) -> None:
    parser = commands.add_parser(
        "schema",
        help="write the JSON Schemas by which an editor completes and checks rule files",
        description="Write one JSON Schema for each kind of file. A file names its own on its "
        "first line: # yaml-language-server: $schema=../schemas/rule.schema.json",
    )
    add_rules_folder(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="default: schemas, in the rules folder if one is given",
    )
    parser.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    from compliance import authoring

    out = options.out or (options.rules or Path()) / "schemas"
    written = authoring.write_schemas(options.rules, out)
    print(f"{len(written)} schemas written to {out}")
    return 0


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import-dmn",
        help="make a decision table from a DMN model",
        description="Read the decision table of a DMN 1.2 to 1.5 XML file and give it as YAML. "
        "What our tables cannot say is refused, each place at its line.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--decision", metavar="NAME", help="which table, where there are several")
    _add_out(parser)
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from compliance import authoring

    return _give(authoring.import_table(options.file, options.decision), options.out)


def _add_export(commands: Commands) -> None:
    parser = commands.add_parser("export-dmn", help="give a decision table as a DMN model")
    parser.add_argument("table", metavar="TABLE")
    add_rules_folder(parser)
    parser.add_argument(
        "--on", type=a_date, metavar="DATE", help="only the version in force on this day"
    )
    parser.add_argument(
        "--edition", choices=("1.3", "1.5"), default="1.3", help="of DMN (default: 1.3)"
    )
    _add_out(parser)
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from compliance import authoring

    told = authoring.export_table(options.table, options.rules, options.on, options.edition)
    return _give(told, options.out)


def _add_out(parser: Parser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: print it)")


def _give(text: str, out: Path | None) -> int:
    """Print a text, or write it into a file that is not there yet."""
    if out is None:
        print(text, end="")
        return 0
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ComplianceError(
            f"cannot write the file: {error.strerror}", Place(str(out)), "name another file"
        ) from None
    print(f"wrote {out}")
    return 0


def _add_docs(commands: Commands) -> None:
    parser = commands.add_parser(
        "docs",
        help="write a page for each rule, with an example that fails and one that passes",
        description="Write the pages of a rulebook as Markdown: what each rule asks and why, its "
        "clause, examples taken from its feature by running it, its limits over time, its history.",
    )
    add_rules_folder(parser)
    parser.add_argument("--features", type=Path, metavar="DIR", help="default: beside the rules")
    _add_clean(parser)
    parser.add_argument(
        "--out", type=Path, default=Path("out/docs"), metavar="DIR", help="default: out/docs"
    )
    parser.set_defaults(run=_docs)


def _docs(options: argparse.Namespace) -> int:
    from compliance import authoring
    from compliance.screen import Screen
    from compliance.workbench.pages import write_pages

    with Screen(quiet=False).progress() as progress:
        pages = authoring.rulebook_pages(
            rules=options.rules, features=options.features, worlds=options.clean, progress=progress
        )
    write_pages(pages, options.out)
    print(f"{len(pages)} pages written to {options.out}")
    return 0
