"""Answers for what went wrong: a page, or JSON under /api/. Status 500 and 503 need neither database nor session."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import activate, get_language_from_request

from neisse.engine.values import NeisseError
from neisse.web.core import posted
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.faults import WAIT_S, fault_of, refusal_of
from neisse.web.core.said import error_body

log = logging.getLogger("neisse.faults")
API = "/api/"
DRESSED = {400, 403, 404, 405, 413}
UNSHOWN = ("csrfmiddlewaretoken", "password", "secret", "code")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; 413 where it is too large."""
    return plain(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this reader may not."""
    return plain(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without its secret: mostly a page that was open for too long."""
    if is_api(request):
        return plain(request, 403)
    return render(request, "core/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this reader."""
    return plain(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a bug; the page says so in three languages at once. A fault of the storage is told as such."""
    error = sys.exc_info()[1]
    if error is not None and (told := told_of(request, error)):
        return told
    if is_api(request):
        return as_json(NeisseError("api.failed", request.path, "this is our mistake; nothing was saved"), 500)
    return HttpResponse(render_to_string("core/errors/500.html"), status=500)


def too_many(request: HttpRequest, wait_s: int) -> HttpResponse:
    """429: somebody asked too often; says after how long it may be tried again."""
    minutes = max(1, -(-wait_s // 60))
    page = render(request, "core/errors/429.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(wait_s)
    return page


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """A refusal without more to say than its status."""
    if is_api(request):
        code = {404: "api.not_found"}.get(status, f"api.http_{status}")
        return as_json(NeisseError(code, request.path, MEANT[status]), status)
    return render(request, f"core/errors/{status}.html", status=status)


def dressed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An answer as it is; one that refuses without a word gets a page, and keeps its headers."""
    if answer.status_code not in DRESSED or answer.streaming or answer.content or request.method == "HEAD":
        return answer
    page = plain(request, answer.status_code)
    for name in {"Allow", "Retry-After"} & set(answer.headers):
        page[name] = answer[name]
    return page


def told_of(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The answer for a user error, a fault of the storage or a value that no column takes; None for a bug."""
    if isinstance(error, NeisseError):
        return user_error(request, error, 403 if isinstance(error, DeniedError) else 400)
    if fault := fault_of(error):
        log.error("%s at %s: %s", fault.code, request.method, error)
        return out_of_order(request, fault)
    if refused := refusal_of(error):
        log.warning("%s", refused.code, exc_info=error)  # a check is missing in front of the database
        return user_error(request, refused, 409 if refused.code == "input.clash" else 400)
    return None


def user_error(request: HttpRequest, error: NeisseError, status: int = 400) -> HttpResponse:
    """What a person is meant to read."""
    if is_api(request):
        return as_json(error, 422 if status == 400 else status)
    return render(request, "core/user_error.html", {"error": error}, status=status)


def out_of_order(request: HttpRequest, fault: NeisseError) -> HttpResponse:
    """503: the storage refuses. What was typed is shown again and can be sent again; nothing is read from it."""
    if not hasattr(request, "LANGUAGE_CODE"):
        activate(get_language_from_request(request))
    if is_api(request):
        answer: HttpResponse = as_json(fault, 503)
    else:
        sent = list(typed(request))
        context = {
            "fault": fault,
            "sent": sent,
            "whole": not (sent and request.FILES),
            "csrf": get_token(request),
            "address": request.get_full_path(),
        }
        answer = HttpResponse(render_to_string("core/errors/503.html", context), status=503)
    answer["Retry-After"] = str(WAIT_S)
    return answer


def typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was sent with a form, without secrets."""
    if request.method != "POST":
        return
    for name, value in posted.everything(request):
        if not any(word in name for word in UNSHOWN):
            yield name, value


def as_json(error: NeisseError, status: int) -> JsonResponse:
    """The shape of every error of the API."""
    return JsonResponse(error_body(error), status=status)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asked."""
    return request.path.startswith(API)


MEANT = {
    400: "the request cannot be read",
    403: "you may not do this",
    404: "there is no such record, or it is not for you",
    405: "this address does not take this method",
    413: "what was sent is too large",
}
