"""One rule on one record, by the reference: outcome, evidence, explanation, amount at issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from compliance.compiler.exact import compare
from compliance.compiler.leaf import DerivedLeaf, Leaf, PathLeaf
from compliance.compiler.reference import Record, Reference
from compliance.compiler.rule_plan import RulePlan, scope_leaves
from compliance.compiler.shown import names, read_names, show, whole_minor
from compliance.lang.parameters import Parameter
from compliance.lang.tree import (
    And,
    Compare,
    LetRef,
    Node,
    NullTest,
    ParameterRef,
    TableRef,
)
from compliance.lang.types import TEXTUAL
from compliance.model.catalogue import Catalogue
from compliance.model.finding import STANDINGS, Outcome
from compliance.model.money import Money


@dataclass(frozen=True)
class Judge:
    """Judges records under one rule."""

    plan: RulePlan
    reference: Reference
    catalogue: Catalogue
    parameters: Mapping[str, Parameter]

    def outcome(self, record: Record) -> Outcome:
        """Give the outcome; a pass must hold without the facts of the record that are unsure."""
        rule, known = self.plan.rule, replace(record, unsure=frozenset())
        scope = self.in_scope(known)
        if scope is False:
            return Outcome.NOT_APPLICABLE
        if scope is None:
            return Outcome.UNDETERMINED
        if not record.unsure or self.in_scope(record):
            if self.reference.value(rule.require, record) is True:
                return Outcome.PASS
            if self.exception(record) is not None:
                return Outcome.BY_EXCEPTION
        required = self.reference.value(rule.require, known)
        if required is False and self.exception(known) is None:
            return Outcome.FAIL
        return Outcome.UNDETERMINED

    def exception(self, record: Record) -> tuple[str, str | None] | None:
        """Give the first exception that holds, as (name, reference)."""
        for clause in self.plan.rule.exceptions:
            if self.reference.value(clause.condition, record) is True:
                reference = clause.reference
                value = None if reference is None else self.reference.value(reference, record)
                return clause.name, None if value is None else show(value)
        return None

    def in_scope(self, record: Record) -> bool | None:
        """Say whether the record is in the rule's scope: status, entity, source, date, `when`."""
        rule = self.plan.rule
        tests = [*self._scope_tests(record)]
        if rule.when is not None:
            tests.append(self.reference.value(rule.when, record))
        if any(test is False for test in tests):
            return False
        return None if any(test is None for test in tests) else True

    def _scope_tests(self, record: Record) -> Iterator[bool | None]:
        for leaf, allowed in self._scope:
            value = record.values.get(leaf)
            if value is None:
                yield None
            elif leaf.name == "status":
                yield value not in {"cancelled", "superseded"}
            else:
                yield value in allowed
        force, date_leaf = self.plan.rule.file.in_force, self.plan.reader.date()
        if date_leaf is not None and self.plan.rule.needs_date:
            day = record.values.get(date_leaf)
            yield None if day is None else _within(day, force.from_date, force.until)

    def amount(self, record: Record) -> dict[str, Any] | None:
        """Give the amount at issue of a fail: between 0 and the record's money."""
        effect = self.plan.rule.file.effect
        node = self.plan.rule.effect
        if effect is None or node is None:
            return None
        value = self.reference.value(node, record)
        if value is None:
            return None
        value = self._clamped(value, record)
        currency = value.currency or self._currency(record)
        minor = whole_minor(value.minor)
        return {
            "minor": minor,
            "currency": currency,
            "base_minor": self._base(Money(minor, currency, value.base_minor), record),
            "stage": effect.stage,
            "basis": effect.basis,
        }

    def _base(self, amount: Money, record: Record) -> int | None:
        """Give the euro cents of an amount at issue, at the record's own rate where it has one.

        What a rule subtracts may have been converted on other days: the difference of euro amounts
        is then no value of the difference.
        """
        whole = self.record_money(record)
        if whole is None or whole.currency != amount.currency or not whole.minor:
            return None if amount.base_minor is None else whole_minor(amount.base_minor)
        if whole.base_minor is None:
            return None
        return round(Fraction(amount.minor * whole.base_minor, whole.minor))

    def _clamped(self, value: Money, record: Record) -> Money:
        if value.minor <= 0:
            return Money(0, value.currency, 0)
        most = self.record_money(record)
        if most is None:
            return value
        return most if compare(">", value, most) else value

    def record_money(self, record: Record) -> Money | None:
        """Give the record's money, by the catalogue."""
        if self._money_leaf is None:
            return None
        found = record.values.get(self._money_leaf)
        return found if isinstance(found, Money) else None

    @cached_property
    def _money_leaf(self) -> PathLeaf | None:
        money = self.plan.rule.kind.money
        return None if money is None else self.plan.reader.path(money)

    def _currency(self, record: Record) -> str | None:
        money = self.record_money(record)
        return None if money is None else money.currency

    def message(self, record: Record) -> str:
        """Give the message with its names replaced by values; null prints as a dash."""
        return self._told(self.plan.rule.message, record, show)

    def translated(
        self, record: Record, language: str, written: Callable[[Any], str | None]
    ) -> str | None:
        """Give the message in another language, None where the rule does not have it.

        `written` writes a value as that language does, None where it has no way of its own.
        """
        parts = self.plan.rule.translated.get(language)
        if parts is None:
            return None
        return self._told(parts, record, lambda value: written(value) or show(value))

    def _told(
        self, parts: Iterable[str | Node], record: Record, written: Callable[[Any], str]
    ) -> str:
        return "".join(
            written(self.reference.value(part, record)) if isinstance(part, Node) else part
            for part in parts
        )

    def standing(self, record: Record) -> str:
        """Give the weakest standing of the rule and of every parameter value that it read."""
        found = [self._fixed_standing]
        for node in self._read:
            value = (
                self.reference.parameter(node, record) if isinstance(node, ParameterRef) else None
            )
            if value is not None:
                found.append(value.standing)
        return min(found, key=STANDINGS.index)

    @cached_property
    def _fixed_standing(self) -> str:
        """Give the weakest standing of the rule and of what its derivations read."""
        rule = self.plan.rule
        found: list[str] = [rule.file.authority.standing]
        found += [table.file.standing for table in rule.used_tables(deciding=True)]
        for derivation in rule.used_derivations(deciding=True):
            names = (name for fact in derivation.read() for name in fact.parameters())
            found += [self.parameters[name].weakest for name in names]
        return min(found, key=STANDINGS.index)

    def measure(self, record: Record) -> str | None:
        """Give the rule's measure as text."""
        node = self.plan.rule.measure
        value = None if node is None else self.reference.value(node, record)
        return None if value is None else show(value)

    def evidence(self, record: Record, ignored: Mapping[Leaf, int]) -> dict[str, Any]:
        """Give every name that the rule read, with its value as text."""
        found: dict[str, Any] = {}
        for node in self._read:
            if isinstance(node, ParameterRef):
                found[node.id] = self._parameter_evidence(node, record)
                continue
            if isinstance(node, TableRef):
                found[node.name] = self._table_evidence(node, record)
                continue
            leaf = self.reference.leaf(node)
            if leaf is None or self._personal(leaf):
                continue
            value = record.values.get(leaf)
            found[leaf.name] = None if value is None else _evidence(leaf, value)
        skipped = {leaf.name: count for leaf, count in ignored.items() if count}
        if skipped:
            found["ignored"] = skipped
        return found

    @cached_property
    def _read(self) -> tuple[Node, ...]:
        """Give the names that the rule read to decide, in reading order."""
        rule = self.plan.rule
        nodes = [*rule.deciding(), *(clause.condition for clause in rule.exceptions)]
        for derivation in rule.used_derivations(deciding=True):
            nodes += derivation.our_nodes()
        return tuple(name for node in nodes for name in read_names(node))

    @cached_property
    def _scope(self) -> tuple[tuple[PathLeaf, str | tuple[str, ...]], ...]:
        """Give the leaves of the rule's scope that the batch supplies, with what they may hold."""
        rule, applies = self.plan.rule, self.plan.rule.file.applies_to
        supplied = set(self.plan.leaves)
        allowed = {"status": "live", "entity": applies.entity, rule.kind.source: applies.source}
        return tuple(
            (leaf, allowed[leaf.name])
            for leaf in scope_leaves(rule, self.plan.reader)
            if leaf.name != "status" or leaf in supplied
        )

    def _personal(self, leaf: Leaf) -> bool:
        steps = getattr(leaf, "steps", ())
        if not steps:
            return False
        last = steps[-1]
        return self.catalogue.kinds[last.kind].fields[last.field].personal

    def _parameter_evidence(self, node: ParameterRef, record: Record) -> dict[str, Any] | None:
        found = self.reference.parameter(node, record)
        if found is None:
            return None
        return {
            "value": found.text,
            "from": None if found.start is None else found.start.isoformat(),
            "source": found.source,
            "standing": found.standing,
        }

    def _table_evidence(self, node: TableRef, record: Record) -> dict[str, Any]:
        """Give a table's answer, and the numbers of the rows that led to it."""
        value, file = self.reference.value(node, record), self.plan.rule.tables[node.table].file
        return {
            "value": None if value is None else show(value),
            "table": node.table,
            "rows": list(self.reference.decided(node, record)),
            "source": file.source,
            "standing": file.standing,
        }

    def explanation(self, record: Record) -> str:
        """Give the expression with values in place, and the part that failed."""
        rule = self.plan.rule
        whole = self._with_values(rule.require, rule.file.require, record)
        failed = [p for p in self._parts if self.reference.value(p, record) is not True]
        if len(self._parts) == 1 or not failed:
            return f"required: {whole}"
        shown = "; ".join(self._with_values(p, rule.file.require, record) for p in failed)
        return f"required: {whole} — not met: {shown}"

    def _with_values(self, node: Node, text: str, record: Record) -> str:
        """Give a piece of an expression's text with each name followed by its value."""
        start, end = node.span
        shown = text[start:end]
        inserts: dict[int, str] = {}
        for part in self._names_of[id(node)]:
            value = show(self.reference.value(part, record))
            inserts[part.span[1] - start] = f" ⟨{value}⟩"
        for offset in sorted(inserts, reverse=True):
            shown = shown[:offset] + inserts[offset] + shown[offset:]
        return " ".join(shown.split())

    @cached_property
    def _parts(self) -> tuple[Node, ...]:
        """Give what the rule requires, part by part."""
        require = self.plan.rule.require
        return require.parts if isinstance(require, And) else (require,)

    @cached_property
    def _names_of(self) -> Mapping[int, tuple[Node, ...]]:
        """Give the names in what the rule requires and in its parts, by identity."""
        pieces = (self.plan.rule.require, *self._parts)
        return {id(piece): tuple(names(piece)) for piece in pieces}

    def to_pass(self, record: Record) -> dict[str, Any] | None:
        """Give one correctable value that would make the record pass, proved by evaluating it."""
        for node in self._tests:
            for leaf, value, shown in self._candidates(node, record):
                changed = replace(record, values={**record.values, leaf: value})
                if self.outcome(changed) is Outcome.PASS:
                    before = record.values.get(leaf)
                    return {
                        "field": leaf.name,
                        "from": None if before is None else show(before),
                        "to": shown,
                    }
        return None

    @cached_property
    def _tests(self) -> tuple[Compare | NullTest, ...]:
        """Give the tests that the rule requires, of which one may be all that a record lacks."""
        parts = self.plan.rule.require.walk()
        return tuple(part for part in parts if isinstance(part, Compare | NullTest))

    def _candidates(
        self, node: Compare | NullTest, record: Record
    ) -> Iterator[tuple[Leaf, Any, str]]:
        """Give (leaf, value, text) for correctable leaves: boundaries, list members, any value."""
        if isinstance(node, Compare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                leaf = self._correctable(one)
                value = None if leaf is None else self.reference.value(other, record)
                if leaf is not None and value is not None:
                    yield leaf, value, show(value)
        elif node.present:
            leaf = self._correctable(node.value)
            textual = leaf is not None and leaf.type.name in TEXTUAL
            if leaf is not None and textual and record.values.get(leaf) is None:
                yield leaf, "any value", "any value"

    def _correctable(self, node: Node) -> Leaf | None:
        while isinstance(node, LetRef):
            node = node.value
        leaf = self.reference.leaf(node)
        steps = getattr(leaf, "steps", ())
        if leaf is None or not steps or isinstance(leaf, DerivedLeaf):
            return None
        field = self.catalogue.kinds[steps[-1].kind].fields[steps[-1].field]
        return leaf if field.correctable else None


def _evidence(leaf: Leaf, value: Any) -> Any:
    """Give a value as text; of a quantile also how it was found, since there are many ways."""
    if isinstance(leaf, DerivedLeaf) and leaf.derivation.at is not None:
        top, bottom = leaf.derivation.at
        return {"value": show(value), "method": f"Hyndman-Fan type 8 at {top}/{bottom}"}
    return show(value)


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
