"""Relations between what a text names: two names in one sentence, and the words that join them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.event import Event
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.organisations import Found
from neisse.engine.record.announcements.persons import Person
from neisse.engine.record.announcements.wording import pattern

_PAIRS = (("joins", "joins"), ("member", "member_of"), ("funded", "funded_by"), ("partner", "partner_of"))
_WORDS = tuple((kind, re.compile(rf"\b{pattern(section)}")) for section, kind in _PAIRS)
_HOSTS = re.compile(rf"\b{pattern('hosts')}\b")
_COMMISSIONED = re.compile(rf"\b{pattern('commissioned')}\b")
_CHAIRS = re.compile(r"\b(?:\w*vorsitz\w*|chair\w*|president|prasident\w*|prezes|przewodnicz\w+)\b")
_AS = re.compile(
    r"\b(?:als|as|jako)\s+(?:neue |neuen |new |die |den )?"
    r"(?P<what>[A-ZÄÖÜŁŚŻ]\w+(?:\s+(?:für|der|des|of|for|[A-ZÄÖÜŁŚŻ]\w+)){0,4})"
)
HOSTS_BACK = 400


@dataclass(frozen=True, slots=True)
class Relation:
    """Subject and object by name, the kind of the contract, the words of both, and the sentence that shows it."""

    kind: str
    subject: str
    object: str
    words: Evidence
    confidence: float = 0.6


def find_relations(
    document: Document, organisations: Sequence[Found], persons: Sequence[Person], events: Sequence[Event]
) -> list[Relation]:
    """The relations of a text, each once, in order. Cost: some patterns a sentence that names two."""
    found: dict[tuple[str, str, str], Relation] = {}
    for relation in (
        *_all(document, organisations),
        *_hosts(document, organisations, events),
        *_chairs(document, persons),
    ):
        kind = "member_of" if relation.kind == "joins" else relation.kind  # who joins is a member: told once
        found.setdefault((kind, relation.subject, relation.object), relation)
    return list(found.values())


def _mentioned(organisations: Sequence[Found]) -> list[tuple[int, int, str]]:
    """Where organisations are named, in order."""
    return sorted({(one.start, one.end, found.name) for found in organisations for one in found.mentions})


def _named(part: Stretch, mentioned: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Those of a part of the text."""
    return mentioned[bisect_left(mentioned, (part.start,)) : bisect_left(mentioned, (part.end,))]


def _all(document: Document, organisations: Sequence[Found]) -> Iterator[Relation]:
    before: str = ""
    mentioned = _mentioned(organisations)
    for sentence in document.sentences:
        named = _named(sentence, mentioned)
        words = document.evidence(sentence.start, sentence.end)
        for kind, form in _WORDS:
            for said in form.finditer(document.flat, sentence.start, sentence.end):
                if pair := _pair(kind, said.span(), named, before):
                    yield Relation(kind, *pair, words)
                    break
        mandate = _COMMISSIONED.search(document.flat, sentence.start, sentence.end)
        if named and mandate:
            at = mandate.start()
            subject = min(named, key=lambda one: abs(one[0] - at))[2]
            role = _AS.search(document.text, sentence.start, sentence.end)
            if role is not None and role.start() - 40 < at < role.end() + 60:
                yield Relation("commissioned_as", subject, role["what"], words)
        before = named[-1][2] if named else before if not sentence.is_heading else ""


def _pair(
    kind: str, said: tuple[int, int], named: Sequence[tuple[int, int, str]], before: str
) -> tuple[str, str] | None:
    """Who stands before the word and who behind it; of one name alone the sentence before tells the other."""
    left = [name for _, end, name in named if end <= said[0]]
    right = [name for start, _, name in named if start >= said[1] - 1]
    inside = [name for start, end, name in named if said[0] <= start and end <= said[1]]
    if left and inside:
        return (left[-1], inside[0]) if left[-1] != inside[0] else None
    if left and right and left[-1] != right[0]:
        return left[-1], right[0]
    if len(left) > 1 and left[-1] != left[-2] and kind in {"partner_of", "member_of"}:
        return left[-2], left[-1]
    if right and before and before != right[0] and kind in {"funded_by", "member_of"}:
        return before, right[0]
    return None


def _hosts(document: Document, organisations: Sequence[Found], events: Sequence[Event]) -> Iterator[Relation]:
    """Who organises, hosts or invites, and the event spoken of there or last."""
    mentioned = _mentioned(organisations)
    for sentence in document.sentences:
        said = _HOSTS.search(document.flat, sentence.start, sentence.end)
        named = _named(sentence, mentioned)
        if said is None or not named:
            continue
        here = [
            event
            for event in events
            if sentence.start <= event.name.start < sentence.end
            or sentence.start <= event.dated.start < sentence.end
        ]
        past = [event for event in events if 0 <= sentence.start - event.name.start < HOSTS_BACK]
        event = here[0] if here else past[-1] if past else events[0] if len(events) == 1 else None
        if event is not None:
            nearest = min(
                named,
                key=lambda one: (
                    abs(one[0] - said.end()) if one[0] >= said.end() else abs(said.start() - one[1])
                ),
            )
            yield Relation(
                "hosts", nearest[2], event.name.said, document.evidence(sentence.start, sentence.end)
            )


def _chairs(document: Document, persons: Sequence[Person]) -> Iterator[Relation]:
    for person in persons:
        if person.organisation and _CHAIRS.search(document.flat, person.office.start, person.office.end):
            sentence = document.sentence_at(person.name.start)
            yield Relation(
                "chairs",
                person.name.said,
                person.organisation,
                document.evidence(sentence.start, sentence.end),
            )
