"""Names of firms: which two may be one firm, by normal form, blocks, and a score in thousandths."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any, Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

# What is no accent over a Latin letter. Cyrillic, Greek, Armenian and Georgian are written as
# passports and maps write them; a firm that spells itself otherwise is met by its score.
_SIGNS: Final = "ßøæœđłıþð№"
_SIGNS_AS: Final = "ss o ae oe d l i th d no"
_CYRILLIC: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџѓќѕ"
_CYRILLIC_AS: Final = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia i i ie g u dj j lj"
    " nj c dz g k dz"
)
_GREEK: Final = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_AS: Final = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
_ARMENIAN: Final = "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
_ARMENIAN_AS: Final = (
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"
)
_GEORGIAN: Final = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
_GEORGIAN_AS: Final = "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
_LETTERS: Final = {
    ord(sign): "" if written == "-" else written
    for signs, spelled in (
        (_SIGNS, _SIGNS_AS),
        (_CYRILLIC, _CYRILLIC_AS),
        (_GREEK, _GREEK_AS),
        (_ARMENIAN, _ARMENIAN_AS),
        (_GEORGIAN, _GEORGIAN_AS),
    )
    for sign, written in zip(signs, spelled.split(), strict=True)
}

# Legal forms stand at an end of a name. Elsewhere the same letters may be the name itself.
_FORMS_WORDS: Final = (
    "ab ad ae ag ao as asa aps bhd bv bvba cjsc co company corp corporation cv dd doo ead "
    "eeig eirl epe eurl gbr gesmbh ges gie gmbh inc incorporated jsc kd kft kg kgaa kk lda "
    "limited limitada limitee llc llp lp ltd ltda ltee ltee mbh nv nyrt oao od oe oeg og ohg "
    "ojsc ood ooo ou oy oyj pao pc plc pjsc pt pte pty pvt rt sa saoc sarl sas sasu sau sca "
    "scrl se senc sencrl sia sl slu snc spa spk spzoo spz sro srl srls tov tzov uab ug "
    "unlimited vof zao zrt enr reg mbc"
)
_FORMS: Final = frozenset(_FORMS_WORDS.split())
_PARTICLES_WORDS: Final = (
    "the of and de la le les du des et d l der die das und for y e van von da do dos"
)
_PARTICLES: Final = frozenset(_PARTICLES_WORDS.split())
_SPELLED: Final = (
    (re.compile(r"\bsp(olka)? z ?o ?o\b"), "spzoo"),
    (re.compile(r"\bs r o\b"), "sro"),
    (re.compile(r"\bd o o\b"), "doo"),
)
_ABBREVIATED: Final = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_MARKS: Final = re.compile(r"[^a-z0-9]+")
_DOTS: Final = re.compile(r"['’`]|(?<=\b\w)\.(?=\w\b)")


def normal_tokens(name: str) -> tuple[str, ...]:
    """Give the words of a name in small Latin letters, without legal form and particles."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Letters first: a Cyrillic й is a letter of its own, not an и with an accent.
    bare = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_LETTERS)
    words = _MARKS.sub(" ", _DOTS.sub("", bare)).strip()
    for pattern, form in _SPELLED:
        words = pattern.sub(form, words)
    words = _ABBREVIATED.sub(lambda run: run.group().replace(" ", ""), words)
    tokens = words.split()
    first, last = 0, len(tokens)
    while last - first > 1 and tokens[last - 1] in _FORMS:
        last -= 1
    while last - first > 1 and tokens[first] in _FORMS:
        first += 1
    kept = [token for token in tokens[first:last] if token not in _PARTICLES]
    return tuple(kept or tokens[first:last])


@dataclass(frozen=True)
class Likeness:
    """Two names, by their place in the list, and how alike they are in whole thousandths."""

    left: int
    right: int
    score: int


MANY_HEADS: Final = 25  # a word that follows more first words than this tells no firm apart
LARGEST_BLOCK: Final = 400
PREFIX: Final = 5
BATCH: Final = 200_000


def _candidates(
    words: Sequence[tuple[str, ...]], heads: Mapping[str, int]
) -> list[tuple[int, int]]:
    """Give the pairs that share a telling word or a beginning, in order; never all with all."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, tokens in enumerate(words):
        for token in set(tokens):
            if heads[token] <= MANY_HEADS:
                blocks[token].append(place)
        blocks["^" + "".join(tokens)[:PREFIX]].append(place)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= LARGEST_BLOCK:
            found.update(combinations(members, 2))
    return sorted(found)


def _heads(words: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Give for each word the number of different first words of the names that hold it."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for tokens in words:
        for token in tokens:
            heads[token].add(tokens[0])
    return {token: len(firsts) for token, firsts in heads.items()}


# What each sign of likeness weighs, in thousandths, and where the sum starts: found by logistic
# regression on one half of the parents of a public list (docs/adr/0015). Nought is even chances.
_WEIGHTS: Final = (3887, 4438, -162, 961, 4012, -8473, 7255, 5346, 3315, -4611)
_START: Final = -6388
LINK: Final = 500  # from this score on two names may be one firm
GUARD: Final = -1150  # two groups are joined where their names are this alike on average
NO_CANDIDATE: Final = -2000  # what a pair counts in that average where no block holds it
MEMBERS: Final = 40  # of a large group its first names stand for it


def likenesses(names: Sequence[str]) -> list[Likeness]:
    """Give each candidate pair of names with its score."""
    words = [normal_tokens(name) or ("",) for name in names]
    heads = _heads(words)
    signs = _signs_of(words, heads)
    pairs = _candidates(words, heads)
    found: list[Likeness] = []
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        scores = np.rint(signs.of(part) @ np.array(_WEIGHTS, float) + _START).astype(int)
        found += [Likeness(*pair, int(score)) for pair, score in zip(part, scores, strict=True)]
    return found


def same_firm(count: int, pairs: Sequence[Likeness]) -> list[int]:
    """Give for each of `count` names the place of the first name of its group."""
    scores = {(pair.left, pair.right): pair.score for pair in pairs}
    groups = {place: [place] for place in range(count)}
    first = list(range(count))
    apart: set[tuple[int, int, int, int]] = set()  # groups found unlike, as large as they were
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right)):
        if pair.score < LINK:
            break
        one, other = sorted((first[pair.left], first[pair.right]))
        if one == other:
            continue
        met = (one, other, len(groups[one]), len(groups[other]))
        if met in apart:
            continue
        if not _alike(groups[one], groups[other], scores):
            apart.add(met)
            continue
        for place in groups[other]:
            first[place] = one
        groups[one] += groups.pop(other)
    return first


def _alike(ones: list[int], others: list[int], scores: dict[tuple[int, int], int]) -> bool:
    """Say whether the names of two groups are alike on average: one bridge does not join them."""
    between = [
        scores.get((min(one, other), max(one, other)), NO_CANDIDATE)
        for one in ones[:MEMBERS]
        for other in others[:MEMBERS]
    ]
    return len(between) == 1 or sum(between) >= GUARD * len(between)


@dataclass(frozen=True)
class _Signs:
    """What the signs of likeness of any two of the names are read from."""

    telling: Mapping[str, float]  # how much a word tells of a firm
    most: float
    held: Sequence[frozenset[str]]
    total: Sequence[float]  # what the words of a name tell together
    first: Sequence[str]
    joined: Sequence[str]
    spaced: Sequence[str]
    ordered: Sequence[str]

    def of(self, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
        """Give the signs of likeness of each pair, one row a pair."""
        telling, total, first = self.telling, self.total, self.first
        shared = [
            [telling[token] for token in sorted(self.held[left] & self.held[right])]
            for left, right in pairs
        ]
        sums = np.array([sum(part) for part in shared])
        less = np.array([max(min(total[left], total[right]), 0.01) for left, right in pairs])
        more = np.array([max(total[left], total[right], 0.01) for left, right in pairs])
        head = np.array([min(telling[first[left]], telling[first[right]]) for left, right in pairs])
        begins = _alike_texts(first, pairs, JaroWinkler.similarity)
        return np.column_stack(
            (
                sums / less,
                sums / more,
                np.array([max(part, default=0.0) for part in shared]) / self.most,
                begins,
                (begins >= 0.9) * head / self.most,
                _alike_texts(self.joined, pairs, fuzz.ratio) / 100,
                _alike_texts(self.joined, pairs, fuzz.partial_ratio) / 100,
                _alike_texts(self.joined, pairs, JaroWinkler.similarity),
                _alike_texts(self.ordered, pairs, fuzz.ratio) / 100,
                _alike_texts(self.spaced, pairs, fuzz.token_set_ratio) / 100,
            )
        )


def _signs_of(words: Sequence[tuple[str, ...]], heads: Mapping[str, int]) -> _Signs:
    most = log(len({tokens[0] for tokens in words}) + 1)
    telling = {token: most - log(number) for token, number in heads.items()}
    return _Signs(
        telling=telling,
        most=most,
        held=[frozenset(tokens) for tokens in words],
        total=[sum(telling[token] for token in sorted(set(tokens))) for tokens in words],
        first=[tokens[0] for tokens in words],
        joined=["".join(tokens) for tokens in words],
        spaced=[" ".join(tokens) for tokens in words],
        ordered=[" ".join(sorted(tokens)) for tokens in words],
    )


def _alike_texts(texts: Sequence[str], pairs: Sequence[tuple[int, int]], scorer: Any) -> np.ndarray:
    own, their = [texts[left] for left, _ in pairs], [texts[right] for _, right in pairs]
    return process.cpdist(own, their, scorer=scorer, workers=2, dtype=np.float64)
