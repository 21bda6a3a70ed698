"""Forms for one record: new, change; what is typed is read while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neisse.engine.values import NeisseError
from neisse.web.core import posted, ways
from neisse.web.core.doors import closed
from neisse.web.core.queries import today
from neisse.web.core.when import period_text
from neisse.web.record.actions.edit import ConflictError, change, create
from neisse.web.record.bridge import KINDS, to_object
from neisse.web.record.bridge.alike import IDENTIFIERS
from neisse.web.record.bridge.reading import is_error, read_when
from neisse.web.record.bridge.search import address
from neisse.web.record.forms import FORMS, RecordForm
from neisse.web.record.labels import FIELD_LABELS
from neisse.web.record.queries.access import permission, visible_record
from neisse.web.record.queries.alike import ALIKE_KINDS, AlikeRow, alike_rows
from neisse.web.record.queries.choices import suggested
from neisse.web.record.queries.scoped import closed_to
from neisse.web.record.queries.versions import Difference, differences

LISTS = {
    "organisation": "record:directory",
    "person": "record:people",
    "network": "record:networks",
    "membership": "record:networks",
    "section": "record:networks",
    "topic_group": "record:networks",
    "measure": "record:plans",
    "figure": "record:figures",
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new record of a kind; `?network=key` and the like fill fields in."""
    if away := closed(request, permission("add", kind)):
        return away
    given = {name: value for name, value in request.GET.items() if name in KINDS[kind].fields}
    form = FORMS[kind](request.POST or None, user=request.user, given=given)
    if request.method == "POST" and form.is_valid():
        if not posted.word(request, "not_alike") and (alike := alike_rows(kind, form.object, request.user)):
            return _page(request, form, kind, alike=alike)
        try:
            row = create(kind, form.object, actor=request.user, reason=form.cleaned_data["reason"])
        except NeisseError as error:
            form.refuse(error)
        else:
            return _saved(request, form, kind, row)
    return _page(request, form, kind)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Change a record; a version that somebody else made meanwhile is shown, never overwritten."""
    row = visible_record(request.user, kind, slug)
    if away := closed(request, permission("change", kind), row):
        return away
    form = FORMS[kind](request.POST or None, user=request.user, row=row)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = change(
                row, form.object, version=typed["version"], actor=request.user, reason=typed["reason"]
            )
        except ConflictError as error:
            return _conflict(request, form, kind, error.row)
        except NeisseError as error:
            form.refuse(error)
        else:
            return _saved(request, form, kind, row)
    return _page(request, form, kind, row)


@require_GET
def lookup(request: HttpRequest, kind: str) -> HttpResponse:
    """Options for a field that refers to another record, for what was typed so far."""
    if kind not in KINDS:
        raise Http404
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    said = request.GET.get(request.GET.get("field", ""), "").strip()
    found = suggested(kind, said, request.user) if said else []
    return render(request, "record/parts/options.html", {"options": found})


@require_GET
def period(request: HttpRequest) -> HttpResponse:
    """How a time that is being typed is understood, as a fragment."""
    said = request.GET.get("when", "")[:200]
    times, found, findings = read_when(said, today(), request.GET.get("place__country", ""))
    context = {
        "said": said,
        "times": times,
        "understood": period_text(found) if found else "",
        "findings": findings,
        "is_error": any(is_error(finding) for finding in findings),
    }
    return render(request, "record/parts/period_read.html", context)


def home_of(kind: str, row: Any) -> str:
    """The page of a record, or the list where it stands."""
    return address(kind, row) or reverse(LISTS[kind])


@require_POST
def alike(request: HttpRequest, kind: str) -> HttpResponse:
    """What may be the record in the form, as a fragment; nothing is kept of what was sent."""
    if away := closed(request, permission("add", kind)):
        return away
    draft = {name: posted.word(request, name) for name in ("name", "city", "country", *IDENTIFIERS)}
    rows = alike_rows(kind, draft, request.user)
    return render(request, "record/parts/alike.html", {"rows": rows, "asked": bool(draft["name"])})


def _page(
    request: HttpRequest,
    form: RecordForm,
    kind: str,
    row: Any = None,
    alike: Sequence[AlikeRow] = (),
) -> HttpResponse:
    context = {
        "alike": alike,
        "alike_kinds": ALIKE_KINDS,
        "form": form,
        "kind": kind,
        "row": row,
        "may_delete": row is not None and request.user.has_perm(permission("delete", kind), row),
        "back": home_of(kind, row) if row is not None else reverse(LISTS[kind]),
    }
    return render(request, "record/edit.html", context, status=422 if form.errors or alike else 200)


def _conflict(request: HttpRequest, form: RecordForm, kind: str, row: Any) -> HttpResponse:
    """Both versions side by side; saving again takes the reader's own."""
    stored, mine = closed_to(request.user, kind, [to_object(row), {**form.before, **form.object}])
    sent = [
        (name, value)
        for name, value in posted.everything(request)
        if name not in {"csrfmiddlewaretoken", "version"}
    ]
    context = {
        "form": form,
        "kind": kind,
        "row": row,
        "sent": [*sent, ("version", str(row.version))],
        "differences": [labelled(kind, found) for found in differences(kind, stored, mine, request.user)],
        "back": home_of(kind, row),
    }
    return render(request, "record/conflict.html", context, status=409)


def labelled(kind: str, difference: Difference) -> tuple[Any, Difference]:
    """A difference with what its field is called."""
    return field_label(kind, difference.field), difference


def field_label(kind: str, name: str) -> Any:
    """What a field is called in the form of its kind."""
    form = FORMS[kind]
    field = form.base_fields.get(name) or form.more.get(name)
    if field is not None and field.label:
        return field.label
    outer, _sign, inner = name.partition("__")
    whole = FIELD_LABELS.get(f"{outer}.{inner}")
    return whole or f"{FIELD_LABELS.get(outer, outer)} {f'({inner})' if inner else ''}".strip()


def _saved(request: HttpRequest, form: RecordForm, kind: str, row: Any) -> HttpResponse:
    messages.success(request, _("“%(record)s” is saved.") % {"record": row})
    for remark in form.remarks:
        messages.warning(request, remark)
    return ways.to(home_of(kind, row))
