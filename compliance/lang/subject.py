"""Of what a rule judges each: a record of one kind, or a group of records."""

from __future__ import annotations

from typing import Final

from compliance.errors import ComplianceError, Fault, Place
from compliance.lang import types as t
from compliance.lang.files import Each
from compliance.model.catalogue import Catalogue, Kind, group_kind
from compliance.model.yaml_file import Document, did_you_mean

_GROUPING: Final = frozenset({"text", "code", "reference", "date", "integer", "boolean"})


def subject(on: str | Each, document: Document, catalogue: Catalogue) -> Kind:
    """Give the kind of which a rule judges each record, or the kind of the groups that it makes."""
    if isinstance(on, str):
        return catalogue.kind(on, document.place(["on"]))
    of = catalogue.kind(on.of, document.place(["on", "of"]))
    faults = [
        fault
        for number, name in enumerate(on.each)
        if (fault := _ungrouped(name, of, document.place(["on", "each", number]))) is not None
    ]
    if faults:
        raise ComplianceError(faults=tuple(faults))
    return group_kind(of, on.each)


def _ungrouped(name: str, of: Kind, place: Place) -> Fault | None:
    """Say why records cannot be grouped by a field, None where they can."""
    if name not in of.fields:
        hint = did_you_mean(name, of.fields)
        return Fault(f"`{name}` is not a field of {of.kind}", place, hint, name)
    if of.fields[name].type not in _GROUPING:
        found = t.field_type(of.fields[name])
        hint = "group by a text, a code, a reference, a date, a whole number or a yes/no field"
        return Fault(f"`{name}` is {found}, by which nothing is grouped", place, hint)
    if of.fields[name].personal:
        return Fault(f"`{name}` is personal, and the name of a group is printed", place)
    return None
