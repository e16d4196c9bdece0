"""A rule in plain English: what it says, read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compliance.lang.files import AppliesTo
from compliance.lang.rule import Derivation, Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.spoken import Spoken, listed, period
from compliance.lang.tree import DateTest, Decide, IfElse, Node, TableRef
from compliance.model.result import RuleCard


def rule_card(rule: Rule, rulebook: Rulebook) -> RuleCard:
    """Give the rule as the report prints it."""
    file = rule.file
    return RuleCard(
        id=rule.id,
        set=rule.set,
        title=file.title,
        asks=file.asks,
        kind=file.kind,
        severity=file.severity,
        status=file.status,
        standing=rule.standing,
        criteria=rule.criteria,
        sentence=sentence(rule, rulebook),
        when=file.when or "",
        require=file.require,
        remedy=file.remedy,
        on=rule.kind.kind,
        version=file.version,
        translated={
            language: {"title": told.title, "remedy": told.remedy}
            for language, told in file.translations.items()
        },
    )


def sentence(rule: Rule, rulebook: Rulebook) -> str:
    """Give the rule as one sentence."""
    words = Spoken(rulebook.parameters)
    subject = rule.kind.title.lower()
    head = f"For each {subject}"
    if rule.when is not None:
        head += f" where {words.condition(rule.when)}"
    text = f"{head}: {words.condition(rule.require)}"
    if rule.exceptions:
        excused = ", or ".join(
            f"{e.name} ({words.condition(e.condition)})" for e in rule.exceptions
        )
        text += f"; unless {excused}"
    return text + "."


def explain_rule(rule: Rule, rulebook: Rulebook, on: date | None = None) -> str:
    """Give a rule for a reader: its sentence, clause, expressions, sets and parameters."""
    file = rule.file
    lines = [
        f"{rule.id}  {file.title}",
        "",
        sentence(rule, rulebook),
        "",
        f"asks       {file.asks}",
        f"kind       {file.kind}, {file.severity}, {file.status_words} (version {file.version})",
        *([f"because    {file.severity_reason}"] if file.severity_reason else []),
        f"authority  {rule.criteria}",
        f"standing   {rule.standing} (the weakest of the rule and its parameters)",
        f"in force   {period(file.in_force.from_date, file.in_force.until)}",
        f"applies    {_scope(file.applies_to)}",
        f"on         {rule.kind.kind}, dated by {', '.join(rule.dated_by) or 'nothing'}",
        f"when       {file.when or 'always'}",
        f"require    {file.require}",
    ]
    lines += [f"let        {name} = {text}" for name, text in file.let.items()]
    lines += [f"exception  {item.name}: {item.condition}" for item in file.exceptions]
    lines += [
        f"{'' if line.startswith(' ') else 'derive':<11}{line}"
        for line in fact_lines(rule, rulebook)
    ]
    if file.effect:
        lines.append(
            f"at issue   {file.effect.amount or 'no amount'} "
            f"({file.effect.stage}, {file.effect.basis})"
        )
    if file.measure:
        lines.append(f"measure    {file.measure}")
    if file.population:
        lines.append(f"over       at least {file.population.at_least} records, else not run")
    lines += [f"message    {file.message}", f"remedy     {file.remedy}"]
    names = rule.parameters()
    if names:
        lines += ["", "parameters" + (f" on {on}" if on else "")]
        lines += [line for name in names for line in _parameter_lines(rulebook, name, on)]
    return "\n".join(lines)


def fact_lines(rule: Rule, rulebook: Rulebook) -> list[str]:
    """Give the facts that a rule reads in words, a line each; a table's rows are indented."""
    facts = {(item.on, item.name): item for item in rule.facts()}
    lines = [_fact_line(item, rulebook) for _, item in sorted(facts.items())]
    return lines + [line for ref in _tables(rule) for line in _table_lines(ref, rulebook)]


def _fact_line(item: Derivation, rulebook: Rulebook) -> str:
    """Give a fact about a set in words, in which `its` is said of the rows that are taken."""
    spoken = Spoken(rulebook.parameters)
    value = "rows" if item.value is None else spoken.say(item.value)
    words = [f"{item.name}: {item.function.replace('_', ' ')} of {value} over {item.of}"]
    pairs = [(spoken.say(theirs), spoken.say(ours)) for theirs, ours in item.match]
    alike = [theirs for theirs, ours in pairs if theirs == ours]
    words += [f"alike in {listed(alike)}"] if alike else []
    words += [
        f"with {theirs} that of this record: {ours}" for theirs, ours in pairs if theirs != ours
    ]
    if item.where is not None:
        words.append(f"where {spoken.condition(item.where)}")
    if item.among is not None:
        words.append(f"divided among {spoken.say(item.among)}")
    if item.at is not None:
        words.append(f"at {item.at_parameter or '/'.join(map(str, item.at))}")
    if item.through:
        words.append(f"up to this one by {item.date}")
    if item.until is not None:
        words.append(f"with {item.date} at most our date")
    if item.within:
        words.append(f"within {' or '.join(map(str, item.within))} days by {item.date}")
    return ", ".join(words)


def _tables(rule: Rule) -> list[TableRef]:
    """Give the tables that a rule asks, each once, in the order of the names it gives them."""
    found = {
        part.name: part
        for node in rule.nodes()
        for part in node.walk()
        if isinstance(part, TableRef)
    }
    return [found[name] for name in sorted(found)]


def _table_lines(ref: TableRef, rulebook: Rulebook) -> Iterator[str]:
    """Give a table's answers in words, version by version, a row a line."""
    spoken = Spoken(rulebook.parameters)
    yield f"{ref.name}: by the table {ref.table}"
    for days, decide in _versions(ref.value):
        yield f"  {days}: {spoken.policy(decide)}"
        yield from (f"    {spoken.say(row)}" for row in decide.rows)


def _versions(node: Node) -> Iterator[tuple[str, Decide]]:
    """Give the decisions of a table with the days on which they hold."""
    while isinstance(node, IfElse) and isinstance(node.condition, DateTest):
        if isinstance(node.then, Decide):
            yield period(node.condition.start, node.condition.end), node.then
        node = node.otherwise
    if isinstance(node, Decide):
        yield period(None, None), node


def _scope(applies: AppliesTo) -> str:
    """Say for which bodies and funding sources a rule holds."""
    parts = [
        f"to {what} {listed(list(given))}"
        for what, given in (("entity", applies.entity), ("source", applies.source))
        if given != "all"
    ]
    return ", ".join(parts) or "to all"


def _parameter_lines(rulebook: Rulebook, name: str, on: date | None) -> list[str]:
    parameter = rulebook.parameters[name]
    unit = f" {parameter.unit}" if parameter.unit in {"days", "months"} else ""
    shown = [value for value in parameter.values if on is None or value.holds(on)]
    lines = [
        f"  {name}{f' [{v.key}]' if v.key else ''} = {v.text}{unit}, {period(v.start, v.end)}; "
        f"{v.standing}: {v.source}"
        for v in shown
    ]
    return lines or [f"  {name} has no value on {on}"]
