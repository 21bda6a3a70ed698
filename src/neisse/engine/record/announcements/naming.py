"""Which name belongs to a time: of the same sentence, of the row of a calendar, of what the text spoke of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.document import Stretch
from neisse.engine.record.announcements.event_names import Named, names_in
from neisse.engine.record.announcements.told import Told
from neisse.engine.record.announcements.wording import pattern

_LABEL = re.compile(
    r"\b(?:termin\w*|wann|datum|date|when|kiedy|data|zeit|time|czas|datum und uhrzeit|beginn|start)\W{0,4}(?:[a-z]+\W{1,3})?$"
)
_HAPPENS = re.compile(rf"\b{pattern('happens')}\b")
# "A session will be held" speaks of something new, "the event" of what was named.
_INDEFINITE = re.compile(r"\b(?:ein|eine|einen|einem|einer|a|an)\s+$")
_MEETS = re.compile(rf"\b{pattern('met')}\s+(?:(?:die|der|das|the|our)\s+)?")
_ROW = re.compile(r"[\s|*•·\-–>]*(?:[a-z]{2,12}\.?,?\s*)?$")
_CAPITAL = "A-ZÄÖÜŁŚŻŹĆ"
_PROPER = re.compile(
    rf"[{_CAPITAL}][^\W_]*(?:[-+&/.][^\W_]+)*(?:\s+[{_CAPITAL}0-9][^\W_]*(?:[-+&/.][^\W_]+)*){{0,6}}"
)
_OWN_NAME = re.compile(r"(?:19|20)\d\d$|^[A-Z][A-Z\-]{3,}|[a-z][A-Z]")
_SPLIT = re.compile(r"\s*(?:\||,|–|;| - |\(|\n|\. )\s*")
_CLOCK = re.compile(r"\buhr\b|^\d{1,2}[:.]\d\d")
_HOUR = re.compile(
    r"(?:godz\.? ?|ab |um )?\d{1,2}(?:[:.]\d{2})?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d{2})?)?(?: ?uhr)?[\s|,:-]+"
)
_HEAD_OF_MAIL = re.compile(r"\s*(?:von|from|an|to|betreff|subject|cc|od|do|temat|datum|date|data)\s*:")
# What is left of a line besides its times, hours and towns, where it is no sentence.
LEAST_SENTENCE_LETTERS = 14
SHORT_LETTERS, MOST_ROW_LETTERS, MOST_NAME_LETTERS = 90, 220, 120
SENTENCES_BACK = 3

Naming = tuple[Named, str, float]


def named(told: Told, dated: Dated, sentence: Stretch) -> Naming | None:
    """The name for a time, the rule that gave it, and how sure it is; None where the time is of nothing."""
    here = [name for name in told.names(sentence) if name.strength]
    if here:
        nearest = _nearest(told, here, dated)
        return nearest, "sentence", 0.9 if nearest.strength > 1 else 0.75
    if row := _row(told, dated):
        return row, "row", 0.7
    said = told.document.flat
    met = _MEETS.search(said, sentence.start, sentence.end)
    if met and (subject := _PROPER.match(told.document.text, met.end(), sentence.end)):
        return Named(subject.start(), subject.end(), "meeting", 1), "verb", 0.6
    return _spoken_of(told, dated, sentence)


def _spoken_of(told: Told, dated: Dated, sentence: Stretch) -> Naming | None:
    """The name of an event that the sentence speaks of without naming it."""
    document = told.document
    labelled = _LABEL.search(document.flat[max(sentence.start, dated.start - 40) : dated.start]) is not None
    happens = _HAPPENS.search(document.flat, sentence.start, sentence.end) is not None
    bare = told.names(sentence)
    is_short = len(document.text[sentence.start : sentence.end].strip()) < SHORT_LETTERS
    if not (labelled or happens or bare or (is_short and dated.is_exact)):
        return None
    new = [name for name in bare if _INDEFINITE.search(document.flat, max(0, name.start - 9), name.start)]
    if new:
        return _nearest(told, new, dated), "noun", 0.6
    is_line = labelled or (is_short and _is_line(told, sentence))
    if not (labelled or happens or bare or is_line):
        return None
    if context := _context(told, sentence, is_line):
        return context, "context", 0.7 if labelled else 0.6
    if happens and not bare:
        proper = _proper(told, dated, sentence)
        return (proper, "proper", 0.5) if proper else None
    return (bare[0], "noun", 0.4) if bare and happens and dated.is_exact else None


def _is_line(told: Told, sentence: Stretch) -> bool:
    """Whether a short part says when and where, and hardly more: no sentence with a verb of its own."""
    taken = sum(end - start for start, end in told.stops_in(sentence))
    taken += sum(town.end - town.start for town in told.towns if sentence.start <= town.start < sentence.end)
    said = told.document.text[sentence.start : sentence.end].strip()
    return len(said) - taken < LEAST_SENTENCE_LETTERS


def _distance(name: Named, dated: Dated) -> int:
    return dated.start - name.end if name.end <= dated.start else name.start - dated.end


def _nearest(told: Told, here: Sequence[Named], dated: Dated) -> Named:
    """The name of the same part of the sentence: no other time stands between, and a name says more than a noun."""

    def cost(name: Named) -> tuple[int, int, int]:
        between = Stretch(min(name.end, dated.end), max(name.start, dated.start))
        return len(told.stops_in(between)), -name.strength, _distance(name, dated)

    return min(here, key=cost)


def _row(told: Told, dated: Dated) -> Named | None:
    """A row of a calendar: the day first, then what takes place, up to the next comma or bar."""
    document, line = told.document, told.line(dated)
    is_row = _ROW.fullmatch(document.flat[line.start : dated.start]) is not None and dated.is_exact
    if not is_row or line.end - line.start > MOST_ROW_LETTERS:
        return None
    start = dated.end
    while start < line.end and document.text[start] in " \t|:,–-*•·)":
        start += 1
    if clock := _HOUR.match(document.flat, start, line.end):
        start = clock.end()
    stop = _SPLIT.search(document.text, start, line.end)
    end = stop.start() if stop else line.end
    said = document.text[start:end].strip()
    if not said or not (said[0].isupper() or said[0].isdigit()) or len(said) > MOST_NAME_LETTERS:
        return None
    if (len(said.split()) < 2 and len(said) < 12) or _CLOCK.search(document.flat, start, end):
        return None
    names = names_in(document, Stretch(start, end))
    return Named(start, end, names[0].kind if names else "event", 1)


def _context(told: Told, sentence: Stretch, is_short: bool) -> Named | None:
    """What the text spoke of just before: in the same paragraph, in the heading above, in the title."""
    document = told.document
    number = document.number_at(sentence.start)
    for back in range(number - 1, max(-1, number - 1 - SENTENCES_BACK), -1):
        before = document.sentences[back]
        if strong := [name for name in told.names(before) if name.strength]:
            return strong[-1]
        if before.is_heading:
            break
    heading, title = document.heading_above(sentence.start), document.title
    parts = [heading] if heading else []
    if title and (heading is None or title.start != heading.start):
        parts.append(Stretch(title.start, title.end, True))
    for part in parts:
        if strong := sorted((n for n in told.names(part) if n.strength), key=lambda n: -n.strength):
            return strong[0]
    if (
        is_short
        and heading is not None
        and heading.end - heading.start < MOST_NAME_LETTERS
        and _may_name(told, heading)
    ):
        words = document.evidence(heading.start, heading.end)
        return Named(words.start + len(words.text) - len(words.text.lstrip("#*_ ")), words.end, "event", 1)
    return None


def _may_name(told: Told, heading: Stretch) -> bool:
    """Whether a heading may be what takes place: it is no day of the text and no line of the head of a mail."""
    said = told.document.flat[heading.start : heading.end]
    return (
        not told.stops_in(heading)
        and not told.document.is_head(heading)
        and _HEAD_OF_MAIL.match(said) is None
    )


def _proper(told: Told, dated: Dated, sentence: Stretch) -> Named | None:
    """A name in capitals or with a year ("BIO-Europe 2027") in a sentence that says that something takes place."""
    found = [
        proper
        for proper in _PROPER.finditer(told.document.text, sentence.start, sentence.end)
        if _OWN_NAME.search(proper[0]) and not told.stops_in(Stretch(*proper.span()))
    ]
    if not found:
        return None
    best = min(found, key=lambda one: min(abs(one.end() - dated.start), abs(one.start() - dated.end)))
    return Named(best.start(), best.end(), "event", 1)
