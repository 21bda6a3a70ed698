"""Whose entries are to be confirmed: nobody did, or changed them, for a year, and nobody was asked for a year."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neisse.web.record.models import Campaign, Measure, Organisation, Recipient, Visibility
from neisse.web.record.models.provenance import FRESH


def to_ask(day: date) -> QuerySet[Organisation]:
    """Organisations that are due on a day, by key. Invented ones never; nobody who said that they take no part.

    Due is an organisation that is old itself, or that owns a plan ahead that is. One that a manager asks just now is
    left to that question.
    """
    last = day - FRESH
    old = (Q(confirmed_on=None) | Q(confirmed_on__lte=last)) & Q(updated_at__date__lte=last)
    ahead = Q(end__gt=day) | Q(end=None)
    plans = Measure.objects.filter(old, ahead, owner=OuterRef("pk"), invented=False)
    told = Recipient.objects.filter(link__organisation=OuterRef("pk"), mailed_at__isnull=False)
    asked = told.filter(Q(campaign__year__isnull=False, mailed_at__date__gt=last))
    being_asked = told.filter(campaign__state=Campaign.State.OPEN, campaign__open_until__gt=day, answer="")
    refused = told.filter(campaign__year__isnull=False, answer=Recipient.Answer.REFUSED)
    rows = Organisation.objects.filter(
        old | Q(Exists(plans.exclude(visibility=Visibility.BLIND))), invented=False
    )
    return rows.exclude(Exists(asked)).exclude(Exists(being_asked)).exclude(Exists(refused)).order_by("key")
