"""Markings: the level that a text states, and when one marking may stand for another.

Only the originator marks. A level is read from the words of the text, in English or French; the
rest of it is caveats. A text that states no level ranks below every one that does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from compliance.errors import ComplianceError, Place

UNMARKED: Final = "UNMARKED WORKING DRAFT"
LEVELS: Final = ("none", "unclassified", "restricted", "confidential", "secret", "top secret")
# The longer words first: the text of a level may hold the word of a lower one.
_WORDS: Final = (
    (5, r"top[\s-]+secret|tr[eè]s[\s-]+secret"),
    (1, r"(?:un|non[\s-]*)classified|sans[\s-]+classification|non[\s-]+classifi[eé]"),
    (4, r"secret"),
    (3, r"confidential|confidentiel(?:le)?"),
    (2, r"restricted|diffusion[\s-]+restreinte|official[\s-]+sensitive"),
)
_PATTERNS: Final = tuple(
    (level, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for level, words in _WORDS
)


def level_of(marking: str | None) -> int:
    """Give the highest level that a marking states, as a place in `LEVELS`."""
    rest, found = marking or "", 0
    for level, pattern in _PATTERNS:
        rest, number = pattern.subn(" ", rest)
        if number:
            found = max(found, level)
    return found


def caveats_of(marking: str | None) -> frozenset[str]:
    """Give the words of a marking beside its level, in capitals."""
    rest = marking or ""
    for _, pattern in _PATTERNS:
        rest = pattern.sub(" ", rest)
    return frozenset(re.findall(r"\w+", rest.upper()))


def keeps(given: str, stated: str | None) -> bool:
    """Tell whether a marking that is given keeps the level and every caveat of the stated one."""
    return level_of(given) >= level_of(stated) and caveats_of(stated) <= caveats_of(given)


@dataclass(frozen=True)
class Marks:
    """The marking that whoever checks gives, and the highest level that may be read."""

    given: str | None = None
    most: str | None = None

    def given_for(self, stated: str | None, place: Place | None) -> str | None:
        """Give the marking that holds: it adds to the stated one and takes nothing away."""
        for marking, where in ((stated, place), (self.given, None)):
            if self.most is not None and level_of(marking) > level_of(self.most):
                raise ComplianceError(
                    f"the batch is declared {marking}: above {LEVELS[level_of(self.most)]}, the "
                    "highest marking that may be read here; no record of it was read",
                    where,
                    "check it on a system approved for that level, where the parameter "
                    "`report.max_marking` of the rulebook allows it",
                )
        if self.given is None:
            return stated
        if not keeps(self.given, stated):
            raise ComplianceError(
                f"--marking {self.given!r} would lower or drop the batch's own marking {stated!r}",
                place,
                "only the originator marks: repeat its level and caveats, and add to them",
            )
        return self.given


FREE: Final = Marks()
