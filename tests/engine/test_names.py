"""Names of firms: normal form, one spelling, candidates and groups."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

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
