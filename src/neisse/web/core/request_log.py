"""One line a request, without personal data: no address, no query, no user, the route instead of the path."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("neisse.request")


class RequestLogMiddleware:
    """Logs method, route, status, duration and role at level INFO (`NEISSE_LOG_LEVEL=INFO` shows it).

    A path may hold a link's secret or a person's name, so the pattern of the route stands for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        if log.isEnabledFor(logging.INFO):
            log.info(json.dumps(_line(request, response, 1000 * (time.perf_counter() - began))))
        return response


def _line(request: HttpRequest, response: HttpResponse, took_ms: float) -> dict[str, object]:
    match = request.resolver_match
    return {
        "event": "request",
        "level": "info",
        "timestamp": datetime.now(UTC).isoformat(),
        "method": request.method,
        "route": match.route if match else "",
        "status": response.status_code,
        "ms": round(took_ms, 1),
        "role": _role(request),
    }


def _role(request: HttpRequest) -> str:
    """The role, if something else has read the user already: logging must not ask the database."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "role", "") or "public"
