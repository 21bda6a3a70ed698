"""The day of a text itself: what it says at its head, a dateline, or what came with it (the date of a mail)."""

from __future__ import annotations

import re
from datetime import date

from neisse.engine.record.announcements.date_forms import DAYS
from neisse.engine.record.announcements.document import Document
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.wording import pattern
from neisse.engine.record.periods import read_period

HEAD_LINES = 14
# A text without ends of lines is no head; looked into as far, or its cost would grow with the square of it.
LINE_LETTERS = 1000
_SAID = re.compile(
    rf"{pattern('published on')}\s*[:,|–-]?\s*(?:am |vom |of |z dnia )?(?:\w{(2,)}(?:tag|woch|day|ek|da|ela),?\s*(?:den\s*)?)?$"
)
_DATELINE = re.compile(
    r"(?:^|[\s(*])(?:[a-z][\w./-]+(?:[ /-][a-z(][\w.)/-]+){0,2}),?\s*(?:den|dnia|am|,)?\s*(?:\w+tag,?\s*)?$"
)
_ALONE = re.compile(r"[\s*_|#>()\-]*(?:[a-z]+(?:tag|woch|day|ek|da|ela),?\s*)?(?:den |dnia )?$")
_TAIL = re.compile(
    r"[\s*_|.()\-:]*(?:r\.|roku|\d{1,2}[:.]\d{2}(?: uhr)?|[-|/•·,]\s?[\w .-]{0,40})?[\s*_|)]*$"
)
_LABEL_OF_EVENT = re.compile(r"\b(?:wann|termin\w*|when|kiedy|beginn|anmelde\w*|deadline)\b")


def issued_in(document: Document) -> tuple[date, Evidence] | None:
    """The day at the head of a text and the words that say it; None where it says none. Cost: some lines."""
    found = None
    at = 0
    lines = 0
    for line in document.flat.split("\n"):
        start, at = at, at + len(line) + 1
        if not line.strip():
            continue
        lines += 1
        found = _in_line(document, line, start, is_head=lines <= HEAD_LINES)
        if found or lines > HEAD_LINES * 4:
            break
    return found


def _in_line(document: Document, line: str, start: int, *, is_head: bool) -> tuple[date, Evidence] | None:
    for days in DAYS.finditer(line[:LINE_LETTERS]):
        before, after = line[: days.start()], line[days.end() :]
        if _LABEL_OF_EVENT.search(before) or not re.search(r"(?:19|20)\d{2}", days[0]):
            continue
        said = _SAID.search(before)
        alone = _ALONE.fullmatch(before) and _TAIL.fullmatch(after) and len(after) < 12
        dateline = (
            is_head
            and len(before) < 40
            and _DATELINE.fullmatch(before)
            and (_TAIL.fullmatch(after) or re.match(r"\s*(?:[-–:/(]|r\.|\.\s)", after))
        )
        if not (said or (is_head and alone) or dateline):
            continue
        period = read_period(days[0], reference=date(1990, 1, 1), day_first=True).period
        if period is not None and period.days == 1:
            return period.start, document.evidence(start + days.start(), start + days.end())
    return None
