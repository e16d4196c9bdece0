"""Names of firms in one normal form: small Latin letters, without legal form, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

Words = tuple[str, ...]

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
    "unlimited vof zao zrt enr reg mbc spy pby bby adz"
)
_FORMS: Final = frozenset(_FORMS_WORDS.split())
_PARTICLES_WORDS: Final = (
    "the of and de la le les du des et d l der die das und for y e van von da do dos"
)
_PARTICLES: Final = frozenset(_PARTICLES_WORDS.split())
# Words of trade, place and office, by which no firm is told from another. A list in other tongues
# loses little without their words: a word that many firms bear is found by counting too.
_GENERIC_WORDS: Final = """
    academy agence agency association bureau canada center centre centro city college comision
    commission committee conseil corps council county department departement ecole federation
    fondation foundation fundacion government gouvernement institut institute institution
    instituto ministere ministry office province school societe society state town union
    universidad universitat universite university ville american atlantic british canadian
    central deutsche east eastern est euro europe european federal francaise general global
    great international internationale national nationale nord nordic north northern ouest
    overseas pacific public royal saint south southern st sud transatlantic united west western
    world service services software solution solutions system systeme systemes systems technical
    technique techniques technologie technologies technology advisors advisory associates
    associes business commerce commercial company consortium consultant consultants consulting
    enterprise enterprises entreprise entreprises gestion group groupe grupo gruppe holding
    holdings industrial industrie industriel industries industry joint management partner
    partners team trade trading venture communication communications computer computers data
    digital electric electrical electrique electronic electronics energie energy hardware
    informatique information internet network networks power telecom telecommunications aero
    aerospace air airlines airport airways aviation defence defense helicopters logistics
    logistique marine maritime naval protection securite security shipping space satellite
    transport transportation transports architects architecture batiment builders building
    cleaning construction constructions contracting contractors design engineering environment
    environmental environnement genie ingenierie installation installations maintenance repair
    waste water chemical chemicals fuel gas materials metal mining oil petrole petroleum steel
    wood education formation health hospital human laboratories laboratory medical personnel
    pharmaceutical professional professionals recherche recruitment research resources
    ressources sante science sciences scientific staffing training automotive equipement
    equipements equipment food furniture instruments leasing location machinery machines parts
    products produits rental rentals supplies supply tools vehicles assurance bank banque
    capital catering estate finance financial hotel hotels immobilier insurance properties
    property real realty tours travel advertising film imprimerie language marketing media photo
    press print printing publishing traduction translation video
"""
GENERIC: Final = frozenset(_GENERIC_WORDS.split())
_SPELLED: Final = (
    (re.compile(r"\bsp(olka)? z ?o ?o\b"), "spzoo"),
    (re.compile(r"\bs r o\b"), "sro"),
    (re.compile(r"\bd o o\b"), "doo"),
    (re.compile(r"\ba dz\b"), "adz"),
)
# Of what is sent to one firm in care of another, the other is the one that is paid.
_IN_CARE: Final = re.compile(r"^.*[a-z0-9]{2} c o (?=[a-z0-9]{2})")
_ABBREVIATED: Final = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_MARKS: Final = re.compile(r"[^a-z0-9]+")
_DOTS: Final = re.compile(r"['’`]|(?<=\b\w)\.(?=\w\b)")


def normal_tokens(name: str) -> Words:
    """Give the words of a name in small Latin letters, without legal form and particles."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Letters first: a Cyrillic й is a letter of its own, not an и with an accent.
    bare = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_LETTERS)
    words = _MARKS.sub(" ", _DOTS.sub("", bare)).strip()
    words = _IN_CARE.sub("", words)
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


SHORTEST: Final = 5  # a shorter word is another word when one letter differs
LIKE: Final = (
    0.82  # how alike two spellings of one word are, by letters changed, dropped or swapped
)
OFTENER: Final = 2  # how many times oftener the right spelling stands in the list


def in_one_spelling(names: Sequence[Words]) -> list[Words]:
    """Give the names with each rare spelling of a word replaced by the common one most like it.

    Two spellings are compared where both come to the same word when at most one letter is dropped.
    """
    counts = Counter(word for words in names for word in set(words))
    common: dict[str, str] = {}
    for word, others in _near(counts).items():
        found = [
            (OSA.normalized_similarity(word, other, score_cutoff=LIKE), counts[other], other)
            for other in others
            if counts[other] >= OFTENER * counts[word]
        ]
        best = max(found, default=(0.0, 0, ""))
        if best[0] >= LIKE:
            common[word] = best[2]
    return [tuple(_followed(word, common) for word in words) for words in names]


def _near(counts: Mapping[str, int]) -> dict[str, set[str]]:
    """Give for each word the others that share a word with it when one letter is dropped."""
    bearing: defaultdict[str, list[str]] = defaultdict(list)
    for word in counts:
        if len(word) >= SHORTEST and word.isalpha():
            for shorter in _shortened(word):
                bearing[shorter].append(word)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for words in bearing.values():
        for word in words if len(words) > 1 else ():
            near[word].update(other for other in words if counts[other] > counts[word])
    return near


def _shortened(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        if place == 0 or word[place] != word[place - 1]:  # of a double letter either, once
            yield word[:place] + word[place + 1 :]


def _followed(word: str, common: Mapping[str, str]) -> str:
    while word in common:  # ends, since each step leads to a word that stands more often
        word = common[word]
    return word
