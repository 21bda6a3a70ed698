"""What two names say of each other across languages: what is shared, what each says alone, what speaks against.

Letters compare one language; here words are compared by their meaning (`text/institutions`), what no dictionary knows by
its beginning, then by the vectors of the single words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log, sqrt

from rapidfuzz.distance import OSA

from neisse.engine.record.duplicates.facets import TITLES, Facets, dotless, without_patron
from neisse.engine.record.duplicates.nearness import Nearness
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.text.acronyms import sound, spelling, stands_for_all
from neisse.engine.text.fold import fold, words
from neisse.engine.text.institutions import stem

# From this cosine of vectors, and this share of letters, two left-over words are one.
SOFT, LIKE = 0.7, 0.76
ALL = "*"
# From so many letters, and this share of them alike, a word that no dictionary knows is one that it knows, with a slip.
LONG, SLIPPED = 7, 0.85
# A word of so many letters that two names write alike tells their language.
TELLING = 5
# So many letters in a row make two words of one meaning words of one language.
STEM = 5
# An acronym counts as spelt out from this share of its letters on.
SPELT, PARTLY = 0.9, 0.7
NOTHING = 0.05
PARTS = re.compile(r"\s[–—-]\s|[(),]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What two names say of each other; a word that hardly any other name has weighs 1.

    `same`: cosine of the weighted meanings; `shared`: weight in common; `least`, `most`: weight of what one side says and
    the other does not, of the smaller and the larger side; `short`: how acronyms fit; `place`, `legal`, `part`, `kind`: see
    `comparisons`; `vector`: cosine of the names' vectors; `translated`: whether the same is said by other words; `bare`:
    whether one name is only an acronym; `own_apart`: whether each has a word of its own that no dictionary knows, or a patron
    of its own; `subject`: weight of the words of the dictionary that each side says and the other does not, the lesser of both.
    """

    same: float = 0.0
    shared: float = 0.0
    least: float = 0.0
    most: float = 0.0
    vector: float = 0.0
    short: str = ""
    place: str = ""
    legal: str = ""
    part: str = ""
    kind: str = ""
    translated: bool = False
    bare: bool = False
    own_apart: bool = False
    subject: float = 0.0


Near = Callable[[str, str], float]
# So many pairs of names are compared in full, the most promising.
CLOSE = 2
# What says that something is a branch for a region, and nothing else.
OF_A_BRANCH = frozenset({"department", "state", "regional"})
# How the dictionary calls given names: Mikołaj and Nikolaus are one.
GIVEN_NAME = "name:"
# What an institution may have besides itself.
HELD_BY_OTHERS = frozenset({"hospital", "museum", "library", "foundation", "society", "archive"})
# How near an acronym brings two names that it stands for.
ACRONYM_CLOSE = {"same": 0.8, "exact": 1.2, "spelt": 0.8}


def compare(one: Facets, other: Facets, towns: tuple[str, str], near: Near, near_names: Near) -> Meaning:
    """The meaning of two names; `near` gives the cosine of two words, `near_names` that of two names."""
    short, explained = _acronyms(one, other, towns)
    common = {key for key in one.keys.keys() & other.keys.keys() if _is_one_word(key, one, other)}
    one_language = _one_language(one, other, common)
    patrons_apart = _patrons_apart(one, other)
    shared, is_soft, (left, right), rests = _compared_words(
        one, other, common, _far if one_language else near, patrons_apart
    )
    if explained and min(rests) <= NOTHING:
        rests = (0.0, 0.0)
    said = max(shared, 1e-9)
    own_apart = patrons_apart or (_says_own(left, one, other) and _says_own(right, other, one))
    translated = not one_language and (
        is_soft or any(_is_foreign(one.keys[k], other.keys[k]) for k in common)
    )
    return Meaning(
        same=shared / sqrt((said + rests[0]) * (said + rests[1])) if shared else 0.0,
        shared=shared, least=min(rests), most=max(rests), vector=near_names(one.name, other.name), short=short,
        place=_place(one, other), legal=_alike(one.legal, other.legal), kind=_kinds(one, other, short),
        part=_part(one, other), translated=translated,
        bare=any(side.acronyms and not side.keys for side in (one, other)),
        own_apart=own_apart and not translated, subject=min(_subject(left, one), _subject(right, other)),
    )  # fmt: skip


def _compared_words(
    one: Facets, other: Facets, common: Collection[str], near: Near, patrons_apart: bool
) -> tuple[float, bool, tuple[Mapping[str, str], Mapping[str, str]], tuple[float, float]]:
    """The weight of what both say, whether some of it is only alike, what is left over on each side, and its weight."""
    left, right = (
        {key: word for key, word in side.keys.items() if key not in common} for side in (one, other)
    )
    if _is_branch_here(one, other) or _is_branch_here(other, one):
        left, right = (
            {key: word for key, word in rest.items() if key not in OF_A_BRANCH} for rest in (left, right)
        )
    shared = sum(weight(key) for key in common)
    soft = _soft(left, right, one.own, other.own, near)
    over = [0.0, 0.0]
    for key, match, likeness in soft:
        shared += likeness * min(weight(key), weight(match))
        over[0] += (1 - likeness) * weight(key)
        over[1] += (1 - likeness) * weight(match)
        left.pop(key)
        right.pop(match)
    if not patrons_apart:
        left, right = _without_patrons(left, one, other), _without_patrons(right, other, one)
    rests = (over[0] + sum(map(weight, left)), over[1] + sum(map(weight, right)))
    return shared, bool(soft), (left, right), rests


def _one_language(one: Facets, other: Facets, common: Collection[str]) -> bool:
    """Whether two names are surely in one language: the same legal form, or a word of the dictionary written alike."""
    if one.legal and one.legal == other.legal:
        return True
    known = [key for key in common if key not in one.own]
    return any(one.keys[key] == other.keys[key] and len(one.keys[key]) >= TELLING for key in known)


def _without_patrons(rest: Mapping[str, str], side: Facets, other: Facets) -> dict[str, str]:
    """What is left over of a name, without the patron of either: said in one name and left out, or translated, in the next."""
    own, theirs = ({name for _, name in found.patrons} for found in (side, other))
    translated = any(stem(word) in theirs for word in side.keys.values())
    return {
        key: word
        for key, word in rest.items()
        if stem(word) not in own | theirs
        and not (own and word in TITLES)
        and not (translated and key.startswith(GIVEN_NAME))
    }


def _patrons_apart(one: Facets, other: Facets) -> bool:
    """Whether both are named after somebody, and not the same: said in one language only."""
    languages = {language for language, _ in one.patrons} & {language for language, _ in other.patrons}
    return bool(languages) and one.patrons.isdisjoint(other.patrons)


def _subject(rest: Mapping[str, str], side: Facets) -> float:
    """The weight of the most telling word of the dictionary that is left over."""
    return max((weight(key) for key in rest if key not in side.own), default=0.0)


def _kinds(one: Facets, other: Facets, short: str) -> str:
    """Kinds that are the same or differ; Uniklinik RWTH is not RWTH: one acronym, and a kind that only one says."""
    said = _alike(one.kind, other.kind)
    if said or short != "same" or not any(side.acronyms and not side.keys for side in (one, other)):
        return said
    return "differ" if {one.kind, other.kind} & HELD_BY_OTHERS else ""


def _is_foreign(word: str, other: str) -> bool:
    """Whether two words of one meaning have no letters in a row in common: Klinik and szpital, but not Klinikum."""
    size = min(STEM, len(word), len(other))
    return not any(word[at : at + size] in other for at in range(len(word) - size + 1))


def _says_own(left: Mapping[str, str], side: Facets, other: Facets) -> bool:
    """Whether a name says a proper name that the other does not: a word that no dictionary knows, or another town."""
    return not left.keys().isdisjoint(side.own) or bool(side.towns - other.towns)


def _far(_one: str, _other: str) -> float:
    """Within one language vectors say nothing of two words: kestrel and buzzard are two companies."""
    return 0.0


def _is_one_word(key: str, one: Facets, other: Facets) -> bool:
    """Whether a key that no dictionary knows stands for one word on both sides: Novaled and Novalux begin alike only."""
    if key not in one.own or key not in other.own:
        return True
    a, b = one.keys[key], other.keys[key]
    return a == b or OSA.normalized_similarity(a, b) >= LIKE


def _soft(
    left: Mapping[str, str], right: Mapping[str, str], own: frozenset[str], others: frozenset[str], near: Near
) -> list[tuple[str, str, float]]:
    """Pairs of left-over words whose letters or vectors are close, the closest first, each word once.

    Two words that the dictionary knows, and that mean different things there, are different.
    """
    scored = []
    for key, a in left.items():
        for match, b in right.items():
            if key not in own and match not in others:
                continue
            likeness = _written_alike(a, b, key in own and match in others)
            if not likeness and (key[0] != match[0] or (key in own and match in others)):
                likeness = near(a, b)
            if likeness >= SOFT and (key != match or likeness >= LIKE):
                scored.append((likeness, key, match))
    found: list[tuple[str, str, float]] = []
    taken: set[str] = set()
    for value, key, match in sorted(scored, reverse=True):
        if f"l{key}" not in taken and f"r{match}" not in taken:
            taken |= {f"l{key}", f"r{match}"}
            found.append((key, match, value))
    return found


def _written_alike(one: str, other: str, both_own: bool) -> float:
    """The share of letters that two words have alike, 0 if they are two: Diagnsotik is a slip, Novalux is not Novaled."""
    if not both_own and min(len(one), len(other)) < LONG:
        return 0.0
    return OSA.normalized_similarity(one, other, score_cutoff=LIKE if both_own else SLIPPED)


def _acronyms(one: Facets, other: Facets, towns: tuple[str, str]) -> tuple[str, bool]:
    """How acronyms fit, and whether one stands for words of the other name."""
    if not one.acronyms and not other.acronyms:
        return "", False
    if one.acronyms & other.acronyms:
        return "same", True
    best = 0.0
    for side, long, town in ((one, other, towns[1]), (other, one, towns[0])):
        both = {long.keys[key] for key in side.keys.keys() & long.keys.keys()}
        for part in _spelling_parts(dotless(long.name)):
            said = " ".join(
                word for word in words(part) if word not in both and sound(word) not in long.acronyms
            )
            if any(stands_for_all(short, said, town) for short in side.acronyms):
                return "exact", True
            best = max(best, *(spelling(short, said, town) for short in side.acronyms), 0.0)
    if best >= SPELT:
        return "spelt", True
    if best >= PARTLY:
        return "partly", True
    return ("differ" if one.acronyms and other.acronyms else "unspelt"), False


@lru_cache(maxsize=20_000)
def _spelling_parts(name: str) -> tuple[str, ...]:
    """What an acronym may be spelt from: the name without its patron, what stands after a dash or in brackets."""
    parts = (part.strip() for part in PARTS.split(name)[1:])
    longer = (part for part in parts if len(part.split()) > 1 or "-" in part)
    return tuple(dict.fromkeys((without_patron(fold(name)), *longer)))


def _alike(one: str, other: str) -> str:
    return "" if not one or not other else "same" if one == other else "differ"


def _part(one: Facets, other: Facets) -> str:
    """Whether both are parts of something, or one; a branch for a region is the one in its town (NFZ Katowice)."""
    if one.part == other.part:
        return "both" if one.part else ""
    return "" if _is_branch_here(one, other) or _is_branch_here(other, one) else "one"


def _is_branch_here(one: Facets, other: Facets) -> bool:
    return one.part and bool(one.regions) and other.home and not other.part and not other.regions


def _of_region(one: Facets, other: Facets) -> bool:
    """Whether one name speaks of a region, the other of the town itself."""
    return bool(one.regions) and other.home and not one.home


def _place(one: Facets, other: Facets) -> str:
    """Regions and towns that the names speak of: the same, others, or only one speaks of any.

    What is a region's (Wirtschaftsförderung Sachsen) is not what is its capital's (Wirtschaftsförderung Dresden).
    """
    a, b = one.regions | one.towns, other.regions | other.towns
    if not a and not b:
        return ""
    if a == b:
        return "same"
    if _is_branch_here(one, other) or _is_branch_here(other, one):
        return "some"
    if not (one.acronyms or other.acronyms) and (_of_region(one, other) or _of_region(other, one)):
        return "differ"
    if a and b:
        return "some" if a & b else "differ"
    return "one"


@lru_cache(maxsize=100_000)
def weight(key: str) -> float:
    """How telling a meaning is, in [0, 1]: the inverse frequency among ROR's names."""
    known = known_keys_of_names()
    return log(known[ALL] / (known.get(key, 0) + 1)) / log(known[ALL])


@lru_cache(maxsize=1)
def known_keys_of_names() -> Mapping[str, int]:
    """In how many of ROR's German, Polish and Czech organisations (`*`) a meaning stands, if in two or more."""
    text = files("neisse.engine.record.duplicates").joinpath("name_keys.tsv").read_text(encoding="utf-8")
    rows: Iterable[list[str]] = (line.split("\t") for line in text.splitlines())
    return {key: int(times) for key, times in rows}


def best_meaning(left: Signature, right: Signature, nearness: Nearness) -> Meaning | None:
    """The meaning of the two names that say the most in common; None where a side has no name."""
    pairs = [(_promise(a, b), i, j) for i, a in enumerate(left.facets) for j, b in enumerate(right.facets)]
    chosen = sorted(pairs, reverse=True)[:CLOSE]
    towns = (left.city, right.city)
    found = [
        compare(left.facets[i], right.facets[j], towns, nearness.near, nearness.near) for _, i, j in chosen
    ]
    return max(found, key=closeness, default=None)


def closeness(found: Meaning) -> float:
    """One number for how near two names are, to compare pairs of one list with each other; about 2 for one name."""
    near = found.same * min(1.0, found.shared + 0.4) + 0.6 * found.vector
    return near + ACRONYM_CLOSE.get(found.short, 0.0)


def _promise(one: Facets, other: Facets) -> float:
    """Without vectors: how much two names may have in common."""
    if one.name == other.name:
        return 2.0
    shared = sum(weight(key) for key in one.keys.keys() & other.keys.keys())
    return shared / (1 + len(one.keys.keys() ^ other.keys.keys())) + bool(one.acronyms & other.acronyms)
