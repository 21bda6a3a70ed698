"""Lists as files: events, registrations, programmes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from neisse.formats.calendar_writing import write_calendar
from neisse.web.core.content import content
from neisse.web.core.downloads import attached
from neisse.web.meet.models import Event, MeetingProfile, Registration
from neisse.web.meet.programme import Published
from neisse.web.meet.queries.agenda import Entry, agenda_of

Object = dict[str, Any]


def event_object(event: Event) -> Object:
    """An event in the words of the measure contract, with its state; its calendar entry keeps its id."""
    return {
        "id": event.key,
        "title": event.title,
        "kind": "event",
        "owner": event.organiser.key,
        "starts": event.starts_at.astimezone(event.tz).isoformat(),
        "ends": event.ends_at.astimezone(event.tz).isoformat(),
        "certainty": "idea" if event.state == Event.State.DRAFT else "confirmed",
        "place": {"city": event.city, "country": event.country},
        "venue": event.place,
        "state": event.state,
        "visibility": event.visibility,
    }


def answer_text(value: Any) -> Any:
    """Yes and no in words."""
    return {True: _("yes"), False: _("no")}.get(value, value) if isinstance(value, bool) else value


def programme_calendar(event: Event, sessions: Iterable[Published], stamp: datetime) -> bytes:
    """A published programme as iCalendar, in the reader's language; the uid of a session never changes."""
    return write_calendar([session_object(event, s) for s in sessions], stamp=stamp, title=str(event))


def session_object(event: Event, session: Published) -> Object:
    """A session of the programme as a calendar entry."""
    said = [", ".join(s["name"] for s in session.speakers), content(session, "description").text]
    return calendar_object(
        event,
        f"session-{session.pk}",
        session,
        title=content(session, "title").text,
        description="\n".join(filter(None, said)),
        where=session.room,
    )


def calendar_object(
    event: Event, key: str, of: Published | Entry, *, title: str, description: str, where: str
) -> Object:
    """Something that happens at an event, on the clock of its place; `key` never changes."""
    place = ", ".join(filter(None, [where, event.place, event.city]))
    return {
        "id": f"{event.key}-{key}",
        "title": title,
        "description": description,
        "starts": of.starts_at.astimezone(event.tz).isoformat(),
        "ends": of.ends_at.astimezone(event.tz).isoformat(),
        "certainty": "confirmed",
        "place": {"city": place, "country": event.country},
    }


def agenda_feed(registration: Registration) -> HttpResponse:
    """The published agenda of one person as a calendar; empty once they have no place any more."""
    event = registration.event
    entries = agenda_of(registration) if registration.state == Registration.State.REGISTERED else []
    version = event.schedules.filter(state="published").first()
    stamp = version.published_at if version and version.published_at else event.created_at
    return attached(agenda_calendar(registration, entries, stamp), "ics", event.slug)


def agenda_calendar(registration: Registration, entries: Iterable[Entry], stamp: datetime) -> bytes:
    """One person's agenda as iCalendar, gaps left out; a meeting that moves keeps its uid."""
    event, objects = registration.event, []
    for entry in entries:
        if entry.other is not None:
            title = " · ".join(filter(None, [entry.other.name or "–", entry.other.comes_from]))
            about = profile_text(getattr(entry.other, "meeting_profile", None))
            key = f"meeting-{entry.pk}-{registration.badge_code}"
            objects.append(
                calendar_object(event, key, entry, title=title, description=about, where=table_text(entry))
            )
        elif entry.session is not None:
            objects.append(session_object(event, entry.session))
    return write_calendar(objects, stamp=stamp, title=f"{event}: {registration.name}")


def table_text(entry: Entry) -> str:
    """Where a meeting is, in words."""
    return _("Table %(table)s") % {"table": entry.table}


def profile_text(profile: MeetingProfile | None) -> str:
    """What somebody offers and looks for, in two lines."""
    if profile is None:
        return ""
    said = [(_("Offers"), profile.offers), (_("Looks for"), profile.needs)]
    return "\n".join(f"{label}: {'; '.join(lines)}" for label, lines in said if lines)


def badge(registration: Registration, code_svg: str) -> Object:
    """What stands on a badge."""
    return {
        "name": registration.name,
        "office": registration.office,
        "organisation": registration.comes_from,
        "country": registration.country.replace("XX", ""),
        "languages": " ".join(code.upper() for code in registration.languages),
        "code": registration.badge_code,
        "code_svg": code_svg,
        "here": registration.checked_in_at is not None,
    }
