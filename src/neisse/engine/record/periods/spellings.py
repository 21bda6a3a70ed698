"""How people spell times, brought to one spelling before the words are read: Roman numbers, clocks, weekdays, part words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

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
ROMAN = {
    name: str(n)
    for n, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_ROMAN = "(?:" + "|".join(sorted(ROMAN, key=len, reverse=True)) + ")"
_FOUR = "(?:i{1,3}|iv)"
# From Monday on, in the forms in which people write them; short ones are other words as well.
WEEKDAYS = (
    "montag monday poniedzialek poniedzialku",
    "dienstag tuesday wtorek wtorku",
    "mittwoch wednesday sroda srode srody",
    "donnerstag thursday czwartek czwartku",
    "freitag friday piatek piatku",
    "samstag sonnabend saturday sobota sobote soboty",
    "sonntag sunday niedziela niedziele niedzieli",
)
SHORT_WEEKDAYS = (
    "mo mon pon pn",
    "di tue tues wt",
    "mi wed sr",
    "do thu thur thurs czw",
    "fr fri pt",
    "sa sat sob",
    "so sun niedz ndz nd",
)


def any_of(groups: Iterable[str]) -> str:
    """A pattern of all words of groups, the longest first."""
    return (
        "(?:" + "|".join(sorted((w for group in groups for w in group.split()), key=len, reverse=True)) + ")"
    )


_MONTH = any_of(MONTHS)
_WEEKDAY = any_of((*WEEKDAYS, *SHORT_WEEKDAYS))
_AND = r"(?:-|/|\+|&|\b(?:bis|to|und|u|i|and|oraz)\b)"
_COUNTED = r"(kwartal\w*|quartal\w*|quarters?|polrocz\w*|halbjahr\w*|hj|q)"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s*(?:uhr|h)\b)"
_PART_OF_DAY = (
    "(?:vormittags?|nachmittags?|abends?|morgens|fruhmorgens|rano|przedpoludniem|popoludniu|wieczorem|wieczor"
    "|mornings?|afternoons?|evenings?)"
)
_ALL_DAY = "(?:ganztagig|ganztaegig|ganztags|caly dzien|calodniowo|calodniow[ey]|all[ -]day|whole day)"
_BEFORE_A_DATE = (
    r"(?=\d{1,2}(?!\d)(?!\.?\s*(?:kw|q|quartal|halbjahr|hj|kwartal|polrocz|halfte|haelfte|woche|tydz)))"
)
_Spelling = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _digits(found: re.Match[str]) -> str:
    return found[0].translate(_RAISED)


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹°º", "012345678900")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINES = re.compile(r"(?<=\d)\.?\s*[\n;]\s*(?=(?:[^\W\d_]{2,12}\.?,?\s*)?\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]))")
# In these words no language writes "Mär 14" for a day: the number after them is a year.
_YEARLY = (
    r"(?:jän|jänner|januar|februar|feber|mär|märz|mrz|mai|juni|juli|okt|oktober|dez|dezember"
    r"|stycze[nń]|luty|marzec|kwiecie[nń]|maj|czerwiec|lipiec|sierpie[nń]|wrzesie[nń]|pa[zź]dziernik|listopad|grudzie[nń]"
    r"|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|gru)"
)
_YEAR_AFTER = re.compile(rf"^(?P<before>\D*\b{_YEARLY})\.?[ /]'?(?P<year>\d{{2}})$", re.IGNORECASE)
_YEARS_AFTER = re.compile(
    r"^(?P<one>[^\W\d_]{3,12})\.?[ /]'?(?P<y1>2\d)\s*(?P<sign>[-–/]|bis|do|to)\s*(?P<two>[^\W\d_]{3,12})\.?[ /]'?(?P<y2>2\d)$",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    r"^(?P<clock>(?:um |ab |o |od |godz\. )?\d{1,2}(?:[:.]\d{2})?(?: ?(?:-|–|bis|do) ?\d{1,2}(?:[:.]\d{2})?)? ?(?:uhr|h)?)"
    r"(?:,? am|,? dnia|,)? (?P<day>\d{1,2}\.\s?(?:\d|\w+ )\S*.*)$",
    re.IGNORECASE,
)
# "9 am to 5 pm on 14 March": what has no sign of a clock ("9-12 marca") may be days.
_TIME = r"\d{1,2}(?:[:.]\d{2})?(?: ?[ap]\.?m\b\.?)?"
_CLOCK_SAID_FIRST = re.compile(
    r"^(?:(?:um|ab|o|od|von|from|at|between|w)\s+)?(?P<sign>godz\w*\.?\s+)?"
    rf"(?P<clock>{_TIME}(?:\s?(?:-|–|bis|do|to|until|till|and)\s?{_TIME})?)(?P<hours>\s?(?:uhr|h)\b)?"
    r"(?:,?\s(?:am|on|den|dnia|w\sdniu)|,)\s*(?P<day>[^\W\d_]*[.,]{0,2}\s?(?:den\s|the\s)?\d{1,2}(?:st|nd|rd|th|\.|,)?\s?[\d\w].*)$",
    re.IGNORECASE,
)
_ROMAN_FIRST = re.compile(rf"^({_ROMAN})(?:\s*[-/–]\s*({_ROMAN}))?[ .,/]+((?:19|20)\d{{2}})", re.IGNORECASE)


def _months(found: re.Match[str]) -> str:
    """Read "V 2027" and "V-VI 2027" in the digits of months."""
    first, last = (ROMAN[(number or "").lower() or "i"] for number in (found[1], found[2]))
    return f"{first}/{found[3]} - {last}/{found[3]}" if found[2] else f"{first}/{found[3]}"


_HEDGE = (
    r"(?:voraussichtlich|vorauss|vorl(?:äufig)?|vsl|vrsl|ca|circa|etwa|ungefähr|geplant|planned|tentative(?:ly)?|provisional|termin"
    r"|data|datum|date|wstępnie|planowan[yae]|około|ok|approx|about|around|prawdopodobnie|vermutlich|wahrscheinlich|evtl|eventuell"
    r"|ggf|tbc|tbd|tba|do potwierdzenia|unter vorbehalt)"
)
_HEDGED = re.compile(
    rf"^(?:{_HEDGE}\b\.?:?\s+)+(?=\S)|(?<=\S)(?:\s*(?:[?*]|\(\s*(?:{_HEDGE}\b\.?|\?)\s*\)))+$", re.IGNORECASE
)


def _day_first(found: re.Match[str]) -> str:
    is_clock = found["sign"] or found["hours"] or re.search(r":|[ap]\.?m\b", found["clock"], re.IGNORECASE)
    return (
        f"{found['day']}, {found['clock']}{found['hours'] or (' uhr' if found['sign'] else '')}"
        if is_clock
        else found[0]
    )


def plain(text: str) -> str:
    """The text without signs that nobody sees, two lines of days joined, and a year in full where only one can stand."""
    seen = _LINES.sub(" und ", _UNSEEN.sub("", text))
    seen = re.sub(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹°º]{2}", lambda found: f":{_digits(found)}", seen)
    seen = _HEDGED.sub("", " ".join(seen.replace("|", ",").split()))
    seen = _CLOCK_FIRST.sub(r"\g<day>, \g<clock>", seen)
    seen = _CLOCK_SAID_FIRST.sub(_day_first, seen)
    seen = _ROMAN_FIRST.sub(_months, seen)
    if (both := _YEARS_AFTER.match(seen)) and any(
        re.fullmatch(_YEARLY, both[n], re.I) for n in ("one", "two")
    ):
        return both.expand(r"\g<one> 20\g<y1> \g<sign> \g<two> 20\g<y2>")
    return _YEAR_AFTER.sub(r"\g<before> 20\g<year>", seen)


def _part_of(found: re.Match[str]) -> str:
    return (
        f"q{_number(found[1])}-q{_number(found[2])} "
        if "kwar" in found[3] or found[3][:1] == "q"
        else (f"h{_number(found[1])}-h{_number(found[2])} ")
    )


def _number(said: str) -> str:
    return ROMAN.get(said, said)


def _month_span(found: re.Match[str]) -> str:
    """Months of "05-09/2027"; "03-05.2027", too, where both can be months."""
    first, last = int(found[1]), int(found[2])
    if not 1 <= first < last <= 12:
        return found[0]
    return f"{MONTHS[first - 1].split()[0]} - {MONTHS[last - 1].split()[0]} {found[3]}"


def _years(found: re.Match[str]) -> str:
    """Of "2026/27" two years, one after the other; "2026/11" is a month."""
    first, last = int(found[1]), int(found[2]) % 100
    return f"{first}-{first + 1}" if (first + 1) % 100 == last and last > 12 else found[0]


# On folded text, in this order.
_SPELLINGS: tuple[_Spelling, ...] = (
    (re.compile(r"[‐‑‒–—―−]"), "-"),
    (re.compile(r"[?*]+"), " "),
    (re.compile(r"(?<=[a-z]):(?!\S)"), " "),
    # "(Do)", "Sa/So", "pon.-śr.": weekdays say nothing that the date does not.
    (re.compile(rf"\b{_WEEKDAY}\.?\s*{_AND}\s*{_WEEKDAY}\b\.?,?(?!\w)"), " "),
    (re.compile(r"\(do\.?\)?|,? do\.?$"), " "),
    (re.compile(r"(^|-\s*)do\.?,?\s+(?=\d)"), r"\1"),
    (re.compile(r"^(?:bis|until|till|spatestens|najpozniej|do)\s+(?:zum |spatestens |najpozniej )?(?:am )?"), ""),
    (re.compile(_ALL_DAY), " "),
    (re.compile(r"\b(?:po|am|im|in the|przed) (?=(?:poludni|abend|vormittag|nachmittag|morning|afternoon|evening))"), ""),
    (re.compile(r"\bpoludniu\b"), "popoludniu"),
    (re.compile(r"\b[sc]\.?\s?t\.?(?![a-z0-9])"), " "),
    (re.compile(r"\b(?:12 )?(?:noon|mittags?|poludnie)\b"), "12:00"),
    # Clocks: "Beginn: 10 Uhr", "Ende 12 Uhr", "14h30", "g. 10".
    (re.compile(rf"\b(?:beginn|start|anfang|poczatek|begin|starts)\s*:?\s*(?:um |o |at |ab |od )?(?={_CLOCK})"), " "),
    (re.compile(r"^(?:beginn|start|anfang|poczatek|begin)\s*:?\s*(?=\d{1,2}\.\s?(?:\d|[a-z]))" + _BEFORE_A_DATE), " "),
    (re.compile(rf"[,;]?\s*\b(?:ende|end|koniec|ends)\s*:?\s*(?:um |o |at |ca\.? )?(?={_CLOCK})"), "-"),
    (re.compile(r"\s*-?\s*\bopen ?end\b"), ""),
    (re.compile(r"(?<=\d)\s?h\s?(?=\d{2}\b)"), ":"),
    (re.compile(r"\bg\.?\s*(?=\d)"), "uhr "),
    # Parts of months and years.
    (re.compile(rf"\b(?:na )?przelom(?:ie|u)?\s+({_MONTH})\s*{_AND}\s*({_MONTH})\b"), r"ende \1 - anfang \2"),
    (re.compile(rf"\b(?:zur |um die )?monatswende\s+({_MONTH})\s*{_AND}\s*({_MONTH})\b"), r"ende \1 - anfang \2"),
    (re.compile(r"\bjahres(?=(?:ende|anfang|mitte|beginn)\b)"), ""),
    (re.compile(rf"\b({_MONTH})(halfte|haelfte|woche|mitte|ende|anfang)\b"), r"\2 \1"),
    (re.compile(rf"\b({_MONTH})\s+(?:oder|or|lub|albo|bzw\.?)\s+(?={_MONTH}\b)"), r"\1 - "),
    (re.compile(rf"\b({_FOUR})\.?\s*kw\b\.?"), r"\1 kwartal"),
    (re.compile(rf"\b({_FOUR}|\d)\.?\s*{_AND}\s*({_FOUR}|\d)\.?\s*{_COUNTED}\b\.?"), _part_of),
    (re.compile(r"(?<=[0-9i.])\s*(?:polow[aye]\b|pol\b\.?)|\b(?<=pierwsza )polow[aye]\b|\b(?<=druga )polow[aye]\b"), " halfte "),
    (re.compile(rf"\b({_FOUR})\b\.?(?=\s*(?:kwartal|quartal|quarter|polrocz|halbjahr|halfte|half|haelfte|tydzien|woche|week|q\b|hj\b))"),
     lambda found: f"{ROMAN[found[1]]} "),
    (re.compile(r"\bletzte woche\b"), "5 woche"),
    # Days.
    (re.compile(r"(?<=\d)(st|nd|rd|th)\b"), ""),
    (re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?"), r"u\1m_"),
    (re.compile(r"(?<=\d)t(?=\d{2}:)"), " "),
    (re.compile(r"\bw(?=\d{1,2}\b)|(?<=\d{4})w(?=\d{1,2}\b)"), "kw"),
    (re.compile(r"\b(?:zwischen|between|miedzy|pomiedzy)\b(.+?)\b(?:und|and|a|i)\b"), r"\1 bis "),
    (re.compile(rf"(?<!\d)(\d{{1,2}})[. ]+({_ROMAN})[. ]+(?=\d{{4}})"), lambda found: f"{found[1]}.{ROMAN[found[2]]}."),
    (re.compile(rf"(?<!\d)(\d{{1,2}})[. ]+(?!i\b)({_ROMAN})\b\.?(?=\s*(?:[-/,]|$))"),
     lambda found: f"{found[1]}.{ROMAN[found[2]]}."),
    (re.compile(r"(?<=\d)\.?\s*(?:\+|\bu\b\.?)\s*(?=\d)"), " und "),
    (re.compile(r"^(\d{1,2})[, ](\d{1,2})[, ](\d{4})\b"), r"\1.\2.\3"),
    (re.compile(r"^(\d{1,2})-(\d{1,2})[/.](\d{4})$"), _month_span),
    (re.compile(r"^(20\d{2})/(\d{2}|20\d{2})$"), _years),
    (re.compile(r"^(0?[1-9]|1[0-2])/([2-4]\d)$"), r"\1/20\2"),
    (re.compile(r"(?<=[a-z])\."), " "),
    (re.compile(r"o'clock"), "uhr"),
)  # fmt: skip
_SEASON_PART = re.compile(
    r"\b(fruh|frueh|spat|spaet|hoch)(?=sommer|herbst|winter|fruhling|fruehling|fruhjahr)"
)
_DAY_PART = re.compile(rf"\b{_PART_OF_DAY}\b")


def spelt_out(folded: str) -> tuple[str, int]:
    """The folded text in one spelling, and how many parts were rounded away ("Spätherbst" is autumn). Cost: linear."""
    said = folded.strip(" .,;()")
    for pattern, replacement in _SPELLINGS:
        said = pattern.sub(replacement, said)
    said, seasons = _SEASON_PART.subn("", said)
    said, days = _DAY_PART.subn(" ", said)
    return said, seasons + days


_SHORT_YEAR = re.compile(r"^((?:[qh]\d|\d\.?[qh]|s\ds))[./ ]*'?(\d{2})$")
_SHORT_WEEK = re.compile(r"^((?:w\.?\d{1,2}|\d{1,2}\.?w))[/ ]+'?(2\d)$")


def with_year(notation: str) -> str:
    """`q1/27` and `w11 27` with the sign of a short year; `w43/44` are two weeks."""
    if (found := _SHORT_WEEK.match(notation)) and int(found[2]) != int(re.sub(r"\D", "", found[1])) + 1:
        return f"{found[1]} '{found[2]}"
    return _SHORT_YEAR.sub(r"\1 '\2", notation)
