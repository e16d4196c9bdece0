"""What holds for every rule and every record (design section 9)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from compliance.compiler.plan import make_plan
from compliance.compiler.world import NEVER_COUNTED
from compliance.engine.account import rule_accounts
from compliance.engine.duck_functions import FUNCTIONS
from compliance.engine.spark_functions import FUNCTIONS as SPARK_FUNCTIONS
from compliance.lang.rulebook import load_rulebook
from compliance.model.catalogue import GroupKind
from compliance.model.finding import Outcome

from .both import AS_OF, evaluate, ran, world_of
from .records import records, seeded
from .rules import Drawn, rules
from .small import small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from compliance.compiler.world import RecordWorld, Row
    from compliance.lang.rule import Rule
    from compliance.model.catalogue import Kind

ROOT = Path(__file__).parents[2]
SEED = given(seed=st.integers(0, 2**32))
FEW = settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
BINARY = re.compile(
    r"\b(?:DOUBLE|FLOAT\d?|REAL|AVG|STDDEV\w*|QUANTILE\w*|MEDIAN)\b|(?<!/)/(?!/)", re.IGNORECASE
)
PASSES = frozenset({Outcome.PASS, Outcome.BY_EXCEPTION})


def drawn_rows(random: Random, count: int) -> dict[str, list[Row]]:
    """Give records whose hashes all differ, as hashes of different content do."""
    made = records(random, small()[0], {"deal": count, "move": count})
    return {
        kind: [replace(row, row_hash=f"{n * 7919 % 104729:064x}") for n, row in enumerate(rows)]
        for kind, rows in made.items()
    }


def shuffled(random: Random, rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """Give the same records in another order."""
    mixed = {kind: random.sample(found, len(found)) for kind, found in rows.items()}
    return {k: [replace(row, index=n) for n, row in enumerate(found)] for k, found in mixed.items()}


def subjects(drawn: Sequence[Rule], rows: Mapping[str, Sequence[Row]]) -> RecordWorld:
    """Give the world of records with the groups that rules judge."""
    return world_of(rows).with_groups(rule.kind for rule in drawn)


@FEW
@SEED
def test_the_order_of_rows_changes_no_outcome(seed: int) -> None:
    random = seeded(seed)
    drawn, rows = rules(random, 10), drawn_rows(random, 30)
    again = shuffled(random, rows)
    first, second = (
        {
            (rule.id, row.row_hash): found.outcomes[rule.id][row.index]
            for rule in drawn
            for row in subjects(drawn, world).rows[rule.kind.kind]
        }
        for world, found in ((w, evaluate(drawn, w, measured=False)) for w in (rows, again))
    )
    assert first == second


@FEW
@SEED
def test_the_four_outcomes_add_up_to_the_records(seed: int) -> None:
    random = seeded(seed)
    drawn, rows = rules(random, 15, Drawn(derivations=1)), drawn_rows(random, 30)
    with ran(drawn, rows) as (connection, plan):
        accounts = rule_accounts(lambda query: connection.sql(query).fetchall(), plan, drawn)
    for rule in drawn:
        total = sum(accounts[rule.id][outcome.word] for outcome in Outcome)
        assert total == len(subjects(drawn, rows).rows[rule.kind.kind])


@settings(FEW, max_examples=4)
@SEED
def test_an_unknown_value_never_makes_a_record_pass(seed: int) -> None:
    random = seeded(seed)
    drawn = rules(random, 25, Drawn(null_tests=False, several_dates=False))
    rows = drawn_rows(random, 25)
    before = subjects(drawn, rows)
    for rule in drawn:
        judge = before.judge(rule)
        for row in before.rows[rule.kind.kind]:
            member = a_record_of(random, rule.kind, row, before)
            name, less = without_one(random, member, keep=frozenset(rule.kind.key))
            if before.outcome(judge, row) in PASSES or name is None:
                continue
            others = [less if other is member else other for other in rows[member.kind]]
            after = subjects([rule], {**rows, member.kind: others})
            found = after.outcome(after.judge(rule), less if member is row else row)
            assert found not in PASSES, (name, row, rule.file)


def a_record_of(random: Random, kind: Kind, row: Row, world: RecordWorld) -> Row:
    """Give the record itself, or some record of a group."""
    if not isinstance(kind, GroupKind):
        return row
    held = [row.values[name] for name in kind.key]
    members = (r for r in world.rows[kind.of] if r.values.get("status") not in NEVER_COUNTED)
    return random.choice([r for r in members if [r.values[name] for name in kind.key] == held])


def without_one(random: Random, row: Row, keep: frozenset[str]) -> tuple[str | None, Row]:
    """Give a record with one known value less.

    No bound of validity means always, and a record without its key is in no group: both stay.
    """
    kept = {f"{row.kind}_id", "line_id", "year", "valid_from", "valid_until", *keep}
    known = [name for name, value in row.values.items() if value is not None and name not in kept]
    if not known:
        return None, row
    name = random.choice(known)
    return name, replace(row, values={**row.values, name: None})


@FEW
@SEED
def test_one_more_record_changes_no_outcome_of_a_row_rule(seed: int) -> None:
    random = seeded(seed)
    drawn, rows = rules(random, 15, Drawn(paths=3, derivations=0)), drawn_rows(random, 25)
    drawn = [rule for rule in drawn if not isinstance(rule.kind, GroupKind)]
    more = {
        kind: [*found, replace(found[0], key="new", row_hash="f" * 64, index=len(found))]
        for kind, found in rows.items()
        if kind in {"deal", "move"}
    }
    first = evaluate(drawn, rows, measured=False).outcomes
    second = evaluate(drawn, {**rows, **more}, measured=False).outcomes
    for rule in drawn:
        assert second[rule.id][: len(first[rule.id])] == first[rule.id]


@settings(FEW, max_examples=1)
@SEED
def test_no_query_of_a_drawn_rule_computes_with_binary_fractions(seed: int) -> None:
    random = seeded(seed)
    rows = drawn_rows(random, 2)
    texts = [*evaluate(rules(random, 10), rows).sql, *FUNCTIONS]
    assert [text for text in texts if BINARY.search(without_texts(text))] == []


def test_no_function_written_out_for_spark_computes_with_binary_fractions() -> None:
    """Spark's `/` of decimals is exact where nothing is left to round, and stands there alone."""
    texts = {name: body for name, (_, body) in SPARK_FUNCTIONS.items() if name != "c_divide"}
    assert [name for name, body in texts.items() if BINARY.search(without_texts(body))] == []


@pytest.mark.slow
def test_no_query_of_a_shipped_rule_computes_with_binary_fractions() -> None:
    assert [text for text in shipped() if BINARY.search(without_texts(text))] == []


def shipped() -> Iterator[str]:
    """Give the queries of the rules that we ship, over a batch that supplies every field."""
    book = load_rulebook(ROOT / "rules")
    fields = {kind.kind: frozenset(kind.fields) for kind in book.catalogue}
    for step in make_plan(book, book.live(), fields, AS_OF).steps:
        yield step.query


def without_texts(sql: str) -> str:
    """Give a query without what stands in quotes."""
    return re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "", sql)
