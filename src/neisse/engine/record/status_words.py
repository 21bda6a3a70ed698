"""What a title says beside the title: that the thing is cancelled, or put off, and to when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from neisse.engine.record.periods import read_period
from neisse.engine.text.fold import fold

_WORDS = {
    "cancelled": r"(?:leider )?(?:termin |veranstaltung |event |wydarzenie )?(?:abgesagt|abgesetzt|fällt (?:leider )?aus"
    r"|entfällt|entfallen|ausgefallen|storniert|absage|ausfall"
    r"|findet nicht statt|cancell?ed|called off|odwołan[eayo]|anulowan[eayo]|nie odbędzie się|zrušen[oaýé])",
    "postponed": r"(?:wird |wurde |leider )?(?:(?:auf|bis auf) (?:unbestimmte zeit|weiteres) |na czas nieokreślony )?"
    r"(?:verschoben|verlegt|postponed|rescheduled|delayed|moved|terminverschiebung"
    r"|terminänderung|zmiana terminu|przełożon[eayo]|przeniesion[eayo]|przesunięt[eayo]|odroczon[eayo]|odložen[oaýé]"
    r"|přesunut[oaýé]?)",
}
_MARK = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
# What German and Polish put at the end is said of the whole; in English it takes a verb.
_LAST = r"(?:abgesagt|verschoben|verlegt|fällt (?:leider )?aus|entfällt|odwołan[eayo]|przełożon[eayo]|przeniesion[eayo])"
_FOR_NOW = (
    r" (?:until further notice|indefinitely|to a later date|auf unbestimmte Zeit|bis auf Weiteres|auf später"
    r"|do odwołania|na czas nieokreślony|na później)"
)
# A mark stands in front with a sign behind it, or in brackets, or at the end behind a sign: in a sentence it is a word.
_FRONT = re.compile(
    rf"^[^\w\"„“”]*(?:{_MARK})(?: (?:wegen|due to|because of|z powodu) [^:–—|]{{3,40}}|{_FOR_NOW})?(?: ?\([^()]*\))?"
    r"\s*[^\w\s,;.?'\"„“”&+(](?:[^\w\"„“(\[]|_)*",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"\s*[\[({{]\W*(?:{_MARK})\b[^\])}}]*[\])}}]\s*", re.IGNORECASE)
_END = re.compile(
    rf"\s+(?:(?:ist|wird|wurde|jest|został[aoy]?|is|was|has been) )(?:leider )?(?:{_MARK})\W*$", re.IGNORECASE
)
_END_BARE = re.compile(rf"\s+(?={_LAST})(?:{_MARK})\W*$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s*(?:[\[({{*|/–—!,:-]+\s*)(?:wird |leider |jest |is |została? )?(?:{_MARK})\b(?:{_FOR_NOW})?[^\w]*$",
    re.IGNORECASE,
)
_SHOUTED = re.compile(rf"^(?:{_MARK})\s+|\s+(?:{_MARK.replace('?P<', '?P<end_')})\W*$", re.IGNORECASE)
_FORMS = (_FRONT, _INSIDE, _BEHIND, _END, _END_BARE, _SHOUTED)
# "verschoben (vom 3.5.) auf den", "neuer Termin:": what follows is the new time.
_MOVED = re.compile(
    rf"[\[({{*|/–—!,:-]*\s*\b(?:{_WORDS['postponed']})\b"
    r"(?:\s+(?:vom|von|from|z|ze)\s+(?:dnia\s+)?[^:;()\[\]]{2,30}?)?\s*[:,]?\s*(?:auf|na|to|until|do)\s+(?:den|dem|die|dzień|the)?\s*",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"[\[({*|/–—!,:-]*\s*\b(?:neuer\s+termin|neues\s+datum|ersatztermin|nachholtermin|new\s+date|new\s+time|nowy\s+termin"
    r"|nowa\s+data|nový\s+termín)\b(?:\s*(?:ist|is|to|jest))?\s*[:=–—-]?\s*(?:der|am|den|the|on)?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:auf|na)\s+(?:den\s+|dem\s+|dzień\s+)?(?=[^.;:]{{0,3}}\S.{{1,50}}?\s+(?:{_WORDS['postponed']})\b)",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\b(?:{_MARK})\b", re.IGNORECASE)
MOST_LETTERS, MOST_WORDS = 500, 9
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Status:
    """`cancelled`, `postponed` or ""; the title without the mark; the new time as it is written, "" where none is."""

    name: str
    title: str
    when: str = ""


def status_of(title: str) -> Status:
    """What a title says of whether its thing takes place. Cost: linear in the title."""
    head = title[:MOST_LETTERS]
    if moved := _MOVED.search(head):
        when, length = _time_at(head[moved.end() :])
        if when and (rest := _without(title, moved.start(), moved.end() + length)):
            return Status("postponed", rest, when)
    for form in _FORMS:
        found = form.search(head)
        if found is None or (form is _SHOUTED and not found[0].isupper()):
            continue
        rest = f"{title[: found.start()]} {title[found.end() :]}".strip()
        said = found.groupdict()
        name = next(n for n in _WORDS if said[n] or said.get(f"end_{n}"))
        when, rest = _new_in(rest) if name == "postponed" else ("", rest)
        return Status(name, rest or title, when)
    when, rest = _new_in(head)
    return Status("postponed", rest, when) if when and rest else Status("", title)


def status_in(text: str) -> str:
    """`cancelled` or `postponed` where a cell for the status says so in more words, else ""."""
    found = _ANY.search(text[:MOST_LETTERS])
    return next((name for name in _WORDS if found[name]), "") if found else ""


def new_time_in(text: str) -> str:
    """The new time that a text gives for what is put off, as it is written; "" where it gives none."""
    for form in (_MOVED, _NEW, _BETWEEN):
        for found in form.finditer(text[: 4 * MOST_LETTERS]):
            if when := _time_at(text[found.end() : found.end() + 100])[0]:
                return when
    return ""


def _new_in(title: str) -> tuple[str, str]:
    found = _NEW.search(title)
    when, length = _time_at(title[found.end() :]) if found else ("", 0)
    if not found or not when:
        return "", title
    return when, _without(title, found.start(), found.end() + length)


def _without(title: str, start: int, end: int) -> str:
    """The title without what stands between, and without the signs that held it."""
    before, after = title[:start].rstrip(" [({|–—-:,*!"), title[end:].lstrip(" ])}|–—-:,*!.")
    return f"{before} {after}".strip(" |*")


def _time_at(text: str) -> tuple[str, int]:
    """The longest run of words, from the first on, that is a time; and where it ends."""
    words = list(re.finditer(r"\S+", text[:120]))[:MOST_WORDS]
    for last in reversed(words):
        said = text[: last.end()]
        bare = said.strip(" ,;:–—-|)]}!*.(")
        if not re.search(r"\d", fold(bare)) and len(bare) < 3:
            continue
        if read_period(bare, reference=_ANY_DAY).period is not None:
            return bare, last.end()
    return "", 0
