"""Personal tokens: made once, shown once, kept as a hash."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from neisse.web.accounts.models import ApiToken, User
from neisse.web.accounts.queries import digest_of

PREFIX = "neisse_"
MOST_DAYS = 365
USE_NOTED_EVERY = timedelta(hours=1)


def issue_token(user: User, label: str, scope: str, days: int = 90) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=min(max(days, 1), MOST_DAYS))
    token = ApiToken.objects.create(
        user=user, label=label[:100], scope=scope, digest=digest_of(secret), expires_at=expires
    )
    return token, secret


def revoke_token(token: ApiToken) -> None:
    """Close a token for good."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def touch_token(token: ApiToken) -> None:
    """Note that a token was used, at most once an hour: reading must not cost a write."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(Q(pk=token.pk)).update(last_used_at=now)
