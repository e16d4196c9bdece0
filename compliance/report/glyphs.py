"""Which characters the packaged fonts can show, and how all others are printed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
# One face stands for its family: all faces of Plex Sans hold the same characters.
_WITNESSES: Final = (
    "IBMPlexSans-Regular.ttf",
    "IBMPlexSansThai-Regular.ttf",
    "IBMPlexSansDevanagari-Regular.ttf",
    "DejaVuSans.ttf",
    "DroidSansFallback.ttf",
)
# Marks that only steer the order or the joining of their neighbours could make a name read as
# another one; they are shown by number. The two joiners are part of spelling in several scripts.
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
POP_ISOLATE: Final = "\u2069"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Give the code points that at least one packaged font can show."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    points: set[int] = set()
    for name in _WITNESSES:
        with TTFont(FONTS / name, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def printable(text: str) -> str:
    """Give the text with every character that cannot be shown as its code point, ⟨U+0007⟩."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    shown = "".join(map(_shown, text))
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in shown):
        return f"\u2068{shown}{POP_ISOLATE}"  # isolated: it must not turn the text around it
    return shown


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if char in "\n\t ":
        return " "
    if char in _JOINERS or char == "\xa0":
        return char
    if unicodedata.category(char) in _STEERING or ord(char) not in covered():
        return f"\u27e8U+{ord(char):04X}\u27e9"
    return char
