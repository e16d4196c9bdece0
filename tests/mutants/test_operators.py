"""The mutants are what they are said to be, and stand where the program does something."""

from __future__ import annotations

import pytest
from cosmic_ray.mutating import mutate_code

from .mutant import mutants_of, operator
from .operators import Negate, SwapAssigned, SwapIn, SwapSql, SwapWord

OWN = [
    (kind(), example)
    for kind in (Negate, SwapAssigned, SwapIn, SwapSql, SwapWord)
    for example in kind.examples()
]


@pytest.mark.parametrize(
    ("made", "example"), OWN, ids=[example.post_mutation_code for _, example in OWN]
)
def test_an_operator_changes_its_example(made, example) -> None:
    code = mutate_code(example.pre_mutation_code, made, example.occurrence)
    assert code.split() == example.post_mutation_code.split()


def changes(source: str, *, sql: bool = True) -> list[str]:
    return [
        mutate_code(source, operator(mutant.operator), mutant.occurrence).strip()
        for mutant in mutants_of("x.py", source, sql=sql)
    ]


def test_a_comparison_moves_its_boundary_and_its_sense() -> None:
    assert sorted(changes("a < b")) == ["a <= b", "a >= b"]


def test_a_constant_moves_by_one_each_way() -> None:
    assert changes("f(1)") == ["f( 2)", "f( 0)"]


def test_a_condition_is_turned_round_once() -> None:
    assert changes("x = a if b == c else d") == ["x = a if b != c else d"]
    assert changes("x = a if not b else d") == ["x = a if  b else d"]
    assert changes("x = a if b() else d") == ["x = a if not (b()) else d"]


def test_sql_is_changed_only_where_it_is_written() -> None:
    source = 'f"({a} AND {b})"'
    assert changes(source) == ['f"({a} OR {b})"']
    assert changes(source, sql=False) == []


@pytest.mark.parametrize(
    "source",
    [
        '"""Either this or that: 1 < 2 AND 3."""\n',
        "def f(a: int | None, *b: str | None) -> str | None: ...",
        "a: int | None",
        "@dataclass(frozen=True)\nclass A: ...",
        "if TYPE_CHECKING:\n    a = 1 < 2\n",
        "from a import b\nimport c",
        "isinstance(a, Name | t.Type)",
        "Leaf = PathLeaf | DateLeaf",
        "{**a, **b}",
        "[*a, *b]",
        "def f(*, a): g(*a, **b)",
        'a + "b" + c',
        "a + [b]",
        'folder / "name"',
        "a += b",
        'f"count(*) {a} ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING"',
    ],
)
def test_nothing_is_changed_where_it_would_say_nothing(source: str) -> None:
    assert changes(source) == []


def test_the_line_of_a_change_in_a_long_text_is_its_own() -> None:
    source = 'a = f"""\nSELECT {b}\nFROM {c} WHERE {d} AND {e}"""'
    assert [mutant.line for mutant in mutants_of("x.py", source, sql=True)] == [3]
