"""Who asks a program's question: a personal token, a login in the browser, or the public."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from neisse.web.accounts.actions import touch_token
from neisse.web.accounts.models import ApiToken
from neisse.web.accounts.queries import token_of
from neisse.web.core.api.errors import ApiError

SAFE = {"GET", "HEAD", "OPTIONS"}


class Visitor(AuthBase):
    """`Authorization: Bearer` with a personal token, else the login of the browser, else the public.

    A token reads or writes as far as its scope says; a login writes with the CSRF token of the page only.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A personal token (My account, Tokens for programs), or the login of the browser."
    needs_login = False

    def __call__(self, request: HttpRequest) -> Any:
        """The user; raises 401 where a token is wrong or one is needed."""
        if "Authorization" in request.headers:
            request.user = self._by_token(request)
        elif request.user.is_authenticated and request.method not in SAFE and check_csrf(request):
            raise ApiError(403, "api.csrf", request.path, "the CSRF token is missing or wrong")
        if self.needs_login and not request.user.is_authenticated:
            raise AuthenticationError
        return request.user if request.user.is_authenticated else AnonymousUser.__name__

    def _by_token(self, request: HttpRequest) -> Any:
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationError
        if request.method not in SAFE and token.scope != ApiToken.Scope.WRITE:
            raise ApiError(
                403, "api.scope", token.label, "this token may only read", "make one that may write"
            )
        touch_token(token)
        request.api_token = token  # type: ignore[attr-defined]
        return token.user


class Known(Visitor):
    """Like `Visitor`, but the public stays out."""

    needs_login = True


VISITOR, KNOWN = Visitor(), Known()
