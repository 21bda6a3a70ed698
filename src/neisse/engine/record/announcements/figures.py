"""Figures: a number with its unit, the year that it is of and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.wording import pattern

_NUMBER = (
    r"(?<![\d.,:/+§-])(?P<n>\d{1,3}(?:[. \u00a0\u202f,]\d{3})+(?:,\d+)?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d))"
)
_SCALE = (
    r"(?P<scale>mio\b\.?|millionen|million|mln|mrd\b\.?|milliarden|billion|bn\b|mld|miliard\w*|milion\w*|tys\b\.?|tausend"
    r"|thousand|m\b(?=\s*(?:eur|\u20ac)))"
)
_MONEY = r"(?P<money>euros?|eur|\u20ac|zlotych|zl|pln|usd|\$|dollar\w*|kronen|czk)"
_WORDS = {
    word: number
    for number, words in enumerate(
        ("zwei|two|dwa|dwie", "drei|three|trzy", "vier|four|cztery", "funf|five|piec", "sechs|six|szesc", "sieben|seven|siedem",
         "acht|eight|osiem", "neun|nine|dziewiec", "zehn|ten|dziesiec", "elf|eleven|jedenascie", "zwolf|twelve|dwanascie"), 2)
    for word in words.split("|")
}  # fmt: skip
# Nouns that count time, or that a number only stands beside.
_NOT_COUNTED = re.compile(
    r"(?:jahr|tag|stunde|minute|woche|monat|uhr|halle|raum|punkt|seite|absatz|artikel|year|day|hour|minute|week|month|page)\w{0,3}"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch\w*|\w+(?:strasse|platz|weg|allee)"
)
_PLURAL = {True: re.compile(r"\w+(?:en|er|e|n|s|el)"), False: re.compile(r"\w+[^s]s")}
_FORMS = (
    re.compile(rf"{_NUMBER}\s*(?:{_SCALE}\s*)?{_MONEY}(?!\w)"),
    re.compile(rf"\b{_MONEY}\s*{_NUMBER}(?:\s*{_SCALE})?"),
    re.compile(
        rf"{_NUMBER}\s*(?:{_SCALE}\s*)?(?P<small>(?:[a-z-]+\s+){{0,2}}?)(?P<unit>{pattern('counted')}|%)(?!\w)"
    ),
    # Any noun in the plural: in German capitalised (looked at in the text), in English with its s.
    re.compile(
        rf"{_NUMBER}\s+(?P<small>(?:[a-z]{{3,}}(?:en|e|er|ych|ich)\s+)?)(?P<any>[a-z]{{4,}})(?![\w-])"
    ),
    re.compile(r"(?<!\d)(?P<n>\d{1,4})-(?:kopfig\w*|osobow\w+|person)\s+(?P<unit>\w+)"),
    re.compile(
        rf"\b(?P<n>{'|'.join(_WORDS)})\s+(?P<small>(?:[a-z-]+\s+)?)(?P<unit>{pattern('counted')})(?!\w)"
    ),
    re.compile(rf"(?P<n>\b(?:ein |half a |pol )?(?:dutzend|dozen|tuzin))\s+(?P<unit>{pattern('counted')})"),
)
_PART = re.compile(
    r"[^.\n]{0,60}?(?<![\d.,])(?P<n>\d{1,5})(?![\d.,%])\s+(?P<unit>aus|of them|from|davon|z)\b"
)
# The first that a word begins with is meant: Milliarde before Million, miliard before milion.
_SCALES = (
    ("millia", 10**9), ("milia", 10**9), ("mio", 10**6), ("mil", 10**6), ("mln", 10**6), ("mrd", 10**9), ("bill", 10**9),
    ("bn", 10**9), ("mld", 10**9), ("m", 10**6), ("tys", 1000), ("taus", 1000), ("thous", 1000),
)  # fmt: skip
_CURRENCY = {
    "e": "EUR",
    "\u20ac": "EUR",
    "z": "PLN",
    "p": "PLN",
    "u": "USD",
    "$": "USD",
    "d": "USD",
    "k": "CZK",
    "c": "CZK",
}
_ABOUT = re.compile(
    r"\b(?:export\w*|import\w*|eksport\w*|umsatz|budget|budzet\w*|investi\w*|inwest\w*|revenue|turnover|przychod\w*|forder\w*|zuschuss|funding|dofinansowani\w*|wert|gesamtwert)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, its unit (a currency by its code), what it is about, the year, and the words."""

    value: Decimal
    unit: str
    about: str
    year: int | None
    words: Evidence
    confidence: float = 0.8


def find_figures(document: Document, dates: Sequence[Dated], issued: date | None) -> list[Figure]:
    """The figures of a text in order, each place once; days and telephone numbers are none. Cost: linear."""
    found: dict[int, Figure] = {}
    stops = [(one.start, one.end) for one in dates]
    for form in _FORMS:
        for match in form.finditer(document.flat):
            at = match.start("n")
            if at in found or any(start <= at < end for start, end in stops):
                continue
            if figure := _figure(document, match, dates, issued):
                found[at] = figure
                found |= _parts_of(document, match, figure, found)
    return [found[at] for at in sorted(found)]


def _figure(
    document: Document, match: re.Match[str], dates: Sequence[Dated], issued: date | None
) -> Figure | None:
    groups = match.groupdict()
    value = _value(groups["n"], groups.get("scale") or "")
    if value is None or ("any" in groups and not _counts(document, match, value)):
        return None
    sentence = document.sentence_at(match.start())
    money = groups.get("money")
    counted = match.span("any" if "any" in groups else "unit") if not money else (0, 0)
    unit = _CURRENCY[money[0]] if money else document.text[slice(*counted)]
    if unit == "%":
        unit = "Prozent"
    said = list(_ABOUT.finditer(document.flat, sentence.start, sentence.end))
    nearest = min(said, key=lambda one: abs(one.start() - match.start()), default=None)
    about = document.text[slice(*nearest.span())] if nearest and (money or unit == "Prozent") else unit
    return Figure(
        value, unit, about, _year(dates, sentence, issued), document.evidence(match.start(), match.end())
    )


def _counts(document: Document, match: re.Match[str], value: Decimal) -> bool:
    """Whether a noun that is on no list is one that is counted: in the plural, and the number no year, house or postcode."""
    said, noun = match["n"], match["any"]
    if said.startswith("0") or value < 2 or 1900 <= value <= 2100 or (len(said) == 5 and said.isdigit()):
        return False
    before = document.text[max(0, match.start() - 14) : match.start()].rstrip()
    if before.endswith((",", ".", "Nr", "No", "Halle", "Am")) and not before.endswith(("ca.", "etwa")):
        return False
    is_german = document.text[match.start("any")].isupper()
    is_noun = document.text[match.start("any") : match.end("any")][1:].islower()
    return is_noun and _NOT_COUNTED.fullmatch(noun) is None and _PLURAL[is_german].fullmatch(noun) is not None


def _parts_of(
    document: Document, match: re.Match[str], whole: Figure, found: dict[int, Figure]
) -> dict[int, Figure]:
    """Parts of the whole ("136 members, 46 of them from Leipzig"): a part has the unit of the whole."""
    sentence = document.sentence_at(match.start())
    part = _PART.match(document.flat, match.end(), sentence.end)
    if part is None or part.start("n") in found or "unit" not in match.groupdict():
        return {}
    words = document.evidence(part.start("n"), part.end())
    return {part.start("n"): Figure(Decimal(part["n"]), whole.unit, whole.about, whole.year, words, 0.7)}


def _value(said: str, scale: str) -> Decimal | None:
    if said in _WORDS:
        return Decimal(_WORDS[said])
    if not said[0].isdigit():
        return Decimal(6 if said.startswith(("half", "pol")) else 12)
    bare = re.sub(r"(?<=\d)[. \u00a0\u202f,](?=\d{3}(?!\d))", "", said).replace(",", ".")
    if bare.count(".") > 1:
        return None
    times = next((times for name, times in _SCALES if scale.startswith(name)), 1) if scale else 1
    return Decimal(bare) * times


def _year(dates: Sequence[Dated], sentence: Stretch, issued: date | None) -> int | None:
    inside: Iterator[Dated] = (one for one in dates if sentence.start <= one.start < sentence.end)
    named = next(inside, None)
    return named.period.start.year if named else issued.year if issued else None
