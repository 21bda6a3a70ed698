"""Downloads: every list in every form, and the whole instance."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from neisse.formats.vcard import write_vcards
from neisse.web.core.doors import closed
from neisse.web.core.downloads import LISTS as LISTS_AS
from neisse.web.core.downloads import PEOPLE, attached, chosen, listed
from neisse.web.core.queries import the_instance, today
from neisse.web.core.views.downloads import deferred
from neisse.web.record.bridge.archive import write_archive
from neisse.web.record.bridge.fields import Object
from neisse.web.record.exports import (
    LISTS,
    archived,
    calendar_for,
    count_for,
    objects_for,
    organisation_names,
    reachable,
    sheet_for,
)
from neisse.web.record.queries.veil import rows_for

FORMS = {"measures": (*LISTS_AS, "ics"), "people": (*LISTS_AS, "vcf")}


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """A list (`?format=csv` ...) with the filters of its page, in the reader's rights."""
    if kind not in LISTS:
        raise Http404
    form = chosen(request.GET.get("format", "csv"), FORMS.get(kind, LISTS_AS))
    if away := deferred(request, count_for(request.user, kind, request.GET)):
        return away
    name = f"{kind}-{today():%Y-%m-%d}"
    if form in PEOPLE:
        return sheet_for(request.user, kind, request.GET, form, name)
    if form == "ics":
        return attached(calendar_for(request.user, request.GET, partial(page_of, request)), form, name)
    return written(objects_for(request.user, kind, request.GET), form, name)


@require_safe
def export_instance(request: HttpRequest) -> HttpResponse:
    """Everything that the reader may see as one zip: no blind plans of others, nor what would tell of them."""
    if away := closed(request, "record.import_for_all"):
        return away
    packed = BytesIO()
    write_archive(packed, the_instance(), partial(archived, request.user), partial(rows_for, request.user))
    return attached(packed.getvalue(), "zip", f"neisse-{today():%Y-%m-%d}")


def written(objects: list[Object], form: str, name: str) -> HttpResponse:
    """Objects in a form of their list for programs, or as address cards."""
    if form == "vcf":
        return attached(write_vcards(reachable(objects), organisation_names(objects)), form, name)
    return listed(objects, form, name)


def page_of(request: HttpRequest, row: Any) -> str:
    """The address of the page of a plan; none where nobody knows how the instance is reached."""
    if getattr(request, "is_in_background", False):
        return ""
    return request.build_absolute_uri(reverse("record:measure", args=[row.slug]))
