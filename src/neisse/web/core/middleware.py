"""A user error anywhere in a request becomes a page (or an answer) that says what helps."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from neisse.engine.values import NeisseError
from neisse.web.core.actions.rights import DeniedError


class UserErrorMiddleware:
    """Turn a `NeisseError` into a page with its code, subject and hint, and status 400 (403 where a right is
    missing). Bugs pass through.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by its announced length what is too large, before any of it is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
            text = f"what was sent has {int(length) // 1_000_000} MB, at most {limit} MB are taken"
            error = NeisseError("request.too_large", request.path, text, "split the file")
            return render(request, "core/user_error.html", {"error": error}, status=413)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show user errors; leave everything else to Django."""
        if isinstance(exception, NeisseError):
            status = 403 if isinstance(exception, DeniedError) else 400
            return render(request, "core/user_error.html", {"error": exception}, status=status)
        return None
