"""Setting meetings up: the plan, slots out of a session, tables with their closures, own booths."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import RestrictedError

from neisse.engine.values import NeisseError, say
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.profile import set_wish
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import (
    Event,
    EventSession,
    MeetingPlan,
    MeetingSlot,
    MeetingTable,
    Registration,
    TableClosure,
    Wish,
)

MOST_SLOTS, MOST_TABLES = 200, 3_000


def plan_or_new(event: Event) -> MeetingPlan:
    """The plan of an event; a new one (not stored) where it has none."""
    return MeetingPlan.objects.filter(event=event).first() or MeetingPlan(event=event)


@transaction.atomic
def keep_rules(plan: MeetingPlan, lunch: Collection[MeetingSlot] | None, *, actor: Any) -> MeetingPlan:
    """Store the rules of the meetings and which slots are around lunch (None: as they are)."""
    keep(plan, actor=actor)
    if lunch is not None:
        wanted = [slot.pk for slot in lunch]
        plan.event.slots.exclude(pk__in=wanted).filter(is_lunch=True).update(is_lunch=False)
        plan.event.slots.filter(pk__in=wanted).update(is_lunch=True)
    return plan


@transaction.atomic
def keep_apart(who: Registration, other: Registration, *, never: bool, actor: Any) -> None:
    """Say for a participant that they never meet another, or no longer; as private as what they say themselves."""
    require_organiser(actor, who.event)
    set_wish(who, other, Wish.Kind.NEVER if never else "", actor=actor)


@transaction.atomic
def make_slots(
    event: Event, begins: datetime, ends: datetime, *, session: EventSession | None = None, actor: Any
) -> int:
    """As many slots as fit into `[begins, ends)`, of the plan's minutes with its pause between them.

    Those that the session has already are replaced. Errors: `slots.none`, `slots.overlap`, `slots.too_many`,
    `slots.in_use`. Returns how many there are.
    """
    event = locked(event)
    require_organiser(actor, event)
    plan = plan_or_new(event)
    if plan._state.adding:
        keep(plan, actor=actor)
    length, step = timedelta(minutes=plan.meeting_min), timedelta(minutes=plan.meeting_min + plan.pause_min)
    count = max(0, (ends - begins + timedelta(minutes=plan.pause_min)) // step)
    if count == 0:
        text = say("no meeting of %(n)s minutes fits into this time", n=plan.meeting_min)
        raise NeisseError("slots.none", str(event), text, say("give a longer time or shorter meetings"))
    if session is not None:
        drop_slots(event, session=session, actor=actor)
    if event.slots.count() + count > MOST_SLOTS:
        text = say("more than %(n)s slots", n=MOST_SLOTS)
        raise NeisseError("slots.too_many", str(event), text, say("give a shorter time or longer meetings"))
    last = begins + step * (count - 1) + length
    if event.slots.filter(starts_at__lt=last, ends_at__gt=begins).exists():
        text = say("there are slots in this time already")
        raise NeisseError("slots.overlap", str(event), text, say("delete them first"))
    starts = [begins + step * n for n in range(count)]
    MeetingSlot.objects.bulk_create(
        MeetingSlot(event=event, session=session, starts_at=at, ends_at=at + length) for at in starts
    )
    return count


@transaction.atomic
def drop_slots(event: Event, *, session: EventSession | None = None, pk: int = 0, actor: Any) -> int:
    """Delete the slots of a session, or one slot; `slots.in_use` where a schedule has meetings there."""
    require_organiser(actor, event)
    rows = event.slots.filter(session=session) if session else event.slots.filter(pk=pk)
    count = rows.count()
    try:
        rows.delete()
    except RestrictedError:
        text = say("a schedule has meetings in these slots")
        hint = say("delete its drafts; a published schedule keeps its slots")
        raise NeisseError("slots.in_use", str(event), text, hint) from None
    return count


@transaction.atomic
def make_tables(event: Event, count: int, zone: str = "", *, actor: Any) -> int:
    """So many more tables, numbered on from those that are there. Errors: `tables.too_many`."""
    event = locked(event)
    require_organiser(actor, event)
    known = set(event.meeting_tables.values_list("name", flat=True))
    if len(known) + count > MOST_TABLES:
        text = say("more than %(n)s tables", n=MOST_TABLES)
        raise NeisseError("tables.too_many", str(event), text, say("give fewer tables"))
    numbers = (n for n in range(1, len(known) + count + 1) if str(n) not in known)
    MeetingTable.objects.bulk_create(
        MeetingTable(event=event, name=str(n), zone=zone, position=n) for n in list(numbers)[:count]
    )
    return count


@transaction.atomic
def keep_table(table: MeetingTable, closed: Collection[MeetingSlot], *, actor: Any) -> MeetingTable:
    """Store a table and in which slots it is closed."""
    keep(table, actor=actor)
    table.closures.exclude(slot__in=closed).delete()
    TableClosure.objects.bulk_create(
        [TableClosure(table=table, slot=slot) for slot in closed], ignore_conflicts=True
    )
    return table


@transaction.atomic
def drop_table(table: MeetingTable, *, actor: Any) -> None:
    """Delete a table; `tables.in_use` where a schedule has meetings there."""
    require_organiser(actor, table)
    try:
        table.delete()
    except RestrictedError:
        text = say("a schedule has meetings at table %(name)s", name=table.name)
        hint = say("close it in the slots in which it cannot be used")
        raise NeisseError("tables.in_use", str(table.event), text, hint) from None


@transaction.atomic
def set_phase(event: Event, state: str, *, actor: Any) -> MeetingPlan:
    """Take requests, no longer take them, let the meetings run, or be over."""
    locked(event)
    plan = plan_or_new(event)
    plan.state = state
    keep(plan, actor=actor)
    return plan


def people_who_meet(event: Event) -> list[Registration]:
    """Who may have an own booth: everybody with a place."""
    rows = event.registrations.filter(state=Registration.State.REGISTERED)
    return list(rows.select_related("organisation").order_by("name", "pk"))
