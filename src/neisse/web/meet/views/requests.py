"""Requests in and out, and the page on which one is answered from a mail without a login."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core.doors import Door, Rate, door
from neisse.web.meet.actions import requests as actions
from neisse.web.meet.forms.profile import AnswerForm
from neisse.web.meet.models import MeetingRequest
from neisse.web.meet.queries import requests as reads
from neisse.web.meet.queries.agenda import needs_interpreter
from neisse.web.meet.rules.clock import Deed, Role, may
from neisse.web.meet.views.profile import Me, in_meetings, read_or_write

State = MeetingRequest.State


@require_GET
@in_meetings
def requests(request: HttpRequest, me: Me) -> HttpResponse:
    """What waits for one's answer, what was agreed, what one asked."""
    rows = list(reads.requests_of(me.registration).order_by("-asked_at", "pk"))
    shown = [(row, row.other_than(me.registration), row.asked_id == me.registration.pk) for row in rows]
    groups = {
        "to_answer": [s for s in shown if s[0].state == State.OPEN and s[2]],
        "agreed": [s for s in shown if s[0].state == State.ACCEPTED],
        "sent": [s for s in shown if s[0].state == State.OPEN and not s[2]],
        "ended": [s for s in shown if s[0].state in {State.DECLINED, State.WITHDRAWN}],
    }
    more = {
        "groups": groups,
        "total": len(rows),
        "is_open": me.takes_requests,
        "is_over": not may(me.event, Deed.MEET, Role.PERSON, timezone.now()),
    }
    return me.page(request, "requests", "requests", **more)


@require_POST
@in_meetings
def request_step(request: HttpRequest, me: Me, pk: int) -> HttpResponse:
    """Accept, decline or withdraw one of one's own requests."""
    row = get_object_or_404(reads.requests_of(me.registration), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    step = form.cleaned_data["step"]
    if step == "withdraw":
        after = actions.withdraw_request(row, me.registration, actor=me.registration)
        told = _("The organiser is told.") if after.state == State.ACCEPTED else _("Withdrawn.")
    elif row.asked_id != me.registration.pk:
        raise Http404
    else:
        actions.answer(row, step == "accept", form.cleaned_data["answer"], actor=me.registration)
        told = _("Accepted.") if step == "accept" else _("Declined.")
    messages.success(request, told)
    return me.back("requests")


@door(Door("answer", by_address=Rate(300, 600), by_object=Rate(30, 3600)))
@read_or_write
@never_cache
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """One request behind the link of a mail: looking changes nothing, a button answers.

    The link answers this one request; it opens no other page of the person.
    """
    row = reads.request_of(secret)
    if row is None:
        raise Http404
    with timezone.override(row.event.tz), translation.override(row.asked.language):
        form = AnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and form.cleaned_data["step"] != "withdraw":
            is_accepted = form.cleaned_data["step"] == "accept"
            actions.answer(row, is_accepted, form.cleaned_data["answer"], actor=row.asked)
            return redirect("meet:answer", secret)
        plan = reads.plan_of(row.event)
        context = {
            "asked": row,
            "event": row.event,
            "plan": plan,
            "is_open": reads.takes_requests(plan, timezone.now()),
            "interpreter": needs_interpreter(row.asker, row.asked),
            "form": form,
        }
        response = render(request, "meet/answer.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response
