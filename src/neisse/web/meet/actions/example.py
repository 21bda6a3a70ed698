"""Loading the events of the embedded example: only when the file changed, all of it or nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction

from neisse.engine.values import LANGUAGES
from neisse.web.core.actions.mail import forget_mails
from neisse.web.core.actors import SYSTEM
from neisse.web.core.bridge import find_town
from neisse.web.core.models import key_of
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.example_meetings import load_meetings
from neisse.web.meet.actions.programme import keep_session, publish_programme
from neisse.web.meet.actions.registration import new_registration
from neisse.web.meet.models import (
    Delegation,
    DelegationMember,
    Event,
    EventSession,
    Idea,
    Question,
    Quota,
    Registration,
    Room,
    Speaker,
    Stop,
    TableNote,
    TopicTable,
    Visit,
)
from neisse.web.meet.models.registration import Group
from neisse.web.record.models import Measure, Organisation, Person

FILE = "event.yaml"
MEETINGS = "meetings*.jsonl"
ADDRESS = "http://127.0.0.1:8000/"
CHAIR_SIGN = "* "
Object = dict[str, Any]
Sessions = dict[str, EventSession]


def load_example_event(folder: Path) -> bool:
    """Load `event.yaml` and the files of its meetings; False (nothing written) when the database has them.

    Events of the file that exist are replaced with all that belongs to them.
    """
    path = folder / FILE
    if not path.is_file():
        return False
    data = path.read_bytes()
    meant = [data, *(file.read_bytes() for file in sorted(folder.glob(MEETINGS)))]
    digest = hashlib.sha256(b"".join(meant)).hexdigest()
    described: dict[str, list[Object]] = yaml.safe_load(data)
    keys = [event["id"] for event in described["events"]]
    if Event.objects.filter(key__in=keys, extra__digest=digest).count() == len(keys):
        return False
    with transaction.atomic():
        Delegation.objects.filter(key__in=[d["id"] for d in described["delegations"]]).delete()
        replaced = Event.objects.filter(key__in=keys)
        forget_mails(about=[key_of(event) for event in replaced])
        replaced.delete()
        for event in described["events"]:
            _event(event, digest, folder)
        for delegation in described["delegations"]:
            _delegation(delegation)
    return True


def _event(described: Object, digest: str, folder: Path) -> None:
    zone = ZoneInfo(described["zone"])
    starts, ends = (_at(described[name], zone) for name in ("starts", "ends"))
    event = Event(
        key=described["id"],
        measure=Measure.objects.filter(key=described["measure"]).first(),
        organiser=Organisation.objects.get(key=described["organiser"]),
        place=described.get("place", ""),
        city=described["city"],
        country=described["country"],
        zone=described["zone"],
        starts_at=starts,
        ends_at=ends,
        state=described["state"],
        registers_until=_at(described["registers_until"], zone) if "registers_until" in described else None,
        web_address=ADDRESS,
        invented=True,
        extra={"digest": digest},
        **_in_languages(described, "titles", "title"),
        **_in_languages(described, "descriptions"),
        **_in_languages(described, "purpose"),
    )
    keep(event, actor=SYSTEM, reason="example")
    sessions = _programme(event, described, zone)
    Quota.objects.bulk_create(Quota(event=event, **quota) for quota in described.get("quotas", ()))
    for position, question in enumerate(described.get("questions", ())):
        texts = _in_languages(question, "texts", "text")
        rest = {name: question[name] for name in ("kind", "choices") if name in question}
        Question.objects.create(event=event, position=position, **texts, **rest)
    _participants(event, described)
    for position, table in enumerate(described.get("tables", ())):
        _table(sessions[table["session"]], table, position)
    if meetings := described.get("meetings"):
        load_meetings(event, meetings, sessions[meetings["session"]], folder)


def _programme(event: Event, described: Object, zone: ZoneInfo) -> Sessions:
    """Rooms, sessions and published versions; a version may leave sessions out that came later."""
    rooms = {room["name"]: Room.objects.create(event=event, **room) for room in described.get("rooms", ())}
    waiting = {entry["id"]: entry for entry in described["sessions"]}
    sessions: Sessions = {}
    for version in described["programmes"]:
        for key in [key for key in waiting if key not in version.get("without", ())]:
            sessions[key] = _session(event, waiting.pop(key), rooms, zone)
        publish_programme(event, version.get("note", ""), actor=SYSTEM)
    return sessions


def _session(event: Event, entry: Object, rooms: dict[str, Room], zone: ZoneInfo) -> EventSession:
    session = EventSession(
        event=event,
        kind=entry["kind"],
        room=rooms.get(entry.get("room", "")),
        starts_at=_at(entry["starts"], zone),
        ends_at=_at(entry["ends"], zone),
        **_in_languages(entry, "titles", "title"),
    )
    return keep_session(session, [_speaker(line) for line in entry.get("speakers", ())], actor=SYSTEM)


def _speaker(line: str) -> Speaker:
    name = line.removeprefix(CHAIR_SIGN)
    person = Person.objects.filter(name=name).select_related("organisation").first()
    organisation = str(person.organisation) if person and person.organisation else ""
    return Speaker(
        name=name, person=person, organisation_name=organisation, chairs=line.startswith(CHAIR_SIGN)
    )


def _participants(event: Event, described: Object) -> None:
    """The registrations of a file; mail addresses are `<id>@example.org`, which nobody can have."""
    organisations = {row.key: row for row in Organisation.objects.filter(invented=True)}
    users = {
        person.name: person.user
        for person in Person.objects.filter(user__isnull=False).select_related("user")
    }
    asked_at = event.starts_at - timedelta(days=40)
    rows: list[Registration] = []
    for number, entry in enumerate(described["participants"]):
        organisation = organisations[entry["organisation"]]
        row = new_registration(event, f"{entry['id']}@example.org", taken={r.badge_code for r in rows})
        row.name, row.office, row.organisation = entry["name"], entry["office"], organisation
        row.country, row.language, row.languages = organisation.country, entry["language"], entry["languages"]
        row.state = entry.get("state", Registration.State.REGISTERED)
        row.group = Group.MEMBER if organisation.memberships.exists() else Group.GUEST
        row.user = users.get(entry["name"])
        row.created_at = row.confirmed_at = row.consent_at = asked_at + timedelta(minutes=37 * number)
        row.queued_at = row.confirmed_at if row.state == Registration.State.WAITING else None
        row.checked_in_at = (
            event.starts_at + timedelta(seconds=20 * number) if described.get("checked_in") else None
        )
        row.invented = True
        rows.append(row)
    Registration.objects.bulk_create(rows)


def _table(session: EventSession, entry: Object, position: int) -> None:
    table = TopicTable.objects.create(
        session=session,
        position=position,
        host_name=entry["host"],
        places=entry["places"],
        **_in_languages(entry, "titles", "title"),
    )
    for note in entry.get("notes", ()):
        TableNote.objects.create(
            table=table, text=note["text"], author_name=note["author"], created_at=session.ends_at
        )
    for said in entry.get("ideas", ()):
        idea = Idea.objects.create(
            table=table,
            title=said["title"],
            text=said["text"],
            state=said["state"],
            created_at=session.ends_at,
        )
        idea.organisations.set(Organisation.objects.filter(key__in=said["organisations"]))


def _delegation(described: Object) -> None:
    delegation = Delegation(
        key=described["id"],
        measure=Measure.objects.filter(key=described["measure"]).first(),
        event=Event.objects.filter(key=described.get("event", "")).first(),
        organiser=Organisation.objects.get(key=described["organiser"]),
        visibility=described["visibility"],
        invented=True,
        **_in_languages(described, "titles", "title"),
        **_in_languages(described, "descriptions"),
    )
    keep(delegation, actor=SYSTEM, reason="example")
    for entry in described["stops"]:
        _stop(delegation, entry)
    DelegationMember.objects.bulk_create(
        DelegationMember(
            delegation=delegation,
            name=member["name"],
            organisation_name=member["organisation"],
            office=member["office"],
            languages=member["languages"],
            leads=member.get("leads", False),
        )
        for member in described["members"]
    )


def _stop(delegation: Delegation, entry: Object) -> None:
    zone, town = ZoneInfo(entry["zone"]), find_town(entry["city"])
    stop = Stop.objects.create(
        delegation=delegation,
        city=entry["city"],
        country=entry["country"],
        lat=town.lat if town else None,
        lon=town.lon if town else None,
        zone=entry["zone"],
        arrives_at=_at(entry["arrives"], zone),
        leaves_at=_at(entry["leaves"], zone),
        travel=entry.get("travel", ""),
    )
    for visit in entry.get("visits", ()):
        Visit.objects.create(
            stop=stop,
            host=Organisation.objects.get(key=visit["host"]),
            subject=visit["subject"],
            starts_at=_at(visit["starts"], zone),
            ends_at=_at(visit["ends"], zone),
            briefing=visit.get("briefing", ""),
        )


def _at(said: str, zone: ZoneInfo) -> datetime:
    """A time on the wall clock of the place."""
    return datetime.fromisoformat(said).replace(tzinfo=zone)


def _in_languages(entry: Object, name: str, given: str = "") -> Object:
    """Texts in three languages as fields; with `given` also the text as given, in the first language."""
    texts: dict[str, str] = entry.get(name) or {}
    fields: Object = {f"{name}_{code}": texts.get(code, "") for code in LANGUAGES}
    if given and texts:
        language, text = next(iter(texts.items()))
        fields |= {given: text} | ({"language": language} if given == "title" else {})
    return fields
