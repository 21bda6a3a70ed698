"""Campaigns: whom to ask, sending once, closing and opening again. Only managers; nothing is sent by one tap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core import later
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.links import new_secret
from neisse.web.core.models import key_of
from neisse.web.record.actions.intake import ALLOWED, make_link
from neisse.web.record.links import address_of, secret_of_seed
from neisse.web.record.models import Campaign, IntakeLink, Organisation, Recipient

State = Campaign.State
EDITABLE = (
    "title_de", "title_pl", "title_en", "text_de", "text_pl", "text_en", "open_until", "every_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to be asked for the plans of an organisation."""

    organisation: Organisation
    name: str
    address: str
    language: str


@transaction.atomic
def keep_campaign(campaign: Campaign, *, actor: Any) -> Campaign:
    """Store what the form says; a later deadline lets the links open longer."""
    require(actor, ALLOWED)
    if campaign._state.adding:
        campaign.created_by = person(actor)
        campaign.save()
    else:
        campaign.save(update_fields=EDITABLE)
    IntakeLink.objects.filter(recipient__campaign=campaign).update(expires_at=campaign.links_end_at)
    return campaign


@transaction.atomic
def add_recipients(campaign: Campaign, asked: Iterable[Asked], *, actor: Any) -> int:
    """Add who is not on the list yet; returns how many. Nobody is written to by this.

    An address that is none is refused (`mail.address`), a campaign that has ended too (`campaign.closed`).
    """
    require(actor, ALLOWED)
    campaign = held(campaign)
    if campaign.state == State.CLOSED:
        raise _closed(campaign)
    known = {
        (organisation, address.casefold())
        for organisation, address in campaign.recipients.values_list("link__organisation", "address")
    }
    added = 0
    for each in asked:
        address = checked_address(each.address)
        if (each.organisation.pk, address.casefold()) not in known:
            known.add((each.organisation.pk, address.casefold()))
            _add(campaign, each, address, actor)
            added += 1
    return added


def _add(campaign: Campaign, each: Asked, address: str, actor: Any) -> None:
    seed = new_secret()
    days = max(1, (campaign.links_end_at - timezone.now()).days)
    link, _secret = make_link(
        each.organisation,
        addressee=each.name,
        language=each.language,
        days=days,
        actor=actor,
        secret=secret_of_seed(seed),
    )
    Recipient.objects.create(campaign=campaign, link=link, seed=seed, name=each.name, address=address)


def checked_address(address: str) -> str:
    """An address to which a mail can go; `mail.address` else."""
    try:
        validate_email(address.strip())
    except ValidationError:
        raise NeisseError("mail.address", ascii(address)[:200], "this is not an address for a mail") from None
    return address.strip()


@transaction.atomic
def remove_recipient(recipient: Recipient, *, actor: Any) -> None:
    """Take somebody off the list who was not written to yet; who was, has a link that can be revoked."""
    require(actor, ALLOWED)
    row = Recipient.objects.select_for_update(of=("self",)).filter(pk=recipient.pk, mailed_at=None).first()
    if row is None:
        text = say("this recipient was written to already")
        raise NeisseError("campaign.mailed", str(recipient), text, say("revoke the personal link"))
    row.link.delete()


@transaction.atomic
def send(campaign: Campaign, *, web_address: str, actor: Any) -> int:
    """Begin to write to everybody who was not written to yet; returns how many. The mails are written by a worker.

    Errors: `campaign.closed`, `campaign.over` after the deadline, `campaign.nobody`.
    """
    require(actor, ALLOWED)
    campaign = held(campaign)
    if campaign.state == State.CLOSED:
        raise _closed(campaign)
    if timezone.now() >= campaign.ends_at:
        text = say("the deadline has passed")
        raise NeisseError("campaign.over", str(campaign), text, say("extend the deadline first"))
    waiting = campaign.recipients.filter(mailed_at=None).exclude(address="").count()
    if not waiting:
        raise NeisseError(
            "campaign.nobody", str(campaign), say("nobody waits for this mail"), say("add recipients")
        )
    campaign.state, campaign.web_address = State.OPEN, web_address[:200]
    campaign.sent_at = campaign.sent_at or timezone.now()
    campaign.save(update_fields=["state", "web_address", "sent_at"])
    later.once(send_mails, campaign.pk)
    return waiting


@later.work(repeats=True)
def send_mails(pk: int) -> int:
    """One mail to each who was not written to yet; cut off and done again, nobody gets a second one."""
    rows = Recipient.objects.filter(campaign=pk, mailed_at=None).exclude(address="").order_by("pk")
    return sum(_ask_once(row, timezone.now()) for row in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _ask_once(pk: int, now: datetime) -> int:
    """The mail and the note that it is written, in one transaction."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("campaign", "link__organisation")
    row = rows.filter(pk=pk, mailed_at=None, campaign__state=State.OPEN).exclude(address="").first()
    if row is None:
        return 0
    post_rendered(
        "campaign",
        row.address,
        "record/mail/campaign.txt",
        {"campaign": row.campaign, "recipient": row, "link": address_of(row)},
        language=row.link.language,
        about=key_of(row),
        group=key_of(row.campaign),
    )
    row.mailed_at = now
    row.save(update_fields=["mailed_at"])
    return 1


@transaction.atomic
def close(campaign: Campaign, *, actor: Any) -> None:
    """End a campaign: no answers, no reminders, and what was not written yet is not."""
    require(actor, ALLOWED)
    campaign = held(campaign)
    if campaign.state == State.OPEN:
        campaign.state, campaign.closed_at = State.CLOSED, timezone.now()
        campaign.save(update_fields=["state", "closed_at"])


@transaction.atomic
def reopen(campaign: Campaign, *, actor: Any) -> None:
    """Let a campaign that has ended take answers again; who was added before it ended is written to only when it is sent."""
    require(actor, ALLOWED)
    campaign = held(campaign)
    if campaign.state == State.CLOSED:
        campaign.state, campaign.closed_at = State.OPEN, None
        campaign.save(update_fields=["state", "closed_at"])


@transaction.atomic
def drop(campaign: Campaign, *, actor: Any) -> None:
    """Delete a campaign by which nobody was written to, with its links."""
    require(actor, ALLOWED)
    campaign = held(campaign)
    if campaign.state != State.DRAFT:
        text = say("people were written to already")
        raise NeisseError("campaign.mailed", str(campaign), text, say("end it instead"))
    IntakeLink.objects.filter(recipient__campaign=campaign).delete()
    campaign.delete()


def held(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _closed(campaign: Campaign) -> NeisseError:
    text = say("this round of questions has ended")
    return NeisseError("campaign.closed", str(campaign), text, say("open it again first"))
