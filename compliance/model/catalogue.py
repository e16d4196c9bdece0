"""The catalogue: which kinds of record exist, their fields, types, units and meanings.

It is YAML (`rules/catalogue/*.yaml`), so an office adds a field or a kind without Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from compliance.errors import ComplianceError, Fault, Place
from compliance.model.reading import own_faults, read_file
from compliance.model.yaml_file import Frozen, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from compliance.model.yaml_file import Document

FieldType = Literal[
    "text",
    "code",
    "money",
    "decimal",
    "ratio",
    "integer",
    "boolean",
    "date",
    "timestamp",
    "reference",
    "list",
]


MADE: Final = (
    "batch",
    "file",
    "owed",
    "conflict",
)  # kinds that the program itself fills in every check
AS_OF: Final = "as_of"  # among rate dates: the day on which the batch is judged


class Computed(Frozen):
    """A money field that is `from_field` with the sign that the code in `by` gives it."""

    from_field: str = Setting(alias="from")
    """The money field that is given a sign."""
    by: str
    """The code that decides the sign."""
    plus: tuple[str, ...]
    """Codes that leave the amount as it is."""
    minus: tuple[str, ...]
    """Codes that make it negative."""


class Field(Frozen):
    """One field of a kind."""

    type: FieldType
    """What the values are."""
    meaning: str
    """What the field says, in one sentence."""
    unit: str | None = None
    """In what it is measured."""
    values: dict[str, str] | None = None
    """The codes of a closed list, each with its meaning."""
    to: str | None = None
    """reference: the kind that it refers to."""
    also: dict[str, str] = {}
    """reference to a key of several fields: {their key field: our field}."""
    of: Literal["code", "text", "reference"] | None = None
    """list: the type of one element."""
    rate_date: tuple[str, ...] = ()
    """money: the first of these dates that is set fixes the exchange rate; as_of is the day asked
    for.
    """
    default: str | None = None
    """What an empty cell means."""
    personal: bool = False
    """Whether it is about a person: it then stays out of evidence, hashes and reports."""
    correctable: bool = False
    """Whether a finding may propose another value."""
    computed: Computed | None = None
    """The field is made from others."""

    @model_validator(mode="after")
    def _whole(self) -> Field:
        if self.type == "code" and not self.values:
            raise ValueError("a code needs `values`, the closed list of words")
        if self.type == "reference" and not self.to:
            raise ValueError("a reference needs `to`, the kind it refers to")
        if self.type == "list" and not self.of:
            raise ValueError("a list needs `of`: code, text or reference")
        return self


class Kind(Frozen):
    """One kind of record: what one row is, its key, its date, its money and its fields."""

    kind: str
    """The name of the kind, which is also the name of the file."""
    title: str
    """What one record is called."""
    meaning: str
    """What one row is."""
    key: tuple[str, ...]
    """The fields that tell one record from another."""
    date: str | None = None
    """The date of the kind, used where a rule names none."""
    money: str | None = None
    """The money of the record; an amount at issue never exceeds it."""
    core: bool = False
    """Whether the plain template has a sheet for it."""
    system: bool = False
    """Whether the program makes it; it is then never read from a file."""
    dated: bool = False
    """Whether it is read as it stood on the rule's date; it then has valid_from and valid_until."""
    register_wins: bool = False
    """Whether the register is believed where a batch differs."""
    source: str | None = None
    """The path to the funding source of a record."""
    cases: dict[str, tuple[str, ...]] = {}
    """The cases that a record belongs to: kind of case, and paths of which the first that is set
    names it.
    """
    fields: dict[str, Field]
    """The fields, by name."""

    @property
    def key_text(self) -> str:
        """Name the first key field, by which other records refer to this one."""
        return self.key[0]

    @property
    def record_kind(self) -> str:
        """Name the kind as findings do."""
        return self.kind

    @property
    def base_kind(self) -> str:
        """Name the kind of the rows that a batch holds: of a group, that of which it is made."""
        return self.kind


class GroupKind(Kind):
    """A kind that a rule makes: one row for each distinct key among the rows of the kind `of`.

    Its fields are its key. Cancelled and superseded rows, and rows in which a part of the key is
    null, make no group. It has no date of its own: it is judged on the as-of date.
    """

    of: str

    @property
    def record_kind(self) -> str:
        """Name the kind as findings do: by the fields that make it."""
        return "+".join(self.key)

    @property
    def base_kind(self) -> str:
        """Name the kind of the rows of which groups are made."""
        return self.of


class Common(Frozen):
    """The fields that every kind has, and those of kinds that are read as they stood on a day."""

    every: dict[str, Field]
    """The fields that every kind has."""
    dated: dict[str, Field]
    """The fields of kinds that are read as they stood on a day."""


class Catalogue(Frozen):
    """All kinds, by name."""

    kinds: dict[str, Kind]

    def __iter__(self) -> Iterator[Kind]:  # type: ignore[override]
        """Give the kinds in the order of their names."""
        return iter(self.kinds.values())

    def kind(self, name: str, place: Place | None = None) -> Kind:
        """Give the kind called `name`, or fail with the nearest name."""
        if name not in self.kinds:
            message, hint = f"`{name}` is not a kind of record", did_you_mean(name, self.kinds)
            raise ComplianceError(faults=(Fault(message, place, hint, name),))
        return self.kinds[name]

    def with_kinds(self, kinds: Iterable[Kind]) -> Catalogue:
        """Give the catalogue with more kinds, such as those that rules make of groups."""
        return Catalogue(kinds={**self.kinds, **{kind.kind: kind for kind in kinds}})


def group_kind(of: Kind, each: tuple[str, ...]) -> GroupKind:
    """Give the kind whose rows are the groups of `of` by the fields `each`.

    A reference that needs a field beside it to be followed stays a text unless the group has that
    field too.
    """
    words = " and ".join(name.replace("_", " ") for name in each)
    fields = {name: _alone(of.fields[name], each) for name in each}

    def readable(path: str | None) -> bool:
        first, *rest = (path or "").split(".")
        return first in fields and (not rest or fields[first].type == "reference")

    return GroupKind(
        kind=f"{of.kind} by {'+'.join(each)}",
        title=f"{words[:1].upper()}{words[1:]} of {of.title.lower()}",
        meaning=f"All rows of {of.kind} that have the same {words}.",
        key=each,
        system=True,
        source=of.source if readable(of.source) else None,
        cases={
            case: kept
            for case, paths in of.cases.items()
            if (kept := tuple(filter(readable, paths)))
        },
        fields=fields,
        of=of.kind,
    )


def _alone(field: Field, each: tuple[str, ...]) -> Field:
    if all(beside in each for beside in field.also.values()):
        return field
    return field.model_copy(update={"type": "text", "to": None, "also": {}})


def read_catalogue(folder: Path) -> Catalogue:
    """Read `common.yaml` and one file a kind; all faults are raised together."""
    catalogue, faults = read_kinds(folder)
    if faults:
        raise ComplianceError(faults=own_faults(faults))
    return catalogue


def read_kinds(folder: Path) -> tuple[Catalogue, list[Fault]]:
    """Read what can be read of a catalogue; faults are returned, so that none hides another."""
    if not folder.is_dir():
        raise ComplianceError(
            "there is no catalogue of records here", Place(str(folder)), "expected rules/catalogue/"
        )
    shared = read_file(folder / "common.yaml", Common, {"every": {}, "dated": {}})
    common = shared.value or Common(every={}, dated={})
    faults = shared.leaving()
    kinds: dict[str, Kind] = {}
    documents: dict[str, Document] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "common.yaml":
            continue
        reading = read_file(path, Kind, {"kind": path.stem, "title": "", "meaning": "", "key": []})
        faults += reading.leaving(path.stem)
        own, document = reading.value, reading.document
        if own is None:
            continue
        if own.kind != path.stem:
            message = f"the kind `{own.kind}` does not match the file name"
            hint = f"name the file {own.kind}.yaml"
            faults.append(Fault(message, document.place(["kind"]), hint))
        extra = {} if own.system else {**common.every, **(common.dated if own.dated else {})}
        kinds[own.kind] = own.model_copy(update={"fields": {**own.fields, **extra}})
        documents[own.kind] = document
    for name, kind in kinds.items():
        faults += _dangling(kind, kinds, documents[name])
    return Catalogue(kinds=dict(sorted(kinds.items()))), faults


def lacking(folder: Path, catalogue: Catalogue, broken: Collection[str]) -> Iterator[Fault]:
    """Say what every check reads and a catalogue has not, but for files that are `broken`."""
    hint = "copy it from the catalogue that comes with the program"
    for name in MADE:
        place = Place(str(folder / f"{name}.yaml"))
        if not (folder / f"{name}.yaml").exists():
            yield Fault(f"the kind `{name}`, which the program makes, is missing", place, hint)
        elif place.file not in broken and not catalogue.kinds[name].system:
            yield Fault(f"the kind `{name}` is made by the program", place, "write `system: true`")
    place = Place(str(folder / "common.yaml"))
    kinds = (kind for kind in catalogue if not kind.system)
    if place.file not in broken and any("status" not in kind.fields for kind in kinds):
        yield Fault("every kind needs the field `status`", place, hint)


def _dangling(kind: Kind, kinds: Mapping[str, Kind], document: Document) -> Iterator[Fault]:
    """Say which names of a kind lead nowhere."""
    heads: list[tuple[str, tuple[str | int, ...]]] = [
        (name, ("key", number)) for number, name in enumerate(kind.key)
    ]
    heads += [
        (name, (word,)) for word, name in (("date", kind.date), ("money", kind.money)) if name
    ]
    for name, path in heads:
        if name not in kind.fields:
            yield _unknown_field(name, kind, document.place(path))
    for name, field in kind.fields.items():
        here = ("fields", name)
        if field.to is not None and field.to not in kinds:
            yield Fault(
                f"{name} refers to `{field.to}`, which is no kind",
                document.place([*here, "to"]),
                did_you_mean(field.to, kinds),
                field.to,
            )
        for number, day in enumerate(field.rate_date):
            if day not in kind.fields and day != AS_OF:
                yield _unknown_field(day, kind, document.place([*here, "rate_date", number]))


def _unknown_field(name: str, kind: Kind, place: Place) -> Fault:
    hint = did_you_mean(name, kind.fields)
    return Fault(f"`{name}` is not a field of {kind.kind}", place, hint, name)
