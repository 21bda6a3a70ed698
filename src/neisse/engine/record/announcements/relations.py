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
_CHAIRS = re.compile(
    r"\b(?:(?!vorstands)\w*vorsitz\w*|chair\w*|president|prasident\w*|prezes|przewodnicz\w+)\b"
)
# Who chairs, without a word of what, chairs what the text is about; presidents and directors may be of anything.
_OF_HERE = re.compile(r"vorsitz|chair|przewodnicz")
_AS = re.compile(
    r"\b(?:als|as|jako)\s+(?:neue |neuen |new |die |den )?"
    r"(?P<what>[A-ZÄÖÜŁŚŻ]\w+(?:\s+(?:für|der|des|of|for|[A-ZÄÖÜŁŚŻ]\w+)){0,4})"
)
_ACTIVE = (
    ("funded_by", re.compile(rf"\b{pattern('funds')}\b")),
    ("commissioned_as", re.compile(r"\b(?:has|have|hat|haben) commissioned\b|\bcommissions\b"
                                   r"|\bbeauftragt(?:e|en)?(?= (?:die|das|den))|\bzlecil\w*")),
)  # fmt: skip
# After these who organises is named: "organised by", "Veranstalter ist".
_PASSIVE = re.compile(r"\W+(?:by|von|vom|durch|przez|ist|sind|jest|is|:)\b|\s*:")
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
    found: dict[tuple[str, ...], Relation] = {}
    first = organisations[0].name if organisations else ""
    for relation in (
        *_all(document, organisations),
        *_hosts(document, organisations, events),
        *_chairs(document, persons, first),
    ):
        kind = "member_of" if relation.kind == "joins" else relation.kind  # who joins is a member: told once
        if (kind, relation.object, relation.subject) in found:
            continue  # nobody is a member of its own member
        sides = (relation.subject, relation.object)
        found.setdefault((kind, *(sorted(sides) if kind == "partner_of" else sides)), relation)
    return list(found.values())


def _mentioned(organisations: Sequence[Found]) -> list[tuple[int, int, str]]:
    """Where organisations are named, in order."""
    return sorted({(one.start, one.end, found.name) for found in organisations for one in found.mentions})


def _named(part: Stretch, mentioned: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Those of a part of the text."""
    return mentioned[bisect_left(mentioned, (part.start,)) : bisect_left(mentioned, (part.end,))]


def _all(document: Document, organisations: Sequence[Found]) -> Iterator[Relation]:
    mentioned = _mentioned(organisations)
    about = mentioned[0][2] if mentioned else ""
    for sentence in document.sentences:
        named = _named(sentence, mentioned)
        words = document.evidence(sentence.start, sentence.end)
        for kind, form in _WORDS:
            for said in form.finditer(document.flat, sentence.start, sentence.end):
                if pair := _pair(kind, said.span(), named, about):
                    yield Relation(kind, *pair, words)
                    break
        for kind, subject, other in _active(document, sentence, named, about):
            yield Relation(kind, subject, other, words)
        mandate = _COMMISSIONED.search(document.flat, sentence.start, sentence.end)
        if named and mandate:
            at = mandate.start()
            subject = min(named, key=lambda one: abs(one[0] - at))[2]
            role = _AS.search(document.text, sentence.start, sentence.end)
            if role is not None and role.start() - 40 < at < role.end() + 60:
                yield Relation("commissioned_as", subject, role["what"], words)


def _pair(
    kind: str, said: tuple[int, int], named: Sequence[tuple[int, int, str]], about: str
) -> tuple[str, str] | None:
    """Who stands before the word and who behind it; of one name alone the other is what the text is about."""
    left = [name for _, end, name in named if end <= said[0]]
    right = [name for start, _, name in named if start >= said[1] - 1]
    inside = [name for start, end, name in named if said[0] <= start and end <= said[1]]
    if left and inside:
        return (left[-1], inside[0]) if left[-1] != inside[0] else None
    if left and right and left[-1] != right[0]:
        return left[-1], right[0]
    if len(left) > 1 and left[-1] != left[-2] and kind in {"partner_of", "member_of"}:
        return left[-2], left[-1]
    if kind == "member_of" and not left and len(right) > 1:  # "Mitglied von X ist auch Y"
        return right[1], right[0]
    if right and not left and about != right[0]:  # "the project", "it", "our chamber"
        return (right[0], about) if kind == "joins" else (about, right[0])
    return None


def _active(
    document: Document, sentence: Stretch, named: Sequence[tuple[int, int, str]], about: str
) -> Iterator[tuple[str, str, str]]:
    """Who pays for, or orders from, whom: "X funds Y", "X has commissioned Y"."""
    for kind, form in _ACTIVE:
        verb = form.search(document.flat, sentence.start, sentence.end)
        left = [name for _, end, name in named if verb and end <= verb.start()]
        right = [name for start, _, name in named if verb and start >= verb.end()]
        if verb is None or not left:
            continue
        if right and right[0] != left[-1]:
            yield kind, right[0], left[-1]
        elif kind == "funded_by" and not right and about != left[-1]:
            yield kind, about, left[-1]


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
            for host in _who_hosts(document, said, named):
                yield Relation(
                    "hosts", host, event.name.said, document.evidence(sentence.start, sentence.end)
                )


def _who_hosts(document: Document, said: re.Match[str], named: Sequence[tuple[int, int, str]]) -> list[str]:
    """Who stands before the verb, with those joined to it by "and"; behind it where it is passive or nobody stands before."""
    before = [one for one in named if one[1] <= said.start()]
    behind = [one for one in named if one[0] >= said.end()]
    if not before or (_PASSIVE.match(document.flat, said.end()) and behind):
        return [behind[0][2]] if behind else []
    hosts = [before[0]]
    for one in before[1:]:
        if re.fullmatch(
            r"\s*(?:,|und|and|i|oraz|sowie|as well as)?\s*(?:die|der|das|the)?\s*",
            document.flat[hosts[-1][1] : one[0]],
        ):
            hosts.append(one)
    return [name for _, _, name in hosts]


def _chairs(document: Document, persons: Sequence[Person], first: str) -> Iterator[Relation]:
    """Who chairs what: what is named beside the person, else what the text is about ("the chairman of the association")."""
    for person in persons:
        office = document.flat[person.office.start : person.office.end]
        house = person.organisation or (first if _OF_HERE.search(office) else "")
        if house and _CHAIRS.search(document.flat, person.office.start, person.office.end):
            sentence = document.sentence_at(person.name.start)
            yield Relation(
                "chairs",
                person.name.said,
                house,
                document.evidence(sentence.start, sentence.end),
            )
