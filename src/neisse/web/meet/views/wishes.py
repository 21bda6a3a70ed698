"""The other participants: proposals first, what one wishes, and asking for a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import ways
from neisse.web.intersect.wording import said
from neisse.web.meet.actions.profile import set_wish
from neisse.web.meet.actions.requests import ask as ask_for_meeting
from neisse.web.meet.forms.profile import AskForm, ParticipantFilters, WishForm
from neisse.web.meet.models import MeetingProfile, MeetingRequest, Wish
from neisse.web.meet.queries.profiles import Others
from neisse.web.meet.queries.requests import against_asking, between
from neisse.web.meet.rules.clock import Role, deeds
from neisse.web.meet.views.profile import Me, read_or_write, with_profile

PAGE = 20


@require_GET
@with_profile
def participants(request: HttpRequest, me: Me) -> HttpResponse:
    """Everybody else who takes part, who fits best first, with why."""
    others = Others(me.registration)
    form = ParticipantFilters(request.GET, others)
    page = Paginator(others.ranked(form.values()), PAGE).get_page(request.GET.get("page"))
    rows = [(row, said(row.fit.reasons)) for row in others.shown(page.object_list)]
    more = {
        "form": form,
        "page": page,
        "rows": rows,
        "wishes": Wish.Kind.choices,
        "others": len(others.profiles),
    }
    return me.page(request, "participants", "participants", **more)


@read_or_write
@with_profile
def participant(request: HttpRequest, me: Me, pk: int) -> HttpResponse:
    """One other participant: all they offer and look for, and the form to ask for a meeting."""
    others = Others(me.registration)
    profile = found_in(others, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        asked = ask_for_meeting(me.registration, profile.registration, message, actor=me.registration)
        agreed = asked.state == MeetingRequest.State.ACCEPTED
        told = _("Agreed: both of you had asked.") if agreed else _("Asked. You get a mail with the answer.")
        messages.success(request, told)
        return me.back("requests")
    row = others.shown([profile])[0]
    more = {
        "row": row,
        "reasons": said(row.fit.reasons),
        "form": form,
        "refusal": against_asking(me.plan, me.registration, profile.registration, timezone.now()),
        "past": between(me.registration, profile.registration).first(),
        "wishes": Wish.Kind.choices,
    }
    return me.page(request, "participant", "participants", **more)


@require_POST
@with_profile
def wish(request: HttpRequest, me: Me, pk: int) -> HttpResponse:
    """Must, gladly, no, or nothing again; told to nobody."""
    form = WishForm(request.POST)
    others = Others(me.registration)
    profile = found_in(others, pk)
    if form.is_valid():
        set_wish(me.registration, profile.registration, form.cleaned_data["kind"], actor=me.registration)
        others.wishes[pk] = form.cleaned_data["kind"]
    if request.htmx:  # type: ignore[attr-defined]
        more = {
            "row": others.shown([profile])[0],
            "secret": me.secret,
            "wishes": Wish.Kind.choices,
            "may": deeds(me.event, Role.PERSON, timezone.now()),
        }
        return render(request, "meet/parts/wish.html", more)
    return ways.back(request, "back", reverse("meet:participants", args=[me.secret]))


def found_in(others: Others, pk: int) -> MeetingProfile:
    """The profile of another participant; 404 for everybody who is not on the list."""
    found = next((p for p in others.profiles if p.registration_id == pk), None)
    if found is None:
        raise Http404
    return found
