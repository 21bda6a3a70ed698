"""Mails to people who registered: written in the transaction of what they tell of, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.models import Mail, key_of
from neisse.web.meet.links import absolute, personal_path
from neisse.web.meet.models import Registration

URGENT = {"confirm", "known"}


def post(purpose: str, registration: Registration, words: Mapping[str, Any] | None = None) -> Mail:
    """Put the mail `meet/mail/<purpose>.txt` for a registered person into the outbox.

    The template knows `event`, `registration`, `link` (the personal page), `instance` and what `words` adds;
    times are shown in the zone of the event.
    """
    event = registration.event
    link = absolute(event, personal_path(registration))
    with timezone.override(event.tz):
        return post_rendered(
            purpose,
            registration.email,
            f"meet/mail/{purpose}.txt",
            {"event": event, "registration": registration, "link": link, **(words or {})},
            language=registration.language,
            about=key_of(registration),
            group=key_of(event),
            urgent=purpose in URGENT,
        )
