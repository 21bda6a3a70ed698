"""Imports in the web: upload, look, correct, decide, confirm; and undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.formats.answers import Answers
from neisse.web.core import posted
from neisse.web.core.doors import closed
from neisse.web.core.queries.jobs import last_of
from neisse.web.core.said import sentence_of
from neisse.web.record.actions import imports, storing
from neisse.web.record.actions.background import KIND, begin_step
from neisse.web.record.actions.closed_files import may_read_anew
from neisse.web.record.actions.undo import undo_import
from neisse.web.record.bridge.decisions import decision_key
from neisse.web.record.forms.imports import AnswersForm, MappingForm, PlaceForm, UploadForm
from neisse.web.record.forms.rows import RowForm
from neisse.web.record.models import Announcement, ImportBatch
from neisse.web.record.queries.choices import options
from neisse.web.record.queries.imports import (
    SHOWN,
    counts_of,
    decision_name,
    entry_of,
    imports_of,
    items_of,
    own_organisation,
    own_organisations,
    plans_of,
    shown_items,
    title_of,
)
from neisse.web.record.queries.remarks import remarks

PAGE = 50
# What is larger is read and stored in the background.
AT_ONCE_BYTES = 300_000
AT_ONCE_RECORDS = storing.AT_ONCE
ALLOWED = "record.import"


def of_import(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the import that the address names to a view, if the reader may open it; others learn nothing of it."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        if away := closed(request, ALLOWED):
            return away
        return view(request, get_object_or_404(imports_of(request.user), pk=pk), **more)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file goes in; the imports so far."""
    if away := closed(request, ALLOWED):
        return away
    for_all = request.user.has_perm(storing.FOR_ALL)
    form = UploadForm(request.POST or None, request.FILES or None, for_all=for_all)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        key, name = own_organisation(request.user)
        answers = Answers(owner=name if for_all else key)
        kind = form.cleaned_data["kind"] if for_all else "measure"
        batch = imports.upload(file.name, data, actor=request.user, kind=kind, answers=answers)
        try:
            with imports.given_up(batch, actor=request.user):
                _start(request, batch, "read", is_long=len(data) > AT_ONCE_BYTES)
        except NeisseError as error:
            form.add_error("file", sentence_of(error))
        else:
            return redirect("record:import_batch", pk=batch.pk)
    taken = imports_of(request.user).exclude(format="example")
    page = Paginator(taken, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(
        request, "record/import.html", {**context, "for_all": for_all}, status=422 if form.errors else 200
    )


@require_safe
@of_import
def batch(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """An import: at work, in preview, confirmed, discarded or undone. One of a document has a page of its own."""
    if Announcement.objects.filter(batch=found).exists() and may_read_anew(found, request.user):
        return redirect("record:announcement", pk=found.pk)
    at_work = last_of(KIND, str(found.pk))
    if at_work is not None and at_work.is_open:
        known = {"batch": found, "shown": at_work, "is_open": found.state == ImportBatch.State.PREVIEWED}
        return render(request, "record/import_batch.html", known)
    return render(request, "record/import_batch.html", _shown(request, found) | {"shown": at_work})


def _again(request: HttpRequest, found: ImportBatch, **refused: Any) -> HttpResponse:
    """The page with a form that was refused, and all that was typed into it."""
    return render(request, "record/import_batch.html", _shown(request, found) | refused, status=422)


def _shown(request: HttpRequest, found: ImportBatch) -> dict[str, Any]:
    """What the page of an import shows that nobody works on."""
    status = request.GET.get("status", "")
    entries = items_of(found, status if status in SHOWN else "")
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    is_open, items = (
        found.state == ImportBatch.State.PREVIEWED,
        shown_items(request.user, found, list(page.object_list)),
    )
    may_read = is_open and may_read_anew(found, request.user)
    headers = found.mapping.get("headers", [])
    for_all = request.user.has_perm(storing.FOR_ALL)
    owners = _owners(request)
    answers = AnswersForm(batch=found, own=owners) if may_read else None
    told = [f for f in found.findings if answers is None or f["code"] not in answers.questions]
    return {
        "batch": found,
        "counts": counts_of(found),
        "status": status,
        "page": page,
        "items": items,
        "may_overlap": bool(plans_of(page.object_list)),
        "overlapping": plans_of(page.object_list) if "overlaps" in request.GET else None,
        "has_choices": is_open
        and any(i.status == "doubtful" or (i.decision and not i.is_stub) for i in items),
        "findings": remarks((f for f in told if f["severity"] != "note"), headers),
        "notes": remarks((f for f in told if f["severity"] == "note"), headers),
        "mapping": MappingForm(found, for_all=for_all) if found.mapping.get("headers") and may_read else None,
        "table_place": PlaceForm(found, for_all=for_all)
        if found.mapping.get("headers") and may_read
        else None,
        "answers": answers,
        "organisation_names": options("organisation", request.user) if is_open else (),
        "network_names": options("network", request.user) if is_open else (),
        "is_open": is_open,
        "for_all": for_all,
        "at_once": AT_ONCE_RECORDS,
        "stored": found.changes.count() if found.state == ImportBatch.State.STORING else 0,
        "to_store": found.counts.get("new", 0) + found.counts.get("changed", 0),
    }


@require_POST
@of_import
def mapping(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Correct the columns; remembered for files with the same headers."""
    for_all = request.user.has_perm(storing.FOR_ALL)
    form = MappingForm(found, request.POST, for_all=for_all)
    if form.is_valid():
        imports.correct_mapping(found, form.cleaned_data["kind"], form.columns(), actor=request.user)
        always = _("The columns are read as you say, now and in files like this one.")
        messages.success(request, always if for_all else _("The columns are read as you say."))
    else:
        messages.error(request, _("The columns could not be understood: choose a field for each."))
        return _again(request, found, mapping=form)
    return redirect("record:import_batch", pk=found.pk)


@require_POST
@of_import
def place(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Choose the sheet, the row of the headers, and what the rows are."""
    form = PlaceForm(found, request.POST, for_all=request.user.has_perm(storing.FOR_ALL))
    if form.is_valid():
        said = form.cleaned_data
        try:
            imports.choose_place(
                found, said["kind"], said.get("sheet", ""), said["header_row"], actor=request.user
            )
        except NeisseError as error:
            messages.error(request, sentence_of(error))
            return _again(request, found, table_place=form)
    else:
        messages.error(request, _("Choose a sheet and the row that names its columns."))
        return _again(request, found, table_place=form)
    return redirect("record:import_batch", pk=found.pk)


@require_POST
@of_import
def answer(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Say once for the file what it leaves open: whose it is, who may see it."""
    form = AnswersForm(request.POST, batch=found, own=_owners(request))
    if form.is_valid():
        imports.answer(found, form.said(), actor=request.user)
        messages.success(request, _("Taken for all records of the file that do not say it themselves."))
    else:
        for error in [error for errors in form.errors.values() for error in errors]:
            messages.error(request, str(error))
        return _again(request, found, answers=form)
    return redirect("record:import_batch", pk=found.pk)


@require_POST
@of_import
def decide(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Say which records are taken, what those in doubt are, and which fields become empty."""
    said: dict[str, str] = {}
    empty: dict[str, list[str]] = {}
    for entry in found.objects_read:
        name, key = decision_name(entry["object"]), decision_key(entry["object"])
        has_choice = f"decision {name}" in request.POST
        answer = posted.word(request, f"decision {name}")
        is_on_page = f"on page {name}" in request.POST
        if answer or (has_choice and is_on_page):
            said[key] = answer
        if not is_on_page:
            continue
        if f"take {name}" not in request.POST:
            said[key] = "skip"
        elif not has_choice and entry["decision"] == "skip":
            said[key] = ""
        if entry.get("emptied"):
            wanted = posted.words(request, f"empty {name}")
            empty[key] = [field for field in entry["emptied"] if field in wanted]
    imports.decide(found, said, actor=request.user, empty=empty)
    return redirect("record:import_batch", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def correct(request: HttpRequest, found: ImportBatch, entry: str) -> HttpResponse:
    """Correct one record of the file in the form of its kind, before anything is stored."""
    storing.must_be_open(found)
    read = entry_of(found, entry)
    if read is None:
        raise Http404
    obj = read["object"]
    form = RowForm(obj, request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        imports.correct_row(found, decision_key(obj), form.corrected(), actor=request.user)
        messages.success(request, _("The row is taken as you corrected it."))
        return redirect("record:import_batch", pk=found.pk)
    context = {"batch": found, "form": form.form, "row_number": read["row"], "title": title_of(obj)}
    return render(request, "record/import_row.html", context, status=422 if form.form.errors else 200)


@require_POST
@of_import
def confirm(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Store what is new or changed; what was cut off goes on."""
    storing.must_be_open(found, ImportBatch.State.STORING)
    _start(request, found, "store", is_long=sum(found.counts.values()) > AT_ONCE_RECORDS)
    if ImportBatch.objects.filter(pk=found.pk, state=ImportBatch.State.CONFIRMED).exists():
        messages.success(request, _("The import is stored."))
    return redirect("record:import_batch", pk=found.pk)


@require_POST
@of_import
def discard(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Give an import up."""
    imports.discard(found, actor=request.user)
    messages.success(request, _("The import is discarded; nothing was stored."))
    return redirect("record:import")


@require_POST
@of_import
def undo(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Take a confirmed import back, and say what stayed and why."""
    done = undo_import(found, actor=request.user)
    said = _("%(removed)s records are removed, %(restored)s are as they were before.")
    messages.success(request, said % {"removed": done.removed, "restored": done.restored})
    if any(kept.why == "closed" for kept in done.kept):
        messages.warning(request, _("Plans that are closed to you stay as they are."))
    for kept in [kept for kept in done.kept if kept.why != "closed"][:20]:
        why = _("was changed since") if kept.why == "changed" else _("is used by others")
        messages.warning(request, _("“%(record)s” stays: it %(why)s.") % {"record": kept.title, "why": why})
    return redirect("record:import_batch", pk=found.pk)


def _owners(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The organisations of which one is the owner; None where it may be anybody."""
    return None if request.user.has_perm(storing.FOR_ALL) else own_organisations(request.user)


def _start(request: HttpRequest, found: ImportBatch, step: str, *, is_long: bool) -> None:
    """Do a step at once, or in the background where it takes long."""
    if not is_long:
        if step == "read":
            imports.prepare(found, actor=request.user)
        else:
            storing.confirm(found, actor=request.user)
        return
    begin_step(found, step, request.user)
