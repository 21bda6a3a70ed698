"""Small things that belong to an event, a session, a delegation or a stop: one page makes, changes, deletes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.web.core import ways
from neisse.web.core.lines import number_of
from neisse.web.meet.actions import places
from neisse.web.meet.actions.events import drop, keep
from neisse.web.meet.forms.delegations import MemberForm, StopForm, VisitForm
from neisse.web.meet.forms.events import RoomForm
from neisse.web.meet.forms.meetings import InterpretersForm
from neisse.web.meet.forms.registration import QuestionForm, QuotaForm
from neisse.web.meet.forms.workshops import IdeaForm, TableForm
from neisse.web.meet.models import Delegation, Event, Idea, InterpreterPool, Room, TopicTable, Visit
from neisse.web.meet.views.doors import at_delegation, at_event


@dataclass(frozen=True, slots=True)
class Part:
    """How a kind of part is edited: its form, the rows it is one of, the field that names what it belongs to."""

    form: type[Any]
    rows: Callable[[Any], Any]
    owner: str
    title: Any
    owners: Callable[[Any], Any] | None = None


def tables_of(event: Event) -> QuerySet[TopicTable]:
    """The topic tables of an event."""
    return TopicTable.objects.filter(session__event=event)


def ideas_of(event: Event) -> QuerySet[Idea]:
    """The project ideas of an event."""
    return Idea.objects.filter(table__session__event=event)


def visits_of(delegation: Delegation) -> QuerySet[Visit]:
    """The meetings of a delegation."""
    return Visit.objects.filter(stop__delegation=delegation)


EVENT_PARTS = {
    "room": Part(RoomForm, lambda e: e.rooms, "event", gettext_lazy("Room")),
    "quota": Part(QuotaForm, lambda e: e.quotas, "event", gettext_lazy("Quota")),
    "question": Part(QuestionForm, lambda e: e.questions, "event", gettext_lazy("Question")),
    "table": Part(TableForm, tables_of, "session", gettext_lazy("Topic table"), lambda e: e.sessions),
    "interpreters": Part(InterpretersForm, lambda e: e.interpreters, "event", gettext_lazy("Interpreters")),
    "idea": Part(IdeaForm, ideas_of, "table", gettext_lazy("Project idea"), tables_of),
}
DELEGATION_PARTS = {
    "member": Part(MemberForm, lambda d: d.members, "delegation", gettext_lazy("Person")),
    "stop": Part(StopForm, lambda d: d.stops, "delegation", gettext_lazy("Stop")),
    "visit": Part(VisitForm, visits_of, "stop", gettext_lazy("Meeting with a host"), lambda d: d.stops),
}
ZONED = ("arrives_at", "leaves_at", "starts_at", "ends_at")


@at_event("meet.organise_event")
def event_part(request: HttpRequest, event: Event, kind: str, pk: int | None = None) -> HttpResponse:
    """A part of an event; after quotas changed, free places are offered."""
    response = edit_part(request, EVENT_PARTS.get(kind), event, pk)
    if request.method == "POST" and kind == "quota":
        places.offer_next(event, actor=request.user)
    return response


@at_delegation("meet.organise_delegation")
def delegation_part(
    request: HttpRequest, delegation: Delegation, kind: str, pk: int | None = None
) -> HttpResponse:
    """A part of a delegation; the times of a stop are those of its town."""
    return edit_part(request, DELEGATION_PARTS.get(kind), delegation, pk)


def edit_part(
    request: HttpRequest, part: Part | None, subject: Event | Delegation, pk: int | None
) -> HttpResponse:
    """The form of a part: shown, stored, or the part deleted."""
    if part is None:
        raise Http404
    row = get_object_or_404(part.rows(subject), pk=pk) if pk else new_row(request, part, subject)
    zone = getattr(getattr(row, "stop", row), "tz", None) if isinstance(subject, Delegation) else subject.tz
    with timezone.override(zone or timezone.get_current_timezone()):
        back = back_to(subject, row)
        if request.method == "POST" and "delete" in request.POST and pk:
            drop(row, actor=request.user)
            messages.success(request, _("Deleted."))
            return ways.to(back)
        form = part.form(request.POST or None, instance=row)
        if request.method == "POST" and form.is_valid():
            keep_part(form, request.user)
            messages.success(request, _("Saved."))
            return ways.to(back)
        context = {
            "form": form,
            "title": part.title,
            "subject": subject,
            "part": row if pk else None,
            "is_new": not pk,
            "back_url": back,
        }
        return render(request, "meet/form.html", context)


def new_row(request: HttpRequest, part: Part, subject: Event | Delegation) -> Any:
    """An empty row that belongs to the subject, or to the one of its rows that `?of=` names."""
    owner: Any = subject
    if part.owners is not None:
        of = request.GET.get("of", "")
        owner = get_object_or_404(part.owners(subject), pk=number_of(of))
    return part.form._meta.model(**{part.owner: owner})


def keep_part(form: Any, actor: Any) -> None:
    """Store the row of a form; typed times of a stop are those of the zone that was chosen with them."""
    row = form.instance
    if "zone" in form.cleaned_data:
        shown_in = timezone.get_current_timezone()
        for name in ZONED:
            if at := getattr(row, name, None):
                setattr(row, name, at.astimezone(shown_in).replace(tzinfo=row.tz))
    many = {field.name for field in row._meta.many_to_many}
    related = {name: value for name, value in form.cleaned_data.items() if name in many}
    keep(row, actor=actor, related=related)


def back_to(subject: Event | Delegation, row: Any) -> str:
    """Where a part is shown."""
    if isinstance(subject, Delegation):
        return reverse("meet:delegation", args=[subject.slug])
    session = getattr(row, "session", None) or getattr(getattr(row, "table", None), "session", None)
    if session is not None:
        return reverse("meet:session", args=[subject.slug, session.pk])
    pages = {Room: "meet:programme", InterpreterPool: "meet:meetings_setup"}
    return reverse(pages.get(type(row), "meet:registrations"), args=[subject.slug])
