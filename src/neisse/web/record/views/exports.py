"""Downloads: every list in every form, and the whole instance."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from neisse.formats.calendar_writing import write_calendar
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
    return written(objects_for(request.user, kind, request.GET), form, name)


@require_safe
def export_instance(request: HttpRequest) -> HttpResponse:
    """Everything that the reader may see as one zip: no blind plans of others, nor what would tell of them."""
    if away := closed(request, "record.import"):
        return away
    packed = BytesIO()
    write_archive(packed, the_instance(), partial(archived, request.user), partial(rows_for, request.user))
    return attached(packed.getvalue(), "zip", f"neisse-{today():%Y-%m-%d}")


def written(objects: list[Object], form: str, name: str) -> HttpResponse:
    """Objects in a form of their list: calendars and contacts are their own, all others sheets or lines."""
    if form == "ics":
        title = str(the_instance()) or "Neisse"
        return attached(write_calendar(objects, stamp=timezone.now(), title=title), form, name)
    if form == "vcf":
        return attached(write_vcards(reachable(objects), organisation_names(objects)), form, name)
    return listed(objects, form, name)
