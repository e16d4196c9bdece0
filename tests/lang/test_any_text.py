"""Whatever is written is read or refused in words: nothing else comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.lang.check import check, check_unary
from compliance.lang.functions import FUNCTIONS
from compliance.lang.spoken import Spoken
from compliance.lang.syntax import ExpressionError
from tests.compiler.plain import deals
from tests.compiler.worked import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from compliance.lang.tree import Node

DEALS = deals()
SPOKEN = Spoken(DEALS.scope.parameters)
NAMES = ["bids", "value", "rate", "signed_on", "tags", "stage", "name", "urgent", "year", "p.money"]
SIGNS = [
    "(",
    ")",
    "[",
    "]",
    ",",
    "..",
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    ">=",
    "%",
    ".",
    "\n",
]
WORDS = ["and", "or", "in", "between", "on", "if", "then", "else", "null", "true", "this", "as_of"]
CONSTANTS = [
    "0",
    "1",
    "2.5",
    '"a"',
    '"a+"',
    'date("2026-01-31")',
    'duration("P1M")',
    'money("1 EUR")',
]
PIECES = st.sampled_from([*NAMES, *SIGNS, *WORDS, *CONSTANTS, *(f"{name}(" for name in FUNCTIONS)])


@st.composite
def near_expressions(draw: st.DrawFn) -> str:
    """Write texts most of which are expressions: forms filled by smaller ones."""
    forms = st.sampled_from(
        ["{} = {}", "{} + {}", "{} and {}", "{} in ({}, {})", "({})", "{} / {}", "[{}, {}]"]
        + [f"{name}({{}})" for name in FUNCTIONS]
        + [f"{name}({{}}, {{}})" for name in FUNCTIONS]
        + ["if {} then {} else {}", "{} in [{}..{}]", "-{}", "{} between {} and {}", "{} ** 2"]
    )
    leaves = st.sampled_from(NAMES + CONSTANTS + ["null", "as_of", "true"])
    deeper = st.recursive(
        leaves,
        lambda inner: st.tuples(forms, st.lists(inner, min_size=3, max_size=3)).map(filled),
        max_leaves=8,
    )
    return draw(deeper)


def filled(parts: tuple[str, list[str]]) -> str:
    """Fill a form with as many expressions as it has places."""
    form, inner = parts
    return form.format(*inner)


TEXTS = st.one_of(
    near_expressions(), st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40)
)


def tried(make: Callable[[], Node]) -> Node | ExpressionError:
    """Give the node, or the fault that was raised in its place."""
    try:
        return make()
    except ExpressionError as error:
        return error


@settings(max_examples=250, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_any_text_is_an_expression_or_is_refused_at_its_place(text: str) -> None:
    found = tried(lambda: check(text, DEALS.scope, last_division=True))
    if isinstance(found, ExpressionError):
        assert found.message
        assert 0 <= found.span[0] <= found.span[1] <= len(text) + 1
        return
    DEALS.value(found, RECORD)
    DEALS.value(found, {})
    assert SPOKEN.condition(found)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(text=TEXTS, tested=st.sampled_from(["bids", "value", "signed_on", "stage", "urgent"]))
def test_any_text_is_an_entry_or_is_refused_at_its_place(text: str, tested: str) -> None:
    found = tried(lambda: check_unary(text, check(tested, DEALS.scope), DEALS.scope))
    if isinstance(found, ExpressionError):
        assert 0 <= found.span[0] <= found.span[1] <= len(text) + 1
        return
    assert DEALS.value(found, RECORD) in {True, False, None}


def test_the_written_texts_are_often_expressions() -> None:
    found: list[bool] = []

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(text=near_expressions())
    def draw(text: str) -> None:
        found.append(not isinstance(tried(lambda: check(text, DEALS.scope)), ExpressionError))

    draw()
    assert sum(found) > 40
