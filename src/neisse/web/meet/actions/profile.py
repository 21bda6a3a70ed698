"""What participants say for their meetings: profile, absences, wishes, and afterwards feedback."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core import later
from neisse.web.intersect.actions.overlaps import keep_vectors
from neisse.web.meet.actions.notices import notice
from neisse.web.meet.actions.places import locked, move
from neisse.web.meet.actions.reminders import plan_reminder
from neisse.web.meet.actions.requests import leave_meetings
from neisse.web.meet.actions.rights import is_holder, require_holder, require_holder_or_organiser
from neisse.web.meet.bridge.proposals import encode_profile
from neisse.web.meet.models import (
    Absence,
    MeetingChange,
    MeetingFeedback,
    MeetingProfile,
    MeetingRequest,
    MeetingSlot,
    Registration,
    Wish,
)
from neisse.web.meet.queries.requests import of_person
from neisse.web.meet.rules.clock import Deed, Role, require_now

SHOWN = (
    "takes_part",
    "offers",
    "needs",
    "topics",
    "max_meetings",
    "min_break",
    "max_in_a_row",
    "keeps_lunch",
)


@transaction.atomic
def keep_profile(registration: Registration, fields: Mapping[str, Any], *, actor: Any) -> MeetingProfile:
    """Keep what somebody shows the others, and the languages they speak; who steps out ends their requests.

    Errors: `profile.no_place` for who has no place at the event.
    """
    registration.event = event = locked(registration.event)
    require_holder(actor, registration)
    require_now(event, Deed.MEET, Role.PERSON, timezone.now())
    if registration.state != Registration.State.REGISTERED:
        text = say("only who has a place at the event can take part in its meetings")
        raise NeisseError("profile.no_place", str(registration), text, say("register first"))
    said = {name: fields[name] for name in SHOWN if name in fields}
    profile, is_new = MeetingProfile.objects.update_or_create(
        registration=registration, defaults=said | {"changed_at": timezone.now()}
    )
    if "languages" in fields and fields["languages"] != registration.languages:
        registration.languages = fields["languages"]
        move(registration, registration.state, "languages for the meetings")
    later.once(encode, profile.pk)
    if not profile.takes_part:
        leave_meetings(registration)
    if (
        is_new
        and not MeetingProfile.objects.filter(registration__event=event).exclude(pk=profile.pk).exists()
    ):
        plan_reminder(event)
    return profile


@transaction.atomic
def set_absences(profile: MeetingProfile, slots: Collection[MeetingSlot], *, actor: Any) -> None:
    """Say in which slots somebody cannot meet. Where a published meeting is touched the organiser is told."""
    registration = profile.registration
    event = locked(registration.event)
    require_holder(actor, registration)
    require_now(event, Deed.MEET, Role.PERSON, timezone.now())
    wanted, known = {slot.pk for slot in slots}, set(profile.absences.values_list("slot_id", flat=True))
    profile.absences.exclude(slot__in=wanted).delete()
    Absence.objects.bulk_create(Absence(profile=profile, slot_id=pk) for pk in sorted(wanted - known))
    touched = registration.meeting_seats.filter(version__state="published", slot__in=wanted - known)
    for seat in touched.select_related("slot"):
        notice(event, MeetingChange.Kind.ABSENT, registration=registration, slot=seat.slot)
    event.meeting_changes.filter(
        kind=MeetingChange.Kind.ABSENT, state="open", registration=registration, slot__in=known - wanted
    ).delete()


def set_wish(wisher: Registration, other: Registration, kind: str, *, actor: Any) -> None:
    """Must, gladly, no, never, or (empty) nothing; the other person never sees it (`wish.stranger`)."""
    require_holder_or_organiser(actor, wisher)
    role = Role.PERSON if is_holder(actor, wisher) else Role.ORGANISER
    require_now(wisher.event, Deed.MEET, role, timezone.now())
    if wisher.pk == other.pk or wisher.event_id != other.event_id:
        text = say("a wish is about another person of the same event")
        raise NeisseError("wish.stranger", str(other), text, say("choose somebody else"))
    if kind:
        Wish.objects.update_or_create(
            wisher=wisher, other=other, defaults={"kind": kind, "event_id": wisher.event_id}
        )
    else:
        Wish.objects.filter(wisher=wisher, other=other).delete()


@transaction.atomic
def give_feedback(
    request: MeetingRequest, registration: Registration, fields: Mapping[str, Any], *, actor: Any
) -> MeetingFeedback:
    """Say what a published meeting was good for once its slot is over; may be changed (`feedback.too_early`)."""
    require_holder(actor, registration)
    now = timezone.now()
    require_now(registration.event, Deed.FEEDBACK, Role.PERSON, now)
    held = request.meetings.filter(version__state="published", slot__ends_at__lte=now)
    mine = MeetingRequest.objects.filter(of_person(registration), pk=request.pk)
    if not (held.exists() and mine.exists()):
        text = say("this meeting has not taken place yet")
        raise NeisseError("feedback.too_early", str(request), text, say("come back after the meeting"))
    known = ("took_place", "useful", "follow_up", "note")
    row, _is_new = MeetingFeedback.objects.update_or_create(
        request=request,
        registration=registration,
        defaults={name: fields[name] for name in known if name in fields} | {"said_at": now},
    )
    return row


@later.work(queue=later.HEAVY, repeats=True, formerly={"neisse.web.meet.tasks.encode_profile": ("pk",)})
def encode(pk: int) -> None:
    """Make a profile ready to be compared, before anybody asks for proposals."""
    encode_profile(pk, keep_vectors)
