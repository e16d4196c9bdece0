"""Names that are alike, gathered to firms: groups join where their names are alike on average."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np

from compliance.engine.likeness import Likenesses

WHOLE: Final = 1_000_000  # certainty, in millionths
JOINED: Final = 600_000  # average chance from which on two groups of names are one firm


def same_firm(count: int, pairs: Likenesses) -> list[int]:
    """Give for each of `count` names the place of the first name of its firm.

    The most alike groups are joined first. Sums are whole numbers, so that the order in which they
    are added up moves nothing.
    """
    firms = _Firms(count, pairs)
    while firms.join_nearest():
        pass
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
    """Groups of names, each under the place of its first, while they are joined."""

    def __init__(self, count: int, pairs: Likenesses) -> None:
        chance = chances(pairs.score)
        likely = chance >= JOINED
        # No average of pairs that are all unlikely joins two groups, so that a pair counts only
        # where a chain of likely ones leads from one name to the other.
        part = _parts(count, pairs.left[likely], pairs.right[likely])
        kept = part[pairs.left] == part[pairs.right]
        self.members = {place: [place] for place in range(count)}
        self.between: list[dict[int, int]] = [{} for _ in range(count)]  # sums of chances
        self.queue: list[tuple[float, int, int, int]] = []
        rows = (pairs.left[kept].tolist(), pairs.right[kept].tolist(), chance[kept].tolist())
        for left, right, own in zip(*rows, strict=True):
            self.between[left][right] = self.between[right][left] = own
            if own >= JOINED:
                self.queue.append((-own, left, right, own))
        heapify(self.queue)

    def join_nearest(self) -> bool:
        """Join the two groups that are most alike on average; give false where none are left."""
        while self.queue:
            told, one, other, total = heappop(self.queue)
            if self.between[one].get(other) == total and told == -self._average(one, other):
                self._join(one, other)
                return True
        return False

    def first(self) -> list[int]:
        """Give for each name the first of its group."""
        found = {place: first for first, places in self.members.items() for place in places}
        return [found[place] for place in sorted(found)]

    def _average(self, one: int, other: int) -> float:
        pairs = len(self.members[one]) * len(self.members[other])
        return self.between[one][other] / pairs

    def _join(self, one: int, other: int) -> None:
        """Join the group of a later name to that of an earlier one."""
        mine, theirs = self.between[one], self.between[other]
        self.between[other] = {}
        del mine[other], theirs[one]
        for third, chance in theirs.items():
            del self.between[third][other]
            mine[third] = self.between[third][one] = mine.get(third, 0) + chance
        self.members[one] += self.members.pop(other)
        for third, chance in mine.items():
            average = self._average(one, third)
            if average >= JOINED:
                heappush(self.queue, (-average, min(one, third), max(one, third), chance))
