"""Requests about personal data: look for a person, hand out what is kept of them, erase it. For managers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from neisse.engine.values import NeisseError
from neisse.web.accounts.actions.privacy import erase_by_manager
from neisse.web.accounts.forms import LookForm, SubjectForm
from neisse.web.accounts.views.users import managers_only
from neisse.web.core import posted
from neisse.web.core.actions.erasing import ERASING
from neisse.web.core.done import erased
from neisse.web.core.downloads import document
from neisse.web.core.models import Erasure
from neisse.web.core.personal import Subject
from neisse.web.core.queries.jobs import last_of
from neisse.web.core.queries.subjects import export_subject, look_for, named_in, own_rows, widened
from neisse.web.core.said import sentence_of

SHOWN = 20


@managers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: HttpRequest) -> HttpResponse:
    """Look, choose, preview, then hand out or erase. Names travel in the body of requests, never in addresses."""
    step = posted.word(request, "step")
    if step == "look":
        return look(request)
    if step not in {"preview", "export", "erase"}:
        erasures = Erasure.objects.select_related("done_by")[:SHOWN]
        shown = last_of(ERASING)
        return render(
            request, "accounts/subjects.html", {"form": LookForm(), "erasures": erasures, "shown": shown}
        )
    form = SubjectForm(request.POST, first=step == "preview")
    if not form.is_valid():
        return preview(request, form, form.subject())
    if step == "preview":
        return preview(request, form, widened(form.subject()))
    return hand_out(form.subject()) if step == "export" else erase(request, form)


def look(request: HttpRequest) -> HttpResponse:
    """The rows about people whose name or address fits."""
    form = LookForm(request.POST)
    found = look_for(form.cleaned_data["words"]) if form.is_valid() else []
    context = {"form": form, "found": found, "looked": form.is_valid(), "given": form.given()}
    return render(request, "accounts/subjects.html", context)


def preview(request: HttpRequest, form: SubjectForm, subject: Subject) -> HttpResponse:
    """What would go, what would stay, and why."""
    named = named_in(subject)
    context: dict[str, Any] = {
        "form": form if form.errors else SubjectForm(initial=SubjectForm.initial_of(subject)),
        "own": own_rows(subject),
        "named": named[:SHOWN],
        "more": max(0, len(named) - SHOWN),
    }
    return render(request, "accounts/subject.html", context)


def hand_out(subject: Subject) -> HttpResponse:
    """Everything that is kept of the person, as a file."""
    return document(export_subject(subject), "person")


def erase(request: HttpRequest, form: SubjectForm) -> HttpResponse:
    """Erase the person after the manager said that it is the right one."""
    if not form.cleaned_data["sure"]:
        form.add_error("sure", _("Please confirm that this is the right person."))
        return preview(request, form, form.subject())
    try:
        done = erase_by_manager(form.subject(), actor=request.user)
    except NeisseError as error:
        form.add_error(None, sentence_of(error))
        return preview(request, form, form.subject())
    erased(request, _("The person is erased."), done)
    return redirect("accounts:subjects")
