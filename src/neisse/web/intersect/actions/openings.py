"""Opening an overlap with a blind plan: only both sides together can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.accounts.models import User
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.kept import forget as forget_kept
from neisse.web.core.models import key_of
from neisse.web.intersect.models import Consent, Overlap
from neisse.web.intersect.queries.openings import other_side, speakers_of
from neisse.web.intersect.rules.seen import opened_consents
from neisse.web.record.models import Measure

WITHDRAWN = "withdrawn"


@transaction.atomic
def answer_notice(pair: Overlap, own: Measure, answer: str, *, actor: Any, address: str = "") -> bool:
    """Keep the answer of the owner of `own`: agreed, closed or withdrawn; returns whether the pair is open now.

    What is open cannot be taken back (`opening.open`): the other side has read it. Mails go to the other side when
    one side agrees and to both when the overlap opens; `address` is the head of their links. The mail of a first
    consent says no more than the notice does, not even that somebody agreed.
    """
    other = other_side(pair, own)
    # Both sides may answer at the same time: whoever comes second must see the first.
    rows = Measure.objects.select_for_update(of=("self",)).filter(pk__in=[own.pk, other.pk])
    sides = {row.pk: row for row in rows.order_by("pk")}
    own, other = sides[own.pk], sides[other.pk]
    require(actor, "intersect.answer_notice", own)
    if opened_consents().filter(measure=own, other=other).exists():
        raise NeisseError("opening.open", str(pair.pk), "both sides have opened this overlap already")
    consent = Consent.objects.filter(measure=own, other=other).first() or Consent(measure=own, other=other)
    agreed_before = consent.answer == Consent.Answer.AGREED and consent.organisation_id == own.owner_id
    if answer == WITHDRAWN:
        answer = Consent.Answer.NONE
    consent.answer, consent.organisation, consent.given_by = answer, own.owner, person(actor)
    consent.save()
    if answer != Consent.Answer.AGREED or agreed_before:
        return False
    is_open = opened_consents().filter(measure=own, other=other).exists()
    if is_open:
        forget_kept()
    told = [*speakers_of(own), *speakers_of(other)] if is_open else speakers_of(other)
    link = address.rstrip("/") + reverse("intersect:overlap", args=[pair.pk])
    tell(told, "opened" if is_open else "asked", link)
    return is_open


def tell(people: Iterable[User], what: str, link: str) -> None:
    """Mail `intersect/mail/<what>.txt` to each in their language; the first line is the subject.

    A mail names no plan: it travels in the open.
    """
    for user in dict.fromkeys(people):
        words = {"link": link, "user": user}
        template = f"intersect/mail/{what}.txt"
        post_rendered(
            f"overlap_{what}", user.email, template, words, language=user.language, about=key_of(user)
        )
