"""Cancelling, postponing, moving and copying an event: first what happens and to how many, then a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neisse.web.meet.actions import dates as actions
from neisse.web.meet.actions.copying import copy_event
from neisse.web.meet.actions.dates import Word
from neisse.web.meet.forms.dates import CopyForm, NewDateForm, WordForm
from neisse.web.meet.models import Event
from neisse.web.meet.views.doors import at_event

organisers_only = at_event("meet.organise_event")


@organisers_only
def cancel(request: HttpRequest, event: Event) -> HttpResponse:
    """Cancel an event."""
    form = WordForm(request.POST or None)
    what = _("The event is shown as cancelled. Nobody can register, change or withdraw any more.")
    return _step(request, event, form, (_("Cancel the event"), what), actions.cancel)


@organisers_only
def postpone(request: HttpRequest, event: Event) -> HttpResponse:
    """Postpone an event to a date that is not known yet."""
    form = WordForm(request.POST or None)
    what = _(
        "The event is shown as postponed. Places and the waiting list are kept until there is a new date."
    )
    return _step(request, event, form, (_("Postpone the event"), what), actions.postpone)


@organisers_only
def move(request: HttpRequest, event: Event) -> HttpResponse:
    """Set another date."""
    form = NewDateForm(request.POST or None, event=event)
    what = _("Programme, meeting slots and deadlines move along. Places are kept.")

    def step(row: Event, word: Word, *, actor: Any) -> int:
        return actions.move_to(
            row, form.cleaned_data["starts_at"], form.cleaned_data["ends_at"], word, actor=actor
        )

    return _step(request, event, form, (_("Set another date"), what), step)


@organisers_only
def copy(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a draft with the frame of this event."""
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = copy_event(event, form.cleaned_data["starts_at"], actor=request.user)
        messages.success(request, _("Copied as a draft: no people, no speakers, no plan."))
        return redirect("meet:event", made.slug)
    what = _(
        "Texts, rooms, programme, questions, places and the rules of the meetings are copied; people never."
    )
    context = {"form": form, "event": event, "organises": True, "title": _("Copy the event"), "what": what}
    return render(request, "meet/step.html", context)


def _step(
    request: HttpRequest,
    event: Event,
    form: WordForm,
    words: tuple[str, str],
    step: Callable[..., int],
) -> HttpResponse:
    """Say what will happen and to how many; do it once the button is pressed."""
    if request.method == "POST" and form.is_valid():
        word = Word(form.note(), form.cleaned_data["tells"])
        told = step(event, word, actor=request.user)
        done = ngettext("Done. %(n)s person gets a mail.", "Done. %(n)s people get a mail.", told) % {
            "n": told
        }
        messages.success(request, done if told else _("Done. Nobody gets a mail."))
        return redirect("meet:event", event.slug)
    context = {
        "form": form,
        "event": event,
        "organises": True,
        "title": words[0],
        "what": words[1],
        "count": actions.people_told(event).count(),
    }
    return render(request, "meet/step.html", context)
