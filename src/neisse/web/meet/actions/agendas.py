"""Telling people their agenda: those alone whose agenda is another one than before."""

from __future__ import annotations

from collections import defaultdict

from neisse.web.meet.actions.mail import post
from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import Event, Meeting, Registration, ScheduleVersion

Entry = tuple[int, int, int]


def tell_changed(event: Event, old: ScheduleVersion | None, new: ScheduleVersion | None) -> int:
    """Mail everybody whose meetings differ between two published versions (None: nothing published).

    Returns how many were told.
    """
    before, after = agendas(old), agendas(new)
    changed = [pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)]
    people = Registration.objects.filter(pk__in=changed, state=Registration.State.REGISTERED)
    entries = meetings_of(new)
    told = 0
    for registration in people.exclude(name="").order_by("pk"):
        registration.event = event
        words = {
            "meetings": [agenda_line(registration, m) for m in entries.get(registration.pk, [])],
            "is_first": registration.pk not in before,
            "version": new,
        }
        post("agenda", registration, words)
        told += 1
    return told


def agendas(version: ScheduleVersion | None) -> dict[int, frozenset[Entry]]:
    """Slot, table and request of every meeting by person."""
    found: defaultdict[int, set[Entry]] = defaultdict(set)
    if version is not None:
        columns = ("registration", "slot", "meeting__table", "meeting__request")
        for person, slot, table, request in version.seats.values_list(*columns):
            found[person].add((slot, table, request))
    return {person: frozenset(entries) for person, entries in found.items()}


def meetings_of(version: ScheduleVersion | None) -> dict[int, list[Meeting]]:
    """The meetings of a version by person, in the order of the day."""
    found: defaultdict[int, list[Meeting]] = defaultdict(list)
    if version is None:
        return found
    sides = ("request__asker__organisation", "request__asked__organisation")
    rows = version.meetings.select_related("slot", "table", *sides)
    for meeting in rows.order_by("slot__starts_at", "pk"):
        found[meeting.request.asker_id].append(meeting)
        found[meeting.request.asked_id].append(meeting)
    return found


def agenda_line(registration: Registration, meeting: Meeting) -> dict[str, object]:
    """A meeting as a mail tells one of the two of it."""
    other = meeting.request.other_than(registration)
    return {
        "slot": meeting.slot,
        "table": meeting.table,
        "other": other,
        "interpreter": interpreter_pair(registration.languages, other.languages),
    }
