"""Case facts → the proposal rules that hold for each, by the reference and by durable-rules.

The reference evaluates the typed tree of every rule; durable-rules is given the same conditions
in disjunctive normal form. Both are asked for every case, stratum by stratum, and must agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from compliance.compiler.leaf import Context, DateLeaf, Leaf, PathLeaf, Reader
from compliance.compiler.normal_form import Compiler, Conjunction, Term
from compliance.compiler.reference import Record, Reference
from compliance.lang import types as t
from compliance.lang.case_fact import CASE, NULLABLE, money_names
from compliance.lang.parameters import Parameter
from compliance.lang.proposal import ProposalBook, ProposalRule
from compliance.lang.tree import FieldRef, Step
from compliance.model.case import CaseFact
from compliance.model.catalogue import Kind
from compliance.proposals.engine import Engine, Tests


@dataclass(frozen=True)
class Judge:
    """Evaluates expressions over case facts, on one day."""

    book: ProposalBook
    parameters: Mapping[str, Parameter]
    as_of: date

    @cached_property
    def kind(self) -> Kind:
        """Give the kind `case`."""
        assert self.book.kind is not None  # noqa: S101 - a book with rules has one
        return self.book.kind

    @cached_property
    def reference(self) -> Reference:
        """Give the reference evaluator."""
        assert self.book.catalogue is not None  # noqa: S101 - a book with rules has one
        keys = tuple((name, one.by) for name, one in sorted(self.parameters.items()))
        return Reference(Reader(self.book.catalogue, _DATED, (), keys), self.parameters)

    @cached_property
    def compiler(self) -> Compiler:
        """Give the compiler of conditions, for which a parameter's value of the day is constant."""
        return Compiler(self.reference, self.record({}), NULLABLE | set(money_names()))

    @cached_property
    def _leaves(self) -> Mapping[str, Leaf]:
        """Give the leaves of the fields that some rule reads: few of the many of a case."""
        nodes = (part for rule in self.book.rules for top in rule.nodes() for part in top.walk())
        read = {part.name for part in nodes if isinstance(part, FieldRef)} | {"next_act", "source"}
        return {
            name: PathLeaf(_PLAIN, (Step(CASE, name),), t.field_type(self.kind.fields[name]))
            for name in sorted(read | {"entity"})
        }

    def record(self, values: Mapping[str, Any]) -> Record:
        """Give a case fact as the reference reads it."""
        held: dict[Leaf, Any] = {
            leaf: values[name] for name, leaf in self._leaves.items() if name in values
        }
        held[DateLeaf(_DATED)] = self.as_of
        return Record(held, self.as_of)


_PLAIN = Context(CASE, ())
_DATED = Context(CASE, (CASE,))


@dataclass(frozen=True)
class Held:
    """The rules that hold for one case, in the order of their strata, and its record after them."""

    fact: CaseFact
    rules: tuple[ProposalRule, ...]
    record: Record


def conclude(judge: Judge, facts: Sequence[CaseFact], engine: Engine | None) -> list[Held]:
    """Ask every rule of every case, stratum by stratum; None asks the reference alone."""
    known: list[dict[str, Any]] = [
        {**fact.values, **dict.fromkeys(judge.book.conclusions, False)} for fact in facts
    ]
    rules: list[list[ProposalRule]] = [[] for _ in facts]
    for stratum in judge.book.strata():
        records = [judge.record(values) for values in known]
        found = [_by_reference(judge, stratum, record) for record in records]
        if engine is not None:
            told = by_engine(judge, stratum, facts, records, engine)
            _compare(facts, found, told)
        for number, names in enumerate(found):
            held = [rule for rule in stratum if rule.id in names]
            rules[number] += held
            known[number] |= {r.file.concludes: True for r in held if r.file.concludes}
    return [
        Held(fact, tuple(own), judge.record(values))
        for fact, own, values in zip(facts, rules, known, strict=True)
    ]


def _by_reference(judge: Judge, rules: Sequence[ProposalRule], record: Record) -> set[str]:
    return {rule.id for rule in rules if judge.reference.value(rule.holds, record) is True}


def by_engine(
    judge: Judge,
    rules: Sequence[ProposalRule],
    facts: Sequence[CaseFact],
    records: Sequence[Record],
    engine: Engine,
) -> list[set[str]]:
    """Give the rules of one stratum that durable-rules finds to hold, for each case."""
    compiled = {rule.id: judge.compiler.conjunctions(rule.holds) for rule in rules}
    ways = {f"{rule}/{n}": way for rule, own in compiled.items() for n, way in enumerate(own)}
    terms = sorted(
        {test.term for way in ways.values() for test in way}, key=lambda one: (one.kind, one.name)
    )
    names = {term: f"p{number}" for number, term in enumerate(terms)}
    numbers = {
        fact.case: {
            _ALWAYS: 1,
            **{names[term]: judge.compiler.worth(term, record) for term in terms},
        }
        for fact, record in zip(facts, records, strict=True)
    }
    if len(numbers) != len(facts):
        raise RuntimeError("two cases have one name")
    fired = engine.fired({way: _tests(tests, names) for way, tests in ways.items()}, numbers)
    return [{way.rpartition("/")[0] for way in fired[fact.case]} for fact in facts]


_ALWAYS = "always"


def _tests(way: Conjunction, names: Mapping[Term, str]) -> Tests:
    """Give a conjunction as the engine takes it; one without tests always holds."""
    tests = sorted((names[test.term], test.op, test.value) for test in way)
    return tests or [(_ALWAYS, "=", 1)]


def _compare(
    facts: Sequence[CaseFact], reference: Sequence[set[str]], engine: Sequence[set[str]]
) -> None:
    for fact, ours, theirs in zip(facts, reference, engine, strict=True):
        if ours != theirs:
            differ = ", ".join(sorted(ours ^ theirs))
            raise RuntimeError(
                f"the rule engine and the reference do not agree on the case {fact.case}: {differ}"
            )
