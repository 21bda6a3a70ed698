"""Reads of events, scoped to the reader: the same rules as `rules.py`, for many rows at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.accounts.rules import is_manager
from neisse.web.meet.models import Delegation, Event
from neisse.web.record.queries import levels_of, organisations_of


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
