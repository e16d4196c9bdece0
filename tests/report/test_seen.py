"""Pages as a person sees them, held against approved pictures.

`UPDATE_PICTURES=1 pytest -m slow tests/report/test_seen.py` draws them anew. Look at each before it
is committed: no heading alone at the foot of a page, no cell cut, no page with one line.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

PICTURES = Path(__file__).parent / "pictures"
UPDATE = bool(os.environ.get("UPDATE_PICTURES"))
SCALE = 0.8  # of a point to a pixel: A4 is 476 by 674 pixels
BLOCK = 6  # pixels: smaller than a line of text, larger than the edge of a letter
TOLERATED = 24  # of 255, as the mean of a block: edges are smoothed otherwise elsewhere
# The pages that are looked at: the first that has the words.
WANTED = {
    "cover": "This is a compliance check for review",
    "totals": "Nothing is lost at reading",
    "lines": "Funding lines against their credit in force",
    "cases": "Decided by a person",
    "earlier": "Earlier findings and what became of them",
    "response": "The amendment of 3 March raised the value",
    "sign-off": "Prepared, reviewed and approved",
    "register": "Page A-1 of",
}


def drawn(report: Path, words: str) -> Image.Image:
    """Draw the first page on which the words stand, without what each change of data changes."""
    reader = PdfReader(report)
    reference = str(reader.metadata.title).partition(":")[0]
    pages = reader.pages
    number = next(n for n, page in enumerate(pages) if words in _plain(page.extract_text()))
    with pypdfium2.PdfDocument(report) as pdf:
        page = pdf[number]
        image = page.render(scale=SCALE, grayscale=True).to_pil().convert("L")
        _blank(image, page, reference)
        _blank(image, page, f"of {len(pages)}")
        for name in re.findall("[0-9a-f]{64}", page.get_textpage().get_text_bounded()):
            _blank(image, page, name)
    return image


def _blank(image: Image.Image, page: pypdfium2.PdfPage, text: str) -> None:
    """Paint over every place of a text."""
    pen = ImageDraw.Draw(image)
    words = page.get_textpage()
    found = words.search(text)
    while (place := found.get_next()) is not None:
        for n in range(place[0], sum(place)):
            left, bottom, right, top = words.get_charbox(n)
            box = (left, page.get_height() - top, right, page.get_height() - bottom)
            pen.rectangle([SCALE * side for side in box], fill=255)


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def unlike(one: Image.Image, other: Image.Image) -> int:
    """Count the blocks that differ by more than the smoothing of edges does."""
    if one.size != other.size:
        return one.size[0] * one.size[1]
    width, height = (length // BLOCK * BLOCK for length in one.size)
    first, second = (
        np.asarray(image, dtype=float)[:height, :width]
        .reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
        .mean(axis=(1, 3))
        for image in (one, other)
    )
    return int((abs(first - second) > TOLERATED).sum())


@pytest.mark.slow
def test_pages_look_as_they_were_approved(told_report, tmp_path):
    if UPDATE:
        PICTURES.mkdir(exist_ok=True)
        for name, words in WANTED.items():
            image = drawn(told_report, words).quantize(16, dither=Image.Dither.NONE)
            image.save(PICTURES / f"{name}.png", optimize=True)
    approved = sorted(path.stem for path in PICTURES.glob("*.png"))
    assert approved
    faults = []
    for name in approved:
        now = drawn(told_report, WANTED[name])
        count = unlike(now, Image.open(PICTURES / f"{name}.png").convert("L"))
        if count:
            now.save(tmp_path / f"{name}.png")
            faults.append(f"{name}: {count} places differ, see {tmp_path / name}.png")
    assert faults == []


def _page(*lines: int, text: str = "Payments at issue: EUR 1,234.50", shift: float = 0):
    image = Image.new("L", (4 * 476, 4 * 674), 255)
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.text((160, 4 * line + shift), text, fill=0, font_size=36)
    return image.resize((476, 674), Image.Resampling.LANCZOS)


def test_smoothed_edges_are_the_same_picture():
    assert unlike(_page(40, 60), _page(40, 60, shift=1)) == 0
    assert unlike(_page(40, 60), _page(40, 60).quantize(16).convert("L")) == 0


@pytest.mark.parametrize(
    "other",
    [_page(40), _page(40, 64), _page(40, 60, 80), _page(40, 60, text="Payments: EUR 1,234.50")],
    ids=["line lacking", "line moved", "line added", "other words"],
)
def test_a_moved_or_missing_line_is_another_picture(other):
    assert unlike(_page(40, 60), other) > 0


def test_a_page_of_another_size_is_another_picture():
    assert unlike(_page(40), _page(40).rotate(90, expand=True)) > 0
