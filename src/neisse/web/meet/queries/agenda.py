"""One person's agenda: published meetings and the published programme on one line of time, gaps between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import (
    EventSession,
    Meeting,
    MeetingChange,
    MeetingFeedback,
    MeetingSlot,
    Registration,
)
from neisse.web.meet.programme import Published, published_sessions


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an agenda: `kind` is meeting, session or gap; `pk` is that of the request or session."""

    kind: str
    pk: int
    starts_at: datetime
    ends_at: datetime
    meeting: Meeting | None = None
    other: Registration | None = None
    session: Published | None = None

    @property
    def table(self) -> str:
        """Where a meeting is: the table, with its part of the hall."""
        if self.meeting is None:
            return ""
        return ", ".join(filter(None, [self.meeting.table.name, self.meeting.table.zone]))


def needs_interpreter(a: Registration, b: Registration) -> bool:
    """Both say what they speak, and share no language."""
    return bool(interpreter_pair(a.languages, b.languages))


def published_meetings(me: Registration) -> QuerySet[Meeting]:
    """One's meetings of the published schedule with both sides: one query."""
    rows = Meeting.objects.filter(version__event_id=me.event_id, version__state="published")
    rows = rows.filter(Q(request__asker=me) | Q(request__asked=me))
    sides = [f"request__{side}" for side in ("asker", "asked")]
    return rows.select_related(
        "slot",
        "table",
        *sides,
        *(f"{side}__{more}" for side in sides for more in ("organisation", "meeting_profile")),
    ).order_by("slot__starts_at", "pk")


def meeting_entry(meeting: Meeting, me: Registration) -> Entry:
    """A meeting as one of the two sees it."""
    other = meeting.request.other_than(me)
    slot = meeting.slot
    return Entry("meeting", meeting.request_id, slot.starts_at, slot.ends_at, meeting, other)


def agenda_of(me: Registration) -> list[Entry]:
    """Everything that is published for somebody, in the order of time: four queries.

    A session in which the meetings take place is left out where there are meetings; a gap is a slot without
    a meeting between the first and the last one of a day.
    """
    own = Prefetch(
        "request__feedback", MeetingFeedback.objects.filter(registration=me), to_attr="own_feedback"
    )
    meetings = [meeting_entry(m, me) for m in published_meetings(me).prefetch_related(own)]
    version = me.event.versions.first()
    sessions = [
        Entry("session", row.pk, row.starts_at, row.ends_at, session=row)
        for row in (published_sessions(version.content) if version else [])
        if not (meetings and row.kind == EventSession.Kind.MEETINGS)
    ]
    slots = me.event.slots.all() if meetings else []
    return sorted(
        [*meetings, *sessions, *gaps(meetings, slots)], key=lambda e: (e.starts_at, e.ends_at, e.pk)
    )


def gaps(meetings: Iterable[Entry], slots: Iterable[MeetingSlot]) -> list[Entry]:
    """The slots of a day without a meeting, between its first and its last one."""
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in meetings:
        days[timezone.localdate(entry.starts_at)].append(entry)
    free = []
    for held in days.values():
        first, last = min(e.starts_at for e in held), max(e.ends_at for e in held)
        taken = {e.starts_at for e in held}
        free += [s for s in slots if first < s.starts_at and s.ends_at < last and s.starts_at not in taken]
    return [Entry("gap", 0, slot.starts_at, slot.ends_at) for slot in free]


def open_word(registration: Registration) -> MeetingChange | None:
    """What somebody last said of coming late or not, while the organiser has not dealt with it."""
    kinds = [MeetingChange.Kind.LATE, MeetingChange.Kind.NO_SHOW]
    said = registration.meeting_changes.filter(kind__in=kinds, state=MeetingChange.State.OPEN)
    return said.select_related("slot").order_by("-said_at").first()
