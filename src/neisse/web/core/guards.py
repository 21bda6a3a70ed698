"""What stands around every view: the limits of the doors without a login, and who may keep an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from neisse.web.core.actions.limits import Rate, wait_of
from neisse.web.core.addresses import sender_of
from neisse.web.core.doors import OTHER, SAFE, door_of
from neisse.web.core.links import secrets_in
from neisse.web.core.views.errors import too_many

PRIVATE = "private, no-store"
OPEN = "no-cache"  # may be kept, and is asked for anew before it is shown again
V = TypeVar("V", bound=Callable[..., Any])
GUESSES = Rate(20, 3600)
READS = Rate(1200, 600)
READS_AT_ONCE = 60
API = "api"  # it has limits of its own, and every read of it is open to strangers


class LimitsMiddleware:
    """Refuses with 429 who writes too often, or guesses the secrets of links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let an unknown secret be tried some times; what a valid one opens stays open meanwhile."""
        response = self.get_response(request)
        if response.status_code != 404 or not secrets_in(request.resolver_match):
            return response
        wait_s = wait_of("guess", sender_of(request), GUESSES)
        return too_many(request, wait_s) if wait_s else response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], parts: dict[str, Any]
    ) -> HttpResponse | None:
        """Count what is written (at a door that declares its limits always, else for the public), and read by link."""
        match = request.resolver_match
        if match is None or API in match.namespaces:
            return None
        if request.method not in SAFE and getattr(match.func, "is_public", False):
            return HttpResponseNotAllowed(sorted(SAFE))
        if request.method in SAFE:
            by_link = bool(secrets_in(match))
            wait_s = wait_of("read", sender_of(request), READS, block=READS_AT_ONCE) if by_link else 0
        else:
            found = door_of(match) or (None if request.user.is_authenticated else OTHER)
            wait_s = found.wait_s(request, parts) if found else 0
        return too_many(request, wait_s) if wait_s else None


def public(view: V) -> V:
    """Say that a view only reads and answers strangers alike: browsers may keep it. All else is kept nowhere."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class PrivacyMiddleware:
    """`private, no-store` on every answer, downloads included, but for strangers at a view that is `public`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = OPEN if is_public(request, response) else PRIVATE
        return response


def is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is what every stranger gets."""
    return response.status_code < 400 and asks_as_stranger(
        request
    )  # where the database is away, nothing asks it


def asks_as_stranger(request: HttpRequest) -> bool:
    """Whether what every stranger gets is asked for: no login, no token, no session, no secret in the address."""
    match = request.resolver_match
    return (
        request.method in SAFE
        and match is not None
        and (getattr(match.func, "is_public", False) or API in match.namespaces)
        and not secrets_in(match)
        and not request.user.is_authenticated
        and "Authorization" not in request.headers
        and request.session.is_empty()
    )
