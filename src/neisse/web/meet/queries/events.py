"""Reads of events, scoped to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core.links import behind
from neisse.web.core.search import register_findable
from neisse.web.meet.models import Delegation, Event, FeedToken
from neisse.web.meet.rules.clock import stands
from neisse.web.meet.rules.seen import may_see_delegation, may_see_event
from neisse.web.record.models import Visibility
from neisse.web.record.queries.facets import found_keys
from neisse.web.record.queries.hanging import register_page
from neisse.web.record.queries.veil import register_scope, scoped


def visible_events(user: Any) -> QuerySet[Event]:
    """Past the draft and open to the reader, or organised by the reader's own people; managers see all.

    What carries a plan out is seen by nobody who may not see the plan.
    """
    return scoped(may_see_event.among(Event.objects.all(), user), user)  # type: ignore[no-any-return]


def visible_delegations(user: Any) -> QuerySet[Delegation]:
    """Open to the reader, or organised by the reader's own people; managers see all. Plans as for events."""
    return scoped(may_see_delegation.among(Delegation.objects.all(), user), user)  # type: ignore[no-any-return]


def register_scopes() -> None:
    """Events and delegations are found and named for those who may see them; called once, when the app is ready."""
    register_scope(Event, visible_events)
    register_scope(Delegation, visible_delegations)
    register_page(Event, _("Events"), lambda row: reverse("meet:event", args=[row.slug]))
    register_page(Delegation, _("Delegations"), lambda row: reverse("meet:delegation", args=[row.slug]))
    register_findable("event", lambda user: _findable_events(user).values("key"))
    register_findable("delegation", lambda user: visible_delegations(user).order_by().values("key"))


def _findable_events(user: Any) -> QuerySet[Event]:
    return visible_events(user).exclude(state=Event.State.DRAFT).order_by()


def listed_events(user: Any, filters: Mapping[str, Any], today: date) -> QuerySet[Event]:
    """Events that the reader may see and that pass every filter: coming ones in order, past ones latest first."""
    rows = visible_events(user).select_related("organiser")
    if query := filters.get("q"):
        rows = rows.filter(key__in=found_keys("event", query))
    if country := filters.get("country"):
        rows = rows.filter(country=country)
    if state := filters.get("state"):
        rows = rows.filter(stands(state, timezone.now()))
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
    """The open feed behind a secret; the programme of what carries out a blind plan has none."""
    rows = FeedToken.objects.select_related("event", "registration").filter(revoked_at=None)
    blind = Q(registration=None, event__measure__visibility=Visibility.BLIND)
    return behind(rows.exclude(blind), secret)
