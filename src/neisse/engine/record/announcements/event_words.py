"""Words that name something that takes place, and its kind in the contract; folded, German compounds by their last part."""

from __future__ import annotations

import re
from functools import lru_cache

from neisse.engine.record.announcements.wording import kinds_of_events, pattern

_PATTERNS = tuple((kind, re.compile(words)) for kind, words in kinds_of_events())
# Words that only look like one of them, or that are one only as the end of another word.
_NEVER = re.compile(pattern("no event"))
# Words of no event that are one as the end of a compound: "Photonik-Woche", "Hannover-Messe".
COMPOUND = re.compile(r"woche|fest|messe|borse|talks?|weeks?|schools?|nacht")
# Heads that name an event only with something beside them: a day, a mission or a visit alone is none.
WEAK = re.compile(pattern("weak event"))
# Heads that stand for an event named elsewhere: "die Veranstaltung", "the event", "spotkanie".
BARE = re.compile(pattern("bare event"))
LEAST_LETTERS = 3


@lru_cache(maxsize=20_000)
def kind_of_event(word: str) -> str:
    """The kind of thing that a folded word names, "" where it names none. Cost: some patterns, kept."""
    last = re.split(r"[^a-z0-9]", word)[-1]
    last = last if len(last) > LEAST_LETTERS else word
    if len(word) < LEAST_LETTERS or _NEVER.fullmatch(word) or _is_none(word, last):
        return ""
    return next((kind for kind, form in _PATTERNS if form.fullmatch(word) or form.fullmatch(last)), "")


def _is_none(word: str, last: str) -> bool:
    """Whether a word, or the end of a compound, only looks like something that takes place."""
    is_end = last != word and COMPOUND.fullmatch(last) is not None
    return _NEVER.fullmatch(word) is not None or (_NEVER.fullmatch(last) is not None and not is_end)
