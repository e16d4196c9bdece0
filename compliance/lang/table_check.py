"""Overlaps and gaps of a decision table, found exactly, each with an input that shows it.

Every input falls into few cells between which no entry tells a difference: the constants that
entries compare it with, and the stretches between them. A row is a set of cells for each input;
two rows overlap where they share a cell of every input, and a combination of cells that no row
holds is a gap. Parameters are taken on each day on which one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any, Final

from compliance.errors import Fault
from compliance.lang import types as t
from compliance.lang.parameters import Parameter
from compliance.lang.table import SINGLE, InputColumn, Table, Version
from compliance.lang.table_cells import Cell, Env, OpaqueError, Tested, cells, constants, holds
from compliance.lang.tree import Node, ParameterRef

_MAX_SITUATIONS: Final = 2_000  # days and keys on which the parameters of one table differ
_MAX_STEPS: Final = 100_000  # of the search for a gap
_SHOWN: Final = 5  # overlaps that one version reports
_EXCLUSIVE: Final = frozenset({"unique", "any"})
_NO_KEY: Final = "\0"  # a key that no parameter lists


@dataclass(frozen=True)
class _Situation:
    """A day (and keys) on which the parameters that a table reads have these values."""

    words: str
    values: Env


@dataclass(frozen=True)
class _Grid:
    """The cells of each input, and for each row and input the set of its cells as bits."""

    names: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[int, ...], ...]

    def shown(self, picked: Sequence[int]) -> str:
        """Give an input as text, by the number of the cell of each column."""
        parts = zip(self.names, self.cells, picked, strict=True)
        return ", ".join(f"{name} = {options[number]}" for name, options, number in parts)


def tested(column: InputColumn, kind: t.Type) -> Tested:
    """Give the input of a column as an entry sees it: with its closed list, where it states one."""
    closed = t.Type("code", codes=frozenset(column.values)) if column.values else kind
    return Tested(closed, (0, 0))


def table_faults(
    table: Table,
    parameters: Mapping[str, Parameter],
    inputs: Sequence[Tested],
    entries: Sequence[Sequence[Sequence[Node]]],
) -> list[Fault]:
    """Give the overlaps that the hit policy refuses, and the gaps, in every version.

    `entries` are, for each version and each of its rows, the conditions on the inputs.
    """
    file = table.file
    found: list[Fault] = []
    if file.hit in SINGLE and (file.hit in _EXCLUSIVE or file.complete):
        for version, own in zip(table.versions, entries, strict=True):
            try:
                found += _Check(table, version, parameters, inputs, own).faults()
            except OpaqueError as error:
                place = table.document.place(version.path)
                found.append(Fault(f"overlaps and gaps cannot be found: {error}", place, _OPAQUE))
    return found


_OPAQUE: Final = (
    "compare inputs with constants and parameters; or write `hit: first` and `complete: false`"
)


class _Check:
    """Looks for the overlaps and gaps of one version of a table."""

    def __init__(
        self, table: Table, version: Version, parameters: Mapping[str, Parameter],
        inputs: Sequence[Tested], entries: Sequence[Sequence[Node]],
    ) -> None:  # fmt: skip
        self.table, self.version, self.parameters = table, version, parameters
        self.inputs, self.entries = inputs, entries

    def faults(self) -> Iterator[Fault]:
        """Give each overlap of two rows once, and the first gap."""
        seen: set[tuple[int, int]] = set()
        whole = not self.table.file.complete
        for situation in self._situations():
            grid = self._grid(situation.values)
            for pair, picked in self._overlaps(grid):
                if pair not in seen and len(seen) < _SHOWN:
                    seen.add(pair)
                    yield self._overlap(pair, f"{grid.shown(picked)}{situation.words}")
            gap = None if whole else _gap(grid)
            if gap is not None:
                whole = True
                yield Fault(
                    f"no row matches {grid.shown(gap)}{situation.words}",
                    self.table.document.place(self.version.path),
                    "add a row; or write `complete: false` where no answer is meant",
                )

    def _overlap(self, pair: tuple[int, int], words: str) -> Fault:
        one, other = (number + 1 for number in pair)
        place = self.table.document.place((*self.version.path, pair[1], "when"))
        if self.table.file.hit == "any":
            hint = "under `hit: any` rows that match together give the same answer"
            return Fault(f"rows {one} and {other} answer {words} differently", place, hint)
        hint = "under `hit: unique` one row matches; narrow a row, or write `hit: first`"
        return Fault(f"rows {one} and {other} both match {words}", place, hint)

    def _grid(self, values: Env) -> _Grid:
        columns = self.table.file.inputs
        made: list[tuple[Cell, ...]] = []
        for number, one in enumerate(self.inputs):
            found: list[Any] = []
            for row in range(len(self.entries)):
                with self._naming(row, number):
                    found += constants(self.entries[row][number], values)
            made.append(cells(one.type, found))
        rows = tuple(
            tuple(self._bits(row, number, made[number], values) for number in range(len(columns)))
            for row in range(len(self.entries))
        )
        return _Grid(tuple(column.name for column in columns), tuple(made), rows)

    def _bits(self, row: int, number: int, options: Sequence[Cell], values: Env) -> int:
        with self._naming(row, number):
            met = [holds(self.entries[row][number], cell.value, values) for cell in options]
        return sum(1 << place for place, true in enumerate(met) if true)

    @contextmanager
    def _naming(self, row: int, number: int) -> Iterator[None]:
        """Name the entry that cannot be followed."""
        try:
            yield
        except OpaqueError:
            text = self.version.rules[row].when[number]
            raise OpaqueError(
                f"the entry `{text}` of row {row + 1} compares with more than constants"
            ) from None

    def _overlaps(self, grid: _Grid) -> Iterator[tuple[tuple[int, int], list[int]]]:
        """Give pairs of rows that share a cell of every input, with the first cells shared."""
        if self.table.file.hit not in _EXCLUSIVE:
            return
        for one, other in combinations(range(len(grid.rows)), 2):
            same = self.version.rules[one].then == self.version.rules[other].then
            if same and self.table.file.hit == "any":
                continue
            shared = [a & b for a, b in zip(grid.rows[one], grid.rows[other], strict=True)]
            if all(shared):
                yield (one, other), [(bits & -bits).bit_length() - 1 for bits in shared]

    # parameters -----------------------------------------------------------------------------

    def _situations(self) -> Iterator[_Situation]:
        """Give every day and key on which the parameters that entries read differ."""
        read = self._parameters()
        days = self._days(read)
        keyed = sorted({item.by for item in read if item.by is not None})
        keys = [_keys(by, read) for by in keyed]
        if len(days) * _size(keys) > _MAX_SITUATIONS:
            raise OpaqueError("its parameters have too many values")
        seen: list[Env] = []
        for day, own in product(days, product(*keys)):
            key_of = dict(zip(keyed, own, strict=True))
            found = {item.id: item.lookup(day, key_of.get(item.by or "")) for item in read}
            values = {name: None if v is None else v.value for name, v in found.items()}
            if None not in values.values() and values not in seen:
                seen.append(values)
                words = [f"on {day}"] if day != date.min and read else []
                words += [f"{by} {key}" for by, key in key_of.items() if key != _NO_KEY]
                yield _Situation(f" ({', '.join(words)})" if words else "", values)

    def _parameters(self) -> list[Parameter]:
        nodes: list[Node] = [node for row in self.entries for node in row]
        refs = {p for node in nodes for p in node.walk() if isinstance(p, ParameterRef)}
        found = {ref.id: self.parameters[ref.id] for ref in refs}
        if any(ref.on is not None for ref in refs) or any(p.by == "band" for p in found.values()):
            raise OpaqueError("a parameter is read on another date, or by band")
        return [found[name] for name in sorted(found)]

    def _days(self, read: Sequence[Parameter]) -> list[date]:
        first, last = self.version.start or date.min, self.version.end or date.max
        days = {first}
        for value in (value for item in read for value in item.values):
            days |= {value.start or date.min}
            days |= {value.end + timedelta(days=1)} if value.end not in {None, date.max} else set()
        return sorted(day for day in days if first <= day <= last)


def _keys(by: str, read: Sequence[Parameter]) -> list[str]:
    listed = {v.key for item in read if item.by == by for v in item.values if v.key is not None}
    return [*sorted(listed), _NO_KEY]


def _size(keys: Sequence[Sequence[str]]) -> int:
    size = 1
    for own in keys:
        size *= len(own)
    return size


def _gap(grid: _Grid) -> list[int] | None:
    """Give a combination of known cells that no row holds, or None where there is none."""
    known = [[n for n, cell in enumerate(own) if cell.value is not None] for own in grid.cells]
    covered: set[tuple[int, frozenset[int]]] = set()
    steps = 0

    def search(column: int, rows: frozenset[int]) -> list[int] | None:
        nonlocal steps
        steps += 1
        if steps > _MAX_STEPS:
            raise OpaqueError("it has too many combinations of inputs")
        if not rows:
            return [own[0] for own in known[column:]]
        if column == len(known):
            return None
        for cell in known[column]:
            left = frozenset(row for row in rows if grid.rows[row][column] >> cell & 1)
            if (column + 1, left) in covered:
                continue
            found = search(column + 1, left)
            if found is not None:
                return [cell, *found]
            covered.add((column + 1, left))
        return None

    return search(0, frozenset(range(len(grid.rows))))
