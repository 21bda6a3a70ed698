"""Registering without a login: the form, and the personal page behind the link."""

from __future__ import annotations

from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from neisse.web.core import once, posted
from neisse.web.core.done import erased
from neisse.web.core.doors import Door, Rate, door, typed
from neisse.web.meet.actions import desk
from neisse.web.meet.actions import registration as actions
from neisse.web.meet.actions.retention import erase_by_link
from neisse.web.meet.forms.registration import DetailsForm, RegisterForm
from neisse.web.meet.models import Event, Registration
from neisse.web.meet.queries.profiles import unanswered
from neisse.web.meet.queries.registrations import place_in_queue, registration_of
from neisse.web.meet.queries.requests import plan_of, takes_requests
from neisse.web.meet.rules.clock import Deed, Role, deeds, require_now, standing
from neisse.web.meet.views.doors import View, at_event

REGISTER = Door(
    "registration",
    by_address=Rate(20, 600),
    by_target=Rate(5, 3600),
    target=typed("email"),
    by_object=Rate(600, 3600),
)
# Three hundred people in one hall may share one network address.
BY_LINK = Door("personal link", by_address=Rate(3000, 600), by_object=Rate(240, 600))
STEPS = {
    "confirm": actions.confirm,
    "accept": actions.accept_offer,
    "withdraw": actions.withdraw,
    "again": actions.queue_again,
}


@door(REGISTER)
@at_event()
def register(request: HttpRequest, event: Event) -> HttpResponse:
    """The form; what happens next is the same whether the address is known or not."""
    if not actions.is_open(event, timezone.now()):
        return render(request, "meet/register_closed.html", {"event": event})
    form = RegisterForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        actions.register(event, email, form.details(), actor=request.user)
        once.made(request)
        return render(request, "meet/register_sent.html", {"event": event, "email": email})
    return render(request, "meet/register.html", {"event": event, "form": form})


def by_link(view: View) -> View:
    """Give a view the registration of a personal link, in the person's language and the zone of the event."""

    @wraps(view)
    def inside(request: HttpRequest, secret: str, **rest: Any) -> HttpResponse:
        registration = registration_of(secret)
        if registration is None:
            raise Http404
        with ExitStack() as stack:
            stack.enter_context(timezone.override(registration.event.tz))
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not request.user.is_authenticated:
                stack.enter_context(translation.override(registration.language))
            response = view(request, registration, secret=secret, **rest)
            response["X-Robots-Tag"] = "noindex"
            return response

    return door(BY_LINK)(never_cache(inside))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def mine(request: HttpRequest, registration: Registration, secret: str) -> HttpResponse:
    """One's own registration: looking changes nothing, a button does."""
    if request.method == "POST":
        if posted.word(request, "action") == "erase":
            return erase(request, registration, secret)
        step = STEPS.get(posted.word(request, "action"))
        if step is None:
            raise Http404
        step(registration, actor=registration)
        return redirect("meet:mine", secret)
    plan, now = plan_of(registration.event), timezone.now()
    context = {
        "standing": standing(registration.event, now).value,
        "may": deeds(registration.event, Role.PERSON, now),
        "registration": registration,
        "event": registration.event,
        "secret": secret,
        "queue": place_in_queue(registration),
        "waiting_change": registration.changes.filter(state="open").first(),
        "answers": answers_of(registration),
        "may_queue": bool(registration.confirmed_at) and actions.is_open(registration.event, timezone.now()),
        "plan": plan,
        "profile": getattr(registration, "meeting_profile", None),
        "waiting": unanswered(registration) if takes_requests(plan, timezone.now()) else 0,
        "tab": "mine",
    }
    return render(request, "meet/mine.html", context)


def erase(request: HttpRequest, registration: Registration, secret: str) -> HttpResponse:
    """Erase oneself by the personal link, once that was confirmed; the link ends with it."""
    if not posted.word(request, "sure"):
        messages.error(request, _("Please confirm that everything about you is to be erased."))
        return redirect("meet:mine", secret)
    event = registration.event
    done = erase_by_link(registration, actor=registration)
    erased(request, _("Everything that was kept about you is erased."), done)
    return redirect("meet:event", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def change(request: HttpRequest, registration: Registration, secret: str) -> HttpResponse:
    """Change what one said of oneself; after the deadline the organiser is asked."""
    event = registration.event
    require_now(event, Deed.CHANGE, Role.PERSON, timezone.now())
    form = DetailsForm(request.POST or None, event=event, registration=registration)
    if request.method == "POST" and form.is_valid():
        asked = desk.change(registration, form.details(), actor=registration)
        if asked:
            messages.info(request, _("The organiser has to agree to this change. You will get a mail."))
        else:
            messages.success(request, _("Saved."))
        return redirect("meet:mine", secret)
    deadline = event.changes_until or event.registers_until
    context = {
        "registration": registration,
        "event": event,
        "secret": secret,
        "form": form,
        "needs_approval": deadline is not None and timezone.now() >= deadline,
    }
    return render(request, "meet/mine_change.html", context)


def answers_of(registration: Registration) -> list[tuple[str, Any]]:
    """Questions and what was answered, in the reader's language."""
    from neisse.web.core.content import content

    return [
        (content(question, "text").text, registration.answers[str(question.pk)])
        for question in registration.event.questions.all()
        if str(question.pk) in registration.answers
    ]
