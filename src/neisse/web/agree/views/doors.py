"""The way into the pages of a round: found, and allowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from neisse.web.agree.queries.rounds import visible_rounds
from neisse.web.core.doors import closed

View = Callable[..., HttpResponse]


def at_round(permission: str = "agree.view_round") -> Callable[[View], View]:
    """Give a view the round of its address: 404 where the reader may not see it, 403 where not do this."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
            row = get_object_or_404(visible_rounds(request.user).select_related("campaign"), pk=pk)
            return closed(request, permission, row) or view(request, row, **rest)

        return inside

    return wrap
