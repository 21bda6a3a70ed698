"""What may be said of an overlap with a blind plan before both sides agree: topic, month and area."""

from __future__ import annotations

from dataclasses import dataclass

from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.words.lexicon import Lexicon, topic_lexicon
from neisse.engine.text.towns import located
from neisse.engine.values import Measure, Visibility


@dataclass(frozen=True, slots=True)
class Notice:
    """All that either side learns: the shared topic (empty if none), the month or year, the countries."""

    topic: str
    month: str
    area: str


def is_blind(a: Measure, b: Measure) -> bool:
    """Whether at least one side hides its plan."""
    return Visibility.BLIND in {a.visibility, b.visibility}


def notice(a: Measure, b: Measure, topics: Lexicon | None = None) -> Notice:
    """The notice of an overlap, the same for both sides. Topic words come from the lexicon, never from a text.

    It has no verdict and no score: they would tell how alike the hidden plan is.
    """
    lexicon = topics or topic_lexicon()
    shared = set(lexicon.find(measure_texts(a)[1])) & set(lexicon.find(measure_texts(b)[1]))
    topic = lexicon.concepts[min(shared)].label() if shared else ""
    return Notice(topic, _month(a, b), _area(a, b))


def _month(a: Measure, b: Measure) -> str:
    known = [m.period for m in (a, b) if m.period]
    if not known:
        return ""
    first = max(period.start for period in known)
    fine = all(period.days <= 31 for period in known)
    return f"{first:%Y-%m}" if fine else f"{first:%Y}"


def _area(a: Measure, b: Measure) -> str:
    if a.place.online or b.place.online:
        return "online"
    return " / ".join(sorted({located(m.place).country for m in (a, b)} - {""}))
