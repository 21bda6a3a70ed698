"""Reads of meetings for the organiser: how the requests stand, who has nothing, whether there is room."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import (
    Absence,
    Event,
    InterpreterPool,
    MeetingPlan,
    MeetingRequest,
    MeetingTable,
    Registration,
    ScheduleVersion,
    TableClosure,
    Wish,
)
from neisse.web.meet.queries.registrations import named

State = MeetingRequest.State


@dataclass(frozen=True, slots=True)
class Load:
    """One person: how many requests they sent, got and have agreed to, and how many meetings fit."""

    registration: Registration
    sent: int
    received: int
    unanswered: int
    accepted: int
    room: int
    placed: int | None

    @property
    def share(self) -> float:
        """Agreed meetings against those that fit."""
        return self.accepted / self.room if self.room else float(self.accepted > 0)

    @property
    def is_full(self) -> bool:
        """More agreed than fit."""
        return self.accepted > self.room

    @property
    def marks(self) -> dict[str, bool]:
        """What the organiser may have to look after."""
        return {
            "nothing": self.accepted == 0,
            "unanswered": self.unanswered > 0,
            "full": self.is_full,
            "unplaced": self.placed is not None and self.placed < self.accepted,
        }


@dataclass(frozen=True, slots=True)
class Room:
    """Whether the agreed meetings fit into the slots and at the tables, and who keeps them from it."""

    meetings: int
    slots: int
    tables: int
    places: int
    full: Sequence[Load] = ()
    interpreted: Mapping[str, int] = field(default_factory=dict)
    pools: Mapping[str, int] = field(default_factory=dict)

    @property
    def slots_needed(self) -> int:
        """At so many tables in every slot."""
        return -(-self.meetings // self.tables) if self.tables else 0

    @property
    def is_enough(self) -> bool:
        """Every meeting could have a table, people and interpreters aside."""
        return self.meetings <= self.places

    @property
    def without_interpreters(self) -> list[tuple[str, int]]:
        """Language pairs for which nobody interprets, and how many meetings need it."""
        return sorted((pair, n) for pair, n in self.interpreted.items() if pair not in self.pools)


def counts(event: Event) -> dict[str, int]:
    """Requests by state: one query."""
    rows = event.meeting_requests.order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in State.values}


def loads(event: Event, version: ScheduleVersion | None = None) -> list[Load]:
    """Everybody who has a place and takes part, by name: five queries."""
    sent: Counter[int] = Counter()
    received: Counter[int] = Counter()
    unanswered: Counter[int] = Counter()
    accepted: Counter[int] = Counter()
    for asker, asked, state in event.meeting_requests.values_list("asker", "asked", "state"):
        if state == State.WITHDRAWN:
            continue
        sent[asker] += 1
        received[asked] += 1
        unanswered[asked] += state == State.OPEN
        if state == State.ACCEPTED:
            accepted[asker] += 1
            accepted[asked] += 1
    slots = event.slots.count()
    away = Counter(
        Absence.objects.filter(profile__registration__event=event).values_list(
            "profile__registration", flat=True
        )
    )
    placed = Counter(version.seats.values_list("registration", flat=True)) if version else None
    return [
        Load(
            row,
            sent[row.pk],
            received[row.pk],
            unanswered[row.pk],
            accepted[row.pk],
            _room(row, slots - away[row.pk]),
            placed[row.pk] if placed is not None else None,
        )
        for row in who_meets(event)
    ]


def never_meet(event: Event) -> QuerySet[Wish]:
    """Who never meets whom: for the organiser alone, never for the other person."""
    rows = event.wishes.filter(kind=Wish.Kind.NEVER).select_related("wisher__event", "other")
    return rows.order_by("wisher__name", "other__name", "pk")


def who_meets(event: Event) -> QuerySet[Registration]:
    """Everybody who has a place and did not say that they take no part, by name."""
    rows = event.registrations.filter(state=Registration.State.REGISTERED)
    out = Q(meeting_profile__takes_part=False)
    return rows.exclude(out).select_related("organisation", "meeting_profile").order_by("name", "pk")


def _room(registration: Registration, free: int) -> int:
    profile = getattr(registration, "meeting_profile", None)
    most = profile.max_meetings if profile else None
    return free if most is None else min(free, most)


def filtered(people: Sequence[Load], event: Event, filters: Mapping[str, Any]) -> list[Load]:
    """Those that the organiser looks for: by text, and `nothing`, `unanswered`, `full`, `unplaced`."""
    found = list(people)
    if query := filters.get("q"):
        pks = set(named(event, query))
        found = [load for load in found if load.registration.pk in pks]
    show = filters.get("show", "")
    if show:
        found = [load for load in found if load.marks[show]]
    if filters.get("sort") == "load":
        found.sort(key=lambda load: (-load.accepted, load.registration.name, load.registration.pk))
    return found


def room(event: Event, people: Sequence[Load]) -> Room:
    """Whether there is room for what was agreed: five queries."""
    slots = event.slots.count()
    tables = MeetingTable.objects.filter(event=event)
    closed = TableClosure.objects.filter(table__event=event).count()
    interpreted: Counter[str] = Counter()
    pools = dict(InterpreterPool.objects.filter(event=event).values_list("pair", "people"))
    accepted = event.meeting_requests.filter(state=State.ACCEPTED)
    for a, b in accepted.values_list("asker__languages", "asked__languages"):
        if pair := interpreter_pair(a, b, pools):
            interpreted[pair] += 1
    count = tables.count()
    return Room(
        meetings=accepted.count(),
        slots=slots,
        tables=count,
        places=count * slots - closed,
        full=[load for load in people if load.is_full and load.room],
        interpreted=dict(interpreted),
        pools=pools,
    )


def requests(event: Event, filters: Mapping[str, Any]) -> QuerySet[MeetingRequest]:
    """The requests of an event that pass every filter, latest first."""
    rows = event.meeting_requests.select_related("asker__organisation", "asked__organisation")
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    if query := filters.get("q"):
        pks = named(event, query)
        rows = rows.filter(Q(asker__in=pks) | Q(asked__in=pks))
    return rows.order_by("-asked_at", "-pk")


def has_plan(event: Event) -> bool:
    """Whether the event has one-to-one meetings."""
    return MeetingPlan.objects.filter(event=event).exists()


def slots_by_session(event: Event) -> list[tuple[Any, list[Any]]]:
    """Slots under the session they were made from, in the order of time."""
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for slot in event.slots.select_related("session"):
        found[slot.session].append(slot)
    return list(found.items())
