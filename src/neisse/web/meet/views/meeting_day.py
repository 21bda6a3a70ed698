"""The day itself: what happened, the repair, and what it would move."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from neisse.web.core import posted
from neisse.web.meet.actions import changes as actions
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.actions.schedules import begin_repair
from neisse.web.meet.forms.meetings import ChangeForm
from neisse.web.meet.models import Event, MeetingChange, ScheduleVersion
from neisse.web.meet.queries import schedules as reads
from neisse.web.meet.views.desk import organisers_only
from neisse.web.meet.views.schedules import frame
from neisse.web.meet.wording import about

# What is larger is repaired in the background.
AT_ONCE_MEETINGS = 1_000
LIMIT_S = 20.0
PLACEABLE = (
    (MeetingChange.Kind.NO_SHOW, ("registration",)),
    (MeetingChange.Kind.LATE, ("registration", "slot")),
    (MeetingChange.Kind.TABLE_CLOSED, ("table", "slot")),
    (MeetingChange.Kind.REQUEST_ADDED, ("registration", "other")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@organisers_only
def day(request: HttpRequest, event: Event) -> HttpResponse:
    """Note what happened; see what is open and repair the schedule."""
    form = ChangeForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.note_change(event, data["kind"], data, actor=request.user)
        messages.success(request, _("Noted. Repair the schedule when everything is said."))
        return redirect("meet:meeting_day", event.slug)
    published = reads.published(event)
    rows = event.meeting_changes.select_related(
        "registration", "table", "slot", "version", "said_by", "request__asker", "request__asked"
    )
    still = [row for row in rows if row.state == MeetingChange.State.OPEN]
    drafts = event.schedules.filter(based_on=published, state__in=["draft", "frozen"]) if published else []
    context = frame(event, "day") | {
        "published": published,
        "open": [(row, about(row)) for row in still],
        "newer": reads.newer(published) if published else None,
        "dealt": [(row, about(row)) for row in reversed(rows) if row not in still][:50],
        "forms": [(kind, kind.label, [form[name] for name in names]) for kind, names in PLACEABLE],
        "asked": posted.word(request, "kind"),
        "errors": [str(e) for errors in form.errors.values() for e in errors],
        "drafts": drafts,
        "past": event.slots.filter(starts_at__lte=timezone.now()).count(),
        "slots": event.slots.count(),
    }
    return render(request, "meet/meeting_day.html", context, status=422 if form.errors else 200)


@require_POST
@organisers_only
def dismiss(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Put something aside that needs no repair, or take back what a repair took into account."""
    change = get_object_or_404(event.meeting_changes, pk=pk)
    if posted.word(request, "step") == "back":
        actions.take_back(change, actor=request.user)
        messages.success(
            request, _("Taken back. Repair the schedule: what was called off finds a place again.")
        )
    else:
        actions.dismiss(change, actor=request.user)
        messages.success(request, _("Put aside."))
    return redirect("meet:meeting_day", event.slug)


@require_POST
@organisers_only
def repair(request: HttpRequest, event: Event) -> HttpResponse:
    """Mend the published schedule: at once at the size of a forum, else in the background."""
    version: ScheduleVersion = begin_repair(event, actor=request.user, limit_s=LIMIT_S)
    base = version.based_on
    if base is not None and base.placed <= AT_ONCE_MEETINGS:
        compute(version, limit_s=LIMIT_S)
    return redirect("meet:schedule", event.slug, version.number)
