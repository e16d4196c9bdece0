"""The shipped profiles: each owes only kinds and fields that the catalogue knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.model.catalogue import read_catalogue
from compliance.model.yaml_file import read_document

RULES = Path(__file__).parents[2] / "rules"
PROFILES = sorted((RULES / "profiles").glob("*.yaml"))


def test_the_five_profiles_are_there() -> None:
    names = {path.stem for path in PROFILES}
    assert names == {
        "pilot",
        "programme",
        "spend_list",
        "open_contracting",
        "event_log",
    }


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_profile_owes_known_fields(path: Path) -> None:
    catalogue = read_catalogue(RULES / "catalogue")
    profile = read_document(path).data
    assert profile["id"] == path.stem
    assert profile["title"]
    assert profile["meaning"].endswith(".")
    for kind, fields in profile["owes"].items():
        known = catalogue.kind(kind).fields
        assert not catalogue.kind(kind).system
        assert set(fields) <= set(known), (kind, set(fields) - set(known))
        assert not [name for name in fields if known[name].computed]
        assert len(fields) == len(set(fields))
