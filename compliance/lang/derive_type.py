"""One derivation, typed: its value, its rows, its order and its time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from compliance.lang import types as t
from compliance.lang.check import Scope, parse_duration
from compliance.lang.files import DeriveFile
from compliance.lang.notes import Notes, Path, need_date
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation
from compliance.lang.tree import Node
from compliance.model.catalogue import Catalogue, GroupKind, Kind
from compliance.model.yaml_file import Document

WHOLE_BATCH: Final = "batch"
_MEASURED: Final = frozenset({"number", "money"})
_KNOWN: Final = t.ORDERED | t.TEXTUAL | {"boolean"}
_FIT: Final[Mapping[str, frozenset[str]]] = {
    "sum": _MEASURED | {"days"},
    **dict.fromkeys(("min", "max", "rank"), t.ORDERED),
    **dict.fromkeys(("first", "last", "previous"), _KNOWN),
    "trace": t.TEXTUAL,
    **dict.fromkeys(("mean", "median", "quartile", "stddev"), _MEASURED),
    **dict.fromkeys(("share", "hhi", "first_digit"), _MEASURED),
}
_OWN_KIND: Final = frozenset({"rank", "share", "previous"})
_ORDERED: Final = frozenset({"first", "last", "previous", "trace"})
_TIMED: Final = frozenset({"sum", "count", "distinct", "min", "max", "mean", "first", "last"})
_ROUNDED: Final = frozenset({"mean", "median", "quartile", "stddev"})
_RATIOS: Final = frozenset({"share", "hhi", "first_digit"})
_TIMES: Final = ("through", "until", "within")


@dataclass(frozen=True, eq=False)
class Stated:
    """A derivation as it stands in a file: of a rule, or of its set for every rule on a kind."""

    name: str
    file: DeriveFile
    on: Kind
    document: Document
    shared: bool

    def place(self, *path: str | int) -> Path:
        """Give the path of a part of it in its file."""
        return ("derive", self.name, *path)


class Typist:
    """Types one derivation, both sides of which are known."""

    def __init__(
        self, notes: Notes, catalogue: Catalogue, parameters: Mapping[str, Parameter],
        stated: Stated, of: Kind, theirs: Mapping[str, Derivation], ours: Mapping[str, Derivation],
    ) -> None:  # fmt: skip
        """Take what is stated, the aggregated kind, and the typed facts that each side reads."""
        self.notes, self.parameters = notes, parameters
        self.stated, self.file, self.on, self.of = stated, stated.file, stated.on, of
        self.theirs, self.ours = theirs, ours
        inner = {name: item.type for name, item in ours.items()}
        self.their_scope = Scope(
            catalogue, of, parameters, this=stated.on, this_derived=inner,
            derived={name: item.type for name, item in theirs.items()},
        )  # fmt: skip
        self.our_scope = Scope(catalogue, stated.on, parameters, derived=inner)

    def derivation(self) -> Derivation | None:
        """Give the derivation, or None with its faults noted."""
        before = len(self.notes.faults)
        file, function = self.file, self.file.function
        value = self._value()
        where = self._theirs(file.where, "where", expected=t.BOOLEAN)
        among = self._theirs(file.among, "among")
        match = self._match()
        until_field, until_text = next(iter(file.until.items()), (None, None))
        until = self._ours(until_text, "until", until_field or "", expected=t.DATE)
        within = self._within()
        day = self._day(until_field)
        self._refuse(value, where)
        at, at_parameter = self._at()
        if len(self.notes.faults) > before:
            return None
        return Derivation(
            self.stated.name, function, self.on.kind, self.of.kind, value, match, where,
            day if self._times() else None, bool(file.through), until, within,
            file.within if file.within in self.parameters else None, _result(function, value),
            day if function in _ORDERED else None, among, at, int(file.digits or 1),
            tuple(sorted(self.theirs.items())), tuple(sorted(self.ours.items())), at_parameter,
        )  # fmt: skip

    def _theirs(self, text: str | None, *path: str, expected: t.Type | None = None) -> Node | None:
        return self._expression(text, self.their_scope, path, expected)

    def _ours(self, text: str | None, *path: str, expected: t.Type | None = None) -> Node | None:
        return self._expression(text, self.our_scope, path, expected)

    def _expression(
        self, text: str | None, scope: Scope, path: tuple[str | int, ...],
        expected: t.Type | None = None, *, last_division: bool = False,
    ) -> Node | None:  # fmt: skip
        return self.notes.expression(
            text, scope, self.stated.document, self.stated.place(*path), expected,
            last_division=last_division,
        )  # fmt: skip

    def _fault(self, message: str, *path: str | int, hint: str | None = None) -> None:
        place = self.stated.document.place(self.stated.place(*path))
        self.notes.add(message, place, hint)

    def _value(self) -> Node | None:
        function = self.file.function
        if self.file.counts_rows:
            return None
        value = self._expression(
            getattr(self.file, function), self.their_scope, (function,), last_division=True
        )
        fit = _FIT.get(function)
        if value is not None and fit is not None and value.type.name not in fit:
            self._fault(
                f"`{function}` has no meaning for {value.type}", function, hint=_fit_hint(fit)
            )
        return value

    def _match(self) -> tuple[tuple[Node, Node], ...]:
        pairs: list[tuple[tuple[str, str], tuple[str | int, ...]]] = [
            ((name, name), ("per", n)) for n, name in enumerate(self.file.per)
        ]
        pairs += [(pair, ("match", pair[0])) for pair in self.file.match.items()]
        if self.file.per == (WHOLE_BATCH,) and not self.file.match:
            return ()
        if not pairs and isinstance(self.on, GroupKind) and self.of.kind == self.on.of:
            pairs = [((name, name), ()) for name in self.on.key]
        if WHOLE_BATCH in self.file.per:
            self._fault("`per: [batch]` takes every record, so nothing stands beside it", "per")
            return ()
        if not pairs:
            self._fault(
                "a derivation needs `match` or `per`: without an equality it would compare every "
                "row with every other",
                hint="write `per: [batch]` for a fact about the whole batch",
            )
        found = (self._pair(left, right, path) for (left, right), path in pairs)
        return tuple(pair for pair in found if pair is not None)

    def _pair(self, left: str, right: str, path: tuple[str | int, ...]) -> tuple[Node, Node] | None:
        theirs = self._expression(left, self.their_scope, path)
        ours = self._expression(right, self.our_scope, path)
        if theirs is None or ours is None:
            return None
        if not t.comparable(theirs.type, ours.type):
            hint = "match what can be equal, such as their reference with our key"
            self._fault(f"{theirs.type} is matched with {ours.type}", *path, hint=hint)
        return theirs, ours

    def _within(self) -> tuple[int, ...]:
        """Give the numbers of days: one, or those that a parameter has had."""
        text = self.file.within
        if text is None:
            return ()
        known = self.parameters.get(text)
        if known is not None and known.unit == "days":
            self._ours(text, "within")
            return tuple(sorted({value.value for value in known.values}))
        duration = parse_duration(text)
        if duration is None or duration[0] != "days":
            self._fault(
                f"`within` is a number of days, not {text!r}", "within",
                hint="write P30D, or a parameter whose unit is days",
            )  # fmt: skip
            return ()
        return (duration[1],)

    # order and time -------------------------------------------------------------------------

    def _times(self) -> list[str]:
        """Give the words of time that the derivation has."""
        return [word for word in _TIMES if getattr(self.file, word)]

    def _day(self, until_field: str | None) -> str | None:
        """Give the date field by which the rows are ordered or held against our date."""
        file, times = self.file, self._times()
        if not times and file.function not in _ORDERED:
            if file.by:
                self._fault(f"nothing here is by a date, so `by: {file.by}` says nothing", "by")
            return None
        if file.by and (file.through or file.until):
            self._fault("`through` and `until` name their date themselves", "by", hint="drop `by`")
        day = file.through or until_field or file.by or self.of.date
        word = next((w for w in ("through", "until", "by") if getattr(file, w)), None)
        if day is None:
            self._fault(
                f"`{(times or [file.function])[0]}` needs a date, and {self.of.kind} has none",
                hint="say by which date field: write `by: …`",
            )
            return None
        need_date(
            self.notes, day, self.of, self.stated.document.place(self.stated.place(word or ""))
        )
        return day

    def _refuse(self, value: Node | None, where: Node | None) -> None:
        """Refuse what would have no meaning, or none that anyone could foresee."""
        function, times = self.file.function, self._times()
        if self.file.through and self.of.kind != self.on.kind:
            self._fault(
                f"`through` runs over the rule's own kind; {self.of.kind} needs `until`",
                "through", hint="write until: {their_date: our_date}",
            )  # fmt: skip
        if function in _OWN_KIND and self.of.kind != self.on.kind:
            self._fault(
                f"`{function}` sets a record beside others of its own kind, {self.on.kind}; "
                f"it cannot be taken of {self.of.kind}",
                function, hint=f"drop `of`, or derive it for {self.of.kind}",
            )  # fmt: skip
        if times and function not in _TIMED:
            self._fault(
                f"`{function}` is taken over the whole group: `{times[0]}` cannot stand beside it",
                times[0], hint="choose the rows with `where`",
            )  # fmt: skip
        if self.file.per == (WHOLE_BATCH,):
            self._refuse_parts(times, [node for node in (value, where) if node is not None])

    def _refuse_parts(self, times: list[str], nodes: list[Node]) -> None:
        """Refuse to make a fact about the whole batch differ from record to record."""
        for word in times:
            self._fault(
                f"`per: [batch]` is one fact for all: `{word}` cannot stand beside it", word
            )
        if any(getattr(part, "side", None) == "this" for node in nodes for part in node.walk()):
            self._fault("`per: [batch]` is one fact for all: it cannot read `this.…`", "where")

    def _at(self) -> tuple[tuple[int, int] | None, str | None]:
        """Give the part of the rows at or below a quantile, and the parameter that states it."""
        known = self.parameters.get(self.file.at or "")
        if self.file.at is None or known is None:
            return self._part(), None
        value = known.values[0].value
        if known.unit == "ratio" and known.by is None and len(known.values) == 1 and 0 < value < 1:
            return Fraction(value).as_integer_ratio(), known.id
        self._fault(
            f"`at` reads a part of the rows, and {known.id} is none", "at",
            hint="let it have the unit ratio and one value above 0% and below 100%, for all days",
        )  # fmt: skip
        return None, None

    def _part(self) -> tuple[int, int] | None:
        """Give the part of the rows that is written at a quantile, as a fraction."""
        if self.file.at is None:
            return None
        text = self.file.at.strip()
        number = text.removesuffix("%")
        if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", number):
            part = Fraction(number) / (100 if text.endswith("%") else 1)
            if 0 < part < 1:
                return part.numerator, part.denominator
        self._fault(f"{text!r} is not a part of the rows", "at", hint="write `at: 25%`, or 0.25")
        return None


def _fit_hint(fit: frozenset[str]) -> str:
    if "text" in fit:
        return "take one value: a list has no first or last here"
    words = ["numbers", "amounts"]
    words += ["durations"] if "days" in fit else []
    words += ["dates"] if "date" in fit else []
    return f"take {', '.join(words[:-1])} or {words[-1]}; or use count"


def _result(function: str, value: Node | None) -> t.Type:
    if function in {"count", "distinct", "rank"} or value is None:
        return t.NUMBER
    if function == "trace":
        return t.TEXT
    if function in _RATIOS:
        return t.NUMBER.scaled(t.QUOTIENT_SCALE)
    return value.type.scaled(t.QUOTIENT_SCALE) if function in _ROUNDED else value.type
