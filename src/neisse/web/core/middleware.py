"""A user error anywhere in a request becomes a page (or an answer) that says what helps."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from neisse.engine.values import NeisseError, say
from neisse.web.core.lines import number_of
from neisse.web.core.views.errors import dressed, told_of, user_error

NUL = "\0"


class UserErrorMiddleware:
    """Turn a `NeisseError` into a page with its code, subject and hint, and status 400 (403 where a right is
    missing). Bugs pass through.

    What the storage refuses becomes 503 (`storage.…`), what no column takes 400 or 409 (`input.…`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by its announced length what is too large, before any of it is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if number_of(length) > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
            text = say(
                "what was sent has %(count)s MB, at most %(limit)s MB are taken",
                count=int(length) // 1_000_000,
                limit=limit,
            )
            error = NeisseError("request.too_large", request.path, text, "split the file")
            return user_error(request, error, status=413)
        if any(NUL in text for name, values in request.GET.lists() for text in (name, *values)):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        return dressed(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show user errors; leave everything else to Django."""
        return told_of(request, exception)


def without_nul(asked: QueryDict) -> QueryDict:
    """The parameters of an address without a sign that no database compares."""
    found = QueryDict(mutable=True)
    for name, values in asked.lists():
        found.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    found._mutable = False
    return found
