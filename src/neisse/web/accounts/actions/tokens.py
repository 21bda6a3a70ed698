"""Personal tokens: made once, shown once, kept as a hash."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from neisse.web.accounts.models import ApiToken, User
from neisse.web.core.actions.links import revoke
from neisse.web.core.actions.rights import require
from neisse.web.core.links import digest_of, new_secret

PREFIX = "neisse_"
MOST_DAYS = 365
USE_NOTED_EVERY = timedelta(hours=1)


def issue_token(
    user: User,
    label: str,
    scope: str,
    days: int = 90,
    *,
    actor: Any,
    made_by: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """A new token for oneself and its secret, which nobody can read again.

    One that is `made_by` another token ends with it at the latest, and may do no more than it.
    """
    require(actor, "accounts.hold_token", user)
    secret = PREFIX + new_secret()
    expires = timezone.now() + timedelta(days=min(max(days, 1), MOST_DAYS))
    if made_by is not None:
        expires = min(expires, made_by.expires_at)
        scope = scope if made_by.scope == ApiToken.Scope.WRITE else made_by.scope
    token = ApiToken.objects.create(
        user=user,
        label=label[:100],
        scope=scope,
        digest=digest_of(secret),
        expires_at=expires,
        made_by=made_by,
    )
    return token, secret


def revoke_token(token: ApiToken, *, actor: Any) -> None:
    """Close one's own token for good, and with it all that were made by it."""
    revoke(token, actor=actor)
    for made in token.made.filter(revoked_at=None):
        revoke_token(made, actor=actor)


def touch_token(token: ApiToken) -> None:
    """Note that a token was used, at most once an hour: reading must not cost a write."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(Q(pk=token.pk)).update(last_used_at=now)
