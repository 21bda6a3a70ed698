"""Versions of a schedule: begun, computed, kept, frozen, published, withdrawn.

Every step holds the event, so that of two organisers at once one acts and the other is told what happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.jobs import begin, request_stop
from neisse.web.core.actors import SYSTEM, person
from neisse.web.meet.actions.agendas import tell_changed
from neisse.web.meet.actions.computing import KIND, compute_schedule
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.bridge.meetings import problem_of
from neisse.web.meet.models import (
    Absence,
    Event,
    MeetingChange,
    MeetingPlan,
    MeetingProfile,
    MeetingRequest,
    MeetingSlot,
    ScheduleVersion,
    TableClosure,
)
from neisse.web.meet.rules.clock import Deed, Role, require_now

State = ScheduleVersion.State
LIMIT_S = 60.0
KEPT = (State.DRAFT, State.FROZEN)


@transaction.atomic
def begin_schedule(event: Event, *, actor: Any, seed: int = 0, limit_s: float = LIMIT_S) -> ScheduleVersion:
    """A version to be computed from all accepted requests, with the job that shows how far it is.

    Errors: `meetings.none`, `meetings.computing`, `meetings.under_way`, and those of `problem_of`.
    """
    event = locked(event)
    require_organiser(actor, event)
    _may_begin(event)
    begun = event.slots.filter(starts_at__lte=timezone.now()).exists()
    if begun and event.schedules.filter(state=State.PUBLISHED).exists():
        text = say("the meetings have begun: a new schedule would move what has taken place")
        raise NeisseError("meetings.under_way", str(event), text, say("repair the published schedule"))
    if not problem_of(event).requests:
        text = say("there is no accepted request")
        raise NeisseError("meetings.none", str(event), text, say("wait for answers, or remind people"))
    return _new_version(event, actor, limit_s, seed=seed)


@transaction.atomic
def begin_repair(event: Event, *, actor: Any, limit_s: float = LIMIT_S) -> ScheduleVersion:
    """A version that mends the published one by what happened since; the open changes become part of it.

    Errors: `meetings.not_published`, `meetings.computing`, and those of `problem_of`.
    """
    event = locked(event)
    require_organiser(actor, event)
    _may_begin(event)
    base = event.schedules.filter(state=State.PUBLISHED).first()
    if base is None:
        text = say("no schedule is published that could be repaired")
        raise NeisseError("meetings.not_published", str(event), text, say("compute and publish one first"))
    problem_of(event)
    version = _new_version(event, actor, limit_s, based_on=base)
    event.meeting_changes.filter(state=MeetingChange.State.OPEN).update(version=version)
    return version


def _may_begin(event: Event) -> None:
    if not MeetingPlan.objects.filter(event=event).exists():
        text = say("this event has no meetings yet")
        raise NeisseError("meetings.no_plan", str(event), text, say("set the meetings up first"))
    if event.schedules.filter(state=State.COMPUTING).exists():
        text = say("a schedule is being computed already")
        raise NeisseError("meetings.computing", str(event), text, say("stop it, or wait for it"))


def _new_version(event: Event, actor: Any, limit_s: float, **fields: Any) -> ScheduleVersion:
    by = person(actor)
    last = event.schedules.order_by("-number").first()
    version = ScheduleVersion.objects.create(
        event=event, number=last.number + 1 if last else 1, created_by=by, **fields
    )
    version.job = begin(compute_schedule, version.pk, limit_s, kind=KIND, subject=str(version.pk), owner=by)
    version.save(update_fields=["job"])
    return version


def stop(version: ScheduleVersion, *, actor: Any) -> None:
    """End the search; the best schedule so far is kept."""
    require_organiser(actor, version)
    if version.job is not None:
        request_stop(version.job, actor=SYSTEM)


@transaction.atomic
def freeze(version: ScheduleVersion, *, actor: Any) -> ScheduleVersion:
    """Keep a draft from being deleted, and take no more requests and answers: what was shown stays true."""
    event, version = _held(version, actor)
    _must_be(version, (State.DRAFT,))
    version.state = State.FROZEN
    version.save(update_fields=["state"])
    MeetingPlan.objects.filter(event=event, state=MeetingPlan.State.COLLECTING).update(
        state=MeetingPlan.State.SCHEDULED
    )
    return version


@transaction.atomic
def thaw(version: ScheduleVersion, *, actor: Any) -> ScheduleVersion:
    """A frozen version is a draft again; requests are taken again unless another one is frozen or published."""
    event, version = _held(version, actor)
    _must_be(version, (State.FROZEN,))
    version.state = State.DRAFT
    version.save(update_fields=["state"])
    if not event.schedules.filter(state__in=[State.FROZEN, State.PUBLISHED]).exists():
        MeetingPlan.objects.filter(event=event, state=MeetingPlan.State.SCHEDULED).update(
            state=MeetingPlan.State.COLLECTING
        )
    return version


@transaction.atomic
def discard(version: ScheduleVersion, *, actor: Any) -> None:
    """Delete what is not frozen and was never published; what happened stays open for the next repair."""
    _event, version = _held(version, actor)
    _must_be(version, (State.COMPUTING, State.IMPOSSIBLE, State.DRAFT))
    if version.state == State.COMPUTING:
        stop(version, actor=actor)
    version.delete()


@transaction.atomic
def publish(version: ScheduleVersion, seen: int, *, actor: Any) -> ScheduleVersion:
    """Make a version the one that everybody's agenda shows, and mail those whose agenda changes.

    `seen`: the number of the version that was published when the organiser looked, 0 for none; another one by
    now is a conflict (`meetings.published_meanwhile`). Errors: also `meetings.state`, `meetings.stale`.
    """
    event, version = _held(version, actor)
    old = event.schedules.filter(state=State.PUBLISHED).first()
    if (old.number if old else 0) != seen:
        name = str((old.published_by and old.published_by.name) or _("somebody")) if old else ""
        text = (
            say("%(name)s published version %(number)s meanwhile", name=name, number=old.number)
            if old
            else say("the published version was withdrawn meanwhile")
        )
        hint = say("look at it, then publish again")
        raise NeisseError("meetings.published_meanwhile", str(event), text, hint)
    require_now(event, Deed.TELL, Role.ORGANISER, timezone.now())
    _must_be(version, KEPT)
    _must_be_fresh(version)
    if old is not None:
        ScheduleVersion.objects.filter(pk=old.pk).update(state=State.SUPERSEDED)
    version.state, version.published_at = State.PUBLISHED, timezone.now()
    version.published_by = person(actor)
    version.save(update_fields=["state", "published_at", "published_by"])
    MeetingPlan.objects.filter(event=event, state=MeetingPlan.State.COLLECTING).update(
        state=MeetingPlan.State.SCHEDULED
    )
    _carry_out(version.changes.select_related("slot", "registration"), event)
    tell_changed(event, old, version)
    return version


@transaction.atomic
def withdraw(version: ScheduleVersion, *, actor: Any) -> ScheduleVersion:
    """Take the published schedule back: nobody has an agenda, everybody who had one is told."""
    event, version = _held(version, actor)
    _must_be(version, (State.PUBLISHED,))
    require_now(event, Deed.TELL, Role.ORGANISER, timezone.now())
    version.state = State.FROZEN
    version.save(update_fields=["state"])
    tell_changed(event, version, None)
    return version


def _held(version: ScheduleVersion, actor: Any) -> tuple[Event, ScheduleVersion]:
    event = locked(version.event)
    require_organiser(actor, event)
    fresh = ScheduleVersion.objects.select_related("job", "published_by").filter(pk=version.pk).first()
    if fresh is None:
        text = say("version %(number)s was deleted meanwhile", number=version.number)
        raise NeisseError("meetings.state", str(event), text, say("reload the page"))
    fresh.event = event
    return event, fresh


def _must_be(version: ScheduleVersion, states: Iterable[str]) -> None:
    if version.state not in states:
        state = version.get_state_display()
        text = say("version %(number)s is: %(state)s", number=version.number, state=state)
        raise NeisseError("meetings.state", str(version.event), text, say("reload the page"))


def _must_be_fresh(version: ScheduleVersion) -> None:
    """Nothing that was called off since may be published."""
    off = version.meetings.exclude(request__state=MeetingRequest.State.ACCEPTED)
    if count := off.count():
        text = say("%(n)s meetings of this version were called off since", n=count)
        hint = say("compute again, or repair the published schedule")
        raise NeisseError("meetings.stale", str(version.event), text, hint)


def _carry_out(changes: Iterable[MeetingChange], event: Event) -> None:
    """What a published repair took into account becomes part of the data that the next one starts from."""
    now = timezone.now()
    coming = list(event.slots.filter(starts_at__gt=now))
    for change in changes:
        match change.kind:
            case MeetingChange.Kind.NO_SHOW:
                _absent(change, coming)
            case MeetingChange.Kind.LATE:
                first = change.slot
                _absent(change, [s for s in coming if first and s.starts_at < first.starts_at])
            case MeetingChange.Kind.TABLE_CLOSED if change.table_id is not None:
                known = set(TableClosure.objects.filter(table=change.table_id).values_list("slot", flat=True))
                closed = [slot for slot in ([change.slot] if change.slot else coming) if slot.pk not in known]
                TableClosure.objects.bulk_create(
                    TableClosure(table_id=change.table_id, slot=slot) for slot in closed
                )
                change.did = [slot.starts_at.isoformat() for slot in closed]
            case MeetingChange.Kind.REQUEST_REMOVED if change.request_id is not None:
                MeetingRequest.objects.filter(pk=change.request_id).update(
                    state=MeetingRequest.State.WITHDRAWN, answered_at=now
                )
        MeetingChange.objects.filter(pk=change.pk).update(state=MeetingChange.State.DONE, did=change.did)


def _absent(change: MeetingChange, slots: Iterable[MeetingSlot]) -> None:
    if change.registration is None:
        return
    profile, _new = MeetingProfile.objects.get_or_create(registration=change.registration)
    known = set(profile.absences.values_list("slot_id", flat=True))
    away = [slot for slot in slots if slot.pk not in known]
    Absence.objects.bulk_create(Absence(profile=profile, slot=slot) for slot in away)
    change.did = [slot.starts_at.isoformat() for slot in away]
