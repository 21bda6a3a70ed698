"""Errors of the API: one shape for all, with the code, subject and hint of user errors."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field

from neisse.engine.values import NeisseError, say, values_of
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.said import error_body, said


class ErrorBody(Schema):
    """What is wrong, with what, in a sentence, and what helps."""

    code: str = Field(examples=["api.not_found"])
    subject: str = Field(examples=["organisations/port"])
    text: str = Field(examples=["there is no such record, or it is not for you"])
    hint: str = Field("", examples=["look for it with ?q="])
    data: dict[str, Any] = Field({}, description="What the sentence speaks of, the same in each language.")


class ApiError(Exception):
    """A refusal that only the API knows; `status` is the one of HTTP."""

    def __init__(self, status: int, code: str, subject: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.body = {"code": code, "subject": subject, "text": text, "hint": hint}


MEANINGS = {
    400: "The request cannot be read.",
    401: "A token or a login is needed.",
    403: "Not allowed for this user or this token.",
    404: "Not there, or not for this user.",
    409: "The state of the record does not allow it.",
    412: "The record has changed since it was read (If-Match).",
    422: "The content breaks a rule.",
    429: "Too many requests; see Retry-After.",
    503: "Not ready yet; ask again.",
}
# User errors whose cause is the state of things, not the content of the request.
CONFLICTS = {"record.in_use", "import.closed", "import.undone", "object.exists", "accounts.last_manager"}


def responses(*statuses: int) -> dict[int, Any]:
    """The errors that an operation can answer with, for the description of the API."""
    return dict.fromkeys((*statuses, 400, 401, 422, 429), ErrorBody)


def not_found(subject: str) -> ApiError:
    """The same for what is not there and for what the reader may not see."""
    return ApiError(404, "api.not_found", subject, "there is no such record, or it is not for you")


def forbidden(subject: str) -> ApiError:
    """For what the reader may see, but not do."""
    return ApiError(403, "api.forbidden", subject, "you may not do this", "ask a manager of the instance")


def not_ready(subject: str) -> ApiError:
    """For what is being computed in the background."""
    return ApiError(503, "api.not_ready", subject, "this is being prepared", "ask again in some seconds")


def install(api: NinjaAPI) -> None:
    """Answer every error of an API in one shape."""
    api.add_exception_handler(ApiError, _api_error)
    api.add_exception_handler(NeisseError, _user_error)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, lambda request, error: _api_error(request, not_found(request.path)))
    api.add_exception_handler(
        PermissionDenied, lambda request, error: _api_error(request, forbidden(request.path))
    )


def _answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"data": {}} | body, status=status, headers=headers or {})


def _spoken(body: dict[str, Any]) -> dict[str, Any]:
    texts = {name: said(body[name]) for name in ("text", "hint")}
    return {**body, **texts, "data": values_of(body["text"], body["hint"])}


def _api_error(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(error.status, _spoken(error.body))


def _user_error(request: HttpRequest, error: Any) -> HttpResponse:
    body = error_body(error)
    if isinstance(error, DeniedError):
        return _answer(403, body)
    return _answer(409 if error.code in CONFLICTS else 422, body)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"])
    return _answer(422, {"code": "api.invalid", "subject": place, "text": str(first["msg"]), "hint": ""})


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, Throttled):
        body = {
            "code": "api.too_many",
            "subject": request.path,
            "text": say("too many requests; see Retry-After"),
            "hint": say("wait a little"),
        }
        return _answer(429, _spoken(body), {"Retry-After": str(int(error.wait or 1))})
    if isinstance(error.__cause__, ApiError):  # how the framework hands on what the parser refused
        return _answer(error.__cause__.status, _spoken(error.__cause__.body))
    if isinstance(error, AuthenticationError):
        return unauthorised(request)
    body = {
        "code": f"api.http_{error.status_code}",
        "subject": request.path,
        "text": error.message,
        "hint": "",
    }
    return _answer(error.status_code, body)


def unauthorised(request: HttpRequest) -> HttpResponse:
    """401, with the way in."""
    hint = say("send a personal token: Authorization: Bearer neisse_...")
    body = {
        "code": "api.unauthorised",
        "subject": request.path,
        "text": say("a token or a login is needed"),
        "hint": hint,
    }
    return _answer(401, _spoken(body), {"WWW-Authenticate": "Bearer"})


def unknown_address(request: HttpRequest) -> HttpResponse:
    """What answers where the API has nothing."""
    return _api_error(request, not_found(request.path))
