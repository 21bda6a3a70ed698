"""Writes of the outbox: what is put into it, tried again, put aside and forgotten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from neisse.engine.values import NeisseError
from neisse.web.core.actions.mail.folder import forget_files
from neisse.web.core.actions.rights import require
from neisse.web.core.models import Mail
from neisse.web.core.queries import the_instance

State = Mail.State
KEPT = timedelta(days=90)
# Signs that turn the direction of a line: a name with them makes a subject or a link read as another one.
TURNING = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
REDACTED = "–"
ALLOWED = "core.manage_mails"


def post(
    purpose: str,
    to: str,
    *,
    language: str,
    subject: str,
    body: str,
    about: str = "",
    group: str = "",
    urgent: bool = False,
) -> Mail:
    """Put a mail into the outbox, in the transaction of the caller: a roll-back takes it along.

    `about` and `group` are keys (`key_of`) of whom it is about and of the list it belongs to; `urgent` mails go
    first. Line breaks and direction signs are taken out of the subject; an address with them is refused
    (`mail.address`). One insert, no network.
    """
    address = to.strip()
    if cleaned(address, keep="") != address or len(address) > 320:
        raise NeisseError("mail.address", ascii(to)[:200], "this is not an address for a mail")
    _local, _at, domain = settings.DEFAULT_FROM_EMAIL.strip("<> ").rpartition("@")
    return Mail.objects.create(
        purpose=purpose,
        to=address,
        language=language[:2],
        subject=" ".join(cleaned(subject, keep="").split())[:300],
        body=cleaned(body.replace("\r\n", "\n"), keep="\n\t").strip() + "\n",
        about=about,
        group=group,
        is_urgent=urgent,
        message_id=f"<{uuid4()}@{domain.rstrip('>') or 'localhost'}>",
    )


def post_rendered(
    purpose: str,
    to: str,
    template: str,
    words: Mapping[str, Any],
    *,
    language: str,
    about: str = "",
    group: str = "",
    urgent: bool = False,
) -> Mail:
    """`post` a mail from a template of plain text in a language; its first line is the subject.

    The template knows `words` and `instance`; without a language it is written in the one of the instance.
    """
    instance = the_instance()
    language = language or instance.default_language
    with translation.override(language):
        text = render_to_string(template, {"instance": instance, **words}).strip()
    subject, _line, body = text.partition("\n")
    return post(
        purpose,
        to,
        language=language,
        subject=subject,
        body=body,
        about=about,
        group=group,
        urgent=urgent,
    )


def cleaned(text: str, *, keep: str) -> str:
    """A text with a space for every control sign, line break and direction sign that is not to be kept."""
    return "".join(
        sign
        if sign in keep
        or (unicodedata.category(sign) not in {"Cc", "Zl", "Zp", "Cs"} and ord(sign) not in TURNING)
        else " "
        for sign in text
    )


def send_again(mails: QuerySet[Mail], *, actor: Any) -> int:
    """Let mails that failed or were perhaps sent be tried from the beginning, under the same Message-ID.

    One that waits for its next attempt is tried at once. Returns how many. Needs `core.manage_mails`.
    """
    require(actor, ALLOWED)
    again = mails.filter(state__in=[State.WAITING, *Mail.STUCK]).exclude(body="")
    return again.update(
        state=State.WAITING, attempts=0, error="", claim="", leased_until=None, due_at=timezone.now()
    )


def discard(mails: QuerySet[Mail], *, actor: Any) -> int:
    """Put mails aside that wait, failed or were perhaps sent; their text is erased. Returns how many.

    Needs `core.manage_mails`.
    """
    require(actor, ALLOWED)
    put_aside = mails.filter(state__in=[State.WAITING, *Mail.STUCK])
    return put_aside.update(state=State.DISCARDED, body="", claim="", leased_until=None)


def forget_mails(
    *,
    addresses: Collection[str] = (),
    about: Collection[str] = (),
    words: Collection[str] = (),
    group: str = "",
) -> int:
    """Erase the mails to these addresses, about these keys or of these lists, and what others say of them.

    Other people's mails (of one `group` alone, if given) stay and go out, with a dash for each address and each of
    `words`, such as the name of who is erased. Files of mails in the data folder are erased after the commit. Returns how
    many mails were erased.
    """
    lowered = {address.strip().lower() for address in addresses if address.strip()}
    own = Q(about__in=list(about)) | Q(group__in=list(about))
    for address in lowered:
        own |= Q(to__iexact=address)
    count, _by_model = Mail.objects.filter(own).delete()
    named = lowered | {word.strip() for word in words if word.strip()}
    others = Mail.objects.filter(group=group) if group else Mail.objects.all()
    for word in sorted(named, key=len, reverse=True):
        sign = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        for mail in others.filter(
            Q(subject__icontains=word) | Q(body__icontains=word) | Q(error__icontains=word)
        ):
            parts = {name: sign.sub(REDACTED, getattr(mail, name)) for name in ("subject", "body", "error")}
            Mail.objects.filter(pk=mail.pk).update(**parts)
    if lowered:
        transaction.on_commit(lambda: forget_files(lowered))
    return count


def forget_old_mails(now: datetime) -> int:
    """Forget mails 90 days after they were written, however they ended; those that still wait stay."""
    ended = [State.SENT, State.DISCARDED, *Mail.STUCK]
    return Mail.objects.filter(state__in=ended, created_at__lt=now - KEPT).delete()[0]
