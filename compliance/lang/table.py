"""Decision tables: `rules/tables/NAME.yaml`, from inputs to outputs by rows and a hit policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from compliance.errors import Fault
from compliance.model.reading import read_file
from compliance.model.yaml_file import Day, Document, Frozen

if TYPE_CHECKING:
    from pathlib import Path

HitPolicy = Literal[
    "unique", "any", "first", "priority", "rule order", "output order", "collect", "collect sum",
    "collect min", "collect max", "collect count",
]  # fmt: skip
ColumnType = Literal["text", "number", "money", "date", "boolean", "days"]
Standing = Literal["binding", "house", "analogue", "illustrative"]
_STAND_IN: Mapping[str, Any] = {
    "table": "unnamed", "title": "", "hit": "first", "source": "", "standing": "illustrative",
}  # fmt: skip
SINGLE = frozenset({"unique", "any", "first", "priority"})  # policies that give one answer


class InputColumn(Frozen):
    """What is tested: a name, an expression over the record, its type, and its closed list."""

    name: str
    """The heading of the column."""
    expression: str
    """What is tested, over the record."""
    type: ColumnType
    """What its values are."""
    values: tuple[str, ...] = ()
    """The closed list of its values, where there is one."""


class OutputColumn(Frozen):
    """What is answered; `values` is its closed list, the first the most important."""

    name: str
    """The heading of the column."""
    type: ColumnType
    """What its values are."""
    values: tuple[str, ...] = ()
    """The closed list of its values, the most important first."""


class RowFile(Frozen):
    """One row: an entry for each input (`-` is any), an expression for each output."""

    when: tuple[str, ...]
    """An entry for each input; `-` is anything."""
    then: tuple[str, ...]
    """An expression for each output."""
    note: str | None = None
    """Why the row is there."""

    @field_validator("when", "then", mode="before", json_schema_input_type=tuple[str | None, ...])
    @classmethod
    def _null_is_a_word(cls, value: Any) -> Any:
        """Read YAML's own `null` as the word `null` of an expression."""
        if not isinstance(value, list):
            return value
        return ["null" if entry is None else entry for entry in value]


class VersionFile(Frozen):
    """The rows that hold from a day on, until the next version or the day `until`."""

    from_date: Day | None = Setting(default=None, alias="from")
    """The first day on which the rows hold; without one, since ever."""
    until: Day | None = None
    """The last day on which they hold; without one, until the next version begins."""
    rules: tuple[RowFile, ...] = Setting(min_length=1)
    """The rows, in order."""


class TableFile(Frozen):
    """One decision table, as it is written."""

    table: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """The name of the table, which is also the name of the file."""
    title: str
    """What it decides."""
    hit: HitPolicy
    """What holds where several rows match (the hit policy of DMN)."""
    on: str | None = None
    """The kind of record whose fields the inputs read."""
    inputs: tuple[InputColumn, ...] = Setting(min_length=1)
    """What is tested."""
    outputs: tuple[OutputColumn, ...] = Setting(min_length=1)
    """What is answered."""
    source: str
    """Where the table was read."""
    standing: Standing
    """binding: somebody has read the clause; house: adopted by the office; analogue: borrowed from
    another body; illustrative: not confirmed.
    """
    complete: bool = True
    """false: some inputs match no row, on purpose."""
    rules: tuple[RowFile, ...] = ()
    """The rows, in order, where they are always the same."""
    versions: tuple[VersionFile, ...] = ()
    """The rows by date, where they changed."""

    @model_validator(mode="after")
    def _rows_once(self) -> TableFile:
        if bool(self.rules) == bool(self.versions):
            raise ValueError("a table has `rules`, or `versions` by date each with its `rules`")
        for names in ([c.name for c in self.inputs], [c.name for c in self.outputs]):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two columns are named `{twice}`")
        return self


@dataclass(frozen=True)
class Version:
    """The rows that hold from `start` to `end`, both inclusive, and where they stand."""

    start: date | None
    end: date | None
    rules: tuple[RowFile, ...]
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class Table:
    """A decision table that read well, with the file in which its faults are placed."""

    file: TableFile
    document: Document
    partial: bool = False  # rows or columns could not be read; then nothing is said of gaps

    @property
    def name(self) -> str:
        """Give the name by which rules ask for it."""
        return self.file.table

    @property
    def versions(self) -> tuple[Version, ...]:
        """Give the versions, the earliest first; each ends before the next begins."""
        file = self.file
        if file.rules:
            return (Version(None, None, file.rules, ("rules",)),)
        stated = sorted(enumerate(file.versions), key=lambda item: item[1].from_date or date.min)
        made: list[Version] = []
        for place, (number, item) in enumerate(stated):
            following = stated[place + 1][1].from_date if place + 1 < len(stated) else None
            ends = [item.until, None if following is None else following - timedelta(days=1)]
            end = min((day for day in ends if day is not None), default=None)
            path = ("versions", number, "rules")
            made.append(Version(item.from_date, end, item.rules, path))
        return tuple(made)


def read_tables(folder: Path) -> tuple[Mapping[str, Table], list[Fault]]:
    """Read every table of `folder`; faults are returned, so that none hides another."""
    found: dict[str, Table] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_file(path, TableFile, _STAND_IN)
        faults += (replace(fault, unsaid=frozenset({path.stem})) for fault in reading.faults)
        if reading.value is None or {"inputs", "outputs"} & reading.lost:
            continue
        table = Table(reading.value, reading.document, partial=bool(reading.faults))
        if table.name != path.stem and "table" not in reading.lost:
            message = f"the table {table.name} does not match the file name"
            place = table.document.place(["table"])
            faults.append(Fault(message, place, f"name the file {table.name}.yaml"))
        wrong = list(_row_faults(table))
        faults += [*_version_faults(table), *wrong]
        found[table.name] = replace(table, partial=table.partial or bool(wrong))
    return found, faults


def _version_faults(table: Table) -> Iterator[Fault]:
    """Check that versions follow one another."""
    stated = table.file.versions
    for number, item in enumerate(stated):
        place = table.document.place(["versions", number])
        start = item.from_date or date.min
        if start in [other.from_date or date.min for other in stated[:number]]:
            yield Fault("two versions begin on the same day", place, "keep one of them")
        if item.until is None:
            continue
        if item.until < start:
            yield Fault("the version ends before it begins", place)
        later = [other.from_date for other in stated if other.from_date is not None]
        both = min((day for day in later if start < day <= item.until), default=None)
        if both is not None:
            hint = "end this one before that day, or drop `until`"
            yield Fault(f"two versions hold on {both}", place, hint)


def _row_faults(table: Table) -> Iterator[Fault]:
    """Check that every row has an entry for each column."""
    columns = {
        "when": [column.name for column in table.file.inputs],
        "then": [column.name for column in table.file.outputs],
    }
    for version in table.versions:
        for number, row in enumerate(version.rules):
            own = "this row" if table.partial else f"row {number + 1}"
            for key, given in (("when", row.when), ("then", row.then)):
                path = (*version.path, number, key)
                if len(given) != len(columns[key]) and path not in table.document.spoiled:
                    yield Fault(
                        f"{own} has {_entries(len(given))} in `{key}`; the columns are "
                        f"{', '.join(columns[key])}",
                        table.document.place(path),
                        "write `-` for an input that may be anything"
                        if key == "when"
                        else "write one answer for each output",
                    )


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
