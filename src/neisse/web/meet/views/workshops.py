"""A workshop session: topic tables, who sits there, notes, project ideas."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from neisse.web.meet.actions import workshops as actions
from neisse.web.meet.forms.workshops import IdeaStateForm, NoteForm, SeatForm
from neisse.web.meet.models import Event, Idea, Registration, TopicTable
from neisse.web.meet.views.doors import at_event
from neisse.web.record.queries.veil import scoped


@require_GET
@at_event()
def session(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """The session and its tables. What came out is for who took part and the circle, who sits where for the organiser."""
    row = get_object_or_404(event.sessions.select_related("room"), pk=pk)
    organises = request.user.has_perm("meet.organise_event", event)
    if not (organises or is_published(event, pk)):
        raise Http404
    along = ("notes", "ideas__organisations", "seats__registration__organisation")
    tables = scoped(row.tables.prefetch_related(*along), request.user)
    context = {
        "event": event,
        "session": row,
        "speakers": row.speakers.all(),
        "organises": organises,
        "may_read": request.user.has_perm("meet.read_notes", event),
        "may_write": request.user.has_perm("meet.write_notes", event),
        "tables": tables,
        "note_form": NoteForm(),
        "unseated": unseated(event, row.pk) if organises and row.kind == "workshop" else [],
    }
    return render(request, "meet/session.html", context)


def is_published(event: Event, pk: int) -> bool:
    """Whether a session stands in the last published programme."""
    version = event.versions.first()
    return version is not None and any(entry["id"] == pk for entry in version.content["sessions"])


def unseated(event: Event, session_pk: int) -> list[Registration]:
    """Who has a place at the event and none at a table."""
    rows = event.registrations.filter(state=Registration.State.REGISTERED)
    return list(rows.exclude(seats__session_id=session_pk).order_by("name", "pk"))


@require_POST
@at_event("meet.write_notes")
def note(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Note what was said at a table."""
    table = get_object_or_404(TopicTable, session__event=event, pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.add_note(
            table, form.cleaned_data["text"], form.cleaned_data["author_name"], actor=request.user
        )
        messages.success(request, _("Noted."))
    return redirect("meet:session", event.slug, table.session_id)


@require_POST
@at_event("meet.organise_event")
def seat(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Sit somebody at a table."""
    table = get_object_or_404(
        TopicTable.objects.select_related("session__event"), session__event=event, pk=pk
    )
    form = SeatForm(request.POST)
    if form.is_valid():
        person = get_object_or_404(event.registrations, pk=form.cleaned_data["registration"])
        actions.take_seat(table, person, actor=request.user)
    return redirect("meet:session", event.slug, table.session_id)


@require_POST
@at_event("meet.organise_event")
def spread(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Sit everybody who has no table yet."""
    row = get_object_or_404(event.sessions, pk=pk)
    count = actions.spread(row, actor=request.user)
    messages.success(
        request,
        ngettext("%(n)s person has a table now.", "%(n)s people have a table now.", count) % {"n": count},
    )
    return redirect("meet:session", event.slug, row.pk)


@require_POST
@at_event("meet.organise_event")
def idea_state(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Keep an idea for a project, or drop it."""
    row = get_object_or_404(Idea.objects.select_related("table"), table__session__event=event, pk=pk)
    form = IdeaStateForm(request.POST)
    if form.is_valid():
        actions.decide_idea(row, form.cleaned_data["state"], actor=request.user)
    return redirect("meet:session", event.slug, row.table.session_id)
