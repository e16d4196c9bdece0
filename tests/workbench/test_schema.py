"""The JSON Schemas: what an editor checks is what the strict reader checks, in the same words."""

from __future__ import annotations

import copy
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from compliance.authoring import file_shapes
from compliance.cli import main
from compliance.lang.rulebook import rulebook_digest
from compliance.model.yaml_file import read_document
from compliance.workbench.schema import schema_file, schemas
from compliance.workbench.shapes import file_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
FILES = [*sorted(RULES.rglob("*.yaml")), *sorted((ROOT / "fixtures").glob("*/batch.yaml"))]
SHAPES = file_shapes()
CORE = (  # what YAML 1.2 takes a plain word for; the others are text
    (r"null|Null|NULL|~|", lambda _: None),
    (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    (r"[-+]?[0-9]+", int),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
)


def _as_an_editor_reads(text: str) -> Any:
    """Read YAML by its core schema, which gives words types before any schema sees them."""

    def value(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key.value: value(inner) for key, inner in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [value(inner) for inner in node.value]
        if node.style:
            return node.value
        return next(
            (make(node.value) for p, make in CORE if re.fullmatch(p, node.value)), node.value
        )

    return value(yaml.compose(text, Loader=yaml.SafeLoader))


@cache
def _validator(kind: str, *, closed: bool) -> Draft202012Validator:
    """Give the packaged schema, closed by the rulebook's names, or the one of the shape alone."""
    name = schema_file(kind)
    text = (RULES / "schemas" / name).read_text("utf-8") if closed else schemas(SHAPES)[name]
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


def _kind(path: Path) -> str:
    kind = file_kind(path)
    assert kind is not None, path
    return kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_satisfies_its_schema_as_an_editor_and_as_the_reader_read_it(path: Path) -> None:
    validator = _validator(_kind(path), closed=True)
    for data in (_as_an_editor_reads(path.read_text("utf-8")), read_document(path).data):
        assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    "path", sorted(RULES.rglob("*.yaml")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_packaged_file_names_its_schema_first(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found is not None
    assert (path.parent / found[1]).resolve() == RULES / "schemas" / schema_file(_kind(path))


def test_the_packaged_schemas_are_current(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "schema", "--rules", str(RULES), "--out", str(tmp_path)]) == 0
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (RULES / "schemas").iterdir()}
    assert made == kept, "run `make pages`"
    assert capsys.readouterr().out == f"{len(kept)} schemas written to {tmp_path}\n"


def test_schemas_are_no_part_of_the_rulebook(tmp_path: Path) -> None:
    """Neither a set nor in the digest: a better description moves no result."""
    before = rulebook_digest(RULES)
    (tmp_path / "schemas").mkdir()
    for path in sorted(RULES.rglob("*.yaml")):
        copied = tmp_path / path.relative_to(RULES)
        copied.parent.mkdir(exist_ok=True)
        copied.write_bytes(path.read_bytes())
    (tmp_path / "schemas" / "rule.schema.json").write_text("{}", "utf-8")
    assert rulebook_digest(tmp_path) == before
    assert main(["rules", "check", str(tmp_path)]) == 0


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every schema of a map with stated keys."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from _objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _objects(inner)


@pytest.mark.parametrize("kind", SHAPES)
def test_every_key_is_described_and_no_other_allowed(kind: str) -> None:
    found = list(_objects(_validator(kind, closed=True).schema))
    assert found
    for item in found:
        assert item["additionalProperties"] is False
        for name, key in item["properties"].items():
            assert len(key.get("description", "")) > 8, name


# What an owner may do wrong, file by file; both the editor and the reader must say so.
WRONG = {
    "rules/payments/PAY-001.yaml": [
        ("severity: critical", "severity: huge"),
        ("id: PAY-001", "id: PAY-1"),
        ("status: live", "state: live"),
        ("date: 2026-01-10", "date: 10.01.2026"),
        ("version: 1", "version: first"),
        ("remedy:", "remedies:"),
        ("on: spending", "on: {each: [], of: spending}"),
    ],
    "rules/funding/FND-001.yaml": [
        ("waivable: no", "waivable: false"), ("until: {", "until: {a: b, "),
    ],
    "rules/payments/set.yaml": [
        ("sum: signed_amount", "sum: signed_amount\n    count: rows"),
        ("sum: signed_amount", "total: signed_amount"),
        ("through: booked_on", "through: booked_on\n    until: {booked_on: booked_on}"),
        ("through: booked_on", "at: 25%"),
        ("sum: signed_amount", "quartile: signed_amount"),
        ("sum: signed_amount", "table: t"),
    ],
    "rules/parameters/payments.yaml": [
        ("unit: ", "unit: of "), ("source:", "sauce:"), ("id: ", "id: X"),
    ],
    "rules/catalogue/bid.yaml": [("type: money", "type: cash"), ("key: [bid_id]", "key: {a: b}")],
    "rules/catalogue/common.yaml": [("type: code", "type: list"), ("dated:", "dates:")],
    "rules/profiles/pilot.yaml": [("owes:", "owed:"), ("meaning:", "meaning: null #")],
    "rules/mappings/uk-spend-25k.yaml": [
        ("format: csv", "format: doc"), ('decimal: "."', "decimal: x"),
    ],
    "fixtures/pilot/batch.yaml": [("currency: EUR", "curency: EUR"), ("rows: 7", "rows: few")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, group in WRONG.items() for change in group]
)
def test_what_is_wrong_is_refused_by_the_editor_and_by_the_reader(
    name: str, change: tuple[str, str], tmp_path: Path
) -> None:
    path = ROOT / name
    text = path.read_text("utf-8")
    assert change[0] in text
    broken = text.replace(*change)
    kind = _kind(path)
    (tmp_path / "broken.yaml").write_text(broken, "utf-8")
    assert not _reads(SHAPES[kind], read_document(tmp_path / "broken.yaml").data)
    assert not _validator(kind, closed=True).is_valid(_as_an_editor_reads(broken))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rules/payments/PAY-001.yaml", ("on: spending", "on: spnding")),
        ("rules/payments/set.yaml", ("of: spending", "of: payment")),
        ("rules/catalogue/bid.yaml", ("to: vendor", "to: firm")),
        ("rules/profiles/spend_list.yaml", ("spending:", "payment:")),
        ("rules/mappings/uk-spend-25k.yaml", ("kind: spending", "kind: payment")),
        ("rules/mappings/uk-spend-25k.yaml", ("profile: spend_list", "profile: list")),
    ],
)
def test_a_name_that_the_rulebook_does_not_have_is_seen(name: str, change: tuple[str, str]) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert change[0] in text
    kind = _kind(ROOT / name)
    assert not _validator(kind, closed=True).is_valid(_as_an_editor_reads(text.replace(*change)))


def _reads(shape: type[BaseModel], data: Any) -> bool:
    try:
        shape.model_validate(data)
    except ValidationError:
        return False
    return True


STRANGE: list[Any] = [
    None, "", "zzz", "0", "-1", "12", "1.5", "yes", "NO", "null", "2026-01-31", "2026-02-3", "all",
    "live", "25%", [], {}, ["zzz"], {"zzz": "zzz"}, [["zzz"]], {"by": "zzz"},
    {"from": "2026-01-31"},
]  # fmt: skip


def _changed(data: Any, random_: random.Random) -> Any:
    """Change one place of a document: drop, rename, add or replace a key or an item."""
    fresh = copy.deepcopy(data)
    holders = [fresh]
    for holder in holders:
        inner = holder.values() if isinstance(holder, dict) else holder
        holders += [value for value in inner if isinstance(value, (dict, list)) and value]
    holder = random_.choice(holders)
    key = random_.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    what = random_.randrange(4)
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, dict):
        holder[random_.choice([*KEYS])] = holder.pop(key)
    elif what == 2 and isinstance(holder, dict):
        holder[random_.choice([*KEYS])] = random_.choice(STRANGE)
    else:
        holder[key] = random_.choice(STRANGE)
    return fresh


KEYS = sorted(
    {f.alias or n for shape in SHAPES.values() for n, f in shape.model_fields.items()}
    | {"zzz", "through", "until", "table", "output", "at", "among", "count", "mean", "read", "by"}
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_schema_refuses_exactly_what_the_shape_refuses(path: Path) -> None:
    """On a hundred changes of each file. A day of the calendar is the reader's alone to judge."""
    kind, random_ = _kind(path), random.Random(path.name)
    validator, data = _validator(kind, closed=False), read_document(path).data
    for _ in range(100):
        changed = _changed(data, random_)
        assert validator.is_valid(changed) == _reads(SHAPES[kind], changed), changed
