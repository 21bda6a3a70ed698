"""Who asks: a personal token, a login in the browser, or the public; and the part of the API about oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf
from pydantic import ConfigDict, Field

from neisse.web.accounts.actions import issue_token, revoke_token, touch_token
from neisse.web.accounts.models import ApiToken
from neisse.web.accounts.offices import offices
from neisse.web.accounts.queries import token_of
from neisse.web.core.api.answers import answer
from neisse.web.core.api.errors import ApiError, not_found, responses
from neisse.web.core.api.reading import OneLine

SAFE = {"GET", "HEAD", "OPTIONS"}
router = Router(tags=["me"])


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


class Me(Schema):
    """Who the token belongs to."""

    email: str = Field(examples=["anna@example.org"])
    name: str = Field(examples=["Anna Muster"])
    role: str = Field(examples=["member"])
    language: str = Field(examples=["pl"])
    speaks_for: list[str] = Field(examples=[["Musterinstitut"]])


class TokenOut(Schema):
    """A token as a list shows it."""

    id: int = Field(examples=[1])
    label: str = Field(examples=["calendar"])
    scope: str = Field(examples=["read"])
    expires_at: datetime = Field(examples=["2027-02-01T00:00:00Z"])


class NewToken(TokenOut):
    """A token right after it was made."""

    token: str = Field(description="Shown only now.", examples=["neisse_..."])


class TokenIn(Schema):
    """What a new token is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: Annotated[str, OneLine] = Field(min_length=1, max_length=100, pattern=r"\S", examples=["calendar"])
    scope: str = Field("read", pattern="^(read|write)$", examples=["read"])
    days: int = Field(90, ge=1, le=365, examples=[90])


@router.get("/me", auth=KNOWN, response={200: Me, **responses()}, summary="Who am I")
def me(request: HttpRequest) -> HttpResponse:
    """The account behind the token, and for whom it speaks."""
    user: Any = request.user
    fields = {"email": user.email, "name": user.name, "role": user.role, "language": user.language}
    return answer(request, {**fields, "speaks_for": list(offices().held(user))})


@router.get("/me/tokens", auth=KNOWN, response={200: list[TokenOut], **responses()}, summary="My tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """Tokens that still work."""
    user: Any = request.user
    return answer(request, [token.as_dict() for token in user.api_tokens.filter(revoked_at=None)])


@router.post("/me/tokens", auth=KNOWN, response={201: NewToken, **responses(403)}, summary="New token")
def make_token(request: HttpRequest, data: TokenIn) -> HttpResponse:
    """Make a token; its secret is in this answer and nowhere else."""
    user: Any = request.user
    made_by = getattr(request, "api_token", None)
    token, secret = issue_token(user, data.label, data.scope, data.days, actor=user, made_by=made_by)
    return answer(request, {**token.as_dict(), "token": secret}, status=201)


@router.api_operation(
    ["DELETE"],
    "/me/tokens/{int:pk}",
    auth=KNOWN,
    response={204: None, **responses(403, 404)},
    summary="Revoke a token",
)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a token for good."""
    user: Any = request.user
    token = user.api_tokens.filter(pk=pk, revoked_at=None).first()
    if token is None:
        raise not_found(f"me/tokens/{pk}")
    revoke_token(token, actor=user)
    return HttpResponse(status=204)
