"""What the holder of a personal link answers to a campaign, and what the coordinators say to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import denied
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import key_of
from neisse.web.core.queries import today
from neisse.web.record.actions.store import store
from neisse.web.record.links import address_of
from neisse.web.record.models import Campaign, IntakeLink, IntakeSubmission, Measure, Organisation, Recipient
from neisse.web.record.queries.campaign import entries_of, entry_name

WITHOUT_PLANS = (Recipient.Answer.NOTHING, Recipient.Answer.REFUSED)


def require_holder(link: IntakeLink, actor: Any) -> None:
    """Raise DeniedError unless the actor is who holds this link."""
    if actor is not SYSTEM and not (isinstance(actor, IntakeLink) and actor.pk == link.pk):
        raise denied("intake")


def note_answer(link: IntakeLink, answer: str, note: str = "") -> None:
    """Note at the campaign of a link, if it has one, that an answer came; `campaign.closed` where it has ended."""
    asked = (
        Recipient.objects.select_for_update(of=("self",)).filter(link=link).select_related("campaign").first()
    )
    if asked is None:
        return
    if asked.campaign.state == Campaign.State.CLOSED:
        text = say("this round of questions has ended")
        raise NeisseError("campaign.closed", str(asked.campaign), text, say("write to the coordinators"))
    now = timezone.now()
    asked.answer, asked.answered_at, asked.note = answer, now, note[:2000]
    asked.opened_at = asked.opened_at or now
    asked.save(update_fields=["answer", "answered_at", "note", "opened_at"])


@transaction.atomic
def answer_without_plans(link: IntakeLink, answer: str, *, note: str = "", actor: Any) -> None:
    """“Nothing planned”, or “we take no part”: an answer like others, after which nobody is reminded."""
    require_holder(link, actor)
    if answer not in WITHOUT_PLANS:
        raise denied("intake")
    IntakeLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    note_answer(link, answer, note)


@transaction.atomic
def confirm_entries(link: IntakeLink, seen: Collection[str], *, actor: Any) -> int:
    """“Still right”: note today on every entry that was looked at (`entry_name`) and is as it was then.

    Returns how many were changed meanwhile and stay as they are. Only for who was asked by a campaign.
    """
    require_holder(link, actor)
    if not Recipient.objects.filter(link=link).exists():
        raise denied("intake")
    note_answer(link, Recipient.Answer.RIGHT)
    IntakeLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    rows = entries_of(link)
    for kind, model in (("organisation", Organisation), ("measure", Measure)):
        same = [row for row in rows if isinstance(row, model) and entry_name(row) in seen]
        day = today().isoformat()
        said = [{"id": row.key, "confirmed_on": day} for row in same]
        store(kind, said, actor=SYSTEM, reason="still right, said through a personal link")
    return sum(entry_name(row) not in seen for row in rows)


def note_opened(link: IntakeLink, *, actor: Any) -> None:
    """Note that a person looks at the page of a link; the first time counts."""
    require_holder(link, actor)
    Recipient.objects.filter(link=link, opened_at=None).update(opened_at=timezone.now())


def tell_sender(submission: IntakeSubmission, *, is_question: bool = False) -> None:
    """Mail what the coordinators said to who sent something; the page of the link says it too."""
    asked = (
        Recipient.objects.filter(link=submission.link_id)
        .select_related("campaign", "link__organisation")
        .first()
    )
    if asked is None or not asked.address or not submission.answer:
        return
    words = {
        "recipient": asked,
        "submission": submission,
        "is_question": is_question,
        "link": address_of(asked),
    }
    template = "record/mail/campaign_answer.txt"
    post_rendered(
        "campaign_answer",
        asked.address,
        template,
        words,
        language=asked.link.language,
        about=key_of(asked),
        group=key_of(asked.campaign),
    )
