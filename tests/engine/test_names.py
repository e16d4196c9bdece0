"""Names of firms: normal form, one spelling, candidates and groups."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.engine.firms import JOINED, chances, same_firm
from compliance.engine.likeness import Likenesses, likenesses
from compliance.engine.names import in_one_spelling, normal_tokens


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Orbital Imaging GmbH", ("orbital", "imaging")),
        ("Société Générale S.A.", ("societe", "generale")),
        ("Kosmos Sp. z o.o.", ("kosmos",)),
        ("ООО Ромашка", ("romashka",)),
        ("Ελλάς Α.Ε.", ("ellas",)),
        ("Ա/Ձ Անահիտ", ("anahit",)),
        ("Անահիտ ՍՊԸ", ("anahit",)),
        ("Orbital Imaging c/o Lunar Freight", ("lunar", "freight")),
        ("J. C. O. Design", ("jco", "design")),
        ("Lunar Freight & Co.", ("lunar", "freight")),
        ("SA", ("sa",)),
        ("", ()),
    ],
)
def test_a_name_is_written_without_its_form_and_script(name: str, tokens: tuple[str, ...]) -> None:
    assert normal_tokens(name) == tokens


def test_a_rare_spelling_gives_way_to_the_common_one_most_like_it() -> None:
    names = [("imaging",), ("imaging",), ("imagging",), ("images",), ("orbit",), ("orbits",)]
    # imagging differs by one letter of 8 from the word that stands twice, images by three;
    # orbit and orbits stand as often.
    assert in_one_spelling(names) == [
        ("imaging",), ("imaging",), ("imaging",), ("images",), ("orbit",), ("orbits",),
    ]  # fmt: skip


def test_spellings_of_one_firm_are_one_group_and_others_stay_apart() -> None:
    names = ["Orbital Imaging GmbH", "ORBITAL IMAGING", "Lunar Freight Ltd", "Orbtal Imaging AG"]
    assert same_firm(len(names), likenesses(names)) == [0, 0, 2, 0]


def test_the_same_names_give_the_same_scores() -> None:
    names = ["Ромашка", "Romashka Ltd", "Romashka Trade"]
    assert likenesses(names).score.tolist() == likenesses(names).score.tolist()


def test_names_that_share_nothing_are_no_candidates() -> None:
    assert len(likenesses(["Alpha", "Beta"])) == 0
    assert len(likenesses([])) == 0


def pairs(*rows: tuple[int, int, int]) -> Likenesses:
    left, right, score = (np.array(column) for column in zip(*rows, strict=True))
    return Likenesses(left, right, score)


def test_one_name_that_is_like_two_firms_does_not_join_them() -> None:
    # 2 is like all the others, and nobody else of 0, 1 is like 3, 4.
    found = pairs(
        (0, 1, 6000), (0, 2, 3000), (1, 2, 3000), (2, 3, 2500), (2, 4, 2500), (3, 4, 6000)
    )
    assert same_firm(5, found) == [0, 0, 0, 3, 3]


def test_the_order_of_the_pairs_moves_nothing() -> None:
    rows = [(a, b, (a * 7 + b * 5) % 11 * 900 - 3000) for b in range(12) for a in range(b)]
    expected = same_firm(12, pairs(*rows))
    Random(3).shuffle(rows)
    assert same_firm(12, pairs(*rows)) == expected


def test_a_score_of_nought_is_even_chances() -> None:
    assert chances(np.array([0, -100_000, 100_000])).tolist() == [500_000, 0, 1_000_000]
    assert JOINED > 500_000


@settings(max_examples=60)
@given(st.data())
def test_the_groups_are_those_of_joining_the_most_alike_of_all_first(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 9))
    every = list(combinations(range(count), 2))
    some = data.draw(
        st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=24).map(sorted)
    )
    scores = data.draw(  # of equal scores either may be the first, so none are equal
        st.lists(st.integers(-3000, 6000), unique=True, min_size=len(some), max_size=len(some))
    )
    rows = [(*pair, score) for pair, score in zip(some, scores, strict=True)]
    assert same_firm(count, pairs(*rows)) == one_by_one(count, rows)


def one_by_one(count: int, rows: list[tuple[int, int, int]]) -> list[int]:
    """Join the two groups that are most alike on average, again and again."""
    own = chances(np.array([score for *_, score in rows]))
    chance = {(left, right): int(one) for (left, right, _), one in zip(rows, own, strict=True)}
    groups = [{place} for place in range(count)]

    def average(one: set[int], other: set[int]) -> Fraction:
        pairs = product(one, other)
        total = sum(chance.get((min(pair), max(pair)), 0) for pair in pairs)
        return Fraction(total, len(one) * len(other))

    while len(groups) > 1:
        near = max(combinations(groups, 2), key=lambda two: average(*two))
        if average(*near) < JOINED:
            break
        groups = [group for group in groups if group not in near] + [near[0] | near[1]]
    return [min(next(group for group in groups if place in group)) for place in range(count)]
