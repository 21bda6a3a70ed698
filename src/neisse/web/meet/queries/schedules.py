"""Reads of schedules: the grids of tables and of people, what differs between two versions, why not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import (
    Absence,
    Event,
    Meeting,
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    Registration,
    ScheduleVersion,
    TableClosure,
)
from neisse.web.meet.queries.meetings import who_meets
from neisse.web.meet.queries.registrations import named


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot in a row of a grid: a meeting, or nothing (`free`, `idle` between two meetings, `away`)."""

    slot: MeetingSlot
    kind: str
    meeting: Meeting | None = None
    interpreter: str = ""
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table or a person with one cell for each slot."""

    of: Any
    cells: Sequence[Cell]

    @property
    def meetings(self) -> int:
        """How many there are."""
        return sum(cell.meeting is not None for cell in self.cells)

    @property
    def idle(self) -> int:
        """Slots of waiting between two meetings."""
        return sum(cell.kind == "idle" for cell in self.cells)


def meetings(version: ScheduleVersion, filters: Mapping[str, Any]) -> QuerySet[Meeting]:
    """The meetings of a version that pass the filters, in the order of the day, with all that a list shows."""
    rows = version.meetings.select_related(
        "slot", "table", "request__asker__organisation", "request__asked__organisation"
    )
    if query := filters.get("q"):
        pks = named(version.event, query)
        rows = rows.filter(
            Q(request__asker__in=pks) | Q(request__asked__in=pks) | Q(table__name__iexact=query.strip())
        )
    if day := filters.get("slots"):
        rows = rows.filter(slot__in=day)
    return rows.order_by("slot__starts_at", "table__position", "pk")


def tables_with(version: ScheduleVersion, query: str) -> QuerySet[MeetingTable]:
    """The tables of a grid: all, or those where somebody sits whom the query names, or with that name."""
    rows = version.event.meeting_tables.select_related("booth_of")
    if not query.strip():
        return rows.order_by("position", "pk")
    pks = named(version.event, query)
    here = version.meetings.filter(Q(request__asker__in=pks) | Q(request__asked__in=pks))
    found = Q(pk__in=here.values("table")) | Q(name__iexact=query.strip()) | Q(zone__iexact=query.strip())
    return rows.filter(found).order_by("position", "pk")


def people_with(version: ScheduleVersion, query: str) -> QuerySet[Registration]:
    """The people of a grid: all who meet, or those whom the query names."""
    rows = who_meets(version.event)
    return rows.filter(pk__in=named(version.event, query)) if query.strip() else rows


def table_rows(
    version: ScheduleVersion, tables: Sequence[MeetingTable], slots: Sequence[MeetingSlot], moved: set[int]
) -> list[Row]:
    """One row a table: two queries, however many there are."""
    at = {(m.table_id, m.slot_id): m for m in meetings(version, {}).filter(table__in=tables)}
    shut = set(TableClosure.objects.filter(table__in=tables).values_list("table", "slot"))

    def cell(table: MeetingTable, slot: MeetingSlot) -> Cell:
        meeting = at.get((table.pk, slot.pk))
        return _cell(slot, meeting, "away" if (table.pk, slot.pk) in shut else "free", moved)

    return [Row(table, [cell(table, slot) for slot in slots]) for table in tables]


def person_rows(
    version: ScheduleVersion, people: Sequence[Registration], slots: Sequence[MeetingSlot], moved: set[int]
) -> list[Row]:
    """One row a person, with the slots in which they wait: two queries, however many there are."""
    rows = meetings(version, {}).filter(Q(request__asker__in=people) | Q(request__asked__in=people))
    at: dict[tuple[int, int], Meeting] = {}
    for meeting in rows:
        at[meeting.request.asker_id, meeting.slot_id] = at[meeting.request.asked_id, meeting.slot_id] = (
            meeting
        )
    away = set(
        Absence.objects.filter(profile__registration__in=people).values_list("profile__registration", "slot")
    )
    dates = [slot.starts_at.astimezone(version.event.tz).date() for slot in slots]
    return [Row(person, _day(person.pk, slots, dates, at, away, moved)) for person in people]


def _day(
    pk: int,
    slots: Sequence[MeetingSlot],
    dates: Sequence[date],
    at: Mapping[tuple[int, int], Meeting],
    away: set[tuple[int, int]],
    moved: set[int],
) -> list[Cell]:
    held: defaultdict[date, list[int]] = defaultdict(list)
    for i, slot in enumerate(slots):
        if (pk, slot.pk) in at:
            held[dates[i]].append(i)

    def empty(i: int, slot: MeetingSlot) -> str:
        if (pk, slot.pk) in away:
            return "away"
        today = held[dates[i]]
        return "idle" if today and today[0] < i < today[-1] else "free"

    return [_cell(slot, at.get((pk, slot.pk)), empty(i, slot), moved) for i, slot in enumerate(slots)]


def _cell(slot: MeetingSlot, meeting: Meeting | None, empty: str, moved: set[int]) -> Cell:
    if meeting is None:
        return Cell(slot, empty)
    request = meeting.request
    pair = interpreter_pair(request.asker.languages, request.asked.languages)
    return Cell(slot, "held", meeting, pair, request.pk in moved)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions side by side: meetings that moved, and those of one version alone."""

    moved: list[tuple[Meeting, Meeting]] = field(default_factory=list)
    gone: list[Meeting] = field(default_factory=list)
    added: list[Meeting] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many have another agenda."""
        rows = [m for pair in self.moved for m in pair] + self.gone + self.added
        return len({pk for m in rows for pk in (m.request.asker_id, m.request.asked_id)})


def difference(old: ScheduleVersion, new: ScheduleVersion) -> Difference:
    """What the second version does otherwise: two queries."""
    before = {m.request_id: m for m in meetings(old, {})}
    after = {m.request_id: m for m in meetings(new, {})}
    both = [(before[pk], after[pk]) for pk in after if pk in before]
    return Difference(
        [(a, b) for a, b in both if (a.slot_id, a.table_id) != (b.slot_id, b.table_id)],
        [m for pk, m in before.items() if pk not in after],
        [m for pk, m in after.items() if pk not in before],
    )


def published(event: Event) -> ScheduleVersion | None:
    """The schedule that everybody's agenda shows."""
    return event.schedules.filter(state=ScheduleVersion.State.PUBLISHED).first()


def versions(event: Event) -> QuerySet[ScheduleVersion]:
    """All versions, latest first, with what a list shows."""
    return event.schedules.select_related("job", "created_by", "published_by", "based_on")


def most_breaks(version: ScheduleVersion) -> list[tuple[Registration, int]]:
    """Who has the most groups of waiting between two meetings, at most three: three queries."""
    zone = version.event.tz
    rows = version.event.slots.values_list("pk", "starts_at")
    order = {pk: (starts.astimezone(zone).date(), i) for i, (pk, starts) in enumerate(rows)}
    held: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for person, slot in version.seats.values_list("registration", "slot"):
        held[person].append(order[slot])
    breaks = {person: _breaks(sorted(slots)) for person, slots in held.items()}
    worst = sorted((pk for pk, n in breaks.items() if n), key=lambda pk: (-breaks[pk], pk))[:3]
    people = Registration.objects.select_related("organisation").in_bulk(worst)
    return [(people[pk], breaks[pk]) for pk in worst]


def _breaks(slots: Sequence[tuple[date, int]]) -> int:
    """Gaps between two meetings of a day."""
    return sum(day == today and j - i > 1 for (day, i), (today, j) in pairwise(slots))


def days_of(slots: Iterable[MeetingSlot], zone: Any) -> dict[str, list[MeetingSlot]]:
    """Slots by the day on the clock of the place."""
    found: defaultdict[str, list[MeetingSlot]] = defaultdict(list)
    for slot in slots:
        found[slot.starts_at.astimezone(zone).date().isoformat()].append(slot)
    return dict(found)


def places(version: ScheduleVersion) -> dict[int, tuple[int, int]]:
    """Slot and table of every request that a version holds: one query, nothing but numbers."""
    return {
        request: (slot, table)
        for request, slot, table in version.meetings.values_list("request", "slot", "table")
    }


def moved(old: ScheduleVersion, new: ScheduleVersion) -> set[int]:
    """Requests that are held in both versions, in another slot or at another table."""
    before, after = places(old), places(new)
    return {request for request in before.keys() & after.keys() if before[request] != after[request]}


def held_otherwise(old: ScheduleVersion, new: ScheduleVersion) -> set[int]:
    """Requests that the second version holds elsewhere, or anew."""
    before = places(old)
    return {request for request, place in places(new).items() if before.get(request) != place}


def newer(version: ScheduleVersion) -> Counter[str]:
    """What happened after a version was made: `new` accepted requests, `off` meetings called off."""
    seen = set(version.meetings.values_list("request", flat=True))
    seen |= set(version.unplaced.values_list("request", flat=True))
    seen |= set(version.changes.values_list("request", flat=True))
    accepted = set(
        version.event.meeting_requests.filter(state=MeetingRequest.State.ACCEPTED).values_list(
            "pk", flat=True
        )
    )
    off = version.meetings.exclude(request__state=MeetingRequest.State.ACCEPTED).count()
    return Counter({"new": len(accepted - seen), "off": off})
