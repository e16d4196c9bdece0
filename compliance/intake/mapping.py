"""Mapping files: how a publisher's columns and words become our fields and codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BeforeValidator
from pydantic import Field as Setting

from compliance.errors import ComplianceError, Fault
from compliance.intake.currencies import CODE_UNIT, CURRENCIES, currency_hint
from compliance.model.reading import own_faults, read_file
from compliance.model.yaml_file import Document, Frozen, did_you_mean, read_document, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from compliance.model.catalogue import Catalogue, Kind

NATIVE: Final = "native"
Keys = tuple[str | int, ...]
_STEP: Final = r"[^.\[\]]+(\[(\d+:?|only)\])?"  # a name, and which items of its list
_PATH: Final = re.compile(rf"{_STEP}(\.{_STEP})*")
SKIP: Final = "skip"  # in batch.yaml instead of a mapping: the file is left out


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])
]


class CurrencyColumn(Frozen):
    """The currency stands in a column of its own."""

    column: Names
    """The columns that may hold the currency; the first that the file has is read."""
    empty: str | None = None
    """The currency where that cell is empty, or the file has no such column."""


class FieldMap(Frozen):
    """Where one field comes from: the first of `column` that the file has, or a constant."""

    column: Names = ()
    """The columns that may hold the field; the first that the file has is read."""
    value: str | None = None
    """A constant, instead of a column."""
    values: dict[str, str | None] = {}
    """Their words and our codes; null where their word means nothing."""
    required: bool = False
    """Whether a row without it is rejected."""
    currency: str | CurrencyColumn | None = None
    """money: its currency, where it is not that of the mapping."""


class RecordMap(Frozen):
    """One record made from each row."""

    kind: str
    """The kind of record that is made."""
    primary: bool = False
    """Whether a row is accepted when this record is."""
    each: Names = ()
    """JSON: the path to the list of which each element makes a record; of several paths each pair
    of their elements does.
    """
    key: Names = ()
    """The fields that are the key; `hash` or nothing: the record is known by its content."""
    fields: dict[str, FieldMap]
    """Where each of our fields comes from."""
    when: tuple[Names, ...] = ()
    """The record is made only where each of these groups of columns has a filled cell."""
    negative: dict[str, str] = {}
    """What a negative amount makes of a code, such as {payment: refund}."""


class Reads(Frozen):
    """The format that the publisher uses, where it must be stated."""

    format: Literal["csv", "xlsx", "json", "jsonl", "parquet"] | None = None
    """The format of the files."""
    sheets: Names = ()
    """The sheets of a workbook that are read."""
    encoding: str | None = None
    """The encoding, where it cannot be found."""
    delimiter: str | None = None
    """What parts the columns, where it cannot be found."""
    part: str | None = None
    """The column that names the published file: dates are judged within it."""
    rows: Names = ()
    """JSON: the lists that hold the rows, the first that a document has; `.`: the document is one.

    Columns are then paths from the row, such as `tender.value.amount`. Of a list, `awards[0]` is
    the first item, `awards[1:]` those after it, `awards[only]` the item where there is only one.
    """


class MappingFile(Frozen):
    """One mapping; with no `records` it is the native one, whose sheets are called after kinds."""

    id: str
    """The name of the mapping, which is also the name of the file."""
    title: str
    """Whose files it reads."""
    profile: str
    """The profile of such a batch."""
    reads: Reads = Reads()
    """What must be stated of the publisher's format; the rest is found."""
    dates: Names = ()
    """How dates are written, in the order in which that is tried."""
    decimal: Literal[".", ","] | None = None
    """The decimal mark."""
    currency: str | CurrencyColumn | None = None
    """The currency of amounts, or the column that names it."""
    recognises: Names = ()
    """The columns by which a file is known to be of this publisher."""
    records: tuple[RecordMap, ...] = ()
    """The records made from each row; without any, headings are our own names."""
    footer: Names = Setting(default=())
    """Patterns of rows below the data that are no data."""

    @property
    def native(self) -> bool:
        """Tell whether sheets and headings carry our own names."""
        return not self.records

    @property
    def primary(self) -> RecordMap:
        """Give the record by which a row is accepted."""
        return next((record for record in self.records if record.primary), self.records[0])


def load_mappings(rules: Path, catalogue: Catalogue) -> dict[str, MappingFile]:
    """Read all mapping files of a rulebook, by id; faults are raised together."""
    mappings, faults = read_mappings(rules, catalogue)
    if faults:
        raise ComplianceError(faults=own_faults(faults))
    return mappings


def read_mappings(rules: Path, catalogue: Catalogue) -> tuple[dict[str, MappingFile], list[Fault]]:
    """Read all mapping files of a rulebook; faults are returned, so that none hides another."""
    found: dict[str, MappingFile] = {}
    faults: list[Fault] = []
    for path in sorted((rules / "mappings").glob("*.yaml")):
        reading = read_file(path, MappingFile, {"id": path.stem, "title": "", "profile": ""})
        mapping, document = reading.value, reading.document
        faults += reading.faults
        if mapping is None:
            continue
        faults += [
            *_profile_faults(document, mapping, rules),
            *_faults(document, mapping, catalogue, reading.lost),
        ]
        if mapping.id != path.stem:
            message = f"the id `{mapping.id}` does not match the file name"
            faults.append(
                Fault(message, document.place(["id"]), f"name the file {mapping.id}.yaml")
            )
        if not reading.faults:
            found[mapping.id] = mapping
    return found, faults


def _profile_faults(document: Document, mapping: MappingFile, rules: Path) -> Iterator[Fault]:
    profiles = {path.stem for path in (rules / "profiles").glob("*.yaml")}
    if profiles and mapping.profile and mapping.profile not in profiles:
        place, hint = document.place(["profile"]), did_you_mean(mapping.profile, profiles)
        yield Fault(f"there is no profile `{mapping.profile}`", place, hint)


def native_mapping(rules: Path, catalogue: Catalogue) -> MappingFile:
    """Give the native mapping of a rulebook, or the plain one where it states none."""
    path = rules / "mappings" / f"{NATIVE}.yaml"
    if path.is_file():
        return load_mapping(path, catalogue)
    return MappingFile(id=NATIVE, title="Native", profile="pilot")


def load_mapping(path: Path, catalogue: Catalogue) -> MappingFile:
    """Read one mapping file and check its names against the catalogue."""
    document = read_document(path)
    mapping = validate(document, MappingFile)
    faults = tuple(_faults(document, mapping, catalogue))
    if faults:
        raise ComplianceError(faults=faults)
    return mapping


def chosen(name: str, mappings: Mapping[str, MappingFile], catalogue: Catalogue) -> MappingFile:
    """Give the mapping called `name`, or read the file of that name."""
    from pathlib import Path as _Path

    if name in mappings:
        return mappings[name]
    if _Path(name).is_file():
        return load_mapping(_Path(name), catalogue)
    raise ComplianceError(
        f"there is no mapping `{name}`", hint=did_you_mean(name, mappings) or "give its file"
    )


def _faults(
    document: Document,
    mapping: MappingFile,
    catalogue: Catalogue,
    lost: AbstractSet[str] = frozenset(),
) -> Iterator[Fault]:
    if sum(record.primary for record in mapping.records) > 1:
        yield Fault("two records are primary", document.place(["records"]), "keep one")
    yield from _currency_faults(document, _stated(("currency",), mapping.currency))
    for number, record in enumerate(mapping.records):
        here = ("records", number)
        if record.kind not in catalogue.kinds or catalogue.kinds[record.kind].system:
            yield Fault(
                f"`{record.kind}` is not a kind of record",
                document.place([*here, "kind"]),
                did_you_mean(record.kind, catalogue.kinds),
                record.kind,
            )
            continue
        yield from _record_faults(document, here, record, catalogue.kinds[record.kind], lost)
        if mapping.reads.rows:
            yield from _path_faults(document, here, record)


def _path_faults(document: Document, here: Keys, record: RecordMap) -> Iterator[Fault]:
    hint = "write names with dots between them, such as `awards.date`, `awards[0]`, `awards[only]`"
    for name, item in record.fields.items():
        own = (*here, "fields", name)
        stated = {(*own, "column"): item.column}
        if isinstance(item.currency, CurrencyColumn):
            stated[(*own, "currency", "column")] = item.currency.column
        for keys, paths in stated.items():
            for number, path in enumerate(paths):
                if _PATH.fullmatch(path) is None:
                    yield Fault(f"`{path}` is no path", document.place([*keys, number]), hint)


def _record_faults(
    document: Document, here: Keys, record: RecordMap, kind: Kind, lost: AbstractSet[str]
) -> Iterator[Fault]:
    for name, item in record.fields.items():
        path = [*here, "fields", name]
        field = kind.fields.get(name)
        if field is None:
            yield Fault(
                f"`{name}` is not a field of {kind.kind}",
                document.place(path, key=True),
                did_you_mean(name, kind.fields),
                name,
            )
            continue
        if bool(item.column) == (item.value is not None) and name not in lost:
            hint = "write one of the two"
            yield Fault("a field has either `column` or `value`", document.place(path), hint)
        words: dict[Keys, str] = {(*path, "values", own): w for own, w in item.values.items() if w}
        words |= {(*path, "value"): item.value} if item.value else {}
        if field.type == "code":
            yield from (
                Fault(
                    f"`{word}` is not a code of {kind.kind}.{name}",
                    document.place(own),
                    did_you_mean(word, field.values or {}),
                )
                for own, word in words.items()
                if word not in (field.values or {})
            )
        stated = words if field.unit == CODE_UNIT else {}
        stated = {**stated, **_stated((*path, "currency"), item.currency)}
        yield from _currency_faults(document, stated)
    for number, name in enumerate(record.key):
        if name != "hash" and name not in record.fields:
            place = document.place([*here, "key", number])
            yield Fault(f"the key field `{name}` is not mapped", place, f"add `{name}` to `fields`")


def _stated(path: Keys, currency: str | CurrencyColumn | None) -> dict[Keys, str]:
    """Give the code that a mapping states for a currency, with its place, where it states one."""
    if isinstance(currency, CurrencyColumn):
        return {(*path, "empty"): currency.empty} if currency.empty else {}
    return {path: currency} if currency else {}


def _currency_faults(document: Document, words: Mapping[Keys, str]) -> Iterator[Fault]:
    return (
        Fault(f"`{word}` is no currency", document.place(path), currency_hint(word))
        for path, word in words.items()
        if word not in CURRENCIES
    )
