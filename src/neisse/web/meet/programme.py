"""A programme as plain data: what a published version keeps, what differs between two, what collides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations, groupby
from typing import Any

from django.utils import timezone

from neisse.engine.values import LANGUAGES
from neisse.web.core.bridge import fold
from neisse.web.meet.models import Event, EventSession

Object = dict[str, Any]
COMPARED = ("title", "kind", "room", "starts", "ends", "speakers", "descriptions", "titles")


def sessions_of(event: Event) -> list[EventSession]:
    """All sessions with rooms and speakers: three queries."""
    return list(event.sessions.select_related("room").prefetch_related("speakers"))


def current_programme(event: Event, sessions: Sequence[EventSession] | None = None) -> Object:
    """The programme as it is now, as a JSON object; times are ISO in UTC."""
    rows = sessions_of(event) if sessions is None else sessions
    return {"title": event.title, "zone": event.zone, "sessions": [session_object(row) for row in rows]}


def session_object(session: EventSession) -> Object:
    """One session as published."""
    return {
        "id": session.pk,
        "kind": session.kind,
        "title": session.title,
        "language": session.language,
        "titles": {code: getattr(session, f"titles_{code}") for code in LANGUAGES},
        "descriptions": {code: getattr(session, f"descriptions_{code}") for code in LANGUAGES},
        "room": session.room.name if session.room else "",
        "starts": session.starts_at.isoformat(),
        "ends": session.ends_at.isoformat(),
        "speakers": [
            {"name": s.name, "organisation": s.organisation_name, "chairs": s.chairs}
            for s in session.speakers.all()
        ],
    }


@dataclass(frozen=True, slots=True)
class Published:
    """A session of a published programme, with the fields that pages and texts expect of a session."""

    pk: int
    kind: str
    title: str
    language: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    room: str
    starts_at: datetime
    ends_at: datetime
    speakers: list[Object]

    def __getattr__(self, name: str) -> str:
        """`titles_de`, `descriptions_pl`: as the fields of a row."""
        field, _line, code = name.rpartition("_")
        if field in {"titles", "descriptions"}:
            return getattr(self, field).get(code, "")  # type: ignore[no-any-return]
        raise AttributeError(name)

    def __str__(self) -> str:
        return self.title

    def get_kind_display(self) -> str:
        """The kind in words."""
        return str(EventSession.Kind(self.kind).label)


def published_sessions(content: Object) -> list[Published]:
    """The sessions of a published programme."""
    return [
        Published(
            entry["id"],
            entry["kind"],
            entry["title"],
            entry["language"],
            entry["titles"],
            entry["descriptions"],
            entry["room"],
            datetime.fromisoformat(entry["starts"]),
            datetime.fromisoformat(entry["ends"]),
            entry["speakers"],
        )
        for entry in content["sessions"]
    ]


def by_day(sessions: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Sessions under their days, in the zone of the page."""
    ordered = sorted(sessions, key=lambda s: (s.starts_at, s.ends_at, s.pk))
    return [
        (day, list(rows)) for day, rows in groupby(ordered, key=lambda s: timezone.localdate(s.starts_at))
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one session between two programmes: `new`, `gone` or `changed`; `session` as it is now."""

    what: str
    session: Published
    before: Published | None = None
    fields: tuple[str, ...] = ()


def difference(before: Object | None, after: Object) -> list[Difference]:
    """Every session that is new, gone or changed, in the order of time."""
    old = {entry["id"]: entry for entry in before["sessions"]} if before else {}
    was = {row.pk: row for row in published_sessions(before)} if before else {}
    found = []
    for entry, session in zip(after["sessions"], published_sessions(after), strict=True):
        if session.pk not in was:
            found.append(Difference("new", session))
        elif fields := tuple(name for name in COMPARED if old[session.pk][name] != entry[name]):
            found.append(Difference("changed", session, was[session.pk], fields))
    kept = {entry["id"] for entry in after["sessions"]}
    found += [Difference("gone", session) for pk, session in was.items() if pk not in kept]
    return sorted(found, key=lambda d: (d.session.starts_at, d.session.pk))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sessions that cannot both be; `kind` is `room` or `speaker`, or `outside` with one session twice."""

    kind: str
    name: str
    a: EventSession
    b: EventSession


def conflicts(event: Event, sessions: Iterable[EventSession]) -> list[Conflict]:
    """Sessions at the same time in one room or with one speaker, and sessions outside the event's time.

    Speakers are the same person by their entry in the directory, else by their folded name. Breaks share
    rooms with nothing but may be anywhere. Cost: pairs within one room or of one speaker only.
    """
    rows = list(sessions)
    found = [
        Conflict("outside", "", row, row)
        for row in rows
        if row.starts_at < event.starts_at or row.ends_at > event.ends_at
    ]
    rooms: dict[str, list[EventSession]] = defaultdict(list)
    voices: dict[tuple[int | None, str], list[EventSession]] = defaultdict(list)
    names: dict[tuple[int | None, str], str] = {}
    for row in rows:
        if row.room is not None and row.kind != EventSession.Kind.BREAK:
            rooms[row.room.name].append(row)
        for speaker in speakers_of(row):
            who = (speaker.person_id, "" if speaker.person_id else fold(speaker.name))
            voices[who].append(row)
            names[who] = speaker.name
    for name, held in rooms.items():
        found += [Conflict("room", name, a, b) for a, b in combinations(held, 2) if overlap(a, b)]
    for who, held in voices.items():
        found += [
            Conflict("speaker", names[who], a, b)
            for a, b in combinations(held, 2)
            if a is not b and overlap(a, b)
        ]
    return found


def speakers_of(session: EventSession) -> list[Any]:
    """The speakers of a stored session, or those that a form is about to give it."""
    drafted = getattr(session, "drafted_speakers", None)
    return list(session.speakers.all()) if drafted is None else drafted


def overlap(a: EventSession, b: EventSession) -> bool:
    """Whether two half-open times meet."""
    return a.starts_at < b.ends_at and b.starts_at < a.ends_at
