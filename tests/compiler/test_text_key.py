"""One spelling for texts that differ in case, width, space or signs."""

from __future__ import annotations

import pytest

from compliance.compiler.text_key import normal_key


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
