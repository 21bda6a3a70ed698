"""The words of periods in three languages, each turned into one sign of a small common notation.

`canonical("21. bis 23. Oktober 2026")` is `21.-23.m10m2026`: months are `m10m`, seasons `s3s`, then `w` week,
`q` quarter, `h` half, `b` `c` `e` the beginning, middle and end of something, `u` o'clock, `a` and `p` for am
and pm, `-` up to, `&` and. Words that carry no meaning (articles, prepositions, weekdays) are dropped.
"""

from __future__ import annotations

import re

from neisse.engine.text.fold import fold

MONTHS = (
    "januar jan janner janvier january styczen stycznia styczniu sty",
    "februar feb feber february luty lutego lutym lut",
    "marz maerz mrz mar march marzec marca marcu",
    "april apr kwiecien kwietnia kwietniu kwi",
    "mai may maj maja maju",
    "juni jun june czerwiec czerwca czerwcu cze",
    "juli jul july lipiec lipca lipcu lip",
    "august aug sierpien sierpnia sierpniu sie",
    "september sep sept wrzesien wrzesnia wrzesniu wrz",
    "oktober okt october oct pazdziernik pazdziernika pazdzierniku paz",
    "november nov listopad listopada listopadzie lis",
    "dezember dez december dec grudzien grudnia grudniu gru",
)
SEASONS = (
    "fruhling fruhjahr fruehling fruehjahr wiosna wiosny wiosne spring",
    "sommer lato lata latem summer",
    "herbst jesien jesieni jesienia autumn fall",
    "winter zima zimy zime",
)
SIGNS = {
    "w": "kw kalenderwoche kalenderwochen woche tydzien tygodniu tygodnia tyg week wk cw",
    "q": "q quartal quartals kwartal kwartale kwartalu quarter",
    "h": "h halbjahr halbjahres hj jahreshalfte halfte haelfte polrocze polroczu polrocza half",
    "b": "anfang beginn poczatek poczatku beginning start early",
    "c": "mitte polowa polowie mid middle srodek",
    "e": "ende koniec koncu end late",
    "u": "uhr godz godzina godzinie oclock",
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
    "im am um in an ab vom von zum den dem der die das des on at the of from between w we na od dnia dniach "
    "dni jahr jahres year rok roku r the ca circa approx ok voraussichtlich geplant "
    "mo di mi fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur fri sat sun "
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela pon wt sr czw pt sob niedz"
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
    words = dict.fromkeys(NOISE.split(), "")
    words |= {word: sign for sign, group in SIGNS.items() for word in group.split()}
    words |= {word: f"m{n}m" for n, group in enumerate(MONTHS, 1) for word in group.split()}
    words |= {word: f"s{n}s" for n, group in enumerate(SEASONS, 1) for word in group.split()}
    return words | {word: str(n) for n, group in enumerate(NUMBERS, 1) for word in group.split()}


WORDS = _dictionary()
ROMAN_NUMBERS = "i ii iii iv v vi vii viii ix x xi xii"
ROMAN = {name: str(n) for n, name in enumerate(ROMAN_NUMBERS.split(), 1)}
_ROMAN = re.compile(
    r"\b(i{1,3}|iv)\b\.?(?=\s*(?:kwartal|quartal|quarter|polrocz|halbjahr|polow|half|halfte|haelfte|tydzien|woche|week|q\b|hj\b))"
)
_SEASON_PART = re.compile(
    r"\b(fruh|frueh|spat|spaet|hoch)(?=sommer|herbst|winter|fruhling|fruehling|fruhjahr)"
)
_WORD = re.compile(r"[a-z_]+")
_MONTH_WORDS = "|".join(sorted((word for group in MONTHS for word in group.split()), key=len, reverse=True))
_REWRITES = (
    (re.compile(r"\b[sc]\.?\s?t\.?(?![a-z0-9])"), " "),
    (re.compile(r"\b(?:12 )?(?:noon|mittags?|poludnie)\b"), "12:00"),
    # "2. Märzhälfte", "Märzwoche", "II połowa marca": a part of a month.
    (re.compile(rf"\b({_MONTH_WORDS})(halfte|haelfte|woche|mitte|ende|anfang)\b"), r"\2 \1"),
    (
        re.compile(r"(?<=[0-9i.])\s*polow[aye]\b|\b(?<=pierwsza )polow[aye]\b|\b(?<=druga )polow[aye]\b"),
        " halfte ",
    ),
    (re.compile(r"\bletzte woche\b"), "5 woche"),
    (re.compile(r"[‐‑‒–—―−]"), "-"),
    (re.compile(r"(?<=\d)(st|nd|rd|th)\b"), ""),
    (re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?"), r"u\1m_"),
    (re.compile(r"(?<=\d)t(?=\d{2}:)"), " "),
    (re.compile(r"\bw(?=\d{1,2}\b)"), "kw"),
    (re.compile(r"(^|-\s*)do\.?,?\s+(?=\d)"), r"\1"),
    (re.compile(r"\b(?:zwischen|between|miedzy|pomiedzy)\b(.+?)\b(?:und|and|a|i)\b"), r"\1 bis "),
    (
        re.compile(r"(?<=\d)[. ]+(i{1,3}|iv|vi{0,3}|ix|xi{0,2})[. ]+(?=\d{4})"),
        lambda found: f".{ROMAN[found[1]]}.",
    ),
    (re.compile(r"(?<=[a-z])\."), " "),
    (re.compile(r"o'clock"), "uhr"),
)


def is_open(text: str) -> bool:
    """Whether the text says that the time is not known yet ("noch offen", "Termin folgt", "do ustalenia", "-")."""
    words = " ".join(_WORD.findall(fold(text)))
    if not words:
        return not re.search(r"\d", text)
    return words in OPEN_PHRASES or (not re.search(r"\d", text) and _LATER.search(words) is not None)


def is_month(text: str) -> bool:
    """Whether a text is the name of a month and nothing more ("März", "luty", "Sept.")."""
    word = fold(text).strip(" .'/-")
    return any(word in group.split() for group in MONTHS)


def all_year(text: str) -> bool:
    """Whether the text says "all year" and no more, or with the year."""
    return _ALL_YEAR.fullmatch(" ".join(_WORD.findall(fold(text)))) is not None


# In these words no language writes "Mär 14" for a day: the number after them is a year.
_YEAR_AFTER = re.compile(
    r"^(?P<before>\D*\b(?:jän|jänner|januar|februar|feber|mär|märz|mrz|mai|juni|juli|okt|oktober|dez|dezember"
    r"|stycze[nń]|luty|marzec|kwiecie[nń]|maj|czerwiec|lipiec|sierpie[nń]|wrzesie[nń]|pa[zź]dziernik|listopad|grudzie[nń]"
    r"|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|gru))\.?[ /]'?(?P<year>\d{2})$",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    r"^(?P<clock>(?:um |ab |o |od |godz\. )?\d{1,2}(?:[:.]\d{2})?(?: ?(?:-|–|bis|do) ?\d{1,2}(?:[:.]\d{2})?)? ?(?:uhr|h)?)"
    r"(?:,? am|,? dnia|,)? (?P<day>\d{1,2}\.\s?(?:\d|\w+ )\S*.*)$",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"^((?:[qh]\d|\d\.?[qh]|s\ds))[./ ]*'?(\d{2})$")
_SHORT_WEEK = re.compile(r"^((?:w\.?\d{1,2}|\d{1,2}\.?w))[/ ]+'?(2\d)$")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text without signs that nobody sees, and with a year in full where only a year can stand."""
    seen = " ".join(_UNSEEN.sub("", text).replace("|", ",").split())
    seen = _CLOCK_FIRST.sub(r"\g<day>, \g<clock>", seen)
    return _YEAR_AFTER.sub(r"\g<before> 20\g<year>", seen)


def _with_year(notation: str) -> str:
    """`q1/27` and `w11 27` with the sign of a short year; `w43/44` are two weeks."""
    if (found := _SHORT_WEEK.match(notation)) and int(found[2]) != int(re.sub(r"\D", "", found[1])) + 1:
        return f"{found[1]} '{found[2]}"
    return _SHORT_YEAR.sub(r"\1 '\2", notation)


def canonical(text: str) -> tuple[str, bool] | None:
    """The common notation of a text, and whether a part of it was rounded away ("Spätherbst" is autumn).

    None where a word is not known. Cost: linear in the text.
    """
    folded = fold(plain(text)).strip(" .,;()")
    for pattern, replacement in _REWRITES:
        folded = pattern.sub(replacement, folded)
    folded = _ROMAN.sub(lambda found: ROMAN[found[1]] + " ", folded)
    folded, parts = _SEASON_PART.subn("", folded)
    words = _WORD.findall(folded)
    if any(word not in WORDS for word in words):
        return None
    signs = _WORD.sub(lambda found: WORDS[found[0]], folded)
    signs = re.sub(r"[,;()\s]+", " ", signs).strip()
    return _with_year(re.sub(r"(?<!\d) +| +(?!\d)", "", signs)), parts > 0
