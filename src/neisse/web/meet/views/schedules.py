"""Schedules: computed in the background, compared, frozen, published; and their pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import posted
from neisse.web.core.lines import number_of
from neisse.web.core.queries.jobs import shown
from neisse.web.core.when import days_text
from neisse.web.meet.actions import schedules as actions
from neisse.web.meet.actions.meetings import plan_or_new
from neisse.web.meet.forms.meetings import ComputeForm, GridFilters
from neisse.web.meet.models import Event, MeetingSlot, ScheduleVersion
from neisse.web.meet.queries import meetings as reads
from neisse.web.meet.queries import schedules as schedule_reads
from neisse.web.meet.views.desk import organisers_only
from neisse.web.meet.views.meetings import set_up_first, shortage
from neisse.web.meet.wording import reason_text

ROWS = 50
LISTED = 100
VIEWS = ("people", "tables", "list")
State = ScheduleVersion.State


def frame(event: Event, part: str = "schedules") -> dict[str, Any]:
    """What every page here shows around itself."""
    return {"event": event, "organises": True, "tab": "meetings", "part": part}


@require_GET
@never_cache
@organisers_only
def versions(request: HttpRequest, event: Event) -> HttpResponse:
    """All versions with their figures, and the way to a new one."""
    if away := set_up_first(event):
        return away
    rows = list(schedule_reads.versions(event))
    room = reads.room(event, reads.loads(event))
    context = frame(event) | {
        "versions": rows,
        "computing": next((row for row in rows if row.state == State.COMPUTING), None),
        "published": next((row for row in rows if row.state == State.PUBLISHED), None),
        "form": ComputeForm(),
        "room": room,
        "shortage": shortage(room),
        "plan": plan_or_new(event),
    }
    return render(request, "meet/schedules.html", context)


@require_POST
@organisers_only
def compute(request: HttpRequest, event: Event) -> HttpResponse:
    """Begin a version; a worker computes it."""
    form = ComputeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give from 1 to 1,800 seconds."))
        return redirect("meet:schedules", event.slug)
    seed = form.cleaned_data["seed"] or 0
    limit_s = form.cleaned_data["seconds"]
    version = actions.begin_schedule(event, actor=request.user, seed=seed, limit_s=limit_s)
    return redirect("meet:schedule", event.slug, version.number)


@require_GET
@never_cache
@organisers_only
def version(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """A version: at work, or its figures, what it leaves out, and the grids."""
    found = get_object_or_404(schedule_reads.versions(event), number=number)
    found.event = event
    context = frame(event) | {"version": found, "published": schedule_reads.published(event)}
    if found.state == State.COMPUTING:
        return render(
            request,
            "meet/schedule_computing.html",
            context | {"shown": shown(found.job) if found.job else None},
        )
    if found.state == State.IMPOSSIBLE:
        room = reads.room(event, reads.loads(event))
        return render(request, "meet/schedule_impossible.html", context | {"shortage": shortage(room)})
    left = found.unplaced.select_related("request__asker", "request__asked", "person")
    base = found.based_on or (context["published"] if context["published"] != found else None)
    context |= grid(request, found, base) | {
        "base": base,
        "newer": schedule_reads.newer(found),
        "unplaced": [(row, reason_text(row)) for row in left[:LISTED]],
        "unplaced_count": found.requested - found.placed,
        "worst": schedule_reads.most_breaks(found),
        "others": [v for v in schedule_reads.versions(event) if v.placed and v.pk != found.pk],
        "changes": found.changes.select_related(
            "registration", "table", "slot", "request__asker", "request__asked"
        ),
    }
    return render(request, "meet/schedule.html", context)


def grid(request: HttpRequest, found: ScheduleVersion, base: ScheduleVersion | None) -> dict[str, Any]:
    """The picture that is asked for: tables or people against slots, or the list that says the same."""
    event = found.event
    slots = list(event.slots.all())
    days = schedule_reads.days_of(slots, event.tz)
    form = GridFilters(request.GET, [(day, day_text(rows[0])) for day, rows in days.items()])
    filters = form.values()
    shown = days.get(filters.get("day", "")) or next(iter(days.values()), [])
    view = request.GET.get("view", VIEWS[0])
    query, number = filters.get("q", ""), request.GET.get("page")
    moved = schedule_reads.held_otherwise(base, found) if base else set()
    context = {"form": form, "view": view if view in VIEWS else VIEWS[0], "slots": shown}
    if view == "list":
        rows = schedule_reads.meetings(found, {"q": query, "slots": shown})
        page: Page[Any] = Paginator(rows, LISTED).get_page(number)
        return context | {"page": page, "moved": moved}
    if view == "tables":
        page = Paginator(schedule_reads.tables_with(found, query), ROWS).get_page(number)
        drawn = schedule_reads.table_rows(found, list(page), shown, moved)
    else:
        page = Paginator(schedule_reads.people_with(found, query), ROWS).get_page(number)
        drawn = schedule_reads.person_rows(found, list(page), shown, moved)
    return context | {"page": page, "rows": drawn}


def day_text(slot: MeetingSlot) -> str:
    """The day of a slot in words."""
    day = timezone.localdate(slot.starts_at)
    return days_text(day, day)


@require_POST
@organisers_only
def act(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Freeze, thaw, publish, withdraw or delete a version."""
    found = get_object_or_404(event.schedules.select_related("job"), number=number)
    found.event = event
    match posted.word(request, "action"):
        case "freeze":
            actions.freeze(found, actor=request.user)
            messages.success(request, _("Frozen: requests and answers are closed."))
        case "thaw":
            actions.thaw(found, actor=request.user)
            messages.success(request, _("A draft again."))
        case "publish":
            seen = posted.word(request, "seen")
            actions.publish(found, number_of(seen), actor=request.user)
            messages.success(request, _("Published. Those whose agenda is new or changed get a mail."))
        case "withdraw":
            actions.withdraw(found, actor=request.user)
            messages.success(request, _("Withdrawn. Everybody who had meetings gets a mail."))
        case "discard":
            actions.discard(found, actor=request.user)
            messages.success(request, _("Deleted."))
            return redirect("meet:schedules", event.slug)
    return redirect("meet:schedule", event.slug, number)


@require_GET
@never_cache
@organisers_only
def compare(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Two versions side by side: figures, and every meeting that is held otherwise."""
    new = get_object_or_404(schedule_reads.versions(event), number=number)
    with_number = request.GET.get("with", "")
    old = get_object_or_404(schedule_reads.versions(event), number=number_of(with_number))
    old.event = new.event = event
    found = schedule_reads.difference(old, new)
    context = frame(event) | {
        "old": old,
        "new": new,
        "difference": found,
        "moved": Paginator(found.moved, LISTED).get_page(request.GET.get("page")),
        "gone": found.gone[:LISTED],
        "added": found.added[:LISTED],
        "worst_old": schedule_reads.most_breaks(old),
        "worst_new": schedule_reads.most_breaks(new),
    }
    return render(request, "meet/schedule_compare.html", context)
