"""Which forms of the report are wanted beside the one on paper in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "fr")


@dataclass(frozen=True)
class Wanted:
    """The language of the report; whether a page for leadership and a key to people come along."""

    language: str = ENGLISH
    brief: bool = False
    names: bool = False


PLAIN: Final = Wanted()
