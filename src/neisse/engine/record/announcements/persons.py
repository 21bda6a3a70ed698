"""Persons in offices: a name beside an office, and the organisation beside both. Whoever is named only to be rung up is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.organisations import Found
from neisse.engine.record.announcements.wording import pattern, word_set

_UPPER = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽ"
_LOWER = "a-zß-öø-ÿąćęłńśźżčďěňřšťůž"
_CAP = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?"
_TITLE = r"(?:(?:Prof|Dr|Mgr|Inż|Hab|prof|dr|mgr|inż|hab)\.?\s+)*"
_NAME = re.compile(rf"{_TITLE}(?P<name>{_CAP}\s+(?:{_CAP}|von|van|de)(?:\s+{_CAP})?)")
_OFFICE = re.compile(rf"\b{pattern('office')}\b")
_CONTACT = re.compile(rf"\b{pattern('contact')}")
_MAIL_OR_PHONE = re.compile(r"\S+@\S+|\+?\d[\d /()-]{6,}\d")
_HEAD = re.compile(rf"{pattern('organisation head')}\s+")
_NO_NAME = word_set("organisation stop")
_CHAIR = re.compile(
    r"\b(?:vorsitz|przewodnictwo|przewodniczy\w*)\s+(?:hat|ubernimmt|ubernahm|fuhrt|objal|obejmuje)?\s*"
)
_BETWEEN = re.compile(r"\s*(?:ist|jest|is|:|,|\()?\s*")
_LONGER = re.compile(
    r"\s*(?:der|des|von|vom|of|the|im|in|am|w|we|wojewodztwa|dzialu|und)?\b[^.;:\n]{0,90}?,\s*"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person, the office as it is worded, and the organisation where it is said."""

    name: Evidence
    office: Evidence
    organisation: str = ""
    confidence: float = 0.8


def find_persons(document: Document, organisations: Sequence[Found]) -> list[Person]:
    """The persons in offices of a text, each once, in order; contacts are left out. Cost: some patterns a sentence."""
    found: dict[str, Person] = {}
    for office in _OFFICE.finditer(document.flat):
        if _is_contact(document, office.start()):
            continue
        name = _name_beside(document, office.start(), office.end())
        if name is None or name.said in found or _is_house(name, organisations):
            continue
        beside = _organisation(
            organisations, document, min(name.start, office.start()), max(name.end, office.end())
        )
        found[name.said] = Person(name, document.evidence(*office.span()), beside)
    for chair in _CHAIR.finditer(document.flat):
        name = _name_at(document, chair.end())
        if name is not None and name.said not in found and not _is_contact(document, chair.start()):
            words = document.evidence(chair.start(), chair.start() + len(chair[0].split()[0]))
            found[name.said] = Person(
                name, words, _organisation(organisations, document, chair.start(), name.end)
            )
    return sorted(found.values(), key=lambda one: one.name.start)


def _is_house(name: Evidence, organisations: Sequence[Found]) -> bool:
    """Whether the two words are (part of) the name of an organisation: "dyrektor Parku Technologicznego"."""
    return any(
        one.start < name.end and name.start < one.end for house in organisations for one in house.mentions
    )


def contacts(document: Document) -> list[Evidence]:
    """The lines that tell whom to ask: recognised, so that they are not stored."""
    return [document.evidence(part.start, part.end) for part in document.paragraphs if _asks(document, part)]


def _is_contact(document: Document, place: int) -> bool:
    return _asks(document, document.paragraph_at(place))


def _asks(document: Document, part: Stretch) -> bool:
    if _CONTACT.search(document.flat, part.start, part.end) is None:
        return False
    return _MAIL_OR_PHONE.search(document.text, part.start, part.end) is not None


def _name_beside(document: Document, start: int, end: int) -> Evidence | None:
    """The name right behind an office, right before it with a comma, or at the end of its apposition."""
    between = _BETWEEN.match(document.flat, end)
    if between and (name := _name_at(document, between.end())):
        return name
    before = document.text[max(0, start - 60) : start]
    last = None
    for found in _NAME.finditer(before):
        last = found
    if last is not None and re.fullmatch(r"\s*(?:,|\(|–|-)\s*(?:[a-zäöüł]+\s){0,2}", before[last.end() :]):
        at = max(0, start - 60) + last.start("name")
        return document.evidence(at, at + len(last["name"]))
    longer = _LONGER.match(document.flat, end)
    return _name_at(document, longer.end()) if longer else None


def _name_at(document: Document, at: int) -> Evidence | None:
    head = _HEAD.match(document.flat, at)  # "Prezes Izby Tomasz Wilk"
    found = _NAME.match(document.text, head.end() if head else at)
    if found is None or any(word in _NO_NAME for word in document.flat[slice(*found.span("name"))].split()):
        return None
    return document.evidence(*found.span("name"))


def _organisation(organisations: Sequence[Found], document: Document, start: int, end: int) -> str:
    """The organisation named beside a person in the same sentence, the next one."""
    sentence = document.sentence_at(start)
    near = [
        (min(abs(one.start - end), abs(start - one.end)), found.name)
        for found in organisations
        for one in found.mentions
        if sentence.start <= one.start < sentence.end
    ]
    return min(near)[1] if near else ""
