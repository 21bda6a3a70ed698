"""The programme: the organiser's editor, published versions, calendar feeds."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import once
from neisse.web.core.actions.links import revoke
from neisse.web.core.downloads import attached
from neisse.web.core.unchanged import page_unless_held, unless_held
from neisse.web.meet import exports
from neisse.web.meet.actions import feeds
from neisse.web.meet.actions import programme as actions
from neisse.web.meet.actions.events import drop
from neisse.web.meet.forms.events import FeedForm, PublishForm, SessionForm
from neisse.web.meet.models import Event, EventSession, ProgrammeVersion
from neisse.web.meet.programme import (
    Conflict,
    Published,
    by_day,
    conflicts,
    current_programme,
    difference,
    published_sessions,
    sessions_of,
)
from neisse.web.meet.queries.events import feed_of
from neisse.web.meet.views.doors import at_event


@require_GET
@at_event("meet.organise_event")
def editor(request: HttpRequest, event: Event) -> HttpResponse:
    """All sessions as they are now, what collides, what is new since the last version; rooms."""
    rows = sessions_of(event)
    version = event.versions.first()
    found = conflicts(event, rows)
    changed = difference(version.content if version else None, current_programme(event, rows))
    context = {
        "event": event,
        "organises": True,
        "tab": "programme",
        "days": by_day(rows),
        "conflicts": found,
        "in_conflict": {row.pk for conflict in found for row in (conflict.a, conflict.b)},
        "version": version,
        "differences": changed,
        "versions": event.versions.select_related("published_by"),
        "rooms": event.rooms.all(),
        "form": PublishForm(),
    }
    return render(request, "meet/programme.html", context)


@at_event("meet.organise_event")
def session_edit(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """A new session, or one changed; a collision is shown before it is saved, and saved when confirmed."""
    row = get_object_or_404(event.sessions, pk=pk) if pk else EventSession(event=event)
    row.event = event
    start = {} if pk else {"starts_at": event.starts_at, "ends_at": event.starts_at + timedelta(hours=1)}
    form = SessionForm(request.POST or None, instance=row, initial=start)
    found: list[Conflict] = []
    if request.method == "POST" and form.is_valid():
        speakers = form.speakers()
        row.drafted_speakers = speakers  # type: ignore[attr-defined] # see programme.speakers_of
        others = [s for s in sessions_of(event) if s.pk != row.pk]
        found = [c for c in conflicts(event, [*others, row]) if row is c.a or row is c.b]
        if not found or form.cleaned_data["anyway"]:
            actions.keep_session(row, speakers, actor=request.user)
            messages.success(request, _("Saved. Guests see it when the programme is published."))
            return redirect("meet:programme", event.slug)
    context = {"form": form, "event": event, "session": row if pk else None, "conflicts": found}
    return render(request, "meet/session_form.html", context)


@require_POST
@at_event("meet.organise_event")
def session_delete(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Take a session out of the programme; published versions keep it."""
    drop(get_object_or_404(event.sessions, pk=pk), actor=request.user)
    messages.success(request, _("Deleted."))
    return redirect("meet:programme", event.slug)


@require_POST
@at_event("meet.organise_event")
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    """Publish the programme as it is now."""
    form = PublishForm(request.POST)
    if form.is_valid():
        version = actions.publish_programme(event, form.cleaned_data["note"], actor=request.user)
        messages.success(request, _("Published as programme %(number)s.") % {"number": version.number})
    return redirect("meet:programme", event.slug)


@require_GET
@at_event()
def version(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """A published programme as it was, and what was new in it."""
    shown = get_object_or_404(event.versions, number=number)
    before = event.versions.filter(number__lt=number).first()
    numbers = list(event.versions.values_list("number", flat=True))

    def page() -> HttpResponse:
        context = {
            "event": event,
            "version": shown,
            "before": before,
            "differences": difference(before.content, shown.content) if before else [],
            "numbers": numbers,
        }
        return render(request, "meet/version.html", context)

    return page_unless_held(request, [event, shown, before, numbers], page)


@require_GET
@at_event()
def calendar(request: HttpRequest, event: Event) -> HttpResponse:
    """The published programme as iCalendar."""
    version = event.versions.first()
    return unless_held(request, [event, version], lambda: calendar_of(event, version))


@require_GET
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The programme, or one person's agenda, for calendar programs: who has the address may read it.

    They ask every few minutes or hours, and are told where nothing is new.
    """
    token = feed_of(secret)
    if token is None:
        raise Http404
    event, person = token.event, token.registration
    with timezone.override(event.tz):
        if person is None:
            version = event.versions.first()
            return unless_held(request, [event, version], lambda: calendar_of(event, version))
        with translation.override(person.language):
            answer = exports.agenda_feed(person)
            return unless_held(request, [answer.content], lambda: answer)


def calendar_of(event: Event, version: ProgrammeVersion | None) -> HttpResponse:
    """The calendar of a version; an empty one before anything is published."""
    sessions: list[Published] = published_sessions(version.content) if version else []
    stamp = version.published_at if version else event.created_at
    return attached(
        exports.programme_calendar(event, sessions, stamp, version.number if version else 0),
        "ics",
        event.slug,
    )


@require_POST
@never_cache
@at_event("meet.organise_event")
def feed_new(request: HttpRequest, event: Event) -> HttpResponse:
    """A new feed; its address is shown once."""
    form = FeedForm(request.POST)
    label = form.cleaned_data["label"] if form.is_valid() else ""
    _token, secret = feeds.issue_feed(event, label, actor=request.user)
    address = request.build_absolute_uri(reverse("meet:feed", args=[secret]))
    once.made(request)
    return render(request, "meet/feed.html", {"event": event, "address": address, "label": label})


@require_POST
@at_event("meet.organise_event")
def feed_revoke(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Close a feed."""
    revoke(get_object_or_404(event.feed_tokens.filter(registration=None), pk=pk), actor=request.user)
    messages.success(request, _("The feed no longer works."))
    return redirect("meet:event", event.slug)
