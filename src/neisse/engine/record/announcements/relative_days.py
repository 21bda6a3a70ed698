"""Days told from the day of the text: gestern, am kommenden Donnerstag, w przyszłym tygodniu, next week, im nächsten Jahr."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from neisse.engine.record.announcements.document import Document
from neisse.engine.record.periods.spellings import WEEKDAYS, any_of
from neisse.engine.values import Period, Precision
from neisse.engine.values.period_code import parse_period_code

_WEEKDAY = "|".join(f"(?P<d{n}>{any_of([words])})" for n, words in enumerate(WEEKDAYS))
_NEXT = r"(?:(?:am )?(?:kommenden|nachsten)|next|coming|(?:w )?(?:najblizsz\w+|przyszl\w+|nadchodzac\w+))"
_LAST = r"(?:(?:am )?(?:vergangenen|letzten|vorigen)|last|(?:w )?(?:ubiegl\w+|miniony\w*|miniona|zeszl\w+|ostatni\w*))"
_THIS = r"(?:(?:an )?(?:diesen|diesem|dieser|diese)|this|(?:w )?(?:ten|ta|te|tym|biezac\w+))"
_DAY_WORDS = {
    "vorgestern|przedwczoraj": -2, "gestern|wczoraj|yesterday": -1, "heute|dzis|dzisiaj|today": 0,
    "morgen(?! frueh)|jutro|tomorrow": 1, "ubermorgen|pojutrze": 2,
}  # fmt: skip
_DAYS = "|".join(f"(?P<w{shift + 2}>{words})" for words, shift in _DAY_WORDS.items())
FORM = re.compile(
    rf"\b(?:(?:{_DAYS})|(?:(?P<next>{_NEXT})|(?P<last>{_LAST})|(?P<this>{_THIS}))\s+(?:{_WEEKDAY}|(?P<week>woche|week|tygodniu|tydzien)"
    r"|(?P<month>monats?|month|miesiacu|miesiac)|(?P<year>jahr(?:es)?|year|roku|rok))"
    rf"|(?:am|on|we?)\s+(?:{_WEEKDAY.replace('?P<d', '?P<f')})"
    r"(?!\w|s?\W{0,3}(?:(?:den|dem|the|dnia)\s+)?\d|\s+(?:dieser|of|tego))"
    rf"|(?P<of>(?:{_WEEKDAY.replace('?P<d', '?P<e')}) (?:dieser woche|tego tygodnia|of this week)))\b"
)


def relative_days(
    document: Document, issued: date, is_over: Callable[[Document, int], bool]
) -> Iterator[tuple[int, int, Period, bool]]:
    """Times that a text tells from its own day: start, end, period, and whether it is a day."""
    for found in FORM.finditer(document.flat):
        groups = {name: value for name, value in found.groupdict().items() if value}
        shift = next((int(name[1:]) - 2 for name in groups if name[0] == "w" and name[1:].isdigit()), None)
        if shift is not None:
            # "der Mut von morgen", "Technologien von heute" are no days.
            if document.flat[: found.start()].endswith(("von ", "of ", "bis ", "guten ", "am ")):
                continue
            yield found.start(), found.end(), _day(issued + timedelta(days=shift)), True
            continue
        weekday = next((int(name[1:]) for name in groups if name[0] in "def" and name[1:].isdigit()), None)
        way = 1 if "next" in groups else -1 if "last" in groups else 0
        if any(name[0] == "f" for name in groups):  # "am Freitag": the next one, of what is over the last one
            way = -1 if is_over(document, found.start()) else 1
        if weekday is not None:
            yield found.start(), found.end(), _day(_weekday(issued, weekday, way)), True
        else:
            kind = next(name for name in ("week", "month", "year") if name in groups)
            yield found.start(), found.end(), _SHIFTED[kind](issued, way), False


def _weekday(issued: date, weekday: int, way: int) -> date:
    ahead = (weekday - issued.weekday()) % 7
    if way > 0:
        return issued + timedelta(days=ahead or 7)
    if way < 0:
        return issued - timedelta(days=(issued.weekday() - weekday) % 7 or 7)
    return issued + timedelta(days=weekday - issued.weekday())


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def _week(issued: date, way: int) -> Period:
    start = issued - timedelta(days=issued.weekday()) + timedelta(weeks=way)
    return Period(start, start + timedelta(days=7), Precision.WEEK)


def _month(issued: date, way: int) -> Period:
    months = issued.year * 12 + issued.month - 1 + way
    return parse_period_code(f"{months // 12}-{months % 12 + 1:02}")


_SHIFTED: dict[str, Callable[[date, int], Period]] = {
    "week": _week,
    "month": _month,
    "year": lambda issued, way: parse_period_code(str(issued.year + way)),
}
