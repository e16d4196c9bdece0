"""The generated pages of `docs/`: record kinds, rules with their parameters, and commands.

`python -m compliance.workbench.pages` writes them; a test compares them with what it would write.
"""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from compliance.lang.files import Severity
from compliance.lang.table import VersionFile
from compliance.workbench.clauses import clauses_page
from compliance.workbench.markdown import page, table
from compliance.workbench.proposal_page import proposals_page
from compliance.workbench.rule_page import parameter, rule_page
from compliance.workbench.steps import FORMS
from compliance.workbench.wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from compliance.lang.proposal import ProposalRule
    from compliance.lang.rule import Rule
    from compliance.lang.rulebook import Rulebook
    from compliance.lang.table import TableFile
    from compliance.model.catalogue import Catalogue, Field, Kind
    from compliance.workbench.features import Scenario
    from compliance.workbench.scenario import Program

    Progress = Callable[[str, int, int], None]

ROOT: Final = Path(__file__).parents[2]


def rulebook_pages(
    program: Program, scenarios: Sequence[Scenario], progress: Progress | None = None
) -> dict[str, str]:
    """Give the pages of a rulebook by file name: kinds, rules, proposals, and one for each rule."""
    book = program.rulebook
    made = {"catalogue.md": catalogue_page(book.catalogue), "rules.md": rules_page(book)}
    if book.proposals.rules or book.lifecycles:
        made["proposals.md"] = proposals_page(book)
    rules = sorted(book.rules.values(), key=lambda rule: rule.id)
    for number, rule in enumerate(rules):
        made[f"rules/{rule.id}.md"] = rule_page(rule, scenarios, program)
        if progress is not None:
            progress("rules", number + 1, len(rules))
    return made


def write_pages(pages: Mapping[str, str], out: Path) -> None:
    """Write pages into a folder, which is made where it is not there."""
    for name, text in pages.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def catalogue_page(catalogue: Catalogue) -> str:
    """Give the page of record kinds: what one row is, and every field with type and meaning."""
    kinds = [kind for kind in catalogue if not kind.system]
    system = [kind for kind in catalogue if kind.system]
    common = _common(kinds)
    return page(
        "Record kinds and fields",
        "What a batch may hold. The core kinds are in the empty workbook of `compliance template`; "
        "the others are added by `--extended`. A cell that holds several values separates them "
        "with `;`.",
        table(("kind", "one row is", "key", "core"), (_kind_row(kind) for kind in kinds)),
        "## Every kind",
        _fields(common),
        *(part for kind in kinds for part in _kind_section(kind, common)),
        "## Kinds made by the program\n\nThey are never read from a file; rules look at them to "
        "judge the batch itself.",
        *(part for kind in system for part in _kind_section(kind, {}, level=3)),
    )


def rules_page(book: Rulebook) -> str:
    """Give the page of rules: every set with its rules, every decision table and parameter."""
    rules = sorted(book.rules.values(), key=lambda rule: (rule.set, rule.id))
    parts: list[str] = []
    for name, group in groupby(rules, key=lambda rule: rule.set):
        found = book.sets[name]
        parts += [f"## {name}", f"{found.title}. {found.purpose or ''} Owner: {found.owner}."]
        heads = ("rule", "title", "severity", "kind", "standing", "status")
        parts.append(table(heads, map(_row, group)))
        entries = ((one.version, one.date.isoformat(), one.change, one.moves)
                   for one in found.history)  # fmt: skip
        if found.history:
            parts.append(table(("version", "from", "change", "whose results move"), entries))
    return page(
        "Rules and parameters",
        "Only *binding* and *house* standing count in a headline. A finding takes the weakest "
        "standing of its rule and of every parameter that it read.",
        *parts,
        "## By severity",
        table(("severity", "rules"), _by_severity(rules)),
        "## By clause",
        "What each rule rests on, in the words of its file. That two rules name one text does not "
        "say that the text was read: their standing does.",
        table(("document", "reference", "standing", "rules"), _by_clause(rules)),
        *(["## Decision tables"] if book.tables else []),
        *(part for _, item in sorted(book.tables.items()) for part in _decisions(item.file)),
        "## Parameters",
        *(
            part
            for name, item in sorted(book.parameters.items())
            for part in (*parameter(item), _readers(name, rules, book.proposals.rules))
        ),
    )


def _by_severity(rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    for severity in reversed(get_args(Severity)):
        found = [rule for rule in rules if rule.file.severity == severity]
        if found:
            yield severity, _links(found)


def _by_clause(rules: Sequence[Rule]) -> Iterator[tuple[str, ...]]:
    def clause(rule: Rule) -> tuple[str, str, str]:
        authority = rule.file.authority
        return authority.document, authority.reference or "", authority.standing

    for named, group in groupby(sorted(rules, key=clause), key=clause):
        yield (*named, _links(group))


def _readers(parameter_id: str, rules: Sequence[Rule], proposals: Sequence[ProposalRule]) -> str:
    found = _links([rule for rule in rules if parameter_id in rule.parameters()])
    asked = ", ".join(f"[{rule.id}](proposals.md)" for rule in proposals
                      if parameter_id in rule.parameters())  # fmt: skip
    return f"Read by: {', '.join(filter(None, (found, asked))) or 'no rule'}."


def _links(rules: Iterable[Rule]) -> str:
    return ", ".join(f"[{rule.id}](rules/{rule.id}.md)" for rule in rules)


def sentences_page() -> str:
    """Give the page of sentences: every form in which a feature may be written."""
    parts: list[str] = []
    for keyword, group in groupby(FORMS, key=lambda form: form.keyword):
        rows = (
            (_code(form.example) + (", with a table" if form.table else ""), form.meaning)
            for form in group
        )
        parts += [f"## {keyword.capitalize()}", table(("sentence", "meaning"), rows)]
    literals = (
        (_code("EUR 40,000.00"), "an amount"),
        (_code("2026-03-01"), "a day"),
        (_code("12"), "a number"),
        (_code('"single_source"'), "a text or a code"),
        (_code("empty"), "nothing"),
        (_code("award_value"), "another field of the record, or of one that it refers to"),
        (_code("limit.single_source"), "a parameter, as it is on the record's date"),
    )
    values = [*literals, *((_code(form.example), form.meaning) for form in WORDS)]
    return page(
        "Sentences of features",
        "A feature is a specification in ordinary Gherkin; `compliance rules test` runs it. A "
        "sentence that no form reads is refused with the nearest forms.",
        *parts,
        "## Values",
        "Where a sentence gives a value, after `is`, it may be written so:",
        table(("words", "value"), values),
    )


def commands_page(texts: Mapping[str, str]) -> str:
    """Give the page of commands: the help of each, as the program prints it."""
    blocks = (f"## {name}\n\n```text\n{text.rstrip()}\n```" for name, text in texts.items())
    return page("Commands", "What `--help` says.", *blocks)


def helps() -> dict[str, str]:
    """Ask the program for the help of every command, at a fixed width."""
    top = _help()
    found = {"compliance": top}
    for name in _subcommands(top):
        text = _help(name)
        found[f"compliance {name}"] = text
        for inner in _subcommands(text):
            found[f"compliance {name} {inner}"] = _help(name, inner)
    return found


def _help(*words: str) -> str:
    return _told(*words, "--help")


def _told(*words: str) -> str:
    """Run a command of the program and give what it prints."""
    code = "import sys; from compliance.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *words]
    environment = {"COLUMNS": "100", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        command, capture_output=True, check=True, encoding="utf-8", env=environment
    )
    return done.stdout


def _subcommands(text: str) -> list[str]:
    """Read the names of the commands from the section that lists them."""
    _, _, listed = text.partition("\ncommands:\n")
    return re.findall(r"^    ([a-z-]+)(?: |$)", listed, re.MULTILINE)


def _kind_row(kind: Kind) -> tuple[str, ...]:
    return (
        f"[`{kind.kind}`](#{kind.kind})",
        kind.meaning,
        ", ".join(f"`{name}`" for name in kind.key),
        "yes" if kind.core else "",
    )


def _common(kinds: Sequence[Kind]) -> dict[str, Field]:
    """Give the fields that every kind has and means alike."""
    first, *others = (kind.fields for kind in kinds)
    return {name: item for name, item in first.items() if all(o.get(name) == item for o in others)}


def _kind_section(kind: Kind, common: Mapping[str, Field], level: int = 2) -> Iterator[str]:
    yield f"{'#' * level} {kind.kind}"
    date = f" Its date is `{kind.date}`." if kind.date else ""
    money = f" Its money is `{kind.money}`." if kind.money else ""
    dated = " It is read as it stood on the rule's date." if kind.dated else ""
    yield f"{kind.title}. {kind.meaning}{date}{money}{dated}"
    yield _fields({name: item for name, item in kind.fields.items() if name not in common})


def _fields(fields: Mapping[str, Field]) -> str:
    rows = ((f"`{name}`", _type(item), _meaning(item)) for name, item in fields.items())
    return table(("field", "type", "meaning"), rows)


def _type(item: Field) -> str:
    if item.type == "reference":
        return f"reference to `{item.to}`"
    if item.type == "list":
        return f"list of {f'`{item.to}`' if item.to else item.of}"
    return item.type


def _meaning(item: Field) -> str:
    words = [item.meaning]
    if item.values:
        words.append("; ".join(f"`{code}`: {what}" for code, what in item.values.items()) + ".")
    if item.default:
        words.append(f"Empty means `{item.default}`.")
    if item.unit:
        words.append(f"Unit: {item.unit}.")
    if item.rate_date:
        words.append(f"Rate of: {', else '.join(f'`{name}`' for name in item.rate_date)}.")
    if item.computed:
        words.append("Computed.")
    if item.personal:
        words.append("Personal: never in evidence, hashes or reports.")
    if item.correctable:
        words.append("Correctable.")
    return " ".join(words)


def _row(rule: Rule) -> tuple[str, ...]:
    file = rule.file
    link = f"[{rule.id}](rules/{rule.id}.md)"
    return (link, file.title, file.severity, file.kind, rule.standing, file.status_words)


def _decisions(file: TableFile) -> Iterator[str]:
    """Give a decision table: its hit policy, and a row a line."""
    yield f"### {file.table}"
    yield f"{file.title}. Hit policy: {file.hit}. Standing: {file.standing}. Source: {file.source}"
    heads = ["", *(item.expression for item in file.inputs), *(item.name for item in file.outputs)]
    versions = file.versions or (VersionFile(rules=file.rules),)
    for version in versions:
        if version.from_date or version.until:
            yield f"From {version.from_date or 'always'} until {version.until or 'further notice'}:"
        yield table(
            [*heads, "note"],
            (
                (str(number), *map(_code, (*row.when, *row.then)), row.note or "")
                for number, row in enumerate(version.rules, 1)
            ),
        )


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    own = {
        "clauses.md": clauses_page(ROOT / "docs" / "clauses.yaml", ROOT / "rules"),
        "commands.md": commands_page(helps()),
        "sentences.md": sentences_page(),
    }
    write_pages(own, ROOT / "docs")
    _told("rules", "docs", "--rules", str(ROOT / "rules"), "--out", str(ROOT / "docs"))
    _told("rules", "schema", "--rules", str(ROOT / "rules"))
