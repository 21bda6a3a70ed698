"""What a time in a text is the time of: of something that takes place, or of a deadline, a law, a birthday, a publication."""

from __future__ import annotations

import re
from enum import StrEnum

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.document import Document
from neisse.engine.record.announcements.wording import pattern


class Role(StrEnum):
    """What a time is the time of."""

    EVENT = "event"
    DEADLINE = "deadline"
    SINCE = "since"
    LAW = "law"
    BIRTH = "birth"
    PUBLISHED = "published"
    QUOTED = "quoted"
    OLD = "old"
    HOURS = "hours"
    SUBJECT = "subject"


_TOLD = (Role.QUOTED, Role.DEADLINE, Role.LAW, Role.BIRTH, Role.PUBLISHED, Role.SINCE, Role.HOURS)
_AFTER = (
    (Role.QUOTED, r"\s*(?:um \d\S* ?(?:uhr )?)?[^.\n]{0,80}(?:schrieb|wrote|napisal\w*)\b[^\n]{0,60}:"),
    (Role.DEADLINE, rf"\s*(?:\([^)]*\)\s*)?{pattern('after deadline')}"),
    (Role.SINCE, r"\s*(?:gegrundet|founded|established|roku zalozono|zalozon\w+)"),
    (Role.BIRTH, r"\s*(?:geboren|born|urodzon\w*)"),
    (Role.PUBLISHED, r"\s*(?:veroffentlicht|published|opublikowan\w+)"),
)  # fmt: skip
# Small words that stand between such a word and its day.
_SMALL = (
    r"(?:(?:am|ab|vom|from|zum|den|dem|bis|do|by|until|on|od|dnia|im|w|in|seit|jahr|roku|the|spatestens|sie|uns"
    r"|ihre|also|ist|der|is|jest|to)\b[\s:]*)*"
)
_PATTERNS_BEFORE = tuple(
    (role, re.compile(rf"{pattern(f'before {role}')}[\s:,(]*{_SMALL}$")) for role in _TOLD
)
_PATTERNS_AFTER = tuple((role, re.compile(form)) for role, form in _AFTER)
_SINCE = re.compile(r"\b(?:seit|since|od)\s+(?:dem |the )?$")
_UNTIL = re.compile(r"\b(?:bis(?: zum)?|until|by|do)\s+(?:dem |the |dnia )?$")
_FOR = re.compile(r"\b(?:fur(?: das jahr)?|for|na rok|der|of|aus)\s+$")
WINDOW, YEARS_OLD = 110, 4


def role_of(document: Document, dated: Dated, issued_year: int) -> Role:
    """What the time is the time of. Cost: some patterns over the letters around it."""
    sentence = document.sentence_at(dated.start)
    before = document.flat[max(sentence.start, dated.start - WINDOW) : dated.start]
    after = document.flat[dated.end : dated.end + WINDOW]
    line = document.flat[document.flat.rfind("\n", 0, dated.start) + 1 : dated.start][-WINDOW:]
    for role, form in _PATTERNS_BEFORE:
        if form.search(line if role is Role.QUOTED else before):
            return role
    for role, form in _PATTERNS_AFTER:
        if form.match(after):
            return role
    return Role.QUOTED if line.lstrip().startswith(">") else _by_time(dated, before, issued_year)


def _by_time(dated: Dated, before: str, issued_year: int) -> Role:
    if dated.period.start.year < issued_year - YEARS_OLD:
        return Role.OLD
    if dated.is_year and _FOR.search(before):
        return Role.SUBJECT
    if _SINCE.search(before) and (dated.is_year or not dated.is_exact):
        return Role.SINCE
    return Role.DEADLINE if _UNTIL.search(before) else Role.EVENT
