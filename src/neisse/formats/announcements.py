"""What was read in an announcement, as the JSON of the contract: `docs/reference/file-formats.md`, "announcement"."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from neisse.engine.record.announcements import Announcement
from neisse.engine.record.announcements.event import Event
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.figures import Figure
from neisse.engine.record.announcements.organisations import Found
from neisse.engine.record.announcements.persons import Person
from neisse.engine.record.announcements.relations import Relation
from neisse.engine.values import HOME_ZONE
from neisse.formats.object_times import write_times

Object = dict[str, Any]


def announcement_object(key: str, read: Announcement) -> Object:
    """One object a document; offsets count letters of its text."""
    return {
        "id": key,
        "language": read.language,
        "issued": read.issued.isoformat() if read.issued else None,
        "issuer": None,
        "title": read.title.said if read.title else None,
        "events": [_event(event, _hosts_of(event, read)) for event in read.events],
        "organisations": [_organisation(one) for one in read.organisations],
        "figures": [_figure(one) for one in read.figures],
        "relations": [_relation(one, read.issued) for one in read.relations],
        "persons": [_person(one) for one in read.persons],
        "findings": [finding.as_json() for finding in read.findings],
    }


def evidence_object(evidence: Evidence) -> Object:
    """A place of the text and its letters."""
    return {"start": evidence.start, "end": evidence.end, "text": evidence.text}


def _organisation(one: Found) -> Object:
    return {
        "name": one.name,
        "mentions": [evidence_object(words) for words in one.mentions],
        "town": one.town or None,
        "known": one.known or None,
        "confidence": one.confidence,
    }


def _figure(one: Figure) -> Object:
    return {
        "value": int(one.value) if one.value == int(one.value) else float(one.value),
        "unit": one.unit,
        "about": one.about,
        "year": one.year,
        "evidence": evidence_object(one.words),
        "confidence": one.confidence,
    }


def _relation(one: Relation, issued: date | None) -> Object:
    return {
        "type": one.kind,
        "subject": one.subject,
        "object": one.object,
        "date": issued.isoformat() if issued else None,
        "evidence": evidence_object(one.words),
        "confidence": one.confidence,
    }


def _person(person: Person) -> Object:
    shown = {"name": person.name, "office": person.office}
    return {
        "name": person.name.said,
        "office": person.office.said,
        "organisation": person.organisation or None,
        "evidence": evidence_object(person.name),
        "shown_by": {what: evidence_object(words) for what, words in shown.items()},
        "confidence": person.confidence,
    }


def _hosts_of(event: Event, read: Announcement) -> list[str]:
    return [one.subject for one in read.relations if one.kind == "hosts" and one.object == event.name.said]


def _event(event: Event, organisers: list[str]) -> Object:
    shown = {
        "name": event.name,
        "starts": event.dated,
        "town": event.town_words,
        "venue": event.venue,
        "online": event.online,
        "deadline": event.deadline_words,
    }
    period = event.period
    zone = ZoneInfo(HOME_ZONE)
    return {
        "name": event.name.said,
        "kind": event.kind,
        "starts": period.starts_at.astimezone(zone).isoformat()
        if period.starts_at
        else period.start.isoformat(),
        "ends": period.ends_at.astimezone(zone).isoformat()
        if period.ends_at
        else period.last_day.isoformat(),
        "precision": period.precision.value,
        "when": write_times(period, HOME_ZONE),
        "town": event.town or None,
        "venue": event.venue.said if event.venue else None,
        "online": event.online is not None,
        "deadline": event.deadline.isoformat() if event.deadline else None,
        "organisers": organisers,
        "participants": [],
        "tense": event.tense,
        "evidence": evidence_object(event.sentence),
        "shown_by": {what: evidence_object(words) for what, words in shown.items() if words},
        "confidence": round(event.confidence, 2),
        "rule": event.rule,
    }
