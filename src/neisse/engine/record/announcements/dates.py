"""Days and times that a text names, each with its place and the period that it means on the day of the text.

The patterns find the words, `periods.read_period` understands them. A year that is not said is the one that fits the
tense: of what took place the last such day, of all else the next one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from neisse.engine.record.announcements.date_forms import (
    CLOCK,
    DAYS,
    HAS_YEAR,
    RELATIVE_YEAR,
    SPANS,
    YEARS,
)
from neisse.engine.record.announcements.document import Document
from neisse.engine.record.announcements.relative_days import relative_days
from neisse.engine.record.announcements.wording import pattern
from neisse.engine.record.periods import read_period
from neisse.engine.values import Period

_SEVERAL = re.compile(r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?\s*,\s*)+(?=\d)")
_IN = re.compile(
    r"(?:\b(?:in|im|ab|seit|bis|vom|von|den|der|des|w|we|od|do|na|from|since|until|by|this|every|jeden|late|early)\s+)$"
)
_ON = re.compile(
    rf"(?:\b{pattern('before a day')}\b[\s:]*(?:dem |den )?|\b\w*(?:termin|datum|date|beim):?\s*"
    r"|(?:tag|woch|day|ek|ku|da|de|do|mi|fr|sa|so|mo|di)[,.]?\s*|(?:^|\n)[\s*|>\-]*|\|\s*|\()$"
)
_NEXT_WORD = re.compile(r"\s*(?:uhr|:|%|€|eur|mio|mrd|mln|prozent)")
# A text tells of what was lately; a month that is longer ago is next year's.
MOST_DAYS_AGO = 150
# Words that say that what a sentence tells of is over.
_OVER = re.compile(rf"\b{pattern('over')}\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """The words that name a time, [start, end), and the time; `is_exact` where a day is named."""

    start: int
    end: int
    period: Period
    is_exact: bool
    is_year: bool = False


def find_dates(document: Document, issued: date) -> list[Dated]:
    """Every time that the text names, in its order, whatever it is the time of. Cost: linear; some ms a page."""
    taken: list[tuple[int, int]] = []
    found: list[Dated] = []
    for reader in (_days, _relative, _spans, _years):
        for start, end, period, is_exact in reader(document, issued):
            if not _inside(taken, start, end):
                insort(taken, (start, end))
                found.append(Dated(start, end, period, is_exact, reader is _years))
    return sorted(found, key=lambda one: (one.start, one.end))


def _inside(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a place meets one of those, which lie apart and in order."""
    after = bisect_left(taken, (end,))
    return after > 0 and start < taken[after - 1][1]


def is_over(document: Document, place: int) -> bool:
    """Whether the sentence at a place tells of something past."""
    sentence = document.sentence_at(place)
    return _OVER.search(document.flat, sentence.start, sentence.end) is not None


def resolved(said: str, document: Document, place: int, issued: date) -> Period | None:
    """What words of a time mean in their sentence; None where they mean nothing."""
    if HAS_YEAR.search(said):
        return read_period(said, reference=issued, day_first=True).period
    options = [
        period
        for year in (issued.year - 1, issued.year, issued.year + 1)
        if (period := read_period(said, reference=date(year, 1, 1), day_first=True).period)
    ]
    if not options:
        return None
    past = [period for period in options if period.start <= issued]
    if past and (issued - past[-1].last_day).days < MOST_DAYS_AGO and is_over(document, place):
        return past[-1]
    return next((period for period in options if period.last_day >= issued), options[-1])


def _with_year(said: str, issued: date) -> str:
    """The words with "of this year" and its like as a number."""
    found = RELATIVE_YEAR.search(said)
    if found is None:
        return said
    year = issued.year + (1 if found["next"] else -1 if found["last"] else 0)
    return f"{said[: found.start()].rstrip()} {year}"


Found = Iterator[tuple[int, int, Period, bool]]


def _days(document: Document, issued: date) -> Found:
    for found in DAYS.finditer(document.flat):
        start, end = found.span()
        if found.lastgroup == "points" and not HAS_YEAR.search(found[0]):
            before = document.flat[max(0, start - 14) : start]
            if not _ON.search(before) or _NEXT_WORD.match(document.flat, end):
                continue
        said = _with_year(found[0], issued)
        several = _SEVERAL.match(said)
        if several:
            yield from _each(document, start, end, said, issued)
            continue
        clock, until = _clock(document.flat, end)
        period = resolved(said + clock, document, start, issued) if clock else None
        if period is None:
            until = end
            period = resolved(said, document, start, issued)
        if period is not None:
            yield start, until, period, True
        else:
            yield from _each(document, start, end, said, issued)


def _relative(document: Document, issued: date) -> Found:
    for start, end, period, is_exact in relative_days(document, issued, is_over):
        clock, until = _clock(document.flat, end) if is_exact else ("", end)
        timed = read_period(f"{period.start}{clock}", reference=issued).period if clock else None
        yield start, until if timed else end, timed or period, is_exact


def _each(document: Document, start: int, end: int, said: str, issued: date) -> Found:
    """Days that are named together and are not one span: "3., 10. und 17. Mai"."""
    numbers = list(re.finditer(r"\d{1,2}(?=[.,\s]|st|nd|rd|th)", said))
    month = re.search(r"[a-z]{3,}\.?(?:\W*\d{4})?\W*$|\.\d{1,2}\.(?:\d{4})?$", said)
    if month is None or len(numbers) > 12:
        return
    for number in numbers:
        if number.start() >= month.start():
            break
        if period := resolved(f"{number[0]}. {month[0].lstrip('.')}", document, start, issued):
            yield start + number.start(), end if number is numbers[-1] else start + number.end(), period, True


def _spans(document: Document, issued: date) -> Found:
    for found in SPANS.finditer(document.flat):
        start, end = found.span()
        has_year = HAS_YEAR.search(found[0]) or RELATIVE_YEAR.search(found[0])
        if found.lastgroup in {"months", "season", "short"} and not has_year:
            before = document.flat[max(0, start - 10) : start]
            if not _IN.search(before) and " " not in found[0]:
                continue
        if found.lastgroup == "months" and document.text[start].islower() and found[0] in {"august", "mai"}:
            continue
        if period := resolved(_with_year(found[0], issued), document, start, issued):
            yield start, end, period, False


def _years(document: Document, issued: date) -> Found:
    for found in YEARS.finditer(document.flat):
        if period := read_period(found[0], reference=issued).period:
            yield found.start(), found.end(), period, False


def _clock(said: str, at: int) -> tuple[str, int]:
    """The hours behind a day, in the reader's spelling, and where they end; "" where none follow."""
    found = CLOCK.match(said, at, min(len(said), at + 80))
    if found is None:
        return "", at
    marked = (
        found["m2"] or found["m1"] or ":" in found[0] or "godz" in found["gap"] or "uhrzeit" in found["gap"]
    )
    if not marked or (
        ":" not in found[0] and "." in found[0] and not (found["m2"] or "godz" in found["gap"])
    ):
        return "", at
    last = _hours(found["to"], found["m2"])
    if found["from"] is None:
        return f", {last}", found.end()
    return (
        f", {_hours(found['from'], found['m1'] or (found['m2'] if found['m2'] != 'uhr' else None))}-{last}",
        found.end(),
    )


def _hours(clock: str, mark: str | None) -> str:
    hour, _, minute = clock.replace(".", ":").partition(":")
    number = int(hour)
    if mark and mark[0] in "ap" and "m" in mark:
        number = number % 12 + (12 if mark[0] == "p" else 0)
    return f"{number:02}:{minute or '00'}"
