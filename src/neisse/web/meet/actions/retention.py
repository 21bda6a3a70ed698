"""Forgetting people: when the time of keeping is over, or when a person asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from neisse.web.core.actions.mail import forget_mails
from neisse.web.core.models import key_of
from neisse.web.meet.actions.registration import LIVE, withdraw
from neisse.web.meet.models import MeetingProfile, MeetingRequest, Registration, Wish


@transaction.atomic
def forget_people(now: datetime) -> int:
    """Erase who took part once the time of keeping is over; numbers stay. Invented people are kept."""
    over = Registration.objects.filter(keep_until__lte=timezone.localdate(now), invented=False).exclude(
        name=""
    )
    rows = list(over[:500])
    for row in rows:
        erase(row)
    return len(rows)


def erase(registration: Registration) -> None:
    """Take out of a registration who it was; state, group and country stay for the count."""
    forget_mails(
        about=[key_of(registration)],
        words=[registration.name],
        group=key_of(registration.event),
    )
    registration.name, registration.email = "", f"erased-{registration.pk}@example.invalid"
    registration.organisation = registration.user = None
    registration.organisation_name = registration.office = ""
    registration.answers, registration.languages = {}, []
    registration.skip_history_when_saving = True  # type: ignore[attr-defined]
    registration.save()
    registration.changes.all().delete()
    erase_meetings(registration)


def erase_meetings(registration: Registration) -> None:
    """Take out of the meetings what somebody wrote; that two people met stays for the count, without names."""
    MeetingProfile.objects.filter(registration=registration).delete()
    Wish.objects.filter(Q(wisher=registration) | Q(other=registration)).delete()
    MeetingRequest.objects.filter(asker=registration).update(message="")
    own = Q(asker=registration) | Q(asked=registration)
    MeetingRequest.objects.filter(asked=registration).update(answer="")
    MeetingRequest.objects.filter(own).update(digest=None)
    registration.meeting_feedback.update(note="")
    registration.meeting_changes.all().delete()
    registration.feed_tokens.all().delete()


def erase_meetings_of(user: Any) -> None:
    """Erase what a user said for meetings, by login or under the same address."""
    for row in Registration.objects.filter(Q(user=user) | Q(email__iexact=user.email)):
        erase_meetings(row)


def erase_registrations_of(user: Any) -> None:
    """Erase what a user registered, by login or under the same address; places at coming events become free."""
    for row in Registration.objects.filter(Q(user=user) | Q(email__iexact=user.email)):
        if row.state in LIVE and timezone.now() < row.event.starts_at:
            withdraw(row)
        erase(Registration.objects.get(pk=row.pk))
