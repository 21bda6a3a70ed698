"""Reads of requests for meetings: of one person, of a pair, and what speaks against asking."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from neisse.engine.values import NeisseError, say
from neisse.web.core.links import behind
from neisse.web.meet.models import Event, MeetingPlan, MeetingRequest, Registration
from neisse.web.meet.rules.clock import Deed, Role, may

State = MeetingRequest.State
# Withdrawing and asking again must not become a way to send mails without end.
ASKED_A_DAY = 40


def plan_of(event: Event) -> MeetingPlan | None:
    """The rules of the meetings of an event, if it has any."""
    plan = MeetingPlan.objects.filter(event=event).first()
    if plan is not None:
        plan.event = event
    return plan


def of_person(registration: Registration) -> Q:
    """Requests from or to somebody."""
    return Q(asker=registration) | Q(asked=registration)


def between(a: Registration, b: Registration) -> QuerySet[MeetingRequest]:
    """The requests of a pair, latest first."""
    return MeetingRequest.objects.filter(Q(asker=a, asked=b) | Q(asker=b, asked=a))


def requests_of(registration: Registration) -> QuerySet[MeetingRequest]:
    """All requests of somebody with what a list shows of both sides: one query."""
    rows = MeetingRequest.objects.filter(of_person(registration))
    sides = [
        f"{side}__{field}" for side in ("asker", "asked") for field in ("organisation", "meeting_profile")
    ]
    return rows.select_related(*sides, "fixed_slot")


def request_of(secret: str) -> MeetingRequest | None:
    """The request behind the link of a mail."""
    sides = ("event", "asker__organisation", "asker__meeting_profile", "asked")
    return behind(MeetingRequest.objects.select_related(*sides), secret)


def to_answer(registration: Registration) -> QuerySet[MeetingRequest]:
    """What waits for somebody's answer, longest first."""
    waiting = requests_of(registration).filter(asked=registration, state=State.OPEN)
    return waiting.order_by("asked_at", "pk")


def colleagues(registration: Registration) -> QuerySet[Registration]:
    """The others of the same organisation at the event; nobody where no organisation is named."""
    others = Registration.objects.filter(event_id=registration.event_id).exclude(pk=registration.pk)
    if registration.organisation_id:
        return others.filter(organisation_id=registration.organisation_id)
    if name := registration.organisation_name.strip():
        return others.filter(organisation=None, organisation_name__iexact=name)
    return others.none()


def of_colleagues(a: Registration, b: Registration, *states: str) -> bool:
    """Whether one of the two has a request in these states with a colleague of the other."""
    rows = MeetingRequest.objects.filter(event_id=a.event_id, state__in=states)
    near_a, near_b = colleagues(a).values("pk"), colleagues(b).values("pk")
    return rows.filter(
        Q(asker=a, asked__in=near_b)
        | Q(asked=a, asker__in=near_b)
        | Q(asker=b, asked__in=near_a)
        | Q(asked=b, asker__in=near_a)
    ).exists()


def takes_part(registration: Registration) -> bool:
    """Has a place at the event and wants meetings."""
    profile = getattr(registration, "meeting_profile", None)
    return bool(
        registration.state == Registration.State.REGISTERED and profile is not None and profile.takes_part
    )


def against_asking(
    plan: MeetingPlan, asker: Registration, asked: Registration, now: datetime
) -> NeisseError | None:
    """Why somebody cannot ask somebody now, in the reader's language; None where they can."""
    return (
        closed(plan, now)
        or _not_there(asker, asked)
        or _asked_already(asker, asked)
        or _too_many(plan, asker, now)
        or same_organisation(plan, asker, asked, *MeetingRequest.LIVE)
    )


def takes_requests(plan: MeetingPlan | None, now: datetime) -> bool:
    """Whether people may ask and answer at this time, by the rules of the meetings and the state of the event."""
    return plan is not None and plan.takes_requests(now) and may(plan.event, Deed.MEET, Role.PERSON, now)


def closed(plan: MeetingPlan, now: datetime) -> NeisseError | None:
    """Requests and answers are taken until a moment, and no longer once the schedule is fixed or the event over."""
    if takes_requests(plan, now):
        return None
    return NeisseError(
        "request.closed",
        str(plan.event),
        say("requests and answers are no longer taken"),
        say("write to the organiser"),
    )


def same_organisation(
    plan: MeetingPlan, a: Registration, b: Registration, *states: str
) -> NeisseError | None:
    """One person and one organisation meet once, unless the event allows more."""
    if plan.same_organisation_allowed or not of_colleagues(a, b, *states):
        return None
    return NeisseError(
        "request.same_organisation",
        str(b),
        say(
            "one of you has a request with a colleague of the other already; here each organisation is met once"
        ),
        say("agree with your colleague who goes, or withdraw the other request"),
    )


def _not_there(asker: Registration, asked: Registration) -> NeisseError | None:
    if asker.pk == asked.pk:
        return NeisseError(
            "request.self", str(asker), say("you cannot ask yourself"), say("choose somebody else")
        )
    if not takes_part(asker):
        return NeisseError(
            "request.no_profile",
            str(asker),
            say("only who takes part in the meetings can ask"),
            say("say so in your profile"),
        )
    if asker.event_id != asked.event_id or not takes_part(asked):
        return NeisseError(
            "request.not_there",
            str(asked),
            say("this person does not take part in the meetings"),
            say("choose somebody else"),
        )
    return None


def open_request(asker: Registration, asked: Registration) -> MeetingRequest | None:
    """The request of one person that the other has not answered yet."""
    rows = MeetingRequest.objects.filter(asker=asker, asked=asked, state=MeetingRequest.State.OPEN)
    return rows.first()


def _asked_already(asker: Registration, asked: Registration) -> NeisseError | None:
    if open_request(asked, asker):
        return None  # asking back accepts
    if between(asker, asked).filter(state__in=MeetingRequest.LIVE).exists():
        return NeisseError(
            "request.exists",
            str(asked),
            say("there is a request between the two of you already"),
            say("look under your requests"),
        )
    return None


def _too_many(plan: MeetingPlan, asker: Registration, now: datetime) -> NeisseError | None:
    sent = asker.requests_sent
    if sent.filter(state=State.OPEN).count() >= plan.most_open_requests:
        return NeisseError(
            "request.limit",
            str(asker),
            say("you have %(n)s unanswered requests, more are not possible", n=plan.most_open_requests),
            say("wait for answers, or withdraw a request"),
        )
    if sent.filter(asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY:
        return NeisseError(
            "request.too_fast",
            str(asker),
            say("you have asked %(n)s people within a day", n=ASKED_A_DAY),
            say("go on tomorrow"),
        )
    return None
