"""The names of things that take place, as a sentence words them: from the noun outwards to both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.event_words import BARE, COMPOUND, WEAK, kind_of_event
from neisse.engine.record.announcements.wording import pattern, word_set

WORD = re.compile(r"\d{1,3}\.(?=\s)|[^\W_]+(?:[-+&/.'’@‑][^\W_]+|\+)*")
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$")
_QUOTED = re.compile(r"[„“”»«\"‘’']([^„“”»«\"\n]{3,110})[“”»«\"]")
_LEFT_STOP = word_set("not in a name")
_ADJECTIVE = re.compile(
    r"[a-z-]{3,}(?:e[nrsm]?|ego|emu|ej|ych|ich|ym|im|[aey]|owe|nej|owy|al|ic|ed|ing|ous|ive|ish|an|ional)$"
)
_VERB = re.compile(pattern("verb"))
_OF = word_set("of")
_TITLED = re.compile(rf"[\s,:]*(?:{pattern('titled')}[\s:]*)?$")
# Small words with which the time or the place begins: no part of a name.
_TIME = frozenset(["am", "vom", "ab", "bis", "on", "dnia", "od", "from", "in", "w", "we", "at"])
MOST_LEFT, MOST_RIGHT, MOST_SMALL, MOST_GAP, MOST_BEFORE_TITLE = 6, 12, 4, 4, 40


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: [start, end), its kind, and how much it says: 2 a name, 1 a noun with something, 0 a noun alone."""

    start: int
    end: int
    kind: str
    strength: int


def names_in(document: Document, part: Stretch, stops: Sequence[tuple[int, int]] = ()) -> list[Named]:
    """The names of events in a sentence or heading, in order, none inside another; `stops`: where times stand."""
    found: list[Named] = []
    for named in _all(document, part, stops):
        clash = [other for other in found if named.start < other.end and other.start < named.end]
        if any(other.strength >= named.strength for other in clash):
            continue
        found = [other for other in found if other not in clash] + [named]
    return sorted(found, key=lambda named: named.start)


def _all(document: Document, part: Stretch, stops: Sequence[tuple[int, int]]) -> Iterator[Named]:
    words = [found.span() for found in WORD.finditer(document.text, part.start, part.end)]
    free = [span for span in words if not any(s < span[1] and span[0] < e for s, e in stops)]
    quotes = list(_QUOTED.finditer(document.text, part.start, part.end))
    for at, (start, end) in enumerate(free):
        said = document.flat[start:end].rstrip(".")
        kind = kind_of_event(said)
        if not kind and at and COMPOUND.fullmatch(said):  # "summer school": two words that are one
            kind = kind_of_event(f"{document.flat[slice(*free[at - 1])]}-{said}")
        if not kind or (document.text[start:end].islower() and _is_german_verb(document, said, start)):
            continue
        first = _leftmost(document, free, at)
        last = _rightmost(document, free, at, part, quotes)
        name = Named(free[first][0], last, kind, 0)
        yield _weighed(document, name, said, quotes)


def _is_german_verb(document: Document, said: str, start: int) -> bool:
    """Lower case: a German noun it is not ("treffen wir uns"), but Polish and English ones are."""
    german = re.search(
        r"\b(?:der|die|das|und|wir|sie|sich|ist|mit|zum|zur)\b",
        document.flat[max(0, start - 200) : start + 200],
    )
    return german is not None and not re.search(
        r"\b(?:the|and|of|oraz|jest|sie odb|w dniach|dnia|na|we)\b",
        document.flat[max(0, start - 60) : start + 60],
    )


def _weighed(document: Document, named: Named, head: str, quotes: Sequence[re.Match[str]]) -> Named:
    inside = any(
        (named.start <= quote.start() and quote.end() <= named.end)
        or quote.start() <= named.start < quote.end()
        for quote in quotes
    )
    size = len(document.text[named.start : named.end].split())
    bare = size == 1 and (BARE.fullmatch(head) is not None or WEAK.fullmatch(head) is not None)
    strength = 2 if inside or (size > 1 and not WEAK.fullmatch(head)) else 0 if bare else 1
    return Named(named.start, named.end, named.kind, strength)


def _leftmost(document: Document, words: Sequence[tuple[int, int]], at: int) -> int:
    first = at
    while first > 0 and at - first < MOST_LEFT:
        start, end = words[first - 1]
        gap = document.text[end : words[first][0]]
        if gap.strip('*_ \n"„“»«') or "\n\n" in gap or len(gap) > 4:
            break
        said = document.flat[start:end].rstrip(".")
        if (said in _LEFT_STOP and document.text[start:end] not in {"Open"}) or _VERB.fullmatch(said):
            break
        # "An information session": in English nouns stand before nouns, in small letters.
        is_compound = document.text[words[at][0]].islower() and _ARTICLE.search(
            document.flat, max(0, start - 5), start
        )
        if not (document.text[start].isupper() or said.isdigit() or _ADJECTIVE.search(said) or is_compound):
            break
        if (
            said.isdigit()
            and document.text[start:end][-1] != "."
            and len(said) < 4
            and document.text[end : end + 1] != "."
        ):
            break
        first -= 1
    return first


def _rightmost(
    document: Document,
    words: Sequence[tuple[int, int]],
    at: int,
    part: Stretch,
    quotes: Sequence[re.Match[str]],
) -> int:
    """Where the name ends: with its title in quotes, with the quotes around it, else with the last word that tells."""
    end = words[at][1]
    for quote in quotes:
        if quote.start() < words[at][0] < quote.end():
            return quote.end(1)
        near = 0 <= quote.start() - end < MOST_BEFORE_TITLE
        if near and _TITLED.match(document.flat[end : quote.start()]):
            return quote.end()
    last, pending = end, at
    nouns_are_small = _is_slavic_or_english(document, at, words)
    for step in range(at + 1, min(len(words), at + 1 + MOST_RIGHT)):
        start, stop = words[step]
        said = document.flat[start:stop].rstrip(".")
        if _parts(document.text[words[step - 1][1] : start], part) or said in _TIME or _VERB.fullmatch(said):
            break
        if document.text[start].isupper() or (said.isdigit() and len(said) in {1, 2, 4}):
            last, pending = stop, step
        elif said in _OF:
            continue
        elif _ADJECTIVE.search(said) and step - pending < MOST_SMALL:
            last = stop if nouns_are_small else last
        elif nouns_are_small and step - at < MOST_LEFT + 1 and said not in _LEFT_STOP:
            last = stop
        else:
            break
    return last


def _parts(gap: str, part: Stretch) -> bool:
    """Whether the signs between two words end a name."""
    if gap.strip('*_ \n&"„“»«-:') or "\n\n" in gap or " - " in gap or len(gap) > MOST_GAP:
        return True
    return ":" in gap and not part.is_heading


def _is_slavic_or_english(document: Document, at: int, words: Sequence[tuple[int, int]]) -> bool:
    """Whether nouns are in lower case here: the noun itself is, or a small word of these languages stands near."""
    near = document.flat[max(0, words[at][0] - 80) : words[at][1] + 80]
    return re.search(
        r"\b(?:the|and|of|for|oraz|dla|sie|jest|w|we|na|z|dnia|roku|odbedzie|zaprasza\w*)\b", near
    ) is not None and not re.search(r"\b(?:der|die|das|und|fur|zur|zum|im|am)\b", near)
