"""The way into pages of events: found, allowed, and on the wall clock of the place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from neisse.web.core.doors import closed
from neisse.web.meet.queries.events import visible_delegations, visible_events

View = Callable[..., HttpResponse]


def at_event(permission: str = "meet.view_event") -> Callable[[View], View]:
    """Give a view the event of its address: 404 where the reader may not see it, 403 where not do this.

    Who is not signed in is asked to. Inside, times are those of the event's zone.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            rows = visible_events(request.user).select_related("organiser", "measure")
            event = get_object_or_404(rows, slug=slug)
            if refused := closed(request, permission, event):
                return refused
            with timezone.override(event.tz):
                return view(request, event, **rest)

        return inside

    return wrap


def at_delegation(permission: str = "meet.view_delegation") -> Callable[[View], View]:
    """Give a view the delegation of its address, under the same rules."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            rows = visible_delegations(request.user).select_related("organiser", "event", "measure")
            delegation = get_object_or_404(rows, slug=slug)
            return closed(request, permission, delegation) or view(request, delegation, **rest)

        return inside

    return wrap
