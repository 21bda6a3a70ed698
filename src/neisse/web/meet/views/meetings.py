"""The organiser's live board of one-to-one meetings: requests, answers, load, who has nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import posted
from neisse.web.core.downloads import LISTS, Listing, filters_in_words
from neisse.web.core.filters import Filters
from neisse.web.core.lines import number_of
from neisse.web.core.views.downloads import deferred
from neisse.web.meet import wording
from neisse.web.meet.actions.meetings import plan_or_new, set_phase
from neisse.web.meet.forms.meetings import BoardFilters, GridFilters, RequestFilters
from neisse.web.meet.listings import LOADS, MEETINGS, REQUESTS
from neisse.web.meet.models import Event, MeetingChange, MeetingPlan
from neisse.web.meet.queries import meetings as reads
from neisse.web.meet.queries import schedules as schedule_reads
from neisse.web.meet.queries.requests import takes_requests
from neisse.web.meet.views.desk import organisers_only

PAGE = 50
Taken = tuple[Listing, Filters, Sequence[Any]]


def set_up_first(event: Event) -> HttpResponse | None:
    """The way to the set-up where the event has no meetings yet."""
    return None if reads.has_plan(event) else redirect("meet:meetings_setup", event.slug)


@require_GET
@never_cache
@organisers_only
def board(request: HttpRequest, event: Event) -> HttpResponse:
    """How the requests stand; the page looks again by itself every few seconds."""
    if away := set_up_first(event):
        return away
    form = BoardFilters(request.GET)
    version = schedule_reads.published(event)
    people = reads.loads(event, version)
    found = reads.filtered(people, event, form.values())
    room = reads.room(event, people)
    plan = plan_or_new(event)
    context = {
        "event": event,
        "organises": True,
        "tab": "meetings",
        "part": "board",
        "plan": plan,
        "takes_requests": takes_requests(plan, timezone.now()),
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counts": reads.counts(event),
        "people": len(people),
        "nothing": sum(load.marks["nothing"] for load in people),
        "unanswered": sum(load.marks["unanswered"] for load in people),
        "room": room,
        "shortage": shortage(room),
        "version": version,
        "newer": schedule_reads.newer(version) if version else None,
        "changes": event.meeting_changes.filter(state=MeetingChange.State.OPEN).count(),
        "phases": MeetingPlan.State.choices,
        "here": reverse("meet:meetings", args=[event.slug]),
    }
    return render(request, "meet/meetings_board.html", context)


def shortage(room: reads.Room) -> str:
    """Why not everything fits at the tables, "" where it does."""
    if room.is_enough or not room.tables or not room.slots:
        return ""
    return wording.shortage_text(room.meetings, room.tables, room.slots_needed, room.slots)


@require_GET
@never_cache
@organisers_only
def requests(request: HttpRequest, event: Event) -> HttpResponse:
    """Who asked whom, and what was answered."""
    form = RequestFilters(request.GET)
    found = reads.requests(event, form.values())
    context = {
        "event": event,
        "organises": True,
        "tab": "meetings",
        "part": "requests",
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counts": reads.counts(event),
    }
    return render(request, "meet/meetings_requests.html", context)


@require_POST
@organisers_only
def phase(request: HttpRequest, event: Event) -> HttpResponse:
    """Collect requests again, stop collecting, meetings run, or are over."""
    state = posted.word(request, "state")
    if state in MeetingPlan.State.values:
        plan = set_phase(event, state, actor=request.user)
        messages.success(request, _("Meetings: %(state)s.") % {"state": plan.get_state_display()})
    return redirect("meet:meetings", event.slug)


@require_GET
@never_cache
@organisers_only
def export(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """People with their load, requests, or the meetings of a version, as filtered, as a sheet."""
    form = request.GET.get("format", "xlsx")
    if form not in LISTS or kind not in TAKEN:
        raise Http404
    if away := deferred(request, reads.requests(event, {}).count()):
        return away
    listing, bar, rows = TAKEN[kind](request, event)
    title = f"{event}: {listing.title}"
    return listing.file(rows, form, f"{event.slug}-{kind}", filters=filters_in_words(bar), title=title)


def people_taken(request: HttpRequest, event: Event) -> Taken:
    """Everybody with their load."""
    bar = BoardFilters(request.GET)
    loads = reads.loads(event, schedule_reads.published(event))
    return LOADS, bar, list(reads.filtered(loads, event, bar.values()))


def requests_taken(request: HttpRequest, event: Event) -> Taken:
    """The requests."""
    bar = RequestFilters(request.GET)
    return REQUESTS, bar, list(reads.requests(event, bar.values()))


def meetings_taken(request: HttpRequest, event: Event) -> Taken:
    """The meetings of a version; 404 for one that does not exist."""
    version = event.schedules.filter(number=number_of(request.GET.get("version", ""))).first()
    if version is None:
        raise Http404
    bar = GridFilters(request.GET, [])
    return MEETINGS, bar, list(schedule_reads.meetings(version, bar.values()))


TAKEN: dict[str, Callable[[HttpRequest, Event], Taken]] = {
    "people": people_taken,
    "requests": requests_taken,
    "schedule": meetings_taken,
}
