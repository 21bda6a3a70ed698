"""What one name says, whatever its language: meanings of its words, own words, places, acronyms, legal form, part of what.

`Marschallamt der Woiwodschaft Niederschlesien` and `Urząd Marszałkowski Województwa Dolnośląskiego` say the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from neisse.engine.record.duplicates.words import legal_form, without_legal_form
from neisse.engine.text.acronyms import sound
from neisse.engine.text.fold import WORD, fold, words
from neisse.engine.text.institutions import STEM, is_own_word, is_small, known_keys, large_town, stem
from neisse.engine.text.regions import regions_in, without_regions
from neisse.engine.text.towns import find_town

SHORTEST, LONGEST = 2, 8
# What tells a part from its whole; a branch of a fund or an association is one of many, too.
PART = re.compile(
    r"\b(?:fakultat|fachbereich|lehrstuhl|katedra|wydzial|oddzial|institutsteil|aussenstelle|zweigstelle|niederlassung|"
    r"filia|abteilung|department|faculty|division|chair|branch|section|collegium|poliklinik|katedry|"
    r"professur|arbeitsgruppe|delegatura|ekspozytura|geschaftsstelle)\b"
)
# Whom a Polish institution is named after: said in one name and left out in the next.
PATRON = re.compile(r"\b(?:im\.?|imienia)\s(?:(?!\b(?:w|we)\b)[^,(–-]|(?<=\w)-(?=\w))*")
# Whom a German university is named after: Ernst-Abbe-Hochschule.
NAMED_AFTER = re.compile(r"\b(\w+(?:-\w+)*)-(?=(?:universitat|hochschule|gymnasium)\b)")
# What stands before the name of a patron.
TITLES = frozenset(("prof", "dr", "sw", "profesora", "swietego", "swietej", "krola", "generala"))
# Of which academy an institute is: said in one name and left out in the next.
ACADEMY = re.compile(
    r"(?<=\w)[\s,(–-]+(?:(?:of )?the )?(?:pan|av cr|polskiej akademii nauk|polish academy of sciences|akademie ved(?: cr)?"
    r"|(?:der )?polnischen akademie der wissenschaften|czech academy of sciences)\b\)?"
)
# What an organisation is: the first that a name says counts.
KINDS = (
    ("ministry", "ministry"), ("parliament", "parliament"), ("court", "court"), ("police", "police"),
    ("hospital", "hospital"), ("chamber", "chamber"), ("university", "university"), ("district", "district"),
    ("museum", "museum"), ("library", "library"), ("theatre", "theatre"), ("foundation", "foundation"),
    ("fund", "fund"), ("network", "network"), ("society", "society"), ("archive", "archive"),
)  # fmt: skip


WRAPPING = "foundation"


@dataclass(frozen=True, slots=True)
class Facets:
    """One name, taken apart.

    `keys` of its words (the own town's and those of acronyms left out) and the word behind each, `own` keys that no
    dictionary knows, `towns` and `regions` that it names, `acronyms`, `legal` form, `part` of something, `kind`,
    whether the own town is named (`home`), and whom it is named after (`patrons`: the language and the beginning of a word).
    """

    name: str
    keys: dict[str, str]
    own: frozenset[str]
    towns: frozenset[str]
    regions: frozenset[str]
    acronyms: frozenset[str]
    legal: str
    part: bool
    kind: str
    home: bool
    patrons: frozenset[tuple[str, str]]


@lru_cache(maxsize=20_000)
def facets(name: str, city: str, country: str) -> Facets:
    """The facets of a name of an organisation that sits in a town; cost: one look at each word."""
    home = find_town(city, country) if city else None
    own_town = {fold(city), fold(home.name) if home else ""} | set(words(city))
    bare = ACADEMY.sub(" ", without_legal_form(name))
    own_stems = {stem(word) for word in own_town if len(word) >= STEM}
    short = _acronyms(name, own_town)
    keys: dict[str, str] = {}
    own: set[str] = set()
    towns: set[str] = set()
    at_home = False
    for word in _spelt_out(without_regions(bare)):
        is_home = word in own_town or (len(word) >= STEM and stem(word) in own_stems)
        if is_home or sound(word) in short:
            at_home |= is_home
            continue
        town = large_town(word) or (find_town(word) if len(word) > 5 and known_keys(word) is None else None)
        if town is not None and home is not None and town.key == home.key:
            at_home = True
            continue
        known = known_keys(word)
        if town is not None and town.population and known is None and large_town(word):
            towns.add(str(town.key))
            continue
        if known is None and len(word) > 1:
            own.add(stem(word))
        for key in {stem(word)} if known is None else known:
            if len(word) > 1:
                keys.setdefault(key, word)
    return Facets(
        name, keys, frozenset(own), frozenset(towns), regions_in(bare), short, legal_form(name),
        bool(PART.search(bare)), _kind(keys), at_home, _patrons(bare),
    )  # fmt: skip


def without_patron(folded: str) -> str:
    """A folded name without the person after whom it is called in Polish."""
    return PATRON.sub(" ", folded)


def _patrons(folded: str) -> frozenset[tuple[str, str]]:
    said = [("pl", match[0].split(maxsplit=1)[1]) for match in PATRON.finditer(folded)]
    said += [("de", match[1]) for match in NAMED_AFTER.finditer(folded)]
    return frozenset(
        (language, stem(word))
        for language, text in said
        for word in words(text)
        if len(word) > 1 and word not in TITLES and (is_own_word(word) or language == "pl")
    )


def _kind(keys: Collection[str]) -> str:
    """What a name says that the organisation is; a technical or a medical university is not the university of its town."""
    kinds = [kind for key, kind in KINDS if key in keys]
    # A foundation that carries a museum or a cluster is that.
    found = next((kind for kind in kinds if kind != WRAPPING), kinds[0] if kinds else "")
    if found == "university" and "applied" not in keys:
        found += next((f" {special}" for special in ("technical", "medical") if special in keys), "")
    return found


def _acronyms(name: str, own_town: set[str]) -> frozenset[str]:
    """The words in capitals as they sound, but for those that are abbreviations, towns or words written in capitals."""
    found = set()
    shouted = name.isupper() and " " in name.strip()
    for word in WORD.findall(dotless(name)):
        capitals = sum(c.isupper() for c in word)
        folded = fold(word)
        if not (max(SHORTEST, len(word) - 2) <= capitals <= LONGEST) or (shouted and len(word) > 4):
            continue
        if folded in own_town or folded in _abbreviations() or legal_form(f"x {word}"):
            continue
        # A word that the dictionary knows is written in capitals as an acronym only beside others that are not (OIL Kraków).
        if known_keys(folded) and not (word.isupper() and len(word) > SHORTEST and not name.isupper()):
            continue
        found.add(sound("".join(c for c in folded)))
    return frozenset(found)


def dotless(name: str) -> str:
    """A name whose acronyms lose their dots: A.B.C. is ABC."""
    return re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found[0].replace(".", "") + " ", name)


def _spelt_out(bare: str) -> Iterable[str]:
    for word in words(dotless(bare)):
        if is_small(word):
            continue
        yield from _abbreviations().get(word, (word,))


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, tuple[str, ...]]:
    text = files("neisse.engine.record.duplicates").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {short: tuple(long.split()) for short, long in rows}
