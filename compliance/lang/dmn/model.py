"""A DMN model as read from its file: what it decides on, what it decides, and how.

Frozen values only; `reading.py` makes them, `decide.py` evaluates them. What the profile leaves
out is kept as a `LeftOut` with its reason, so that only a decision that needs it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BUILT_IN_TYPES: Final[Mapping[str, str]] = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}


@dataclass(frozen=True)
class ItemDefinition:
    """A type of the model: another type, a structure or a list of these, with allowed values.

    `function` marks the type of a function; its `type_ref` is then that of the result.
    """

    name: str
    type_ref: str | None
    is_collection: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed: str | None = None
    constraint: str | None = None
    function: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A box that the profile does not evaluate, and why."""

    reason: str


@dataclass(frozen=True)
class Literal:
    """A box that holds one expression as text."""

    text: str
    type_ref: str | None
    line: int


@dataclass(frozen=True)
class Context:
    """Named boxes, each seeing those before it; a last one without a name is the result."""

    entries: tuple[tuple[str | None, str | None, Box], ...]
    type_ref: str | None


@dataclass(frozen=True)
class Invocation:
    """A function called with boxes by name, each with the type that it is given."""

    function: Box
    bindings: tuple[tuple[str, str | None, Box], ...]
    type_ref: str | None


@dataclass(frozen=True)
class ListBox:
    """A list of boxes."""

    items: tuple[Box, ...]
    type_ref: str | None


@dataclass(frozen=True)
class Relation:
    """Rows of boxes under columns (name and type): a list of contexts."""

    columns: tuple[tuple[str, str | None], ...]
    rows: tuple[tuple[Box, ...], ...]
    type_ref: str | None


@dataclass(frozen=True)
class Conditional:
    """A condition and two boxes."""

    condition: Box
    then: Box
    otherwise: Box
    type_ref: str | None


@dataclass(frozen=True)
class Input:
    """One input of a table: its expression, its values where they are listed, its heading."""

    expression: Literal
    values: str | None
    label: str | None
    line: int


@dataclass(frozen=True)
class Output:
    """One output of a table: name, values in order of priority, and what holds without a match."""

    name: str | None
    type_ref: str | None
    values: str | None
    default: str | None
    line: int


@dataclass(frozen=True)
class Row:
    """One rule of a table: unary tests for each input, an expression for each output, a note."""

    tests: tuple[Literal, ...]
    outputs: tuple[Literal, ...]
    note: str | None


@dataclass(frozen=True)
class Table:
    """A decision table. `policy` is DMN's word; `aggregation` stands with COLLECT only."""

    policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    type_ref: str | None
    line: int


Box = Literal | Context | Invocation | ListBox | Relation | Conditional | Table | LeftOut


@dataclass(frozen=True)
class InputData:
    """What a decision is given."""

    name: str
    type_ref: str | None


@dataclass(frozen=True)
class Decision:
    """A decision: what it needs (by id), its box (without one it is null), what is said of it."""

    name: str
    type_ref: str | None
    box: Box | None
    needs: tuple[str, ...]
    label: str | None
    description: str | None
    line: int


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: a function by its parameters (name and type) and its box."""

    name: str
    type_ref: str | None
    parameters: tuple[tuple[str, str | None], ...]
    box: Box | None
    needs: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Service:
    """A decision service, known by name only."""

    name: str


Node = InputData | Decision | Knowledge | Service


@dataclass(frozen=True)
class Model:
    """A DMN model: its name, types by name, nodes by id, and the names of all members of values."""

    name: str
    file: str
    types: Mapping[str, ItemDefinition]
    nodes: Mapping[str, Node]
    members: frozenset[str]
    imports: bool
