"""The nearest known word to one that is not known."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that is likely to be meant, None where none is near."""
    lowered = {name.lower(): name for name in sorted(set(known), reverse=True)}
    near = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Give a hint that names the nearest known word, or lists a few when none is near."""
    names = sorted(set(known))
    near = nearest(word, names)
    if near is not None:
        return f"did you mean `{near}`?"
    if not names:
        return None
    more = ", …" if len(names) > 12 else ""
    return "one of: " + ", ".join(names[:12]) + more
