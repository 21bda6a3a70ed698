"""The words of periods in three languages, each turned into one sign of a small common notation.

`canonical("21. bis 23. Oktober 2026")` is `21.-23.m10m2026`: months are `m10m`, seasons `s3s`, then `w` week,
`q` quarter, `h` half, `b` `c` `e` the beginning, middle and end of something, `u` o'clock, `a` and `p` for am
and pm, `-` up to, `&` and. Words that carry no meaning (articles, prepositions, weekdays) are dropped.
"""

from __future__ import annotations

import re

from neisse.engine.record.periods.spellings import (
    MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    plain,
    spelt_out,
    with_year,
)
from neisse.engine.text.fold import fold

SEASONS = (
    "fruhling fruhjahr fruehling fruehjahr wiosna wiosny wiosne spring",
    "sommer lato lata latem summer",
    "herbst jesien jesieni jesienia autumn fall",
    "winter zima zimy zime",
)
SIGNS = {
    "w": "kw kalenderwoche kalenderwochen woche tydzien tygodniu tygodnia tydz tyg week wk cw",
    "q": "q quartal quartals kwartal kwartale kwartalu quarter",
    "h": "h halbjahr halbjahres hj jahreshalfte halfte haelfte polrocze polroczu polrocza half",
    "b": "anfang anf beginn poczatek poczatku poczatkiem pocz beginning start early",
    "c": "mitte polowa polowie mid middle srodek srodku",
    "e": "ende koniec koncu konca koncem end late",
    "u": "uhr godz godzina godzinie godziny godzinach oclock",
    "a": "uam_",
    "p": "upm_",
    "-": "bis do to until till through po",
    "&": "und and oraz i",
}
NUMBERS = (
    "erste ersten erster erstes pierwsza pierwszy pierwsze pierwszej pierwszym first",
    "zweite zweiten zweiter zweites druga drugi drugie drugiej drugim second",
    "dritte dritten drittes trzeci trzecie trzecim third",
    "vierte vierten viertes czwarty czwarte czwartym fourth",
)
NOISE = (
    "im am um in an ab vom von zum den dem der die das des on at the of from between w we na o od pod dnia dniach "
    "dni jahr jahres year rok roku r the ca circa approx ok okolo kolo etwa ungefahr about around laufe ciagu course "
    "ganz ganze ganzer ganzes ganzen caly cala cale calego whole entire jeweils kazdorazowo "
    "voraussichtlich vorauss vsl vrsl vorl vorlaufig geplant eventuell evtl ggf vermutlich wahrscheinlich planned tentative "
    "tentatively provisional probably wstepnie planowany planowana planowane prawdopodobnie orientacyjnie "
    "tbc tbd tba offen noch termin termine terminy datum data date "
)
OPEN_PHRASES = frozenset(
    [
        "offen",
        "noch offen",
        "tba",
        "tbd",
        "tbc",
        "n n",
        "nn",
        "unbekannt",
        "unklar",
        "k a",
        "keine angabe",
        "siehe website",
        "s website",
        "b d",
        "brak",
        "brak danych",
        "nieznany",
        "open",
        "unknown",
        "n a",
        "none",
        "entfallt",
        "nie dotyczy",
        "bald",
        "wkrotce",
        "soon",
    ]
)
# One of these and no digit: somebody says that the time comes later.
_LATER = re.compile(
    r"\b(?:folgt|folgen|wird noch|bekannt ?gegeben|steht noch nicht|vereinbarung|absprache|anfrage|abstimmung|klarung"
    r"|ustal[ae]n\w*|uzgodni\w*|potwierdzeni\w*|podan[aey]\b|announced|determined|confirmed|follow|follows|arrangement|request)\b"
)
_ALL_YEAR = re.compile(
    r"(?:ganzjahrig|ganzjaehrig|ganzes jahr|das ganze jahr|caloroczn\w*"
    r"|caly rok|przez caly rok|all year|whole year|year round|all year round)"
)


def _dictionary() -> dict[str, str]:
    words = dict.fromkeys(" ".join((NOISE, *WEEKDAYS, *SHORT_WEEKDAYS)).split(), "")
    words |= {word: sign for sign, group in SIGNS.items() for word in group.split()}
    words |= {word: f"m{n}m" for n, group in enumerate(MONTHS, 1) for word in group.split()}
    words |= {word: f"s{n}s" for n, group in enumerate(SEASONS, 1) for word in group.split()}
    return words | {word: str(n) for n, group in enumerate(NUMBERS, 1) for word in group.split()}


WORDS = _dictionary()
_WORD = re.compile(r"[a-z_]+")


def is_open(text: str) -> bool:
    """Whether the text says that the time is not known yet ("noch offen", "Termin folgt", "do ustalenia", "-")."""
    words = " ".join(_WORD.findall(fold(text)))
    if not words:
        return not re.search(r"\d", text)
    return not re.search(r"\d", text) and (words in OPEN_PHRASES or _LATER.search(words) is not None)


def is_month(text: str) -> bool:
    """Whether a text is the name of a month and nothing more ("März", "luty", "Sept.")."""
    word = fold(text).strip(" .'/-")
    return any(word in group.split() for group in MONTHS)


def all_year(text: str) -> bool:
    """Whether the text says "all year" and no more, or with the year."""
    return _ALL_YEAR.fullmatch(" ".join(_WORD.findall(fold(text)))) is not None


def canonical(text: str) -> tuple[str, bool] | None:
    """The common notation of a text, and whether a part of it was rounded away ("Spätherbst" is autumn).

    None where a word is not known. Cost: linear in the text.
    """
    folded, parts = spelt_out(fold(plain(text)))
    words = _WORD.findall(folded)
    if any(word not in WORDS for word in words):
        return None
    signs = _WORD.sub(lambda found: WORDS[found[0]], folded)
    signs = re.sub(r"[,;()\s]+", " ", signs).strip()
    return with_year(re.sub(r"(?<!\d) +| +(?!\d)", "", signs)), parts > 0
