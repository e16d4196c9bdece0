"""A rule in plain English: what it says, read aloud."""

from __future__ import annotations

from datetime import date

from compliance.lang.rule import Derivation, Rule
from compliance.lang.rulebook import Rulebook
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    DerivedRef,
    FieldRef,
    IfElse,
    LetRef,
    ListOf,
    Literal,
    Negate,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
    TextKey,
)
from compliance.model.money import Money
from compliance.model.result import RuleCard

_COMPARED = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_ARITH = {"+": "plus", "-": "less", "*": "times"}


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
    )


def sentence(rule: Rule, rulebook: Rulebook) -> str:
    """Give the rule as one sentence."""
    words = _Words(rulebook)
    subject = rule.kind.title.lower()
    head = f"For each {subject}"
    if rule.when is not None:
        head += f" where {words.say(rule.when)}"
    text = f"{head}: {words.say(rule.require)}"
    if rule.exceptions:
        excused = ", or ".join(f"{e.name} ({words.say(e.condition)})" for e in rule.exceptions)
        text += f"; unless {excused}"
    return text + "."


class _Words:
    """Says expressions in words, parameters by their titles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def say(self, node: Node) -> str:
        method = getattr(self, "_" + type(node).__name__.lower())
        words: str = method(node)
        return words

    def _literal(self, node: Literal) -> str:
        if isinstance(node.value, Money):
            return "nothing" if node.value.currency is None else str(node.value)
        if isinstance(node.value, str):
            return f"“{node.value}”"
        if isinstance(node.value, bool):
            return str(node.value).lower()
        if node.type.name in {"days", "months"}:
            return f"{node.value} {node.type.name}"
        return "unknown" if node.value is None else str(node.value)

    def _fieldref(self, node: FieldRef) -> str:
        parts = [step.field.replace("_", " ") for step in node.steps]
        owner = "this record's" if node.side == "this" else "its"
        if len(parts) == 1:
            return f"{owner} {parts[0]}"
        between = "".join(f" of the {part}" for part in reversed(parts[1:-1]))
        return f"the {parts[-1]}{between} of {owner} {parts[0]}"

    def _derivedref(self, node: DerivedRef) -> str:
        return f"“{node.name.replace('_', ' ')}”"

    def _parameterref(self, node: ParameterRef) -> str:
        title = self.rulebook.parameters[node.id].title
        words = f"the {title[:1].lower()}{title[1:]}"
        return words if node.on is None else f"{words} on {self.say(node.on)}"

    def _asof(self, _node: AsOf) -> str:
        return "the as-of date"

    def _letref(self, node: LetRef) -> str:
        return self.say(node.value)

    def _textkey(self, node: TextKey) -> str:
        return f"{self.say(node.field)} ({node.function})"

    def _arith(self, node: Arith) -> str:
        return f"{self.say(node.left)} {_ARITH[node.op]} {self.say(node.right)}"

    def _negate(self, node: Negate) -> str:
        return f"minus {self.say(node.value)}"

    def _compare(self, node: Compare) -> str:
        return f"{self.say(node.left)} {_COMPARED[node.op]} {self.say(node.right)}"

    def _nulltest(self, node: NullTest) -> str:
        return f"{self.say(node.value)} is {'stated' if node.present else 'empty'}"

    def _and(self, node: And) -> str:
        return " and ".join(self._inside(part) for part in node.parts)

    def _or(self, node: Or) -> str:
        return " or ".join(self._inside(part) for part in node.parts)

    def _inside(self, node: Node) -> str:
        return f"({self.say(node)})" if isinstance(node, (And, Or)) else self.say(node)

    def _not(self, node: Not) -> str:
        return f"it is not so that {self.say(node.value)}"

    def _ifelse(self, node: IfElse) -> str:
        then, otherwise = self.say(node.then), self.say(node.otherwise)
        return f"if {self.say(node.condition)} then {then}, else {otherwise}"

    def _call(self, node: Call) -> str:
        if node.function == "list contains":
            return f"{self.say(node.args[0])} holds {self.say(node.args[1])}"
        return f"{node.function} of {' and '.join(self.say(arg) for arg in node.args)}"

    def _listof(self, node: ListOf) -> str:
        return ", ".join(self.say(item) for item in node.items)


def explain_rule(rule: Rule, rulebook: Rulebook, on: date | None = None) -> str:
    """Give a rule for a reader: its sentence, clause, expressions, sets and parameters."""
    file = rule.file
    lines = [
        f"{rule.id}  {file.title}",
        "",
        sentence(rule, rulebook),
        "",
        f"asks       {file.asks}",
        f"kind       {file.kind}, {file.severity}, {file.status} (version {file.version})",
        f"authority  {rule.criteria}",
        f"standing   {rule.standing} (the weakest of the rule and its parameters)",
        f"in force   {_period(file.in_force.from_date, file.in_force.until)}",
        f"on         {rule.kind.kind}, dated by {', '.join(rule.dated_by) or 'nothing'}",
        f"when       {file.when or 'always'}",
        f"require    {file.require}",
    ]
    lines += [f"let        {name} = {text}" for name, text in file.let.items()]
    lines += [f"exception  {item.name}: {item.condition}" for item in file.exceptions]
    lines += [_derivation_line(item) for item in rule.used_derivations()]
    if file.effect:
        lines.append(
            f"at issue   {file.effect.amount or 'no amount'} "
            f"({file.effect.stage}, {file.effect.basis})"
        )
    lines.append(f"remedy     {file.remedy}")
    names = rule.parameters()
    if names:
        lines += ["", "parameters" + (f" on {on}" if on else "")]
        lines += [line for name in names for line in _parameter_lines(rulebook, name, on)]
    return "\n".join(lines)


def _derivation_line(item: Derivation) -> str:
    words = [f"derive     {item.name}: {item.function} over {item.of}"]
    if item.through:
        words.append(f"up to this one by {item.date}")
    if item.until is not None:
        words.append(f"with {item.date} at most our date")
    if item.within:
        words.append(f"within {' or '.join(str(days) for days in item.within)} days")
    return ", ".join(words)


def _parameter_lines(rulebook: Rulebook, name: str, on: date | None) -> list[str]:
    values = rulebook.parameters[name].values
    shown = [value for value in values if on is None or value.holds(on)]
    return [
        f"  {name}{f' [{v.key}]' if v.key else ''} = {v.text}, {_period(v.start, v.end)}; "
        f"{v.standing}: {v.source}"
        for v in shown
    ]


def _period(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return "always"
    return " ".join(
        part for part in (f"from {start}" if start else "", f"until {end}" if end else "") if part
    )
