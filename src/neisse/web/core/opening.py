"""A list opens with the view that its reader, or the circle, chose for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from neisse.web.core import ways
from neisse.web.core.queries.saved_views import opening_query


class OpeningViewMiddleware:
    """Lead from the bare address of a list to its opening view.

    Whoever comes from the list itself (*Reset*, *Show all*, a row undone) wants the bare list, and so does what htmx
    asks for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what there is to do needs the name of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead on where the address asks for nothing, and there is such a view."""
        found = request.resolver_match
        if (
            request.method != "GET"
            or request.GET
            or kwargs
            or found is None
            or "HX-Request" in request.headers
        ):
            return None
        if (
            not request.user.is_authenticated
            or urlsplit(request.headers.get("referer", "")).path == request.path
        ):
            return None
        query = opening_query(request.user, found.view_name)
        return ways.to(f"{request.path}?{query}") if query else None
