"""The clean worlds of the features: written by their script, whole, and free of loose ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.model.catalogue import Catalogue, read_catalogue
from compliance.model.yaml_file import read_document
from fixtures.clean import make

CLEAN = Path(make.__file__).parent
FILES = sorted(path for path in CLEAN.glob("*.yaml") if path.name != "batch.yaml")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(CLEAN.parents[1] / "rules" / "catalogue")


def test_the_files_are_those_of_the_script(catalogue: Catalogue) -> None:
    made = {name: make.written(*world, catalogue) for name, world in make.worlds().items()}
    assert {path.stem: path.read_text(encoding="utf-8") for path in FILES} == made


def test_every_kind_of_the_catalogue_has_a_clean_record(catalogue: Catalogue) -> None:
    kinds = {read_document(path).data["kind"] for path in FILES}
    # Of the kinds that the program makes, these are told by their values.
    told = {"waiver", "control_total", "number_range"}
    assert kinds == {kind.kind for kind in catalogue if not kind.system} | told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_references_and_codes_hold(path: Path, catalogue: Catalogue) -> None:
    data = read_document(path).data
    world = {kind: list(rows) for kind, rows in data["with"].items()}
    world.setdefault(data["kind"], []).insert(0, data["record"])
    assert set(world) == {kind.kind for kind in catalogue if not kind.system} | {data["kind"]}
    keys = {kind: {row[catalogue.kinds[kind].key_text] for row in world[kind]} for kind in world}
    for kind, rows in world.items():
        for row in rows:
            for name, value in row.items():
                field = catalogue.kinds[kind].fields[name]
                parts = [p for p in (value.split(";") if field.type == "list" else [value]) if p]
                if field.to:
                    assert set(parts) <= keys[field.to], (kind, name, value)
                if field.values:
                    assert set(parts) <= set(field.values), (kind, name, value)
        whole = [tuple(row[part] for part in catalogue.kinds[kind].key) for row in rows]
        assert len(whole) == len(set(whole)), kind
