"""The shipped catalogue: it reads, it is whole, and every field says what it means."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compliance.errors import ComplianceError
from compliance.model.catalogue import (
    AS_OF,
    Catalogue,
    Field,
    Kind,
    group_kind,
    lacking,
    read_catalogue,
)

FOLDER = Path(__file__).parents[2] / "rules" / "catalogue"
CORE = {
    "procurement",
    "contract",
    "spending",
    "receipt",
    "funding_line",
    "budget_movement",
    "vendor",
}
OTHER = {
    "amendment",
    "bid",
    "allocation",
    "share",
    "contribution",
    "approval",
    "event",
    "document",
    "pilot",
    "person",
    "delegation",
    "exclusion",
    "item",
    "agreement",
    "guarantee",
    "declaration",
}
SYSTEM = {"batch", "file", "owed"}
SAME_LISTS = [
    ("procurement.category", "funding_line.eligible_categories"),
    ("procurement.mechanism", "funding_line.eligible_mechanisms"),
    ("pilot.objective", "funding_line.eligible_objectives"),
    ("approval.act", "delegation.act"),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(FOLDER)


def every_field(catalogue: Catalogue) -> list[tuple[Kind, str, Field]]:
    return [(kind, name, field) for kind in catalogue for name, field in kind.fields.items()]


def test_every_kind_of_the_design_is_there(catalogue: Catalogue) -> None:
    assert set(catalogue.kinds) >= CORE | OTHER | SYSTEM
    assert {kind.kind for kind in catalogue if kind.core} == CORE
    assert {kind.kind for kind in catalogue if kind.system} >= SYSTEM


def test_every_meaning_is_a_sentence(catalogue: Catalogue) -> None:
    for kind, name, field in every_field(catalogue):
        assert field.meaning.endswith("."), (kind.kind, name)
        assert len(field.meaning.split()) >= 4, (kind.kind, name)


def test_every_number_has_a_unit(catalogue: Catalogue) -> None:
    for kind, name, field in every_field(catalogue):
        if field.type in {"money", "integer", "decimal", "ratio"}:
            assert field.unit, (kind.kind, name)


def test_money_names_the_day_of_its_rate(catalogue: Catalogue) -> None:
    for kind, name, field in every_field(catalogue):
        assert (field.type == "money") == bool(field.rate_date), (kind.kind, name)
        for day in field.rate_date:
            assert day == AS_OF or kind.fields[day].type == "date", (kind.kind, name)


def test_computed_fields_split_the_codes_without_overlap(catalogue: Catalogue) -> None:
    computed = [(kind, f.computed) for kind, _, f in every_field(catalogue) if f.computed]
    assert {kind.kind for kind, _ in computed} == {"spending", "budget_movement"}
    for kind, rule in computed:
        known = set(kind.fields[rule.by].values or {})
        assert set(rule.plus) | set(rule.minus) <= known
        assert not set(rule.plus) & set(rule.minus)


def test_money_vendors_and_people_are_never_correctable(catalogue: Catalogue) -> None:
    for kind, name, field in every_field(catalogue):
        if field.correctable:
            assert field.type != "money", (kind.kind, name)
            assert field.to not in {"vendor", "person"}, (kind.kind, name)


def test_names_of_people_stay_in_one_table(catalogue: Catalogue) -> None:
    personal = {f"{kind.kind}.{name}" for kind, name, f in every_field(catalogue) if f.personal}
    assert personal == {"person.name", "person.unit"}


@pytest.mark.parametrize(("one", "other"), SAME_LISTS)
def test_lists_that_are_compared_hold_the_same_codes(
    catalogue: Catalogue, one: str, other: str
) -> None:
    first, second = (catalogue.kinds[k].fields[f] for k, f in (one.split("."), other.split(".")))
    assert first.values == second.values


def test_paths_to_cases_and_sources_lead_somewhere(catalogue: Catalogue) -> None:
    for kind in catalogue:
        paths = [path for paths in kind.cases.values() for path in paths]
        for path in [*paths, *filter(None, [kind.source])]:
            here = kind
            for step in path.split(".")[:-1]:
                here = catalogue.kinds[here.fields[step].to or ""]
            assert path.split(".")[-1] in here.fields, (kind.kind, path)


def test_defaults_are_known_codes(catalogue: Catalogue) -> None:
    for kind, name, field in every_field(catalogue):
        if field.default is not None and field.values:
            assert field.default in field.values, (kind.kind, name)


def test_a_fault_names_its_file_and_line(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    spoiled = (
        (FOLDER / "bid.yaml").read_text(encoding="utf-8").replace("to: vendor", "to: vendr", 1)
    )
    (tmp_path / "bid.yaml").write_text(spoiled, encoding="utf-8")
    with pytest.raises(ComplianceError, match="did you mean `vendor`"):
        read_catalogue(tmp_path)


def test_a_group_keeps_the_fields_that_make_it_and_what_can_be_reached_from_them() -> None:
    catalogue = read_catalogue(FOLDER)
    spending = catalogue.kind("spending")
    alone = group_kind(spending, ("funding_line",))
    assert (alone.kind, alone.key) == ("spending by funding_line", ("funding_line",))
    assert (alone.date, alone.money, alone.record_kind) == (None, None, "funding_line")
    # The line of no year cannot be followed, so it stays a text, and gives no source.
    assert (alone.fields["funding_line"].type, alone.source) == ("text", None)
    whole = group_kind(spending, ("funding_line", "budget_year"))
    assert list(whole.fields) == ["funding_line", "budget_year"]
    assert (whole.fields["funding_line"].to, whole.source) == ("funding_line", spending.source)
    assert whole.cases["funding_line"] == ("funding_line",)
    assert "contract" not in whole.cases
    assert catalogue.with_kinds([whole]).kind(whole.kind) is whole
    assert whole.kind not in catalogue.kinds


def test_what_every_check_reads_cannot_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    (folder / "owed.yaml").unlink()
    common = (folder / "common.yaml").read_text(encoding="utf-8")
    (folder / "common.yaml").write_text(common.replace("  status:", "  state:"), encoding="utf-8")
    told = {
        Path(f.place.file).name: f.message
        for f in lacking(folder, read_catalogue(folder), broken=())
        if f.place
    }
    assert told == {
        "owed.yaml": "the kind `owed`, which the program makes, is missing",
        "common.yaml": "every kind needs the field `status`",
    }
