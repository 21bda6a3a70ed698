"""Lists as files: events, registrations, programmes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from neisse.formats.calendar_writing import Kept, write_calendar
from neisse.web.core.content import content
from neisse.web.core.downloads import attached
from neisse.web.meet.models import Event, MeetingProfile, Registration
from neisse.web.meet.programme import Published
from neisse.web.meet.queries.agenda import Entry, agenda_of
from neisse.web.meet.rules.clock import standing

Object = dict[str, Any]
CERTAINTY = {
    Event.State.DRAFT: "idea",
    Event.State.CANCELLED: "cancelled",
    Event.State.POSTPONED: "postponed",
}


def event_object(event: Event) -> Object:
    """An event in the words of the measure contract, with its state; its calendar entry keeps its id."""
    return {
        "id": event.key,
        "title": event.title,
        "kind": "event",
        "owner": event.organiser.key,
        "starts": event.starts_at.astimezone(event.tz).isoformat(),
        "ends": event.ends_at.astimezone(event.tz).isoformat(),
        "certainty": CERTAINTY.get(Event.State(event.state), "confirmed"),
        "place": {"city": event.city, "country": event.country},
        "venue": event.place,
        "state": standing(event, timezone.now()).value,
        "visibility": event.visibility,
    }


def answer_text(value: Any) -> Any:
    """Yes and no in words."""
    return {True: _("yes"), False: _("no")}.get(value, value) if isinstance(value, bool) else value


def events_calendar(events: Sequence[Event], stamp: datetime) -> bytes:
    """A list of events as iCalendar, in the reader's language."""
    kept = {e.key: Kept(e.created_at, e.version, e.updated_at, page_of(e)) for e in events}
    objects = [event_object(event) | {"title": str(event)} for event in events]
    return write_calendar(objects, stamp=stamp, title=_("Events"), kept=kept)


def page_of(event: Event) -> str:
    """The page of an event; none before anybody has made it through the web."""
    path = reverse("meet:event", args=[event.slug])
    return f"{event.web_address.rstrip('/')}{path}" if event.web_address else ""


def kept_by(event: Event, objects: Iterable[Object], edits: int, stamp: datetime) -> dict[str, Kept]:
    """What makes the entries of an event the same for life; each publication is an edit."""
    return {obj["id"]: Kept(event.created_at, edits, stamp, page_of(event)) for obj in objects}


def programme_calendar(event: Event, sessions: Iterable[Published], stamp: datetime, edits: int = 0) -> bytes:
    """A published programme as iCalendar, in the reader's language; the uid of a session never changes."""
    objects = [session_object(event, s) for s in sessions]
    kept = kept_by(event, objects, edits, stamp)
    return write_calendar(objects, stamp=stamp, title=str(event), kept=kept)


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
    venue = ", ".join(filter(None, [where, event.place]))
    return {
        "id": f"{event.key}-{key}",
        "title": title,
        "description": description,
        "starts": of.starts_at.astimezone(event.tz).isoformat(),
        "ends": of.ends_at.astimezone(event.tz).isoformat(),
        "certainty": "confirmed",
        "venue": venue,
        "place": {"city": event.city, "country": event.country},
    }


def agenda_feed(registration: Registration) -> HttpResponse:
    """The published agenda of one person as a calendar; empty once they have no place any more."""
    event = registration.event
    entries = agenda_of(registration) if registration.state == Registration.State.REGISTERED else []
    stamp = last_published(event)
    edits = int((stamp - event.created_at).total_seconds() // 60)
    return attached(agenda_calendar(registration, entries, stamp, edits), "ics", event.slug)


def last_published(event: Event) -> datetime:
    """When schedule or programme were published last; when the event was made where neither was."""
    schedule = event.schedules.filter(state="published").first()
    programme = event.versions.first()
    said = [schedule and schedule.published_at, programme and programme.published_at, event.created_at]
    return max(moment for moment in said if moment)


def agenda_calendar(
    registration: Registration, entries: Iterable[Entry], stamp: datetime, edits: int = 0
) -> bytes:
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
    kept = kept_by(event, objects, edits, stamp)
    return write_calendar(objects, stamp=stamp, title=f"{event}: {registration.name}", kept=kept)


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
