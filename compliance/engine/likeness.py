"""Which two names may be those of one firm: candidates by blocks, and a score in thousandths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any, Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from compliance.engine.names import GENERIC, Words, in_one_spelling, normal_tokens

MANY_HEADS: Final = 25  # a word that follows more first words than this tells no firm apart
LARGEST_BLOCK: Final = 300
PREFIX: Final = 8  # letters by which names are put beside each other that share no word
LARGEST_BEGINNING: Final = 40
MOST_WORDS: Final = 8  # of a longer name the first words stand for it
OF_GENERIC: Final = 0.3  # what a generic word tells at most, as a part of what any word may tell
LEAST_TOLD: Final = 0.05  # no word tells nothing
BATCH: Final = 200_000

# What each sign of likeness weighs, in thousandths, and where the sum starts: found by logistic
# regression on one half of the parents of a public list (docs/adr/0015). Nought is even chances.
_WEIGHTS: Final = (
    244, 276, -557, 603, 1771, 467, 3101, 709, 198, 1534, 628, 250, 1693, 674, 2144, 176, 529,
)  # fmt: skip
_START: Final = -6005


@dataclass(frozen=True)
class Likenesses:
    """Candidate pairs of names, by place in the list, left before right; scores in thousandths."""

    left: np.ndarray
    right: np.ndarray
    score: np.ndarray

    def __len__(self) -> int:
        """Give the number of pairs."""
        return len(self.score)


def likenesses(names: Sequence[str]) -> Likenesses:
    """Give each candidate pair of names with its score, in the order of the list."""
    left, right, signs = signs_of(names)
    scores = np.rint(signs @ np.array(_WEIGHTS, float) + _START).astype(np.int64)
    return Likenesses(left, right, scores)


def signs_of(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the candidate pairs, and the signs of likeness of each, one row a pair."""
    written = [normal_tokens(name) or ("",) for name in names]
    words = in_one_spelling(written)
    heads = _heads(words)
    left, right = _candidates(words, heads)
    book = _Book.of(words, written, heads)
    parts = [
        book.signs(left[start : start + BATCH], right[start : start + BATCH])
        for start in range(0, len(left), BATCH)
    ]
    return left, right, np.vstack(parts) if parts else np.empty((0, len(_WEIGHTS)))


def _heads(names: Sequence[Words]) -> dict[str, int]:
    """Give for each word the number of different first words of the names that hold it."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for words in names:
        for word in words:
            heads[word].add(words[0])
    return {word: len(firsts) for word, firsts in heads.items()}


def _candidates(names: Sequence[Words], heads: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Give the pairs that share a telling word or a beginning, in order; never all with all."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    beginnings: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(names):
        for word in set(words):
            if word not in GENERIC and heads[word] <= MANY_HEADS:
                blocks[word].append(place)
        beginnings["".join(words)[:PREFIX]].append(place)
    count = len(names)
    codes = [np.empty(0, np.int64)]
    kept = [members for members in blocks.values() if len(members) <= LARGEST_BLOCK]
    kept += [members for members in beginnings.values() if len(members) <= LARGEST_BEGINNING]
    for members in kept:
        if len(members) > 1:
            places = np.array(members, np.int64)
            one, other = _two_of(len(members))
            codes.append(places[one] * count + places[other])
    pairs = np.unique(np.concatenate(codes))
    return pairs // max(count, 1), pairs % max(count, 1)


@lru_cache(maxsize=LARGEST_BLOCK)
def _two_of(count: int) -> tuple[np.ndarray, np.ndarray]:
    one, other = np.triu_indices(count, 1)
    return one, other


@dataclass(frozen=True)
class _Book:
    """What the signs of likeness of any two of the names are read from.

    `words` and `telling` have one row a name: its different words by number, and how much each
    tells of a firm, as a part of the most that one may tell; -1 and 0 where there are fewer words.
    """

    words: np.ndarray
    telling: np.ndarray
    lead: np.ndarray  # the first word that is not generic, by number
    lead_tells: np.ndarray
    start: np.ndarray  # the first two words, by number; -1 where there is one
    leads: Sequence[str]
    joined: Sequence[str]
    as_written: Sequence[str]
    spaced: Sequence[str]
    ordered: Sequence[str]

    @classmethod
    def of(
        cls, names: Sequence[Words], written: Sequence[Words], heads: Mapping[str, int]
    ) -> _Book:
        """Read the names in one spelling, and as they were written."""
        most = log(len({words[0] for words in names}) + 1)
        tells = {word: _told(word, number, most) for word, number in heads.items()}
        numbers = {word: number for number, word in enumerate(tells)}
        leads = [next((word for word in words if word not in GENERIC), words[0]) for words in names]
        held = np.full((len(names), MOST_WORDS), -1, np.int32)
        telling = np.zeros((len(names), MOST_WORDS))
        for place, words in enumerate(names):
            for column, word in enumerate(list(dict.fromkeys(words))[:MOST_WORDS]):
                held[place, column], telling[place, column] = numbers[word], tells[word]
        starts: dict[Words, int] = {}
        return cls(
            words=held,
            telling=telling,
            lead=np.array([numbers[lead] for lead in leads], np.int32),
            lead_tells=np.array([tells[lead] for lead in leads]),
            start=np.array(
                [starts.setdefault(w[:2], len(starts)) if len(w) > 1 else -1 for w in names]
            ),
            leads=leads,
            joined=["".join(words) for words in names],
            as_written=["".join(words) for words in written],
            spaced=[" ".join(words) for words in names],
            ordered=[" ".join(sorted(words)) for words in names],
        )

    def signs(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Give the signs of likeness of each pair, one row a pair."""
        ours, theirs = self.words[left], self.words[right]
        we_tell, they_tell = self.telling[left], self.telling[right]
        equal = ours[:, :, None] == theirs[:, None, :]
        shared, shared_too = equal.any(axis=2), equal.any(axis=1)
        together = (we_tell * shared).sum(axis=1)
        totals = np.stack((we_tell.sum(axis=1), they_tell.sum(axis=1)))
        left_over = np.stack(
            ((we_tell * ~shared).max(axis=1), (they_tell * ~shared_too).max(axis=1))
        )
        lead, other_lead = self.lead[left], self.lead[right]
        same_lead = lead == other_lead
        inside = (lead[:, None] == theirs).any(axis=1) * 1 + (other_lead[:, None] == ours).any(
            axis=1
        )
        lead_tells = np.minimum(self.lead_tells[left], self.lead_tells[right])
        begins = _alike(self.leads, left, right, JaroWinkler.similarity)
        starts = self.start[left]
        return np.column_stack(
            (
                together / totals.min(axis=0),
                together / totals.max(axis=0),
                (we_tell * shared).max(axis=1),
                begins,
                (begins >= 0.9) * lead_tells,
                _alike(self.joined, left, right, fuzz.ratio) / 100,
                _alike(self.joined, left, right, fuzz.partial_ratio) / 100,
                _alike(self.joined, left, right, JaroWinkler.similarity),
                _alike(self.ordered, left, right, fuzz.ratio) / 100,
                _alike(self.spaced, left, right, fuzz.token_set_ratio) / 100,
                left_over.min(axis=0),
                left_over.max(axis=0),
                same_lead,
                same_lead * lead_tells,
                inside * ~same_lead,
                (starts == self.start[right]) & (starts >= 0),
                _alike(self.as_written, left, right, fuzz.ratio) / 100,
            )
        )


def _told(word: str, heads: int, most: float) -> float:
    """Say how much a word tells of a firm, as a part of the most: less the more firms bear it."""
    told = 1 - log(heads) / most
    return max(min(told, OF_GENERIC) if word in GENERIC else told, LEAST_TOLD / most)


def _alike(texts: Sequence[str], left: np.ndarray, right: np.ndarray, scorer: Any) -> np.ndarray:
    own, their = [texts[place] for place in left], [texts[place] for place in right]
    return process.cpdist(own, their, scorer=scorer, workers=2, dtype=np.float64)
