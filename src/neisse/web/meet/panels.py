"""What the meet stage shows on the pages of earlier stages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from neisse.web.meet.queries.events import visible_delegations, visible_events
from neisse.web.record.models import Measure

TRAVELLING = {Measure.Kind.DELEGATION, Measure.Kind.TRADE_MISSION}


def measure_panel(request: HttpRequest, measure: Measure) -> dict[str, Any] | None:
    """The event or delegation that carries a plan out; for its owners the way to make one."""
    event = visible_events(request.user).filter(measure=measure).first()
    delegation = visible_delegations(request.user).filter(measure=measure).first()
    travels = measure.kind in TRAVELLING
    taken = bool(event or delegation) or hasattr(measure, "event") or hasattr(measure, "delegation")
    may_add = not taken and request.user.has_perm("record.change_measure", measure)
    if not (event or delegation or may_add):
        return None
    return {
        "event": event,
        "delegation": delegation,
        "measure": measure,
        "may_add": may_add,
        "travels": travels,
    }
