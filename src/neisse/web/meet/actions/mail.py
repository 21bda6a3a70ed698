"""Mails to people who registered: written in the transaction of what they tell of, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from neisse.web.core.actions.mail import post_rendered, send_again
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail, key_of
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.links import absolute, personal_path
from neisse.web.meet.models import Event, Registration
from neisse.web.meet.queries.mails import undelivered
from neisse.web.meet.rules.clock import Deed, Role, may

URGENT = {"confirm", "known"}
# What the organiser tells by hand, whatever an event is: all else ends with it.
BY_HAND = {"cancelled", "postponed", "moved", "letter"}


def send_undelivered(event: Event, *, actor: Any) -> int:
    """Let the mails of an event that could not be delivered be tried again; for who organises it. Returns how many."""
    require_organiser(actor, event)
    return send_again(undelivered(event), actor=SYSTEM)


def post(purpose: str, registration: Registration, words: Mapping[str, Any] | None = None) -> Mail | None:
    """Put the mail `meet/mail/<purpose>.txt` for a registered person into the outbox.

    The template knows `event`, `registration`, `link` (the personal page), `instance` and what `words` adds;
    times are shown in the zone of the event. Returns None, and tells nobody, once the event is over or cancelled.
    """
    event = registration.event
    if purpose not in BY_HAND and not may(event, Deed.TELL, Role.MACHINE, timezone.now()):
        return None
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
