"""The outbox: mails are written in the transaction of what they tell of, and sent afterwards by a task."""

from __future__ import annotations

from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from neisse.web.core.events import Changed, publish
from neisse.web.core.queries import the_instance
from neisse.web.meet.links import absolute, personal_path
from neisse.web.meet.models import Event, Mail, Registration

MOST_ATTEMPTS = 5
AT_ONCE = 200


def post(
    purpose: str, registration: Registration, words: Mapping[str, Any] | None = None, *, template: str = ""
) -> Mail:
    """Put the mail `meet/mail/<purpose>.txt` for a registered person into the outbox, in their language.

    The first line of the template is the subject. It knows `event`, `registration`, `link` (the personal
    page), `instance` and what `words` adds; times are shown in the zone of the event.
    """
    event = registration.event
    link = absolute(event, personal_path(registration))
    known = {"event": event, "registration": registration, "link": link, **(words or {})}
    mail = write(
        event, registration.email, registration.language, template or f"meet/mail/{purpose}.txt", known
    )
    mail.purpose, mail.registration = purpose, registration
    mail.save()
    publish(Changed("stored", "mail", (mail.pk,), (purpose,)))
    return mail


def write(event: Event, to: str, language: str, template: str, words: Mapping[str, Any]) -> Mail:
    """A mail (not stored yet) from a template in a language."""
    with translation.override(language), timezone.override(event.tz):
        text = render_to_string(template, {"instance": the_instance(), **words}).strip()
    subject, _line, body = text.partition("\n")
    return Mail(
        event=event, to=to, language=language, subject=subject.strip()[:300], body=body.strip() + "\n"
    )


def send_waiting() -> int:
    """Send what waits, oldest first; returns how many went out.

    A mail is locked while it is sent, so that two processes do not send it twice; one that fails is tried
    again by the next call, five times in all.
    """
    sent = 0
    for pk in Mail.objects.filter(state=Mail.State.WAITING).values_list("pk", flat=True)[:AT_ONCE]:
        sent += send_one(pk)
    return sent


def send_one(pk: int) -> bool:
    """Send one mail if nobody else does; its text goes with it, because it may hold a secret link."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=pk, state=Mail.State.WAITING).first()
        if mail is None:
            return False
        mail.attempts += 1
        try:
            EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
        except (SMTPException, OSError) as error:
            mail.error = f"{type(error).__name__}: {error}"[:300]
            mail.state = Mail.State.FAILED if mail.attempts >= MOST_ATTEMPTS else Mail.State.WAITING
        else:
            mail.state, mail.sent_at, mail.body, mail.error = Mail.State.SENT, timezone.now(), "", ""
        mail.save()
        return mail.state == Mail.State.SENT


def send_again(mail: Mail) -> None:
    """Put a failed mail back into the queue."""
    Mail.objects.filter(pk=mail.pk, state=Mail.State.FAILED).update(state=Mail.State.WAITING, attempts=0)
    publish(Changed("stored", "mail", (mail.pk,), (mail.purpose,)))
