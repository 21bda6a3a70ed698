"""A participant's own pages of the meetings, behind the personal link: the profile and the times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neisse.web.core import ways
from neisse.web.meet.actions import profile as actions
from neisse.web.meet.forms.profile import AbsenceForm, ProfileForm
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import Event, MeetingPlan, MeetingProfile, Registration
from neisse.web.meet.programme import by_day
from neisse.web.meet.queries.profiles import registration_by_login, unanswered
from neisse.web.meet.queries.requests import plan_of, takes_requests
from neisse.web.meet.rules.clock import Role, deeds, standing
from neisse.web.meet.views.doors import View, at_event
from neisse.web.meet.views.registration import by_link

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Me:
    """Who reads: the registration behind the link, and the rules of the event's meetings."""

    registration: Registration
    plan: MeetingPlan
    secret: str

    @property
    def event(self) -> Event:
        """The event."""
        return self.registration.event

    @property
    def takes_requests(self) -> bool:
        """Whether people may ask and answer now."""
        return takes_requests(self.plan, timezone.now())

    @property
    def profile(self) -> MeetingProfile | None:
        """What one shows the others; None before the first time."""
        return getattr(self.registration, "meeting_profile", None)

    def page(self, request: HttpRequest, template: str, tab: str, **more: Any) -> HttpResponse:
        """A page of the participant's own, with what their tabs show."""
        now = timezone.now()
        context = {
            "standing": standing(self.event, now).value,
            "may": deeds(self.event, Role.PERSON, now),
            "event": self.event,
            "registration": self.registration,
            "profile": self.profile,
            "plan": self.plan,
            "secret": self.secret,
            "tab": tab,
            "waiting": unanswered(self.registration) if self.takes_requests else 0,
        }
        return render(request, f"meet/{template}.html", context | more)

    def back(self, view: str) -> HttpResponse:
        """Go on to another page of one's own."""
        return redirect(f"meet:{view}", self.secret)


def in_meetings(view: View) -> View:
    """Give a view who reads (`Me`): 404 where the event has no meetings, or the person no place there."""

    @wraps(view)
    def inside(request: HttpRequest, registration: Registration, secret: str, **rest: Any) -> HttpResponse:
        plan = plan_of(registration.event)
        if plan is None or registration.state != Registration.State.REGISTERED:
            raise Http404
        plan.event = registration.event
        return view(request, Me(registration, plan, secret), **rest)

    return by_link(inside)


def with_profile(view: View) -> View:
    """As `in_meetings`; who has no profile yet, or does not take part, is led to it."""

    @wraps(view)
    def inside(request: HttpRequest, me: Me, **rest: Any) -> HttpResponse:
        if me.profile is None or not me.profile.takes_part:
            messages.info(request, _("Say first what you offer and look for."))
            return me.back("profile")
        return view(request, me, **rest)

    return in_meetings(inside)


@require_GET
@login_required
@at_event()
def by_login(request: HttpRequest, event: Event) -> HttpResponse:
    """Lead who is signed in to their own pages of an event."""
    registration = registration_by_login(request.user, event)
    if registration is None:
        raise Http404
    return ways.to(personal_path(registration))


@read_or_write
@in_meetings
def profile(request: HttpRequest, me: Me) -> HttpResponse:
    """Whether one takes part, what one offers and looks for; and in which slots one cannot meet."""
    form = ProfileForm(request.POST or None, registration=me.registration, profile=me.profile)
    if request.method == "POST" and form.is_valid():
        is_new = me.profile is None
        kept = actions.keep_profile(me.registration, form.cleaned_data, actor=me.registration)
        messages.success(request, _("Saved."))
        return me.back("participants" if is_new and kept.takes_part else "profile")
    away = set(me.profile.absences.values_list("slot_id", flat=True)) if me.profile else set()
    slots = list(me.event.slots.all()) if me.profile else []
    days = by_day(slots) if slots and slots[-1].starts_at > timezone.now() else []
    return me.page(request, "profile", "profile", form=form, days=days, away=away)


@require_POST
@with_profile
def absences(request: HttpRequest, me: Me) -> HttpResponse:
    """Keep the slots in which one cannot meet."""
    form = AbsenceForm(request.POST, me.event.slots.all())
    if form.is_valid() and me.profile:
        actions.set_absences(me.profile, form.cleaned_data["slots"], actor=me.registration)
        messages.success(request, _("Your times are saved."))
    return me.back("profile")
