"""The part of the API about oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from neisse.web.accounts.actions import issue_token, revoke_token
from neisse.web.accounts.bearers import KNOWN
from neisse.web.accounts.offices import offices
from neisse.web.core.api.answers import answer
from neisse.web.core.api.errors import not_found, responses
from neisse.web.core.api.reading import OneLine

router = Router(tags=["me"])


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
