"""What the organiser learns of the meetings afterwards, and the reminder that the organiser sends."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core.downloads import LISTS
from neisse.web.meet.actions.reminders import remind as remind_all
from neisse.web.meet.listings import FEEDBACK
from neisse.web.meet.models import Event, MeetingFeedback
from neisse.web.meet.queries.feedback import LEAST_ANSWERS, Summary, feedback_summary
from neisse.web.meet.views.doors import at_event


@require_GET
@never_cache
@at_event("meet.organise_event")
def feedback(request: HttpRequest, event: Event) -> HttpResponse:
    """How useful the meetings were and what follows, in numbers."""
    context = {
        "event": event,
        "organises": True,
        "tab": "meetings",
        "part": "feedback",
        "summary": (found := feedback_summary(event)),
        "rows": rows_of(found),
        "least": LEAST_ANSWERS,
    }
    return render(request, "meet/feedback.html", context)


@require_GET
@at_event("meet.organise_event")
def feedback_export(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """The same numbers as a file; none while there are too few answers."""
    if kind not in LISTS:
        raise Http404
    found = feedback_summary(event)
    rows = [] if found.hidden else rows_of(found)
    return FEEDBACK.file(rows, kind, f"{event.slug}-feedback", title=f"{event}: {FEEDBACK.title}")


def rows_of(found: Summary) -> list[tuple[str, str, int]]:
    """Question, answer, how often."""
    follow = MeetingFeedback.FollowUp
    held, useful, after = _("Took place"), _("Useful (5 is best)"), _("What follows")
    return [
        (held, _("yes"), found.took_place),
        (held, _("no"), found.answers - found.took_place),
        *((useful, str(mark), n) for mark, n in found.useful.items()),
        *((after, str(follow(kind).label), n) for kind, n in found.follow_up.items()),
    ]


@require_POST
@at_event("meet.organise_event")
def remind(request: HttpRequest, event: Event) -> HttpResponse:
    """Remind everybody of what is open and of their agenda; who was reminded today is left out."""
    sent = remind_all(event, timezone.now(), actor=request.user)
    told = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", sent) % {"n": sent}
    messages.success(request, told if sent else _("Nobody has to be reminded now."))
    return redirect("meet:meetings", event.slug)
