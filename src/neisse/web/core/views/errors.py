"""Pages for what went wrong; the page of status 500 needs neither database nor session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return render(request, "core/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this reader may not."""
    return render(request, "core/errors/403.html", status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without its secret: mostly a page that was open for too long."""
    return render(request, "core/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this reader."""
    return render(request, "core/errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a bug; the page says so in three languages at once."""
    return HttpResponse(render_to_string("core/errors/500.html"), status=500)


def too_many(request: HttpRequest, wait_s: int) -> HttpResponse:
    """429: somebody asked too often; says after how long it may be tried again."""
    minutes = max(1, -(-wait_s // 60))
    page = render(request, "core/errors/429.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(wait_s)
    return page
