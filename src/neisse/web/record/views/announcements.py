"""Announcements in the web: read, look at what was found beside the text, take or leave it, store what was taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.web.core import posted
from neisse.web.core.doors import closed
from neisse.web.core.said import sentence_of
from neisse.web.record.actions import announcements, imports, storing
from neisse.web.record.actions.closed_files import may_read_anew
from neisse.web.record.bridge.decisions import decision_key
from neisse.web.record.forms.announcements import AnnouncementForm
from neisse.web.record.forms.imports import AnswersForm
from neisse.web.record.models import Announcement, ImportBatch
from neisse.web.record.queries.announcements import (
    LEAVE,
    MOST_SHOWN,
    TAKE,
    announcements_of,
    offers,
    pieces,
)
from neisse.web.record.queries.choices import options
from neisse.web.record.queries.imports import decision_name, own_organisations, plans_of

ALLOWED = "record.import"


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """A document goes in; those that wait."""
    if away := closed(request, ALLOWED):
        return away
    for_all = request.user.has_perm(storing.FOR_ALL)
    own = None if for_all else own_organisations(request.user)
    form = AnnouncementForm(request.POST or None, request.FILES or None, own=own)
    if request.method == "POST" and form.is_valid():
        name, data = form.document()
        try:
            owner = form.cleaned_data.get("owner", "")
            document = announcements.read(name, data, actor=request.user, owner=owner)
        except NeisseError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", sentence_of(error))
        else:
            return redirect("record:announcement", pk=document.batch_id)
    waiting = announcements_of(request.user).filter(batch__state=ImportBatch.State.PREVIEWED)[:50]
    context = {"form": form, "waiting": waiting, "for_all": for_all}
    return render(request, "record/announcement_read.html", context, status=422 if form.errors else 200)


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """The document beside what it tells; once stored, what became of it."""
    if away := closed(request, ALLOWED):
        return away
    found = get_object_or_404(announcements_of(request.user), batch__pk=pk)
    if not may_read_anew(found.batch, request.user):  # it tells of a plan that its reader made blind
        return redirect("record:import_batch", pk=pk)
    return render(request, "record/announcement.html", _shown(request, found))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was said of each proposal, take all that are sure, or store what is taken."""
    if away := closed(request, ALLOWED):
        return away
    found = get_object_or_404(announcements_of(request.user), batch__pk=pk)
    storing.must_be_open(found.batch)
    if not may_read_anew(found.batch, request.user):
        return redirect("record:import_batch", pk=pk)
    _keep(request, found)
    wanted = posted.word(request, "do")
    if wanted == "sure":
        sure = {o.row: TAKE for o in offers(request.user, found) if o.is_sure and not o.said}
        announcements.decide(found, sure, actor=request.user)
    if wanted == "store":
        try:
            counts = announcements.store_taken(found, actor=request.user)
        except NeisseError as error:
            messages.error(request, sentence_of(error))
        else:
            _tell(request, counts)
    return redirect("record:announcement", pk=pk)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the document; what was stored of it stays."""
    if away := closed(request, ALLOWED):
        return away
    announcements.forget(get_object_or_404(announcements_of(request.user), batch__pk=pk), actor=request.user)
    messages.success(request, _("The document is deleted. What was stored of it stays, with its words."))
    return redirect("record:announcement_read")


def _keep(request: HttpRequest, found: Announcement) -> None:
    """What the form said of each row, and of those in doubt which record each is."""
    said: dict[int, str] = {}
    twins: dict[str, str] = {}
    for entry in found.batch.objects_read:
        row, name = entry["row"], f"decision {decision_name(entry['object'])}"
        answer = posted.word(request, f"row {row}")
        if f"row {row}" in request.POST and answer in {"", TAKE, LEAVE}:
            said[row] = answer
        if name in request.POST and posted.word(request, name) != entry["decision"]:
            twins[decision_key(entry["object"])] = posted.word(request, name)
    if twins:
        imports.decide(found.batch, twins, actor=request.user)
    announcements.decide(found, said, actor=request.user)


def _tell(request: HttpRequest, counts: dict[str, int]) -> None:
    stored = counts.get("new", 0) + counts.get("changed", 0)
    messages.success(
        request, _("%(count)s records are stored, with the words that show them.") % {"count": stored}
    )
    if counts.get("doubtful"):
        messages.warning(request, _("What is in doubt stayed out."))


def _shown(request: HttpRequest, found: Announcement) -> dict[str, Any]:
    batch = found.batch
    is_open = batch.state == ImportBatch.State.PREVIEWED
    shown = offers(request.user, found) if is_open else []
    for_all = request.user.has_perm(storing.FOR_ALL)
    kept = [e for e in batch.objects_read if e["row"] not in found.left]
    answers = AnswersForm(batch=batch, own=None if for_all else own_organisations(request.user))
    return {
        "document": found,
        "batch": batch,
        "is_open": is_open,
        "for_all": for_all,
        "pieces": pieces(found),
        "is_cut": len(found.text) > MOST_SHOWN,
        "offers": shown,
        "sure": sum(offer.is_sure and not offer.said for offer in shown),
        "taken": sum(offer.said == TAKE for offer in shown),
        "asked": any(offer.shown.status == "asked" for offer in shown),
        "persons": len(found.found.get("persons", ())),
        "overlapping": plans_of(kept) if is_open else [],
        "answers": answers if is_open and answers.fields else None,
        "organisation_names": options("organisation", request.user) if is_open else (),
        "stored": _stored(found) if not is_open else [],
    }


def _stored(found: Announcement) -> list[tuple[str, str]]:
    """(kind, name) of what was stored of it."""
    changes = found.batch.changes.all()[:300]
    return [
        (
            change.kind,
            str(
                change.after.get("title")
                or change.after.get("name")
                or change.after.get("concept")
                or change.key
            ),
        )
        for change in changes
    ]
