"""The organiser's hand on people: add and correct them, see what they were told, write to a chosen group."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from neisse.web.core import posted
from neisse.web.core.filters import language_name
from neisse.web.core.lines import number_of
from neisse.web.meet.actions import letters
from neisse.web.meet.actions import people as actions
from neisse.web.meet.actions.letters import Letter
from neisse.web.meet.forms.people import LetterForm, PersonForm
from neisse.web.meet.forms.registration import RegistrationFilters
from neisse.web.meet.models import Event, Registration
from neisse.web.meet.queries.mails import mails_to
from neisse.web.meet.queries.registrations import written_to
from neisse.web.meet.views.desk import organisers_only


@never_cache
@organisers_only
def new(request: HttpRequest, event: Event) -> HttpResponse:
    """Register somebody for them."""
    form = PersonForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = actions.add_person(
            event,
            data["email"],
            form.details(),
            actor=request.user,
            anyway=data["anyway"],
            tells=data["tells"],
        )
        done = {"name": row.name, "state": row.get_state_display()}
        messages.success(request, _("%(name)s: %(state)s.") % done)
        return redirect("meet:registrations", event.slug)
    return _page(request, event, form, {"title": _("Add a person"), "is_new": True})


@never_cache
@organisers_only
def edit(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Correct what is kept about somebody; below stands what they were told."""
    row = get_object_or_404(event.registrations.exclude(name=""), pk=pk)
    form = PersonForm(request.POST or None, event=event, registration=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.edit_person(row, data["email"], form.details(), actor=request.user, tells=data["tells"])
        messages.success(request, _("Saved."))
        return redirect("meet:registrations", event.slug)
    mails = mails_to(row).order_by("-created_at")[:50]
    return _page(request, event, form, {"title": row.name, "mails": mails, "person": row})


def _page(request: HttpRequest, event: Event, form: PersonForm, more: dict[str, object]) -> HttpResponse:
    context = {"event": event, "organises": True, "tab": "registrations", "form": form, **more}
    return render(request, "meet/person_form.html", context)


@never_cache
@organisers_only
def letter(request: HttpRequest, event: Event) -> HttpResponse:
    """Write to everybody whom the filters of the list choose: first a preview in each language, then a button."""
    bar = RegistrationFilters(request.GET)
    form = LetterForm(request.POST or None)
    people = list(written_to(event, bar.values()))
    preview: list[tuple[str, int, str, str]] = []
    if request.method == "POST" and form.is_valid():
        written = form.letter()
        if posted.word(request, "step") == "send":
            seen = number_of(posted.word(request, "seen")) or 0
            count = letters.write_to(event, bar.values(), written, seen, actor=request.user)
            done = ngettext("Written to %(n)s person.", "Written to %(n)s people.", count)
            messages.success(request, done % {"n": count})
            return redirect("meet:registrations", event.slug)
        preview = previewed(people, written)
    context = {
        "event": event,
        "organises": True,
        "tab": "registrations",
        "form": form,
        "bar": bar,
        "count": len(people),
        "preview": preview,
    }
    return render(request, "meet/letter.html", context)


def previewed(people: list[Registration], written: Letter) -> list[tuple[str, int, str, str]]:
    """The language, how many read it, subject and text, for each language in which somebody reads the letter."""
    read = Counter(written.language_for(person.language) for person in people)
    return [
        (language_name(code), count, written.subjects[code], written.texts[code])
        for code, count in sorted(read.items())
    ]
