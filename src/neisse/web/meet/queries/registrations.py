"""Reads of registrations: for the organiser alone, and one for who has its link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from neisse.web.accounts.models import Role
from neisse.web.accounts.rules import role_of
from neisse.web.core.bridge import fold
from neisse.web.core.links import behind
from neisse.web.meet.models import Event, Quota, Registration, RegistrationChange
from neisse.web.meet.queries.events import visible_events
from neisse.web.record.rules.seen import organisations_of


def registration_of(secret: str) -> Registration | None:
    """The registration behind a personal link."""
    rows = Registration.objects.select_related("event__organiser", "organisation", "meeting_profile")
    return behind(rows, secret)


def registrations(event: Event, filters: Mapping[str, Any]) -> QuerySet[Registration]:
    """The registrations of an event that pass every filter; who waits in the order of the list."""
    rows = event.registrations.select_related("organisation")
    for name in ("state", "group", "country"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if query := filters.get("q"):
        rows = rows.filter(pk__in=named(event, query))
    if filters.get("state") == Registration.State.WAITING:
        return rows.order_by("queued_at", "pk")
    return rows.order_by("name", "pk")


def written_to(event: Event, filters: Mapping[str, Any]) -> QuerySet[Registration]:
    """Whom the organiser writes to: who passes the filters and confirmed the address.

    Who withdrew or was refused only where the filters name that state.
    """
    left_out = {Registration.State.UNCONFIRMED, Registration.State.WITHDRAWN, Registration.State.DECLINED}
    if filters.get("state") != Registration.State.UNCONFIRMED:
        left_out.discard(filters.get("state"))
    return registrations(event, filters).exclude(name="").exclude(state__in=left_out)


def named(event: Event, query: str) -> list[int]:
    """Primary keys of the registrations whose name, organisation or address holds every word, in any spelling."""
    words = fold(query).split()
    columns = ("pk", "name", "organisation_name", "organisation__name", "email")
    return [
        pk
        for pk, *said in event.registrations.values_list(*columns)
        if all(word in fold(" ".join(filter(None, said))) for word in words)
    ]


def found_at_desk(event: Event, code: str, query: str) -> list[Registration]:
    """Whom the desk means: by the code of a badge, else by a part of the name; at most 12."""
    rows = event.registrations.select_related("organisation")
    if code:
        return list(rows.filter(badge_code=code.strip().upper()))
    if not query.strip():
        return []
    return list(rows.filter(pk__in=named(event, query)).exclude(state=Registration.State.UNCONFIRMED)[:12])


def counts(event: Event) -> dict[str, int]:
    """Registrations by state, and how many are there."""
    by_state = dict(event.registrations.order_by().values_list("state").annotate(n=Count("pk")))
    here = event.registrations.filter(checked_in_at__isnull=False).count()
    return {state: by_state.get(state, 0) for state in Registration.State.values} | {"here": here}


@dataclass(frozen=True, slots=True)
class Filled:
    """How full a quota is."""

    quota: Quota
    held: int
    waiting: int

    @property
    def share(self) -> float:
        """The part that is taken."""
        return self.held / self.quota.places if self.quota.places else 1.0


def filled_quotas(event: Event) -> list[Filled]:
    """Every quota with how many hold a place and how many wait: two queries."""
    held: Counter[tuple[str, str, bool]] = Counter()
    states = (*Registration.HOLDING, Registration.State.WAITING)
    rows = event.registrations.filter(state__in=states).order_by().values_list("group", "country", "state")
    for group, country, state, count in rows.annotate(n=Count("pk")):
        held[group, country, state == Registration.State.WAITING] += count

    def count_of(quota: Quota, waits: bool) -> int:
        return sum(
            n
            for (group, country, waiting), n in held.items()
            if waiting is waits and quota.group in {"", group} and quota.country in {"", country}
        )

    return [Filled(q, count_of(q, False), count_of(q, True)) for q in event.quotas.all()]


def place_in_queue(registration: Registration) -> int:
    """How many wait before somebody, plus one; 0 for who does not wait."""
    if registration.state != Registration.State.WAITING:
        return 0
    before = Q(queued_at__lt=registration.queued_at) | Q(
        queued_at=registration.queued_at, pk__lt=registration.pk
    )
    waiting = Registration.objects.filter(event_id=registration.event_id, state=Registration.State.WAITING)
    return waiting.filter(before).count() + 1


def open_changes(event: Event) -> QuerySet[RegistrationChange]:
    """Changes that wait for the organiser."""
    waiting = RegistrationChange.objects.filter(
        registration__event=event, state=RegistrationChange.State.OPEN
    )
    return waiting.select_related("registration__organisation")


def changes_to_decide(user: Any) -> QuerySet[RegistrationChange]:
    """Changes that wait, of all events that the reader organises."""
    events = visible_events(user)
    if role_of(user) != Role.MANAGER:
        events = events.filter(organiser__in=organisations_of(user))
    return RegistrationChange.objects.filter(
        registration__event__in=events.values("pk"), state=RegistrationChange.State.OPEN
    )


def with_place(event: Event) -> QuerySet[Registration]:
    """Everybody who has a place, by name."""
    rows = event.registrations.filter(state=Registration.State.REGISTERED)
    return rows.select_related("organisation").order_by("name", "pk")
