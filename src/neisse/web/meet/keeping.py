"""What the meet stage keeps about people (rows of the register of processing)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts import personal_data
from neisse.web.meet.actions.retention import erase_meetings_of, erase_registrations_of
from neisse.web.meet.models import MeetingRequest, Registration, ScheduleVersion


def register() -> None:
    """Called once, when the app is ready."""
    personal_data.register(
        personal_data.Keeper(
            "registrations",
            _(
                "Registration for an event: name, e-mail, organisation, function, country, languages, answers, check-in"
            ),
            _("Carrying out the event that the person registered for"),
            _("Consent with the registration"),
            _(
                "until the days that the event names are over after its end; mails until then, their text until sent"
            ),
            registrations,
            erase_registrations_of,
        )
    )
    personal_data.register(
        personal_data.Keeper(
            "meetings",
            _(
                "One-to-one meetings: offers, needs, topics, wishes, requests with message and answer, absences, agenda, feedback"
            ),
            _("Arranging the meetings that the person asked for or accepted"),
            _("Consent with the registration"),
            _("as long as the registration; without names afterwards, for the count of meetings"),
            meetings,
            erase_meetings_of,
        )
    )


def own_registrations(user: Any) -> QuerySet[Registration]:
    """By login or under the same address."""
    return Registration.objects.filter(Q(user=user) | Q(email__iexact=user.email))


def registrations(user: Any) -> list[dict[str, Any]]:
    """What a user registered, by login or under the same address."""
    rows = own_registrations(user).select_related("event", "organisation")
    return [
        {
            "event": row.event.title,
            "name": row.name,
            "email": row.email,
            "organisation": row.comes_from,
            "function": row.office,
            "country": row.country,
            "languages": row.languages,
            "answers": row.answers,
            "state": row.state,
            "registered_at": row.created_at.isoformat(),
            "checked_in_at": row.checked_in_at.isoformat() if row.checked_in_at else None,
            "kept_until": row.keep_until.isoformat() if row.keep_until else None,
        }
        for row in rows
    ]


def meetings(user: Any) -> list[dict[str, Any]]:
    """What a user said for meetings, and the meetings that were published for them, per event."""
    rows = own_registrations(user).select_related("event", "meeting_profile")
    return [said for row in rows if any((said := _said(row)).values())]


def _said(row: Registration) -> dict[str, Any]:
    profile = getattr(row, "meeting_profile", None)
    requests = MeetingRequest.objects.filter(Q(asker=row) | Q(asked=row)).select_related("asker", "asked")
    seats = row.meeting_seats.filter(version__state=ScheduleVersion.State.PUBLISHED)
    kept = ("takes_part", "offers", "needs", "topics", "max_meetings")
    return {
        "profile": {name: getattr(profile, name) for name in kept} if profile else None,
        "absences": [s.isoformat() for s in profile.absences.values_list("slot__starts_at", flat=True)]
        if profile
        else [],
        "wishes": [{"about": w.other.name, "wish": w.kind} for w in row.wishes.select_related("other")],
        "requests": [
            {
                "from": r.asker.name,
                "to": r.asked.name,
                "state": r.state,
                "message": r.message,
                "answer": r.answer,
            }
            for r in requests
        ],
        "agenda": [
            {"slot": s.slot.starts_at.isoformat(), "table": s.meeting.table.name}
            for s in seats.select_related("slot", "meeting__table").order_by("slot__starts_at")
        ],
        "feedback": list(row.meeting_feedback.values("took_place", "useful", "follow_up", "note")),
    }
