"""One's own agenda: page, print, PDF and calendar feed; a word on the day, and feedback afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import once
from neisse.web.core.actions.links import revoke
from neisse.web.core.content import content, reader_language
from neisse.web.core.downloads import attached
from neisse.web.core.when import days_text
from neisse.web.meet import documents, exports
from neisse.web.meet.actions import feeds, notices
from neisse.web.meet.actions.profile import give_feedback
from neisse.web.meet.forms.profile import DayForm, FeedbackForm
from neisse.web.meet.programme import by_day
from neisse.web.meet.queries.agenda import Entry, agenda_of, needs_interpreter, open_word
from neisse.web.meet.queries.requests import requests_of
from neisse.web.meet.templatetags.meet import clock_span, event_when, moment
from neisse.web.meet.views.profile import Me, in_meetings


@require_GET
@in_meetings
def agenda(request: HttpRequest, me: Me) -> HttpResponse:
    """Meetings and programme on one line of time, gaps between; only what is published."""
    now, entries = timezone.now(), agenda_of(me.registration)
    meetings = [entry for entry in entries if entry.kind == "meeting"]
    ahead = [entry for entry in meetings if entry.ends_at > now]
    more = {
        "days": by_day(entries),
        "meetings": meetings,
        "feedback": [(entry, feedback_form(entry)) for entry in meetings if entry.ends_at <= now],
        "slots_ahead": me.event.slots.filter(starts_at__gt=now) if ahead else [],
        "ahead": ahead,
        "word": open_word(me.registration) if ahead else None,
        "feeds": me.registration.feed_tokens.filter(revoked_at=None),
        "apart": {e.pk for e in meetings if e.other and needs_interpreter(me.registration, e.other)},
    }
    return me.page(request, "agenda", "agenda", **more)


def feedback_form(entry: Entry) -> FeedbackForm:
    """The form for one meeting, with what was said before."""
    said = entry.meeting.request.own_feedback if entry.meeting else []  # type: ignore[attr-defined]
    return FeedbackForm(instance=said[0] if said else None, prefix=f"m{entry.pk}")


@require_POST
@in_meetings
def feedback_give(request: HttpRequest, me: Me, pk: int) -> HttpResponse:
    """Say what one meeting was good for."""
    row = get_object_or_404(requests_of(me.registration), pk=pk)
    form = FeedbackForm(request.POST, prefix=f"m{pk}")
    if form.is_valid():
        give_feedback(row, me.registration, form.cleaned_data, actor=me.registration)
        messages.success(request, _("Thank you."))
    else:
        messages.error(request, _("Say whether the meeting took place."))
    return me.back("agenda")


@require_POST
@in_meetings
def day(request: HttpRequest, me: Me) -> HttpResponse:
    """Come later, not come, or come after all: the organiser's board is told."""
    form = DayForm(request.POST, me.event.slots.filter(starts_at__gt=timezone.now()))
    if not form.is_valid():
        messages.error(request, _("Choose from when on you can meet."))
        return me.back("agenda")
    word, slot = form.cleaned_data["word"], form.cleaned_data["slot"]
    if word == "fine":
        notices.comes_after_all(me.registration, actor=me.registration)
        messages.success(request, _("Good. The organiser sees it."))
    elif word == "gone":
        notices.cannot_come(me.registration, actor=me.registration)
        messages.success(
            request, _("The organiser is told. Those who wait for you get a mail when the schedule changes.")
        )
    elif slot is None:
        messages.error(request, _("Choose from when on you can meet."))
    else:
        notices.comes_late(me.registration, slot, actor=me.registration)
        messages.success(request, _("The organiser is told."))
    return me.back("agenda")


@require_POST
@in_meetings
def agenda_feed(request: HttpRequest, me: Me) -> HttpResponse:
    """A new calendar feed of one's own agenda; its address is shown once."""
    _token, secret = feeds.issue_feed(me.event, _("My agenda"), me.registration, actor=me.registration)
    address = request.build_absolute_uri(reverse("meet:feed", args=[secret]))
    once.made(request)
    return me.page(request, "agenda_feed", "agenda", address=address)


@require_POST
@in_meetings
def agenda_feed_revoke(request: HttpRequest, me: Me, pk: int) -> HttpResponse:
    """Close a feed of one's own."""
    revoke(get_object_or_404(me.registration.feed_tokens, pk=pk), actor=me.registration)
    messages.success(request, _("The feed no longer works."))
    return me.back("agenda")


@require_GET
@in_meetings
def agenda_pdf(request: HttpRequest, me: Me) -> HttpResponse:
    """The agenda on paper."""
    days = [
        {"day": days_text(date, date), "entries": [line(me, entry) for entry in rows]}
        for date, rows in by_day(agenda_of(me.registration))
    ]
    data = {
        "language": reader_language(),
        "title": _("Agenda of %(name)s") % {"name": me.registration.name},
        "event": str(me.event),
        "when": f"{event_when(me.event)} · {', '.join(filter(None, [me.event.place, me.event.city]))}",
        "organisation": me.registration.comes_from,
        "days": days,
        "empty": "" if days else _("Nothing is published yet."),
        "note": _("As of %(when)s. The calendar feed and the page behind your link are always up to date.")
        % {"when": moment(timezone.now())},
    }
    return attached(documents.pdf("agenda", data), "pdf", f"{me.event.slug}-agenda")


def line(me: Me, entry: Entry) -> dict[str, str]:
    """A line of the printed agenda."""
    said = {
        "kind": entry.kind,
        "when": clock_span(entry.starts_at, entry.ends_at),
        "sub": "",
        "table": "",
        "note": "",
    }
    if entry.other is not None:
        profile = getattr(entry.other, "meeting_profile", None)
        return said | {
            "title": entry.other.name or "–",
            "sub": " · ".join(filter(None, [entry.other.comes_from, entry.other.office])),
            "table": exports.table_text(entry),
            "note": exports.profile_text(profile)
            + (f"\n{_('Interpreter')}" if needs_interpreter(me.registration, entry.other) else ""),
        }
    if entry.session is not None:
        return said | {"title": content(entry.session, "title").text, "table": entry.session.room}
    return said | {"title": _("free")}
