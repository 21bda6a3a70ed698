"""Requests for meetings: asked, answered, withdrawn. Every step holds the event, so no answer is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actors import SYSTEM
from neisse.web.core.links import digest_of
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.notices import notice
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import is_holder, require_holder
from neisse.web.meet.links import absolute, answer_path, answer_secret
from neisse.web.meet.models import MeetingChange, MeetingPlan, MeetingRequest, Registration
from neisse.web.meet.queries import requests as reads
from neisse.web.meet.queries.mails import mails_to
from neisse.web.meet.rules.clock import Deed, Role, require_now

State = MeetingRequest.State
# More requests than these a day wait for the reminder: nobody's letterbox is flooded.
MAILS_A_DAY = 8


@transaction.atomic
def ask(asker: Registration, asked: Registration, message: str = "", *, actor: Any) -> MeetingRequest:
    """Ask somebody for a meeting; they get a mail in their language with a link to answer.

    Who has been asked by them accepts with that: two wishes are one meeting. Errors beside those of `answer`:
    `request.closed`, `request.self`, `request.no_profile`, `request.not_there`, `request.exists`,
    `request.limit`, `request.too_fast`, `request.same_organisation`.
    """
    event, now = locked(asker.event), timezone.now()
    require_holder(actor, asker)
    asker, asked = _reread(asker), _reread(asked)
    plan = MeetingPlan.objects.select_related("event").get(event=event)
    if (theirs := reads.open_request(asked, asker)) and reads.takes_requests(plan, now):
        MeetingRequest.objects.filter(pk=theirs.pk).update(is_mutual=True)
        return answer(theirs, accept=True, text=message, actor=actor)
    if error := reads.against_asking(plan, asker, asked, now):
        raise error
    request = MeetingRequest.objects.create(event=event, asker=asker, asked=asked, message=message.strip())
    request.digest = digest_of(answer_secret(request))
    request.save(update_fields=["digest"])
    asked.event = asker.event = event
    today = mails_to(asked).filter(purpose="request", created_at__gt=now - timedelta(days=1))
    if today.count() < MAILS_A_DAY:
        words = {
            "request": request,
            "answer_link": absolute(event, answer_path(request)),
            "until": plan.requests_until,
        }
        post("request", asked, words)
    return request


@transaction.atomic
def answer(request: MeetingRequest, accept: bool, text: str = "", *, actor: Any) -> MeetingRequest:
    """Accept or decline; may be changed as long as answers are taken. Saying the same again changes nothing.

    Errors: `request.closed`, `request.withdrawn`, `request.not_there`, `request.same_organisation`.
    """
    event, now = locked(request.event), timezone.now()
    request = MeetingRequest.objects.select_related("asker", "asked").get(pk=request.pk)
    require_holder(actor, request.asked)
    wanted = State.ACCEPTED if accept else State.DECLINED
    if request.state == wanted:
        return request
    plan = MeetingPlan.objects.select_related("event").get(event=event)
    if error := reads.closed(plan, now) or _against_answering(plan, request, accept):
        raise error
    request.state, request.answer, request.answered_at = wanted, text.strip(), now
    request.save(update_fields=["state", "answer", "answered_at"])
    request.asker.event = event
    post("request_answered", request.asker, {"request": request})
    return request


@transaction.atomic
def withdraw_request(request: MeetingRequest, by: Registration, *, actor: Any) -> MeetingRequest:
    """Take back what one asked, or call an accepted meeting off; told to the other side where they had agreed.

    Once a schedule is published the request stays and the organiser is told: the repair takes it out.
    """
    event = locked(request.event)
    require_holder(actor, by)
    if is_holder(actor, by):
        require_now(event, Deed.MEET, Role.PERSON, timezone.now())
    request = MeetingRequest.objects.select_related("asker", "asked").get(pk=request.pk)
    if request.state not in MeetingRequest.LIVE or (
        request.state == State.OPEN and by.pk != request.asker_id
    ):
        return request
    if event.schedules.filter(state="published", meetings__request=request).exists():
        notice(event, MeetingChange.Kind.REQUEST_REMOVED, registration=by, request=request)
        return request
    was_accepted = request.state == State.ACCEPTED
    request.state, request.answered_at = State.WITHDRAWN, timezone.now()
    request.save(update_fields=["state", "answered_at"])
    if was_accepted:
        other = request.other_than(by)
        other.event = event
        post("request_withdrawn", other, {"other": by})
    return request


def leave_meetings(registration: Registration) -> None:
    """Somebody no longer takes part: their requests end, or the organiser is told where a schedule is published.

    To be called with the event held.
    """
    event, live = registration.event, MeetingRequest.objects.filter(state__in=MeetingRequest.LIVE)
    if registration.meeting_seats.filter(version__state="published").exists():
        notice(event, MeetingChange.Kind.NO_SHOW, registration=registration)
        return
    for request in live.filter(reads.of_person(registration)):
        if request.state == State.OPEN and request.asked_id == registration.pk:
            MeetingRequest.objects.filter(pk=request.pk).update(
                state=State.DECLINED, answered_at=timezone.now()
            )
        else:
            withdraw_request(request, registration, actor=SYSTEM)


def _against_answering(plan: MeetingPlan, request: MeetingRequest, accept: bool) -> NeisseError | None:
    if request.state == State.WITHDRAWN:
        text = say("this request was withdrawn")
        return NeisseError("request.withdrawn", str(request), text, say("ask for a meeting yourself"))
    if not accept:
        return None
    asker, asked = request.asker, request.asked
    if not (reads.takes_part(asker) and reads.takes_part(asked)):
        text = say("one of you no longer takes part in the meetings")
        return NeisseError("request.not_there", str(request), text, say("look at your profile"))
    others = reads.between(asker, asked).filter(state__in=MeetingRequest.LIVE).exclude(pk=request.pk)
    if others.exists():
        text = say("there is a newer request between the two of you")
        return NeisseError("request.exists", str(request), text, say("answer that one"))
    return reads.same_organisation(plan, asker, asked, State.ACCEPTED)


def _reread(registration: Registration) -> Registration:
    rows = Registration.objects.select_related("organisation", "meeting_profile")
    return rows.get(pk=registration.pk)
