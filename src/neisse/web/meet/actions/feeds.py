"""Calendar feeds: a secret address is made once, shown once, and can be revoked."""

from __future__ import annotations

from neisse.web.core.links import digest_of, new_secret
from neisse.web.meet.models import Event, FeedToken, Registration


def issue_feed(
    event: Event, label: str = "", registration: Registration | None = None
) -> tuple[FeedToken, str]:
    """A new feed of the programme, or with a registration of one person's agenda; and its secret."""
    secret = new_secret()
    token = FeedToken.objects.create(
        event=event, registration=registration, label=label[:120], digest=digest_of(secret)
    )
    return token, secret
