"""Setting one-to-one meetings up: rules, slots, tables, interpreters."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from neisse.web.core import posted
from neisse.web.core.lines import number_of
from neisse.web.meet.actions import meetings as actions
from neisse.web.meet.forms.meetings import MeetingTableForm, NeverForm, PlanForm, SlotsForm, TablesForm
from neisse.web.meet.models import Event
from neisse.web.meet.queries import meetings as reads
from neisse.web.meet.views.desk import organisers_only
from neisse.web.meet.views.meetings import shortage


@require_http_methods(["GET", "HEAD", "POST"])
@organisers_only
def setup(request: HttpRequest, event: Event) -> HttpResponse:
    """The rules of the meetings, and everything that they need; what is missing is said."""
    plan = actions.plan_or_new(event)
    form = PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        actions.keep_rules(form.instance, form.cleaned_data.get("lunch"), actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("meet:meetings_setup", event.slug)
    room = reads.room(event, reads.loads(event))
    context = {
        "event": event,
        "organises": True,
        "tab": "meetings",
        "part": "setup",
        "plan": plan,
        "form": form,
        "slots_form": SlotsForm(event=event),
        "tables_form": TablesForm(),
        "slots": reads.slots_by_session(event),
        "tables": event.meeting_tables.select_related("booth_of").prefetch_related("closures"),
        "interpreters": event.interpreters.all(),
        "never": reads.never_meet(event),
        "never_form": NeverForm(event=event),
        "room": room,
        "shortage": shortage(room),
    }
    return render(request, "meet/meetings_setup.html", context, status=422 if form.errors else 200)


@require_POST
@organisers_only
def never(request: HttpRequest, event: Event) -> HttpResponse:
    """Two people who never meet; or (`delete`) one such wish taken back."""
    if wish := posted.word(request, "delete"):
        row = get_object_or_404(reads.never_meet(event), pk=number_of(wish))
        actions.keep_apart(row.wisher, row.other, never=False, actor=request.user)
        messages.success(request, _("Deleted."))
        return redirect("meet:meetings_setup", event.slug)
    form = NeverForm(request.POST, event=event)
    if form.is_valid():
        said = form.cleaned_data
        actions.keep_apart(said["who"], said["other"], never=True, actor=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose two people."))
    return redirect("meet:meetings_setup", event.slug)


@require_POST
@organisers_only
def slots(request: HttpRequest, event: Event) -> HttpResponse:
    """Make slots out of a session or a time; those of the session are replaced."""
    form = SlotsForm(request.POST, event=event)
    if form.is_valid():
        said = form.cleaned_data
        count = actions.make_slots(
            event, said["begins"], said["ends"], session=said["session"], actor=request.user
        )
        messages.success(request, ngettext("%(n)s slot.", "%(n)s slots.", count) % {"n": count})
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect("meet:meetings_setup", event.slug)


@require_POST
@organisers_only
def slots_delete(request: HttpRequest, event: Event) -> HttpResponse:
    """Delete one slot, or all of a session."""
    slot, session = posted.word(request, "slot"), posted.word(request, "session")
    if session:
        count = actions.drop_slots(
            event, session=get_object_or_404(event.sessions, pk=number_of(session)), actor=request.user
        )
    else:
        count = actions.drop_slots(
            event, pk=get_object_or_404(event.slots, pk=number_of(slot)).pk, actor=request.user
        )
    said = ngettext("%(n)s slot deleted.", "%(n)s slots deleted.", count)
    messages.success(request, said % {"n": count})
    return redirect("meet:meetings_setup", event.slug)


@require_POST
@organisers_only
def tables(request: HttpRequest, event: Event) -> HttpResponse:
    """So many more tables."""
    form = TablesForm(request.POST)
    if form.is_valid():
        count = actions.make_tables(
            event, form.cleaned_data["count"], form.cleaned_data["zone"], actor=request.user
        )
        said = ngettext("%(n)s table more.", "%(n)s tables more.", count)
        messages.success(request, said % {"n": count})
    else:
        messages.error(request, _("Give a number of tables from 1 to 2,000."))
    return redirect("meet:meetings_setup", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organisers_only
def table(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """A table: its name, whose booth it is, when it is closed; or deleted."""
    row = get_object_or_404(event.meeting_tables, pk=pk)
    row.event = event
    if request.method == "POST" and "delete" in request.POST:
        actions.drop_table(row, actor=request.user)
        messages.success(request, _("Deleted."))
        return redirect("meet:meetings_setup", event.slug)
    form = MeetingTableForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.keep_table(row, form.cleaned_data["closed"], actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("meet:meetings_setup", event.slug)
    title = _("Table %(name)s") % {"name": row.name}
    context = {"form": form, "title": title, "event": event, "part": row}
    return render(request, "meet/form.html", context)
