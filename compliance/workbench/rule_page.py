"""The page of one rule: what it asks and why, its clause, examples, limits over time, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.lang.words import fact_lines, sentence
from compliance.model.money import Money
from compliance.workbench.examples import Example, Grid, example
from compliance.workbench.markdown import block, line, page, table

if TYPE_CHECKING:
    from compliance.lang.files import DeriveFile, RuleFile
    from compliance.lang.parameters import Parameter
    from compliance.lang.rule import Rule
    from compliance.lang.rulebook import Rulebook
    from compliance.workbench.features import Scenario
    from compliance.workbench.scenario import Program

MOST_ROWS: Final = 12  # of a set: a page shows what an example is, not all that it holds
_STANDING: Final = {
    "binding": "somebody has read the clause itself",
    "house": "the office has adopted it as its own",
    "analogue": "it is borrowed from another body and binds nobody here",
    "illustrative": "it has not been confirmed",
}
_EMPTY: Final = "(empty)"


def rule_page(rule: Rule, scenarios: Sequence[Scenario], program: Program) -> str:
    """Give the page of a rule, its examples run by the program."""
    book = program.rulebook
    fails, passes = (example(rule, outcome, scenarios, program) for outcome in ("fail", "pass"))
    return page(
        f"{rule.id} {rule.file.title}",
        f"*{rule.file.asks}*",
        _state(rule),
        *_what(rule, book),
        *_why(rule, book),
        *_clause(rule.file, rule, book),
        *_example("A record that fails", fails),
        *_example("A record that passes", passes),
        *(["## Parameters over time"] if rule.parameters() else []),
        *(part for name in rule.parameters() for part in parameter(book.parameters[name], "###")),
        "## History",
        _history(rule.file),
        f"[All rules](../rules.md#{rule.set})",
    )


def parameter(item: Parameter, level: str = "###") -> Iterator[str]:
    """Give a parameter with its values over time."""
    yield f"{level} {item.id}"
    keyed = f", by {item.by}" if item.by else ""
    yield f"{item.title} ({item.unit}{keyed})."
    heads = ("from", "until", *((item.by,) if item.by else ()), "value", "standing", "source")
    rows = []
    for value in item.values:
        start = value.start.isoformat() if value.start else "always"
        end = value.end.isoformat() if value.end else ""
        key = (value.key or "all others",) if item.by else ()
        rows.append((start, end, *key, value.text, value.standing, value.source))
    yield table(heads, rows)


def conditions(rule: Rule, book: Rulebook) -> str:
    """Give the conditions of a rule as they are written, with the facts that it reads."""
    file = rule.file
    written = {**book.sets[rule.set].derive, **file.derive}
    names = {item.name for item in rule.used_derivations()}
    names |= {name for name, fact in file.derive.items() if fact.table}
    lines = [f"derive {name}: {_derivation(written[name])}" for name in sorted(names)]
    lines += [f"let {name}: {line(text)}" for name, text in file.let.items()]
    lines += [f"when: {line(file.when)}"] if file.when else []
    lines += [f"require: {line(file.require)}"]
    lines += [f"except {item.name}: {line(item.condition)}" for item in file.exceptions]
    lines += [f"measure: {line(file.measure)}"] if file.measure else []
    return "\n".join(lines)


def _state(rule: Rule) -> str:
    file = rule.file
    heads = ("severity", "kind", "status", "standing", "on", "dated by", "in force", "version")
    force = file.in_force
    days = " ".join(
        [*([f"from {force.from_date}"] if force.from_date else []),
         *([f"until {force.until}"] if force.until else [])]
    ) or "always"  # fmt: skip
    row = (
        file.severity, file.kind, file.status_words, rule.standing, rule.kind.kind,
        ", ".join(rule.dated_by) or "the as-of date", days, str(file.version),
    )  # fmt: skip
    return table(heads, [row])


def _what(rule: Rule, book: Rulebook) -> Iterator[str]:
    file = rule.file
    yield "## What"
    yield sentence(rule, book)
    facts = fact_lines(rule, book)
    if facts:
        yield block("\n".join(facts))
    yield "As it is written:"
    yield block(conditions(rule, book))
    if file.effect:
        amount = f"`{file.effect.amount}`" if file.effect.amount else "no amount"
        yield f"At issue: {amount} ({file.effect.stage}, {file.effect.basis})."
    waivable = "nobody" if isinstance(file.waivable, str) else file.waivable.by
    yield f"Remedy: {file.remedy} Waivable by: {waivable}."


def _why(rule: Rule, book: Rulebook) -> Iterator[str]:
    purpose = book.sets[rule.set].purpose
    if rule.file.severity_reason or purpose:
        yield "## Why"
        yield " ".join(filter(None, (rule.file.severity_reason, purpose)))


def _clause(file: RuleFile, rule: Rule, book: Rulebook) -> Iterator[str]:
    authority = file.authority
    yield "## Clause"
    reference = f", {authority.reference}" if authority.reference else ""
    yield f"{authority.document}{reference}."
    words = [f"Standing: *{authority.standing}*: {_STANDING[authority.standing]}."]
    adopted = authority.adopted_by or book.sets[rule.set].adopted_by
    if authority.standing == "house" and adopted:
        words.append(f"Adopted by: {adopted}.")
    if authority.read:
        words.append(f"Read by: {authority.read.by_role}, {authority.read.on}.")
    if rule.standing != authority.standing:
        words.append(
            f"Its findings are *{rule.standing}*: the weakest of the rule and its parameters."
        )
    yield " ".join(words)


def _example(title: str, shown: Example | None) -> Iterator[str]:
    yield f"## {title}"
    if shown is None:
        yield "The specification shows none."
        return
    place = shown.scenario.place
    file = Path(place.file)
    yield f"“{shown.scenario.name}”, line {place.line} of `{file.parent.name}/{file.name}`."
    if not shown.fields and not shown.sets:
        yield block("\n".join(_told(shown)))
    if shown.fields:
        values = ((f"`{name}`", value or _EMPTY) for name, value in shown.fields)
        limits = ((f"`{name}`", value or "(no value)") for name, value in shown.parameters)
        yield table((f"of {shown.key}", "value"), [*values, *limits])
    for grid in shown.sets:
        yield f"{grid.title}:"
        yield _grid(grid)
    if shown.finding is not None:
        yield from _finding(shown.finding)


def _told(shown: Example) -> Iterator[str]:
    """Give the sentences of a scenario, as a feature writes them."""
    before = ""
    for item in shown.scenario.sentences:
        keyword = "and" if item.keyword == before else item.keyword or "*"
        before = item.keyword
        yield f"{keyword.capitalize()} {item.text}"
        yield from ("  | " + " | ".join(row) + " |" for row in item.table)


def _grid(grid: Grid) -> str:
    rows = [tuple(cell or _EMPTY for cell in row) for row in grid.rows[:MOST_ROWS]]
    more = len(grid.rows) - len(rows)
    last = [(f"… and {more} more", *[""] * (len(grid.heads) - 1))] if more else []
    return table(grid.heads, [*rows, *last]) if rows else "(none)"


def _finding(finding: Any) -> Iterator[str]:
    """Say what the program says of the record."""
    yield f"> {finding.message}"
    lines = [finding.explanation]
    at_issue = finding.amount_at_issue
    if at_issue:
        money = Money(at_issue["minor"], at_issue["currency"], None)
        lines.append(f"at issue: {money} ({at_issue['stage']}, {at_issue['basis']})")
    if finding.to_pass:
        change = finding.to_pass
        lines.append(
            f"to pass: {change['field']} from {change['from'] or _EMPTY} to {change['to']}"
        )
    yield block("\n".join(lines))


def _history(file: RuleFile) -> str:
    heads = ("version", "date", "change", "author", "approved by")
    rows = (
        (str(item.version), item.date.isoformat(), item.change, item.author, item.approved_by or "")
        for item in reversed(file.history)
    )
    return table(heads, rows)


def _derivation(fact: DeriveFile) -> str:
    """Give a derivation on one line, its keys as they are written."""
    written = fact.model_dump(exclude_defaults=True)
    return ", ".join(f"{key} {line(_plain(value))}" for key, value in written.items())


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {inner}" for key, inner in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)
