"""Reads of events, scoped to the reader: the same rules as `rules.py`, for many rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from neisse.web.accounts.queries import digest_of
from neisse.web.accounts.rules import is_manager
from neisse.web.meet.models import Delegation, Event, FeedToken
from neisse.web.record.queries import levels_of, organisations_of
from neisse.web.record.queries.facets import found_keys


def visible_events(user: Any) -> QuerySet[Event]:
    """Past the draft and open to the reader, or organised by the reader's own people; managers see all."""
    if is_manager(user):
        return Event.objects.all()
    shown = ~Q(state=Event.State.DRAFT) & Q(visibility__in=levels_of(user))
    return Event.objects.filter(shown | Q(organiser_id__in=organisations_of(user)))


def visible_delegations(user: Any) -> QuerySet[Delegation]:
    """Open to the reader, or organised by the reader's own people; managers see all."""
    if is_manager(user):
        return Delegation.objects.all()
    return Delegation.objects.filter(
        Q(visibility__in=levels_of(user)) | Q(organiser_id__in=organisations_of(user))
    )


def listed_events(user: Any, filters: Mapping[str, Any], today: date) -> QuerySet[Event]:
    """Events that the reader may see and that pass every filter: coming ones in order, past ones latest first."""
    rows = visible_events(user).select_related("organiser")
    if query := filters.get("q"):
        rows = rows.filter(key__in=found_keys("event", query))
    for name in ("state", "country"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    if filters.get("time") == "upcoming":
        return rows.filter(ends_at__gte=midnight).order_by("starts_at", "pk")
    if filters.get("time") == "past":
        rows = rows.filter(ends_at__lt=midnight)
    return rows.order_by("-starts_at", "pk")


def listed_delegations(user: Any) -> QuerySet[Delegation]:
    """Delegations that the reader may see, with what a list shows."""
    return visible_delegations(user).select_related("organiser").prefetch_related("stops", "members")


def feed_of(secret: str) -> FeedToken | None:
    """The open feed behind a secret."""
    token = FeedToken.objects.select_related("event", "registration").filter(digest=digest_of(secret))
    return token.filter(revoked_at=None).first()
