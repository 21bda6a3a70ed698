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
    "h": "h halbjahr halbjahres hj jahreshalfte polrocze polroczu polrocza half",
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
    "erste ersten erstes pierwszy pierwsze pierwszej pierwszym first",
    "zweite zweiten zweites drugi drugie drugiej drugim second",
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
OPEN_PHRASES = (
    "offen|noch offen|tba|tbd|tbc|n n|unbekannt|unklar|steht noch nicht fest|wird bekannt gegeben|"
    "do ustalenia|b d|brak|nieznany|open|unknown|n a|to be announced|to be determined"
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
_ROMAN = re.compile(r"\b(i{1,3}|iv)\b\.?(?=\s*(?:kwartal|quartal|quarter|polrocz|halbjahr|q\b|hj\b|half))")
_ROMAN_NUMBERS = "i ii iii iv v vi vii viii ix x xi xii"
ROMAN = {name: str(n) for n, name in enumerate(ROMAN_NUMBERS.split(), 1)}
_ROMAN = re.compile(r"\b(i{1,3}|iv)\b\.?(?=\s*(?:kwartal|quartal|quarter|polrocz|halbjahr|q\b|hj\b|half))")
_SEASON_PART = re.compile(
    r"\b(fruh|frueh|spat|spaet|hoch)(?=sommer|herbst|winter|fruhling|fruehling|fruhjahr)"
)
_WORD = re.compile(r"[a-z_]+")
_REWRITES = (
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
    """Whether the text says that the time is not known yet ("noch offen", "tbd", "do ustalenia", "-")."""
    words = " ".join(_WORD.findall(fold(text)))
    return words in OPEN_PHRASES.split("|") if words else not re.search(r"\d", text)


def canonical(text: str) -> tuple[str, bool] | None:
    """The common notation of a text, and whether a part of it was rounded away ("Spätherbst" is autumn).

    None where a word is not known. Cost: linear in the text.
    """
    folded = fold(text).strip(" .,;()")
    for pattern, replacement in _REWRITES:
        folded = pattern.sub(replacement, folded)
    folded = _ROMAN.sub(lambda found: ROMAN[found[1]] + " ", folded)
    folded, parts = _SEASON_PART.subn("", folded)
    words = _WORD.findall(folded)
    if any(word not in WORDS for word in words):
        return None
    signs = _WORD.sub(lambda found: WORDS[found[0]], folded)
    signs = re.sub(r"[,;()\s]+", " ", signs).strip()
    return re.sub(r"(?<!\d) +| +(?!\d)", "", signs), parts > 0
