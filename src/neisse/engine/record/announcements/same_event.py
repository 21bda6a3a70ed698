"""The same event told more than once in a text: the same days and no other name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neisse.engine.record.announcements.event import Event
from neisse.engine.record.announcements.wording import word_set
from neisse.engine.text.fold import words

_NOISE = word_set("small word")


def merged(found: Sequence[Event]) -> list[Event]:
    """Each event once: the same days and no other name; the words that say most stay."""
    kept: list[Event] = []
    for event in found:
        at = next((n for n, other in enumerate(kept) if _same(other, event)), None)
        if at is None:
            kept.append(event)
        else:
            kept[at] = _joined(kept[at], event)
    return kept


def _same(one: Event, other: Event) -> bool:
    if not one.period.overlaps(other.period):
        return False
    same_days = (one.period.start, one.period.end) == (other.period.start, other.period.end)
    alike = _alike(one.name.text, other.name.text)
    if (
        one.town
        and other.town
        and one.town != other.town
        and one.town_words
        and other.town_words
        and not alike
    ):
        return False
    return alike or (
        same_days
        and (
            min(one.strength, other.strength) == 0
            or (one.kind == other.kind and min(one.strength, other.strength) < 2)
        )
    )


def _alike(one: str, other: str) -> bool:
    a, b = ({word for word in words(text) if word not in _NOISE} for text in (one, other))
    return len(a & b) * 2 > min(len(a), len(b)) if a and b else False


def _joined(one: Event, other: Event) -> Event:
    best, rest = (
        (one, other)
        if (one.strength, len(one.name.text)) >= (other.strength, len(other.name.text))
        else (other, one)
    )
    exact = min(
        (one, other),
        key=lambda event: (
            event.period.precision.is_vague,
            event.period.precision.value != "time",
            event.period.days if event.period.precision.is_vague else 0,
        ),
    )
    tense = next(
        (event.tense for event in (one, other) if event.tense in {"cancelled", "postponed"}), best.tense
    )
    return replace(
        best, period=exact.period, dated=exact.dated, sentence=exact.sentence, tense=tense,
        town=best.town or rest.town, town_words=best.town_words or rest.town_words, venue=best.venue or rest.venue,
        online=best.online or rest.online, confidence=min(0.97, max(one.confidence, other.confidence) + 0.05),
    )  # fmt: skip
