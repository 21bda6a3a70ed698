"""What a form makes is made once: a double click, the back button and a second try lead to what the first made.

A form that makes something holds `{% once %}`, a random sign; that is all that it needs. Who sends the same form again
is led to what it made, and nothing new is made; where something else stands in it now, a page says so and offers to make
another one of it. A form that was refused may be sent again. It works without JavaScript and without a login, and
forms of pages that were open before an update (without a sign) are taken as ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.crypto import salted_hmac

from neisse.web.core import posted, ways
from neisse.web.core.actions.once import claim, release, settle
from neisse.web.core.links import HIDDEN, secrets_in
from neisse.web.core.models import SentForm
from neisse.web.core.views.errors import is_api, typed

FIELD = "once"
LONGEST_SIGN = 64
SALT = "neisse.core.once"
UNSENT = {FIELD, "csrfmiddlewaretoken"}


def made(request: HttpRequest) -> None:
    """Say that a form made something although its answer leads nowhere: a secret is shown, or a thank-you."""
    request.once_made = True  # type: ignore[attr-defined]


class OnceMiddleware:
    """Runs a view once for each form that holds a sign. After the guards: what they refuse is not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Settle what `process_view` claimed, whatever the answer is."""
        response = self.get_response(request)
        key = getattr(request, "once_key", "")
        if key and is_made(request, response):
            settle(key, where_of(request, response))
        elif key:
            release(key)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], parts: dict[str, Any]
    ) -> HttpResponse | None:
        """Claim the form, or answer for the one that was sent before."""
        if request.method != "POST" or is_api(request):
            return None
        sign = posted.word(request, FIELD, LONGEST_SIGN)
        if not sign:
            return None
        key, content = mac(f"{sign}\0{request.path}\0{sender(request)}"), mac(content_of(request))
        before = claim(key, content)
        if before is not None:
            return again(request, before, is_same=before.content == content)
        request.once_key = key  # type: ignore[attr-defined]
        return None


def mac(text: str) -> str:
    """A keyed hash: who reads the row learns nothing of what was sent."""
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def sender(request: HttpRequest) -> str:
    """Who sends: the account, else the browser (by the cookie that its forms are checked with)."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return f"browser {request.COOKIES.get(settings.CSRF_COOKIE_NAME, '')}"


def content_of(request: HttpRequest) -> str:
    """What was sent: every field and every file."""
    fields = sorted((name, value) for name, value in posted.everything(request) if name not in UNSENT)
    files = sorted(
        (name, str(file.name), digest_of_file(file)) for name, many in request.FILES.lists() for file in many
    )
    return repr((fields, files))


def digest_of_file(file: UploadedFile[Any]) -> str:
    """The hash of what a file holds; it can be read again."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def is_made(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer says that the form was taken: it leads on (and not to the login), or its view said so."""
    to = response.get("Location", "")
    led = (
        bool(to) and 300 <= response.status_code < 400 and not to.startswith(resolve_url(settings.LOGIN_URL))
    )
    return led or getattr(request, "once_made", False)


def where_of(request: HttpRequest, response: HttpResponse) -> str:
    """Where an answer leads; the secret of a link is not kept, the address of the form itself holds it again."""
    where: str = response.get("Location", "")
    for secret in secrets_in(request.resolver_match).values():
        where = where.replace(str(secret), HIDDEN)
    return where


def again(request: HttpRequest, before: SentForm, *, is_same: bool) -> HttpResponse:
    """The answer to a form that was sent before: what it made, or a page with what stands in it now."""
    where = before.where
    for secret in secrets_in(request.resolver_match).values():
        where = where.replace(HIDDEN, str(secret))
    if is_same and before.is_done and where:
        return ways.to(where)
    context = {
        "is_same": is_same,
        "is_done": before.is_done,
        "where": where or request.get_full_path(),
        "sent": [] if request.FILES else [(n, v) for n, v in typed(request) if n not in UNSENT],
    }
    status = 200 if is_same and before.is_done else 409
    return render(request, "core/sent_before.html", context, status=status)
