"""Names that are alike, gathered to firms: groups join where their names are alike on average."""

from __future__ import annotations

from typing import Final

import numpy as np

from compliance.engine.likeness import Likenesses

WHOLE: Final = 1_000_000  # certainty, in millionths
JOINED: Final = 600_000  # average chance from which on two groups of names are one firm


def same_firm(count: int, pairs: Likenesses) -> list[int]:
    """Give for each of `count` names the place of the first name of its firm.

    Sums are whole numbers, so that the order in which they are added up moves nothing.
    """
    firms = _Firms(count, pairs)
    for place in range(count):
        firms.settle(place)
    return firms.first()


def chances(scores: np.ndarray) -> np.ndarray:
    """Give the chance, in millionths, that two names of such a score are one firm's."""
    return np.rint(WHOLE / (1 + np.exp(-scores / 1000))).astype(np.int64)


def _parts(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Give for each name the first name that a chain of such pairs leads to."""
    first = list(range(count))

    def found(place: int) -> int:
        while first[place] != place:
            first[place] = first[first[place]]
            place = first[place]
        return place

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        near, far = sorted((found(one), found(other)))
        first[far] = near
    return np.array([found(place) for place in range(count)], np.int64)


class _Firms:
    """Groups of names, each under the place of its first, while they are joined.

    A group looks at the one most like it, that one at its own, and so on; two that look at each
    other are joined. On average a joined group is no more like a third one than its nearer half
    was, so that this comes to the same groups as joining the most alike of all first.
    """

    def __init__(self, count: int, pairs: Likenesses) -> None:
        chance = chances(pairs.score)
        likely = chance >= JOINED
        # No average of pairs that are all unlikely joins two groups, so that a pair counts only
        # where a chain of likely ones leads from one name to the other.
        part = _parts(count, pairs.left[likely], pairs.right[likely])
        kept = part[pairs.left] == part[pairs.right]
        self.sizes = [1] * count
        self.within = list(range(count))  # an earlier name of the same group
        self.between: list[dict[int, int]] = [{} for _ in range(count)]  # sums of chances
        rows = (pairs.left[kept].tolist(), pairs.right[kept].tolist(), chance[kept].tolist())
        for left, right, own in zip(*rows, strict=True):
            self.between[left][right] = self.between[right][left] = own

    def settle(self, place: int) -> None:
        """Join groups, from that of one name on, until nothing is like the one that is left."""
        looking = [place] if self.within[place] == place else []
        while looking:
            before = looking[-2] if len(looking) > 1 else None
            near = self._nearest(looking[-1], before)
            if near is None:
                return  # only the first of those that look has nothing before it
            if near != before:
                looking.append(near)
                continue
            joined = self._join(looking.pop(), looking.pop())
            looking = looking or [joined]

    def first(self) -> list[int]:
        """Give for each name the first of its group."""
        found: list[int] = []
        for place, earlier in enumerate(self.within):
            found.append(place if earlier == place else found[earlier])
        return found

    def _nearest(self, one: int, before: int | None) -> int | None:
        """Give the group most like this one on average, if they are to be joined at all.

        Of equally like ones it is `before`, else the one with the earliest name. Averages are
        compared as fractions.
        """
        near, best, parts = None, JOINED * self.sizes[one], 1
        for other, total in self.between[one].items():
            size = self.sizes[other]
            ahead = total * parts - best * size
            if ahead > 0 or (
                ahead == 0
                and (near is None or other == before or (near != before and other < near))
            ):
                near, best, parts = other, total, size
        return near

    def _join(self, one: int, other: int) -> int:
        """Join two groups under the earlier of their first names, and give its place."""
        first, later = min(one, other), max(one, other)
        mine, theirs = self.between[first], self.between[later]
        self.between[later] = {}
        del mine[later], theirs[first]
        for third, chance in theirs.items():
            del self.between[third][later]
            mine[third] = self.between[third][first] = mine.get(third, 0) + chance
        self.sizes[first] += self.sizes[later]
        self.within[later] = first
        return first
