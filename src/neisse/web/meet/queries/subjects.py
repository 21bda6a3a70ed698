"""People at events: found by name or address, and everything that is one person's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.core.personal import Found, Subject
from neisse.web.meet.models import (
    DelegationMember,
    MeetingRequest,
    Registration,
    ScheduleVersion,
    Speaker,
    TableNote,
    TopicTable,
)

MOST = 50


def find_registrations(words: str) -> Iterable[Found]:
    """Participants by name or address."""
    wanted = Q(name__icontains=words) | Q(email__icontains=words)
    rows = Registration.objects.filter(wanted).exclude(name="").select_related("event")
    return [found(row) for row in rows[:MOST]]


def own_registrations(subject: Subject) -> Iterable[Found]:
    """The person's registrations: by row, login or address."""
    return [found(row) for row in registrations_of(subject) if row.name]


def registrations_of(subject: Subject) -> QuerySet[Registration]:
    """The registrations that are the subject's."""
    wanted = Q(pk__in=subject.pks("meet.registration")) | Q(user__in=subject.pks("accounts.user"))
    for address in subject.addresses:
        wanted |= Q(email__iexact=address)
    return Registration.objects.filter(wanted).select_related("event", "organisation")


def found(row: Registration) -> Found:
    """A registration as a row about a person."""
    note = ", ".join(filter(None, [str(row.event), row.organisation_name]))
    return Found(("meet.registration", row.pk), _("Registration"), row.name, note, row.email)


def registrations(subject: Subject) -> list[dict[str, Any]]:
    """What a person registered."""
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
            "changes": list(row.changes.values("fields", "state", "note")),
        }
        for row in registrations_of(subject)
    ]


def meetings(subject: Subject) -> list[dict[str, Any]]:
    """What a person said for meetings, and the meetings that were published for them, per event."""
    rows = registrations_of(subject).select_related("event", "meeting_profile")
    return [said for row in rows if any((said := _said(row)).values())]


def _said(row: Registration) -> dict[str, Any]:
    profile = getattr(row, "meeting_profile", None)
    requests = MeetingRequest.objects.filter(Q(asker=row) | Q(asked=row)).select_related("asker", "asked")
    seats = row.meeting_seats.filter(version__state=ScheduleVersion.State.PUBLISHED)
    kept = (
        "takes_part",
        "offers",
        "needs",
        "topics",
        "max_meetings",
        "min_break",
        "max_in_a_row",
        "keeps_lunch",
    )
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


def find_travellers(words: str) -> Iterable[Found]:
    """Travellers and speakers by name."""
    travellers = DelegationMember.objects.filter(name__icontains=words).select_related("delegation")
    speakers = Speaker.objects.filter(name__icontains=words).select_related("session")
    return [found_traveller(row) for row in travellers[:MOST]] + [found_speaker(s) for s in speakers[:MOST]]


def own_travellers(subject: Subject) -> Iterable[Found]:
    """The person's places in delegations and programmes: by row, or by the entry in the directory."""
    travellers, speakers = travellers_of(subject)
    return [found_traveller(row) for row in travellers] + [found_speaker(row) for row in speakers]


def travellers_of(subject: Subject) -> tuple[QuerySet[DelegationMember], QuerySet[Speaker]]:
    """The places in delegations and programmes that are the subject's."""
    entry = Q(person__in=subject.pks("record.person"))
    travellers = DelegationMember.objects.filter(entry | Q(pk__in=subject.pks("meet.delegationmember")))
    speakers = Speaker.objects.filter(entry | Q(pk__in=subject.pks("meet.speaker")))
    return travellers.select_related("delegation"), speakers.select_related("session")


def found_traveller(row: DelegationMember) -> Found:
    """A traveller as a row about a person."""
    note = ", ".join(filter(None, [str(row.delegation), row.organisation_name]))
    return Found(("meet.delegationmember", row.pk), _("Traveller"), row.name, note)


def found_speaker(row: Speaker) -> Found:
    """A speaker as a row about a person."""
    note = ", ".join(filter(None, [str(row.session), row.organisation_name]))
    return Found(("meet.speaker", row.pk), _("Speaker"), row.name, note)


def travellers(subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """Where a person travelled and spoke."""
    travels, speaks = travellers_of(subject)
    kept = ("name", "organisation_name", "office", "languages", "leads", "delegation__title")
    return {
        "travels": list(travels.values(*kept)),
        "speaks": list(speaks.values("name", "organisation_name", "chairs", "session__title")),
    }


def find_workshops(words: str) -> Iterable[Found]:
    """Hosts of tables and authors of notes by name."""
    tables = TopicTable.objects.filter(host_name__icontains=words)
    notes = TableNote.objects.filter(author_name__icontains=words)
    return [found_host(row) for row in tables[:MOST]] + [found_author(row) for row in notes[:MOST]]


def own_workshops(subject: Subject) -> Iterable[Found]:
    """The tables and notes that were chosen, and notes that were written with the person's account."""
    tables = TopicTable.objects.filter(pk__in=subject.pks("meet.topictable"))
    notes = TableNote.objects.filter(
        Q(pk__in=subject.pks("meet.tablenote")) | Q(author__in=subject.pks("accounts.user"))
    )
    return [found_host(row) for row in tables] + [found_author(row) for row in notes]


def found_host(row: TopicTable) -> Found:
    """The host of a table as a row about a person."""
    return Found(("meet.topictable", row.pk), _("Host of a table"), row.host_name, str(row))


def found_author(row: TableNote) -> Found:
    """The author of a note as a row about a person."""
    return Found(("meet.tablenote", row.pk), _("Note at a table"), row.author_name, row.text[:80])


def workshops(subject: Subject) -> dict[str, list[Any]]:
    """The tables that a person hosted and the notes that they wrote."""
    notes = TableNote.objects.filter(
        Q(pk__in=subject.pks("meet.tablenote")) | Q(author__in=subject.pks("accounts.user"))
    )
    tables = TopicTable.objects.filter(pk__in=subject.pks("meet.topictable"))
    return {
        "hosts": list(tables.values("title", "host_name")),
        "notes": list(notes.values("text", "author_name")),
    }
