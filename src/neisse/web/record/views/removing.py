"""Removing a record, with the way back; erasing a person for good; what was removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.web.core import posted, ways
from neisse.web.core.done import done
from neisse.web.core.doors import closed
from neisse.web.core.said import sentence_of
from neisse.web.record.actions import remove
from neisse.web.record.actions.bring_back import Returned, restore, restore_all
from neisse.web.record.actions.erase import erase_person
from neisse.web.record.actions.remove import remove_in_favour_of
from neisse.web.record.actions.retention import REMOVALS_KEPT
from neisse.web.record.forms.removing import HeirForm, RemovedFilters
from neisse.web.record.models import Organisation, Removal
from neisse.web.record.queries.access import permission, visible_record
from neisse.web.record.queries.hanging import hanging_on, held_lines
from neisse.web.record.queries.removed import as_it_was, removed
from neisse.web.record.queries.versions import history_of, versions
from neisse.web.record.views.edit import LISTS, home_of, labelled

PAGE = 30
VERSIONS = 20
ALLOWED = "record.list_removed"


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Ask, then remove a record; what forbids it is named, as far as the reader may see it."""
    row = visible_record(request.user, kind, slug)
    if away := closed(request, permission("delete", kind), row):
        return away
    error = None
    if request.method == "POST":
        try:
            remove(row, actor=request.user, reason=posted.line(request, "reason"))
        except NeisseError as refused:
            error = refused
        else:
            _said(request, Removal.objects.filter(gone_pk=row.pk, kind=kind).latest("pk"))
            return redirect(LISTS[kind])
    return _ask(request, kind, row, error, HeirForm(user=request.user))


@require_POST
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove an organisation; another one takes over what hangs on it."""
    row = visible_record(request.user, "organisation", slug)
    if away := closed(request, "record.merge"):
        return away
    form = HeirForm(request.POST, user=request.user)
    error = None
    if form.is_valid():
        heir = Organisation.objects.get(key=form.cleaned_data["heir"])
        try:
            kept = remove_in_favour_of(row, heir, actor=request.user, reason=form.cleaned_data["reason"])
        except NeisseError as refused:
            error = refused
        else:
            _said(request, kept)
            return redirect("record:organisation", heir.slug)
    return _ask(request, "organisation", row, error, form)


def _ask(
    request: HttpRequest, kind: str, row: Any, error: NeisseError | None, form: HeirForm
) -> HttpResponse:
    holds = hanging_on(row).holds
    context = {
        "row": row,
        "kind": kind,
        "error": error,
        "is_held": bool(holds),
        "held": held_lines(holds, request.user),
        "may_hand_over": kind == "organisation" and request.user.has_perm("record.merge"),
        "form": form,
        "days": REMOVALS_KEPT.days,
        "back": home_of(kind, row),
    }
    status = 409 if error else 422 if form.errors else 200
    return render(request, "record/delete.html", context, status=status)


def _said(request: HttpRequest, removal: Removal) -> None:
    text = _("“%(record)s” is removed. Its history stays.") % {"record": removal}
    done(request, text, undo=reverse("record:removal_undo", args=[removal.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then erase a person for good: versions, traces in imports and the search index too."""
    row = visible_record(request.user, "person", slug)
    if away := closed(request, "record.delete_person", row):
        return away
    if request.method == "POST":
        name = str(row)
        erase_person(row, actor=request.user)
        messages.success(request, _("“%(record)s” is erased, with all versions.") % {"record": name})
        return redirect("record:directory")
    return render(request, "record/erase.html", {"row": row, "back": home_of("person", row)})


@never_cache
@require_safe
def removed_records(request: HttpRequest) -> HttpResponse:
    """What was removed, for those who may bring it back."""
    if away := closed(request, ALLOWED):
        return away
    form = RemovedFilters(request.GET)
    page = Paginator(removed(request.user, form.values()), PAGE).get_page(request.GET.get("page"))
    return render(request, "record/removed.html", {"form": form, "page": page, "days": REMOVALS_KEPT.days})


@never_cache
@require_safe
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """One record that was removed, with its history."""
    if away := closed(request, ALLOWED):
        return away
    found = get_object_or_404(removed(request.user, {"all": "yes"}), pk=pk)
    row = as_it_was(found)
    rows = list(history_of(request.user, found.kind, row)[: VERSIONS + 1])
    told = versions(request.user, found.kind, rows[:VERSIONS], next(iter(rows[VERSIONS:]), None))
    context = {
        "removal": found,
        "kind": found.kind,
        "versions": [(version, [labelled(found.kind, d) for d in version.differences]) for version in told],
        "days": REMOVALS_KEPT.days,
    }
    return render(request, "record/removal.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a removed record back."""
    if away := closed(request, ALLOWED):
        return away
    found = get_object_or_404(removed(request.user, {"all": "yes"}), pk=pk)
    try:
        back = restore(found, actor=request.user)
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return redirect("record:removed")
    messages.success(request, _("“%(record)s” is back, with all that belonged to it.") % {"record": back.row})
    if back.missing:
        text = ngettext(
            "%(n)s record that fell with it could not come back: another one stands in its place.",
            "%(n)s records that fell with it could not come back: others stand in their places.",
            back.missing,
        )
        messages.warning(request, text % {"n": back.missing})
    return ways.to(home_of(found.kind, back.row))


@require_POST
def undo_together(request: HttpRequest, sign: str) -> HttpResponse:
    """Bring back what was removed in one go, as far as the reader may; back to the list as it was filtered."""
    if away := closed(request, ALLOWED):
        return away
    rows = list(removed(request.user, {}).filter(together=sign).order_by("-pk"))
    if not rows:
        raise Http404
    answers = restore_all(rows, actor=request.user)
    back = sum(isinstance(answer, Returned) for answer in answers)
    messages.success(
        request, ngettext("%(n)s record is back.", "%(n)s records are back.", back) % {"n": back}
    )
    for error in answers:
        if isinstance(error, NeisseError):
            messages.error(request, sentence_of(error))
    return ways.back(request, "next", reverse(LISTS[rows[0].kind]))
