"""What the meet stage does when records change."""

from __future__ import annotations

from django.utils import timezone

from neisse.web.core.events import Changed
from neisse.web.meet.actions.keeping_time import keep_as_long_as
from neisse.web.meet.models import Event


def on_change(changed: Changed) -> None:
    """Keep participants as long as the plan of an event says."""
    if changed.kind == "measure" and changed.what == "stored":
        events = Event.objects.filter(measure__in=changed.pks).select_related("measure")
        keep_as_long_as(events, timezone.now())
