"""A rule in plain English: what it says, read aloud."""

from __future__ import annotations

from compliance.lang.rule import Rule
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
        if node.type.name in {"days", "months"}:
            return f"{node.value} {node.type.name}"
        return "unknown" if node.value is None else str(node.value)

    def _fieldref(self, node: FieldRef) -> str:
        parts = [step.field.replace("_", " ") for step in node.steps]
        words = parts[-1] + "".join(f" of its {part}" for part in reversed(parts[:-1]))
        return f"this record's {words}" if node.side == "this" else f"its {words}"

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
