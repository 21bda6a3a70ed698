"""The page behind a personal link: send a plan without a login. Reading it changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from neisse.engine.values import NeisseError
from neisse.web.core import posted
from neisse.web.core.doors import Door, Rate, door
from neisse.web.core.queries import today
from neisse.web.core.said import sentence_of
from neisse.web.record.actions.answers import (
    WITHOUT_PLANS,
    answer_without_plans,
    confirm_entries,
    note_opened,
)
from neisse.web.record.actions.edit import free_key
from neisse.web.record.actions.intake import read_plans, submit
from neisse.web.record.bridge.fields import EMPTY
from neisse.web.record.forms.intake import PlanFileForm, PlanForm
from neisse.web.record.models import IntakeLink, IntakeSubmission, Recipient
from neisse.web.record.queries.campaign import entries_of, entry_name, recipient_of
from neisse.web.record.queries.imports import title_of
from neisse.web.record.queries.intake import link_behind, submission_to_correct

MOST_SHOWN = 20
DOOR = Door("intake", by_address=Rate(300, 3600), by_object=Rate(30, 3600))


@door(DOOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, secret: str) -> HttpResponse:
    """A short form or a file, in the addressee's language; what was sent before, and what became of it."""
    link = link_behind(secret)
    if link is None:
        return render(request, "record/intake_closed.html", status=404)
    with translation.override(link.language):
        answer = _answer(request, secret, link)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(request: HttpRequest, secret: str, link: IntakeLink) -> HttpResponse:
    said = posted.word(request, "by")
    if said == Recipient.Answer.RIGHT:
        return _still_right(request, secret, link)
    if said in WITHOUT_PLANS:
        return _answered(request, secret, link, said)
    if said == "opened":
        note_opened(link, actor=link)
        return HttpResponse(status=204)
    by_file = "file" in request.FILES or said == "file"
    typed = request.method == "POST"
    corrected = submission_to_correct(link, request.GET.get("correct", ""))
    given = corrected.payload[0] if corrected else {"visibility": "circle"}
    form = PlanForm(request.POST if typed and not by_file else None, link=link, given=given)
    file_form = PlanFileForm(request.POST if typed and by_file else None, request.FILES or None)
    if typed and _sent(link, file_form if by_file else form, corrected):
        messages.success(request, _("Thank you: it came in and waits for the coordinators."))
        return redirect("record:intake", secret=secret)
    asked = recipient_of(link)
    context = {
        "link": link,
        "asked": asked,
        "entries": [(row, entry_name(row)) for row in entries_of(link)] if asked else [],
        "corrected": corrected,
        "form": form,
        "file_form": file_form,
        "today": today(),
        "sent": [
            (sub, [title_for_sender(obj) for obj in sub.payload])
            for sub in link.submissions.all()[:MOST_SHOWN]
        ],
    }
    return render(
        request, "record/intake.html", context, status=422 if form.errors or file_form.errors else 200
    )


def _still_right(request: HttpRequest, secret: str, link: IntakeLink) -> HttpResponse:
    """All entries that the page showed are still right."""
    left = confirm_entries(link, set(posted.words(request, "entry")), actor=link)
    if left:
        messages.warning(request, _("Thank you. Some entries changed meanwhile: please look at them again."))
    else:
        messages.success(request, _("Thank you: all of this counts as looked at today."))
    return redirect("record:intake", secret=secret)


def _answered(request: HttpRequest, secret: str, link: IntakeLink, answer: str) -> HttpResponse:
    """An answer without plans."""
    answer_without_plans(link, answer, note=posted.line(request, "note", 500), actor=link)
    messages.success(request, _("Thank you: your answer came in. You can change it here at any time."))
    return redirect("record:intake", secret=secret)


def title_for_sender(obj: dict[str, object]) -> str:
    """Who sent a blind plan knows its title."""
    return title_of({**obj, "visibility": ""})


def _sent(link: IntakeLink, form: PlanForm | PlanFileForm, corrected: IntakeSubmission | None) -> bool:
    """Whether what was sent could be read and now waits; otherwise the form says why not."""
    if not form.is_valid():
        return False
    note = form.cleaned_data["note"]
    try:
        if isinstance(form, PlanForm):
            key = corrected.payload[0]["id"] if corrected else free_key("measure", form.object)
            said = {name: value for name, value in form.object.items() if value not in EMPTY}
            plan = {**said, "id": key, "type": "measure"}
            submit(link, [plan], note=note, replaces=corrected.pk if corrected else None, actor=link)
        else:
            file = form.cleaned_data["file"]
            plans, findings = read_plans(link, file.name, file.read())
            submit(link, plans, note=note, file_name=file.name, findings=findings, actor=link)
    except NeisseError as error:
        form.add_error(None, sentence_of(error))
        return False
    return True
