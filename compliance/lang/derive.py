"""`derive:` → typed facts about sets. One may read others, in any order but round in a ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress

from compliance.lang.derive_type import Stated, Typist
from compliance.lang.files import DeriveFile
from compliance.lang.notes import Notes
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation
from compliance.lang.syntax import ExpressionError, Syntax, parse
from compliance.model.catalogue import Catalogue, GroupKind, Kind
from compliance.model.yaml_file import did_you_mean


class Derivations:
    """Types the derivations that one rule can read, each once, those that it reads before it."""

    def __init__(
        self,
        notes: Notes,
        catalogue: Catalogue,
        parameters: Mapping[str, Parameter],
        shared: Mapping[str, Mapping[str, Stated]],
        own: Mapping[str, Stated],
    ) -> None:
        """Take the derivations of the set, by kind and name, and all that the rule can name."""
        self.notes, self.catalogue, self.parameters = notes, catalogue, parameters
        self.shared, self.own = shared, own
        self._typed: dict[int, Derivation | None] = {}  # by identity: what is stated stands once
        self._waiting: list[Stated] = []

    def all(self) -> dict[str, Derivation]:
        """Give every derivation of the rule that is without fault."""
        found = {name: self._derivation(stated) for name, stated in self.own.items()}
        return {name: item for name, item in found.items() if item is not None}

    def _derivation(self, stated: Stated) -> Derivation | None:
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
        of_name = stated.file.of or _default_of(stated.on)
        if of_name not in self.catalogue.kinds:
            self.notes.add(
                f"`{of_name}` is not a kind of record",
                stated.document.place(stated.place("of")),
                did_you_mean(of_name, self.catalogue.kinds),
                of_name,
            )
            return None
        of = self.catalogue.kinds[of_name]
        visible, own = self._visible(stated, of), self._visible(stated, stated.on)
        named = _words_of(_their_texts(stated.file), {*visible, "this."})
        through_this = {w.removeprefix("this.") for w in named if w.startswith("this.")}
        theirs = self._typed_all(visible, named)
        ours = self._typed_all(own, _words_of(_our_texts(stated.file), own) | through_this)
        if theirs is None or ours is None:
            return None
        sides = (self.catalogue, self.parameters, stated, of, theirs, ours)
        return Typist(self.notes, *sides).derivation()

    def _visible(self, stated: Stated, kind: Kind) -> Mapping[str, Stated]:
        """Give the derivations that may be read: of a set, those of the set for that kind."""
        own = kind.kind == stated.on.kind and not stated.shared
        return self.own if own else self.shared.get(kind.kind, {})

    def _typed_all(
        self, visible: Mapping[str, Stated], words: AbstractSet[str]
    ) -> dict[str, Derivation] | None:
        """Type those of the derivations that are named; None where one of them has a fault."""
        found = {n: self._derivation(item) for n, item in visible.items() if n in words}
        return None if None in found.values() else {n: d for n, d in found.items() if d is not None}


def _default_of(kind: Kind) -> str:
    return kind.of if isinstance(kind, GroupKind) else kind.kind


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
