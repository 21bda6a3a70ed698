"""Proposed partners, and what organisations say to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.intersect.bridge import Proposed
from neisse.web.intersect.models import PartnerFeedback, PartnerProposal, ProfileType
from neisse.web.record.actions import store
from neisse.web.record.bridge import to_object
from neisse.web.record.models import Organisation

ALLOWED = "intersect.answer_partner"


@transaction.atomic
def keep_proposals(found: Iterable[Proposed]) -> None:
    """Replace all partner proposals."""
    PartnerProposal.objects.all().delete()
    PartnerProposal.objects.bulk_create(
        [
            PartnerProposal(
                a_id=p.a,
                b_id=p.b,
                score=p.score,
                offers_to_b=p.offers_to_b,
                offers_to_a=p.offers_to_a,
                reasons=p.reasons,
            )
            for p in found
        ],
        batch_size=500,
    )


def answer_partner(
    organisation: Organisation, partner: Organisation, answer: str, note: str = "", *, actor: Any
) -> None:
    """Keep what an organisation says to a proposed partner; the next computation takes it into account."""
    require(actor, ALLOWED, organisation)
    PartnerFeedback.objects.update_or_create(
        organisation=organisation,
        partner=partner,
        defaults={
            "answer": answer,
            "note": note,
            "given_by": person(actor),
            "given_at": timezone.now(),
        },
    )


def forget_answer(organisation: Organisation, partner: Organisation, *, actor: Any) -> None:
    """Take an answer back; the next computation starts from the texts alone."""
    require(actor, ALLOWED, organisation)
    PartnerFeedback.objects.filter(organisation=organisation, partner=partner).delete()


def confirm_text(organisation: Organisation, text: str, day: date, *, actor: Any) -> None:
    """Say that an offer or need is still valid: a new version of the organisation, so that its history tells it."""
    require(actor, ALLOWED, organisation)
    confirmed = to_object(organisation).get("offers_confirmed") or {}
    fresh = {"id": organisation.key, "offers_confirmed": {**confirmed, text: day.isoformat()}}
    store("organisation", [fresh], actor=actor, reason="still valid")


def set_type(organisation: Organisation, text: str, kind: str, *, actor: Any) -> None:
    """Give an offer or need its type; an empty one takes it away."""
    require(actor, ALLOWED, organisation)
    if kind:
        ProfileType.objects.update_or_create(organisation=organisation, text=text, defaults={"type": kind})
    else:
        ProfileType.objects.filter(organisation=organisation, text=text).delete()
