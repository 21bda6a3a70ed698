"""The regions that a name of an institution speaks of, as adjectives too: Dolnośląska, Niederschlesische, Lower Silesian."""

from __future__ import annotations

import re

# First division of GeoNames, and the folded words that speak of it; the first that fits takes its words away.
_WORDS = (
    ("DE.06", r"niedersachs\w*|dolnosakson\w*|dolnej saksonii|lower sax\w+"),
    ("DE.14", r"sachsen[- ]anhalt\w*|sakson\w+[- ]anhalt|saxony[- ]anhalt|anhalt\w*"),
    ("DE.13", r"(?:land)?sachsen\w*|(?<!nieder)(?:west|ost|nord)?sachsisch\w*|sakson\w+|saxony?\b|saxonian"),
    ("DE.11", r"(?:ost|west)?brandenburg\w*"),
    ("DE.15", r"thuring\w+|turyng\w+"),
    ("DE.02", r"(?:ober|nieder)?bayern\w*|bayer(?:isch)?\w*|bavaria\w*|bawar\w+"),
    ("DE.05", r"hessen|hessisch\w*|heski\w*"),
    ("DE.01", r"baden[- ]wurttemberg\w*|badenii[- ]wirtembergii"),
    ("DE.07", r"nordrhein[- ]westfalen|nrw|north rhine[- ]westphalia"),
    ("DE.12", r"mecklenburg\w*[- ]vorpommern\w*|mecklenburg\w*"),
    ("DE.10", r"schleswig[- ]holstein\w*"),
    ("PL.72", r"dolno ?slask\w*|dolnego slaska|dolny(?:m)? slask\w*|niederschles\w+|lower siles\w+"),
    ("PL.upper", r"gorno ?slask\w*|gornego slaska|gorny slask|oberschles\w+|upper siles\w+"),
    ("PL.83", r"slask\w*|schlesi\w+|schlesisch\w*|silesia\w*"),
    ("PL.76", r"lubusk\w+|(?:woiwodschaft )?lebus(?:er)?\b|lubusz"),
    ("PL.77", r"malopolsk\w*|kleinpol\w+|lesser poland"),
    ("PL.86", r"wielkopolsk\w*|gro(?:ss|ß)pol\w+|greater poland"),
    ("PL.78", r"mazowieck\w+|mazowsz\w+|masow\w+|masovi\w+|mazovi\w+"),
    ("PL.87", r"zachodniopomorsk\w+|westpommern|west pomerani\w+"),
    ("PL.82", r"pomorsk\w+|pomerani\w+|pommern|pommersch\w*"),
    ("PL.73", r"kujawsk\w+[- ]pomorsk\w+|kujawien[- ]pommern|kuyavian[- ]pomeranian"),
    ("PL.80", r"podkarpack\w+|karpatenvorland\w*|subcarpathian?"),
    ("PL.81", r"podlask\w+|podlasie|podlachien"),
    ("PL.84", r"swietokrzysk\w+|heiligkreuz"),
    ("PL.85", r"warminsk\w+[- ]mazursk\w+|ermland[- ]masuren|warmian?[- ]masurian?"),
    ("karkonosze", r"karkonosk\w+|riesengebirg\w*|karkonosze"),
    ("erzgebirge", r"erzgebirg\w*|rudaw\w*"),
    ("vogtland", r"vogtland\w*"),
    ("lusatia", r"(?:ober|nieder)?lausitz\w*|luzyc\w+|lusatia\w*"),
)  # fmt: skip
_REGIONS = tuple((code, re.compile(rf"\b(?:{said})")) for code, said in _WORDS)


def regions_in(folded: str) -> frozenset[str]:
    """The regions that a folded text names, a longer name before a shorter one inside it."""
    return _taken(folded)[0]


def without_regions(folded: str) -> str:
    """A folded text without the names of regions."""
    return _taken(folded)[1]


def _taken(folded: str) -> tuple[frozenset[str], str]:
    found = set()
    rest = folded
    for code, said in _REGIONS:
        rest, times = said.subn(" ", rest)
        if times:
            found.add(code)
    return frozenset(found), rest
