"""Forgetting people: when the time of keeping is over, or when a person asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import timezone

from neisse.web.core.actions.mail import forget_mails
from neisse.web.core.actions.personal import erase_subject
from neisse.web.core.actions.retention import BATCH, delete_batch
from neisse.web.core.actors import SYSTEM
from neisse.web.core.links import new_secret
from neisse.web.core.models import Erasure, key_of
from neisse.web.core.personal import Subject
from neisse.web.meet.actions.keeping_time import kept_until
from neisse.web.meet.actions.registration import LIVE, withdraw
from neisse.web.meet.actions.rights import require_holder
from neisse.web.meet.links import digest_of_seed
from neisse.web.meet.models import (
    DelegationMember,
    Event,
    MeetingProfile,
    MeetingRequest,
    Registration,
    Speaker,
    TableNote,
    TopicTable,
    Wish,
)
from neisse.web.meet.rules.clock import Deed, Role, may

UNCONFIRMED_KEPT = timedelta(days=30)
TRAVELLERS_KEPT = timedelta(days=90)


def forget_people(now: datetime) -> int:
    """Erase a batch of people whose day has come where the event takes place; numbers stay. Examples are kept."""
    rows = list(due_registrations(now).select_related("event")[:BATCH])
    for row in rows:
        erase(row)
    return len(rows)


def due_registrations(now: datetime) -> Any:
    """Registrations whose time of keeping is over: `keep_until` is the first day without them, in the event's zone."""
    kept = Registration.objects.filter(invented=False).exclude(name="")
    over = Q(pk__in=[])
    for zone in kept.order_by().values_list("event__zone", flat=True).distinct():
        over |= Q(event__zone=zone, keep_until__lte=timezone.localdate(now, ZoneInfo(zone)))
    return kept.filter(over).order_by("pk")


def forget_unconfirmed(now: datetime) -> int:
    """Registrations that nobody confirmed within 30 days: the address may be somebody else's."""
    old = Registration.objects.filter(state=Registration.State.UNCONFIRMED, invented=False)
    return delete_batch(old.filter(consent_at__lt=now - UNCONFIRMED_KEPT))


def forget_travellers(now: datetime) -> int:
    """Who travelled with a delegation that came home 90 days ago. Examples are kept."""
    home = DelegationMember.objects.filter(delegation__invented=False).annotate(
        home_at=Max("delegation__stops__leaves_at")
    )
    pks = list(home.filter(home_at__lt=now - TRAVELLERS_KEPT).values_list("pk", flat=True)[:BATCH])
    DelegationMember.objects.filter(pk__in=pks).delete()
    return len(pks)


def forget_hosts(now: datetime) -> int:
    """Who hosted tables and wrote notes at an event whose time of keeping is over."""
    over = [
        event.pk
        for event in Event.objects.filter(invented=False, ends_at__lt=now)
        if kept_until(event) <= timezone.localdate(now, event.tz)
    ]
    tables = TopicTable.objects.filter(session__event__in=over).exclude(host_name="")
    notes = TableNote.objects.filter(table__session__event__in=over).exclude(author_name="")
    hosts = list(tables.values_list("pk", flat=True)[:BATCH])
    authors = list(notes.values_list("pk", flat=True)[:BATCH])
    gone = TopicTable.objects.filter(pk__in=hosts).update(host_name="")
    return gone + TableNote.objects.filter(pk__in=authors).update(author_name="")


def erase(registration: Registration) -> None:
    """Take out of a registration who it was; state, group and country stay for the count."""
    forget_mails(about=[key_of(registration)], words=[registration.name], group=key_of(registration.event))
    seed = new_secret()
    Registration.objects.filter(pk=registration.pk).update(
        name="",
        email=f"erased-{registration.pk}@example.invalid",
        organisation=None,
        user=None,
        organisation_name="",
        office="",
        answers={},
        languages=[],
        link_seed=seed,
        digest=digest_of_seed(seed),
    )
    registration.history.update(
        organisation=None, organisation_name="", office="", languages=[], user=None, history_user=None
    )
    registration.changes.all().delete()
    registration.seats.all().delete()
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


def erase_registrations(subject: Subject) -> int:
    """Erase what a person registered; places at coming events become free."""
    rows = list(Registration.objects.filter(pk__in=subject.pks("meet.registration")).exclude(name=""))
    now = timezone.now()
    for row in rows:
        coming = now < row.event.starts_at and may(row.event, Deed.WITHDRAW, Role.ORGANISER, now)
        if row.state in LIVE and coming:
            withdraw(row, actor=SYSTEM)
        erase(Registration.objects.get(pk=row.pk))
    return len(rows)


def erase_by_link(registration: Registration, *, actor: Any) -> Erasure:
    """Erase what a person registered, asked for by their personal link.

    A confirmed address was proven to be theirs: what stands under it at other events goes too, and the address goes
    out of every text. The name is what somebody typed: it goes out of the rows and mails of their registrations only.
    """
    require_holder(actor, registration)
    proven = {registration.email.lower()} if registration.confirmed_at else set()
    start = Subject(frozenset({("meet.registration", registration.pk)}), addresses=frozenset(proven))
    found = frozenset(
        Registration.objects.filter(Q(pk=registration.pk) | Q(email__in=proven)).values_list("pk", flat=True)
    )
    rows = frozenset(("meet.registration", pk) for pk in found)
    return erase_subject(replace(start, rows=rows), way=Erasure.Way.LINK)


def erase_travellers(subject: Subject) -> int:
    """Take a person out of delegations and programmes."""
    travellers = DelegationMember.objects.filter(pk__in=subject.pks("meet.delegationmember"))
    speakers = Speaker.objects.filter(pk__in=subject.pks("meet.speaker"))
    return int(travellers.delete()[0] + speakers.delete()[0])


def erase_workshops(subject: Subject) -> int:
    """Take a person's name off tables that they hosted and notes that they wrote."""
    tables = TopicTable.objects.filter(pk__in=subject.pks("meet.topictable")).update(host_name="")
    notes = TableNote.objects.filter(pk__in=subject.pks("meet.tablenote")).update(author_name="")
    return tables + notes
