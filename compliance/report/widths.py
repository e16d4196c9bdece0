"""How wide a text is when it is set, so that a cell of the register never grows beyond its row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from compliance.report.glyphs import FONTS

# The condensed face of the tables, then those that stand in for what it lacks, in their order.
_FACES: Final = (
    "IBMPlexSansCondensed-SemiBold.ttf",  # the widest of its family: row headings are set in it
    "DejaVuSans.ttf",
    "IBMPlexSansThai-Regular.ttf",
    "IBMPlexSansDevanagari-Regular.ttf",
    "DroidSansFallback.ttf",
)
_UNKNOWN: Final = 1000  # thousandths of the size of the type


def fitted(text: str, width: int) -> str:
    """Cut a text that is wider than `width`, in thousandths of the size of the type."""
    if len(text) * 1200 <= width and text.isascii():  # no letter of these faces is wider
        return text
    known = _advances()
    room = width - known[ord("…")]
    fits = 0
    for place, char in enumerate(text):
        width -= known.get(ord(char), _UNKNOWN)
        room -= known.get(ord(char), _UNKNOWN)
        fits = place + 1 if room >= 0 else fits
        if width < 0:
            return f"{text[:fits]}…"
    return text


@cache
def _advances() -> Mapping[int, int]:
    """Give the width of every character that the packaged fonts can show."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    widths: dict[int, int] = {}
    for name in reversed(_FACES):
        with TTFont(FONTS / name, lazy=True) as font:
            metrics, unit = font["hmtx"], font["head"].unitsPerEm
            for point, glyph in font.getBestCmap().items():
                widths[point] = metrics[glyph][0] * 1000 // unit
    return widths
