"""When something is, in words: the days of a period as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as django_dated
from django.utils.translation import gettext as _

from neisse.web.core.content import reader_language

# Day, day and month, day and month and year; the month written out.
LONG = {"de": ("j.", "j. F", "j. F Y"), "pl": ("j", "j E", "j E Y"), "en": ("j", "j F", "j F Y")}
SHORT = {"de": ("j.", "j. M", "j. M Y"), "pl": ("j", "j M", "j M Y"), "en": ("j", "j M", "j M Y")}


def dated(day: date, pattern: str) -> str:
    """A date in a pattern of Django; Polish writes its months small, which the catalogue does not."""
    text = django_dated(day, pattern)
    return text.lower() if reader_language() == "pl" else text


def period_text(record: Any, *, short: bool = False) -> str:
    """The period of a row with `start`, `end` (half-open), `precision`, `starts_at`, `ends_at`."""
    if record.start is None:
        return _("date open")
    if record.precision not in {"", "time", "day"}:
        return vague_text(record.start, record.precision)
    last = (record.end or record.start + timedelta(days=1)) - timedelta(days=1)
    days = days_text(record.start, last, short=short)
    clock = clock_text(record.starts_at, record.ends_at)
    return f"{days}, {clock}" if clock and not short else days


def days_text(first: date, last: date, *, short: bool = False) -> str:
    """`21–23 October 2026`; what both days share is written once."""
    day, month, year = (SHORT if short else LONG)[reader_language()]
    if first == last:
        return dated(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{dated(first, day)}–{dated(last, year)}"
    return f"{dated(first, month if first.year == last.year else year)} – {dated(last, year)}"


def clock_text(begins: datetime | None, ends: datetime | None) -> str:
    """`14:00–16:00` on the wall clock of the region; empty without a time."""
    if begins is None:
        return ""
    start = timezone.localtime(begins)
    if ends is None or (stop := timezone.localtime(ends)).date() != start.date():
        return f"{start:%H:%M}"
    return f"{start:%H:%M}–{stop:%H:%M}"


def vague_text(start: date, precision: str) -> str:
    """A vague period by name: `autumn 2026`, `3rd quarter`, `week 43`."""
    year = {"year": start.year}
    iso = start.isocalendar()
    season = {3: _("spring %(year)s"), 6: _("summer %(year)s"), 9: _("autumn %(year)s")}
    names = {
        "week": lambda: _("week %(week)s, %(year)s") % {"week": iso.week, "year": iso.year},
        "month": lambda: dated(start, "F Y"),
        "season": lambda: (
            _("winter %(year)s") % {"year": f"{start.year}/{(start.year + 1) % 100:02d}"}
            if start.month == 12
            else season.get(start.month, "%(year)s") % year
        ),
        "quarter": lambda: _("Q%(number)s %(year)s") % {"number": (start.month + 2) // 3, **year},
        "half": lambda: (
            (_("first half of %(year)s") if start.month < 7 else _("second half of %(year)s")) % year
        ),
        "year": lambda: str(start.year),
    }
    return names[precision]()
