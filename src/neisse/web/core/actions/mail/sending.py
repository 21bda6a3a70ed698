"""Sending: claim a mail, hand it over outside any transaction, note how it ended. Two senders never send the same.

Every note is one statement that asks for the claim, so that a sender that was away longer than its lease changes
nothing any more. What a sender that was killed leaves behind is settled by the next round: before `handing over`
the mail waits again, after it nobody knows, and a person decides (decision 10).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import charset
from email.utils import format_datetime
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.encoding import punycode

from neisse.web.core.actions.mail.folder import Folder
from neisse.web.core.actions.mail.outcome import LaterError, NotOursError, RefusedError, UncertainError
from neisse.web.core.actions.mail.server import RECEIPT, WHOLE, Server
from neisse.web.core.models import Mail

State = Mail.State
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))
AT_ONCE = 50
NOTES_TRIED = 5
PLAIN = charset.Charset("utf-8")
PLAIN.body_encoding = charset.QP  # a server that knows seven bits only changes nothing


class Carrier(Protocol):
    """Takes a mail to where it goes."""

    def carry(self, letter: EmailMessage, before: Callable[[], None]) -> None:
        """Hand a mail over; calls `before` right before it becomes uncertain whether it was taken."""

    def close(self) -> None:
        """Let go of what is open."""


class Backend:
    """Any other backend of Django, such as the one that tests look into."""

    def carry(self, letter: EmailMessage, before: Callable[[], None]) -> None:
        """One call: everything in it is uncertain."""
        before()
        get_connection().send_messages([letter])

    def close(self) -> None:
        """Nothing is kept open."""


def carrier() -> Carrier:
    """The mail server, or the folder where none is named."""
    kinds: dict[str, type[Carrier]] = {"smtp": Server, "filebased": Folder}
    return kinds.get(settings.EMAIL_BACKEND.split(".")[-2], Backend)()


def letter_of(mail: Mail) -> EmailMessage:
    """The mail as it travels: plain text, the same bytes at every attempt; refused where the address is none."""
    try:
        validate_email(mail.to)
        local, _at, domain = mail.to.rpartition("@")
        to = f"{local}@{punycode(domain)}"
        to.encode("ascii")
    except (ValidationError, UnicodeError) as error:
        raise RefusedError("not an address for a mail") from error
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    letter = EmailMessage(mail.subject, mail.body, to=[to], headers=headers)
    letter.encoding = PLAIN
    return letter


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: how many were sent, and whether the server is in trouble."""

    sent: int
    is_server_down: bool


def send_due(*, stop: Callable[[], bool] = lambda: False) -> Round:
    """Send what is due, urgent mails first, at most 50; ends early where the server is in trouble or `stop` says so.

    Not to be called inside a transaction.
    """
    settle_expired()
    taken, sent = carrier(), 0
    try:
        for _ in range(AT_ONCE):
            mail = None if stop() else claim()
            if mail is None:
                break
            sent += _deliver(taken, mail, stop)
    except LaterError:
        return Round(sent, is_server_down=True)
    finally:
        taken.close()
    return Round(sent, is_server_down=False)


def settle_expired() -> None:
    """What a sender left behind that did not come back: it waits again, or was perhaps sent."""
    now = timezone.now()
    left = Mail.objects.filter(leased_until__lt=now)
    left.filter(state=State.SENDING).update(state=State.WAITING, claim="", leased_until=None, due_at=now)
    left.filter(state=State.HANDING_OVER).update(state=State.PERHAPS_SENT, leased_until=None)


def claim() -> Mail | None:
    """Take the next mail that is due, for the length of a dialogue; None where nobody left one."""
    now = timezone.now()
    due = Mail.objects.filter(state=State.WAITING, due_at__lte=now)
    for pk in due.order_by("-is_urgent", "due_at", "pk").values_list("pk", flat=True)[:10]:
        token = uuid4().hex
        if due.filter(pk=pk).update(state=State.SENDING, claim=token, leased_until=now + lease(WHOLE)):
            return Mail.objects.filter(pk=pk, claim=token).first()
    return None


def lease(limits: int) -> timedelta:
    """How long a sender may hold a mail for a part of the dialogue with so many time limits."""
    return timedelta(seconds=(limits + 2) * settings.MAIL_TIMEOUT_S)


def _deliver(taken: Carrier, mail: Mail, stop: Callable[[], bool]) -> bool:
    """Send one claimed mail and note how it ended; `LaterError` goes on where the server is in trouble."""

    def before() -> None:
        until = timezone.now() + lease(1 + RECEIPT)
        if stop() or not note(mail, State.HANDING_OVER, leased_until=until):
            raise NotOursError

    try:
        taken.carry(letter_of(mail), before)
    except NotOursError:
        note(mail, State.WAITING, claim="")
    except RefusedError as error:
        note(mail, State.FAILED, attempts=mail.attempts + 1, error=str(error)[:300])
    except UncertainError as error:
        note(mail, State.PERHAPS_SENT, attempts=mail.attempts + 1, error=str(error)[:300])
    except LaterError as error:
        put_off(mail, str(error))
        if error.of_server:
            raise
    else:
        return note_sent(mail)
    return False


def put_off(mail: Mail, error: str) -> None:
    """The next attempt after the next pause; after the last one the mail has failed."""
    fields: dict[str, Any] = {"attempts": mail.attempts + 1, "error": error[:300]}
    if mail.attempts < len(PAUSES):
        due_at = timezone.now() + PAUSES[mail.attempts]
        note(mail, State.WAITING, claim="", due_at=due_at, **fields)
    else:
        note(mail, State.FAILED, **fields)


def note_sent(mail: Mail) -> bool:
    """Note that a mail went out, and erase its text; a busy database is asked again: this note must not be lost."""
    for attempt in range(NOTES_TRIED):
        try:
            return note(
                mail,
                State.SENT,
                attempts=mail.attempts + 1,
                sent_at=timezone.now(),
                body="",
                error="",
            )
        except OperationalError:
            connection.close()
            time.sleep(attempt)
    return False


def note(mail: Mail, state: State, **fields: Any) -> bool:
    """Note how far a claimed mail is; False where the claim is no longer ours, and then nothing is noted."""
    before = {
        State.HANDING_OVER: [State.SENDING],
        State.SENT: [State.SENDING, State.HANDING_OVER, State.PERHAPS_SENT],
    }
    held = Mail.objects.filter(pk=mail.pk, claim=mail.claim, state__in=before.get(state, before[State.SENT]))
    return bool(held.update(state=state, **{"leased_until": None, **fields}))
