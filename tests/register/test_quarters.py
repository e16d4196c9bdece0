"""A year brought in as four quarters gives what the whole year gives.

Rules that look back only find in each quarter what the whole year finds in it. All rules find it
once everything is there and is judged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from compliance import beside, register, remembered, run
from compliance.intake import read_batch
from compliance.lang.rulebook import load_rulebook
from compliance.model.result import Result
from compliance.register import open_register
from fixtures.specimen import make

if TYPE_CHECKING:
    from compliance.lang.rule import Rule
    from compliance.lang.rulebook import Rulebook
    from compliance.model.batch import Batch
    from compliance.model.catalogue import Catalogue

RULES = make.ROOT / "rules"
STARTS = [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
# Records of the program about files and the batch as a whole: each batch has its own.
OWN = {"batch", "file", "owed", "conflict", "waiver"}
Found = dict[str, tuple[str, str, Any]]


def quarters(batch: Batch, catalogue: Catalogue) -> list[Batch]:
    """Split a batch by the dates of its records; what bears no date comes with the first."""
    parts: list[dict[str, pa.Table]] = [{} for _ in range(4)]
    for kind, rows in batch.tables.items():
        field = catalogue.kinds[kind].date
        if field is None or field not in rows.column_names:
            number = pa.array([0] * rows.num_rows, pa.int64())
        else:
            number = pa.array([0] * rows.num_rows, pa.int64())
            for start in STARTS:
                later = pc.fill_null(
                    pc.greater_equal(rows[field], pa.scalar(start)), fill_value=False
                )
                number = pc.add(number, later.cast(pa.int64()))
        for place in range(4):
            own = rows.filter(pc.equal(number, place))
            if own.num_rows:
                parts[place][kind] = own
    return [
        replace(
            batch, context=replace(batch.context, name=f"q{place}"), tables=tables, files=(),
            supplied={kind: batch.supplied[kind] for kind in tables}, rejects=(), differences=(),
        )
        for place, tables in enumerate(parts, start=1)
    ]  # fmt: skip


@dataclass(frozen=True)
class Year:
    """The findings of the whole year at once, of each quarter, and of all quarters again."""

    rulebook: Rulebook
    whole: Found
    parts: Sequence[Found]
    again: Found
    fingerprints: tuple[set[str], set[str]]  # of the last quarter and of all, as compared
    compared: Any


def found(result: Result) -> Found:
    return {
        item.finding: (item.rule, item.outcome, item.amount_at_issue)
        for item in result.findings
        if item.record_kind not in OWN
    }


def check(store: Any, rulebook: Rulebook, batch: Batch | None, day: date) -> tuple[int, Result]:
    """Import a batch and judge it, or judge all; record the run."""
    imported = None if batch is None else register.import_batch(store, "anna", batch)
    read = beside.read_register(store, rulebook, imported, batch, day)
    result = run.evaluate(
        rulebook, read.batch, day, earlier=read.earlier, known_at=read.basis.known_at
    )
    root = register.run_root(read.basis, read.batch, result.findings)
    summary = b'{"findings":{}}'
    number = register.store_run(
        store, "anna", read.basis, root, result.findings, {"summary.json": summary},
        Path(rulebook.folder), {},
    )  # fmt: skip
    return number, result


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    rulebook = load_rulebook(RULES)
    batch = read_batch([make.TARGET], rulebook.catalogue, RULES)
    batch = register.without_names(batch, rulebook.catalogue)
    batch = replace(batch, files=(), rejects=(), differences=())
    day = batch.context.extracted_on
    assert day is not None
    whole = found(run.evaluate(rulebook, batch, day))
    url = str(tmp_path_factory.mktemp("quarters") / "register.db")
    store = open_register(url, create=True)
    parts = [check(store, rulebook, part, day) for part in quarters(batch, rulebook.catalogue)]
    last, again = check(store, rulebook, None, day)
    compared = remembered.compare(url, parts[-1][0], last)
    yield Year(
        rulebook, whole, [found(result) for _, result in parts], found(again),
        ({item.finding for item in parts[-1][1].findings}, {x.finding for x in again.findings}),
        compared,
    )  # fmt: skip
    store.close()


def looks_back(rule: Rule) -> bool:
    """Say whether a rule derives something, and nothing that a later record could change."""
    facts = rule.facts()
    return bool(facts) and all(
        fact.through or fact.within or fact.within_parameter for fact in facts
    )


def only(items: Mapping[str, Any], rules: set[str]) -> Found:
    return {name: item for name, item in items.items() if item[0] in rules}


@pytest.mark.slow
def test_rules_that_look_back_find_in_quarters_what_the_year_finds(year: Year) -> None:
    rules = {rule.id for rule in year.rulebook.live() if looks_back(rule)}
    union: Found = {}
    for part in year.parts:
        own = only(part, rules)
        assert not own.keys() & union.keys()  # each record is judged in its own quarter
        union |= own
    assert union == only(year.whole, rules)
    assert len({item[0] for item in union.values()}) > 3  # several such rules find something


@pytest.mark.slow
def test_all_that_the_register_holds_gives_what_the_year_gives(year: Year) -> None:
    assert year.again == year.whole
    assert len({item[0] for item in year.again.values()}) > 50


@pytest.mark.slow
def test_the_differences_are_shown_by_comparing_runs(year: Year) -> None:
    before, after = year.fingerprints
    assert {item.finding for item in year.compared.new} == after - before
    assert {item.finding for item in year.compared.persisting} == after & before
    assert {item.finding for item in year.compared.resolved} == before - after
