"""The reference of the language is true: every example on its page is run by the plain reference.

A line `expression → result` stands in a block whose first word says how it is read; the record,
its parameters, the rows of sets and the decision tables are stated on the page as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
import yaml

from compliance.compiler.shown import show
from compliance.compiler.world import RecordWorld, Row
from compliance.lang import check_limits, regex, syntax
from compliance.lang.build import build_rule
from compliance.lang.check import Scope, check, check_unary
from compliance.lang.derive import set_facts
from compliance.lang.files import AGGREGATES, RuleFile, SetFile
from compliance.lang.functions import FUNCTIONS
from compliance.lang.notes import Notes
from compliance.lang.parameters import Parameter, read_parameters
from compliance.lang.syntax import ExpressionError
from compliance.lang.table import HitPolicy, read_tables
from compliance.lang.table_type import table_ref
from compliance.lang.types import field_type
from compliance.model.catalogue import Catalogue, read_catalogue
from compliance.model.money import Money, parse_money
from compliance.model.yaml_file import parse_document
from tests.compiler.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compliance.lang.tree import TableRef

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
BLOCK = re.compile(r"^```([a-z]+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class Block:
    """One fenced block: its first word, the rest of that line, its text."""

    word: str
    rest: str
    text: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Give the examples, as (expression, result)."""
        return [(left, right) for left, right in map(_halves, self.text.splitlines())]


def _halves(line: str) -> tuple[str, str]:
    left, right = line.split(" → ")
    return left, right


BLOCKS = [Block(*found) for found in BLOCK.findall(PAGE)]


def examples(word: str, rest: str = "") -> list[tuple[str, str]]:
    """Give the examples of all blocks of a kind."""
    return [
        line for block in BLOCKS if (block.word, block.rest) == (word, rest) for line in block.lines
    ]


def texts(word: str) -> list[str]:
    """Give the texts of all blocks that begin with a word."""
    return [block.text for block in BLOCKS if block.word == word]


# what the page states -----------------------------------------------------------------------------


@cache
def catalogue() -> Catalogue:
    """Give the catalogue of the packaged rules."""
    return read_catalogue(ROOT / "rules" / "catalogue")


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Parameter]:
    """Give the parameters that the page states."""
    folder = tmp_path_factory.mktemp("parameters")
    (folder / "page.yaml").write_text("\n".join(texts("parameters")), "utf-8")
    found, faults = read_parameters(folder)
    assert not faults, faults
    return found


@pytest.fixture(scope="module")
def plain(parameters: Mapping[str, Parameter], tmp_path_factory: pytest.TempPathFactory) -> Plain:
    """Give the reference over procurements, with the page's tables that state their hit policy."""
    kind = catalogue().kind("procurement")
    scope = Scope(catalogue(), kind, parameters)
    folder = tmp_path_factory.mktemp("tables")
    stated = [text for text in texts("table") if "hit: HIT" not in text]
    tables = {ref.table: ref for ref in (table(text, scope, folder) for text in stated)}
    return Plain(replace(scope, tables=tables), "launched_on", AS_OF)


def table(text: str, scope: Scope, folder: Path) -> TableRef:
    """Give a table as a rule over the scope's kind reads it."""
    path = folder / "one.yaml"
    path.write_text(text, "utf-8")
    tables, faults = read_tables(folder)
    path.unlink()
    notes = Notes()
    ((name, found),) = tables.items()
    ref = table_ref(name, found, 0, scope, notes)
    assert ref is not None, [*faults, *notes.faults]
    return ref


@cache
def record() -> dict[str, Any]:
    """Give the record that the page states, by the types of its fields."""
    (text,) = texts("record")
    pairs = (line.split(":", 1) for line in text.splitlines())
    return {name: cell("procurement", name, value.strip()) for name, value in pairs}


def cell(kind: str, path: str, text: str) -> Any:
    """Read a value as the page writes it, by the type of its field."""
    first, _, rest = path.partition(".")
    item = catalogue().kinds[kind].fields[first]
    if rest:
        return cell(str(item.to), rest, text)
    if not text:
        return None
    return _READ.get(field_type(item).name, str)(text)


def _money(text: str) -> Money:
    own, _, euro = text.partition(" = ")
    amount = parse_money(own)
    return replace(amount, base_minor=parse_money(euro).minor) if euro else amount


_READ: dict[str, Any] = {
    "money": _money,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "number": Decimal,
    "boolean": lambda text: text == "true",
    "list": lambda text: tuple(text.split("; ")),
}


def shown(value: Any, unit: str = "") -> str:
    """Write a value as the page does."""
    if value is None:
        return "null"
    return f"{show(value)} {unit}" if unit in {"days", "months"} else show(value)


# the examples -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), examples("feel"))
def test_an_expression_gives_what_the_page_says(plain: Plain, text: str, wanted: str) -> None:
    node = check(text, plain.scope)
    assert shown(plain.value(node, record()), node.type.name) == wanted


@pytest.mark.parametrize(("text", "wanted"), examples("feel", "measure"))
def test_a_last_division_gives_what_the_page_says(plain: Plain, text: str, wanted: str) -> None:
    assert shown(plain.evaluated(text, record(), last_division=True)) == wanted


@pytest.mark.parametrize(("text", "message"), examples("feel", "refused"))
def test_what_the_page_calls_refused_is_refused(plain: Plain, text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(text, plain.scope)
    assert message in f"{caught.value.message}; {caught.value.hint}"


@pytest.mark.parametrize(("text", "wanted"), examples("feel", "entry"))
def test_an_entry_of_a_table_is_met_as_the_page_says(plain: Plain, text: str, wanted: str) -> None:
    entry, tested = text.split(" of ")
    node = check_unary(entry, check(tested, plain.scope), plain.scope)
    assert shown(plain.value(node, record())) == wanted


@pytest.mark.parametrize(("text", "wanted"), examples("hits"))
def test_a_hit_policy_answers_as_the_page_says(
    plain: Plain, tmp_path: Path, text: str, wanted: str
) -> None:
    name, hit = text.split(", ")
    (stated,) = (item for item in texts("table") if item.startswith(f"table: {name}\n"))
    ref = table(stated.replace("hit: HIT", f"hit: {hit}"), plain.scope, tmp_path)
    assert shown(plain.value(ref, record())) == wanted


DERIVED = [block for block in BLOCKS if block.word == "derive"]


@pytest.mark.parametrize("block", DERIVED, ids=[block.text.split("→")[0] for block in DERIVED])
def test_a_fact_about_a_set_is_what_the_page_says(
    parameters: Mapping[str, Parameter], block: Block
) -> None:
    written, _, wanted = block.text.partition("→")
    parts = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 - cells stay text
    facts = parts if all(isinstance(part, dict) for part in parts.values()) else {"fact": parts}
    on = yaml.safe_load(block.rest or "spending")
    kinds = {"spending": rows("spending"), "vendor": rows("vendor")}
    own_set = set_facts(SET, NOWHERE, catalogue(), parameters)
    rule, faults = build_rule(NOWHERE, rule_file(on, facts), own_set)
    assert rule is not None, faults
    assert rule.measure is not None
    world = RecordWorld(catalogue(), parameters, AS_OF, kinds).with_groups([rule.kind])
    judge = world.judge(rule)
    subjects = world.rows[rule.kind.kind]
    found = [judge.reference.value(rule.measure, world.record(row)) for row in subjects]
    assert " · ".join(map(shown, found)) == wanted.strip()


NOWHERE = parse_document("id: XX-000\n", "page.yaml")
SET = SetFile(set="page", title="t", owner="o", version="1")


def rule_file(on: Any, facts: dict[str, Any]) -> RuleFile:
    """Give a rule that measures the first of some facts."""
    history = [{"version": 1, "date": "2026-01-01", "change": "c", "author": "a"}]
    return RuleFile.model_validate(
        {
            "id": "PAG-001", "title": "t", "asks": "a", "status": "trial", "kind": "indicator",
            "severity": "info", "authority": {"document": "d", "standing": "house"},
            "message": "m", "remedy": "r", "history": history, "on": on, "derive": facts,
            "measure": next(iter(facts)), "require": "true",
        }
    )  # fmt: skip


def rows(kind: str) -> list[Row]:
    """Give the rows that the page states for a kind."""
    (text,) = (block.text for block in BLOCKS if (block.word, block.rest) == ("rows", kind))
    head, *lines = ([part.strip() for part in line.split("|")] for line in text.splitlines())
    found = []
    for index, cells in enumerate(lines):
        values = {name: cell(kind, name, value) for name, value in zip(head, cells, strict=True)}
        named = {"status": "final", **values}
        found.append(Row(kind, cells[0], f"{index:064x}", index, named))
    return found


# the page is whole --------------------------------------------------------------------------------


def test_every_function_has_an_example() -> None:
    evaluated = " ".join(text for text, _ in examples("feel"))
    missing = [name for name in FUNCTIONS if f"{name}(" not in evaluated]
    assert not missing


def test_every_aggregate_has_an_example() -> None:
    told = {line.partition(":")[0] for block in DERIVED for line in block.text.splitlines()}
    assert set(AGGREGATES) <= told


def test_every_hit_policy_is_told() -> None:
    stated = {line for text in texts("table") for line in text.splitlines()}
    shown_here = {text.split(", ")[1] for text, _ in examples("hits")}
    shown_here |= {line.removeprefix("hit: ") for line in stated if line.startswith("hit: ")}
    for policy in get_args(HitPolicy):
        assert f"`{policy}`" in PAGE
    assert set(get_args(HitPolicy)) - {"any"} <= shown_here


@pytest.mark.parametrize(
    "limit",
    [
        f"{syntax.MAX_LENGTH:,} characters",
        f"{syntax.MAX_NESTING} brackets",
        f"{syntax.MAX_DEPTH} steps",
        f"{check_limits.MAX_NODES:,} parts",
        f"{check_limits.MAX_GROWTH:,} times",
        f"{regex.MAX_PATTERN} signs",
        f"{regex.MAX_REPEATED:,} with counted",
    ],
)
def test_the_page_states_the_limits_as_they_are(limit: str) -> None:
    assert limit in " ".join(PAGE.split())


def test_no_block_is_of_a_kind_that_nothing_runs() -> None:
    run = {"feel", "record", "parameters", "rows", "derive", "table", "hits"}
    assert {block.word for block in BLOCKS} == run
    assert {block.rest for block in BLOCKS if block.word == "feel"} <= {
        "", "measure", "refused", "entry",
    }  # fmt: skip
