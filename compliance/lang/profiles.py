"""Profiles: which kinds and fields a batch of one sort owes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from compliance.errors import Fault
from compliance.model.catalogue import Catalogue
from compliance.model.reading import read_file
from compliance.model.yaml_file import Frozen, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path


class Profile(Frozen):
    """One profile: the fields owed, by kind."""

    id: str
    """The name of the profile, which is also the name of the file."""
    title: str
    """What it is called in reports."""
    meaning: str
    """What sort of batch it is."""
    owes: dict[str, tuple[str, ...]]
    """The fields that such a batch owes, by kind of record."""


def read_profiles(folder: Path, catalogue: Catalogue) -> tuple[Mapping[str, Profile], list[Fault]]:
    """Read every profile; faults are returned, so that none hides another."""
    found: dict[str, Profile] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_file(
            path, Profile, {"id": path.stem, "title": "", "meaning": "", "owes": {}}
        )
        faults += reading.faults
        profile, document = reading.value, reading.document
        if profile is None:
            continue
        found[profile.id] = profile
        if profile.id != path.stem:
            message = f"the profile {profile.id} does not match the file name"
            rename = f"name the file {profile.id}.yaml"
            faults.append(Fault(message, document.place(["id"]), rename))
        for kind, fields in profile.owes.items():
            if kind not in catalogue.kinds:
                place = document.place(("owes", kind), key=True)
                hint = did_you_mean(kind, catalogue.kinds)
                faults.append(Fault(f"`{kind}` is not a kind of record", place, hint, kind))
                continue
            known = catalogue.kinds[kind].fields
            for number, name in enumerate(fields):
                if name not in known:
                    place = document.place(("owes", kind, number))
                    hint = did_you_mean(name, known)
                    faults.append(Fault(f"`{name}` is not a field of {kind}", place, hint, name))
    return found, faults
