"""Calendar feeds: a secret address is made once, shown once, and can be revoked."""

from __future__ import annotations

import secrets

from django.utils import timezone

from neisse.web.accounts.queries import digest_of
from neisse.web.meet.models import Event, FeedToken, Registration


def issue_feed(
    event: Event, label: str = "", registration: Registration | None = None
) -> tuple[FeedToken, str]:
    """A new feed of the programme, or with a registration of one person's agenda; and its secret."""
    secret = secrets.token_urlsafe(24)
    token = FeedToken.objects.create(
        event=event, registration=registration, label=label[:120], digest=digest_of(secret)
    )
    return token, secret


def revoke_feed(token: FeedToken) -> None:
    """Close a feed for good."""
    FeedToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
