"""The list of events, the page of one, making and changing it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.engine.values import LANGUAGES, zone_of
from neisse.web.core import posted
from neisse.web.core.downloads import attached, filters_in_words
from neisse.web.core.queries import today
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.unchanged import page_unless_held
from neisse.web.core.views.downloads import deferred
from neisse.web.meet.actions import events as actions
from neisse.web.meet.actions.registration import is_open
from neisse.web.meet.exports import events_calendar
from neisse.web.meet.forms.base import own_organisations
from neisse.web.meet.forms.events import EventFilters, EventForm, FeedForm, SeenByForm, StateForm
from neisse.web.meet.listings import DELEGATIONS, EVENTS
from neisse.web.meet.models import Event, ProgrammeVersion
from neisse.web.meet.queries import events as reads
from neisse.web.meet.queries import registrations
from neisse.web.meet.queries.alike import alike_events
from neisse.web.meet.queries.profiles import registration_by_login
from neisse.web.meet.rules.clock import CANCELLABLE, MOVABLE, POSTPONABLE, standing, steps_from
from neisse.web.meet.views.doors import at_event
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.queries import visible_measures
from neisse.web.record.queries.alike import AlikeRow

PAGE = 30
MOST_EXPORTED = 5000


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Events that the reader may see."""
    form = EventFilters(request.GET)
    rows = reads.listed_events(request.user, form.values(), today())
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_add": request.user.has_perm("meet.add_event"),
    }
    return render(request, "meet/events.html", context)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of events, or of delegations, as a file, with the filters of the page."""
    if kind == "delegations":
        form, rows = request.GET.get("format", "csv"), reads.listed_delegations(request.user)
        return deferred(request, rows.count()) or DELEGATIONS.file(list(rows), form, kind)
    if kind != "events":
        raise Http404
    form, bar = request.GET.get("format", "csv"), EventFilters(request.GET)
    found = reads.listed_events(request.user, bar.values(), today())[:MOST_EXPORTED]
    if away := deferred(request, found.count()):
        return away
    if form == "ics":
        return attached(events_calendar(list(found), timezone.now()), form, "events")
    return EVENTS.file(list(found), form, "events", filters=filters_in_words(bar))


@require_GET
@at_event()
def event(request: HttpRequest, event: Event) -> HttpResponse:
    """The page of an event: its published programme, how to take part; for the organiser how it stands.

    A stranger who holds it is told so: what it shows stands in `shown`.
    """
    version = event.versions.first()
    shown = {
        "older": list(event.versions.values_list("number", flat=True)),
        "may_register": is_open(event, timezone.now()),
        "standing": standing(event, timezone.now()).value,
        "delegations": list(reads.visible_delegations(request.user).filter(event=event)),
    }

    def page() -> HttpResponse:
        return render(request, "meet/event.html", shown | around(request, event, version))

    return page_unless_held(request, [event, version, *shown.values()], page)


def around(request: HttpRequest, event: Event, version: ProgrammeVersion | None) -> dict[str, Any]:
    """What the page of an event holds beside what a stranger's copy depends on, with what only its organiser sees."""
    organises, now = request.user.has_perm("meet.organise_event", event), timezone.now()
    context: dict[str, Any] = {
        "event": event,
        "version": version,
        "organises": organises,
        "tab": "event",
        "mine": registration_by_login(request.user, event),
    }
    if organises:
        context |= {
            "workshops": [s for s in event.sessions.all() if s.kind == "workshop"],
            "counts": registrations.counts(event),
            "quotas": registrations.filled_quotas(event),
            "steps": steps_from(event, now),
            "told_steps": told_steps(event, now),
            "feeds": event.feed_tokens.filter(registration=None, revoked_at=None),
            "feed_form": FeedForm(),
        }
    return context


def told_steps(event: Event, now: datetime) -> list[tuple[str, str]]:
    """The steps of which people are told, with the addresses that say first what will happen."""
    here = standing(event, now)
    steps = (
        (MOVABLE, "meet:event_move", _("Set another date")),
        (POSTPONABLE, "meet:event_postpone", _("Postpone the event")),
        (CANCELLABLE, "meet:event_cancel", _("Cancel the event")),
    )
    return [(address, label) for states, address, label in steps if here in states]


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new event; `?measure=` makes it the carrying out of a plan."""
    if not request.user.has_perm("meet.add_event"):
        raise PermissionDenied
    measure = measure_asked(request)
    draft = Event(measure=measure)
    form = EventForm(
        request.POST or None, instance=draft, user=request.user, initial=proposed(request, measure)
    )
    alike: list[AlikeRow] = []
    if request.method == "POST" and form.is_valid():
        row = placed(request, form)
        alike = [] if posted.word(request, "not_alike") else alike_events(row, request.user)
        if not alike:
            kept = actions.keep(row, actor=request.user)
            messages.success(request, _("Saved as a draft. Nobody else sees it before registration opens."))
            return redirect("meet:event", kept.slug)
    context = {"form": form, "title": _("New event"), "back": "meet:events", "is_new": True, "alike": alike}
    return render(request, "meet/form.html", context, status=422 if alike else 200)


@at_event("meet.organise_event")
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change an event."""
    form = EventForm(request.POST or None, instance=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.keep(placed(request, form), actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("meet:event", event.slug)
    context = {"form": form, "title": _("Change the event"), "event": event}
    return render(request, "meet/form.html", context)


@require_POST
@at_event("meet.organise_event")
def state(request: HttpRequest, event: Event) -> HttpResponse:
    """Take an event a step on."""
    form = StateForm(request.POST)
    if form.is_valid():
        event.web_address = event.web_address or address_for(request)
        changed = actions.set_state(event, form.cleaned_data["state"], actor=request.user)
        messages.success(request, _("The event is now: %(state)s.") % {"state": changed.get_state_display()})
    return redirect("meet:event", event.slug)


@require_POST
@at_event("meet.organise_event")
def seen_by(request: HttpRequest, event: Event) -> HttpResponse:
    """Show an event to everybody, or to the circle again."""
    form = SeenByForm(request.POST)
    if form.is_valid():
        changed = actions.show_to(event, form.cleaned_data["visibility"], actor=request.user)
        if changed.visibility == Visibility.PUBLIC:
            messages.success(request, _("The event is published."))
        else:
            messages.success(request, _("The event is for the circle again."))
    return redirect("meet:event", event.slug)


def placed(request: HttpRequest, form: EventForm) -> Event:
    """The event that a form holds, not stored; the times that were typed are those of the zone that was chosen."""
    row: Event = form.instance
    row.web_address = address_for(request)
    shown_in = timezone.get_current_timezone()
    for name in ("starts_at", "ends_at", "registers_until", "changes_until"):
        if at := getattr(row, name):
            setattr(row, name, at.astimezone(shown_in).replace(tzinfo=row.tz))
    return row


def measure_asked(request: HttpRequest) -> Measure | None:
    """The plan that the address names, if the reader may change it and it has no event yet."""
    if slug := request.GET.get("measure"):
        measure = get_object_or_404(visible_measures(request.user).select_related("owner"), slug=slug)
        if request.user.has_perm("record.change_measure", measure) and not hasattr(measure, "event"):
            return measure
    return None


def proposed(request: HttpRequest, measure: Measure | None) -> dict[str, Any]:
    """What a plan says already; without one, the reader's own organisation."""
    own = own_organisations(request.user)
    if measure is None:
        return {"organiser": own[0].pk if own.count() == 1 else None}
    titles = {f"titles_{code}": getattr(measure, f"titles_{code}") for code in LANGUAGES}
    if not any(titles.values()):
        titles[f"titles_{measure.language or 'de'}"] = measure.title
    texts = {f"descriptions_{code}": getattr(measure, f"descriptions_{code}") for code in LANGUAGES}
    begins, ends = measure.starts_at, measure.ends_at
    if measure.start and not begins:
        last = (measure.end or measure.start + timedelta(days=1)) - timedelta(days=1)
        begins = timezone.make_aware(datetime.combine(measure.start, time(9)))
        ends = timezone.make_aware(datetime.combine(last, time(17)))
    zone = zone_of(measure.country)
    where = {"place": measure.venue, "city": measure.city, "country": measure.country, "zone": zone}
    rest = {"organiser": measure.owner_id, **where}
    return {**titles, **texts, **rest, "starts_at": begins, "ends_at": ends}
