"""Colours that everybody can tell apart, and letters for every name."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

import pytest

from compliance.report import charts
from compliance.report.glyphs import covered, printable
from compliance.report.page import SEVERITY_COLOURS, TEMPLATES

SHEETS = sorted(TEMPLATES.glob("*.css"))
BLOCK = re.compile(r"([^{};]+)\{([^{}]*)\}")
TEXT, WHITE = "#1c2430", "#ffffff"
# Sets the running heads of the pages: it is never seen, and its text is repeated where it is.
HIDDEN = {".running"}


def luminance(colour: str) -> float:
    """Give the relative luminance as WCAG 2.2 defines it."""
    full = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(full[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(sheet: str):
    """Give each rule of a style sheet with the colours of its text and of what is behind it."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).replace("white", WHITE)
    for selector, body in BLOCK.findall(bare):
        said = dict(re.findall(r"(?:^|[;\s])(color|background):\s*(#[0-9a-fA-F]{3,6})", body))
        if said and selector.strip() not in HIDDEN:
            yield selector.strip(), said.get("color", TEXT), said.get("background", WHITE)


def test_contrast_is_reckoned_as_the_guideline_does():
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_text_stands_out_from_its_ground(sheet):
    found = list(pairs(sheet.read_text("utf-8")))
    assert found
    assert [item for item in found if contrast(*item[1:]) < 4.5] == []


def test_words_and_bars_of_charts_stand_out():
    source = (TEMPLATES.parent / "charts.py").read_text("utf-8")
    words = set(re.findall(r'colour="(#[0-9a-f]{6})"', source)) | {charts.TEXT, charts.RED}
    assert [colour for colour in words if contrast(colour, WHITE) < 4.5] == []
    assert [c for c in SEVERITY_COLOURS.values() if contrast(c, WHITE) < 3] == []


# Unicode blocks that NATO's alphabets and the neighbours' are written in.
BLOCKS = {
    "Latin": (0x20, 0x24F), "Greek": (0x370, 0x3FF), "Cyrillic": (0x400, 0x4FF),
    "Armenian": (0x531, 0x58A),
}  # fmt: skip
PHONETIC = {0x560, 0x588}  # Armenian signs of phonetic transcription, in no name


@pytest.mark.parametrize("name", BLOCKS)
def test_every_letter_of_an_alphabet_can_be_shown(name):
    first, last = BLOCKS[name]
    signs = set(range(first, last + 1)) - PHONETIC
    letters = [p for p in sorted(signs) if unicodedata.category(chr(p))[0] in "LNPSM"]
    lacking = [f"U+{p:04X}" for p in letters if p not in covered()]
    assert len(letters) > 80
    assert lacking == []


def test_a_name_from_right_to_left_stands_alone():
    for name, place in product(("شركة الأفق", "קבוצת שחק"), ("{}", "A-1 {} 5")):
        assert printable(place.format(name)) == f"\u2068{place.format(name)}\u2069"
