"""What is wrong with proposal rules together: one that never holds, two that say opposite things.

A condition is put into disjunctive normal form with the conclusions of earlier rules written out,
and a way in which it can hold is sought among cases that can be: counts are not below nothing,
and no part of a count is greater than the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from compliance.compiler.normal_form import MAX_WHOLE, Conjunction, Test, TooManyWaysError
from compliance.errors import Fault
from compliance.lang import types as t
from compliance.lang.case_fact import Selector, counts
from compliance.lang.parameters import Parameter
from compliance.lang.proposal import ProposalBook, ProposalRule
from compliance.lang.tree import And, FieldRef, Node, Or
from compliance.model.catalogue import Field
from compliance.proposals.conclude import Judge

_CALM: Final = frozenset({"no_exception", "no_exception_with_remarks"})
_OPEN: Final = {"sign": (-1, 1), "truth": (-1, 1), "known": (0, 1), "text": (0, 1)}


def faults_together(
    book: ProposalBook, parameters: Mapping[str, Parameter], as_of: date
) -> list[Fault]:
    """Give the faults of a sound book of proposal rules: each with its place and a hint."""
    if not book.rules:
        return []
    judge = Judge(book, parameters, as_of)
    ways: dict[str, list[Conjunction]] = {}
    faults: list[Fault] = []
    for rule in book.rules:
        try:
            possible = judge.compiler.conjunctions(_written_out(rule.holds, book))
        except TooManyWaysError:
            place = rule.document.place(["when"])
            message = "the condition can hold in more ways than are compiled"
            faults.append(Fault(message, place, "split it into rules that conclude"))
            continue
        ways[rule.id] = [way for way in possible if _can_hold(way, judge)]
        if not ways[rule.id]:
            faults.append(
                Fault(
                    f"{rule.id} never holds: no case meets its condition",
                    rule.document.place(["when"]),
                    "look for parts that exclude one another; retire it if it has no use",
                )
            )
    faults += _unread(book)
    return [*faults, *_opposed(book, ways, judge)]


def _unread(book: ProposalBook) -> Iterator[Fault]:
    """Find the conclusions that no rule reads and that propose nothing."""
    read = {name for rule in book.rules for name in rule.reads()}
    for rule in book.rules:
        if rule.file.propose is None and rule.file.concludes not in read:
            message = f"no rule reads `{rule.file.concludes}`, and {rule.id} proposes nothing"
            place = rule.document.place(["concludes"])
            yield Fault(message, place, "add `propose`, or let a later rule read it")


def _opposed(
    book: ProposalBook, ways: Mapping[str, list[Conjunction]], judge: Judge
) -> Iterator[Fault]:
    """Find the pairs of one priority that can both hold and of which neither yields."""
    for one, other in combinations([r for r in book.rules if r.file.propose], 2):
        said = _opposition(one, other)
        if said is None or one.file.priority != other.file.priority:
            continue
        if any(
            _can_hold(way | another, judge)
            for way in ways.get(one.id, [])
            for another in ways.get(other.id, [])
        ):
            yield Fault(
                f"{one.id} and {other.id} can hold for one case at the same priority: {said}",
                other.document.place(["priority" if "priority" in other.document.data else "id"]),
                f"give one of them the greater `priority`; {one.id} is at {_place(one)}",
            )


def _place(rule: ProposalRule) -> str:
    return str(rule.document.place(["id"]))


def _opposition(one: ProposalRule, other: ProposalRule) -> str | None:
    """Say how two proposals are opposed; None where the stronger simply wins."""
    ours, theirs = one.file, other.file
    if (ours.propose in _CALM) != (theirs.propose in _CALM):
        return f"{ours.propose} and {theirs.propose}"
    if ours.propose == theirs.propose and (ours.act, ours.to) != (theirs.act, theirs.to):
        return f"both {ours.propose}, with {_whither(one)} and with {_whither(other)}"
    return None


def _whither(rule: ProposalRule) -> str:
    to = rule.file.to
    return rule.file.act or (to if isinstance(to, str) else f"the table {to.table if to else ''}")


def _written_out(node: Node, book: ProposalBook) -> Node:
    """Put in place of every conclusion the conditions of the rules that come to it."""
    if isinstance(node, FieldRef) and node.name in book.conclusions:
        parts = tuple(
            _written_out(rule.holds, book)
            for rule in book.rules
            if rule.file.concludes == node.name
        )
        return Or(t.BOOLEAN, node.span, parts) if len(parts) > 1 else parts[0]
    changed: dict[str, Any] = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, Node):
            changed[item.name] = _written_out(value, book)
        elif isinstance(value, tuple) and isinstance(node, (And, Or)) and item.name == "parts":
            changed[item.name] = tuple(_written_out(part, book) for part in value)
    return replace(node, **changed) if changed else node


@dataclass
class _Range:
    """The integers that a term may still be."""

    low: int
    high: int
    without: set[int]

    def take(self, test: Test) -> None:
        """Narrow by one test."""
        value = test.value
        if test.op == "!=":
            self.without.add(value)
        if test.op in {"=", ">=", ">"}:
            self.low = max(self.low, value + (test.op == ">"))
        if test.op in {"=", "<=", "<"}:
            self.high = min(self.high, value - (test.op == "<"))

    @property
    def empty(self) -> bool:
        """Say whether no integer is left."""
        low, high = self.low, self.high
        while low <= high and low in self.without:
            low += 1
        while low <= high and high in self.without:
            high -= 1
        return low > high


def _can_hold(way: Conjunction, judge: Judge) -> bool:
    """Say whether some case may meet every test of a way; in doubt it may."""
    ranges: dict[tuple[str, str], _Range] = {}
    for test in way:
        key = (test.term.kind, test.term.name)
        low, high = _OPEN.get(test.term.kind, (0, MAX_WHOLE))
        ranges.setdefault(key, _Range(low, high, set())).take(test)
    if any(one.empty for one in ranges.values()):
        return False
    return _texts_agree(way, judge.kind.fields) and _counts_agree(ranges, judge.book.sets)


def _texts_agree(way: Sequence[Test] | Conjunction, known: Mapping[str, Field]) -> bool:
    """Say whether a text can be all that it must be, and none of what it must not."""
    wanted: dict[str, set[str]] = defaultdict(set)
    refused: dict[str, set[str]] = defaultdict(set)
    for test in way:
        if test.term.kind == "text":
            name, _, word = test.term.name.partition(" = ")
            (wanted if test.value else refused)[name].add(word)
    for name in {*wanted, *refused}:
        codes = known[name].values
        left = set(codes or ()) - refused[name]
        if len(wanted[name]) > 1 or wanted[name] & refused[name] or (codes and not left):
            return False
    return True


def _counts_agree(ranges: Mapping[tuple[str, str], _Range], sets: tuple[str, ...]) -> bool:
    """Say whether no part of a count must be greater than the whole may be."""
    known = _selectors(sets)
    counted = [(known[name], r) for (_, name), r in ranges.items() if name in known]
    return not any(
        state == their_state
        and part is not whole
        and selector.within(other)
        and part.low > whole.high
        for (state, selector), part in counted
        for (their_state, other), whole in counted
    )


@lru_cache(maxsize=16)
def _selectors(sets: tuple[str, ...]) -> Mapping[str, tuple[str, Selector]]:
    return {name: (state, selector) for name, state, selector in counts(sets)}
