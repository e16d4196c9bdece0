"""Text keys: one spelling for texts that differ in case, width, space or signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final


def normal_key(text: str) -> str | None:
    """Fold width and case, keep letters and digits only; null where nothing is left."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", folded) if sign.isalnum())
    return kept or None


TEXT_KEYS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        "upper case": str.upper,
        "lower case": str.lower,
        "trim": str.strip,
        "normal key": normal_key,
    }
)
