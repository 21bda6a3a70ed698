"""How texts write days and times, as patterns over the folded text (`flat`), in three languages."""

from __future__ import annotations

import re

from neisse.engine.record.periods.spellings import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, any_of

# Short names are months only beside a day or a year; these are words of their own as well.
_LONG = [word for word in " ".join(MONTHS).split() if len(word) > 4 and word not in {"march"}] + [
    "mai",
    "juni",
    "juli",
    "june",
    "july",
    "maju",
    "maja",
]
MONTH, MONTH_LONG = any_of(MONTHS), any_of(_LONG)
_ENGLISH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
WEEKDAY = rf"(?:{any_of(WEEKDAYS)}s?|{any_of(SHORT_WEEKDAYS)}\b\.?)"
THIS_YEAR = (
    r"(?:br\b\.?|b\.\s?r\b\.?|biezacego roku|tego roku|d\.?\s?j\b\.?|dieses jahres|diesen jahres|this year)"
)
NEXT_YEAR = r"(?:(?:nachsten|kommenden) jahres|przyszlego roku|(?:of )?next year)"
LAST_YEAR = r"(?:(?:letzten|vergangenen) jahres|(?:ubieglego|zeszlego|minionego) roku|(?:of )?last year)"
_YEAR = r"(?:19|20)\d{2}(?!\d)"
YEAR = rf"(?:,?\s*(?:of\s+)?{_YEAR}(?:\s*(?:r\b\.?|roku\b))?|\s*(?:{THIS_YEAR}|{NEXT_YEAR}|{LAST_YEAR}))"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\.|st\b|nd\b|rd\b|th\b)?(?!\d)"
_BEFORE = r"(?<![\d.,:/\-+])"
_TO = (
    rf"\s*(?:-|/|&|\+|,?\s*\b(?:bis(?:\s+zum|\s+einschlieslich)?|und|u\.|to|and|i|oraz|do|until|through|a)\b)\s*"
    rf"(?:(?:den|dem|zum|the|dnia)\s+)?(?:{WEEKDAY},?\s*)?(?:(?:den|dem|the)\s+)?"
)
_OF = r"\s*(?:of\s+)?-?"
_NUMBERED = r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\."
_YY = r"(?:\s?(?:19|20)\d{2}(?!\d)|\d{2}(?![\d.,:]))"
_ROMAN = r"(?:xi{0,2}|ix|iv|vi{0,3}|i{1,3})"

DAYS = re.compile(
    "|".join(
        (
            # 24. bis 26. Oktober 2022; 28 lutego - 2 marca 2027 r.; 3., 10. und 17. Mai
            rf"(?P<words>{_BEFORE}(?:{_DAY}\s*,\s*)*(?:{_DAY}(?:{_OF}{MONTH}\b\.?)?(?:{YEAR})?{_TO})?{_DAY}{_OF}{MONTH}\b\.?(?:{YEAR}|-{_YEAR})?)",
            # October 21-22, 2026; 30 June to July 2, 2027
            rf"(?P<english>\b{_ENGLISH}\.?\s+{_DAY}(?:{_TO}(?:{_ENGLISH}\.?\s+)?{_DAY})?(?:,?\s*{_YEAR})?(?!\s*{MONTH}\b))",
            rf"(?P<iso>{_BEFORE}{_YEAR}-\d{{2}}-\d{{2}}(?:{_TO}{_YEAR}-\d{{2}}-\d{{2}})?(?!\d))",
            # 21.-23.10.2026; 30.9. bis 2.10.2026; 25.10.
            rf"(?P<points>{_BEFORE}(?:(?:{_NUMBERED}{_YY}?|{_DAY}){_TO})?{_NUMBERED}{_YY}?)",
            rf"(?P<slashes>{_BEFORE}\d{{1,2}}/\d{{1,2}}/{_YEAR})",
            rf"(?P<hyphens>{_BEFORE}\d{{1,2}}-\d{{2}}-{_YEAR})",
            rf"(?P<roman>{_BEFORE}(?:{_DAY}{_TO})?(?:0?[1-9]|[12]\d|3[01])\.?\s?{_ROMAN}\.?\s{_YEAR})",
        )
    )
)  # fmt: skip
_PART = (
    r"(?:(?:anfang|mitte|ende|early|mid|late|beginning of|end of|middle of|poczat\w+|polow\w+|srodk?\w*|koniec|koncu|koncem"
    r"|(?:erste|zweite|first|second|pierwsz\w|drug\w) (?:halfte|half|polow\w)(?: (?:des|of))?)[\s-]+(?:of |des )?)"
)
_SEASON = (
    r"(?:(?:fruh|spat|hoch)?(?:sommer|herbst|winter|fruhling|fruhjahr)|wiosn[aye]|lat(?:o|em|a)|jesieni?a?|zim[aye]"
    r"|(?:early |late )?(?:spring|summer|autumn))"
)
_COUNTED = (
    r"(?:q[1-4]|[1-4]\.?\s*(?:quartals?|kwarta\w+|halbjahr\w*|polrocz\w+)|(?:iv|i{1,3})\.?\s*(?:quartal|kwarta\w+|polrocz\w+)"
    r"|(?:erste[ns]?|zweite[ns]?|dritte[ns]?|vierte[ns]?|first|second|third|fourth) (?:quartal|quarter|halbjahr|half)"
    r"|(?:pierwsz\w+|drugi\w*|trzeci\w*|czwart\w+) (?:kwarta\w+|polrocz\w+))"
)
_WEEK = r"(?:(?:kw|kalenderwoche|cw|calendar week|week|tydzien|tygodniu)\.?\s*\d{1,2})"
SPANS = re.compile(
    rf"(?P<week>\b{_WEEK}(?:\s*(?:-|/|bis)\s*\d{{1,2}}(?!\d))?(?:\s*[/ ]?\s*{_YEAR}|{YEAR})?)"
    rf"|(?P<counted>\b{_COUNTED}\b(?:\s*[/'-]?\s*(?:{_YEAR})|{YEAR})?)"
    rf"|(?P<season>\b{_PART}?{_SEASON}\b{YEAR}?)"
    rf"|(?P<months>\b(?:{_PART})?{MONTH_LONG}\b(?:{YEAR})?(?:\s*(?:-|bis|to|do|und|and|i)\s*{MONTH_LONG}\b(?:{YEAR})?)?)"
    rf"|(?P<short>\b{MONTH}\.?\s+{_YEAR})"
)
YEARS = re.compile(rf"{_BEFORE}\b{_YEAR}\b(?![.,]\d|\s*(?:%|euro|eur|teilnehm|uczestnik))")
RELATIVE_YEAR = re.compile(rf"(?P<this>{THIS_YEAR})|(?P<next>{NEXT_YEAR})|(?P<last>{LAST_YEAR})")
HAS_YEAR = re.compile(_YEAR)

_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = rf"{_HOUR}(?:[:.][0-5]\d)?"
CLOCK = re.compile(
    rf"(?P<gap>[\s,;(|*]*(?:{WEEKDAY}[\s,;|)]*)?(?:(?:jeweils|each day|beginn|start|uhrzeit|einlass)[\s:]*)?"
    rf"(?:(?:von|vom|ab|um|gegen|at|from|between|w\s+godz\w*\.?|o\s+godz\w*\.?|od\s+godz\w*\.?|godz\w*\.?|g\.|o|od)\s+)?)"
    rf"(?:(?P<from>{_CLOCK})(?:\s*(?P<m1>a\.?m\b|p\.?m\b|uhr|h\b))?\s*(?:-|bis|to|do|until|und|and)\s*(?:godz\w*\.?\s*|ca\.\s*)?)?"
    rf"(?P<to>{_CLOCK})(?!\d|\.\d)(?:\s*(?P<m2>uhr|h\b|a\.?m\b\.?|p\.?m\b\.?|noon))?"
)
