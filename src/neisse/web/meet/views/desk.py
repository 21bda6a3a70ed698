"""The organiser's desk: who takes part, quotas, changes, badges and lists, check-in."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import posted, ways
from neisse.web.core.content import content, reader_language
from neisse.web.core.downloads import LISTS, attached, filters_in_words
from neisse.web.core.lines import number_of
from neisse.web.core.views.downloads import deferred
from neisse.web.meet import documents, exports
from neisse.web.meet.actions import desk as actions
from neisse.web.meet.actions import places
from neisse.web.meet.actions.mail import send_undelivered
from neisse.web.meet.actions.people import move_in_queue
from neisse.web.meet.actions.registration import withdraw
from neisse.web.meet.forms.registration import ChangeDecisionForm, DeskForm, RegistrationFilters
from neisse.web.meet.links import absolute
from neisse.web.meet.listings import REGISTRATIONS, question_columns
from neisse.web.meet.models import Event, RegistrationChange
from neisse.web.meet.models.registration import Group
from neisse.web.meet.queries import registrations as reads
from neisse.web.meet.queries.mails import undelivered
from neisse.web.meet.templatetags.meet import event_when
from neisse.web.meet.views.doors import at_event

PAGE = 50
organisers_only = at_event("meet.organise_event")


@require_GET
@never_cache
@organisers_only
def registrations(request: HttpRequest, event: Event) -> HttpResponse:
    """Everybody who registered, how full the quotas are, what waits for a decision."""
    form = RegistrationFilters(request.GET)
    context = {
        "event": event,
        "organises": True,
        "tab": "registrations",
        "form": form,
        "page": Paginator(reads.registrations(event, form.values()), PAGE).get_page(request.GET.get("page")),
        "counts": reads.counts(event),
        "quotas": reads.filled_quotas(event),
        "questions": event.questions.all(),
        "changes": [(asked, changed_words(asked)) for asked in reads.open_changes(event)],
        "mails_failed": undelivered(event).count(),
    }
    return render(request, "meet/registrations.html", context)


def changed_words(asked: RegistrationChange) -> list[tuple[str, str, str]]:
    """What somebody wants to change: field, as it is, as it shall be."""
    row, rows = asked.registration, []
    for name, value in asked.fields.items():
        if name in {"organisation", "answers"}:
            continue
        field = row._meta.get_field(name)
        rows.append((str(getattr(field, "verbose_name", name)), said(getattr(row, name)), said(value)))
    if "answers" in asked.fields:
        rows.append(
            (_("answers"), said(list(row.answers.values())), said(list(asked.fields["answers"].values())))
        )
    return rows


def said(value: object) -> str:
    """A value in words."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")


@require_POST
@organisers_only
def act(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Give a place, offer one, refuse, withdraw, or count somebody to another group."""
    registration = get_object_or_404(event.registrations, pk=pk)
    form = DeskForm(request.POST)
    if form.is_valid():
        action, actor = form.cleaned_data["action"], request.user
        if action in Group.values:
            actions.change(registration, {"group": action}, actor=actor)
            places.offer_next(event, actor=request.user)
        elif action in {"first", "last"}:
            move_in_queue(registration, first=action == "first", actor=actor)
        elif action.endswith("_quietly"):
            ends = {"refuse_quietly": actions.refuse, "withdraw_quietly": withdraw}
            ends[action](registration, actor=actor, tells=False)
        else:
            steps = {"give": actions.give_place, "offer": actions.offer_place, "refuse": actions.refuse}
            steps.get(action, withdraw)(registration, actor=actor)
        messages.success(request, _("Done: %(name)s.") % {"name": registration.name})
    query = posted.word(request, "query")
    return ways.to(reverse("meet:registrations", args=[event.slug]) + (f"?{query}" if query else ""))


@require_POST
@organisers_only
def offer_free(request: HttpRequest, event: Event) -> HttpResponse:
    """Offer every free place now."""
    count = places.offer_next(event, actor=request.user)
    messages.success(request, ngettext("%(n)s place offered.", "%(n)s places offered.", count) % {"n": count})
    return redirect("meet:registrations", event.slug)


@require_POST
@organisers_only
def mails_again(request: HttpRequest, event: Event) -> HttpResponse:
    """Put the mails that could not be delivered back into the queue."""
    send_undelivered(event, actor=request.user)
    messages.success(request, _("The mails are on their way again."))
    return redirect("meet:registrations", event.slug)


@require_POST
@organisers_only
def decide(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Accept or decline a late change."""
    asked = get_object_or_404(RegistrationChange, registration__event=event, pk=pk)
    form = ChangeDecisionForm(request.POST)
    if form.is_valid():
        actions.decide_change(
            asked, form.cleaned_data["accept"], form.cleaned_data["note"], actor=request.user
        )
        messages.success(request, _("Decided; the person gets a mail."))
    return redirect("meet:registrations", event.slug)


@require_GET
@never_cache
@organisers_only
def export(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """The list, as filtered, for people or for programs."""
    form = request.GET.get("format", "xlsx")
    if kind != "registrations" or form not in LISTS:
        raise Http404
    bar = RegistrationFilters(request.GET)
    found = reads.registrations(event, bar.values())
    if away := deferred(request, found.count()):
        return away
    asked = question_columns({str(q.pk): content(q, "text").text for q in event.questions.all()})
    name, title = f"{event.slug}-registrations", f"{event}: {REGISTRATIONS.title}"
    bar_said = filters_in_words(bar)
    return REGISTRATIONS.file(list(found), form, name, filters=bar_said, more=asked, title=title)


@require_GET
@never_cache
@organisers_only
def badges(request: HttpRequest, event: Event) -> HttpResponse:
    """Badges of all who have a place, with a code that opens the desk's page of the person."""
    desk = absolute(event, reverse("meet:check_in", args=[event.slug]))
    people = [
        exports.badge(row, documents.qr_svg(f"{desk}?{urlencode({'code': row.badge_code})}"))
        for row in reads.with_place(event)
    ]
    data = {"language": reader_language(), "event": str(event), "people": people}
    return attached(documents.pdf("badges", data), "pdf", f"{event.slug}-badges")


@require_GET
@never_cache
@organisers_only
def names(request: HttpRequest, event: Event) -> HttpResponse:
    """The list of names for the desk."""
    people = [exports.badge(row, "") for row in reads.with_place(event)]
    data = {
        "language": reader_language(),
        "event": str(event),
        "when": event_when(event),
        "title": _("List of names"),
        "lead": ngettext("%(n)s person", "%(n)s people", len(people)) % {"n": len(people)},
        "columns": [pgettext("of a person", "Name"), _("Organisation"), _("Country"), _("Code")],
        "people": people,
    }
    return attached(documents.pdf("names", data), "pdf", f"{event.slug}-names")


@never_cache
@organisers_only
def check_in(request: HttpRequest, event: Event) -> HttpResponse:
    """The desk on a phone: a code from a badge or a part of a name, then one big button."""
    code, query = request.GET.get("code", "")[:20], request.GET.get("q", "")[:100]
    if request.method == "POST":
        registration = get_object_or_404(
            event.registrations, pk=number_of(posted.word(request, "registration"))
        )
        is_here = posted.word(request, "here") == "1"
        actions.check_in(registration, is_here, actor=request.user)
        said_words = _("%(name)s is here.") if is_here else _("Undone: %(name)s.")
        messages.success(request, said_words % {"name": registration.name})
        return redirect("meet:check_in", event.slug)
    context = {
        "event": event,
        "organises": True,
        "tab": "check_in",
        "code": code,
        "q": query,
        "asked": bool(code or query.strip()),
        "found": reads.found_at_desk(event, code, query),
        "counts": reads.counts(event),
        "latest": event.registrations.filter(checked_in_at__isnull=False).order_by("-checked_in_at")[:5],
        "now": timezone.now(),
    }
    return render(request, "meet/check_in.html", context)
