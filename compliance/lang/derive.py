"""`derive:` → typed facts about sets. One may read others, in any order but round in a ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass

from compliance.errors import Fault
from compliance.lang.derive_type import Stated, Typist
from compliance.lang.files import DeriveFile, SetFile
from compliance.lang.notes import Notes
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation
from compliance.lang.syntax import ExpressionError, Syntax, parse
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.yaml_file import Document, did_you_mean


@dataclass(frozen=True)
class SetFacts:
    """A set as its rules read it: what it says of itself, and the facts that it states for them."""

    file: SetFile
    document: Document
    typed: Derivations

    def about(self, kind: Kind) -> Mapping[str, Stated]:
        """Give what is stated about a kind, by name; what asks a table too."""
        return self.typed.facts.get(kind.kind, {})

    def faults(self) -> list[Fault]:
        """Give the faults of the facts that rules have read."""
        return self.typed.notes.faults


def set_facts(
    file: SetFile, document: Document, catalogue: Catalogue, parameters: Mapping[str, Parameter]
) -> SetFacts:
    """Take the facts of a set; each is typed when a rule first reads it."""
    facts: dict[str, dict[str, Stated]] = {}
    for name, item in file.derive.items():
        kind = catalogue.kinds.get(item.on or "")
        if kind is not None:
            stated = Stated(name, item, kind, document, shared=True)
            facts.setdefault(kind.kind, {})[name] = stated
    return SetFacts(file, document, Derivations(Notes(), catalogue, parameters, facts))


class Derivations:
    """Types facts, each once, those that it reads before it; `facts` are by kind and name.

    A rule's can read those of its set, which are typed for all rules of the set together.
    """

    def __init__(
        self,
        notes: Notes,
        catalogue: Catalogue,
        parameters: Mapping[str, Parameter],
        facts: Mapping[str, Mapping[str, Stated]],
        shared: Derivations | None = None,
    ) -> None:
        """Take what is stated, by the kind that it is about, and all that it can name."""
        self.notes, self.catalogue, self.parameters = notes, catalogue, parameters
        self.facts, self.shared = facts, shared
        self._typed: dict[int, Derivation | None] = {}  # by identity: what is stated stands once
        self._waiting: list[Stated] = []

    def about(self, kind: str) -> dict[str, Derivation]:
        """Give every fact about a kind that is without fault."""
        found = {name: self.one(stated) for name, stated in self._on(kind).items()}
        return {name: item for name, item in found.items() if item is not None}

    def _on(self, kind: str) -> Mapping[str, Stated]:
        return {n: item for n, item in self.facts.get(kind, {}).items() if item.file.table is None}

    def one(self, stated: Stated) -> Derivation | None:
        """Give one of the facts, or None where it has a fault."""
        if stated.shared and self.shared is not None:
            return self.shared.one(stated)
        known = id(stated)
        if known not in self._typed:
            if stated in self._waiting:
                self._ring(stated)
                return None
            self._waiting.append(stated)
            found = self._made(stated)
            self._waiting.pop()
            self._typed[known] = found
        return self._typed[known]

    def _ring(self, stated: Stated) -> None:
        ring = [item.name for item in self._waiting[self._waiting.index(stated) :]]
        self.notes.add(
            f"these facts read one another in a ring: {' → '.join([*ring, stated.name])}",
            stated.document.place(stated.place(), key=True),
            "a fact can read only what can be found before it",
        )

    def _made(self, stated: Stated) -> Derivation | None:
        of_name = stated.file.of or stated.on.base_kind
        if of_name not in self.catalogue.kinds:
            self.notes.add(
                f"`{of_name}` is not a kind of record",
                stated.document.place(stated.place("of")),
                did_you_mean(of_name, self.catalogue.kinds),
                of_name,
            )
            return None
        of = self.catalogue.kinds[of_name]
        visible, own = self._on(of.kind), self._on(stated.on.kind)
        named = _words_of(_their_texts(stated.file), {*visible, "this."})
        through_this = {w.removeprefix("this.") for w in named if w.startswith("this.")}
        theirs = self._typed_all(visible, named)
        ours = self._typed_all(own, _words_of(_our_texts(stated.file), own) | through_this)
        if theirs is None or ours is None:
            return None
        sides = (self.catalogue, self.parameters, stated, of, theirs, ours)
        return Typist(self.notes, *sides).derivation()

    def _typed_all(
        self, visible: Mapping[str, Stated], words: AbstractSet[str]
    ) -> dict[str, Derivation] | None:
        """Type those of the derivations that are named; None where one of them has a fault."""
        found = {n: self.one(item) for n, item in visible.items() if n in words}
        return None if None in found.values() else {n: d for n, d in found.items() if d is not None}


def _their_texts(file: DeriveFile) -> list[str]:
    value = None if file.counts_rows else getattr(file, file.function)
    return [text for text in (value, file.where, file.among, *file.match, *file.per) if text]


def _our_texts(file: DeriveFile) -> list[str]:
    return [*file.match.values(), *file.until.values(), *file.per]


def _words_of(texts: list[str], wanted: Iterable[str]) -> frozenset[str]:
    """Give the names in expressions that hold a wanted one; a fault in one is found elsewhere."""
    found: set[str] = set()
    for text in texts:
        if any(word in text for word in wanted):
            with suppress(ExpressionError):
                found.update(_words(parse(text)))
    return frozenset(found)


def _words(item: Syntax) -> Iterator[str]:
    for arg in item.args:
        if isinstance(arg, Syntax):
            yield from [arg.args[0]] if arg.op == "NAME" else _words(arg)
