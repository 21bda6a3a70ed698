"""The review of duplicate organisations: the list, two side by side, merging, undoing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.web.core import posted
from neisse.web.core.doors import closed
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.queries import today
from neisse.web.core.said import sentence_of
from neisse.web.core.views.downloads import written
from neisse.web.record.actions import merge as actions
from neisse.web.record.actions.searching import request_duplicates
from neisse.web.record.bridge import to_object
from neisse.web.record.bridge.merging import in_conflict, in_words, lines
from neisse.web.record.evidence import told
from neisse.web.record.forms.duplicates import DISTINCT, MERGED, PROPOSED, DuplicateFilters, MergeForm
from neisse.web.record.labels import sector_label
from neisse.web.record.models import Distinction, Merge, Organisation, Visibility
from neisse.web.record.queries import duplicates as reads
from neisse.web.record.views.edit import field_label

PAGE = 30
ALLOWED = "record.merge"
REASONS_SHOWN = 3
READS: dict[str, Callable[[Mapping[str, Any]], QuerySet[Any]]] = {
    PROPOSED: reads.proposed,
    DISTINCT: reads.distinctions,
    MERGED: reads.merges,
}


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one, pairs that are not, and what was merged."""
    if away := closed(request, ALLOWED):
        return away
    form = DuplicateFilters(request.GET)
    listed = form.listed
    page = Paginator(READS[listed](form.values()), PAGE).get_page(request.GET.get("page"))
    rows = [proposed_line(row) for row in page] if listed == PROPOSED else list(page)
    return render(
        request, "record/duplicates.html", {"form": form, "listed": listed, "page": page, "rows": rows}
    )


def proposed_line(pair: Any) -> tuple[Any, ...]:
    """A pair, the organisation that says more first, and the strongest reasons."""
    one, other = sorted((pair.a, pair.b), key=reads.filled, reverse=True)
    return pair, one, other, told(pair.reasons)[:REASONS_SHOWN]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The proposed pairs with the filters of the page; as `jsonl` what `neisse record duplicates --json` gives."""
    if away := closed(request, ALLOWED):
        return away
    bar = DuplicateFilters(request.GET)
    return written(request, DUPLICATES, reads.proposed(bar.values()), f"duplicates-{today():%Y-%m-%d}", bar)


def pair_objects(pairs: Sequence[Any]) -> list[dict[str, Any]]:
    """What `neisse record duplicates --json` gives."""
    return [{"a": p.a.key, "b": p.b.key, "score": round(p.score, 4), "reasons": p.reasons} for p in pairs]


DUPLICATES = Listing(
    gettext_lazy("Duplicates"),
    (
        Column(gettext_lazy("Probability"), lambda p: round(p.score, 2)),
        Column(gettext_lazy("One organisation"), lambda p: p.a),
        Column(gettext_lazy("Town"), lambda p: p.a.city),
        Column(gettext_lazy("The other organisation"), lambda p: p.b),
        Column(gettext_lazy("Town"), lambda p: p.b.city),
        Column(gettext_lazy("Why"), lambda p: [found.text for found in told(p.reasons)]),
    ),
    pair_objects,
)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, kept: str, gone: str) -> HttpResponse:
    """Two organisations field by field; what would move; the merge."""
    if away := closed(request, ALLOWED):
        return away
    one, other = _organisation(kept), _organisation(gone)
    if one == other:
        raise Http404
    compared = lines(to_object(one), to_object(other))
    form = MergeForm(request.POST or None, compared, (one.version, other.version))
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge(one, other, form.choices(), versions=form.versions(), actor=request.user)
        except NeisseError as refused:
            error = refused
        else:
            text = _("“%(gone)s” is now part of “%(kept)s”. This can be undone in the list of merges.")
            messages.success(request, text % {"gone": other, "kept": one})
            return redirect("record:organisation", one.slug)
    return _page(request, (one, other), compared, form, error)


def _page(
    request: HttpRequest,
    pair: tuple[Organisation, Organisation],
    compared: list[Any],
    form: MergeForm,
    error: Any,
) -> HttpResponse:
    kept, gone = pair
    found = reads.evidence_of(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "form": form,
        "error": error,
        "lines": [
            (field_label("organisation", line.field), shown(line.field, line.kept), shown(line.field, line.gone),
             form[line.field] if line.options else None)
            for line in compared
        ],
        "score": found.score if found else None,
        "reasons": told(found.reasons) if found else [],
        "moves": reads.what_moves(request.user, gone),
        "richer": reads.richer(request.user, kept, gone),
        "distinction": reads.distinction_of(kept, gone),
        "is_vetoed": in_conflict(kept, gone),
    }  # fmt: skip
    return render(request, "record/duplicate.html", context, status=409 if error else 200)


@require_POST
def distinguish(request: HttpRequest, kept: str, gone: str) -> HttpResponse:
    """Two that are not the same."""
    if away := closed(request, ALLOWED):
        return away
    one, other = _organisation(kept), _organisation(gone)
    actions.distinguish(one, other, posted.line(request, "note"), actor=request.user)
    messages.success(request, _("It is remembered that these are not the same."))
    return redirect("record:duplicates")


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that two are not the same."""
    if away := closed(request, ALLOWED):
        return away
    actions.forget_distinction(get_object_or_404(Distinction, pk=pk), actor=request.user)
    messages.success(request, _("The two may be proposed again."))
    return redirect("record:duplicates")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    if away := closed(request, ALLOWED):
        return away
    try:
        row = actions.undo_merge(get_object_or_404(Merge, pk=pk), actor=request.user)
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return redirect("record:duplicates")
    messages.success(request, _("“%(record)s” is back, with all that belonged to it.") % {"record": row})
    return redirect("record:organisation", row.slug)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Look for duplicates again, in the background."""
    if away := closed(request, ALLOWED):
        return away
    request_duplicates(actor=request.user)
    messages.success(request, _("The directory is being searched for duplicates."))
    return redirect("record:duplicates")


def shown(field: str, value: Any) -> list[str]:
    """A value as lines of text; codes in words."""
    coded: Any = {
        "kind": Organisation.Kind,
        "visibility": Visibility,
        "contact_visibility": Visibility,
    }.get(field)
    if field == "sectors":
        return [sector_label(code) for code in value or ()]
    return [str(dict(coded.choices).get(text, text)) if coded else text for text in in_words(value)]


def _organisation(slug: str) -> Organisation:
    rows = Organisation.objects.prefetch_related("offers", "needs")
    return get_object_or_404(rows, slug=slug)
