"""One spelling for texts that differ in case, width, space or signs."""

from __future__ import annotations

import pytest

from compliance.compiler.text_key import (
    TEXT_KEYS,
    check_key,
    normal_key,
    number_key,
    text_keys,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Acme-Corp. Ltd 7", "acmecorpltd7"),
        ("", None),
        ("!? -", None),
        ("ＡＣＭＥ　７", "acme7"),  # letters of full width, a space of full width
        ("Straße", "strasse"),
        ("École n° 5", "écolen5"),
        ("E\u0301cole", "école"),  # the accent as a sign of its own
        ("ﬁrst", "first"),  # one sign for two letters
        ("— … —", None),
    ],
)
def test_a_normal_key_keeps_letters_and_digits_of_one_case_and_width(
    text: str, key: str | None
) -> None:
    assert normal_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("INV-0041/2026", "inv412026"),
        ("inv 41 2026", "inv412026"),
        ("INV-4100", "inv4100"),
        ("000", "0"),
        ("A0B007", "a0b7"),
        ("ＩＮＶ０４", "inv4"),
        (" - ", None),
        ("", None),
    ],
)
def test_a_number_key_knows_no_leading_zeros(text: str, key: str | None) -> None:
    assert number_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "3214282912345698765432161182",
            "1",
        ),  # GB82 WEST 1234 5698 7654 32, turned
        ("3214282912345698765432161128", "44"),
        ("97", "0"),
        ("98", "1"),
        ("A", "10"),
        ("z", "35"),
        ("10", "10"),
        ("LEI-1", None),
        ("ä", None),
        ("", None),
    ],
)
def test_a_check_key_is_the_remainder_by_97(text: str, key: str | None) -> None:
    assert check_key(text) == key


TEXTS = (
    None, "", " ", "INV-0041/2026", "000", "00", "-", "A0B007", "\n", "a\nb", "0\n0", "7\n007",
    "É0041", "ＩＮＶ０４", "0x\r0", "\x1f0\x0b01", "x", "0", "—", "Acme-Corp. Ltd 7", "9" * 40,
)  # fmt: skip


@pytest.mark.parametrize("function", TEXT_KEYS)
def test_many_texts_have_the_keys_that_each_has(function: str) -> None:
    """Line feeds, which part the texts that are read at once, stand in some of them."""
    make = TEXT_KEYS[function]
    for texts in (TEXTS, TEXTS[::-1], (), ("",), (None,), ("-", "0"), *((t,) for t in TEXTS)):
        assert text_keys(function, texts) == [None if t is None else make(t) for t in texts]
