"""One line a request, without personal data: no address, no query, no user, the route instead of the path."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

PROCESSORS = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(),
)


class RequestLogMiddleware:
    """Logs method, route, status, duration and role at level INFO (`NEISSE_LOG_LEVEL=INFO` shows it).

    A path may hold a link's secret or a person's name, so the pattern of the route stands for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        logger = logging.getLogger("neisse.request")
        self.log: Any = structlog.wrap_logger(logger, processors=list(PROCESSORS))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        self.log.info(
            "request",
            method=request.method,
            route=match.route if match else "",
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - began), 1),
            role=_role(request),
        )
        return response


def _role(request: HttpRequest) -> str:
    """The role, if something else has read the user already: logging must not ask the database."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "role", "") or "public"
