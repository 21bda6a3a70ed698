"""Who gets a place: quotas, the waiting list in the order of asking, offers that lapse.

Every function here works on an event that `locked` holds, so that two people never get the last place.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from neisse.web.core import later
from neisse.web.core.actors import SYSTEM, person
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Event, Quota, Registration
from neisse.web.meet.rules.clock import Deed, Role, may

State = Registration.State


class Places:
    """The places of an event that are left, by quota."""

    def __init__(self, event: Event) -> None:
        held = event.registrations.filter(state__in=Registration.HOLDING).order_by()
        self.quotas = list(event.quotas.all())
        self.held: Counter[tuple[str, str]] = Counter()
        for group, country, count in held.values_list("group", "country").annotate(n=Count("pk")):
            self.held[group, country] += count

    def left(self, quota: Quota) -> int:
        """Places of one quota; negative where the organiser gave more."""
        return quota.places - sum(
            n for (group, country), n in self.held.items() if falls_under(quota, group, country)
        )

    def has_room(self, registration: Registration) -> bool:
        """Whether every quota that a registration falls under has a place."""
        group, country = registration.group, registration.country
        return all(self.left(quota) > 0 for quota in self.quotas if falls_under(quota, group, country))

    def take(self, registration: Registration) -> None:
        """Count one more."""
        self.held[registration.group, registration.country] += 1


def falls_under(quota: Quota, group: str, country: str) -> bool:
    """Whether a quota counts people of this group from this country."""
    return quota.group in {"", group} and quota.country in {"", country}


def locked(event: Event) -> Event:
    """The event, held until the transaction ends: rows are locked on PostgreSQL, all writes on SQLite."""
    return Event.objects.select_for_update().get(pk=event.pk)


def lapse(event: Event, now: datetime) -> int:
    """End the offers whose time is over; returns how many."""
    over = list(event.registrations.filter(state=State.OFFERED, offered_until__lte=now))
    for registration in over:
        move(registration, State.DECLINED, "offer lapsed")
        post("lapsed", registration)
    return len(over)


def offer_free_places(event: Event, now: datetime) -> list[Registration]:
    """Offer every free place to who waits longest for it; nothing once the event runs, or does not take place."""
    lapse(event, now)
    if not may(event, Deed.TAKE_OFFER, Role.MACHINE, now):
        return []
    places, offered = Places(event), []
    for registration in event.registrations.filter(state=State.WAITING).order_by("queued_at", "pk"):
        if places.has_room(registration):
            offer(registration, now, "next on the waiting list")
            places.take(registration)
            offered.append(registration)
    return offered


def offer(registration: Registration, now: datetime, reason: str, actor: object = None) -> None:
    """Hold a place for somebody for the hours of the event, at most until it begins."""
    event = registration.event
    registration.offered_until = min(now + timedelta(hours=event.offer_hours), event.starts_at)
    move(registration, State.OFFERED, reason, actor)
    post("offer", registration)
    later.once(end_offer, registration.pk, at=registration.offered_until)


def move(registration: Registration, state: str, reason: str, actor: object = None) -> None:
    """Change the state, with who and why in the history."""
    registration.state = state
    if state != State.OFFERED:
        registration.offered_until = None
    registration._change_reason = reason  # type: ignore[attr-defined] # read by the history
    registration._history_user = person(actor)  # type: ignore[attr-defined]
    registration.save()


@later.work(repeats=True, formerly={"neisse.web.meet.tasks.end_offer": ("pk",)})
def end_offer(pk: int) -> int:
    """When the time of an offer is over: the place goes on to who waits next; returns the new offers."""
    registration = Registration.objects.select_related("event").filter(pk=pk).first()
    return offer_next(registration.event, actor=SYSTEM) if registration else 0


@transaction.atomic
def offer_next(event: Event, *, actor: Any) -> int:
    """Let lapsed offers go and offer what is free, after quotas or states changed; returns the new offers."""
    require_organiser(actor, event)
    return len(offer_free_places(locked(event), timezone.now()))
