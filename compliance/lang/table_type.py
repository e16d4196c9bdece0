"""A decision table, typed for the records that ask it: what a rule reads by a name of `derive`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from compliance.lang import types as t
from compliance.lang.check import Scope, check_unary, parse_duration
from compliance.lang.notes import Notes, Path, refuse_bands
from compliance.lang.syntax import ExpressionError
from compliance.lang.table import OutputColumn, Table, Version
from compliance.lang.table_check import table_faults, tested
from compliance.lang.tree import And, DateTest, Decide, IfElse, Literal, Node, TableRef, TableRow
from compliance.model.money import parse_money
from compliance.model.yaml_file import did_you_mean

_NOWHERE: Final = (0, 0)  # nodes that stand in no expression of the rule
_BY_PRIORITY: Final = frozenset({"priority", "output order"})
_LISTS: Final = frozenset({"collect", "rule order", "output order"})
_FIT: Final[Mapping[str, frozenset[str]]] = {
    "collect sum": frozenset({"number", "money", "days"}),
    **dict.fromkeys(("collect min", "collect max"), t.ORDERED),
    **dict.fromkeys(_LISTS, frozenset({"text"})),
}


@dataclass(frozen=True)
class _Row:
    """One typed row: its number, its condition, an output for each column.

    `entries` are the parts of the condition over plain inputs, for the search for overlaps.
    """

    number: int
    condition: Node
    outputs: tuple[Node, ...]
    entries: tuple[Node, ...]


def table_ref(name: str, table: Table, output: int, scope: Scope, notes: Notes) -> TableRef | None:
    """Give the node by which a rule reads one output of a table; None with its faults noted."""
    before = len(notes.faults)
    inputs = _inputs(table, scope, notes)
    typist = _Typist(table, scope, notes, inputs)
    versions = [typist.rows(version) for version in table.versions]
    if len(notes.faults) == before and not table.partial:
        entries = [[row.entries for row in rows] for rows in versions]
        notes.faults += table_faults(table, scope.parameters, typist.tested, entries)
    if len(notes.faults) > before:
        return None
    value = _by_date([typist.decide(rows, output) for rows in versions], table.versions)
    return TableRef(value.type, _NOWHERE, name, table.name, value)


def _inputs(table: Table, scope: Scope, notes: Notes) -> list[Node | None]:
    """Type the inputs over a record; None for one with its fault noted."""
    found: list[Node | None] = []
    for number, column in enumerate(table.file.inputs):
        path = ("inputs", number, "expression")
        node = notes.expression(column.expression, scope, table.document, path)
        if node is not None and not fits(node.type, column.type):
            place = table.document.place(("inputs", number, "type"))
            message = f"`{column.name}` is stated as {column.type}; it is {node.type}"
            notes.add(message, place, _column_hint(node.type))
            node = None
        found.append(node)
    return found


def _column_hint(given: t.Type) -> str | None:
    kind = next((name for name in _READ if fits(given, name)), None)
    return None if kind is None else f"write `type: {kind}`, or another expression"


def fits(given: t.Type, stated: str) -> bool:
    """Say whether a value has the type that a column states."""
    return given.name in (t.TEXTUAL if stated == "text" else {stated})


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-01-31") from None


def _number(text: str) -> Decimal:
    if re.fullmatch(r"-?\d{1,30}(\.\d{1,9})?", text) is None:
        raise ValueError(f"{text!r} is not a number")
    return Decimal(text)


def _days(text: str) -> int:
    duration = parse_duration(text)
    if duration is None or duration[0] != "days":
        raise ValueError(f"{text!r} is not a number of days: write P30D")
    return duration[1]


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "text": str,
    "number": _number,
    "money": parse_money,
    "date": _date,
    "boolean": _boolean,
    "days": _days,
}


class _Typist:
    """Types the rows of one table over one kind of record."""

    def __init__(
        self, table: Table, scope: Scope, notes: Notes, inputs: Sequence[Node | None]
    ) -> None:
        self.table, self.file, self.document = table, table.file, table.document
        self.scope, self.notes, self.inputs = scope, notes, inputs
        columns = zip(self.file.inputs, inputs, strict=True)
        self.tested = [tested(c, t.NULL if node is None else node.type) for c, node in columns]
        self._known: dict[tuple[str, int], tuple[Node, Node]] = {}  # entries often say the same
        self.listed = [self._listed(n, column) for n, column in enumerate(self.file.outputs)]

    def _listed(self, number: int, column: OutputColumn) -> tuple[Any, ...]:
        place, hit = self.document.place(("outputs", number)), self.file.hit
        if not column.values and hit in _BY_PRIORITY:
            hint = "list its answers, the most important first"
            self.notes.add(f"`hit: {hit}` needs `values` of `{column.name}`", place, hint)
        fit = _FIT.get(hit)
        if fit is not None and column.type not in fit:
            words = " or ".join(sorted(fit & set(_READ)))
            message = f"`hit: {hit}` needs an output of the type {words}"
            self.notes.add(message, place, "state another `type`, or write another `hit`")
        known: list[Any] = []
        for at, text in enumerate(column.values):
            try:
                known.append(_READ[column.type](text))
            except ValueError as error:
                here = self.document.place(("outputs", number, "values", at))
                self.notes.add(str(error), here, f"write each value as {column.type}")
        return tuple(known)

    def rows(self, version: Version) -> list[_Row]:
        """Type the rows of one version; those with a fault are left out, their faults noted."""
        found: list[_Row] = []
        for number, row in enumerate(version.rules):
            path = (*version.path, number)
            parts = [
                self._entry(text, place, (*path, "when", place))
                for place, text in enumerate(row.when[: len(self.inputs)])
            ]
            answers = zip(row.then, self.file.outputs, strict=False)
            outputs = [
                self._output(text, place, (*path, "then", place))
                for place, (text, _) in enumerate(answers)
            ]
            met = [part for part in parts if part is not None]
            known = tuple(node for node in outputs if node is not None)
            if len(met) == len(self.inputs) and len(known) == len(self.file.outputs):
                entries, tests = zip(*met, strict=True)
                condition = tests[0] if len(tests) == 1 else And(t.BOOLEAN, _NOWHERE, tests)
                found.append(_Row(number + 1, condition, known, entries))
        for place, column in enumerate(self.file.outputs):
            if found and all(row.outputs[place].type == t.NULL for row in found):
                here = self.document.place(version.path)
                self.notes.add(f"every answer of `{column.name}` is null", here)
        return found

    def _entry(self, text: str, place: int, path: Path) -> tuple[Node, Node] | None:
        """Type one entry over the plain input and over the record; None with its fault noted."""
        value = self.inputs[place]
        if self.notes.is_misread(self.document, path) or value is None:
            return None
        if (text, place) not in self._known:
            try:
                plain = check_unary(text, self.tested[place], self.scope)
                node = check_unary(text, value, self.scope)
                refuse_bands(node, self.scope)
            except ExpressionError as error:
                self.notes.error(error, self.document, path, text)
                return None
            self._known[text, place] = (plain, node)
        return self._known[text, place]

    def _output(self, text: str, place: int, path: Path) -> Node | None:
        column = self.file.outputs[place]
        node = self.notes.expression(text, self.scope, self.document, path)
        if node is None or node.type == t.NULL:
            return node
        here = self.document.place(path)
        if not fits(node.type, column.type):
            message = f"this is {node.type}; `{column.name}` is {column.type}"
            self.notes.add(message, here, _column_hint(node.type))
        elif isinstance(node, Literal):
            if self.listed[place] and node.value not in self.listed[place]:
                hint = did_you_mean(str(node.value), column.values)
                self.notes.add(f"{text} is not among the values of `{column.name}`", here, hint)
        elif self.file.hit in _BY_PRIORITY:
            hint = "write one of the values of the output"
            self.notes.add(f"`hit: {self.file.hit}` sets constants in order", here, hint)
        return node

    def decide(self, rows: Sequence[_Row], output: int) -> Decide:
        """Give the decision of one output by some rows."""
        hit, kind = self.file.hit, _joined([row.outputs[output] for row in rows])
        if hit == "collect count":
            kind = t.NUMBER
        elif hit in _LISTS:
            kind = t.list_of(t.TEXT)
        priority = self.listed[output] if hit in _BY_PRIORITY else ()
        if priority and len(self.file.outputs) > 1:
            rows, priority = sorted(rows, key=self._importance), ()
            hit = "first" if hit == "priority" else "rule order"
        made = [
            TableRow(t.BOOLEAN, _NOWHERE, row.number, row.condition, row.outputs[output])
            for row in rows
        ]
        return Decide(kind, _NOWHERE, hit, tuple(made), priority)

    def _importance(self, row: _Row) -> list[int]:
        """Give the places of a row's answers in their closed lists: the first column leads."""
        pairs = zip(row.outputs, self.listed, strict=True)
        return [
            known.index(node.value)
            if isinstance(node, Literal) and node.value in known
            else len(known)
            for node, known in pairs
        ]


def _joined(outputs: Sequence[Node]) -> t.Type:
    """Give the one type of all answers of a column; codes and references become plain text."""
    known = [node.type for node in outputs if node.type != t.NULL]
    if not known:
        return t.NULL
    return t.TEXT if known[0].name in t.TEXTUAL else known[0].scaled(max(k.scale for k in known))


def _by_date(decided: Sequence[Decide], versions: Sequence[Version]) -> Node:
    """Choose the version by the rule's date; a table without dates is its one decision."""
    if len(versions) == 1 and versions[0].start is None and versions[0].end is None:
        return decided[0]
    kind = decided[0].type.scaled(max(node.type.scale for node in decided))
    chosen: Node = Literal(t.NULL, _NOWHERE, None)
    for node, version in zip(reversed(decided), reversed(versions), strict=True):
        holds = DateTest(t.BOOLEAN, _NOWHERE, version.start, version.end)
        chosen = IfElse(kind, _NOWHERE, holds, node, chosen)
    return chosen
