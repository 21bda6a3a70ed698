"""Calendar feeds: a secret address is made once, shown once, and can be revoked."""

from __future__ import annotations

from typing import Any

from neisse.web.core.links import digest_of, new_secret
from neisse.web.meet.actions.rights import is_holder, require_organiser
from neisse.web.meet.models import Event, FeedToken, Registration


def issue_feed(
    event: Event, label: str = "", registration: Registration | None = None, *, actor: Any
) -> tuple[FeedToken, str]:
    """A new feed of the programme, or with a registration of one person's agenda; and its secret."""
    _check(registration, event, actor)
    secret = new_secret()
    token = FeedToken.objects.create(
        event=event, registration=registration, label=label[:120], digest=digest_of(secret)
    )
    return token, secret


def _check(registration: Registration | None, event: Event, actor: Any) -> None:
    """The agenda of a person is theirs alone, the programme the organiser's."""
    if registration is None or not is_holder(actor, registration):
        require_organiser(actor, event)
