"""The versions of a record, and going back to one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neisse.web.core.doors import closed
from neisse.web.record.actions.undo import restore_version
from neisse.web.record.queries.access import permission, visible_record
from neisse.web.record.queries.versions import history_of, version_object, versions
from neisse.web.record.queries.wording import moment_text
from neisse.web.record.views.edit import home_of, labelled

PAGE = 20


@require_safe
def history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Who changed what, when and why."""
    row = visible_record(request.user, kind, slug)
    if away := closed(request, "record.view_history", row if kind == "measure" else None):
        return away
    rows = history_of(request.user, kind, row)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    older = rows[page.end_index() : page.end_index() + 1] if page.object_list else []
    found = versions(request.user, kind, list(page.object_list), next(iter(older), None))
    context = {
        "row": row,
        "kind": kind,
        "page": page,
        "versions": [(version, [labelled(kind, d) for d in version.differences]) for version in found],
        "newest": page.number == 1 and found[0].pk if found else None,
        "may_change": request.user.has_perm(permission("change", kind), row),
        "back": home_of(kind, row),
    }
    return render(request, "record/history.html", context)


@require_POST
def restore(request: HttpRequest, kind: str, slug: str, version: int) -> HttpResponse:
    """Give a record the content of an earlier version, as a new version."""
    row = visible_record(request.user, kind, slug)
    if away := closed(request, permission("change", kind), row):
        return away
    old = history_of(request.user, kind, row).filter(history_id=version).first()
    obj = version_object(kind, old) if old else None
    if old is None or obj is None:
        raise Http404
    made = old.history_date.isoformat(timespec="minutes")
    restore_version(row, obj, actor=request.user, reason=f"back to the version of {made}")
    day = moment_text(made)
    messages.success(request, _("“%(record)s” is as it was on %(day)s.") % {"record": row, "day": day})
    return redirect("record:history", kind=kind, slug=slug)
