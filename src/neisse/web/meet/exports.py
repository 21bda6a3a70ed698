"""Lists as files: events, registrations, programmes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from neisse.formats.calendar_writing import write_calendar
from neisse.formats.sheets import write_sheet
from neisse.web.core.content import content
from neisse.web.meet.models import Event, Registration
from neisse.web.meet.programme import Published

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jsonl": "application/jsonl; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
}
Object = dict[str, Any]


def attached(content_bytes: bytes, form: str, name: str) -> HttpResponse:
    """An answer that is saved as a file."""
    response = HttpResponse(content_bytes, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def listed(rows: Sequence[Mapping[str, Any]], form: str, name: str) -> HttpResponse:
    """Objects as JSON Lines or as a sheet (`sheet.form` for any other form)."""
    if form == "jsonl":
        return attached("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode(), form, name)
    return attached(write_sheet(rows, form, title=name), form, name)


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
        "state": event.state,
        "visibility": event.visibility,
    }


def registration_row(registration: Registration, questions: Mapping[str, str]) -> Object:
    """One person as a row for people with a spreadsheet; every question is a column."""
    return {
        pgettext("of a person", "Name"): registration.name,
        _("Function"): registration.office,
        _("Organisation"): registration.comes_from,
        _("Country"): registration.country,
        _("E-mail"): registration.email,
        _("Group"): registration.get_group_display(),
        _("State"): registration.get_state_display(),
        _("Languages spoken"): registration.languages,
        _("Code"): registration.badge_code,
        _("Checked in"): f"{registration.checked_in_at:%Y-%m-%d %H:%M}" if registration.checked_in_at else "",
        **{text: answer_text(registration.answers.get(key, "")) for key, text in questions.items()},
    }


def answer_text(value: Any) -> Any:
    """Yes and no in words."""
    return {True: _("yes"), False: _("no")}.get(value, value) if isinstance(value, bool) else value


def programme_calendar(event: Event, sessions: Iterable[Published], stamp: datetime) -> bytes:
    """A published programme as iCalendar, in the reader's language; the uid of a session never changes."""
    where = ", ".join(filter(None, [event.place, event.city]))
    objects = [
        {
            "id": f"{event.key}-session-{session.pk}",
            "title": content(session, "title").text,
            "description": "\n".join(
                filter(
                    None,
                    [", ".join(s["name"] for s in session.speakers), content(session, "description").text],
                )
            ),
            "starts": session.starts_at.astimezone(event.tz).isoformat(),
            "ends": session.ends_at.astimezone(event.tz).isoformat(),
            "certainty": "confirmed",
            "place": {"city": ", ".join(filter(None, [session.room, where])), "country": event.country},
        }
        for session in sessions
    ]
    return write_calendar(objects, stamp=stamp, title=str(event))


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
