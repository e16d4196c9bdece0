"""Names of firms: normal form, blocks and groups."""

from __future__ import annotations

import pytest

from compliance.engine.names import likenesses, normal_tokens, same_firm


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Orbital Imaging GmbH", ("orbital", "imaging")),
        ("Société Générale S.A.", ("societe", "generale")),
        ("Kosmos Sp. z o.o.", ("kosmos",)),
        ("ООО Ромашка", ("romashka",)),
        ("Ελλάς Α.Ε.", ("ellas",)),
        ("SA", ("sa",)),
        ("", ()),
    ],
)
def test_a_name_is_written_without_its_form_and_script(name: str, tokens: tuple[str, ...]) -> None:
    assert normal_tokens(name) == tokens


def test_spellings_of_one_firm_are_one_group_and_others_stay_apart() -> None:
    names = ["Orbital Imaging GmbH", "ORBITAL IMAGING", "Lunar Freight Ltd", "Orbtal Imaging AG"]
    assert same_firm(len(names), likenesses(names)) == [0, 0, 2, 0]


def test_the_same_names_give_the_same_scores() -> None:
    names = ["Ромашка", "Romashka Ltd", "Romashka Trade"]
    assert likenesses(names) == likenesses(names)


def test_names_that_share_nothing_are_no_candidates() -> None:
    assert likenesses(["Alpha", "Beta"]) == []
